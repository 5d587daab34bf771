//! User v1: what an administrator has configured decides about the form, and about what a batch may say.

use serde_json::json;

use super::people::newcomer;
use super::user_v1_calls::{Record, call, counts, feed, feed_wrongly, messages, profile, take_in};
use super::xml_tree::Element;
use super::{page, register};
use crate::finding::{Claim, Failure, holds, same};
use crate::request::Request;
use crate::session::Session;

/// What the table says of a field of the form.
const FORM_FIELDS: &str = "Form Fields are Invalid or Empty";

register! { $ each_user_v1_form of "user_v1_form", page::USER_V1;
    the_form_shows_what_is_configured: "user.v1.form_fields.list", FreshCompany;
    a_field_that_is_not_configured_is_not_on_the_form: "user.v1.form_fields.list", FreshCompany;
    a_currency_that_the_company_lacks_is_no_input: "user.v1.users.create", FreshCompany;
    a_ledger_that_the_company_lacks_is_no_input: "user.v1.users.create", FreshCompany;
    a_required_field_is_missed: "user.v1.users.create", FreshCompany;
    a_required_field_may_not_be_empty: "user.v1.users.create", FreshCompany;
    a_field_is_as_long_as_configured: "user.v1.users.create", FreshCompany;
    a_field_of_a_list_takes_its_items: "user.v1.users.create", FreshCompany;
    a_first_spend_profile_is_whole: "user.v1.users.create", FreshCompany;
}

async fn the_form_shows_what_is_configured(session: &mut Session) -> Claim {
    equip(session).await?;
    for (id, label, kind, length, required, list, level) in [
        ("OrgUnit1", "Vessel", "VARCHAR", "5", "Y", None, ""),
        ("Custom2", "Berth", "MLIST", "48", "N", Some("Berths"), "1"),
    ] {
        let field = on_the_form(session, id).await?;
        let field = field.ok_or_else(|| Failure::disagrees(format!("no field {id}")))?;
        for (name, text) in [
            ("Label", Some(label)),
            ("DataType", Some(kind)),
            ("MaxLength", Some(length)),
            ("Required", Some(required)),
            ("Custom", Some("Y")),
            ("ListName", list),
            ("HierLevel", Some(level)),
        ] {
            same(&format!("{name} of {id}"), text, field.text_of(name))?;
        }
    }
    Ok(())
}

async fn a_field_that_is_not_configured_is_not_on_the_form(session: &mut Session) -> Claim {
    equip(session).await?;
    let found = on_the_form(session, "Custom20").await?;
    same("Custom20", false, found.is_some())?;
    let record = Record::new("formless").with("OrgUnit1", "Vega");
    fails(session, record.with("Custom20", "Green"), FORM_FIELDS).await
}

async fn a_currency_that_the_company_lacks_is_no_input(session: &mut Session) -> Claim {
    equip(session).await?;
    let record = Record::new("rich").with("OrgUnit1", "Vega");
    fails(
        session,
        record.clone().with("CrnKey", "EUR"),
        "Invalid Input: CrnKey",
    )
    .await?;
    take_in(session, &record.with("CrnKey", "NOK")).await?;
    let profile = profile(session, "rich@batch.example").await?;
    same("CrnCode", Some("NOK"), profile.text_of("CrnCode"))
}

async fn a_ledger_that_the_company_lacks_is_no_input(session: &mut Session) -> Claim {
    equip(session).await?;
    let record = Record::new("booked").with("OrgUnit1", "Vega");
    fails(
        session,
        record.clone().with("LedgerKey", "MOON"),
        "Invalid Input: LedgerKey",
    )
    .await?;
    take_in(session, &record).await
}

async fn a_required_field_is_missed(session: &mut Session) -> Claim {
    equip(session).await?;
    fails(
        session,
        Record::new("landed"),
        "MISSING_REQUIRED_FIELDS:OrgUnit1",
    )
    .await
}

async fn a_required_field_may_not_be_empty(session: &mut Session) -> Claim {
    equip(session).await?;
    let record = Record::new("manned");
    fails(session, record.clone().with("OrgUnit1", ""), FORM_FIELDS).await?;
    take_in(session, &record.clone().with("OrgUnit1", "Vega")).await?;
    let emptied = record.without("Password").with("OrgUnit1", "");
    fails(session, emptied, FORM_FIELDS).await?;
    let profile = profile(session, "manned@batch.example").await?;
    same("OrgUnit1", Some("Vega"), profile.text_of("OrgUnit1"))
}

async fn a_field_is_as_long_as_configured(session: &mut Session) -> Claim {
    equip(session).await?;
    let record = Record::new("measured");
    let long = record.clone().with("OrgUnit1", "Meteor");
    fails(session, long, "Invalid Input: OrgUnit1").await?;
    take_in(session, &record.with("OrgUnit1", "Orion")).await
}

async fn a_field_of_a_list_takes_its_items(session: &mut Session) -> Claim {
    equip(session).await?;
    let record = Record::new("berthed").with("OrgUnit1", "Vega");
    fails(session, record.clone().with("Custom2", "B9"), FORM_FIELDS).await?;
    take_in(session, &record.with("Custom2", "B1")).await?;
    let profile = profile(session, "berthed@batch.example").await?;
    let shown = profile.text_of("Custom2");
    same("Custom2", Some("(B1) Forward"), shown)
}

async fn a_first_spend_profile_is_whole(session: &mut Session) -> Claim {
    session.create(&newcomer(session, "frugal")).await?;
    let known = |record: Record| {
        [
            "Password",
            "LocaleName",
            "CrnKey",
            "CtryCode",
            "CtrySubCode",
            "LedgerKey",
        ]
        .iter()
        .fold(record, |record, name| record.without(name))
        .with("LoginId", "frugal@newcomer.example")
        .with("EmpId", "E-frugal")
    };
    let record = known(Record::new("frugal"));
    let country = record.clone().with("CtryCode", "US");
    let result = feed_wrongly(session, std::slice::from_ref(&country)).await?;
    counts(&result, 0, 1)?;
    let told = messages(&result).join("; ");
    for name in ["CrnKey", "LocaleName"] {
        holds(format!("{told} names {name}"), told.contains(name))?;
    }
    let whole = country.with("CrnKey", "USD").with("LocaleName", "en_US");
    counts(&feed(session, &[whole]).await?, 1, 0)?;
    let profile = profile(session, "frugal@newcomer.example").await?;
    same("CrnCode", Some("USD"), profile.text_of("CrnCode"))
}

/// Sets the company up: one currency, one ledger, a required short unit, a field of a list.
async fn equip(session: &mut Session) -> Claim {
    let members = json!({
        "currencies": ["USD", "NOK"],
        "ledgers": ["DEFAULT"],
        "lists": [{ "name": "Berths", "items": [
            { "code": "B1", "value": "Forward", "syncGuid": "5a1c0de0-0000-4000-8000-00000000b001" }
        ] }],
        "customFields": [
            { "id": "orgUnit1", "label": "Vessel", "maxLength": 5, "required": true },
            { "id": "custom2", "label": "Berth", "list": "Berths" }
        ]
    });
    session.configure(&members).await
}

/// The field of that name.
async fn on_the_form(session: &mut Session, id: &str) -> Result<Option<Element>, Failure> {
    let reply = call(session, Request::get("/api/user/v1.0/FormFields")).await?;
    let fields = Element::of(&reply, "FormFieldsList")?.children;
    let mut fields = fields.into_iter();
    Ok(fields.find(|field| field.text_of("Id") == Some(id)))
}

/// Claims that the record fails with these words.
async fn fails(session: &mut Session, record: Record, words: &str) -> Claim {
    let result = feed_wrongly(session, &[record]).await?;
    counts(&result, 0, 1)?;
    same("the message", vec![words.to_owned()], messages(&result))
}
