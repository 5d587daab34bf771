//! User Provisioning v4: the printed forms of a change that are about travel.

use serde_json::{Value, json};

use super::provisioning_calls::{
    TRAVEL, change, entrant, followed, patched, patching, provision, travel,
};
use super::{page, register};
use crate::finding::{Claim, Failure, holds, same};
use crate::session::{Session, id_of};

register! { $ each_provisioning_patch_of_travel of "provisioning_patch_travel", page::SAMPLE_COLLECTION;
    the_whole_of_travel_is_reached_with_a_colon: "provisioning.v4.users.patch", FreshCompany;
    a_filter_reaches_the_value_of_a_travel_field: "provisioning.v4.users.patch", FreshCompany;
    one_travel_field_may_come_without_a_list: "provisioning.v4.users.patch", FreshCompany;
    a_group_is_removed_by_a_shortened_path: "provisioning.v4.users.patch", FreshCompany;
    a_rule_class_is_known_by_name_or_number: "provisioning.v4.users.create", FreshCompany;
    what_travel_does_not_know_is_an_error: "provisioning.v4.users.patch", FreshCompany;
    an_unknown_path_of_travel_reaches_nothing: "provisioning.v4.users.patch", FreshCompany;
}

async fn the_whole_of_travel_is_reached_with_a_colon(session: &mut Session) -> Claim {
    let id = traveller(session).await?;
    let value = json!({ "orgUnit": "Harbour", "gender": "Female" });
    let operations = json!([{ "op": "add", "path": format!("{TRAVEL}:"), "value": value }]);
    change(session, &id, &operations).await?;
    let profile = travel(session, &id).await?[TRAVEL].clone();
    same("orgUnit", &json!("Harbour"), &profile["orgUnit"])?;
    same("gender", &json!("Female"), &profile["gender"])?;
    same("ruleClass", &json!(17), &profile["ruleClass"]["id"])
}

async fn a_filter_reaches_the_value_of_a_travel_field(session: &mut Session) -> Claim {
    let id = traveller(session).await?;
    let path = format!("{TRAVEL}:customFields[name eq \"Berth\"].value");
    let operations = json!([{ "op": "replace", "path": path, "value": "12" }]);
    change(session, &id, &operations).await?;
    same(
        "Berth",
        Some("12".to_owned()),
        field(session, &id, "Berth").await?,
    )?;
    same(
        "Cabin",
        Some("A".to_owned()),
        field(session, &id, "Cabin").await?,
    )
}

async fn one_travel_field_may_come_without_a_list(session: &mut Session) -> Claim {
    let id = traveller(session).await?;
    let value = json!({ "name": "Berth", "value": "13" });
    let path = format!("{TRAVEL}:customFields");
    let operations = json!([{ "op": "add", "path": path, "value": value }]);
    change(session, &id, &operations).await?;
    same(
        "Berth",
        Some("13".to_owned()),
        field(session, &id, "Berth").await?,
    )
}

async fn a_group_is_removed_by_a_shortened_path(session: &mut Session) -> Claim {
    let id = traveller(session).await?;
    let path = "urn:ietf:params:scim:schemas:extension:travel:2.0:groups";
    let operations = json!([{ "op": "remove", "path": path, "value": [143] }]);
    change(session, &id, &operations).await?;
    let groups = travel(session, &id).await?[TRAVEL]["groups"].clone();
    same("groups", &json!([144]), &groups)
}

async fn a_rule_class_is_known_by_name_or_number(session: &mut Session) -> Claim {
    configured(session).await?;
    let both = json!({ "name": "Crew", "id": 17 });
    for (tag, class) in [
        ("number", json!({ "id": 17 })),
        ("name", json!({ "name": "Crew" })),
    ] {
        let user = entrant(session, tag, json!({ TRAVEL: { "ruleClass": class } }));
        let id = id_of(&provision(session, &user).await?)?;
        let profile = travel(session, &id).await?;
        same(tag, &both, &profile[TRAVEL]["ruleClass"])?;
    }
    Ok(())
}

async fn what_travel_does_not_know_is_an_error(session: &mut Session) -> Claim {
    let id = traveller(session).await?;
    for (path, value) in [
        ("ruleClass", json!({ "id": 18 })),
        ("ruleClass", json!({ "name": "crew of nobody" })),
        ("groups", json!([145])),
        ("orgUnit", json!("Nowhere")),
    ] {
        let path = format!("{TRAVEL}:{path}");
        let operations = json!([{ "op": "replace", "path": path, "value": value }]);
        let done = patched(session, &id, &operations).await?;
        let success = &done["status"]["success"];
        same(&format!("{path} {value}"), &json!(false), success)?;
    }
    let profile = travel(session, &id).await?[TRAVEL].clone();
    same("ruleClass", &json!(17), &profile["ruleClass"]["id"])?;
    same("groups", &json!([143, 144]), &profile["groups"])
}

async fn an_unknown_path_of_travel_reaches_nothing(session: &mut Session) -> Claim {
    let id = traveller(session).await?;
    let path = format!("{TRAVEL}:shoeSize");
    let operations = json!([{ "op": "replace", "path": path, "value": "44" }]);
    let reply = session.call(patching(&id, &operations).deviant()).await?;
    if reply.status() == 200 {
        let done = followed(session, &reply.json()?).await?;
        same("success", &json!(false), &done["status"]["success"])?;
    } else {
        reply.refused(400)?;
    }
    holds(
        "no shoes",
        !travel(session, &id).await?.to_string().contains("shoeSize"),
    )
}

async fn configured(session: &mut Session) -> Claim {
    session
        .configure(&json!({
            "ruleClasses": [{ "id": 17, "name": "Crew" }],
            "travelGroups": [143, 144],
            "travelOrgUnits": ["Harbour"],
            "travelCustomFields": ["Berth", "Cabin"]
        }))
        .await
}

/// A user of whom travel knows something.
async fn traveller(session: &mut Session) -> Result<String, Failure> {
    configured(session).await?;
    let profile = json!({
        "ruleClass": { "id": 17 },
        "groups": [143, 144],
        "customFields": [{ "name": "Berth", "value": "11" }, { "name": "Cabin", "value": "A" }]
    });
    let user = entrant(session, "traveller", json!({ TRAVEL: profile }));
    let answer = provision(session, &user).await?;
    let done = followed(session, &answer).await?;
    same(
        &format!("travel in {done}"),
        &json!(true),
        &done["status"]["success"],
    )?;
    id_of(&answer)
}

async fn field(session: &mut Session, id: &str, name: &str) -> Result<Option<String>, Failure> {
    let profile = travel(session, id).await?;
    let fields = profile[TRAVEL]["customFields"].as_array().cloned();
    let found: Option<Value> = fields
        .unwrap_or_default()
        .into_iter()
        .find(|one| one["name"] == name);
    Ok(found.and_then(|one| one["value"].as_str().map(ToOwned::to_owned)))
}
