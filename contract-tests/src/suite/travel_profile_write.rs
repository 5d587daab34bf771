//! Travel Profile v2: who is written in XML is the same person everywhere.

use serde_json::json;

use super::own_token::token_of;
use super::travel_profile_calls::{
    PASSWORD, body, call, create, general, has_code, identity, posting, profile, refused, travel,
    update,
};
use super::travel_provisioning_calls::equip;
use super::{page, register};
use crate::finding::{Claim, holds, same};
use crate::session::Session;

register! { $ each_travel_profile_write of "travel_profile_write", page::TRAVEL_PROFILE_V2;
    who_is_created_is_seen_everywhere: "travel_profile.v2.profile.write", FreshCompany;
    a_new_user_signs_in_with_the_password: "travel_profile.v2.profile.write", FreshCompany;
    each_needed_member_is_needed: "travel_profile.v2.profile.write", FreshCompany;
    a_login_is_taken_once: "travel_profile.v2.profile.write", FreshCompany;
    a_strange_travel_configuration_makes_no_user: "travel_profile.v2.profile.write", FreshCompany;
    a_new_name_and_title_are_seen_everywhere: "travel_profile.v2.profile.write", FreshCompany;
    what_is_left_out_stays: "travel_profile.v2.profile.write", FreshCompany;
    an_empty_text_is_cleared: "travel_profile.v2.profile.write", FreshCompany;
    #[source = page::TRAVEL_PROFILE_GUIDE]
    a_status_switches_the_user_off_and_on: "travel_profile.v2.profile.write", FreshCompany;
    a_rule_class_is_found_in_any_letters: "travel_profile.v2.profile.write", FreshCompany;
    an_unknown_login_is_not_updated: "travel_profile.v2.profile.write", FreshCompany;
}

async fn who_is_created_is_seen_everywhere(session: &mut Session) -> Claim {
    let login = create(session, "fresh", "").await?;
    let user = identity(session, &login).await?;
    same("active", &json!(true), &user["active"])?;
    same("givenName", &json!("Robin"), &user["name"]["givenName"])?;
    same(
        "familyName",
        &json!("Traveller"),
        &user["name"]["familyName"],
    )?;
    let known = profile(session, &login).await?;
    same(
        "FirstName",
        Some("Robin"),
        known.text_at("General/FirstName"),
    )?;
    let travel = travel(session, &login).await?;
    let class = travel["ruleClass"]["name"].as_str();
    same("the rule class", class, known.text_at("General/RuleClass"))
}

async fn a_new_user_signs_in_with_the_password(session: &mut Session) -> Claim {
    let login = create(session, "signing", "").await?;
    token_of(session, &login, PASSWORD).await.map(drop)
}

async fn each_needed_member_is_needed(session: &mut Session) -> Claim {
    let whole = general(session, &[]).await?;
    let login = "incomplete@travels.example";
    for name in ["FirstName", "LastName", "TravelConfigID"] {
        let from = whole.find(&format!("<{name}>")).unwrap_or_default();
        let end = format!("</{name}>");
        let to = whole.find(&end).unwrap_or_default() + end.len();
        let part = format!("{}{}", &whole[..from], &whole[to..]);
        let request = posting(body("Create", login, &part)).deviant();
        refused(&call(session, request).await?, &[400])?;
    }
    let request = posting(body("Create", "ab", &whole)).deviant();
    refused(&call(session, request).await?, &[400])?;
    let found = session.find(&format!("userName eq \"{login}\"")).await?;
    same("users", 0, found.len())
}

async fn a_login_is_taken_once(session: &mut Session) -> Claim {
    let login = create(session, "twice", "").await?;
    let whole = general(session, &[("FirstName", "Kim")]).await?;
    let reply = call(session, posting(body("Create", &login, &whole))).await?;
    let words = refused(&reply, &[400])?;
    holds(
        format!("{words} says so"),
        words.contains("already in use") || words.contains("E111"),
    )?;
    let user = identity(session, &login).await?;
    same("givenName", &json!("Robin"), &user["name"]["givenName"])
}

async fn a_strange_travel_configuration_makes_no_user(session: &mut Session) -> Claim {
    let login = "stranger@travels.example";
    let whole = "<General><FirstName>Robin</FirstName><LastName>Traveller</LastName><TravelConfigID>7</TravelConfigID></General>";
    let reply = call(session, posting(body("Create", login, whole))).await?;
    refused(&reply, &[400, 403])?;
    let found = session.find(&format!("userName eq \"{login}\"")).await?;
    same("users", 0, found.len())?;
    create(session, "homely", "").await.map(drop)
}

async fn a_new_name_and_title_are_seen_everywhere(session: &mut Session) -> Claim {
    let login = create(session, "renamed", "").await?;
    let sections =
        "<General><FirstName>Sasha &amp; Co</FirstName><JobTitle>Sailor</JobTitle></General>";
    update(session, &login, sections).await?;
    let user = identity(session, &login).await?;
    same(
        "givenName",
        &json!("Sasha & Co"),
        &user["name"]["givenName"],
    )?;
    same("title", &json!("Sailor"), &user["title"])?;
    let known = profile(session, &login).await?;
    let first = known.text_at("General/FirstName");
    same("FirstName", Some("Sasha & Co"), first)?;
    same(
        "JobTitle",
        Some("Sailor"),
        known.text_at("General/JobTitle"),
    )
}

async fn what_is_left_out_stays(session: &mut Session) -> Claim {
    let login = create(session, "steady", "").await?;
    update(
        session,
        &login,
        "<General><JobTitle>Sailor</JobTitle></General>",
    )
    .await?;
    let before = profile(session, &login).await?;
    update(session, &login, "<Air><HomeAirport>SEA</HomeAirport></Air>").await?;
    let after = profile(session, &login).await?;
    for path in ["General/JobTitle", "General/FirstName", "General/RuleClass"] {
        same(path, before.text_at(path), after.text_at(path))?;
    }
    same("HomeAirport", Some("SEA"), after.text_at("Air/HomeAirport"))
}

async fn an_empty_text_is_cleared(session: &mut Session) -> Claim {
    let login = create(session, "cleared", "").await?;
    update(
        session,
        &login,
        "<General><JobTitle>Sailor</JobTitle></General>",
    )
    .await?;
    update(session, &login, "<General><JobTitle /></General>").await?;
    let known = profile(session, &login).await?;
    let title = known.text_at("General/JobTitle").unwrap_or_default();
    same("JobTitle", "", title)?;
    let user = identity(session, &login).await?;
    let title = user["title"].as_str().unwrap_or_default();
    same("title", "", title)
}

async fn a_status_switches_the_user_off_and_on(session: &mut Session) -> Claim {
    let login = create(session, "switched", "").await?;
    for (status, active) in [("Inactive", false), ("Active", true)] {
        let whole = body("Update", &login, "");
        let whole = whole.replace(" LoginId=", &format!(" Status=\"{status}\" LoginId="));
        has_code(&call(session, posting(whole)).await?, &["S001"])?;
        let user = identity(session, &login).await?;
        same(status, &json!(active), &user["active"])?;
        let known = profile(session, &login).await?;
        same("Status", Some(status), known.attribute("Status"))?;
    }
    Ok(())
}

async fn a_rule_class_is_found_in_any_letters(session: &mut Session) -> Claim {
    equip(session).await?;
    let login = create(session, "classed", "").await?;
    update(
        session,
        &login,
        "<General><RuleClass>directors</RuleClass></General>",
    )
    .await?;
    let expected = json!({ "id": 32, "name": "Directors" });
    let travel = travel(session, &login).await?;
    same("ruleClass", &expected, &travel["ruleClass"])?;
    let known = profile(session, &login).await?;
    let class = known.text_at("General/RuleClass");
    same("RuleClass", Some("Directors"), class)
}

async fn an_unknown_login_is_not_updated(session: &mut Session) -> Claim {
    let whole = body(
        "Update",
        "nobody@travels.example",
        "<General><JobTitle>Sailor</JobTitle></General>",
    );
    let words = refused(&call(session, posting(whole)).await?, &[400])?;
    holds(
        format!("{words} says who"),
        words.contains("nobody@travels.example"),
    )
}
