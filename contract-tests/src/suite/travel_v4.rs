//! Travel v4: what the one call shows, to whom, and what it refuses.

use serde_json::json;

use super::own_token::own_token;
use super::people::newcomer;
use super::travel_v4_calls::{PRIVATE, TRAVEL, TRAVEL_USERS, refused, travel_of};
use super::{page, register};
use crate::finding::{Claim, holds, same};
use crate::request::Request;
use crate::session::{Session, Wish, id_of};

const GENERAL: &str = "travel.user.general.read";
const CONFIDENTIAL: &str = "travel.user.private.read";
const IDS: &str = "identity.user.ids.read";

register! { $ each_travel_v4 of "travel_v4", page::TRAVEL;
    whoever_travels_has_a_rule_class: "travel.v4.users.get", FreshCompany;
    a_reply_is_the_id_and_the_extension: "travel.v4.users.get", FreshCompany;
    #[source = page::SAMPLE_COLLECTION]
    the_shorter_path_reads_the_same: "travel.v4.users.get", FreshCompany;
    without_the_private_scope_three_members_are_missing: "travel.v4.users.get", FreshCompany;
    the_private_scope_alone_shows_what_is_private: "travel.v4.users.get", FreshCompany;
    without_a_travel_scope_it_is_403: "travel.v4.users.get", FreshCompany;
    an_unknown_user_is_404: "travel.v4.users.get";
    an_id_that_is_none_is_refused: "travel.v4.users.get";
    whom_travel_does_not_know_is_404: "travel.v4.users.get", FreshCompany;
    nobody_of_another_company_is_shown: "travel.v4.users.get", FreshCompany;
    a_travel_user_needs_a_token: "travel.v4.users.get";
    a_users_token_opens_no_travel_user: "travel.v4.users.get", FreshCompany;
    there_is_no_list: "travel.v4.users.get", FreshCompany;
    nothing_is_written_here: "travel.v4.users.get", FreshCompany;
}

async fn whoever_travels_has_a_rule_class(session: &mut Session) -> Claim {
    for user in session.everyone().await? {
        let travel = travel_of(session, &id_of(&user)?).await?;
        holds(
            "the class has a name",
            travel["ruleClass"]["name"].is_string(),
        )?;
        holds("and an id", travel["ruleClass"]["id"].is_i64())?;
    }
    Ok(())
}

async fn a_reply_is_the_id_and_the_extension(session: &mut Session) -> Claim {
    let id = session.somebody().await?;
    let request = Request::get(format!("{TRAVEL_USERS}/{id}"));
    let body = session.call(request).await?.ok()?;
    let mut names: Vec<_> = body.as_object().into_iter().flatten().collect();
    names.sort_by_key(|(name, _)| name.to_owned());
    let names: Vec<_> = names.into_iter().map(|(name, _)| name.as_str()).collect();
    same("members", vec!["id", TRAVEL], names)?;
    same("id", Some(id.as_str()), body["id"].as_str())
}

async fn the_shorter_path_reads_the_same(session: &mut Session) -> Claim {
    let id = session.somebody().await?;
    let long = Request::get(format!("{TRAVEL_USERS}/{id}"));
    let long = session.call(long).await?.ok()?;
    for path in ["/travel/v4/Users", "/travel/v4/users"] {
        let short = Request::get(format!("{path}/{id}"));
        same(path, &long, &session.call(short).await?.ok()?)?;
    }
    Ok(())
}

async fn without_the_private_scope_three_members_are_missing(session: &mut Session) -> Claim {
    session.enter(&Wish::scopes(&[GENERAL, IDS])).await?;
    let id = session.somebody().await?;
    let travel = travel_of(session, &id).await?;
    holds("the class is shown", travel["ruleClass"].is_object())?;
    for name in PRIVATE {
        holds(format!("{name} is left out"), travel.get(name).is_none())?;
    }
    Ok(())
}

async fn the_private_scope_alone_shows_what_is_private(session: &mut Session) -> Claim {
    session.enter(&Wish::scopes(&[CONFIDENTIAL, IDS])).await?;
    let id = session.somebody().await?;
    let travel = travel_of(session, &id).await?;
    for name in PRIVATE {
        holds(format!("{name} is there"), travel.get(name).is_some())?;
    }
    for name in ["ruleClass", "customFields", "groups", "manager"] {
        holds(format!("{name} is left out"), travel.get(name).is_none())?;
    }
    Ok(())
}

async fn without_a_travel_scope_it_is_403(session: &mut Session) -> Claim {
    session.enter(&Wish::scopes(&[IDS])).await?;
    let id = session.somebody().await?;
    let request = Request::get(format!("{TRAVEL_USERS}/{id}"));
    refused(&session.call(request).await?, &[403])
}

async fn an_unknown_user_is_404(session: &mut Session) -> Claim {
    let request = Request::get(format!(
        "{TRAVEL_USERS}/00000000-0000-4000-8000-000000000000"
    ));
    refused(&session.call(request).await?, &[404])
}

async fn an_id_that_is_none_is_refused(session: &mut Session) -> Claim {
    let request = Request::get(format!("{TRAVEL_USERS}/nobody"));
    refused(&session.call(request.deviant()).await?, &[400, 404])
}

async fn whom_travel_does_not_know_is_404(session: &mut Session) -> Claim {
    let id = session.create_id(&newcomer(session, "homebody")).await?;
    let request = Request::get(format!("{TRAVEL_USERS}/{id}"));
    refused(&session.call(request).await?, &[404])
}

async fn nobody_of_another_company_is_shown(session: &mut Session) -> Claim {
    let stranger = session.somebody().await?;
    travel_of(session, &stranger).await?;
    session.enter(&Wish::default().seed(977)).await?;
    let request = Request::get(format!("{TRAVEL_USERS}/{stranger}"));
    refused(&session.call(request).await?, &[404])
}

async fn a_travel_user_needs_a_token(session: &mut Session) -> Claim {
    let path = format!("{TRAVEL_USERS}/00000000-0000-4000-8000-000000000000");
    let reply = session.send(Request::get(&path).deviant()).await?;
    refused(&reply, &[401, 403])?;
    let reply = session.send(Request::get(&path).bearer("made-up")).await?;
    refused(&reply, &[401, 403])
}

async fn a_users_token_opens_no_travel_user(session: &mut Session) -> Claim {
    let (token, user) = own_token(session).await?;
    let request = Request::get(format!("{TRAVEL_USERS}/{}", user.id)).bearer(&token);
    refused(&session.send(request).await?, &[400, 401, 403])
}

async fn there_is_no_list(session: &mut Session) -> Claim {
    let id = session.somebody().await?;
    travel_of(session, &id).await?;
    for path in [TRAVEL_USERS, "/travel/v4/Users"] {
        let reply = session.call(Request::get(path).deviant()).await?;
        reply.is_any(&[400, 404, 405])?;
    }
    Ok(())
}

async fn nothing_is_written_here(session: &mut Session) -> Claim {
    let id = session.somebody().await?;
    let before = travel_of(session, &id).await?;
    let path = format!("{TRAVEL_USERS}/{id}");
    let body = json!({ TRAVEL: { "ruleClass": { "name": "Other" }, "gender": "Male" } });
    for request in [
        Request::put(&path),
        Request::patch(&path),
        Request::post(&path),
        Request::post(TRAVEL_USERS),
    ] {
        let reply = session.call(request.json(&body).deviant()).await?;
        reply.is_any(&[404, 405])?;
    }
    let reply = session.call(Request::delete(&path).deviant()).await?;
    reply.is_any(&[404, 405])?;
    same("the user", before, travel_of(session, &id).await?)
}
