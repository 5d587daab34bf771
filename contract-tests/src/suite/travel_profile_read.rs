//! Travel Profile v2: reading one profile, by whom, and in which form.

use super::own_token::own_token;
use super::travel_profile_calls::{
    PROFILE, anybody, asking, call, create, identity, profile, refused,
};
use super::user_v1_calls::old_style;
use super::xml_tree::Element;
use super::{page, register};
use crate::finding::{Claim, holds, same};
use crate::request::Request;
use crate::session::{ENTERPRISE, Session};

/// The sections of a profile in the order of the page.
const SECTIONS: [&str; 23] = [
    "General",
    "EmergencyContact",
    "Telephones",
    "Addresses",
    "NationalIDs",
    "DriversLicenses",
    "HasNoPassport",
    "Passports",
    "Visas",
    "EmailAddresses",
    "RatePreferences",
    "DiscountCodes",
    "Air",
    "Rail",
    "Car",
    "Hotel",
    "CustomFields",
    "Roles",
    "Sponsors",
    "TSAInfo",
    "UnusedTickets",
    "SouthwestUnusedTickets",
    "AdvantageMemberships",
];

/// The first members of General, in the order of the page.
const GENERAL: [&str; 7] = [
    "NamePrefix",
    "FirstName",
    "MiddleName",
    "LastName",
    "NameSuffix",
    "PreferredName",
    "JobTitle",
];

register! { $ each_travel_profile_read of "travel_profile_read", page::TRAVEL_PROFILE_V2;
    a_profile_is_read_by_login_and_by_uuid: "travel_profile.v2.profile.get", FreshCompany;
    without_a_name_the_owner_of_the_token_is_read: "travel_profile.v2.profile.get", FreshCompany;
    a_company_has_no_profile_of_its_own: "travel_profile.v2.profile.get", FreshCompany;
    a_profile_shows_what_identity_knows: "travel_profile.v2.profile.get", FreshCompany;
    sections_stand_in_the_order_of_the_page: "travel_profile.v2.profile.get", FreshCompany;
    the_root_tells_login_and_status: "travel_profile.v2.profile.get", FreshCompany;
    loyalty_programs_are_not_shown_to_everybody: "travel_profile.v2.profile.get", FreshCompany;
    either_word_before_the_token_is_taken: "travel_profile.v2.profile.get", FreshCompany;
}

async fn a_profile_is_read_by_login_and_by_uuid(session: &mut Session) -> Claim {
    let (login, id) = anybody(session).await?;
    let known = profile(session, &login).await?;
    same("LoginId", Some(login.as_str()), known.attribute("LoginId"))?;
    for id in [id.clone(), id.to_uppercase()] {
        let reply = call(session, asking(PROFILE, "uuid", &id)).await?;
        let found = Element::of(&reply, "ProfileResponse")?;
        same("LoginId", Some(login.as_str()), found.attribute("LoginId"))?;
    }
    let uuid = known.text_at("General/UUID").unwrap_or_default();
    same("UUID", id, uuid.to_lowercase())
}

async fn without_a_name_the_owner_of_the_token_is_read(session: &mut Session) -> Claim {
    let (token, user) = own_token(session).await?;
    let request = old_style(Request::get(PROFILE), &token);
    let found = Element::of(&session.send(request).await?, "ProfileResponse")?;
    let login = found.attribute("LoginId");
    same("LoginId", Some(user.user_name.as_str()), login)
}

async fn a_company_has_no_profile_of_its_own(session: &mut Session) -> Claim {
    refused(
        &call(session, Request::get(PROFILE)).await?,
        &[400, 403, 404],
    )
    .map(drop)
}

async fn a_profile_shows_what_identity_knows(session: &mut Session) -> Claim {
    let login = create(session, "known", "").await?;
    let user = identity(session, &login).await?;
    let id = user["id"].as_str().unwrap_or_default().to_owned();
    let change = serde_json::json!([
        { "op": "replace", "path": "title", "value": "Surveyor" },
        { "op": "replace", "path": "name.familyName", "value": "O'Neil & <Sons>" },
        { "op": "replace", "path": format!("{ENTERPRISE}:employeeNumber"), "value": "N-2041" }
    ]);
    session.patch(&id, change).await?.is(200)?;
    let known = profile(session, &login).await?;
    for (path, expected) in [
        ("General/FirstName", "Robin"),
        ("General/LastName", "O'Neil & <Sons>"),
        ("General/JobTitle", "Surveyor"),
        ("General/CompanyEmployeeID", "N-2041"),
    ] {
        same(path, Some(expected), known.text_at(path))?;
    }
    Ok(())
}

async fn sections_stand_in_the_order_of_the_page(session: &mut Session) -> Claim {
    let (login, _) = anybody(session).await?;
    let known = profile(session, &login).await?;
    let names: Vec<_> = known.children.iter().map(|one| one.name.as_str()).collect();
    let ordered = |wanted: &[&str], names: &[&str]| {
        let places = names
            .iter()
            .filter_map(|name| wanted.iter().position(|one| one == name));
        places.is_sorted()
    };
    holds(format!("{names:?} is in order"), ordered(&SECTIONS, &names))?;
    let general = known.child("General").cloned().unwrap_or_default();
    let names: Vec<_> = general
        .children
        .iter()
        .map(|one| one.name.as_str())
        .collect();
    holds(format!("{names:?} is in order"), ordered(&GENERAL, &names))?;
    for name in ["FirstName", "LastName", "RuleClass", "TravelConfigID"] {
        holds(format!("{name} is there"), names.contains(&name))?;
    }
    Ok(())
}

async fn the_root_tells_login_and_status(session: &mut Session) -> Claim {
    let login = create(session, "switched", "").await?;
    let known = profile(session, &login).await?;
    same("Status", Some("Active"), known.attribute("Status"))?;
    let id = identity(session, &login).await?["id"].clone();
    let change = serde_json::json!([{ "op": "replace", "path": "active", "value": false }]);
    let id = id.as_str().unwrap_or_default().to_owned();
    session.patch(&id, change).await?.is(200)?;
    let known = profile(session, &login).await?;
    same("Status", Some("Inactive"), known.attribute("Status"))
}

async fn loyalty_programs_are_not_shown_to_everybody(session: &mut Session) -> Claim {
    let (login, _) = anybody(session).await?;
    let known = profile(session, &login).await?;
    for path in [
        "Air/AirMemberships",
        "Car/CarMemberships",
        "Hotel/HotelMemberships",
    ] {
        holds(format!("{path} is left out"), known.at(path).is_none())?;
    }
    holds("there are preferences", known.at("Car").is_some())
}

async fn either_word_before_the_token_is_taken(session: &mut Session) -> Claim {
    let (login, _) = anybody(session).await?;
    let request = asking(PROFILE, "login", &login);
    let one = call(session, request.clone()).await?;
    let other = session.call(request).await?;
    let count = |reply| Element::of(&reply, "ProfileResponse").map(|root| root.children.len());
    same("sections", count(one)?, count(other)?)
}
