//! The faults of the soak: everything that a network, a gateway or a busy service does to a client.

use serde_json::{Value, json};

/// Out of a hundred requests about ten meet a fault. Those in the phase `after` have happened, though the client is not told.
pub(crate) fn plan() -> Value {
    let every = "identity.v4_1.users.*";
    json!({"seed": 7, "faults": [
        fault("unavailable", every, &json!({"status": 503}), "before", 0.02),
        fault("too many", every, &json!({"too_many_requests": {"retry_after": {"seconds": 1}}}), "before", 0.01),
        fault("reset before", every, &json!("reset"), "before", 0.01),
        fault("reset after", every, &json!("reset"), "after", 0.02),
        fault("error after", every, &json!({"status": 500}), "after", 0.01),
        fault("empty after", every, &json!("empty_reply"), "after", 0.01),
        fault("truncated", every, &json!({"truncate": {"at": 40}}), "after", 0.01),
        fault("malformed", every, &json!("malformed_body"), "after", 0.01),
        fault("gateway", every, &json!({"wrong_content_type": {"status": 502}}), "before", 0.01),
        fault("stall", every, &json!({"stall": {"milliseconds": 200}}), "after", 0.01),
        fault("expired", every, &json!("expired_token"), "before", 0.001),
    ]})
}

fn fault(name: &str, operation: &str, kind: &Value, phase: &str, probability: f64) -> Value {
    json!({"name": name, "operation": operation, "kind": kind, "phase": phase,
        "schedule": {"probability": probability}})
}
