//! Spend User v4 and v4.1: what the pages leave open, decided otherwise.

use serde_json::{Value, json};

use super::readings::decide;
use super::spend_calls::{RELEASES, V41, extension, ids, list, provide, read, smallest, urn};
use super::{page, register};
use crate::finding::{Claim, Failure, holds, same};
use crate::reply::Reply;
use crate::request::Request;
use crate::session::{Session, Wish};

register! { $ each_spend_reading of "spend_readings", page::SPEND_V4_1;
    #[source = page::E_RECEIPTS]
    the_start_index_may_count_pages: "spend.v4_1.users.list", FreshCompany;
    asking_for_limits_may_show_the_rest_as_well: "spend.v4_1.users.get", FreshCompany;
    asking_for_limits_shows_nothing_else: "spend.v4_1.users.get", FreshCompany;
    #[source = page::E_RECEIPTS]
    roles_of_travel_may_be_shown: "spend.v4_1.users.get", FreshCompany;
    a_company_in_a_header_is_passed_over_or_refused: "spend.v4_1.users.list", FreshCompany;
}

async fn the_start_index_may_count_pages(session: &mut Session) -> Claim {
    let whole = ids(&list(session, V41, &[]).await?)?;
    decide(session, "spend.start-index", "pages").await?;
    for (path, size) in RELEASES {
        let page = list(session, path, &[("startIndex", "2"), (size, "5")]).await?;
        let expected: Vec<_> = whole.iter().skip(5).take(5).cloned().collect();
        holds("there is somebody", !expected.is_empty())?;
        same("the second page", expected, ids(&page)?)?;
    }
    Ok(())
}

async fn asking_for_limits_may_show_the_rest_as_well(session: &mut Session) -> Claim {
    let id = provide(session, "asked", smallest(), &[]).await?;
    decide(session, "spend.attributes", "also").await?;
    let user = asked(session, &id).await?;
    for name in ["User", "Approver", "ApproverLimit"] {
        holds(format!("{name} is shown"), user.get(urn(name)).is_some())?;
    }
    Ok(())
}

async fn asking_for_limits_shows_nothing_else(session: &mut Session) -> Claim {
    let id = provide(session, "asked", smallest(), &[]).await?;
    let user = asked(session, &id).await?;
    holds("limits are shown", user.get(urn("ApproverLimit")).is_some())?;
    for name in ["User", "Approver"] {
        holds(
            format!("{name} is not shown"),
            user.get(urn(name)).is_none(),
        )?;
    }
    Ok(())
}

async fn asked(session: &mut Session, id: &str) -> Result<Value, Failure> {
    let request = Request::get(format!("{V41}/{id}")).query("attributes", urn("ApproverLimit"));
    session.call(request).await?.ok()
}

async fn roles_of_travel_may_be_shown(session: &mut Session) -> Claim {
    let special = ["TRAVEL_USER", "EXP_TRAVEL_AND_EXPENSE_USER"];
    let id = provide(session, "traveller", smallest(), &[]).await?;
    let operations =
        json!([{ "op": "replace", "path": "entitlements", "value": ["Expense", "Travel"] }]);
    session.patch(&id, operations).await?.is(200)?;
    for (reading, expected) in [("left-out", false), ("shown", true)] {
        decide(session, "spend.special-roles", reading).await?;
        let role = extension(session, &id, "Role").await?;
        for name in special {
            let roles = role["roles"].as_array().into_iter().flatten();
            let is_there = roles.into_iter().any(|role| role["roleName"] == name);
            same(name, expected, is_there)?;
        }
    }
    Ok(())
}

async fn a_company_in_a_header_is_passed_over_or_refused(session: &mut Session) -> Claim {
    let own = session.company().company_id.clone();
    let other = session.found(&Wish::default().seed(82)).await?.company_id;
    named(session, &other).await?.is(200)?;
    decide(session, "spend.company-id-header", "matched").await?;
    named(session, &own).await?.is(200)?;
    super::spend_calls::refused(&named(session, &other).await?, 400)?;
    let listed = ids(&list(session, V41, &[]).await?)?;
    let id = listed.first().cloned().unwrap_or_default();
    same(
        "without the header",
        &json!(id),
        &read(session, V41, &id).await?["id"],
    )
}

/// A list for which the company is named in a header.
async fn named(session: &mut Session, company: &str) -> Result<Reply, Failure> {
    let request = Request::get(V41).header("concur-company-id", company);
    session.call(request.deviant()).await
}
