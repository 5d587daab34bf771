//! Legal Entity v4.1: pages of the search and what they show.

use std::collections::BTreeSet;

use serde_json::json;

use super::legal_entity_calls::{founded_id, pages, search, searching};
use super::legal_entity_search::{references, shown, three};
use super::readings::decide;
use super::{page, register};
use crate::finding::{Claim, holds, same};
use crate::session::{Session, id_of};

register! { $ each_legal_entity_page of "legal_entity_pages", page::LEGAL_ENTITY;
    the_cursor_leads_through_all_pages_once: "legal_entity.v4_1.legal_entities.search", Write;
    every_page_of_the_search_tells_the_same_total: "legal_entity.v4_1.legal_entities.search", Write;
    an_empty_cursor_is_the_first_page: "legal_entity.v4_1.legal_entities.search", Write;
    a_made_up_cursor_is_refused: "legal_entity.v4_1.legal_entities.search", Write;
    the_last_page_has_no_cursor: "legal_entity.v4_1.legal_entities.search", Write;
    a_reply_repeats_the_count_that_was_asked_for: "legal_entity.v4_1.legal_entities.search", Write;
    a_reply_may_count_what_it_holds: "legal_entity.v4_1.legal_entities.search", FreshCompany;
    a_page_of_the_search_may_hold_less: "legal_entity.v4_1.legal_entities.search", FreshCompany;
    attributes_choose_what_is_shown_of_it: "legal_entity.v4_1.legal_entities.search", Write;
    excluded_attributes_are_left_out_of_it: "legal_entity.v4_1.legal_entities.search", Write;
    a_count_that_is_no_number_is_refused: "legal_entity.v4_1.legal_entities.search", Write;
}

async fn the_cursor_leads_through_all_pages_once(session: &mut Session) -> Claim {
    let mut expected = BTreeSet::new();
    for tag in ["A", "B", "C", "D", "E"] {
        expected.insert(founded_id(session, tag).await?);
    }
    let mut seen = Vec::new();
    let pages = pages(session, &json!({ "count": 2 })).await?;
    same("pages", 3, pages.len())?;
    for page in pages {
        for entity in shown(&page) {
            seen.push(id_of(&entity)?);
        }
    }
    same("each once", 5, seen.len())?;
    same("all", expected, seen.into_iter().collect())
}

async fn every_page_of_the_search_tells_the_same_total(session: &mut Session) -> Claim {
    three(session).await?;
    let body = json!({ "count": 1, "filter": "active eq true" });
    let pages = pages(session, &body).await?;
    same("pages", 2, pages.len())?;
    for page in pages {
        same("totalResults", &json!(2), &page["totalResults"])?;
    }
    Ok(())
}

async fn an_empty_cursor_is_the_first_page(session: &mut Session) -> Claim {
    three(session).await?;
    let first = search(session, &json!({ "count": 2 })).await?;
    let again = search(session, &json!({ "count": 2, "cursor": "" })).await?;
    same("the page", references(&first), references(&again))?;
    same("it holds", 2, shown(&again).len())
}

async fn a_made_up_cursor_is_refused(session: &mut Session) -> Claim {
    three(session).await?;
    let request = searching(&json!({ "cursor": "bm9uc2Vuc2U=" }));
    let reply = session.call(request.deviant()).await?;
    reply.refused(400).map(drop)
}

async fn the_last_page_has_no_cursor(session: &mut Session) -> Claim {
    three(session).await?;
    for count in [3, 50] {
        let page = search(session, &json!({ "count": count })).await?;
        same("the legal entities", 3, shown(&page).len())?;
        holds("there is no cursor", page["nextCursor"].is_null())?;
    }
    Ok(())
}

async fn a_reply_repeats_the_count_that_was_asked_for(session: &mut Session) -> Claim {
    three(session).await?;
    let page = search(session, &json!({ "count": 50 })).await?;
    same("itemsPerPage", &json!(50), &page["itemsPerPage"])?;
    same("startIndex", &json!(1), &page["startIndex"])?;
    same("the legal entities", 3, shown(&page).len())
}

async fn a_reply_may_count_what_it_holds(session: &mut Session) -> Claim {
    three(session).await?;
    decide(session, "legal-entity.items-per-page", "returned").await?;
    let page = search(session, &json!({ "count": 50 })).await?;
    same("itemsPerPage", &json!(3), &page["itemsPerPage"])
}

async fn a_page_of_the_search_may_hold_less(session: &mut Session) -> Claim {
    three(session).await?;
    decide(session, "legal-entity.default-count", 2).await?;
    let page = search(session, &json!({})).await?;
    same("the legal entities", 2, shown(&page).len())?;
    holds("there is another page", page["nextCursor"].is_string())
}

async fn attributes_choose_what_is_shown_of_it(session: &mut Session) -> Claim {
    three(session).await?;
    let body = json!({ "attributes": ["name", "address.country"], "filter": "referenceId eq \"KILN-TWO\"" });
    let page = search(session, &body).await?;
    let entity = shown(&page).into_iter().next().unwrap_or_default();
    id_of(&entity)?;
    same("name", &json!("Kiln TWO GmbH"), &entity["name"])?;
    same("address", &json!({ "country": "GB" }), &entity["address"])?;
    holds(
        "the tax id was not asked for",
        entity.get("taxId").is_none(),
    )
}

async fn excluded_attributes_are_left_out_of_it(session: &mut Session) -> Claim {
    three(session).await?;
    let body = json!({ "excludedAttributes": ["taxId", "address"], "filter": "referenceId eq \"KILN-TWO\"" });
    let page = search(session, &body).await?;
    let entity = shown(&page).into_iter().next().unwrap_or_default();
    same("name", &json!("Kiln TWO GmbH"), &entity["name"])?;
    for name in ["taxId", "address"] {
        holds(format!("{name} is left out"), entity.get(name).is_none())?;
    }
    Ok(())
}

async fn a_count_that_is_no_number_is_refused(session: &mut Session) -> Claim {
    three(session).await?;
    for count in [json!("many"), json!(-1), json!(1.5)] {
        let request = searching(&json!({ "count": count })).deviant();
        session.call(request).await?.refused(400)?;
    }
    Ok(())
}
