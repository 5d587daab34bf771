//! What the pages of User v1.0 contradict or leave open, and the policies that decide it.

use reqwest::StatusCode;
use serde_json::json;

use crate::user_v1::{HTTP, Scene, hire, update};

#[tokio::test]
async fn passwords_are_ignored_unless_the_policy_is_older() {
    let body = |login: &str| {
        format!(
            "<UserBatch xmlns=\"{HTTP}\"><User><LoginID>{login}</LoginID><Password>new-secret</Password></User><User><LoginID>nobody@example.com</LoginID><Password>x</Password></User></UserBatch>"
        )
    };
    for (policy, signs_in) in [
        ("ignored", StatusCode::BAD_REQUEST),
        ("applied", StatusCode::OK),
    ] {
        let scene = Scene::with(json!({"user-v1.password-batch": policy})).await;
        let user = scene.company.user.clone().unwrap();
        let (status, text) = scene.post("/Users/password", body(&user.user_name)).await;
        assert_eq!(status, StatusCode::OK);
        assert!(text.contains("<RecordsSucceeded>1</RecordsSucceeded><RecordsFailed>1</RecordsFailed><UserPasswordStatusList>"), "{text}");
        assert!(
            text.contains("<Status>Success</Status><Message>Password Updated.</Message>"),
            "{text}"
        );
        assert_eq!(
            scene.sign_in(&user.user_name, "new-secret").await.0,
            signs_in,
            "{policy}"
        );
    }
}

#[tokio::test]
async fn what_the_pages_contradict_follows_the_policy() {
    let scene = Scene::with(json!({
        "user-v1.message-element": "Message",
        "user-v1.missing-field": "unnamed",
        "user-v1.element-names": "table",
        "user-v1.creating": "refused",
        "user-v1.profile-namespace": "http",
    }))
    .await;
    let reply = scene.batch(&hire("1", "one@example.com", "")).await;
    assert!(
        reply.contains("<Message>User Creation Failed</Message>"),
        "{reply}"
    );
    let reply = scene.batch(&update("1", "one@example.com", "")).await;
    assert!(
        reply.contains("<Message>Missing Required Parameters</Message>"),
        "{reply}"
    );
    scene
        .client
        .create(&scene.token, &scene.company, "other@example.com")
        .await;
    let profile = scene.profile("other@example.com").await;
    assert!(
        profile.starts_with(&format!("<UserProfile xmlns=\"{HTTP}\"")),
        "{profile}"
    );
}

#[tokio::test]
async fn what_the_pages_leave_open_follows_the_policy() {
    let scene = Scene::with(json!({
        "user-v1.unknown-login": "400",
        "user-v1.missing-role": "404",
        "user-v1.batch-over-limit": "400",
        "user-v1.ctry-sub-code": "two-characters",
        "user-v1.approver": "expense-approver",
        "user-v1.password-of-existing-user": "refused",
        "user-v1.empty-element": "keeps",
        "user-v1.update-needs": "form",
        "user-v1.form-emp-id-length": "48",
    }))
    .await;
    let of_company = format!("Bearer {}", scene.token);
    let unknown = scene
        .get("/user?loginID=nobody@example.com", &of_company)
        .await;
    assert_eq!(unknown.0, StatusCode::BAD_REQUEST);
    let (_, form) = scene.get("/FormFields", &of_company).await;
    assert!(!form.contains("<MaxLength>128</MaxLength><Required>Y</Required><Cols>32</Cols><Access>RW</Access><Width>32</Width><Custom>N</Custom><Sequence>4<"));
    let user = scene.company.user.clone().unwrap();
    let (_, reply) = scene.sign_in(&user.user_name, &user.password).await;
    let own = format!("Bearer {}", reply["access_token"].as_str().unwrap());
    let other = scene.get("/user?loginID=nobody@example.com", &own).await;
    assert_eq!(other.0, StatusCode::NOT_FOUND);
    let items: String = (0..501).map(|_| update("1", "a@b", "")).collect();
    let (status, _) = scene
        .post("/users", format!("<batch xmlns=\"{HTTP}\">{items}</batch>"))
        .await;
    assert_eq!(status, StatusCode::BAD_REQUEST);

    let approver = "<ExpenseApproverEmployeeID>1</ExpenseApproverEmployeeID>";
    scene
        .batch(&hire("1", "one@example.com", "<OrgUnit1>A</OrgUnit1>"))
        .await;
    let full = hire("1", "one@example.com", "").replace("<Password>secret-1</Password>", "");
    for (item, message) in [
        (
            hire("2", "two@example.com", "<CtrySubCode>US-WA</CtrySubCode>"),
            "Invalid Input: CtrySubCode",
        ),
        (
            hire("2", "two@example.com", approver),
            "Invalid Input: ExpenseApproverEmployeeID",
        ),
        (hire("1", "one@example.com", ""), "Invalid Input: Password"),
        (
            update("1", "one@example.com", "<Active>N</Active>"),
            "MISSING_REQUIRED_FIELDS:FirstName,LastName,LocaleName,CtryCode,CrnKey",
        ),
        (
            full.replace(
                "</UserProfile>",
                "<OrgUnit1/><ExpenseApprover>Y</ExpenseApprover></UserProfile>",
            ),
            "SUCCESS",
        ),
        (hire("2", "two@example.com", approver), "SUCCESS"),
    ] {
        let reply = scene.batch(&item).await;
        assert!(reply.contains(message), "{message}: {reply}");
    }
    let profile = scene.profile("one@example.com").await;
    assert!(profile.contains("<OrgUnit1>A</OrgUnit1>"), "{profile}");
}
