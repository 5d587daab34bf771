//! Travel Profile: who changed since a moment, page by page.

use url::Url;

use super::own_token::token_of;
use super::travel_profile_calls::{
    PASSWORD, PROFILE_V1, SUMMARY, body, call, create, has_code, posting, profile, refused,
};
use super::user_v1_calls::old_style;
use super::xml_tree::Element;
use super::{page, register};
use crate::finding::{Claim, Failure, holds, same};
use crate::request::Request;
use crate::session::Session;

const ALWAYS: &str = "1900-01-01T12:00:00";

/// No company of a case needs more pages.
const PAGES: usize = 50;

register! { $ each_travel_profile_summary of "travel_profile_summary", page::TRAVEL_PROFILE_V2;
    everybody_is_on_some_page_once: "travel_profile.v2.summary.list", FreshCompany;
    a_page_holds_two_hundred_unasked: "travel_profile.v2.summary.list", FreshCompany;
    only_who_changed_since_is_listed: "travel_profile.v2.summary.list", FreshCompany, Clock;
    a_summary_tells_status_login_and_moment: "travel_profile.v2.summary.list", FreshCompany, Clock;
    active_and_inactive_are_told_apart: "travel_profile.v2.summary.list", FreshCompany;
    travel_configurations_part_the_list: "travel_profile.v2.summary.list", FreshCompany;
    a_page_beyond_the_end_is_empty: "travel_profile.v2.summary.list", FreshCompany;
    #[source = page::TRAVEL_PROFILE_GUIDE]
    a_list_needs_its_moment: "travel_profile.v2.summary.list";
    what_is_no_number_is_no_page: "travel_profile.v2.summary.list";
    a_traveller_gets_no_list: "travel_profile.v2.summary.list", FreshCompany;
    #[source = page::TRAVEL_PROFILE_V1]
    the_older_service_lists_the_same_people: "travel_profile.v1.profile.get", FreshCompany;
}

async fn everybody_is_on_some_page_once(session: &mut Session) -> Claim {
    let base = session.company().base_url.clone();
    let mut logins = Vec::new();
    let mut request = listing().query("ItemsPerPage", "5");
    for at in 1..PAGES {
        let page = list(session, request).await?;
        same("Page", Some(at.to_string().as_str()), paging(&page, "Page"))?;
        same("ItemsPerPage", Some("5"), paging(&page, "ItemsPerPage"))?;
        logins.extend(summaries(&page, "LoginID"));
        let previous = paging(&page, "PreviousPageURL").unwrap_or_default();
        same(
            "a first page has no previous one",
            at == 1,
            previous.is_empty(),
        )?;
        let next = paging(&page, "NextPageURL").unwrap_or_default();
        if next.is_empty() {
            let total = paging(&page, "TotalItems").map(ToOwned::to_owned);
            same("TotalItems", Some(logins.len().to_string()), total)?;
            let pages = Some(at.to_string());
            same(
                "TotalPages",
                pages,
                paging(&page, "TotalPages").map(ToOwned::to_owned),
            )?;
            logins.sort();
            let mut expected = Vec::new();
            for user in session.everyone().await? {
                expected.push(user["userName"].as_str().unwrap_or_default().to_owned());
            }
            expected.sort();
            return same("logins", expected, logins);
        }
        holds(
            format!("{next} is of this service"),
            next.starts_with(&base),
        )?;
        let url = Url::parse(next).map_err(|error| Failure::disagrees(error.to_string()))?;
        request = Request::get(SUMMARY).raw_query(url.query().unwrap_or_default());
    }
    Err(Failure::disagrees("the list does not come to an end"))
}

async fn a_page_holds_two_hundred_unasked(session: &mut Session) -> Claim {
    let page = list(session, listing()).await?;
    same("ItemsPerPage", Some("200"), paging(&page, "ItemsPerPage"))?;
    let request = listing().query("ItemsPerPage", "1000").deviant();
    let reply = call(session, request).await?;
    if reply.status() == 400 {
        return refused(&reply, &[400]).map(drop);
    }
    let page = Element::of(&reply, "ConnectResponse")?;
    same("ItemsPerPage", Some("200"), paging(&page, "ItemsPerPage"))
}

async fn only_who_changed_since_is_listed(session: &mut Session) -> Claim {
    session.freeze("2026-01-15T10:00:00Z").await?;
    let login = create(session, "recent", "").await?;
    for (since, expected) in [
        ("2026-01-15T09:59:59", vec![login.clone()]),
        ("2026-01-15T10:00:01", vec![]),
    ] {
        let request = Request::get(SUMMARY).query("LastModifiedDate", since);
        let page = list(session, request).await?;
        same(since, expected, summaries(&page, "LoginID"))?;
    }
    session.advance(60).await?;
    let sections = "<General><JobTitle>Sailor</JobTitle></General>";
    let request = posting(body("Update", &login, sections));
    has_code(&call(session, request).await?, &["S001"])?;
    let request = Request::get(SUMMARY).query("LastModifiedDate", "2026-01-15T10:00:30");
    let page = list(session, request).await?;
    same("after a change", vec![login], summaries(&page, "LoginID"))
}

async fn a_summary_tells_status_login_and_moment(session: &mut Session) -> Claim {
    session.freeze("2026-01-15T10:00:00Z").await?;
    create(session, "told", "").await?;
    let request = Request::get(SUMMARY).query("LastModifiedDate", "2026-01-15T09:00:00");
    let page = list(session, request).await?;
    let expected = vec!["2026-01-15T10:00:00".to_owned()];
    same(
        "the moment",
        expected,
        summaries(&page, "ProfileLastModifiedUTC"),
    )?;
    same(
        "Status",
        vec!["Active".to_owned()],
        summaries(&page, "Status"),
    )
}

async fn active_and_inactive_are_told_apart(session: &mut Session) -> Claim {
    let login = create(session, "resting", "").await?;
    let whole = body("Update", &login, "");
    let whole = whole.replace(" LoginId=", " Status=\"Inactive\" LoginId=");
    has_code(&call(session, posting(whole)).await?, &["S001"])?;
    for (active, status) in [("0", "Inactive"), ("1", "Active")] {
        let page = list(session, listing().query("Active", active)).await?;
        let found = summaries(&page, "Status");
        holds(
            format!("{found:?} are {status}"),
            !found.is_empty() && found.iter().all(|one| one == status),
        )?;
        let listed = summaries(&page, "LoginID").contains(&login);
        same("the one who rests", status == "Inactive", listed)?;
    }
    Ok(())
}

async fn travel_configurations_part_the_list(session: &mut Session) -> Claim {
    let login = create(session, "configured", "").await?;
    let known = profile(session, &login).await?;
    let own = known.text_at("General/TravelConfigID").unwrap_or_default();
    let both = format!("7,{own}");
    let page = list(session, listing().query("travelConfigs", &both)).await?;
    holds(
        "the own one lists",
        summaries(&page, "LoginID").contains(&login),
    )?;
    let page = list(session, listing().query("travelConfigs", "7")).await?;
    same(
        "of another",
        Vec::<String>::new(),
        summaries(&page, "LoginID"),
    )
}

async fn a_page_beyond_the_end_is_empty(session: &mut Session) -> Claim {
    let page = list(session, listing().query("Page", "9")).await?;
    same("summaries", 0, page.list("Data").len())?;
    let page = list(session, listing()).await?;
    holds("there are some", !page.list("Data").is_empty())
}

async fn a_list_needs_its_moment(session: &mut Session) -> Claim {
    let reply = call(session, Request::get(SUMMARY).deviant()).await?;
    refused(&reply, &[400])?;
    let request = Request::get(SUMMARY).query("LastModifiedDate", "yesterday");
    refused(&call(session, request.deviant()).await?, &[400]).map(drop)
}

async fn what_is_no_number_is_no_page(session: &mut Session) -> Claim {
    for (name, value) in [("Page", "two"), ("Page", "0"), ("ItemsPerPage", "many")] {
        let request = listing().query(name, value).deviant();
        refused(&call(session, request).await?, &[400])?;
    }
    Ok(())
}

async fn a_traveller_gets_no_list(session: &mut Session) -> Claim {
    let login = create(session, "curious", "").await?;
    let token = token_of(session, &login, PASSWORD).await?;
    let request = old_style(listing(), &token);
    refused(&session.send(request).await?, &[400, 403]).map(drop)
}

async fn the_older_service_lists_the_same_people(session: &mut Session) -> Claim {
    let new = list(session, listing()).await?;
    let request = Request::get(PROFILE_V1).query("LastModifiedDate", ALWAYS);
    let old = list(session, request).await?;
    for name in ["LoginID", "XmlProfileSyncID", "ProfileLastModifiedUTC"] {
        same(name, summaries(&new, name), summaries(&old, name))?;
    }
    holds("somebody is listed", !old.list("Data").is_empty())?;
    same("Status", Vec::<String>::new(), summaries(&old, "Status"))
}

/// Everybody, from the beginning.
fn listing() -> Request {
    Request::get(SUMMARY).query("LastModifiedDate", ALWAYS)
}

async fn list(session: &mut Session, request: Request) -> Result<Element, Failure> {
    Element::of(&call(session, request).await?, "ConnectResponse")
}

fn paging<'a>(page: &'a Element, name: &str) -> Option<&'a str> {
    page.at("Metadata/Paging")?.text_of(name)
}

/// That member of every summary that has it.
fn summaries(page: &Element, name: &str) -> Vec<String> {
    let found = page.list("Data").iter();
    found
        .filter_map(|one| one.text_of(name).map(ToOwned::to_owned))
        .collect()
}
