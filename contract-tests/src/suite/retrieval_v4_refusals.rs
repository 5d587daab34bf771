//! User Retrieval v4: what it refuses.

use serde_json::{Value, json};

use super::own_token::own_token;
use super::retrieval_calls::{SEARCH, STANDARD, search, searching, sending};
use super::{page, register};
use crate::finding::{Claim, Failure, holds};
use crate::request::Request;
use crate::session::{SEARCH_REQUEST, Session, Wish};

/// The most that a body may have.
const TEN_KILOBYTES: usize = 10 * 1024;

register! { $ each_retrieval_v4_refusal of "retrieval_v4_refusals", page::RETRIEVAL;
    concurs_own_schema_is_not_that_of_this_search: "user_retrieval.v4.users.search";
    a_search_without_schema_is_400: "user_retrieval.v4.users.search";
    a_body_of_more_than_ten_kilobytes_is_400: "user_retrieval.v4.users.search";
    a_body_of_less_than_ten_kilobytes_is_taken: "user_retrieval.v4.users.search";
    a_count_above_a_thousand_gives_no_more: "user_retrieval.v4.users.search";
    a_count_that_is_none_is_400: "user_retrieval.v4.users.search";
    a_made_up_cursor_is_400: "user_retrieval.v4.users.search";
    lists_of_attributes_must_be_lists: "user_retrieval.v4.users.search";
    a_body_that_is_no_search_is_400: "user_retrieval.v4.users.search";
    a_search_without_token_is_refused: "user_retrieval.v4.users.search";
    a_search_without_its_scope_is_403: "user_retrieval.v4.users.search", FreshCompany;
    a_users_own_token_searches_nothing: "user_retrieval.v4.users.search", FreshCompany;
    the_company_of_another_token_is_not_seen: "user_retrieval.v4.users.search", FreshCompany;
    it_cannot_be_read_with_get: "user_retrieval.v4.users.search";
    the_total_is_spelt_as_chosen: "user_retrieval.v4.users.search", FreshCompany;
    a_count_above_a_thousand_may_be_400: "user_retrieval.v4.users.search", FreshCompany;
    the_path_of_the_prose_may_search_as_well: "user_retrieval.v4.users.search", FreshCompany;
}

async fn concurs_own_schema_is_not_that_of_this_search(session: &mut Session) -> Claim {
    refuses(session, &json!({ "schemas": [SEARCH_REQUEST] }).to_string()).await
}

async fn a_search_without_schema_is_400(session: &mut Session) -> Claim {
    refuses(session, &json!({ "count": 3 }).to_string()).await?;
    refuses(session, &json!({ "schemas": [], "count": 3 }).to_string()).await
}

async fn a_body_of_more_than_ten_kilobytes_is_400(session: &mut Session) -> Claim {
    refuses(session, &body_of(TEN_KILOBYTES + 200)).await
}

async fn a_body_of_less_than_ten_kilobytes_is_taken(session: &mut Session) -> Claim {
    // A kilobyte is a thousand bytes or a little more.
    let text = body_of(9_900);
    session.call(sending(&text)).await?.people().map(drop)
}

async fn a_count_above_a_thousand_gives_no_more(session: &mut Session) -> Claim {
    // Whether it is refused or cut is not written.
    let request = searching(&json!({ "count": 1001 })).deviant();
    let reply = session.call(request).await?;
    if reply.status() == 200 {
        return holds(
            "a thousand at most",
            (1..=1000).contains(&reply.people()?.len()),
        );
    }
    reply.refused(400).map(drop)
}

async fn a_count_that_is_none_is_400(session: &mut Session) -> Claim {
    for count in [json!("many"), json!(2.5), json!([])] {
        let body = json!({ "schemas": [STANDARD], "count": count });
        refuses(session, &body.to_string()).await?;
    }
    Ok(())
}

async fn a_made_up_cursor_is_400(session: &mut Session) -> Claim {
    for cursor in [
        "made up",
        "e30=",
        "eyJjcmVhdGVkLWlkIjo3fQ==",
        &"A".repeat(4000),
    ] {
        let body = json!({ "schemas": [STANDARD], "cursor": cursor });
        refuses(session, &body.to_string()).await?;
    }
    Ok(())
}

async fn lists_of_attributes_must_be_lists(session: &mut Session) -> Claim {
    for name in ["attributes", "excludedAttributes"] {
        for value in [json!("userName"), json!({}), json!([7])] {
            let mut body = json!({ "schemas": [STANDARD] });
            body[name] = value;
            refuses(session, &body.to_string()).await?;
        }
    }
    Ok(())
}

async fn a_body_that_is_no_search_is_400(session: &mut Session) -> Claim {
    let deep = format!("{{\"filter\": {}{}}}", "[".repeat(400), "]".repeat(400));
    for text in ["", "{", "[]", "null", "7", "<search/>", &deep] {
        refuses(session, text).await?;
    }
    Ok(())
}

async fn a_search_without_token_is_refused(session: &mut Session) -> Claim {
    let reply = session.send(searching(&json!({})).deviant()).await?;
    reply.is_any(&[401, 403])?;
    reply.refused(reply.status()).map(drop)
}

async fn a_search_without_its_scope_is_403(session: &mut Session) -> Claim {
    let wish = Wish::scopes(&["identity.user.ids.read", "identity.user.core.read"]);
    session.enter(&wish).await?;
    search(session, &json!({})).await?.refused(403).map(drop)
}

async fn a_users_own_token_searches_nothing(session: &mut Session) -> Claim {
    let (token, _) = own_token(session).await?;
    let reply = session.send(searching(&json!({})).bearer(&token)).await?;
    reply.is_any(&[400, 401, 403])?;
    reply.refused(reply.status()).map(drop)
}

async fn the_company_of_another_token_is_not_seen(session: &mut Session) -> Claim {
    let known = session.somebody().await?;
    session.enter(&Wish::default()).await?;
    let ids: Vec<Value> = search(session, &json!({})).await?.people()?;
    let seen = ids.iter().any(|user| user["id"] == *known);
    holds("nobody of the other company is found", !seen)
}

async fn it_cannot_be_read_with_get(session: &mut Session) -> Claim {
    // The page's table of scopes calls it a GET once.
    let reply = session.call(Request::get(SEARCH).deviant()).await?;
    reply.is_any(&[404, 405])?;
    search(session, &json!({})).await?.people().map(drop)
}

async fn the_total_is_spelt_as_chosen(session: &mut Session) -> Claim {
    for name in ["total", "totalResults"] {
        session
            .enter(&Wish::policy("retrieval.total-name", name))
            .await?;
        let reply = search(session, &json!({ "count": 3 })).await?;
        reply.people()?;
        holds(format!("{name} is there"), reply.json()?[name].is_u64())?;
    }
    Ok(())
}

async fn a_count_above_a_thousand_may_be_400(session: &mut Session) -> Claim {
    session
        .enter(&Wish::policy("retrieval.excessive-count", "refused"))
        .await?;
    let request = searching(&json!({ "count": 1001 })).deviant();
    session.call(request).await?.refused(400).map(drop)
}

async fn the_path_of_the_prose_may_search_as_well(session: &mut Session) -> Claim {
    session
        .enter(&Wish::policy("retrieval.path", "either"))
        .await?;
    let mut request = searching(&json!({ "count": 3 }));
    "/profile/v4/Users/search".clone_into(&mut request.path);
    session.call(request).await?.people().map(drop)
}

async fn refuses(session: &mut Session, text: &str) -> Claim {
    let reply = session.call(sending(text).deviant()).await?;
    let shortened: String = text.chars().take(80).collect();
    let name = |failure| Failure::disagrees(format!("{shortened}: {failure}"));
    reply.refused(400).map(drop).map_err(name)
}

/// A search of that many bytes; what fills it up means nothing.
fn body_of(bytes: usize) -> String {
    let mut body = json!({ "schemas": [STANDARD], "count": 3 }).to_string();
    let missing = bytes.saturating_sub(body.len());
    body.push_str(&" ".repeat(missing));
    body
}
