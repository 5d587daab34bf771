//! Legal Entity v4.1: replacing one and changing it in part.

use serde_json::{Value, json};

use super::legal_entity_calls::{
    NONE, change, founded, founded_id, patching, place, read, refused,
};
use super::{page, register};
use crate::finding::{Claim, holds, same};
use crate::request::Request;
use crate::session::{Session, id_of};

register! { $ each_legal_entity_change of "legal_entity_changes", page::LEGAL_ENTITY;
    a_patch_replaces_a_member: "legal_entity.v4_1.legal_entities.patch", Write;
    a_patch_replaces_a_part_of_the_address: "legal_entity.v4_1.legal_entities.patch", Write;
    a_patch_carries_out_several_operations: "legal_entity.v4_1.legal_entities.patch", Write;
    a_patch_adds_what_was_absent: "legal_entity.v4_1.legal_entities.patch", Write;
    a_patch_removes_a_member: "legal_entity.v4_1.legal_entities.patch", Write;
    a_legal_entity_is_switched_off_by_a_patch: "legal_entity.v4_1.legal_entities.patch", Write;
    a_legal_entity_is_switched_on_again: "legal_entity.v4_1.legal_entities.patch", Write;
    a_patch_may_leave_out_its_schema: "legal_entity.v4_1.legal_entities.patch", Write;
    a_patch_of_the_id_is_refused_for_mutability: "legal_entity.v4_1.legal_entities.patch", Write;
    a_required_member_is_not_removed: "legal_entity.v4_1.legal_entities.patch", Write;
    a_patch_that_fails_changes_nothing: "legal_entity.v4_1.legal_entities.patch", Write;
    an_unknown_operation_is_refused: "legal_entity.v4_1.legal_entities.patch", Write;
    a_patch_of_an_unknown_one_is_404: "legal_entity.v4_1.legal_entities.patch", Write;
    every_change_counts_the_version: "legal_entity.v4_1.legal_entities.patch", FreshCompany, Clock;
}

async fn a_patch_replaces_a_member(session: &mut Session) -> Claim {
    let id = founded_id(session, "PHONE").await?;
    let entity = change(session, &id, "replace", "phone", json!("+44-20-9876-5432")).await?;
    same("phone", &json!("+44-20-9876-5432"), &entity["phone"])?;
    same(
        "the rest is there",
        &json!("KILN-PHONE"),
        &entity["referenceId"],
    )?;
    same("it stays", &entity, &read(session, &id).await?)
}

async fn a_patch_replaces_a_part_of_the_address(session: &mut Session) -> Claim {
    let id = founded_id(session, "STREET").await?;
    let path = "address.streetAddress";
    let entity = change(
        session,
        &id,
        "replace",
        path,
        json!("456 New Business Park"),
    )
    .await?;
    same(
        "street",
        &json!("456 New Business Park"),
        &entity["address"]["streetAddress"],
    )?;
    same("country", &json!("DE"), &entity["address"]["country"])
}

async fn a_patch_carries_out_several_operations(session: &mut Session) -> Claim {
    let id = founded_id(session, "MANY").await?;
    let operations = json!([
        { "op": "replace", "path": "phone", "value": "+1" },
        { "op": "replace", "path": "address.locality", "value": "Worms" },
        { "op": "remove", "path": "email" }
    ]);
    let entity = session.call(patching(&id, &operations)).await?.ok()?;
    same("phone", &json!("+1"), &entity["phone"])?;
    same("locality", &json!("Worms"), &entity["address"]["locality"])?;
    holds("email is gone", entity["email"].is_null())
}

async fn a_patch_adds_what_was_absent(session: &mut Session) -> Claim {
    let body = json!({ "active": true });
    let id = id_of(
        &super::legal_entity_calls::post(session, &body)
            .await?
            .ok()?,
    )?;
    let entity = change(session, &id, "add", "taxId", json!("SG123456789")).await?;
    same("taxId", &json!("SG123456789"), &entity["taxId"])?;
    let entity = change(session, &id, "add", "address", json!({ "country": "SG" })).await?;
    same("country", &json!("SG"), &entity["address"]["country"])
}

async fn a_patch_removes_a_member(session: &mut Session) -> Claim {
    let id = founded_id(session, "LESS").await?;
    let entity = change(session, &id, "remove", "taxId", Value::Null).await?;
    holds("taxId is gone", entity["taxId"].is_null())?;
    let entity = change(session, &id, "remove", "address.region", Value::Null).await?;
    holds("region is gone", entity["address"]["region"].is_null())?;
    same("country", &json!("DE"), &entity["address"]["country"])
}

async fn a_legal_entity_is_switched_off_by_a_patch(session: &mut Session) -> Claim {
    let id = founded_id(session, "OFF").await?;
    let entity = change(session, &id, "replace", "active", json!(false)).await?;
    same("active", &json!(false), &entity["active"])?;
    same("it is still read", &entity, &read(session, &id).await?)
}

async fn a_legal_entity_is_switched_on_again(session: &mut Session) -> Claim {
    let id = founded_id(session, "ON").await?;
    change(session, &id, "replace", "active", json!(false)).await?;
    let entity = change(session, &id, "replace", "active", json!(true)).await?;
    same("active", &json!(true), &entity["active"])
}

async fn a_patch_may_leave_out_its_schema(session: &mut Session) -> Claim {
    let id = founded_id(session, "PLAIN").await?;
    let body = json!({ "Operations": [{ "op": "replace", "path": "active", "value": false }] });
    let request = Request::patch(place(&id)).json(&body);
    let entity = session.call(request).await?.ok()?;
    same("active", &json!(false), &entity["active"])
}

async fn a_patch_of_the_id_is_refused_for_mutability(session: &mut Session) -> Claim {
    let before = founded(session, "FIXED").await?;
    let id = id_of(&before)?;
    for (path, value) in [
        ("id", json!(NONE)),
        ("meta.version", json!(9)),
        ("meta.created", json!("2020-01-01T00:00:00Z")),
    ] {
        let operations = json!([{ "op": "replace", "path": path, "value": value }]);
        let reply = session.call(patching(&id, &operations).deviant()).await?;
        refused(&reply, 400, "mutability")?;
    }
    same("nothing changed", &before, &read(session, &id).await?)
}

async fn a_required_member_is_not_removed(session: &mut Session) -> Claim {
    let id = founded_id(session, "NEEDED").await?;
    let operations = json!([{ "op": "remove", "path": "active" }]);
    let reply = session.call(patching(&id, &operations).deviant()).await?;
    refused(&reply, 400, "invalidValue").map(drop)
}

async fn a_patch_that_fails_changes_nothing(session: &mut Session) -> Claim {
    let before = founded(session, "WHOLE").await?;
    let id = id_of(&before)?;
    let operations = json!([
        { "op": "replace", "path": "phone", "value": "+1" },
        { "op": "replace", "path": "taxId", "value": "1234567890123456789" }
    ]);
    let reply = session.call(patching(&id, &operations).deviant()).await?;
    refused(&reply, 400, "invalidValue")?;
    same("nothing changed", &before, &read(session, &id).await?)
}

async fn an_unknown_operation_is_refused(session: &mut Session) -> Claim {
    let id = founded_id(session, "ODD").await?;
    for operations in [
        json!([{ "op": "swap", "path": "phone", "value": "+1" }]),
        json!([{ "op": "replace", "path": "shoeSize", "value": 44 }]),
        json!([]),
    ] {
        let reply = session.call(patching(&id, &operations).deviant()).await?;
        reply.refused(400)?;
    }
    Ok(())
}

async fn a_patch_of_an_unknown_one_is_404(session: &mut Session) -> Claim {
    let operations = json!([{ "op": "replace", "path": "active", "value": false }]);
    let reply = session.call(patching(NONE, &operations)).await?;
    reply.refused(404).map(drop)
}

async fn every_change_counts_the_version(session: &mut Session) -> Claim {
    session.freeze("2026-07-02T07:15:40Z").await?;
    let id = founded_id(session, "COUNT").await?;
    let mut version = Some(1);
    for phone in ["+1", "+2", "+3"] {
        session.advance(60).await?;
        let entity = change(session, &id, "replace", "phone", json!(phone)).await?;
        let next = entity["meta"]["version"].as_u64();
        holds(format!("{next:?} after {version:?}"), next > version)?;
        version = next;
        let times = &entity["meta"];
        holds(
            "it was changed later",
            times["lastModified"].as_str() > times["created"].as_str(),
        )?;
    }
    Ok(())
}
