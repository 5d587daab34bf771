//! Legal Entity v4.1: what is refused, and in which words.

use serde_json::{Value, json};

use super::legal_entity_calls::{
    ENTITIES, NONE, founded_id, patching, place, post, post_wrongly, read, refused, searching,
    whole, whole_with,
};
use super::readings::decide;
use super::{page, register};
use crate::finding::{Claim, Failure, holds, same};
use crate::request::Request;
use crate::session::{Session, Wish};

/// Every text with its greatest length.
const LENGTHS: [(&str, usize); 9] = [
    ("name", 255),
    ("referenceId", 255),
    ("registeringOrganization", 255),
    ("taxId", 18),
    ("email", 255),
    ("phone", 255),
    ("address.locality", 30),
    ("address.region", 30),
    ("address.postalCode", 20),
];

register! { $ each_legal_entity_refusal of "legal_entity_refusals", page::LEGAL_ENTITY;
    a_tax_id_of_nineteen_is_refused_in_the_printed_words: "legal_entity.v4_1.legal_entities.create", Write;
    every_text_may_be_as_long_as_the_page_says: "legal_entity.v4_1.legal_entities.create", Write;
    every_text_that_is_longer_is_refused: "legal_entity.v4_1.legal_entities.create", Write;
    a_patch_and_a_replacement_keep_the_lengths: "legal_entity.v4_1.legal_entities.patch", Write;
    a_street_may_be_long_and_of_several_lines: "legal_entity.v4_1.legal_entities.create", Write;
    a_country_is_of_two_letters: "legal_entity.v4_1.legal_entities.create", Write;
    whether_it_is_active_must_be_said: "legal_entity.v4_1.legal_entities.create", Write;
    a_member_of_another_type_is_refused: "legal_entity.v4_1.legal_entities.create", Write;
    a_body_that_is_no_json_is_refused: "legal_entity.v4_1.legal_entities.create", Write;
    a_reference_that_is_taken_is_a_conflict: "legal_entity.v4_1.legal_entities.create", Write;
    a_reference_that_is_taken_may_be_400: "legal_entity.v4_1.legal_entities.create", FreshCompany;
    a_reference_is_not_changed_to_one_that_is_taken: "legal_entity.v4_1.legal_entities.replace", Write;
    a_reference_may_stay_what_it_is: "legal_entity.v4_1.legal_entities.replace", Write;
    a_reference_that_was_given_up_is_free: "legal_entity.v4_1.legal_entities.create", Write;
    writing_needs_its_scope: "legal_entity.v4_1.legal_entities.create", FreshCompany;
    reading_needs_its_scope: "legal_entity.v4_1.legal_entities.get", FreshCompany;
    the_two_scopes_are_enough: "legal_entity.v4_1.legal_entities.get", FreshCompany;
    legal_entities_need_a_token: "legal_entity.v4_1.legal_entities.get";
}

async fn a_tax_id_of_nineteen_is_refused_in_the_printed_words(session: &mut Session) -> Claim {
    let body = whole_with(session, "LONG", "taxId", &json!("1234567890123456789"));
    let reply = post_wrongly(session, &body).await?;
    reply.is(400)?;
    let body = reply.json()?;
    same("status", &json!("400"), &body["status"])?;
    same("scimType", &json!("invalidValue"), &body["scimType"])?;
    same("detail", &json!("The request is invalid"), &body["detail"])?;
    let messages = json!([{
        "code": "INVALID_FIELD", "type": "error", "schemaPath": "taxId",
        "message": "taxId exceeds maximum length of 18 characters"
    }]);
    let extension = &body["urn:ietf:params:scim:api:messages:concur:2.0:Error"];
    same("messages", &messages, &extension["messages"])
}

async fn every_text_may_be_as_long_as_the_page_says(session: &mut Session) -> Claim {
    for (name, length) in LENGTHS {
        let text = json!("x".repeat(length));
        let body = whole_with(session, &name.to_uppercase(), name, &text);
        let entity = post(session, &body).await?.ok()?;
        same(name, &text, member(&entity, name))?;
    }
    Ok(())
}

async fn every_text_that_is_longer_is_refused(session: &mut Session) -> Claim {
    for (name, length) in LENGTHS {
        // A letter of two bytes is one character.
        let body = whole_with(session, "LONG", name, &json!("é".repeat(length + 1)));
        says_too_long(&post_wrongly(session, &body).await?, name, length)?;
    }
    let body = whole_with(session, "FITS", "taxId", &json!("é".repeat(18)));
    post(session, &body).await?.is(200)
}

async fn a_patch_and_a_replacement_keep_the_lengths(session: &mut Session) -> Claim {
    let id = founded_id(session, "BOUND").await?;
    for (name, length) in LENGTHS {
        let long = json!("x".repeat(length + 1));
        let operations = json!([{ "op": "replace", "path": name, "value": long }]);
        let reply = session.call(patching(&id, &operations).deviant()).await?;
        says_too_long(&reply, name, length)?;
        let body = whole_with(session, "BOUND", name, &long);
        let request = Request::put(place(&id)).json(&body).deviant();
        says_too_long(&session.call(request).await?, name, length)?;
    }
    Ok(())
}

async fn a_street_may_be_long_and_of_several_lines(session: &mut Session) -> Claim {
    let street = json!("Hafenstr. 4\n".repeat(40));
    let body = whole_with(session, "STREET", "address.streetAddress", &street);
    let entity = post(session, &body).await?.ok()?;
    same("street", &street, &entity["address"]["streetAddress"])
}

async fn a_country_is_of_two_letters(session: &mut Session) -> Claim {
    for country in ["DEU", "D", "49"] {
        let body = whole_with(session, "PLACE", "address.country", &json!(country));
        let reply = post_wrongly(session, &body).await?;
        refused(&reply, 400, "invalidValue")?;
    }
    Ok(())
}

async fn whether_it_is_active_must_be_said(session: &mut Session) -> Claim {
    let reply = post_wrongly(session, &json!({ "name": "Kiln" })).await?;
    let refusal = refused(&reply, 400, "invalidValue")?;
    holds(refusal.text(), refusal.text().contains("active"))
}

async fn a_member_of_another_type_is_refused(session: &mut Session) -> Claim {
    for (name, value) in [
        ("active", json!("true")),
        ("name", json!(44)),
        ("address", json!("Mannheim")),
        ("address.country", json!(49)),
    ] {
        let body = whole_with(session, "TYPED", name, &value);
        let reply = post_wrongly(session, &body).await?;
        refused(&reply, 400, "invalidValue")?;
    }
    Ok(())
}

async fn a_body_that_is_no_json_is_refused(session: &mut Session) -> Claim {
    for text in ["{\"active\": true", "[]", "active"] {
        let request = Request::post(ENTITIES).body("application/json", text);
        let reply = session.call(request.deviant()).await?;
        refused(&reply, 400, "invalidSyntax")?;
    }
    Ok(())
}

async fn a_reference_that_is_taken_is_a_conflict(session: &mut Session) -> Claim {
    founded_id(session, "TWICE").await?;
    let reply = post(session, &whole(session, "TWICE")).await?;
    refused(&reply, 409, "uniqueness").map(drop)
}

async fn a_reference_that_is_taken_may_be_400(session: &mut Session) -> Claim {
    decide(session, "legal-entity.duplicate-status", "400").await?;
    founded_id(session, "TWICE").await?;
    let reply = post(session, &whole(session, "TWICE")).await?;
    refused(&reply, 400, "uniqueness").map(drop)
}

async fn a_reference_is_not_changed_to_one_that_is_taken(session: &mut Session) -> Claim {
    founded_id(session, "TAKEN").await?;
    let id = founded_id(session, "OTHER").await?;
    let request = Request::put(place(&id)).json(&whole(session, "TAKEN"));
    refused(&session.call(request).await?, 409, "uniqueness")?;
    let operations = json!([{ "op": "replace", "path": "referenceId", "value": "KILN-TAKEN" }]);
    let reply = session.call(patching(&id, &operations)).await?;
    refused(&reply, 409, "uniqueness")?;
    let kept = read(session, &id).await?;
    same("referenceId", &json!("KILN-OTHER"), &kept["referenceId"])
}

async fn a_reference_may_stay_what_it_is(session: &mut Session) -> Claim {
    let id = founded_id(session, "STAYS").await?;
    let request = Request::put(place(&id)).json(&whole(session, "STAYS"));
    let entity = session.call(request).await?.ok()?;
    same("referenceId", &json!("KILN-STAYS"), &entity["referenceId"])
}

async fn a_reference_that_was_given_up_is_free(session: &mut Session) -> Claim {
    let id = founded_id(session, "FREE").await?;
    let operations = json!([{ "op": "remove", "path": "referenceId" }]);
    session.call(patching(&id, &operations)).await?.is(200)?;
    let entity = post(session, &whole(session, "FREE")).await?.ok()?;
    same("referenceId", &json!("KILN-FREE"), &entity["referenceId"])
}

async fn writing_needs_its_scope(session: &mut Session) -> Claim {
    session
        .enter(&Wish::scopes(&["company.legalentity.read"]))
        .await?;
    let body = whole(session, "SCOPE");
    let operations = json!([{ "op": "replace", "path": "active", "value": false }]);
    for request in [
        Request::post(ENTITIES).json(&body),
        Request::put(place(NONE)).json(&body),
        patching(NONE, &operations),
    ] {
        session.call(request).await?.refused(403)?;
    }
    Ok(())
}

async fn reading_needs_its_scope(session: &mut Session) -> Claim {
    let scopes = ["company.legalentity.writeonly", "identity.user.core.read"];
    session.enter(&Wish::scopes(&scopes)).await?;
    let id = founded_id(session, "SCOPE").await?;
    for request in [Request::get(place(&id)), searching(&json!({}))] {
        session.call(request).await?.refused(403)?;
    }
    Ok(())
}

async fn the_two_scopes_are_enough(session: &mut Session) -> Claim {
    let scopes = ["company.legalentity.read", "company.legalentity.writeonly"];
    session.enter(&Wish::scopes(&scopes)).await?;
    let id = founded_id(session, "ENOUGH").await?;
    let entity = read(session, &id).await?;
    same("referenceId", &json!("KILN-ENOUGH"), &entity["referenceId"])
}

async fn legal_entities_need_a_token(session: &mut Session) -> Claim {
    for request in [
        Request::get(place(NONE)),
        searching(&json!({})),
        Request::post(ENTITIES).json(&json!({ "active": true })),
    ] {
        let reply = session.send(request).await?;
        reply.is_any(&[401, 403])?;
        reply.refused(reply.status())?;
    }
    Ok(())
}

/// Claims the refusal of a text in the printed words, with its own name and bound.
fn says_too_long(reply: &crate::reply::Reply, name: &str, length: usize) -> Result<(), Failure> {
    let refusal = refused(reply, 400, "invalidValue")?;
    let text = refusal.text();
    let last = name.rsplit('.').next().unwrap_or(name);
    let words = format!("{last} exceeds maximum length of {length} characters");
    holds(format!("{text} says: {words}"), text.contains(&words))
}

fn member<'a>(entity: &'a Value, path: &str) -> &'a Value {
    match path.split_once('.') {
        Some((outer, inner)) => &entity[outer][inner],
        None => &entity[path],
    }
}
