//! Travel v4: what was provisioned is what is shown, and only what the company has can be referred to.

use serde_json::{Value, json};

use super::people::newcomer;
use super::travel_provisioning_calls::{EVERYBODY, alter, equip, provision, traveller};
use super::travel_v4_calls::{TRAVEL, TRAVEL_USERS, refused, travel_of};
use super::{page, register};
use crate::finding::{Claim, same};
use crate::request::Request;
use crate::session::{Session, Wish};

register! { $ each_travel_v4_provisioned of "travel_v4_provisioned", page::TRAVEL;
    every_member_comes_back_as_it_was_written: "travel.v4.users.get", FreshCompany;
    a_rule_class_is_given_by_id_or_by_name: "travel.v4.users.get", FreshCompany;
    a_rule_class_is_required: "provisioning.v4.users.create", FreshCompany;
    a_name_of_a_rule_class_counts_its_capitals: "provisioning.v4.users.create", FreshCompany;
    what_the_company_does_not_have_is_refused: "provisioning.v4.users.create", FreshCompany;
    an_unknown_manager_is_refused: "provisioning.v4.users.create", FreshCompany;
    a_refused_travel_part_leaves_the_person: "travel.v4.users.get", FreshCompany;
    a_manager_is_given_by_number: "travel.v4.users.get", FreshCompany;
    #[source = page::SAMPLE_COLLECTION]
    one_custom_field_changes_alone: "travel.v4.users.get", FreshCompany;
    #[source = page::SAMPLE_COLLECTION]
    a_group_is_taken_away: "travel.v4.users.get", FreshCompany;
    #[source = page::PROVISIONING]
    a_refused_change_changes_nothing: "travel.v4.users.get", FreshCompany;
    #[source = page::PROVISIONING]
    an_identity_may_begin_to_travel_later: "travel.v4.users.get", FreshCompany;
    travel_needs_no_write_scope_of_its_own: "travel.v4.users.get", FreshCompany;
}

async fn every_member_comes_back_as_it_was_written(session: &mut Session) -> Claim {
    equip(session).await?;
    let id = traveller(session, "whole", whole()).await?;
    let travel = travel_of(session, &id).await?;
    for (name, wanted) in whole().as_object().into_iter().flatten() {
        let expected = match name.as_str() {
            "ruleClass" => json!({ "id": 32, "name": "Directors" }),
            "customFields" => json!([{ "name": "Project", "value": "4711" }, { "name": "Ship" }]),
            _ => wanted.clone(),
        };
        same(name, &expected, &travel[name])?;
    }
    Ok(())
}

async fn a_rule_class_is_given_by_id_or_by_name(session: &mut Session) -> Claim {
    equip(session).await?;
    let expected = json!({ "id": 32, "name": "Directors" });
    for (tag, class) in [
        ("by-id", json!({ "id": 32 })),
        ("by-name", json!({ "name": "Directors" })),
    ] {
        let id = traveller(session, tag, json!({ "ruleClass": class })).await?;
        let travel = travel_of(session, &id).await?;
        same(tag, &expected, &travel["ruleClass"])?;
    }
    Ok(())
}

async fn a_rule_class_is_required(session: &mut Session) -> Claim {
    equip(session).await?;
    let part = json!({ "gender": "Female" });
    provision(session, "classless", part)
        .await?
        .is_refused("ruleClass")
}

async fn a_name_of_a_rule_class_counts_its_capitals(session: &mut Session) -> Claim {
    equip(session).await?;
    let part = json!({ "ruleClass": { "name": "directors" } });
    provision(session, "small", part)
        .await?
        .is_refused("ruleClass")
}

async fn what_the_company_does_not_have_is_refused(session: &mut Session) -> Claim {
    equip(session).await?;
    for (tag, name, value) in [
        ("class-id", "ruleClass", json!({ "id": 99 })),
        ("class-name", "ruleClass", json!({ "name": "Nobody" })),
        ("group", "groups", json!([701, 999])),
        ("unit", "orgUnit", json!("Basement")),
        (
            "field",
            "customFields",
            json!([{ "name": "Shoes", "value": "44" }]),
        ),
    ] {
        let mut part = json!({ "ruleClass": { "id": EVERYBODY } });
        part[name] = value;
        provision(session, tag, part).await?.is_refused(name)?;
    }
    Ok(())
}

async fn an_unknown_manager_is_refused(session: &mut Session) -> Claim {
    equip(session).await?;
    for (tag, manager) in [
        (
            "lost-id",
            json!({ "value": "00000000-0000-4000-8000-000000000000" }),
        ),
        ("lost-number", json!({ "employeeNumber": "E-nobody" })),
    ] {
        let part = json!({ "ruleClass": { "id": EVERYBODY }, "manager": manager });
        provision(session, tag, part).await?.is_refused("manager")?;
    }
    Ok(())
}

async fn a_refused_travel_part_leaves_the_person(session: &mut Session) -> Claim {
    equip(session).await?;
    let part = json!({ "ruleClass": { "id": 99 } });
    let provisioned = provision(session, "grounded", part).await?;
    provisioned.is_refused("ruleClass")?;
    let user = session.user(&provisioned.id).await?;
    same("active", &json!(true), &user["active"])?;
    let request = Request::get(format!("{TRAVEL_USERS}/{}", provisioned.id));
    refused(&session.call(request).await?, &[404])
}

async fn a_manager_is_given_by_number(session: &mut Session) -> Claim {
    equip(session).await?;
    let class = json!({ "ruleClass": { "id": EVERYBODY } });
    let manager = traveller(session, "leader", class).await?;
    let part = json!({
        "ruleClass": { "id": EVERYBODY }, "manager": { "employeeNumber": "E-leader" }
    });
    let id = traveller(session, "numbered", part).await?;
    let travel = travel_of(session, &id).await?;
    let expected = json!({ "value": manager.to_uppercase(), "employeeNumber": "E-leader" });
    same("manager", &expected, &travel["manager"])
}

async fn one_custom_field_changes_alone(session: &mut Session) -> Claim {
    equip(session).await?;
    let part = json!({
        "ruleClass": { "id": EVERYBODY },
        "customFields": [{ "name": "Project", "value": "1" }, { "name": "Ship", "value": "Vega" }]
    });
    let id = traveller(session, "fielded", part).await?;
    let path = format!("{TRAVEL}:customFields[name eq \"Project\"].value");
    let change = json!([{ "op": "replace", "path": path, "value": "2" }]);
    alter(session, &id, change).await?.is_taken()?;
    let travel = travel_of(session, &id).await?;
    let expected =
        json!([{ "name": "Project", "value": "2" }, { "name": "Ship", "value": "Vega" }]);
    same("customFields", &expected, &travel["customFields"])
}

async fn a_group_is_taken_away(session: &mut Session) -> Claim {
    equip(session).await?;
    let part = json!({ "ruleClass": { "id": EVERYBODY }, "groups": [701, 702] });
    let id = traveller(session, "grouped", part).await?;
    let path = format!("{TRAVEL}:groups");
    let change = json!([{ "op": "remove", "path": path, "value": [701] }]);
    alter(session, &id, change).await?.is_taken()?;
    let travel = travel_of(session, &id).await?;
    same("groups", &json!([702]), &travel["groups"])
}

async fn a_refused_change_changes_nothing(session: &mut Session) -> Claim {
    equip(session).await?;
    let id = traveller(session, "steady", whole()).await?;
    let before = travel_of(session, &id).await?;
    let path = format!("{TRAVEL}:orgUnit");
    let change = json!([{ "op": "replace", "path": path, "value": "Basement" }]);
    alter(session, &id, change).await?.is_refused("orgUnit")?;
    same("the user", before, travel_of(session, &id).await?)
}

async fn an_identity_may_begin_to_travel_later(session: &mut Session) -> Claim {
    equip(session).await?;
    let id = session.create_id(&newcomer(session, "later")).await?;
    let part = json!({ "ruleClass": { "name": "Everybody" } });
    let change = json!([{ "op": "add", "path": TRAVEL, "value": part }]);
    alter(session, &id, change).await?.is_taken()?;
    let travel = travel_of(session, &id).await?;
    same("ruleClass", &json!(EVERYBODY), &travel["ruleClass"]["id"])
}

async fn travel_needs_no_write_scope_of_its_own(session: &mut Session) -> Claim {
    let scopes = [
        "user.provision.write",
        "user.provision.read",
        "identity.user.ids.read",
        "identity.user.core.read",
        "identity.user.coreenterprise.writeonly",
        "travel.user.general.read",
    ];
    session.enter(&Wish::scopes(&scopes)).await?;
    equip(session).await?;
    let class = json!({ "ruleClass": { "id": EVERYBODY } });
    let id = traveller(session, "scoped", class).await?;
    travel_of(session, &id).await.map(drop)
}

/// Everything that a travel part may hold, but a manager.
fn whole() -> Value {
    json!({
        "ruleClass": { "name": "Directors" },
        "name": {
            "namePrefix": "Dr", "givenName": "Ilse", "hasNoMiddleName": false, "middleName": "Marit",
            "familyName": "Aalto", "honorificSuffix": "II"
        },
        "travelCrsName": "AALTO/ILSE",
        "travelNameRemark": "Not the geologist",
        "gender": "Female",
        "orgUnit": "Surveying",
        "customFields": [{ "name": "Project", "value": "4711" }],
        "groups": [702]
    })
}
