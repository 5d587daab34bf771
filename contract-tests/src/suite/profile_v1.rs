//! Profile v1: a user's own profile.

use serde_json::{Value, json};

use super::own_token::own_token;
use super::{page, register};
use crate::finding::{Claim, Failure, holds, same};
use crate::reply::Reply;
use crate::request::Request;
use crate::session::{ENTERPRISE, Session, Wish};

const ME: &str = "/profile/v1/me";
const EXPENSE: &str = "com:concur:Expense:0.2";
const EMPLOYEE: &str = "com:concur:Employee:1.0";

register! { $ each_profile_v1 of "profile_v1", page::PROFILE_V1;
    a_user_reads_the_own_profile: "profile.v1.me.get", FreshCompany;
    a_profile_names_the_schemas_that_it_has: "profile.v1.me.get", FreshCompany;
    the_expense_part_is_shown_when_asked_for: "profile.v1.me.get", FreshCompany;
    the_expense_part_names_fields_by_their_labels: "profile.v1.me.get", FreshCompany;
    the_expense_part_is_not_shown_unasked: "profile.v1.me.get", FreshCompany;
    the_expense_part_repeats_who_it_is: "profile.v1.me.get", FreshCompany;
    a_compact_profile_is_no_longer_than_the_whole: "profile.v1.me.get", FreshCompany;
    both_parts_may_be_asked_for: "profile.v1.me.get", FreshCompany;
    the_company_stands_in_the_employees_part: "profile.v1.me.get", FreshCompany;
    an_address_has_the_word_of_this_generation: "profile.v1.me.get", FreshCompany;
    a_change_through_identity_is_seen: "profile.v1.me.get", FreshCompany;
    a_user_of_another_data_centre_is_sent_there: "profile.v1.me.get", FreshCompany;
    the_scope_for_writing_reads_as_well: "profile.v1.me.get", FreshCompany;
    without_scope_access_is_denied: "profile.v1.me.get", FreshCompany;
    without_token_there_is_no_profile: "profile.v1.me.get";
    a_made_up_token_has_no_profile: "profile.v1.me.get";
    a_company_has_no_profile: "profile.v1.me.get", FreshCompany;
}

async fn a_user_reads_the_own_profile(session: &mut Session) -> Claim {
    let (profile, id) = me(session, &[]).await?;
    same("id", &json!(id), &profile["id"])?;
    same("active", &json!(true), &profile["active"])
}

async fn a_profile_names_the_schemas_that_it_has(session: &mut Session) -> Claim {
    let (profile, _) = me(session, &[("schema", "expense")]).await?;
    let schemas = profile["schemas"].as_array().cloned().unwrap_or_default();
    holds(
        "the user's schema is named",
        schemas.contains(&json!("com:concur:User:1.0")),
    )?;
    let members = profile.as_object().into_iter().flatten();
    for (name, _) in members.filter(|(name, _)| name.starts_with("com:concur:")) {
        holds(format!("{name} is named"), schemas.contains(&json!(name)))?;
    }
    Ok(())
}

async fn the_expense_part_is_shown_when_asked_for(session: &mut Session) -> Claim {
    let (profile, _) = me(session, &[("schema", "expense")]).await?;
    holds("it is there", profile[EXPENSE].is_object())
}

async fn the_expense_part_names_fields_by_their_labels(session: &mut Session) -> Claim {
    let members = json!({ "customFields": [
        { "id": "orgUnit1", "label": "Vessel" }, { "id": "custom2", "label": "Berth" }
    ] });
    session.configure(&members).await?;
    let (profile, _) = me(session, &[("schema", "expense")]).await?;
    for (list, name, label) in [
        ("orgUnitData", "orgUnitName", "Vessel"),
        ("customData", "customFieldName", "Berth"),
    ] {
        let fields = profile[EXPENSE][list].as_array().cloned();
        let names: Vec<_> = fields.unwrap_or_default();
        let names: Vec<_> = names.iter().map(|field| field[name].clone()).collect();
        same(list, vec![json!(label)], names)?;
    }
    Ok(())
}

async fn the_expense_part_is_not_shown_unasked(session: &mut Session) -> Claim {
    let (profile, id) = me(session, &[]).await?;
    same("id", &json!(id), &profile["id"])?;
    holds("it is not there", profile.get(EXPENSE).is_none())
}

async fn the_expense_part_repeats_who_it_is(session: &mut Session) -> Claim {
    let (profile, id) = me(session, &[("schema", "expense")]).await?;
    let known = session.user(&id).await?;
    let part = &profile[EXPENSE];
    for (name, value) in [
        ("uuId", &known["id"]),
        ("loginId", &known["userName"]),
        ("active", &known["active"]),
        ("firstName", &known["name"]["givenName"]),
        ("lastName", &known["name"]["familyName"]),
        ("employeeId", &known[ENTERPRISE]["employeeNumber"]),
    ] {
        same(name, value, &part[name])?;
    }
    Ok(())
}

async fn a_compact_profile_is_no_longer_than_the_whole(session: &mut Session) -> Claim {
    let (whole, id) = me(session, &[]).await?;
    let (compact, _) = me(session, &[("schema", "compact")]).await?;
    same("id", &json!(id), &compact["id"])?;
    let members = |profile: &Value| profile.as_object().map_or(0, serde_json::Map::len);
    holds(
        "it has no more members",
        members(&compact) <= members(&whole),
    )
}

async fn both_parts_may_be_asked_for(session: &mut Session) -> Claim {
    let (profile, id) = me(session, &[("schema", "compact,expense")]).await?;
    same("id", &json!(id), &profile["id"])?;
    holds("the expense part is there", profile[EXPENSE].is_object())
}

async fn the_company_stands_in_the_employees_part(session: &mut Session) -> Claim {
    let (profile, _) = me(session, &[]).await?;
    let company = json!(session.company().company_id);
    same("companyUUID", &company, &profile[EMPLOYEE]["companyUUID"])
}

async fn an_address_has_the_word_of_this_generation(session: &mut Session) -> Claim {
    let (profile, id) = me(session, &[]).await?;
    let known = session.user(&id).await?;
    let work = known["emails"].as_array().into_iter().flatten();
    let mut work = work.filter(|entry| entry["type"] == "work");
    let work = work
        .next()
        .map_or(Value::Null, |entry| entry["value"].clone());
    let found = profile["emails"].as_array().into_iter().flatten();
    let mut found = found.filter(|entry| entry["type"] == "Business");
    let found = found
        .next()
        .map_or(Value::Null, |entry| entry["value"].clone());
    same("the business address", work, found)
}

async fn a_change_through_identity_is_seen(session: &mut Session) -> Claim {
    let (_, id) = me(session, &[]).await?;
    let change = json!([{ "op": "replace", "path": "name.familyName", "value": "Married" }]);
    session.patch(&id, change).await?.is(200)?;

    let (profile, _) = me(session, &[("schema", "expense")]).await?;
    same("lastName", &json!("Married"), &profile[EXPENSE]["lastName"])
}

async fn a_user_of_another_data_centre_is_sent_there(session: &mut Session) -> Claim {
    let (token, _) = own_token(session).await?;
    session
        .change_company(&json!({ "data_centre": "second" }))
        .await?;

    let reply = session.send(Request::get(ME).bearer(&token)).await?;
    reply.is(301)?;
    let address = reply.header("location").unwrap_or_default().to_owned();
    holds(
        format!("{address} leads to the profile"),
        address.ends_with(ME),
    )?;
    let here = address.starts_with(&session.company().base_url);
    holds(format!("{address} is elsewhere"), !here)
}

async fn the_scope_for_writing_reads_as_well(session: &mut Session) -> Claim {
    session.enter(&Wish::scopes(&["user.write"])).await?;
    let (profile, id) = me(session, &[]).await?;
    same("id", &json!(id), &profile["id"])
}

async fn without_scope_access_is_denied(session: &mut Session) -> Claim {
    session
        .enter(&Wish::scopes(&["identity.user.ids.read"]))
        .await?;
    let (token, _) = own_token(session).await?;
    let reply = session.send(Request::get(ME).bearer(&token)).await?;
    let message = refused(&reply, &[403])?.to_lowercase();
    holds(
        format!("`{message}` are the printed words"),
        message.contains("access denied"),
    )
}

async fn without_token_there_is_no_profile(session: &mut Session) -> Claim {
    let reply = session.send(Request::get(ME).deviant()).await?;
    refused(&reply, &[401, 403]).map(drop)
}

async fn a_made_up_token_has_no_profile(session: &mut Session) -> Claim {
    let request = Request::get(ME).bearer("made-up").deviant();
    refused(&session.send(request).await?, &[401, 403]).map(drop)
}

async fn a_company_has_no_profile(session: &mut Session) -> Claim {
    let reply = session.call(Request::get(ME)).await?;
    refused(&reply, &[400, 401, 403, 404]).map(drop)
}

/// The known user's own profile and id.
async fn me(session: &mut Session, query: &[(&str, &str)]) -> Result<(Value, String), Failure> {
    let (token, user) = own_token(session).await?;
    let request = query
        .iter()
        .fold(Request::get(ME), |request, (name, value)| {
            request.query(name, *value)
        });
    let profile = session.send(request.bearer(&token)).await?.ok()?;
    Ok((profile, user.id))
}

/// Claims a refusal in the words of this generation, in one of the envelopes that are known.
fn refused(reply: &Reply, statuses: &[u16]) -> Result<String, Failure> {
    reply.is_any(statuses)?;
    let body = reply.json()?;
    let wrapped = body
        .pointer("/Content/Error")
        .or_else(|| body.pointer("/Error"));
    let message = wrapped.unwrap_or(&body)["Message"].as_str();
    let message = message.filter(|message| !message.is_empty());
    let none = || Failure::disagrees(format!("{}: no Message", reply.line()));
    message.map(ToOwned::to_owned).ok_or_else(none)
}
