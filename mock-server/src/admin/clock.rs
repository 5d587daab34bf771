//! A company's clock: read, freeze, set off, advance.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use bytes::Bytes;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::clock::{Clock, ClockMode, OutOfRange};
use crate::world::World;

use super::companies::find;
use super::fault::{AdminFault, body};
use super::place::Place;

/// What a clock shows and how it runs.
#[derive(Debug, Serialize)]
pub(super) struct Reading {
    now: Timestamp,
    mode: &'static str,
    offset_seconds: i64,
}

impl Reading {
    fn of(clock: &Clock) -> Self {
        let now = clock.now();
        let (mode, offset_seconds) = match clock.mode() {
            ClockMode::Frozen(_) => ("frozen", 0),
            ClockMode::Offset(offset) if offset.is_zero() => ("live", 0),
            ClockMode::Offset(offset) => ("offset", offset.as_secs()),
        };
        Self {
            now,
            mode,
            offset_seconds,
        }
    }
}

/// The body of `PUT …/clock`: exactly one of the three.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Setting {
    freeze: Option<Timestamp>,
    offset_seconds: Option<i64>,
    live: Option<bool>,
}

/// The body of `POST …/clock/advance`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Advance {
    seconds: i64,
}

/// `GET /__admin/companies/{id}/clock`
pub(super) async fn read(
    State(world): State<Arc<World>>,
    Place(id): Place<String>,
) -> Result<Json<Reading>, AdminFault> {
    Ok(Json(Reading::of(&find(&world, &id)?.clock)))
}

/// `PUT /__admin/companies/{id}/clock`
pub(super) async fn set(
    State(world): State<Arc<World>>,
    Place(id): Place<String>,
    given: Result<Bytes, BytesRejection>,
) -> Result<Json<Reading>, AdminFault> {
    let company = find(&world, &id)?;
    let setting: Setting = body(given)?;
    let mode = match (setting.freeze, setting.offset_seconds, setting.live) {
        (Some(at), None, None) => ClockMode::Frozen(at),
        (None, Some(seconds), None) => ClockMode::Offset(SignedDuration::from_secs(seconds)),
        (None, None, Some(true)) => ClockMode::Offset(SignedDuration::ZERO),
        _ => {
            let expected = r#"expected {"freeze": "<RFC 3339 time>"}, {"offset_seconds": <number>} or {"live": true}"#;
            return Err(AdminFault::bad_request(expected));
        }
    };
    company.clock.set(mode).map_err(refused)?;
    Ok(Json(Reading::of(&company.clock)))
}

/// `POST /__admin/companies/{id}/clock/advance`
pub(super) async fn advance(
    State(world): State<Arc<World>>,
    Place(id): Place<String>,
    given: Result<Bytes, BytesRejection>,
) -> Result<Json<Reading>, AdminFault> {
    let company = find(&world, &id)?;
    let advance: Advance = body(given)?;
    if advance.seconds < 0 {
        return Err(AdminFault::bad_request(
            "seconds must not be negative; time goes back by PUT …/clock only",
        ));
    }
    company
        .clock
        .advance(SignedDuration::from_secs(advance.seconds))
        .map_err(refused)?;
    Ok(Json(Reading::of(&company.clock)))
}

fn refused(error: OutOfRange) -> AdminFault {
    AdminFault::bad_request(error.to_string())
}
