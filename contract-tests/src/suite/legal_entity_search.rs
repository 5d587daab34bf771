//! Legal Entity v4.1: the search.

use serde_json::{Value, json};

use super::documented_filters::documented_filters;
use super::legal_entity_calls::{
    ENTITIES, change, found, founded, post, refused, search, searching, whole, whole_with,
};
use super::{page, register};
use crate::finding::{Claim, Failure, holds, same};
use crate::request::Request;
use crate::session::{Session, id_of};

register! { $ each_legal_entity_search of "legal_entity_search", page::LEGAL_ENTITY;
    a_search_without_filter_finds_all: "legal_entity.v4_1.legal_entities.search", Write;
    a_body_without_schemas_is_taken: "legal_entity.v4_1.legal_entities.search", Write;
    the_schema_of_concurs_own_search_is_refused: "legal_entity.v4_1.legal_entities.search", Write;
    every_operator_of_the_page_is_understood: "legal_entity.v4_1.legal_entities.search", Write;
    every_printed_filter_is_accepted: "legal_entity.v4_1.legal_entities.search", Write;
    order_is_not_compared: "legal_entity.v4_1.legal_entities.search", Write;
    a_filter_that_is_none_is_refused: "legal_entity.v4_1.legal_entities.search", Write;
    texts_are_compared_without_their_case: "legal_entity.v4_1.legal_entities.search", Write;
    whatever_is_switched_off_is_found_as_inactive: "legal_entity.v4_1.legal_entities.search", Write;
}

async fn a_search_without_filter_finds_all(session: &mut Session) -> Claim {
    three(session).await?;
    let page = search(session, &json!({})).await?;
    same("totalResults", &json!(3), &page["totalResults"])?;
    let schema = json!(["urn:ietf:params:scim:api:messages:2.0:ListResponse"]);
    same("schemas", &schema, &page["schemas"])?;
    same("the legal entities", 3, shown(&page).len())
}

async fn a_body_without_schemas_is_taken(session: &mut Session) -> Claim {
    three(session).await?;
    let body = json!({ "filter": "referenceId eq \"KILN-ONE\"" });
    let request = Request::post(format!("{ENTITIES}/.search")).json(&body);
    let page = session.call(request).await?.ok()?;
    same("the one", vec!["KILN-ONE"], references(&page))
}

async fn the_schema_of_concurs_own_search_is_refused(session: &mut Session) -> Claim {
    three(session).await?;
    let body = json!({ "schemas": [crate::session::SEARCH_REQUEST], "filter": "active eq true" });
    let reply = session.call(searching(&body).deviant()).await?;
    reply.refused(400).map(drop)
}

async fn every_operator_of_the_page_is_understood(session: &mut Session) -> Claim {
    three(session).await?;
    for (filter, expected) in [
        ("active eq true", &["KILN-ONE", "KILN-TWO"][..]),
        ("active ne false", &["KILN-ONE", "KILN-TWO"]),
        ("active eq false", &["OVEN-3"]),
        ("name co \"Kiln\"", &["KILN-ONE", "KILN-TWO"]),
        ("referenceId sw \"KILN\"", &["KILN-ONE", "KILN-TWO"]),
        ("referenceId ew \"TWO\"", &["KILN-TWO"]),
        ("referenceId eq \"KILN-ONE\"", &["KILN-ONE"]),
        ("referenceId ne \"KILN-ONE\"", &["KILN-TWO", "OVEN-3"]),
        ("taxId pr", &["KILN-ONE", "KILN-TWO"]),
        ("address.country eq \"GB\"", &["KILN-TWO"]),
        (
            "active eq true and address.country eq \"DE\"",
            &["KILN-ONE"],
        ),
        (
            "active eq false or address.country eq \"GB\"",
            &["KILN-TWO", "OVEN-3"],
        ),
        ("not (name co \"Kiln\")", &["OVEN-3"]),
    ] {
        let expected: Vec<String> = expected.iter().map(|one| (*one).to_owned()).collect();
        same(filter, expected, found(session, filter).await?)?;
    }
    Ok(())
}

async fn every_printed_filter_is_accepted(session: &mut Session) -> Claim {
    three(session).await?;
    let mut tried = 0;
    for one in documented_filters()? {
        // One of them is printed for the search of users.
        if one.api != "legal-entity-v4.1" || one.filter.starts_with("urn:") {
            continue;
        }
        let page = search(session, &json!({ "filter": one.filter })).await?;
        holds("there is a total", page["totalResults"].is_u64())?;
        tried += 1;
    }
    holds("some are printed", tried > 0)?;
    for filter in ["address.country eq \"GB\"", "name co \"Acme\""] {
        search(session, &json!({ "filter": filter })).await?;
    }
    Ok(())
}

async fn order_is_not_compared(session: &mut Session) -> Claim {
    three(session).await?;
    for filter in [
        "name gt \"A\"",
        "name ge \"A\"",
        "name lt \"z\"",
        "taxId le \"9\"",
        "meta.created gt \"2020-01-01T00:00:00Z\"",
    ] {
        is_refused(session, filter).await?;
    }
    Ok(())
}

async fn a_filter_that_is_none_is_refused(session: &mut Session) -> Claim {
    three(session).await?;
    for filter in [
        "active eq",
        "active true",
        "(active eq true",
        "shoeSize eq 44",
    ] {
        is_refused(session, filter).await?;
    }
    Ok(())
}

async fn is_refused(session: &mut Session, filter: &str) -> Claim {
    let body = json!({ "filter": filter });
    let reply = session.call(searching(&body).deviant()).await?;
    refused(&reply, 400, "invalidFilter").map(drop)
}

async fn texts_are_compared_without_their_case(session: &mut Session) -> Claim {
    three(session).await?;
    let found = found(session, "referenceId eq \"kiln-one\"").await?;
    same("the one", vec!["KILN-ONE".to_owned()], found)
}

async fn whatever_is_switched_off_is_found_as_inactive(session: &mut Session) -> Claim {
    let id = id_of(&founded(session, "OFF").await?)?;
    change(session, &id, "replace", "active", json!(false)).await?;
    let off = found(session, "active eq false").await?;
    same("inactive", vec!["KILN-OFF".to_owned()], off)?;
    same("active", 0, found(session, "active eq true").await?.len())
}

/// Two kilns, of Germany and Britain, and an oven that is switched off and has no tax id.
pub(super) async fn three(session: &mut Session) -> Result<(), Failure> {
    let one = whole(session, "ONE");
    let two = whole_with(session, "TWO", "address.country", &json!("GB"));
    let three = json!({ "active": false, "name": "Oven Ltd", "referenceId": "OVEN-3" });
    for entity in [one, two, three] {
        id_of(&post(session, &entity).await?.ok()?)?;
    }
    Ok(())
}

pub(super) fn shown(page: &Value) -> Vec<Value> {
    page["Resources"].as_array().cloned().unwrap_or_default()
}

pub(super) fn references(page: &Value) -> Vec<&str> {
    let entities = page["Resources"].as_array().into_iter().flatten();
    entities
        .filter_map(|entity| entity["referenceId"].as_str())
        .collect()
}
