//! The rows of the Event Subscription Service.

use serde_json::json;

use super::endpoints::{Access, Endpoint, Shape};
use super::stage::{SUBSCRIPTION, Stage};

/// Topics and subscriptions, which an application reads and writes itself.
pub(super) fn events(_: &Stage) -> Vec<Endpoint> {
    const WEBHOOK: &[&str] = &["GET", "HEAD", "PUT"];
    const ONE: &[&str] = &["GET", "HEAD", "DELETE"];
    let path = "/events/v4/subscriptions";
    let one = format!("{path}/{SUBSCRIPTION}");
    let rows = [
        Endpoint::get("/events/v4/topics"),
        Endpoint::get(path),
        Endpoint::get(format!("{path}/webhook")).methods(WEBHOOK),
        Endpoint::json("PUT", format!("{path}/webhook"), subscription("another")).methods(WEBHOOK),
        Endpoint::get(one.clone()).methods(ONE),
        Endpoint::delete(one).methods(ONE),
    ];
    rows.map(|row| row.shape(Shape::Events).access(Access::ApplicationToken))
        .into()
}

/// A good subscription.
pub(super) fn subscription(id: &str) -> serde_json::Value {
    json!({
        "id": id,
        "filter": ".*",
        "topic": "public.test",
        "webHookConfig": {"endpoint": "https://client.example/hook"},
    })
}
