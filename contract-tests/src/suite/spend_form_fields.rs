//! Spend form fields v4.1: the fields of the employee form.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::spend_calls::{FORM_FIELDS, NOBODY, list, provide, refused, refuses, smallest};
use super::{page, register};
use crate::finding::{Claim, Failure, holds, same};
use crate::request::Request;
use crate::session::Session;

/// The list behind a field.
const SYNC: &str = "577127ae-49c7-b14b-8fd9-a351eee88db6";

register! { $ each_spend_form_field of "spend_form_fields", page::SPEND_FORM;
    the_reply_counts_its_fields_and_has_no_pages: "spend.v4_1.form_fields.list";
    every_field_says_what_it_is: "spend.v4_1.form_fields.list";
    ids_are_in_capitals_and_never_the_same: "spend.v4_1.form_fields.list";
    fields_stand_in_their_sequence: "spend.v4_1.form_fields.list";
    the_fields_of_the_example_are_there: "spend.v4_1.form_fields.list";
    what_must_be_given_is_required: "spend.v4_1.form_fields.list";
    a_custom_field_is_one_of_the_form: "spend.v4_1.form_fields.list", FreshCompany;
    a_field_of_a_list_names_the_list: "spend.v4_1.form_fields.list", FreshCompany;
    fields_keep_their_ids: "spend.v4_1.form_fields.list";
    the_fields_of_one_user_are_asked_for_by_id: "spend.v4_1.form_fields.list", FreshCompany;
    the_fields_of_an_unknown_user_are_refused: "spend.v4_1.form_fields.list";
    a_user_id_that_is_none_is_refused: "spend.v4_1.form_fields.list";
}

async fn the_reply_counts_its_fields_and_has_no_pages(session: &mut Session) -> Claim {
    let reply = list(session, FORM_FIELDS, &[]).await?;
    let schema = json!(["urn:ietf:params:scim:api:messages:2.0:ListResponse"]);
    same("schemas", &schema, &reply["schemas"])?;
    let fields = fields(session).await?;
    same("totalResults", &json!(fields.len()), &reply["totalResults"])?;
    for name in ["startIndex", "itemsPerPage"] {
        holds(format!("there is no {name}"), reply.get(name).is_none())?;
    }
    Ok(())
}

async fn every_field_says_what_it_is(session: &mut Session) -> Claim {
    for field in fields(session).await? {
        let schema = json!(["urn:ietf:params:scim:schemas:extension:spend:2.0:FormFields"]);
        same("schemas", &schema, &field["schemas"])?;
        for name in ["name", "label", "controlType", "dataType", "access"] {
            holds(format!("{field} has a {name}"), field[name].is_string())?;
        }
        for name in ["isRequired", "isCustom"] {
            holds(format!("{field} has {name}"), field[name].is_boolean())?;
        }
        let named = ["custom", "orgunit"];
        let name = field["name"].as_str().unwrap_or_default().to_lowercase();
        let is_custom = named.iter().any(|prefix| name.starts_with(prefix));
        same(&name, &json!(is_custom), &field["isCustom"])?;
    }
    Ok(())
}

async fn ids_are_in_capitals_and_never_the_same(session: &mut Session) -> Claim {
    let mut seen = BTreeSet::new();
    for field in fields(session).await? {
        let id = field["id"].as_str().unwrap_or_default().to_owned();
        same("the id", id.to_uppercase(), id.clone())?;
        holds(format!("{id} is the only one"), seen.insert(id))?;
    }
    Ok(())
}

async fn fields_stand_in_their_sequence(session: &mut Session) -> Claim {
    let mut before = None;
    for field in fields(session).await? {
        let sequence = field["sequence"].as_u64();
        holds(format!("{field} comes later"), sequence > before)?;
        before = sequence;
    }
    Ok(())
}

async fn the_fields_of_the_example_are_there(session: &mut Session) -> Claim {
    let fields = fields(session).await?;
    for (name, label, length) in [
        ("EmpId", "Employee ID", 128),
        ("CashAdvanceAccountCode", "Cash Advance Account Code", 20),
    ] {
        let field = fields.iter().find(|field| field["name"] == name);
        let field = field.ok_or_else(|| Failure::disagrees(format!("no {name}")))?;
        same(name, &json!(label), &field["label"])?;
        same(name, &json!(length), &field["maxLength"])?;
        same(name, &json!("EDIT"), &field["controlType"])?;
        same(name, &json!("String"), &field["dataType"])?;
    }
    Ok(())
}

async fn what_must_be_given_is_required(session: &mut Session) -> Claim {
    let fields = fields(session).await?;
    let is_required = |field: &&Value| field["isRequired"] == true;
    holds(
        "some are required",
        fields.iter().any(|field| is_required(&field)),
    )?;
    holds(
        "some are not",
        !fields.iter().all(|field| is_required(&field)),
    )
}

async fn a_custom_field_is_one_of_the_form(session: &mut Session) -> Claim {
    configured(session).await?;
    let field = field(session, "Custom4").await?;
    for (name, value) in [
        ("label", json!("Colour")),
        ("maxLength", json!(24)),
        ("isRequired", json!(true)),
        ("isCustom", json!(true)),
        ("dataType", json!("String")),
    ] {
        same(name, &value, &field[name])?;
    }
    holds("no list stands behind it", field.get("list").is_none())
}

async fn a_field_of_a_list_names_the_list(session: &mut Session) -> Claim {
    configured(session).await?;
    let field = field(session, "OrgUnit2").await?;
    let behind = field["list"].as_object().cloned().unwrap_or_default();
    let text = |name: &str| behind.get(name).and_then(Value::as_str).unwrap_or_default();
    let guid = text("syncGuid");
    holds(
        "the list has an id in capitals",
        !guid.is_empty() && guid == guid.to_uppercase(),
    )?;
    let place = format!(
        "{}/list/v4/lists/{}",
        session.company().base_url,
        guid.to_lowercase()
    );
    same("href", place.as_str(), text("href"))?;
    same("hierLevel", &json!(1), &field["hierLevel"])
}

async fn fields_keep_their_ids(session: &mut Session) -> Claim {
    let first = fields(session).await?;
    same("the fields", first, fields(session).await?)
}

async fn the_fields_of_one_user_are_asked_for_by_id(session: &mut Session) -> Claim {
    let id = provide(session, "formed", smallest(), &[]).await?;
    let whole = fields(session).await?;
    let own = list(session, FORM_FIELDS, &[("userId", &id)]).await?;
    same("totalResults", &json!(whole.len()), &own["totalResults"])?;
    same("the fields", &json!(whole), &own["Resources"])
}

async fn the_fields_of_an_unknown_user_are_refused(session: &mut Session) -> Claim {
    let request = Request::get(FORM_FIELDS).query("userId", NOBODY);
    let reply = session.call(request).await?;
    refused(&reply, 404)
}

async fn a_user_id_that_is_none_is_refused(session: &mut Session) -> Claim {
    refuses(session, FORM_FIELDS, &[("userId", "20417")]).await
}

async fn configured(session: &mut Session) -> Claim {
    session
        .configure(&json!({
            "lists": [{ "name": "Regions", "items": [{ "code": "EMEA", "value": "Europe and around", "syncGuid": SYNC }] }],
            "customFields": [
                { "id": "custom4", "label": "Colour", "list": null, "maxLength": 24, "required": true },
                { "id": "orgUnit2", "label": "Region", "list": "Regions", "maxLength": 48, "required": false }
            ]
        }))
        .await
}

async fn fields(session: &mut Session) -> Result<Vec<Value>, Failure> {
    let reply = list(session, FORM_FIELDS, &[]).await?;
    let fields = reply["Resources"].as_array().cloned().unwrap_or_default();
    holds("there are fields", !fields.is_empty())?;
    Ok(fields)
}

async fn field(session: &mut Session, name: &str) -> Result<Value, Failure> {
    let fields = fields(session).await?;
    let field = fields.into_iter().find(|field| field["name"] == name);
    field.ok_or_else(|| Failure::disagrees(format!("there is no field {name}")))
}
