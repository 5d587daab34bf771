//! What Travel v4 leaves open: each reading is played when the company decides for it.

use serde_json::{Value, json};

use super::people::newcomer;
use super::readings::decide;
use super::travel_provisioning_calls::{EVERYBODY, equip, provision};
use super::travel_v4_calls::{PRIVATE, TRAVEL, TRAVEL_USERS, refused, travel_of};
use super::{page, register};
use crate::finding::{Claim, holds, same};
use crate::request::Request;
use crate::session::{Session, Wish};

register! { $ each_travel_v4_reading of "travel_v4_readings", page::TRAVEL;
    whom_travel_does_not_know_may_be_shown_empty: "travel.v4.users.get", FreshCompany;
    private_members_may_be_null_or_close_the_call: "travel.v4.users.get", FreshCompany;
    #[source = page::PROVISIONING]
    a_name_and_its_form_may_be_required: "provisioning.v4.users.create", FreshCompany;
}

async fn whom_travel_does_not_know_may_be_shown_empty(session: &mut Session) -> Claim {
    let id = session.create_id(&newcomer(session, "homebody")).await?;
    let request = Request::get(format!("{TRAVEL_USERS}/{id}"));
    refused(&session.call(request.clone()).await?, &[404])?;
    decide(session, "travel.without-profile", "empty").await?;
    let body = session.call(request).await?.ok()?;
    same("id", Some(id.as_str()), body["id"].as_str())?;
    let travel = &body[TRAVEL];
    for name in ["ruleClass", "travelCrsName", "orgUnit", "manager"] {
        same(name, &Value::Null, &travel[name])?;
    }
    holds("it has no group", travel["groups"][0].is_null())
}

async fn private_members_may_be_null_or_close_the_call(session: &mut Session) -> Claim {
    let scopes = ["travel.user.general.read", "identity.user.ids.read"];
    session.enter(&Wish::scopes(&scopes)).await?;
    let id = session.somebody().await?;
    decide(session, "travel.private-without-scope", "null").await?;
    let travel = travel_of(session, &id).await?;
    for name in PRIVATE {
        same(name, Some(&Value::Null), travel.get(name))?;
    }
    decide(session, "travel.private-without-scope", "refused").await?;
    let request = Request::get(format!("{TRAVEL_USERS}/{id}"));
    refused(&session.call(request).await?, &[403])
}

async fn a_name_and_its_form_may_be_required(session: &mut Session) -> Claim {
    equip(session).await?;
    let bare = json!({ "ruleClass": { "id": EVERYBODY } });
    let named = json!({
        "ruleClass": { "id": EVERYBODY },
        "name": { "givenName": "Ilse", "familyName": "Aalto" },
        "travelCrsName": "AALTO/ILSE"
    });
    decide(session, "travel.required", "page").await?;
    let plain = provision(session, "bare", bare.clone()).await?;
    plain.is_taken()?;
    decide(session, "travel.required", "open-api").await?;
    let refused = provision(session, "nameless", bare).await?;
    refused.is_refused("travelCrsName")?;
    refused.is_refused("name")?;
    provision(session, "named", named).await?.is_taken()
}
