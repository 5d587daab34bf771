//! What stands behind the identity document: the services that a user's other extensions are given to, spend first.

use jiff::Timestamp;
use uuid::Uuid;

use crate::company::Version;
use crate::company::provision::{Asked, Report};
use crate::company::{spend, travel};

/// Gives each service what it was sent, and says what became of it.
pub(super) fn write(
    version: &mut Version,
    user: Uuid,
    spend: &Asked,
    travel: &Asked,
    now: Timestamp,
) -> Vec<Report> {
    let mut reports = Vec::new();
    if !spend.is_nothing() {
        reports.extend(spend::write(version, user, spend.sent(), now));
    }
    if !travel.is_nothing() {
        reports.push(travel::write(version, user, travel.sent(), now));
    }
    reports
}
