//! What a token opens: refusals for a missing, altered, foreign or expired one, before any work is done.

use super::{page, register};
use crate::finding::{Claim, Failure, holds, same};
use crate::request::Request;
use crate::session::{Session, TOKEN, USERS, Wish};

register! { $ each_token of "tokens", page::STATUSES;
    a_missing_token_is_401: "identity.v4_1.users.list";
    a_token_that_is_no_token_is_401: "identity.v4_1.users.list";
    an_altered_token_is_401: "identity.v4_1.users.list";
    another_scheme_is_401: "identity.v4_1.users.list";
    the_scheme_may_be_written_in_capitals: "identity.v4_1.users.list";
    a_token_works_until_its_hour_is_over: "identity.v4_1.users.list", Clock;
    an_expired_token_is_403: "identity.v4_1.users.list", Clock;
    a_refreshed_token_works_where_the_old_one_expired: "identity.v4_1.users.list", Clock;
    a_missing_token_is_refused_by_every_operation: "identity.v4_1.users.get";
    a_user_of_another_company_is_404: "identity.v4_1.users.get", FreshCompany;
    two_companies_do_not_see_each_other: "identity.v4_1.users.search", FreshCompany;
    #[source = page::CORRELATION]
    the_correlation_id_of_a_request_comes_back: "identity.v4_1.users.list";
    #[source = page::TMC]
    a_correlation_id_need_not_be_a_uuid: "identity.v4_1.users.list";
    #[source = page::CORRELATION]
    every_answer_has_a_correlation_id_of_its_own: "identity.v4_1.users.list";
    #[source = page::CORRELATION]
    a_refusal_has_a_correlation_id_too: "identity.v4_1.users.get";
}

async fn a_missing_token_is_401(session: &mut Session) -> Claim {
    session
        .send(Request::get(USERS).deviant())
        .await?
        .refused(401)
        .map(drop)
}

async fn a_token_that_is_no_token_is_401(session: &mut Session) -> Claim {
    session
        .send(Request::get(USERS).bearer("nonsense"))
        .await?
        .refused(401)
        .map(drop)
}

async fn an_altered_token_is_401(session: &mut Session) -> Claim {
    let token = session.token().await?;
    // One character in the middle of the signature: the last one may hold bits that do not count.
    let place = token.rfind('.').map_or(0, |dot| dot + 20);
    let other = if token.as_bytes().get(place) == Some(&b'A') {
        "B"
    } else {
        "A"
    };
    let mut altered = token;
    altered.replace_range(place..=place, other);

    session
        .send(Request::get(USERS).bearer(&altered))
        .await?
        .refused(401)
        .map(drop)
}

async fn another_scheme_is_401(session: &mut Session) -> Claim {
    let request = Request::get(USERS)
        .header("authorization", "Basic dXNlcjpwYXNz")
        .deviant();
    session.send(request).await?.refused(401).map(drop)
}

async fn the_scheme_may_be_written_in_capitals(session: &mut Session) -> Claim {
    let token = session.token().await?;
    let request = Request::get(USERS).header("authorization", format!("BEARER {token}"));
    session.send(request).await?.people().map(drop)
}

async fn a_token_works_until_its_hour_is_over(session: &mut Session) -> Claim {
    session.freeze("2026-01-15T09:00:00Z").await?;
    let token = session.token().await?;

    session.advance(3599).await?;

    session
        .send(Request::get(USERS).bearer(&token))
        .await?
        .people()
        .map(drop)
}

async fn an_expired_token_is_403(session: &mut Session) -> Claim {
    session.freeze("2026-01-15T09:00:00Z").await?;
    let token = session.token().await?;

    session.advance(3601).await?;

    session
        .send(Request::get(USERS).bearer(&token))
        .await?
        .refused(403)
        .map(drop)
}

async fn a_refreshed_token_works_where_the_old_one_expired(session: &mut Session) -> Claim {
    session.freeze("2026-01-15T09:00:00Z").await?;
    let company = session.company().clone();
    let first = session.grant(&company).await?.ok()?;
    session.advance(3601).await?;

    let form = Request::post(TOKEN).form(&[
        ("client_id", &company.client_id),
        ("client_secret", &company.client_secret),
        ("grant_type", "refresh_token"),
        (
            "refresh_token",
            first["refresh_token"].as_str().unwrap_or_default(),
        ),
    ]);
    let second = session.send(form).await?.ok()?;

    let token = second["access_token"]
        .as_str()
        .unwrap_or_default()
        .to_owned();
    session
        .send(Request::get(USERS).bearer(&token))
        .await?
        .people()
        .map(drop)
}

async fn a_missing_token_is_refused_by_every_operation(session: &mut Session) -> Claim {
    let id = session.somebody().await?;
    let one = format!("{USERS}/{id}");
    let body = serde_json::json!({});
    let requests = [
        Request::get(&one),
        Request::post(USERS).json(&body),
        Request::post(format!("{USERS}/.search")).json(&body),
        Request::put(&one).json(&body),
        Request::patch(&one).json(&body),
        Request::delete(&one),
    ];
    for request in requests {
        session.send(request.deviant()).await?.refused(401)?;
    }
    session.user(&id).await.map(drop)
}

async fn a_user_of_another_company_is_404(session: &mut Session) -> Claim {
    let foreign = session.somebody().await?;
    session.enter(&Wish::default().seed(4711)).await?;

    session
        .call(Request::get(format!("{USERS}/{foreign}")))
        .await?
        .refused(404)
        .map(drop)
}

async fn two_companies_do_not_see_each_other(session: &mut Session) -> Claim {
    let here = session.everyone().await?;
    session.enter(&Wish::default().seed(4711)).await?;
    let there = session.everyone().await?;

    let shared: Vec<_> = here
        .iter()
        .filter(|user| there.iter().any(|other| other["id"] == user["id"]))
        .collect();
    holds(
        "both companies have users",
        !here.is_empty() && !there.is_empty(),
    )?;
    same("users in both", 0, shared.len())
}

async fn the_correlation_id_of_a_request_comes_back(session: &mut Session) -> Claim {
    let own = "5f0c1f2e-7a55-4f3e-9d3a-2f2f3a7f9b10";
    let reply = session
        .call(Request::get(USERS).header("concur-correlationid", own))
        .await?;

    same(
        "concur-correlationid",
        Some(own),
        reply.header("concur-correlationid"),
    )
}

async fn a_correlation_id_need_not_be_a_uuid(session: &mut Session) -> Claim {
    // The sample of the page has a number in front of the UUID.
    let own = "2997-5f0c1f2e-7a55-4f3e-9d3a-2f2f3a7f9b10";
    let reply = session
        .call(Request::get(USERS).header("concur-correlationid", own))
        .await?;

    same(
        "concur-correlationid",
        Some(own),
        reply.header("concur-correlationid"),
    )
}

async fn every_answer_has_a_correlation_id_of_its_own(session: &mut Session) -> Claim {
    let first = correlation(session).await?;
    let second = correlation(session).await?;

    // With or without dashes, the page says.
    for id in [&first, &second] {
        holds(format!("{id} is a UUID"), uuid::Uuid::parse_str(id).is_ok())?;
    }
    holds("the two differ", first != second)
}

async fn a_refusal_has_a_correlation_id_too(session: &mut Session) -> Claim {
    let request = Request::get(format!("{USERS}/00000000-0000-4000-8000-000000000000"));
    let reply = session.call(request).await?;

    reply.refused(404)?;
    holds(
        "there is a correlation id",
        reply.header("concur-correlationid").is_some(),
    )
}

async fn correlation(session: &mut Session) -> Result<String, Failure> {
    let reply = session.call(Request::get(USERS)).await?;
    Ok(reply
        .header("concur-correlationid")
        .unwrap_or_default()
        .to_owned())
}
