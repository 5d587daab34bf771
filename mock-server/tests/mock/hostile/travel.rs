//! The rows of Travel v4 and of the XML travel profile.

use super::endpoints::{Endpoint, Shape};
use super::stage::Stage;

/// What travel knows of a user.
pub(super) fn travel(stage: &Stage) -> Vec<Endpoint> {
    let one = |front: &str| {
        Endpoint::get(format!("{front}/travel/v4/Users/{}", stage.user)).shape(Shape::Travel)
    };
    vec![one("/profile"), one("")]
}
