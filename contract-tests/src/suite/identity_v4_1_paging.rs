//! Identity v4.1: `count` and `cursor` of the list.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{page, register};
use crate::finding::{Claim, Failure, holds, same};
use crate::request::Request;
use crate::session::{Session, USERS, Wish, id_of};

register! { $ each_identity_v4_1_page of "identity_v4_1_paging", page::IDENTITY_V4_1;
    pages_of_one_hold_everyone_once: "identity.v4_1.users.list";
    pages_of_three_hold_everyone_once: "identity.v4_1.users.list";
    pages_of_five_hold_everyone_once: "identity.v4_1.users.list";
    pages_of_the_whole_company_hold_everyone_once: "identity.v4_1.users.list";
    the_last_page_has_no_cursor: "identity.v4_1.users.list";
    a_page_with_everyone_has_no_cursor: "identity.v4_1.users.list";
    every_page_tells_the_same_total: "identity.v4_1.users.list";
    every_page_tells_how_many_it_holds: "identity.v4_1.users.list";
    the_order_is_the_same_every_time: "identity.v4_1.users.list";
    a_page_holds_a_hundred_unless_asked_otherwise: "identity.v4_1.users.list", FreshCompany;
    a_page_holds_a_thousand_when_asked: "identity.v4_1.users.list", FreshCompany;
    more_than_a_thousand_are_cut_to_a_thousand: "identity.v4_1.users.list", FreshCompany;
    count_zero_tells_the_total_only: "identity.v4_1.users.list";
    a_count_that_is_no_number_is_400: "identity.v4_1.users.list";
    a_cursor_that_nobody_gave_is_400: "identity.v4_1.users.list";
    a_cursor_may_be_used_twice: "identity.v4_1.users.list";
    the_page_size_may_change_between_pages: "identity.v4_1.users.list";
    a_user_created_meanwhile_repeats_nobody: "identity.v4_1.users.list", Write;
    a_user_deleted_meanwhile_skips_nobody: "identity.v4_1.users.delete", Write;
}

async fn pages_of_one_hold_everyone_once(session: &mut Session) -> Claim {
    everyone_once(session, 1).await
}

async fn pages_of_three_hold_everyone_once(session: &mut Session) -> Claim {
    everyone_once(session, 3).await
}

async fn pages_of_five_hold_everyone_once(session: &mut Session) -> Claim {
    everyone_once(session, 5).await
}

async fn pages_of_the_whole_company_hold_everyone_once(session: &mut Session) -> Claim {
    let total = session.pages("1").await?.len();
    everyone_once(session, total).await
}

async fn the_last_page_has_no_cursor(session: &mut Session) -> Claim {
    let pages = session.pages("5").await?;

    let last = pages.last().unwrap_or(&Value::Null);
    holds("there are several pages", pages.len() > 1)?;
    holds(
        "the last page has no nextCursor",
        last.get("nextCursor").is_none(),
    )
}

async fn a_page_with_everyone_has_no_cursor(session: &mut Session) -> Claim {
    let total = session.pages("1").await?.len();
    let page = session
        .call(Request::get(USERS).query("count", total.to_string()))
        .await?
        .ok()?;

    holds("no nextCursor", page.get("nextCursor").is_none())
}

async fn every_page_tells_the_same_total(session: &mut Session) -> Claim {
    let pages = session.pages("5").await?;
    let held: usize = pages.iter().map(held).sum();

    for page in pages {
        same(
            "totalResults",
            Some(held as u64),
            page["totalResults"].as_u64(),
        )?;
    }
    Ok(())
}

async fn every_page_tells_how_many_it_holds(session: &mut Session) -> Claim {
    for page in session.pages("5").await? {
        same(
            "itemsPerPage",
            Some(held(&page) as u64),
            page["itemsPerPage"].as_u64(),
        )?;
    }
    Ok(())
}

async fn the_order_is_the_same_every_time(session: &mut Session) -> Claim {
    let first = ids(&session.pages("4").await?)?;
    let second = ids(&session.pages("7").await?)?;

    same("the order", first, second)
}

async fn a_page_holds_a_hundred_unless_asked_otherwise(session: &mut Session) -> Claim {
    session.enter(&Wish::users(130)).await?;

    let page = session.call(Request::get(USERS)).await?.ok()?;

    same("users in the page", 100, held(&page))?;
    holds("there is a nextCursor", page["nextCursor"].is_string())
}

async fn a_page_holds_a_thousand_when_asked(session: &mut Session) -> Claim {
    session.enter(&Wish::users(1010)).await?;

    let page = session
        .call(Request::get(USERS).query("count", "1000"))
        .await?
        .ok()?;

    same("users in the page", 1000, held(&page))
}

async fn more_than_a_thousand_are_cut_to_a_thousand(session: &mut Session) -> Claim {
    session.enter(&Wish::users(1010)).await?;

    // Not stated what happens above the maximum; cutting is the reading that we follow.
    let page = session
        .call(Request::get(USERS).query("count", "1001").deviant())
        .await?
        .ok()?;

    same("users in the page", 1000, held(&page))
}

async fn count_zero_tells_the_total_only(session: &mut Session) -> Claim {
    let total = session.pages("1").await?.len();
    let page = session
        .call(Request::get(USERS).query("count", "0"))
        .await?
        .ok()?;

    same("users in the page", 0, held(&page))?;
    same(
        "totalResults",
        Some(total as u64),
        page["totalResults"].as_u64(),
    )
}

async fn a_count_that_is_no_number_is_400(session: &mut Session) -> Claim {
    let request = Request::get(USERS).query("count", "many").deviant();
    session.call(request).await?.refused(400).map(drop)
}

async fn a_cursor_that_nobody_gave_is_400(session: &mut Session) -> Claim {
    let request = Request::get(USERS).query("cursor", "bm90IGEgY3Vyc29y");
    session.call(request).await?.refused(400).map(drop)
}

async fn a_cursor_may_be_used_twice(session: &mut Session) -> Claim {
    let cursor = first_cursor(session).await?;
    let request = Request::get(USERS)
        .query("count", "4")
        .query("cursor", &cursor);

    let once = session.call(request.clone()).await?.ok()?;
    let twice = session.call(request).await?.ok()?;

    same("Resources", &once["Resources"], &twice["Resources"])
}

async fn the_page_size_may_change_between_pages(session: &mut Session) -> Claim {
    let all = ids(&session.pages("100").await?)?;
    let cursor = first_cursor(session).await?;

    let request = Request::get(USERS)
        .query("count", "2")
        .query("cursor", &cursor);
    let page = session.call(request).await?.ok()?;

    let expected: Vec<_> = all.into_iter().skip(4).take(2).collect();
    same("the page after four users", expected, ids(&[page])?)
}

async fn a_user_created_meanwhile_repeats_nobody(session: &mut Session) -> Claim {
    let before = ids(&session.pages("100").await?)?;
    let cursor = first_cursor(session).await?;
    let newcomer = super::people::newcomer(session, "meanwhile");
    session.create(&newcomer).await?;

    let rest = rest_of(session, &cursor).await?;

    let expected: BTreeSet<_> = before.iter().skip(4).cloned().collect();
    let found: BTreeSet<_> = rest.iter().cloned().collect();
    same("users without repetition", rest.len(), found.len())?;
    let missing: Vec<_> = expected.difference(&found).collect();
    same("users that are missing", missing, Vec::<&String>::new())?;
    let repeated: Vec<_> = before
        .iter()
        .take(4)
        .filter(|id| found.contains(*id))
        .collect();
    same(
        "users of the first page that come again",
        repeated,
        Vec::<&String>::new(),
    )
}

async fn a_user_deleted_meanwhile_skips_nobody(session: &mut Session) -> Claim {
    let before = ids(&session.pages("100").await?)?;
    let cursor = first_cursor(session).await?;
    // The last of the page that was already read: the row that a cursor most likely remembers.
    let gone = before.get(3).cloned().unwrap_or_default();
    session
        .call(Request::delete(format!("{USERS}/{gone}")))
        .await?
        .is(204)?;

    let rest = rest_of(session, &cursor).await?;

    let expected: Vec<_> = before.into_iter().skip(4).collect();
    same("the rest", expected, rest)
}

async fn everyone_once(session: &mut Session, size: usize) -> Claim {
    let pages = session.pages(&size.to_string()).await?;
    let ids = ids(&pages)?;

    let distinct: BTreeSet<_> = ids.iter().collect();
    same("users without repetition", ids.len(), distinct.len())?;
    let total = pages.first().and_then(|page| page["totalResults"].as_u64());
    same("totalResults", Some(ids.len() as u64), total)?;
    let full = pages.iter().rev().skip(1).all(|page| held(page) == size);
    holds(format!("every page but the last holds {size}"), full)
}

/// The cursor after a first page of four.
async fn first_cursor(session: &mut Session) -> Result<String, Failure> {
    let page = session
        .call(Request::get(USERS).query("count", "4"))
        .await?
        .ok()?;
    let cursor = page["nextCursor"].as_str().map(ToOwned::to_owned);
    cursor.ok_or_else(|| Failure::disagrees("the first page of four has no nextCursor"))
}

/// The ids of everyone after a cursor.
async fn rest_of(session: &mut Session, cursor: &str) -> Result<Vec<String>, Failure> {
    let request = Request::get(USERS)
        .query("count", "1000")
        .query("cursor", cursor);
    let page = session.call(request).await?.ok()?;
    ids(&[page])
}

fn held(page: &Value) -> usize {
    page["Resources"].as_array().map_or(0, Vec::len)
}

fn ids(pages: &[Value]) -> Result<Vec<String>, Failure> {
    let users = pages
        .iter()
        .flat_map(|page| page["Resources"].as_array().into_iter().flatten());
    users.map(id_of).collect()
}
