//! Contradictions about the state of a provision: each reading is played when the company decides for it.

use serde_json::{Value, json};

use super::people::newcomer;
use super::provisioning_calls::{
    USERS, asking, detail, followed, hiring, operation, provision, provision_of, queue,
};
use super::provisioning_status::some_provision;
use super::readings::decide;
use super::{page, register};
use crate::finding::{Claim, holds, same};
use crate::request::Request;
use crate::session::{Session, id_of};

register! { $ each_provisioning_reading of "provisioning_readings", page::PROVISIONING;
    one_user_alone_may_have_no_bulk_id: "provisioning.v4.provisions.status", FreshCompany;
    a_correlation_id_may_have_no_dashes: "provisioning.v4.provisions.status", FreshCompany;
    a_page_of_operations_has_the_chosen_size: "provisioning.v4.provisions.status", FreshCompany;
    the_company_may_be_named_in_a_state: "provisioning.v4.provisions.status", FreshCompany;
    a_duplicate_may_be_400_here_too: "provisioning.v4.users.create", FreshCompany;
}

async fn one_user_alone_may_have_no_bulk_id(session: &mut Session) -> Claim {
    decide(session, "provisioning.gen-temp-bulk-id", "absent").await?;
    let user = newcomer(session, "nameless");
    let answer = provision(session, &user).await?;
    let done = followed(session, &answer).await?;
    holds("no name", operation(&done, 0)?["bulkId"].is_null())?;
    let operations = json!([hiring(session, "named", json!({}))]);
    let id = id_of(&queue(session, &operations).await?)?;
    let done = detail(session, &id).await?;
    same(
        "its own name",
        &json!("named"),
        &operation(&done, 0)?["bulkId"],
    )
}

async fn a_correlation_id_may_have_no_dashes(session: &mut Session) -> Claim {
    for (reading, length) in [("uuid", 36), ("hex", 32)] {
        decide(session, "provisioning.correlation-form", reading).await?;
        let id = some_provision(session, reading).await?;
        let status = session.call(asking(&id)).await?.ok()?;
        let told = status["meta"]["correlationId"].as_str().unwrap_or_default();
        same(reading, length, told.len())?;
        same("dashes", length == 36, told.contains('-'))?;
    }
    Ok(())
}

async fn a_page_of_operations_has_the_chosen_size(session: &mut Session) -> Claim {
    let operations = json!([
        hiring(session, "a", json!({})),
        hiring(session, "b", json!({})),
        hiring(session, "c", json!({}))
    ]);
    let id = id_of(&queue(session, &operations).await?)?;
    same(
        "all",
        &json!(3),
        &detail(session, &id).await?["itemsPerPage"],
    )?;
    decide(session, "provisioning.status-count", 2).await?;
    let page = detail(session, &id).await?;
    same("two", &json!(2), &page["itemsPerPage"])?;
    same("of three", &json!(3), &page["totalResults"])
}

async fn the_company_may_be_named_in_a_state(session: &mut Session) -> Claim {
    let company = json!(session.company().company_id);
    for (reading, expected) in [("shown", company), ("absent", Value::Null)] {
        decide(session, "provisioning.company-in-status", reading).await?;
        let id = some_provision(session, reading).await?;
        let status = session.call(asking(&id)).await?.ok()?;
        same(reading, &expected, &status["meta"]["companyId"])?;
    }
    Ok(())
}

async fn a_duplicate_may_be_400_here_too(session: &mut Session) -> Claim {
    decide(session, "identity.duplicate-status", "400").await?;
    let user = newcomer(session, "taken");
    let id = provision_of(&provision(session, &user).await?)?;
    session.call(asking(&id)).await?.is(200)?;
    let reply = session.call(Request::post(USERS).json(&user)).await?;
    reply.refused(400).map(drop)
}
