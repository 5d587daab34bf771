//! Whose profiles a user of User v1.0 reads and writes.

use reqwest::{Method, StatusCode};

use crate::user_v1::{BASE, HTTP, Scene, hire};

#[tokio::test]
async fn a_user_reads_itself_and_nobody_else() {
    let scene = Scene::new().await;
    let user = scene.company.user.clone().unwrap();
    let (_, reply) = scene.sign_in(&user.user_name, &user.password).await;
    let own = format!("OAuth {}", reply["access_token"].as_str().unwrap());
    for path in [
        "/user".to_owned(),
        format!("/user?loginID={}", user.user_name),
    ] {
        let (status, text) = scene.get(&path, &own).await;
        assert_eq!(status, StatusCode::OK, "{text}");
        assert!(text.contains(&format!("<LoginId>{}</LoginId>", user.user_name)));
    }
    scene
        .client
        .create(&scene.token, &scene.company, "other@example.com")
        .await;
    for login in ["other@example.com", "nobody@example.com"] {
        let (status, text) = scene.get(&format!("/user?loginID={login}"), &own).await;
        assert_eq!(status, StatusCode::FORBIDDEN, "{text}");
        assert!(text.starts_with("<Error><Message>"), "{text}");
    }
    let of_company = format!("Bearer {}", scene.token);
    assert_eq!(
        scene
            .get("/user?loginID=nobody@example.com", &of_company)
            .await
            .0,
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        scene.get("/user", &of_company).await.0,
        StatusCode::BAD_REQUEST
    );
    let request = scene.client.request(Method::POST, &format!("{BASE}/users"));
    let refused = request
        .header("authorization", &own)
        .body("<batch/>")
        .send()
        .await
        .unwrap();
    assert_eq!(refused.status(), StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn an_administrator_of_the_company_reads_and_writes_others() {
    let scene = Scene::new().await;
    let user = scene.company.user.clone().unwrap();
    let (_, reply) = scene.sign_in(&user.user_name, &user.password).await;
    let own = format!("Bearer {}", reply["access_token"].as_str().unwrap());
    scene
        .client
        .create(&scene.token, &scene.company, "other@example.com")
        .await;
    let path = "/user?loginID=other@example.com";
    assert_eq!(scene.get(path, &own).await.0, StatusCode::FORBIDDEN);

    scene
        .join("Company Administrator", &user.id.to_string())
        .await;

    let (status, text) = scene.get(path, &own).await;
    assert_eq!(status, StatusCode::OK, "{text}");
    let request = scene.client.request(Method::POST, &format!("{BASE}/users"));
    let body = format!(
        "<batch xmlns=\"{HTTP}\">{}</batch>",
        hire("1", "one@example.com", "")
    );
    let reply = request.header("authorization", &own).body(body);
    let text = reply.send().await.unwrap().text().await.unwrap();
    assert!(text.contains("<Status>SUCCESS</Status>"), "{text}");
}
