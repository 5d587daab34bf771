//! What the service says about itself.

use reqwest::StatusCode;
use serde_json::json;

use super::{Caller, ENTERPRISE, STATUS};

#[tokio::test]
async fn resource_types_and_schemas_are_bare_arrays_at_both_paths() {
    let caller = Caller::with(json!({})).await;
    for front in ["/profile/v4", "/provisioning/v4"] {
        let (status, types) = caller.get(&format!("{front}/ResourceTypes/")).await;
        assert_eq!(status, StatusCode::OK);
        assert_eq!(types[0]["schemaExtensions"][0]["schema"], ENTERPRISE);
        let (_, one) = caller.get(&format!("{front}/resourcetypes/User")).await;
        assert_eq!(one, types);
        let (_, all) = caller.get(&format!("{front}/Schemas")).await;
        assert_eq!(all[0]["Resources"][1]["id"], STATUS);
        let (_, one) = caller.get(&format!("{front}/Schemas/{STATUS}")).await;
        assert_eq!(one[0]["Resources"], json!([all[0]["Resources"][1]]));
        for unknown in ["ResourceTypes/Group", "Schemas/urn:unknown", "swagger"] {
            let (status, _) = caller.get(&format!("{front}/{unknown}")).await;
            assert_eq!(status, StatusCode::NOT_FOUND, "{unknown}");
        }
    }
}

#[tokio::test]
async fn the_limits_of_bulk_requests_are_told_to_anyone() {
    let caller = Caller::with(json!({})).await;
    let caller = Caller {
        token: "nobody's".to_owned(),
        ..caller
    };
    let (status, config) = caller.get("/profile/v4/ServiceProviderConfig").await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(
        config["bulk"],
        json!({"supported": true, "maxOperations": 100, "maxPayloadSize": 409_600})
    );
    let (status, _) = caller.get("/profile/v4/Schemas").await;
    assert_eq!(status, StatusCode::UNAUTHORIZED);
}
