//! Legal Entity v4.1: making one and reading it.

use serde_json::{Value, json};

use super::legal_entity_calls::{
    ENTITIES, NONE, SCHEMA, founded, founded_id, place, post, read, refused, whole,
};
use super::readings::decide;
use super::{page, register};
use crate::finding::{Claim, holds, same};
use crate::request::Request;
use crate::session::{Session, id_of};

register! { $ each_legal_entity of "legal_entities", page::LEGAL_ENTITY;
    a_new_legal_entity_answers_200: "legal_entity.v4_1.legal_entities.create", Write;
    everything_that_was_written_comes_back: "legal_entity.v4_1.legal_entities.create", Write;
    the_id_is_le_and_a_uuid: "legal_entity.v4_1.legal_entities.create", Write;
    the_id_may_be_a_bare_uuid: "legal_entity.v4_1.legal_entities.create", FreshCompany;
    the_first_version_is_one: "legal_entity.v4_1.legal_entities.create", Write;
    the_location_leads_to_the_legal_entity: "legal_entity.v4_1.legal_entities.create", Write;
    it_was_made_and_changed_at_the_same_time: "legal_entity.v4_1.legal_entities.create", FreshCompany, Clock;
    a_legal_entity_reads_as_it_was_made: "legal_entity.v4_1.legal_entities.get", Write;
    whether_it_is_active_is_enough: "legal_entity.v4_1.legal_entities.create", Write;
    it_may_be_inactive_from_the_start: "legal_entity.v4_1.legal_entities.create", Write;
    what_was_left_out_is_absent_or_null: "legal_entity.v4_1.legal_entities.get", Write;
    a_body_may_leave_out_its_schema: "legal_entity.v4_1.legal_entities.create", Write;
    two_without_a_reference_are_no_conflict: "legal_entity.v4_1.legal_entities.create", Write;
    an_id_that_was_sent_is_not_taken: "legal_entity.v4_1.legal_entities.create", Write;
    an_unknown_legal_entity_is_404: "legal_entity.v4_1.legal_entities.get";
    nothing_deletes_a_legal_entity: "legal_entity.v4_1.legal_entities.get", Write;
    there_is_no_list_but_the_search: "legal_entity.v4_1.legal_entities.search", Write;
}

async fn a_new_legal_entity_answers_200(session: &mut Session) -> Claim {
    let entity = whole(session, "NEW");
    let reply = post(session, &entity).await?;
    reply.is(200)?;
    let kind = reply.header("content-type").unwrap_or_default();
    holds(
        format!("{kind} is plain JSON"),
        kind.starts_with("application/json"),
    )?;
    id_of(&reply.json()?).map(drop)
}

async fn everything_that_was_written_comes_back(session: &mut Session) -> Claim {
    let written = whole(session, "FULL");
    let entity = post(session, &written).await?.ok()?;
    for (name, value) in written.as_object().into_iter().flatten() {
        same(name, value, &entity[name])?;
    }
    same(
        "resourceType",
        &json!("LegalEntity"),
        &entity["meta"]["resourceType"],
    )
}

async fn the_id_is_le_and_a_uuid(session: &mut Session) -> Claim {
    let id = founded_id(session, "NAMED").await?;
    let uuid = id.strip_prefix("le-").unwrap_or_default();
    same(&id, 36, uuid.len())
}

async fn the_id_may_be_a_bare_uuid(session: &mut Session) -> Claim {
    decide(session, "legal-entity.id-form", "uuid").await?;
    let entity = founded(session, "BARE").await?;
    let id = id_of(&entity)?;
    holds(format!("{id} has no prefix"), !id.starts_with("le-"))?;
    same(&id, 36, id.len())?;
    same("it is read", &entity, &read(session, &id).await?)
}

async fn the_first_version_is_one(session: &mut Session) -> Claim {
    let entity = founded(session, "FIRST").await?;
    same("version", &json!(1), &entity["meta"]["version"])
}

async fn the_location_leads_to_the_legal_entity(session: &mut Session) -> Claim {
    let entity = founded(session, "LOCATED").await?;
    let place = place(&id_of(&entity)?);
    let expected = format!("{}{place}", session.company().base_url);
    same("location", &json!(expected), &entity["meta"]["location"])
}

async fn it_was_made_and_changed_at_the_same_time(session: &mut Session) -> Claim {
    session.freeze("2026-07-02T07:15:40Z").await?;
    let entity = founded(session, "TIMED").await?;
    let created = entity["meta"]["created"].as_str().unwrap_or_default();
    holds(
        format!("{created} is the time"),
        created.starts_with("2026-07-02T07:15:40"),
    )?;
    same(
        "lastModified",
        &entity["meta"]["created"],
        &entity["meta"]["lastModified"],
    )
}

async fn a_legal_entity_reads_as_it_was_made(session: &mut Session) -> Claim {
    let entity = founded(session, "READ").await?;
    let id = id_of(&entity)?;
    same("it reads", &entity, &read(session, &id).await?)
}

async fn whether_it_is_active_is_enough(session: &mut Session) -> Claim {
    let entity = post(session, &json!({ "active": true })).await?.ok()?;
    let company = session.company().company_id.clone();
    same("companyId", &json!(company), &entity["companyId"])?;
    same("active", &json!(true), &entity["active"])
}

async fn it_may_be_inactive_from_the_start(session: &mut Session) -> Claim {
    let entity = post(session, &json!({ "active": false })).await?.ok()?;
    same("active", &json!(false), &entity["active"])
}

async fn what_was_left_out_is_absent_or_null(session: &mut Session) -> Claim {
    let entity = post(session, &json!({ "active": true })).await?.ok()?;
    let entity = read(session, &id_of(&entity)?).await?;
    for name in ["name", "referenceId", "taxId", "email", "phone", "address"] {
        holds(format!("{name} has no value"), entity[name].is_null())?;
    }
    Ok(())
}

async fn a_body_may_leave_out_its_schema(session: &mut Session) -> Claim {
    let body = json!({
        "companyId": session.company().company_id, "name": "Kiln UK Limited", "referenceId": "KILN-UK",
        "active": true, "taxId": "GB999999999", "address": { "country": "GB" }
    });
    let entity = post(session, &body).await?.ok()?;
    same("schemas", &json!([SCHEMA]), &entity["schemas"])?;
    same("country", &json!("GB"), &entity["address"]["country"])
}

async fn two_without_a_reference_are_no_conflict(session: &mut Session) -> Claim {
    let one = id_of(&post(session, &json!({ "active": true })).await?.ok()?)?;
    let other = id_of(&post(session, &json!({ "active": true })).await?.ok()?)?;
    holds("they are two", one != other)
}

async fn an_id_that_was_sent_is_not_taken(session: &mut Session) -> Claim {
    let mut body = whole(session, "OWN");
    body["id"] = json!(NONE);
    let reply = post(session, &body).await?;
    reply.is_any(&[200, 400])?;
    if reply.status() == 200 {
        return holds("the id is another", id_of(&reply.json()?)? != NONE);
    }
    refused(&reply, 400, "mutability").map(drop)
}

async fn an_unknown_legal_entity_is_404(session: &mut Session) -> Claim {
    for id in [NONE, NONE.trim_start_matches("le-")] {
        let reply = session.call(Request::get(place(id))).await?;
        reply.refused(404)?;
    }
    Ok(())
}

async fn nothing_deletes_a_legal_entity(session: &mut Session) -> Claim {
    let entity = founded(session, "KEPT").await?;
    let id = id_of(&entity)?;
    let request = Request::delete(place(&id)).deviant();
    session.call(request).await?.is_any(&[404, 405, 501])?;
    same("it is there", &entity, &read(session, &id).await?)
}

async fn there_is_no_list_but_the_search(session: &mut Session) -> Claim {
    founded(session, "LISTED").await?;
    let reply = session.call(Request::get(ENTITIES).deviant()).await?;
    reply.is_any(&[404, 405, 501])?;
    let page: Value = super::legal_entity_calls::search(session, &json!({})).await?;
    same("totalResults", &json!(1), &page["totalResults"])
}
