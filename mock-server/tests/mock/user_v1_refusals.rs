//! What User v1.0 refuses: items, bodies that are no batch, batches that are too large, tokens.

use reqwest::{Method, StatusCode};
use serde_json::json;

use crate::user_v1::{HTTP, Scene, hire, update};

#[tokio::test]
async fn a_bad_item_fails_for_itself_and_only_ten_are_named() {
    let scene = Scene::new().await;
    let before = scene.count().await;
    let mut profiles = hire("1", "one@example.com", "").replace("<Active>Y</Active>", "");
    for (number, more, message) in [
        ("2", "<Mi>LL</Mi>", "Invalid Input: Mi"),
        (
            "3",
            "<ExpenseApproverEmployeeID>none</ExpenseApproverEmployeeID>",
            "Invalid Input: ExpenseApproverEmployeeID",
        ),
        (
            "4",
            "<CtrySubCode>DE-BE</CtrySubCode>",
            "Invalid Input: CtrySubCode",
        ),
        ("5", "<TripUser>yes</TripUser>", "Invalid Input: TripUser"),
        (
            "6",
            "<EmailAddress>nowhere</EmailAddress>",
            "Invalid Input: EmailAddress",
        ),
        (
            "7",
            "<Custom3>x</Custom3><Custom3>y</Custom3>",
            "Invalid Input: Custom3",
        ),
    ] {
        let item = hire(number, &format!("{number}@example.com"), more);
        let reply = scene.batch(&item).await;
        assert!(
            reply.contains(&format!("<message>{message}</message>")),
            "{reply}"
        );
        profiles += &item;
    }
    for number in 20..26 {
        profiles += &hire(&number.to_string(), "no-login", "");
    }
    profiles += &hire("99", "good@example.com", "");
    let reply = scene.batch(&profiles).await;
    assert!(
        reply.contains(
            "<records-succeeded>1</records-succeeded><records-failed>13</records-failed>"
        ),
        "{reply}"
    );
    assert!(
        reply.contains("<message>MISSING_REQUIRED_FIELDS:Active</message>"),
        "{reply}"
    );
    assert_eq!(reply.matches("<error>").count(), 10);
    assert_eq!(scene.count().await, json!(before.as_u64().unwrap() + 1));
    let empty = update("99", "good@example.com", "<FirstName> </FirstName>");
    let reply = scene.batch(&empty).await;
    assert!(
        reply.contains("Form Fields are Invalid or Empty"),
        "{reply}"
    );
}

#[tokio::test]
async fn what_is_no_batch_is_refused_and_changes_nothing() {
    let scene = Scene::new().await;
    let before = scene.count().await;
    let item = hire("1", "one@example.com", "");
    let bodies: Vec<Vec<u8>> = vec![
        Vec::new(),
        b"{\"batch\": []}".to_vec(),
        format!("<batch xmlns=\"{HTTP}\">{item}").into_bytes(),
        format!("<batch>{item}</batch>").into_bytes(),
        format!("<UserBatch xmlns=\"{HTTP}\">{item}</UserBatch>").into_bytes(),
        format!("<!DOCTYPE b [<!ENTITY e \"x\">]><batch xmlns=\"{HTTP}\">{item}</batch>")
            .into_bytes(),
        format!("<batch xmlns=\"{HTTP}\">{item}&e;</batch>").into_bytes(),
        format!("<batch xmlns=\"{HTTP}\"><UserProfile><--! note --></UserProfile></batch>")
            .into_bytes(),
        b"\xFF\xFE<\0b\0/\0>\0".to_vec(),
        b"<batch>\xFF</batch>".to_vec(),
        format!("<batch xmlns=\"{HTTP}\">{}", "<a>".repeat(100_000)).into_bytes(),
    ];
    for body in bodies {
        let shown = String::from_utf8_lossy(&body[..body.len().min(80)]).into_owned();
        let (status, text) = scene.post("/users", body).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{shown}: {text}");
        assert!(
            text.starts_with("<Error><Message>The Request XML is invalid</Message><Server-Time>"),
            "{shown}: {text}"
        );
    }
    let (status, text) = scene
        .post("/users", format!("<batch xmlns=\"{HTTP}\"/>"))
        .await;
    assert_eq!(status, StatusCode::BAD_REQUEST, "{text}");
    let (status, _) = scene.post("/users", vec![b' '; 4_194_305]).await;
    assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(scene.count().await, before);
}

#[tokio::test]
async fn a_batch_has_a_limit_and_another_beyond_which_it_is_none() {
    let scene = Scene::new().await;
    let before = scene.count().await;
    let batch = |count: usize| {
        let items: String = (0..count)
            .map(|number| hire(&number.to_string(), &format!("{number}@example.com"), ""))
            .collect();
        format!("<batch xmlns=\"{HTTP}\">{items}</batch>")
    };
    let (status, text) = scene.post("/users", batch(501)).await;
    assert_eq!(status, StatusCode::OK);
    assert!(
        text.contains("<records-failed>501</records-failed>"),
        "{text}"
    );
    assert!(
        text.contains("<message>Maximum User Records per Batch Exceeded</message>"),
        "{text}"
    );
    let (status, text) = scene.post("/users", batch(1_001)).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert!(
        text.contains("<Message>Maximum User Records per Batch Exceeded</Message>"),
        "{text}"
    );
    assert_eq!(scene.count().await, before);
    let (_, text) = scene
        .post("/Users", batch(500).replace("http://www", "https://www"))
        .await;
    assert!(
        text.contains("<records-succeeded>500</records-succeeded>"),
        "{}",
        &text[..300]
    );
}

#[tokio::test]
async fn tokens_without_the_scope_and_unknown_paths_are_refused_in_xml() {
    let scene = Scene::new().await;
    let company = scene
        .client
        .company(&json!({"users": 1, "scopes": ["identity.user.ids.read"]}))
        .await;
    let token = scene.client.token(&company).await;
    for (path, authorization, expected) in [
        (
            "/FormFields",
            format!("Bearer {token}"),
            StatusCode::FORBIDDEN,
        ),
        (
            "/FormFields",
            "OAuth nothing".to_owned(),
            StatusCode::UNAUTHORIZED,
        ),
        (
            "/Groups",
            format!("OAuth {}", scene.token),
            StatusCode::NOT_FOUND,
        ),
        (
            "/users",
            format!("OAuth {}", scene.token),
            StatusCode::METHOD_NOT_ALLOWED,
        ),
    ] {
        let (status, text) = scene.get(path, &authorization).await;
        assert_eq!(status, expected, "{path}");
        assert!(text.starts_with("<Error><Message>"), "{text}");
    }
    let of_before = format!("OAuth {}", scene.token);
    for (path, expected) in [
        ("/profile/identity/v4.1/Users", StatusCode::UNAUTHORIZED),
        ("/api/user/v1.0/FormFields", StatusCode::OK),
    ] {
        let request = scene.client.request(Method::GET, path);
        let request = request.header("authorization", &of_before);
        let reply = request.send().await.unwrap();
        assert_eq!(reply.status(), expected, "{path}");
    }
}
