//! Identity v4.1: which PATCH is refused, and that a refused one leaves nothing behind.

use serde_json::{Value, json};

use super::people::create_furnished;
use super::{page, register};
use crate::finding::{Claim, Failure, holds, same};
use crate::request::Request;
use crate::session::{ENTERPRISE, Session, USERS};

register! { $ each_identity_v4_1_patch_refusal of "identity_v4_1_patch_refusals", page::IDENTITY_V4_1;
    a_failing_second_operation_leaves_nothing: "identity.v4_1.users.patch", Write;
    an_unknown_path_is_400: "identity.v4_1.users.patch", Write;
    an_unknown_enterprise_path_is_400: "identity.v4_1.users.patch", Write;
    a_path_that_cannot_be_read_is_400: "identity.v4_1.users.patch", Write;
    a_read_only_path_is_400: "identity.v4_1.users.patch", Write;
    the_company_cannot_be_changed: "identity.v4_1.users.patch", Write;
    a_filter_without_target_is_400: "identity.v4_1.users.patch", Write;
    a_remove_without_path_is_400: "identity.v4_1.users.patch", Write;
    an_unknown_operation_is_400: "identity.v4_1.users.patch", Write;
    no_operations_at_all_are_400: "identity.v4_1.users.patch", Write;
    a_body_that_is_no_json_is_400: "identity.v4_1.users.patch", Write;
    a_value_of_the_wrong_type_is_400: "identity.v4_1.users.patch", Write;
    a_required_attribute_cannot_be_removed: "identity.v4_1.users.patch", Write;
    a_taken_login_is_409: "identity.v4_1.users.patch", Write;
    a_taken_employee_number_is_409: "identity.v4_1.users.patch", Write;
    an_unknown_user_is_404: "identity.v4_1.users.patch", Write;
    nobody_leads_themselves: "identity.v4_1.users.patch", Write;
    #[source = page::LEAVES]
    leaves_that_overlap_are_400: "identity.v4_1.users.patch", Write;
    #[source = page::LEAVES]
    a_leave_that_ends_before_it_starts_is_400: "identity.v4_1.users.patch", Write;
}

async fn a_failing_second_operation_leaves_nothing(session: &mut Session) -> Claim {
    let operations = json!([
        { "op": "replace", "path": "title", "value": "Changed" },
        { "op": "replace", "path": "shoeSize", "value": 44 }
    ]);
    refused(session, "atomic", operations, 400).await.map(drop)
}

async fn an_unknown_path_is_400(session: &mut Session) -> Claim {
    let word = refused(
        session,
        "unknown",
        json!([{ "op": "replace", "path": "shoeSize", "value": 44 }]),
        400,
    )
    .await?;
    same("scimType", "invalidPath", word.as_str())
}

async fn an_unknown_enterprise_path_is_400(session: &mut Session) -> Claim {
    let operations =
        json!([{ "op": "replace", "path": format!("{ENTERPRISE}:shoeSize"), "value": "44" }]);
    refused(session, "unknown", operations, 400).await.map(drop)
}

async fn a_path_that_cannot_be_read_is_400(session: &mut Session) -> Claim {
    let operations = json!([{ "op": "replace", "path": "emails[type eq", "value": "x" }]);
    refused(session, "unread", operations, 400).await.map(drop)
}

async fn a_read_only_path_is_400(session: &mut Session) -> Claim {
    for path in ["id", "meta.version", "meta.created"] {
        let operations = json!([{ "op": "replace", "path": path, "value": "1" }]);
        let word = refused(session, &path.replace('.', "-"), operations, 400).await?;
        same(&format!("scimType for {path}"), "mutability", word.as_str())?;
    }
    Ok(())
}

async fn the_company_cannot_be_changed(session: &mut Session) -> Claim {
    let path = format!("{ENTERPRISE}:companyId");
    let value = "11111111-1111-4111-8111-111111111111";
    let word = refused(
        session,
        "company",
        json!([{ "op": "replace", "path": path, "value": value }]),
        400,
    )
    .await?;
    same("scimType", "mutability", word.as_str())
}

async fn a_filter_without_target_is_400(session: &mut Session) -> Claim {
    let operations = json!([{ "op": "replace", "path": "emails[type eq \"other2\"].value", "value": "x@newcomer.example" }]);
    let word = refused(session, "target", operations, 400).await?;
    same("scimType", "noTarget", word.as_str())
}

async fn a_remove_without_path_is_400(session: &mut Session) -> Claim {
    refused(session, "pathless", json!([{ "op": "remove" }]), 400)
        .await
        .map(drop)
}

async fn an_unknown_operation_is_400(session: &mut Session) -> Claim {
    refused(
        session,
        "move",
        json!([{ "op": "move", "path": "title", "value": "x" }]),
        400,
    )
    .await
    .map(drop)
}

async fn no_operations_at_all_are_400(session: &mut Session) -> Claim {
    let id = create_furnished(session, "none").await?;
    let request = Request::patch(format!("{USERS}/{id}"))
        .json(&json!({}))
        .deviant();
    session.call(request).await?.refused(400).map(drop)
}

async fn a_body_that_is_no_json_is_400(session: &mut Session) -> Claim {
    let id = create_furnished(session, "broken").await?;
    let request = Request::patch(format!("{USERS}/{id}"))
        .body("application/json", "{")
        .deviant();
    session.call(request).await?.refused(400).map(drop)
}

async fn a_value_of_the_wrong_type_is_400(session: &mut Session) -> Claim {
    let operations = json!([{ "op": "replace", "path": "active", "value": "perhaps" }]);
    refused(session, "type", operations, 400).await.map(drop)
}

async fn a_required_attribute_cannot_be_removed(session: &mut Session) -> Claim {
    for path in ["userName", "name.familyName"] {
        let operations = json!([{ "op": "remove", "path": path }]);
        refused(session, &path.replace('.', "-"), operations, 400).await?;
    }
    Ok(())
}

async fn a_taken_login_is_409(session: &mut Session) -> Claim {
    let taken = super::people::newcomer(session, "taken");
    session.create(&taken).await?;
    let operations = json!([{ "op": "replace", "path": "userName", "value": taken["userName"] }]);
    let word = refused(session, "login", operations, 409).await?;
    same("scimType", "uniqueness", word.as_str())
}

async fn a_taken_employee_number_is_409(session: &mut Session) -> Claim {
    let taken = super::people::newcomer(session, "number");
    session.create(&taken).await?;
    let operations = json!([{ "op": "replace", "path": format!("{ENTERPRISE}:employeeNumber"), "value": "E-number" }]);
    let word = refused(session, "other", operations, 409).await?;
    same("scimType", "uniqueness", word.as_str())
}

async fn an_unknown_user_is_404(session: &mut Session) -> Claim {
    let operations = json!([{ "op": "replace", "path": "title", "value": "x" }]);
    session
        .patch("00000000-0000-4000-8000-000000000000", operations)
        .await?
        .refused(404)
        .map(drop)
}

async fn nobody_leads_themselves(session: &mut Session) -> Claim {
    let id = create_furnished(session, "self").await?;
    let path = format!("{ENTERPRISE}:manager.value");
    let operations = json!([{ "op": "replace", "path": path, "value": id }]);
    session.patch(&id, operations).await?.refused(400).map(drop)
}

async fn leaves_that_overlap_are_400(session: &mut Session) -> Claim {
    let value = json!([
        { "startDate": "2020-06-01", "endDate": "2020-08-01" },
        { "startDate": "2020-07-01", "endDate": "2020-09-01" }
    ]);
    leaves_refused(session, value).await
}

async fn a_leave_that_ends_before_it_starts_is_400(session: &mut Session) -> Claim {
    leaves_refused(
        session,
        json!([{ "startDate": "2020-06-01", "endDate": "2020-05-01" }]),
    )
    .await
}

async fn leaves_refused(session: &mut Session, value: Value) -> Claim {
    let operations = json!([{ "op": "replace", "path": format!("{ENTERPRISE}:leavesOfAbsence"), "value": value }]);
    refused(session, "leave", operations, 400).await.map(drop)
}

/// Claims that the operations are refused and that the user is the same afterwards, down to its version. Gives SCIM's word for it.
async fn refused(
    session: &mut Session,
    tag: &str,
    operations: Value,
    status: u16,
) -> Result<String, Failure> {
    let id = create_furnished(session, tag).await?;
    let before = session.user(&id).await?;

    let refusal = session
        .patch_wrongly(&id, operations)
        .await?
        .refused(status)?;

    same("the user", &before, &session.user(&id).await?)?;
    holds(
        "the refusal has a sentence",
        !refusal.text().trim().is_empty(),
    )?;
    Ok(refusal.scim_type.unwrap_or_default())
}
