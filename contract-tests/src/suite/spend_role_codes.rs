//! Spend User v4: the roles that can be given.

use std::collections::BTreeMap;

use serde_json::Value;

use super::readings::decide;
use super::spend_calls::{RELEASES, V4, provide, refused, smallest};
use super::spend_role_table::ROLES;
use super::{page, register};
use crate::finding::{Claim, Failure, holds, same};
use crate::request::Request;
use crate::session::Session;

register! { $ each_spend_role_code of "spend_role_codes", page::SPEND_ROLES;
    every_role_of_the_table_is_listed: "spend.v4.role_codes.list";
    every_role_has_the_name_of_the_table: "spend.v4.role_codes.list";
    no_other_role_is_listed: "spend.v4.role_codes.list";
    the_list_is_bare: "spend.v4.role_codes.list";
    the_list_may_be_a_list_reply: "spend.v4.role_codes.list", FreshCompany;
    the_list_is_no_user: "spend.v4.role_codes.list";
    v4_1_has_no_such_list: "spend.v4_1.users.get";
    every_role_of_a_user_is_a_role_of_the_list: "spend.v4.role_codes.list", FreshCompany;
}

async fn every_role_of_the_table_is_listed(session: &mut Session) -> Claim {
    let listed = listed(session).await?;
    let missing: Vec<_> = ROLES
        .iter()
        .filter(|(code, _)| !listed.contains_key(*code))
        .collect();
    holds(
        format!("none of {missing:?} is missing"),
        missing.is_empty(),
    )
}

async fn every_role_has_the_name_of_the_table(session: &mut Session) -> Claim {
    let listed = listed(session).await?;
    for (code, _) in ROLES {
        let names = listed.get(*code).cloned().unwrap_or_default();
        let known = |name: &String| ROLES.contains(&(*code, name.as_str()));
        holds(
            format!("{code}: {names:?}"),
            !names.is_empty() && names.iter().all(known),
        )?;
    }
    Ok(())
}

async fn no_other_role_is_listed(session: &mut Session) -> Claim {
    let listed = listed(session).await?;
    holds("there are some", !listed.is_empty())?;
    // What cannot be provisioned has no code in the table.
    let known = |code: &str| code == "N/A" || ROLES.iter().any(|(one, _)| *one == code);
    let others: Vec<_> = listed.keys().filter(|code| !known(code)).collect();
    holds(format!("{others:?} are in no table"), others.is_empty())
}

async fn the_list_is_bare(session: &mut Session) -> Claim {
    let body = session.call(role_codes()).await?.ok()?;
    holds("the reply is a list", body.is_array())
}

async fn the_list_may_be_a_list_reply(session: &mut Session) -> Claim {
    let bare = session.call(role_codes()).await?.ok()?;
    decide(session, "spend.role-codes-form", "list-response").await?;
    let body = session.call(role_codes()).await?.ok()?;
    same("Resources", &bare, &body["Resources"])?;
    let count = bare.as_array().map_or(0, Vec::len);
    same(
        "totalResults",
        Some(count as u64),
        body["totalResults"].as_u64(),
    )
}

async fn the_list_is_no_user(session: &mut Session) -> Claim {
    let body = session.call(role_codes()).await?.ok()?;
    holds("it has no id", body.get("id").is_none())?;
    holds("it has roles", body[0]["roleCode"].is_string())
}

async fn v4_1_has_no_such_list(session: &mut Session) -> Claim {
    let [_, (newer, _)] = RELEASES;
    let request = Request::get(format!("{newer}/roleCodes")).deviant();
    let reply = session.call(request).await?;
    reply.is_any(&[400, 404])?;
    refused(&reply, reply.status())
}

async fn every_role_of_a_user_is_a_role_of_the_list(session: &mut Session) -> Claim {
    let listed = listed(session).await?;
    let id = provide(session, "roles", smallest(), &[]).await?;
    let roles = super::spend_calls::extension(session, &id, "Role").await?;
    let roles = roles["roles"].as_array().cloned().unwrap_or_default();
    holds("there are some", !roles.is_empty())?;
    for role in roles {
        let name = role["roleName"].as_str().unwrap_or_default();
        holds(format!("{name} is listed"), listed.contains_key(name))?;
    }
    Ok(())
}

fn role_codes() -> Request {
    Request::get(format!("{V4}/roleCodes"))
}

/// The names under each code; some roles stand under several products.
async fn listed(session: &mut Session) -> Result<BTreeMap<String, Vec<String>>, Failure> {
    let body = session.call(role_codes()).await?.ok()?;
    let rows = body.as_array().cloned().unwrap_or_default();
    let mut listed: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in &rows {
        let text = |name: &str| row[name].as_str().map(ToOwned::to_owned);
        let code = text("roleCode").ok_or_else(|| no_role(row))?;
        let name = text("roleName").ok_or_else(|| no_role(row))?;
        listed.entry(code).or_default().push(name);
    }
    Ok(listed)
}

fn no_role(row: &Value) -> Failure {
    Failure::disagrees(format!("{row} is no role"))
}
