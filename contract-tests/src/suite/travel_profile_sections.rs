//! Travel Profile v2: what is written in one section comes back, here and in the other services.

use serde_json::json;

use super::travel_profile_calls::{
    PROFILE, asking, call, create, identity, profile, travel, update,
};
use super::travel_provisioning_calls::{EVERYBODY, equip, traveller};
use super::xml_tree::Element;
use super::{page, register};
use crate::finding::{Claim, Failure, holds, same};
use crate::session::Session;

register! { $ each_travel_profile_section of "travel_profile_sections", page::TRAVEL_PROFILE_V2;
    telephones_and_addresses_come_back: "travel_profile.v2.profile.write", FreshCompany;
    missing_cells_are_deleted: "travel_profile.v2.profile.write", FreshCompany;
    preferences_come_back: "travel_profile.v2.profile.write", FreshCompany;
    a_custom_field_is_that_of_travel: "travel_profile.v2.profile.write", FreshCompany;
    gender_and_birth_are_those_of_the_other_services: "travel_profile.v2.profile.write", FreshCompany;
    the_permission_of_open_booking_shows: "travel_profile.v2.profile.get", FreshCompany;
    a_provisioned_sync_id_names_the_user: "travel_profile.v2.profile.get", FreshCompany;
}

async fn telephones_and_addresses_come_back(session: &mut Session) -> Claim {
    let login = create(session, "reached", "").await?;
    let telephones = "<Telephones><Telephone Type=\"Work\"><PhoneNumber>+1 425 555 0101</PhoneNumber><Extension>41</Extension></Telephone></Telephones>";
    let addresses = "<Addresses><Address Type=\"Home\"><Street>1 Elm St</Street><City>Portland</City><StateProvince>OR</StateProvince><PostalCode>97201</PostalCode><CountryCode>US</CountryCode></Address></Addresses>";
    update(session, &login, &format!("{telephones}{addresses}")).await?;
    let known = profile(session, &login).await?;
    let work = known
        .list("Telephones")
        .iter()
        .find(|one| one.attribute("Type") == Some("Work"));
    let work = work.cloned().unwrap_or_default();
    let number = work.text_of("PhoneNumber");
    same("PhoneNumber", Some("+1 425 555 0101"), number)?;
    same("Extension", Some("41"), work.text_of("Extension"))?;
    let home = known
        .list("Addresses")
        .iter()
        .find(|one| one.attribute("Type") == Some("Home"));
    let home = home.cloned().unwrap_or_default();
    same("City", Some("Portland"), home.text_of("City"))?;
    same("PostalCode", Some("97201"), home.text_of("PostalCode"))
}

async fn missing_cells_are_deleted(session: &mut Session) -> Claim {
    let login = create(session, "mobile", "").await?;
    let cell = |number: &str, primary: &str| {
        format!(
            "<Telephone Type=\"Cell\"{primary}><CountryCode>US</CountryCode><PhoneNumber>{number}</PhoneNumber></Telephone>"
        )
    };
    let both = [
        cell("425 555 0101", " PrimaryMobile=\"true\""),
        cell("425 555 0102", ""),
    ]
    .concat();
    update(session, &login, &format!("<Telephones>{both}</Telephones>")).await?;
    same(
        "cells",
        vec![
            ("425 555 0101".to_owned(), true),
            ("425 555 0102".to_owned(), false),
        ],
        cells(session, &login).await?,
    )?;
    // A cell alone is the primary one, whether it says so or not.
    let one = cell("425 555 0102", "");
    update(session, &login, &format!("<Telephones>{one}</Telephones>")).await?;
    same(
        "cells",
        vec![("425 555 0102".to_owned(), true)],
        cells(session, &login).await?,
    )
}

async fn preferences_come_back(session: &mut Session) -> Claim {
    let login = create(session, "choosy", "").await?;
    let sections = "<RatePreferences><AAARate>true</AAARate></RatePreferences>\
        <Air><Seat><InterRowPositionCode>Window</InterRowPositionCode></Seat><Meals><MealCode>VGML</MealCode></Meals></Air>\
        <Car><CarTransmission>Manual</CarTransmission></Car><Hotel><RoomType>King</RoomType></Hotel>";
    update(session, &login, sections).await?;
    let known = profile(session, &login).await?;
    for (path, expected) in [
        ("RatePreferences/AAARate", "true"),
        ("Air/Seat/InterRowPositionCode", "Window"),
        ("Air/Meals/MealCode", "VGML"),
        ("Car/CarTransmission", "Manual"),
        ("Hotel/RoomType", "King"),
    ] {
        same(path, Some(expected), known.text_at(path))?;
    }
    Ok(())
}

async fn a_custom_field_is_that_of_travel(session: &mut Session) -> Claim {
    equip(session).await?;
    let login = create(session, "fielded", "").await?;
    let sections = "<CustomFields><CustomField Name=\"Ship\">Vega</CustomField></CustomFields>";
    update(session, &login, sections).await?;
    let travel = travel(session, &login).await?;
    let expected = json!([{ "name": "Project" }, { "name": "Ship", "value": "Vega" }]);
    same("customFields", &expected, &travel["customFields"])
}

async fn gender_and_birth_are_those_of_the_other_services(session: &mut Session) -> Claim {
    let login = create(session, "born", "").await?;
    let sections =
        "<TSAInfo><Gender>Female</Gender><DateOfBirth>1984-11-02</DateOfBirth></TSAInfo>";
    update(session, &login, sections).await?;
    let travel = travel(session, &login).await?;
    same("gender", &json!("Female"), &travel["gender"])?;
    let user = identity(session, &login).await?;
    let birth = user["dateOfBirth"].as_str().unwrap_or_default();
    holds(
        format!("{birth} is the day"),
        birth.starts_with("1984-11-02"),
    )?;
    let known = profile(session, &login).await?;
    same("Gender", Some("Female"), known.text_at("TSAInfo/Gender"))?;
    let birth = known.text_at("TSAInfo/DateOfBirth");
    same("DateOfBirth", Some("1984-11-02"), birth)
}

/// The cells of a login, and which of them is the primary one.
async fn cells(session: &mut Session, login: &str) -> Result<Vec<(String, bool)>, Failure> {
    let known = profile(session, login).await?;
    let cells = known.list("Telephones").iter();
    let cells = cells.filter(|one| one.attribute("Type") == Some("Cell"));
    let mut cells: Vec<_> = cells
        .map(|one| {
            let number = one.text_of("PhoneNumber").unwrap_or_default().to_owned();
            (number, one.attribute("PrimaryMobile") == Some("true"))
        })
        .collect();
    cells.sort();
    Ok(cells)
}

async fn the_permission_of_open_booking_shows(session: &mut Session) -> Claim {
    equip(session).await?;
    for (tag, is_open) in [("open-booker", true), ("closed-booker", false)] {
        let part = json!({
            "ruleClass": { "id": EVERYBODY },
            "permissions": { "OpenBookingUser": is_open, "ProfileUser": true, "TravelUser": true }
        });
        let id = traveller(session, tag, part).await?;
        let user = session.user(&id).await?;
        let login = user["userName"].as_str().unwrap_or_default();
        let known = profile(session, login).await?;
        let expected = is_open.to_string();
        let found = known.text_at("General/HasOpenBooking");
        same(tag, Some(expected.as_str()), found)?;
    }
    Ok(())
}

async fn a_provisioned_sync_id_names_the_user(session: &mut Session) -> Claim {
    equip(session).await?;
    let part = json!({ "ruleClass": { "id": EVERYBODY }, "xmlProfileSyncId": "SYNC-4711" });
    let id = traveller(session, "synced", part).await?;
    let user = session.user(&id).await?;
    let reply = call(session, asking(PROFILE, "xmlsyncid", "SYNC-4711")).await?;
    let known = Element::of(&reply, "ProfileResponse")?;
    same(
        "LoginId",
        user["userName"].as_str(),
        known.attribute("LoginId"),
    )?;
    same("Unique", Some("SYNC-4711"), known.attribute("Unique"))
}
