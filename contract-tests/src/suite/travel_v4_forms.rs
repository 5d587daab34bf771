//! Travel v4: how what is not set is written, and what remains of who has gone.

use serde_json::{Value, json};

use super::readings::decide;
use super::travel_provisioning_calls::{EVERYBODY, equip, managed, traveller};
use super::travel_v4_calls::{TRAVEL_USERS, refused, travel_of};
use super::{page, register};
use crate::finding::{Claim, Failure, same};
use crate::request::Request;
use crate::session::{Session, USERS};

register! { $ each_travel_v4_form of "travel_v4_forms", page::TRAVEL;
    unset_values_are_null_and_the_remark_is_empty: "travel.v4.users.get", FreshCompany;
    a_custom_field_without_a_value_has_no_value_member: "travel.v4.users.get", FreshCompany;
    a_deleted_user_travels_no_more: "travel.v4.users.get", FreshCompany;
    the_managers_id_is_in_capitals: "travel.v4.users.get", FreshCompany;
    the_managers_id_may_be_in_small_letters: "travel.v4.users.get", FreshCompany;
}

async fn unset_values_are_null_and_the_remark_is_empty(session: &mut Session) -> Claim {
    let travel = plain(session).await?;
    for name in ["travelCrsName", "orgUnit", "manager"] {
        same(name, Some(&Value::Null), travel.get(name))?;
    }
    let remark = travel["travelNameRemark"].as_str();
    same("travelNameRemark", Some(""), remark)?;
    same("groups", &json!([]), &travel["groups"])
}

async fn a_custom_field_without_a_value_has_no_value_member(session: &mut Session) -> Claim {
    let travel = plain(session).await?;
    let expected = json!([{ "name": "Project" }, { "name": "Ship" }]);
    same("customFields", &expected, &travel["customFields"])
}

async fn a_deleted_user_travels_no_more(session: &mut Session) -> Claim {
    equip(session).await?;
    let class = json!({ "ruleClass": { "id": EVERYBODY } });
    let id = traveller(session, "leaver", class).await?;
    travel_of(session, &id).await?;
    let request = Request::delete(format!("{USERS}/{id}"));
    session.call(request).await?.is(204)?;
    let request = Request::get(format!("{TRAVEL_USERS}/{id}"));
    refused(&session.call(request).await?, &[404])
}

async fn the_managers_id_is_in_capitals(session: &mut Session) -> Claim {
    let (id, manager) = managed(session).await?;
    let travel = travel_of(session, &id).await?;
    let expected = json!({ "value": manager.to_uppercase(), "employeeNumber": "E-leader" });
    same("manager", &expected, &travel["manager"])
}

async fn the_managers_id_may_be_in_small_letters(session: &mut Session) -> Claim {
    let (id, manager) = managed(session).await?;
    for (reading, expected) in [
        ("lower", manager.clone()),
        ("upper", manager.to_uppercase()),
    ] {
        decide(session, "travel.manager-id-case", reading).await?;
        let travel = travel_of(session, &id).await?;
        let found = travel["manager"]["value"].as_str();
        same(reading, Some(expected.as_str()), found)?;
    }
    Ok(())
}

/// What is shown of somebody who has a rule class and nothing else.
async fn plain(session: &mut Session) -> Result<Value, Failure> {
    equip(session).await?;
    let class = json!({ "ruleClass": { "id": EVERYBODY } });
    let id = traveller(session, "plain", class).await?;
    travel_of(session, &id).await
}
