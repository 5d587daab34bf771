//! The rows of the admin API.

use serde_json::{Value, json};

use super::endpoints::{Endpoint, Shape};
use super::stage::{KEPT, Stage};

/// Everything of the admin API.
pub(super) fn administration(stage: &Stage) -> Vec<Endpoint> {
    let mut all = companies(stage);
    all.extend(disturbances(stage));
    all.extend(snapshots(stage));
    all.extend(applications(stage));
    for file in [
        "health",
        "policy",
        "operations",
        "openapi.json",
        "contract",
        "contract/oauth2.json",
    ] {
        all.push(Endpoint::get(format!("/__admin/{file}")));
    }
    let other = format!("/__admin/companies/{}", stage.other.company_id);
    all.push(Endpoint::delete(other).methods(ONE));
    all.into_iter()
        .map(|row| row.shape(Shape::Admin).open())
        .collect()
}

fn companies(stage: &Stage) -> Vec<Endpoint> {
    const ALL: &[&str] = &["GET", "HEAD", "POST"];
    const CLOCK: &[&str] = &["GET", "HEAD", "PUT"];
    const OUTBOX: &[&str] = &["GET", "HEAD", "DELETE"];
    const POLICY: &[&str] = &["GET", "HEAD", "PATCH"];
    let path = stage.admin("");
    let below = |rest: &str| format!("{path}/{rest}");
    let row = |method, rest: &str, sample: Value| Endpoint::json(method, below(rest), sample);
    let complete = format!("provisions/{}/complete", stage.provision);
    let bare = |rest: &str| Endpoint {
        method: "POST",
        ..Endpoint::delete(below(rest)).methods(&["POST"])
    };
    vec![
        bare(&complete),
        Endpoint::get(below("provisions")),
        Endpoint::json("POST", "/__admin/companies", company()).methods(ALL),
        Endpoint::get("/__admin/companies").methods(ALL),
        Endpoint::json(
            "PATCH",
            path.clone(),
            json!({"maintenance": false, "data_centre": "first"}),
        )
        .methods(ONE),
        row("PATCH", "policy", policy()).methods(POLICY),
        row("PATCH", "configuration", configuration()).methods(POLICY),
        row("PUT", "clock", json!({"freeze": "2026-05-01T09:00:00Z"})).methods(CLOCK),
        row("POST", "clock/advance", json!({"seconds": 60})),
        row(
            "POST",
            "request-token",
            json!({"client_id": stage.company.client_id}),
        ),
        row(
            "PATCH",
            &format!("users/{}", stage.user),
            json!({"password": "secret", "sign_in": "normal"}),
        )
        .methods(&["PATCH"]),
        bare("reset"),
        Endpoint::delete(below("outbox")).methods(OUTBOX),
        Endpoint::get(path.clone()).methods(ONE),
        Endpoint::get(below("policy")).methods(POLICY),
        Endpoint::get(below("configuration")).methods(POLICY),
        Endpoint::get(below("clock")).methods(CLOCK),
        Endpoint::get(below("outbox")).methods(OUTBOX),
    ]
}

fn disturbances(stage: &Stage) -> Vec<Endpoint> {
    const ALL: &[&str] = &["GET", "HEAD", "PUT", "DELETE"];
    let fault = json!({
        "name": "a fault",
        "operation": "identity.v4.users.lookup",
        "kind": {"too_many_requests": {"retry_after": {"seconds": 5}}},
        "phase": "after",
        "schedule": {"list": ["fault", "pass", {"status": 503}]},
        "at_most": 1,
    });
    let limit = json!({
        "name": "a limit",
        "operation": "identity.v4.users.lookup",
        "per": "user",
        "requests": 5,
        "seconds": 60,
        "status": 429,
        "retry_after": "date",
        "words": "enough",
    });
    let (faults, limits) = (stage.admin("/faults"), stage.admin("/rate-limits"));
    let limited = json!({"presets": ["quick-expense"], "limits": [limit]});
    vec![
        Endpoint::json("PUT", faults.clone(), json!({"seed": 7, "faults": [fault]})).methods(ALL),
        Endpoint::get(faults.clone()).methods(ALL),
        Endpoint::delete(faults).methods(ALL),
        Endpoint::json("PUT", limits.clone(), limited).methods(ALL),
        Endpoint::get(limits.clone()).methods(ALL),
        Endpoint::delete(limits).methods(ALL),
    ]
}

fn snapshots(stage: &Stage) -> Vec<Endpoint> {
    const ALL: &[&str] = &["GET", "HEAD", "POST"];
    const ONE: &[&str] = &["GET", "HEAD", "DELETE"];
    const TEMPLATE: &[&str] = &["PUT", "DELETE"];
    let path = stage.admin("/snapshots");
    let kept = format!("{path}/{KEPT}");
    let source = json!({"company": stage.company.company_id, "snapshot": KEPT});
    let template = format!("/__admin/templates/{KEPT}");
    let companies = "/__admin/companies";
    vec![
        Endpoint::json("POST", path.clone(), json!({"name": "another"})).methods(ALL),
        Endpoint::get(path).methods(ALL),
        Endpoint::get(kept.clone()).methods(ONE),
        Endpoint::get(format!("{kept}/diff/now?count=2")),
        Endpoint::json(
            "POST",
            format!("{kept}/restore"),
            json!({"tokens": "restored", "clock": "kept"}),
        ),
        Endpoint::delete(kept).methods(ONE),
        Endpoint::get("/__admin/templates"),
        Endpoint::get(stage.admin("/export")),
        Endpoint::json("PUT", template.clone(), source.clone()).methods(TEMPLATE),
        Endpoint::delete(template).methods(TEMPLATE),
        Endpoint::json("POST", companies, json!({"key": "a copy", "from": source})).methods(ALL),
        Endpoint::json("POST", companies, json!({"template": KEPT})).methods(ALL),
    ]
}

const ONE: &[&str] = &["GET", "HEAD", "PATCH", "DELETE"];

fn applications(stage: &Stage) -> Vec<Endpoint> {
    const ALL: &[&str] = &["GET", "HEAD", "POST"];
    let path = "/__admin/applications";
    let one = format!("{path}/{}", stage.other.client_id);
    let made = json!({
        "key": "an application",
        "grants": ["password"],
        "scopes": ["user.read"],
        "companies": [stage.company.company_id],
        "redirect_uris": ["https://client.example/back"],
    });
    let change = json!({
        "enabled": true,
        "refresh": true,
        "grants": ["password"],
        "scopes": ["user.read"],
        "companies": [stage.company.company_id],
        "redirect_uris": ["https://client.example/back"],
    });
    vec![
        Endpoint::get(path).methods(ALL),
        Endpoint::get(one.clone()).methods(ONE),
        Endpoint::json("POST", path, made).methods(ALL),
        Endpoint::json("PATCH", one.clone(), change).methods(ONE),
        Endpoint::delete(one).methods(ONE),
    ]
}

fn company() -> Value {
    json!({
        "key": "a company",
        "seed": 7,
        "users": 1,
        "scopes": ["user.read"],
        "policy": {"requests.chunked-body": "accepted"},
    })
}

fn configuration() -> Value {
    json!({
        "edition": "standard",
        "currencies": ["USD"],
        "customFields": [{"id": "custom1", "label": "A", "list": "L", "maxLength": 10, "required": true}],
        "lists": [{"name": "L", "items": [{"code": "c", "value": "v", "syncGuid": "5a1c0de0-0000-4000-8000-000000000000"}]}],
        "roleGroups": ["EMEA"],
        "ruleClasses": [{"id": 1, "name": "One"}],
        "travelGroups": [1],
    })
}

fn policy() -> Value {
    json!({"preset": "observed", "requests.chunked-body": "accepted", "oauth.otp-life": 60})
}
