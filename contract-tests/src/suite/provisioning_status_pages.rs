//! User Provisioning v4: the operations of a provision, page by page and state by state.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::people::newcomer;
use super::provisioning_calls::{asking, changing, detail, failing, hiring, provision, queue};
use super::provisioning_status::some_provision;
use super::readings::decide;
use super::{page, register};
use crate::finding::{Claim, Failure, holds, same};
use crate::session::{Session, id_of};

register! { $ each_provisioning_status_page of "provisioning_status_pages", page::PROVISIONING;
    the_counts_are_those_of_the_operations: "provisioning.v4.provisions.status", Write;
    operations_come_page_by_page: "provisioning.v4.provisions.status", Write;
    pages_hold_every_operation_once: "provisioning.v4.provisions.status", Write;
    a_page_beyond_the_end_is_empty: "provisioning.v4.provisions.status", Write;
    a_state_keeps_only_its_operations: "provisioning.v4.provisions.status", Write;
    nothing_is_in_a_state_that_nobody_reached: "provisioning.v4.provisions.status", Write;
    pending_operations_are_kept_by_their_state: "provisioning.v4.provisions.status", FreshCompany;
    a_count_that_is_no_number_is_400: "provisioning.v4.provisions.status", Write;
}

async fn the_counts_are_those_of_the_operations(session: &mut Session) -> Claim {
    let id = mixed(session).await?;
    let status = detail(session, &id).await?;
    let counts = json!({ "total": 5, "success": 3, "failed": 2, "pending": 0 });
    same("counts", &counts, &status["operationsCount"])?;
    same("success", &json!(false), &status["status"]["success"])?;
    same("completed", &json!(true), &status["status"]["completed"])?;
    let listed = status["operations"].as_array().cloned().unwrap_or_default();
    let good = listed.iter().filter(|one| one["status"]["success"] == true);
    same("operations that succeeded", 3, good.count())
}

async fn operations_come_page_by_page(session: &mut Session) -> Claim {
    let id = mixed(session).await?;
    let page = paged(session, &id, "3", "2").await?;
    same("ids", vec!["3", "4"], ids(&page))?;
    same("startIndex", &json!(3), &page["startIndex"])?;
    same("itemsPerPage", &json!(2), &page["itemsPerPage"])?;
    same("totalResults", &json!(5), &page["totalResults"])
}

async fn pages_hold_every_operation_once(session: &mut Session) -> Claim {
    let id = mixed(session).await?;
    let mut found = BTreeSet::new();
    for start in ["1", "3", "5"] {
        let page = paged(session, &id, start, "2").await?;
        for id in ids(&page) {
            holds(format!("{id} comes once"), found.insert(id.to_owned()))?;
        }
    }
    same("operations", 5, found.len())
}

async fn a_page_beyond_the_end_is_empty(session: &mut Session) -> Claim {
    let id = mixed(session).await?;
    let page = paged(session, &id, "6", "2").await?;
    same("ids", Vec::<&str>::new(), ids(&page))?;
    same("totalResults", &json!(5), &page["totalResults"])
}

async fn a_state_keeps_only_its_operations(session: &mut Session) -> Claim {
    let id = mixed(session).await?;
    for (state, expected) in [("success", vec!["1", "3", "5"]), ("failed", vec!["2", "4"])] {
        let page = in_state(session, &id, state).await?;
        same(state, expected, ids(&page))?;
        same("total of all", &json!(5), &page["operationsCount"]["total"])?;
    }
    Ok(())
}

async fn nothing_is_in_a_state_that_nobody_reached(session: &mut Session) -> Claim {
    let id = mixed(session).await?;
    let page = in_state(session, &id, "pending").await?;
    same("ids", Vec::<&str>::new(), ids(&page))?;
    same("total of all", &json!(5), &page["operationsCount"]["total"])
}

async fn pending_operations_are_kept_by_their_state(session: &mut Session) -> Claim {
    decide(session, "provisioning.completes", "manually").await?;
    let operations = json!([
        hiring(session, "a", json!({})),
        hiring(session, "b", json!({}))
    ]);
    let id = id_of(&queue(session, &operations).await?)?;
    let page = in_state(session, &id, "pending").await?;
    same("pending", vec!["1", "2"], ids(&page))?;
    let page = in_state(session, &id, "success").await?;
    same("success", Vec::<&str>::new(), ids(&page))
}

async fn a_count_that_is_no_number_is_400(session: &mut Session) -> Claim {
    let id = some_provision(session, "count").await?;
    for name in ["count", "startIndex"] {
        let request = asking(&id).query("attributes", "operations");
        let request = request.query(name, "many").deviant();
        session.call(request).await?.refused(400)?;
    }
    Ok(())
}

/// A bulk request of five operations, of which the second and the fourth fail.
async fn mixed(session: &mut Session) -> Result<String, Failure> {
    let id = id_of(&provision(session, &newcomer(session, "subject")).await?)?;
    let title = json!([{ "op": "replace", "path": "title", "value": "Pilot" }]);
    let operations = json!([
        hiring(session, "one", json!({})),
        failing(session, "two"),
        changing(&id, &title),
        failing(session, "four"),
        hiring(session, "five", json!({})),
    ]);
    id_of(&queue(session, &operations).await?)
}

async fn paged(
    session: &mut Session,
    id: &str,
    start: &str,
    count: &str,
) -> Result<Value, Failure> {
    let request = asking(id).query("attributes", "operations");
    let request = request.query("startIndex", start).query("count", count);
    session.call(request).await?.ok()
}

async fn in_state(session: &mut Session, id: &str, state: &str) -> Result<Value, Failure> {
    let request = asking(id).query("attributes", "operations");
    session.call(request.query("state", state)).await?.ok()
}

fn ids(page: &Value) -> Vec<&str> {
    let operations = page["operations"].as_array().map(Vec::as_slice);
    operations
        .unwrap_or_default()
        .iter()
        .filter_map(|one| one["id"].as_str())
        .collect()
}
