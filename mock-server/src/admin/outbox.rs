//! A company's outbox: the mails that its users were sent.

use std::convert::Infallible;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use http::StatusCode;
use serde_json::{Value, json};

use crate::world::World;

use super::companies::find;
use super::fault::AdminFault;
use super::place::Place;

/// `GET /__admin/companies/{id}/outbox`: the mails, the oldest first.
pub(super) async fn read(
    State(world): State<Arc<World>>,
    Place(id): Place<String>,
) -> Result<Json<Value>, AdminFault> {
    let company = find(&world, &id)?;
    let version = company.read();
    let mails: Vec<Value> = version
        .one_times
        .mails
        .iter()
        .map(|mail| {
            json!({
                "to": mail.to,
                "sent_at": mail.sent_at,
                "subject": mail.subject,
                "link": mail.link,
                "token": mail.token,
            })
        })
        .collect();
    Ok(Json(json!({ "mails": mails })))
}

/// `DELETE /__admin/companies/{id}/outbox`: throws the mails away; the tokens in them stay good.
pub(super) async fn empty(
    State(world): State<Arc<World>>,
    Place(id): Place<String>,
) -> Result<StatusCode, AdminFault> {
    let company = find(&world, &id)?;
    let Ok(()) = company.write(|version| {
        version.one_times.mails.clear();
        Ok::<(), Infallible>(())
    });
    Ok(StatusCode::NO_CONTENT)
}
