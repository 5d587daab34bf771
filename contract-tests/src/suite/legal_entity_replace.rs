//! Legal Entity v4.1: replacing one.

use serde_json::{Value, json};

use super::legal_entity_calls::{NONE, founded, founded_id, place, read, refused, whole};
use super::{page, register};
use crate::finding::{Claim, Failure, holds, same};
use crate::request::Request;
use crate::session::{Session, id_of};

register! { $ each_legal_entity_replacement of "legal_entity_replace", page::LEGAL_ENTITY;
    putting_replaces_everything: "legal_entity.v4_1.legal_entities.replace", Write;
    putting_keeps_id_and_creation: "legal_entity.v4_1.legal_entities.replace", FreshCompany, Clock;
    what_was_read_may_be_put_back: "legal_entity.v4_1.legal_entities.replace", Write;
    putting_needs_to_say_whether_it_is_active: "legal_entity.v4_1.legal_entities.replace", Write;
    putting_an_unknown_one_is_404: "legal_entity.v4_1.legal_entities.replace", Write;
}

async fn putting_replaces_everything(session: &mut Session) -> Claim {
    let id = founded_id(session, "OLD").await?;
    let body = json!({ "active": false, "name": "Kiln Ceramics GmbH", "referenceId": "KILN-NEW" });
    let entity = put(session, &id, &body).await?;
    for (name, value) in body.as_object().into_iter().flatten() {
        same(name, value, &entity[name])?;
    }
    for name in [
        "taxId",
        "email",
        "phone",
        "address",
        "registeringOrganization",
    ] {
        holds(format!("{name} is gone"), entity[name].is_null())?;
    }
    same("it stays", &entity, &read(session, &id).await?)
}

async fn putting_keeps_id_and_creation(session: &mut Session) -> Claim {
    session.freeze("2026-07-02T07:15:40Z").await?;
    let before = founded(session, "KEEPS").await?;
    let id = id_of(&before)?;
    session.advance(90).await?;
    let after = put(session, &id, &json!({ "active": true })).await?;
    same("id", &before["id"], &after["id"])?;
    same(
        "created",
        &before["meta"]["created"],
        &after["meta"]["created"],
    )?;
    let modified = after["meta"]["lastModified"].as_str().unwrap_or_default();
    holds(modified, modified.starts_with("2026-07-02T07:17:10"))?;
    holds(
        "the version went on",
        after["meta"]["version"].as_u64() > Some(1),
    )
}

async fn what_was_read_may_be_put_back(session: &mut Session) -> Claim {
    let before = founded(session, "BACK").await?;
    let after = put(session, &id_of(&before)?, &before).await?;
    for name in ["id", "name", "referenceId", "address", "taxId"] {
        same(name, &before[name], &after[name])?;
    }
    same(
        "created",
        &before["meta"]["created"],
        &after["meta"]["created"],
    )
}

async fn putting_needs_to_say_whether_it_is_active(session: &mut Session) -> Claim {
    let before = founded(session, "MUST").await?;
    let id = id_of(&before)?;
    let request = Request::put(place(&id))
        .json(&json!({ "name": "Kiln" }))
        .deviant();
    refused(&session.call(request).await?, 400, "invalidValue")?;
    same("nothing changed", &before, &read(session, &id).await?)
}

async fn putting_an_unknown_one_is_404(session: &mut Session) -> Claim {
    let request = Request::put(place(NONE)).json(&whole(session, "GHOST"));
    session.call(request).await?.refused(404).map(drop)
}

async fn put(session: &mut Session, id: &str, body: &Value) -> Result<Value, Failure> {
    session.call(Request::put(place(id)).json(body)).await?.ok()
}
