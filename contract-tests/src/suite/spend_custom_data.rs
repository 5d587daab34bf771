//! Spend User v4.1: custom fields, with and without a list behind them.

use serde_json::{Value, json};

use super::spend_calls::{V4, V41, extension, found, provide, read, refuses, set, spender, urn};
use super::{page, register};
use crate::finding::{Claim, Failure, holds, same};
use crate::session::Session;

/// The item that a field of the list names.
const ITEM: &str = "1b4e28ba-2fa1-41d2-883f-0016d3cca427";

register! { $ each_spend_custom_field of "spend_custom_data", page::SPEND_V4_1;
    a_field_of_text_is_read_with_its_value: "spend.v4_1.users.get", FreshCompany;
    a_field_of_a_list_names_its_item: "spend.v4_1.users.get", FreshCompany;
    units_and_custom_fields_stand_in_one_list: "spend.v4_1.users.get", FreshCompany;
    replacing_the_list_removes_the_others: "spend.v4_1.users.get", FreshCompany;
    replacing_one_field_keeps_the_others: "spend.v4_1.users.get", FreshCompany;
    a_field_that_was_emptied_is_empty_or_gone: "spend.v4_1.users.get", FreshCompany;
    both_releases_show_the_same_fields: "spend.v4.users.get", FreshCompany;
    a_filter_finds_a_field_by_id_and_value: "spend.v4_1.users.list", FreshCompany;
    a_filter_of_v4_1_finds_who_has_another_value: "spend.v4_1.users.list", FreshCompany;
    #[source = page::SPEND_V4]
    a_filter_of_v4_knows_no_other_value: "spend.v4.users.list", FreshCompany;
    a_field_outside_brackets_is_refused: "spend.v4_1.users.list", FreshCompany;
}

async fn a_field_of_text_is_read_with_its_value(session: &mut Session) -> Claim {
    let id = coloured(session, "text", "blue").await?;
    let field = field(session, &id, "custom4").await?;
    same(
        "the field",
        json!({ "id": "custom4", "value": "blue" }),
        field,
    )
}

async fn a_field_of_a_list_names_its_item(session: &mut Session) -> Claim {
    configured(session).await?;
    let id = with_fields(
        session,
        "listed",
        json!([{ "id": "orgUnit2", "value": "EMEA" }]),
    )
    .await?;
    let field = field(session, &id, "orgUnit2").await?;
    let place = format!("{}/list/v4/items/{ITEM}", session.company().base_url);
    same("value", &json!("EMEA"), &field["value"])?;
    let guid = field["syncGuid"]
        .as_str()
        .unwrap_or_default()
        .to_lowercase();
    same("syncGuid", ITEM, guid.as_str())?;
    let href = field["href"].as_str().unwrap_or_default().to_lowercase();
    same("href", place, href)
}

async fn units_and_custom_fields_stand_in_one_list(session: &mut Session) -> Claim {
    configured(session).await?;
    let written =
        json!([{ "id": "orgUnit2", "value": "EMEA" }, { "id": "custom4", "value": "red" }]);
    let id = with_fields(session, "both", written).await?;
    for (name, value) in [("orgUnit2", "EMEA"), ("custom4", "red")] {
        same(
            name,
            &json!(value),
            &field(session, &id, name).await?["value"],
        )?;
    }
    Ok(())
}

async fn replacing_the_list_removes_the_others(session: &mut Session) -> Claim {
    let id = furnished(session).await?;
    set(
        session,
        &id,
        "User:customData",
        json!([{ "id": "custom4", "value": "red" }]),
    )
    .await?;
    same(
        "the field",
        &json!("red"),
        &field(session, &id, "custom4").await?["value"],
    )?;
    let other = field(session, &id, "custom5").await?;
    let value = other["value"].as_str().unwrap_or_default();
    same("the other has no value", "", value)
}

async fn replacing_one_field_keeps_the_others(session: &mut Session) -> Claim {
    let id = furnished(session).await?;
    let path = "User:customData[id eq \"custom4\"].value";
    set(session, &id, path, json!("red")).await?;
    for (name, value) in [("custom4", "red"), ("custom5", "oak")] {
        same(
            name,
            &json!(value),
            &field(session, &id, name).await?["value"],
        )?;
    }
    Ok(())
}

async fn a_field_that_was_emptied_is_empty_or_gone(session: &mut Session) -> Claim {
    let id = furnished(session).await?;
    let path = "User:customData[id eq \"custom4\"].value";
    set(session, &id, path, json!("")).await?;
    let emptied = field(session, &id, "custom4").await?;
    let gone = emptied.is_null() || emptied == json!({ "id": "custom4", "value": "" });
    holds(format!("{emptied} is empty or gone"), gone)?;
    same(
        "custom5",
        &json!("oak"),
        &field(session, &id, "custom5").await?["value"],
    )
}

async fn both_releases_show_the_same_fields(session: &mut Session) -> Claim {
    let id = furnished(session).await?;
    let older = read(session, V4, &id).await?[urn("User")]["customData"].clone();
    let newer = extension(session, &id, "User").await?["customData"].clone();
    holds(
        "there are some",
        older.as_array().is_some_and(|all| all.len() >= 2),
    )?;
    same("the fields", older, newer)
}

async fn a_filter_finds_a_field_by_id_and_value(session: &mut Session) -> Claim {
    let blue = coloured(session, "blue", "blue").await?;
    let red = coloured(session, "red", "red").await?;
    for path in [V4, V41] {
        let users = found(session, path, &filter("custom4", "eq", "blue")).await?;
        same(path, vec![blue.clone()], users)?;
        let users = found(session, path, &filter("custom5", "eq", "red")).await?;
        holds("another field is another field", !users.contains(&red))?;
    }
    Ok(())
}

async fn a_filter_of_v4_1_finds_who_has_another_value(session: &mut Session) -> Claim {
    let blue = coloured(session, "blue", "blue").await?;
    let red = coloured(session, "red", "red").await?;
    let users = found(session, V41, &filter("custom4", "ne", "blue")).await?;
    holds("who has another is found", users.contains(&red))?;
    holds("who has it is not", !users.contains(&blue))
}

async fn a_filter_of_v4_knows_no_other_value(session: &mut Session) -> Claim {
    coloured(session, "blue", "blue").await?;
    refuses(session, V4, &[("filter", &filter("custom4", "ne", "blue"))]).await
}

async fn a_field_outside_brackets_is_refused(session: &mut Session) -> Claim {
    coloured(session, "blue", "blue").await?;
    let data = urn("User:customData");
    for path in [V4, V41] {
        for wrong in [
            format!("{data} eq \"blue\""),
            format!("{data}.value eq \"blue\""),
            format!("{data}[id eq \"custom4\" or value eq \"blue\"]"),
            format!("{data}[id eq \"custom4\" and value co \"bl\"]"),
        ] {
            refuses(session, path, &[("filter", &wrong)]).await?;
        }
    }
    Ok(())
}

fn filter(id: &str, operator: &str, value: &str) -> String {
    let data = urn("User:customData");
    format!("{data}[id eq \"{id}\" and value {operator} \"{value}\"]")
}

/// What an administrator has set up: two fields of text, and a unit whose values are items of a list.
async fn configured(session: &mut Session) -> Claim {
    session
        .configure(&json!({
            "lists": [{ "name": "Regions", "items": [{ "code": "EMEA", "value": "Europe and around", "syncGuid": ITEM }] }],
            "customFields": [
                { "id": "custom4", "label": "Colour", "list": null, "maxLength": 48, "required": false },
                { "id": "custom5", "label": "Wood", "list": null, "maxLength": 48, "required": false },
                { "id": "orgUnit2", "label": "Region", "list": "Regions", "maxLength": 48, "required": false }
            ]
        }))
        .await
}

async fn with_fields(session: &mut Session, tag: &str, fields: Value) -> Result<String, Failure> {
    let profile = spender(&json!({ "customData": fields }));
    provide(session, tag, profile, &[]).await
}

/// A user of a colour, in a company that knows colours.
async fn coloured(session: &mut Session, tag: &str, colour: &str) -> Result<String, Failure> {
    configured(session).await?;
    with_fields(session, tag, json!([{ "id": "custom4", "value": colour }])).await
}

/// A blue user of oak.
async fn furnished(session: &mut Session) -> Result<String, Failure> {
    configured(session).await?;
    let fields = json!([{ "id": "custom4", "value": "blue" }, { "id": "custom5", "value": "oak" }]);
    with_fields(session, "furnished", fields).await
}

/// One field of a user, null if it is not there.
async fn field(session: &mut Session, id: &str, name: &str) -> Result<Value, Failure> {
    let profile = extension(session, id, "User").await?;
    let fields = profile["customData"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    let field = fields.into_iter().find(|field| field["id"] == name);
    Ok(field.unwrap_or(Value::Null))
}
