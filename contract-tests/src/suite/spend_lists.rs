//! Spend User v4 and v4.1: the lists and their pages.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::people::newcomer;
use super::readings::decide;
use super::spend_calls::{
    RELEASES, V4, V41, found, ids, list, listing, provide, refuses, shown, smallest, urn,
};
use super::{page, register};
use crate::finding::{Claim, Failure, holds, same};
use crate::request::Request;
use crate::session::{Session, Wish, id_of};

register! { $ each_spend_list of "spend_lists", page::SPEND_V4_1;
    #[source = page::SPEND_V4]
    a_list_of_v4_shows_everybody_who_spends: "spend.v4.users.list", FreshCompany;
    a_list_of_v4_1_shows_everybody_who_spends: "spend.v4_1.users.list", FreshCompany;
    a_list_reply_names_its_numbers: "spend.v4_1.users.list";
    #[source = page::SPEND_V4]
    a_page_of_v4_holds_as_many_as_asked_for: "spend.v4.users.list";
    a_page_of_v4_1_holds_as_many_as_asked_for: "spend.v4_1.users.list";
    the_start_index_counts_records_and_not_pages: "spend.v4_1.users.list";
    pages_hold_everybody_once: "spend.v4_1.users.list";
    the_last_page_counts_what_it_holds: "spend.v4_1.users.list";
    a_page_beyond_the_end_is_empty: "spend.v4_1.users.list";
    a_page_holds_a_hundred_at_most: "spend.v4_1.users.list", FreshCompany;
    a_page_holds_a_hundred_unless_asked_otherwise: "spend.v4_1.users.list", FreshCompany;
    a_page_may_hold_less_unless_asked_otherwise: "spend.v4_1.users.list", FreshCompany;
    a_start_or_a_size_that_is_no_number_is_400: "spend.v4_1.users.list";
    #[source = page::SAMPLE_COLLECTION]
    the_older_path_leads_to_the_same_list: "spend.v4.users.list";
    a_newcomer_stands_at_the_end: "spend.v4_1.users.list", FreshCompany;
    who_was_never_provisioned_is_in_no_list: "spend.v4_1.users.list", FreshCompany;
    who_is_deleted_in_identity_is_in_no_list: "spend.v4_1.users.list", FreshCompany;
}

async fn a_list_of_v4_shows_everybody_who_spends(session: &mut Session) -> Claim {
    shows_everybody(session, V4).await
}

async fn a_list_of_v4_1_shows_everybody_who_spends(session: &mut Session) -> Claim {
    shows_everybody(session, V41).await
}

async fn shows_everybody(session: &mut Session, path: &str) -> Claim {
    let mut everyone = Vec::new();
    for user in session.everyone().await? {
        everyone.push(id_of(&user)?);
    }
    everyone.sort();
    let page = list(session, path, &[]).await?;
    same(
        "totalResults",
        json!(everyone.len()),
        page["totalResults"].clone(),
    )?;
    let mut listed = ids(&page)?;
    listed.sort();
    same("the users", everyone, listed)
}

async fn a_list_reply_names_its_numbers(session: &mut Session) -> Claim {
    for (path, size) in RELEASES {
        let page = list(session, path, &[("startIndex", "2"), (size, "3")]).await?;
        let schema = json!(["urn:ietf:params:scim:api:messages:2.0:ListResponse"]);
        same("schemas", &schema, &page["schemas"])?;
        same("startIndex", &json!(2), &page["startIndex"])?;
        same("itemsPerPage", &json!(3), &page["itemsPerPage"])?;
        holds("the total is more", page["totalResults"].as_u64() > Some(3))?;
    }
    Ok(())
}

async fn a_page_of_v4_holds_as_many_as_asked_for(session: &mut Session) -> Claim {
    holds_as_many(session, V4, "itemsPerPage").await
}

async fn a_page_of_v4_1_holds_as_many_as_asked_for(session: &mut Session) -> Claim {
    holds_as_many(session, V41, "count").await
}

async fn holds_as_many(session: &mut Session, path: &str, size: &str) -> Claim {
    for wanted in [1, 4] {
        let page = list(session, path, &[(size, &wanted.to_string())]).await?;
        same("the users", wanted, shown(&page).len())?;
    }
    Ok(())
}

async fn the_start_index_counts_records_and_not_pages(session: &mut Session) -> Claim {
    for (path, size) in RELEASES {
        let whole = ids(&list(session, path, &[]).await?)?;
        let query = [("startIndex", "2"), (size, "5")];
        let page = ids(&list(session, path, &query).await?)?;
        let expected: Vec<_> = whole.iter().skip(1).take(5).cloned().collect();
        same("there are five", 5, page.len())?;
        same("the second to the sixth", expected, page)?;
    }
    Ok(())
}

async fn pages_hold_everybody_once(session: &mut Session) -> Claim {
    for (path, size) in RELEASES {
        let whole = ids(&list(session, path, &[]).await?)?;
        let mut seen = Vec::new();
        while seen.len() < whole.len() {
            let start = (seen.len() + 1).to_string();
            let query = [("startIndex", start.as_str()), (size, "5")];
            let page = list(session, path, &query).await?;
            same(
                "the total",
                json!(whole.len()),
                page["totalResults"].clone(),
            )?;
            let part = ids(&page)?;
            holds("a page holds somebody", !part.is_empty())?;
            seen.extend(part);
        }
        holds("there are several pages", whole.len() > 5)?;
        let once: BTreeSet<_> = seen.iter().collect();
        same("everybody once", seen.len(), once.len())?;
        same("everybody in order", whole, seen)?;
    }
    Ok(())
}

async fn the_last_page_counts_what_it_holds(session: &mut Session) -> Claim {
    for (path, size) in RELEASES {
        let whole = ids(&list(session, path, &[]).await?)?;
        let start = whole.len().saturating_sub(1).to_string();
        let query = [("startIndex", start.as_str()), (size, "10")];
        let page = list(session, path, &query).await?;
        same("the users", 2, shown(&page).len())?;
        same("itemsPerPage", &json!(2), &page["itemsPerPage"])?;
    }
    Ok(())
}

async fn a_page_beyond_the_end_is_empty(session: &mut Session) -> Claim {
    for (path, _) in RELEASES {
        let page = list(session, path, &[("startIndex", "5000")]).await?;
        same("Resources", &json!([]), &page["Resources"])?;
        same("itemsPerPage", &json!(0), &page["itemsPerPage"])?;
        holds(
            "somebody is counted",
            page["totalResults"].as_u64() > Some(0),
        )?;
    }
    Ok(())
}

async fn a_page_holds_a_hundred_at_most(session: &mut Session) -> Claim {
    session.enter(&Wish::users(130)).await?;
    for (path, size) in RELEASES {
        let page = list(session, path, &[(size, "100")]).await?;
        same("the users", 100, shown(&page).len())?;
        // Whether more is cut or refused is said nowhere.
        let reply = session
            .call(listing(path, &[(size, "101")]).deviant())
            .await?;
        reply.is_any(&[200, 400])?;
        if reply.status() == 200 {
            same("the users", 100, shown(&reply.json()?).len())?;
        }
    }
    Ok(())
}

async fn a_page_holds_a_hundred_unless_asked_otherwise(session: &mut Session) -> Claim {
    session.enter(&Wish::users(130)).await?;
    for (path, _) in RELEASES {
        let page = list(session, path, &[]).await?;
        same("the users", 100, shown(&page).len())?;
        same("the total", &json!(130), &page["totalResults"])?;
    }
    Ok(())
}

async fn a_page_may_hold_less_unless_asked_otherwise(session: &mut Session) -> Claim {
    decide(session, "spend.default-count", 7).await?;
    for (path, size) in RELEASES {
        same("unasked", 7, shown(&list(session, path, &[]).await?).len())?;
        let page = list(session, path, &[(size, "9")]).await?;
        same("asked", 9, shown(&page).len())?;
    }
    Ok(())
}

async fn a_start_or_a_size_that_is_no_number_is_400(session: &mut Session) -> Claim {
    for (path, size) in RELEASES {
        for name in ["startIndex", size] {
            for value in ["many", "-1", "1.5"] {
                refuses(session, path, &[(name, value)]).await?;
            }
        }
    }
    Ok(())
}

async fn the_older_path_leads_to_the_same_list(session: &mut Session) -> Claim {
    let expected = list(session, V4, &[]).await?;
    holds("somebody is there", !shown(&expected).is_empty())?;
    for path in ["/spend/v4/Users", "/profile/spend/v4/Users/"] {
        same(path, &expected, &list(session, path, &[]).await?)?;
    }
    Ok(())
}

async fn a_newcomer_stands_at_the_end(session: &mut Session) -> Claim {
    let id = provide(session, "last", smallest(), &[]).await?;
    for (path, _) in RELEASES {
        let listed = ids(&list(session, path, &[]).await?)?;
        same("the last", Some(&id), listed.last())?;
    }
    Ok(())
}

async fn who_was_never_provisioned_is_in_no_list(session: &mut Session) -> Claim {
    let id = session.create_id(&newcomer(session, "unspent")).await?;
    is_in_no_list(session, &id).await
}

async fn who_is_deleted_in_identity_is_in_no_list(session: &mut Session) -> Claim {
    let id = provide(session, "leaver", smallest(), &[]).await?;
    let filter = format!("{} eq \"US\"", urn("User:country"));
    let before = found(session, V41, &filter).await?;
    holds("they are there at first", before.contains(&id))?;
    let path = format!("{}/{id}", crate::session::USERS);
    session.call(Request::delete(path)).await?.is(204)?;
    is_in_no_list(session, &id).await
}

async fn is_in_no_list(session: &mut Session, id: &str) -> Result<(), Failure> {
    for (path, _) in RELEASES {
        let page: Value = list(session, path, &[]).await?;
        let listed = ids(&page)?;
        holds("somebody is listed", !listed.is_empty())?;
        holds("they are not", listed.iter().all(|one| one != id))?;
    }
    Ok(())
}
