//! The rows of User v1, whose bodies are XML.

use super::endpoints::{Effect, Endpoint, Sample, Shape};
use super::stage::Stage;

/// One profile, the employee form, and batches of users and of passwords.
pub(super) fn user_v1(stage: &Stage) -> Vec<Endpoint> {
    const NAMESPACE: &str = "http://www.concursolutions.com/api/user/2011/02";
    let login = &stage.company.user.as_ref().unwrap().user_name;
    let get = |rest: &str| Endpoint::get(format!("/api/user/v1.0{rest}")).shape(Shape::V3Xml);
    let batch = |rest: &str, text: String| Endpoint {
        method: "POST",
        methods: &["POST"],
        sample: Sample::Xml(text),
        effect: Effect::Writes,
        ..get(rest)
    };
    let profile = "<UserProfile><EmpId>77</EmpId><FeedRecordNumber>1</FeedRecordNumber><LoginId>v1@example.com</LoginId>\
         <LocaleName>en_US</LocaleName><Active>Y</Active><Password>secret-1</Password><FirstName>Terry</FirstName>\
         <LastName>Brown</LastName><LedgerKey>DEFAULT</LedgerKey><CtryCode>US</CtryCode><CrnKey>USD</CrnKey></UserProfile>";
    let password = format!("<User><LoginID>{login}</LoginID><Password>secret-2</Password></User>");
    vec![
        get(&format!("/user?loginID={login}")),
        get("/FormFields"),
        batch(
            "/users",
            format!("<batch xmlns=\"{NAMESPACE}\">{profile}</batch>"),
        ),
        batch(
            "/users/password",
            format!("<UserBatch xmlns=\"{NAMESPACE}\">{password}</UserBatch>"),
        ),
    ]
}
