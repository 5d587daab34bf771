//! User v1: reading one profile, and the form that describes it.

use serde_json::json;

use super::own_token::own_token;
use super::people::newcomer_with;
use super::user_v1_calls::{USER, call, old_style, profile, refused};
use super::xml_tree::Element;
use super::{page, register};
use crate::finding::{Claim, Failure, holds, same};
use crate::request::Request;
use crate::session::{Session, Wish};

const FORM_FIELDS: &str = "/api/user/v1.0/FormFields";

/// Every element of a profile beside the numbered ones.
const ELEMENTS: [&str; 20] = [
    "LoginId",
    "FirstName",
    "LastName",
    "Mi",
    "EmailAddress",
    "EmpId",
    "Active",
    "LedgerName",
    "LocaleName",
    "CtryCode",
    "CrnCode",
    "CtrySubCode",
    "ExpenseUser",
    "ExpenseApprover",
    "TripUser",
    "InvoiceUser",
    "InvoiceApprover",
    "ExpenseApproverEmployeeID",
    "IsTestEmp",
    "CashAdvanceAccountCode",
];

/// Fields of the form: name, type, length, whether required.
const FIELDS: [(&str, &str, &str, &str); 13] = [
    ("FirstName", "VARCHAR", "32", "Y"),
    ("LastName", "VARCHAR", "32", "Y"),
    ("Mi", "CHAR", "1", "N"),
    ("EmpId", "VARCHAR", "128", "Y"),
    ("LoginId", "VARCHAR", "128", "Y"),
    ("EmailAddress", "VARCHAR", "255", "N"),
    ("LocaleName", "VARCHAR", "255", "Y"),
    ("CtryCode", "CHAR", "2", "Y"),
    ("CtrySubCode", "picklist", "6", "N"),
    ("LedgerKey", "INTEGER", "", "N"),
    ("CrnKey", "INTEGER", "", "Y"),
    ("CashAdvanceAccountCode", "VARCHAR", "20", "N"),
    ("Active", "BOOLEANCHAR", "1", "Y"),
];

register! { $ each_user_v1_profile of "user_v1_profile", page::USER_V1;
    a_profile_is_read_by_its_login: "user.v1.user.get", Write;
    without_a_login_the_owner_of_the_token_is_read: "user.v1.user.get", FreshCompany;
    the_path_may_be_in_capitals_and_end_in_a_slash: "user.v1.user.get", Write;
    a_profile_shows_what_identity_knows: "user.v1.user.get", Write;
    an_inactive_profile_says_n: "user.v1.user.get", Write;
    every_element_stands_in_a_profile: "user.v1.user.get", Write;
    signs_of_markup_are_escaped: "user.v1.user.get", Write;
    a_locale_has_an_underscore: "user.v1.user.get", Write;
    an_unknown_login_is_404: "user.v1.user.get";
    a_profile_needs_a_token: "user.v1.user.get";
    a_made_up_token_opens_no_profile: "user.v1.user.get";
    a_profile_needs_its_scope: "user.v1.user.get", FreshCompany;
    the_form_lists_the_printed_fields: "user.v1.form_fields.list";
    the_fields_stand_in_their_sequence: "user.v1.form_fields.list";
    a_custom_field_says_what_it_depends_on: "user.v1.form_fields.list";
    the_form_needs_a_token: "user.v1.form_fields.list";
}

async fn a_profile_is_read_by_its_login(session: &mut Session) -> Claim {
    hire(session).await?;
    let profile = profile(session, "profiled@newcomer.example").await?;
    same(
        "LoginId",
        Some("profiled@newcomer.example"),
        profile.text_of("LoginId"),
    )
}

async fn without_a_login_the_owner_of_the_token_is_read(session: &mut Session) -> Claim {
    let (token, owner) = own_token(session).await?;
    let reply = session.send(old_style(Request::get(USER), &token)).await?;
    let profile = Element::of(&reply, "UserProfile")?;
    same(
        "LoginId",
        Some(&*owner.user_name),
        profile.text_of("LoginId"),
    )
}

async fn the_path_may_be_in_capitals_and_end_in_a_slash(session: &mut Session) -> Claim {
    hire(session).await?;
    let request =
        Request::get("/api/user/v1.0/User/").query("loginID", "profiled@newcomer.example");
    let profile = Element::of(&call(session, request).await?, "UserProfile")?;
    same(
        "LoginId",
        Some("profiled@newcomer.example"),
        profile.text_of("LoginId"),
    )
}

async fn a_profile_shows_what_identity_knows(session: &mut Session) -> Claim {
    hire(session).await?;
    let profile = profile(session, "profiled@newcomer.example").await?;
    for (name, text) in [
        ("FirstName", "Robin"),
        ("LastName", "Oldfield"),
        ("Mi", "L"),
        ("EmailAddress", "profiled@newcomer.example"),
        ("EmpId", "E-profiled"),
        ("Active", "Y"),
    ] {
        same(name, Some(text), profile.text_of(name))?;
    }
    Ok(())
}

async fn an_inactive_profile_says_n(session: &mut Session) -> Claim {
    let user = newcomer_with(session, "idle", json!({ "active": false }), json!({}));
    session.create(&user).await?;
    let profile = profile(session, "idle@newcomer.example").await?;
    same("Active", Some("N"), profile.text_of("Active"))
}

async fn every_element_stands_in_a_profile(session: &mut Session) -> Claim {
    hire(session).await?;
    let profile = profile(session, "profiled@newcomer.example").await?;
    let numbered = (1..=6).map(|at| format!("OrgUnit{at}"));
    let numbered = numbered.chain((1..=21).map(|at| format!("Custom{at}")));
    for name in ELEMENTS.into_iter().map(ToOwned::to_owned).chain(numbered) {
        holds(format!("{name} is there"), profile.child(&name).is_some())?;
    }
    Ok(())
}

async fn signs_of_markup_are_escaped(session: &mut Session) -> Claim {
    let name = json!({ "familyName": "O'Neil & <Sons>", "givenName": "\"Zoë\"" });
    let user = newcomer_with(session, "markup", json!({ "name": name }), json!({}));
    session.create(&user).await?;
    let profile = profile(session, "markup@newcomer.example").await?;
    same(
        "LastName",
        Some("O'Neil & <Sons>"),
        profile.text_of("LastName"),
    )?;
    same("FirstName", Some("\"Zoë\""), profile.text_of("FirstName"))
}

async fn a_locale_has_an_underscore(session: &mut Session) -> Claim {
    hire(session).await?;
    let profile = profile(session, "profiled@newcomer.example").await?;
    let locale = profile.text_of("LocaleName").unwrap_or_default();
    let fits = locale.is_empty() || (locale.len() == 5 && locale.as_bytes()[2] == b'_');
    holds(format!("{locale} is a locale of this generation"), fits)
}

async fn an_unknown_login_is_404(session: &mut Session) -> Claim {
    let request = Request::get(USER).query("loginID", "nobody@newcomer.example");
    refused(&call(session, request).await?, &[404])
}

async fn a_profile_needs_a_token(session: &mut Session) -> Claim {
    let reply = session.send(Request::get(USER).deviant()).await?;
    refused(&reply, &[401])
}

async fn a_made_up_token_opens_no_profile(session: &mut Session) -> Claim {
    let request = old_style(Request::get(USER).deviant(), "made-up");
    refused(&session.send(request).await?, &[401, 403])
}

async fn a_profile_needs_its_scope(session: &mut Session) -> Claim {
    session
        .enter(&Wish::scopes(&["identity.user.ids.read"]))
        .await?;
    let page = session
        .call(Request::get(crate::session::USERS))
        .await?
        .people()?;
    let login = page[0]["userName"].as_str().unwrap_or_default().to_owned();
    let request = Request::get(USER).query("loginID", login);
    refused(&call(session, request).await?, &[403])
}

async fn the_form_lists_the_printed_fields(session: &mut Session) -> Claim {
    let form = form(session).await?;
    for (id, kind, length, required) in FIELDS {
        let field = form.iter().find(|field| field.text_of("Id") == Some(id));
        let field = field.ok_or_else(|| Failure::disagrees(format!("no field {id}")))?;
        for (name, text) in [
            ("DataType", kind),
            ("MaxLength", length),
            ("Required", required),
            ("Custom", "N"),
            ("Access", "RW"),
        ] {
            same(&format!("{name} of {id}"), Some(text), field.text_of(name))?;
        }
    }
    Ok(())
}

async fn the_fields_stand_in_their_sequence(session: &mut Session) -> Claim {
    let form = form(session).await?;
    let found: Vec<_> = form
        .iter()
        .map(|field| field.number_of("Sequence"))
        .collect();
    let expected: Vec<_> = (1..=form.len()).map(Some).collect();
    same("Sequence", expected, found)
}

async fn a_custom_field_says_what_it_depends_on(session: &mut Session) -> Claim {
    let form = form(session).await?;
    let custom = form
        .iter()
        .filter(|field| field.text_of("Custom") == Some("Y"));
    let custom: Vec<_> = custom.collect();
    holds("there is a custom field", !custom.is_empty())?;
    for field in custom {
        for name in [
            "ParentFormTypeCode",
            "ParentFieldId",
            "IsCopyDownSourceForOtherForms",
        ] {
            holds(format!("{name} is there"), field.child(name).is_some())?;
        }
    }
    Ok(())
}

async fn the_form_needs_a_token(session: &mut Session) -> Claim {
    let reply = session.send(Request::get(FORM_FIELDS).deviant()).await?;
    refused(&reply, &[401])
}

/// The fields of the form.
async fn form(session: &mut Session) -> Result<Vec<Element>, Failure> {
    let reply = call(session, Request::get(FORM_FIELDS)).await?;
    let fields = Element::of(&reply, "FormFieldsList")?.children;
    holds("there are fields", !fields.is_empty())?;
    Ok(fields)
}

async fn hire(session: &mut Session) -> Claim {
    let name = json!({ "familyName": "Oldfield", "givenName": "Robin", "middleName": "Lee" });
    let user = newcomer_with(session, "profiled", json!({ "name": name }), json!({}));
    session.create(&user).await.map(drop)
}
