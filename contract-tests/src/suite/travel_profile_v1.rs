//! Travel Profile v1: the same person in the older form, read only.

use super::own_token::own_token;
use super::travel_profile_calls::{
    PROFILE_V1, anybody, asking, body, call, create, profile, refused, update,
};
use super::user_v1_calls::old_style;
use super::xml_tree::Element;
use super::{page, register};
use crate::finding::{Claim, Failure, holds, same};
use crate::request::Request;
use crate::session::{Session, Wish};

register! { $ each_travel_profile_v1 of "travel_profile_v1", page::TRAVEL_PROFILE_V1;
    both_versions_tell_of_the_same_person: "travel_profile.v1.profile.get", FreshCompany;
    the_older_root_has_status_and_sync_id: "travel_profile.v1.profile.get", FreshCompany;
    an_older_address_has_lines: "travel_profile.v1.profile.get", FreshCompany;
    an_older_custom_field_has_name_and_value: "travel_profile.v1.profile.get", FreshCompany;
    without_a_name_the_older_service_reads_the_owner: "travel_profile.v1.profile.get", FreshCompany;
    the_older_service_knows_no_uuid: "travel_profile.v1.profile.get", FreshCompany;
    the_older_service_refuses_whom_it_does_not_know: "travel_profile.v1.profile.get";
    the_older_service_needs_the_same_scope: "travel_profile.v1.profile.get", FreshCompany;
    nothing_is_written_in_the_older_form: "travel_profile.v1.profile.get", FreshCompany;
    an_ordinary_application_gets_no_discounts: "travel_profile.v1.profile.get", FreshCompany;
    older_preferences_are_letters: "travel_profile.v1.profile.get", FreshCompany;
    who_does_not_care_has_letters_of_their_own: "travel_profile.v1.profile.get", FreshCompany;
    rates_and_open_booking_are_written_small: "travel_profile.v1.profile.get", FreshCompany;
}

async fn both_versions_tell_of_the_same_person(session: &mut Session) -> Claim {
    let login = create(session, "twofold", "").await?;
    let sections = "<General><MiddleName>Lee</MiddleName><JobTitle>Sailor</JobTitle></General>";
    update(session, &login, sections).await?;
    let (new, old) = (
        profile(session, &login).await?,
        older(session, &login).await?,
    );
    for name in [
        "FirstName",
        "MiddleName",
        "LastName",
        "JobTitle",
        "CompanyName",
    ] {
        let path = format!("General/{name}");
        let text = new.text_at(&path).unwrap_or_default();
        same(name, text, old.text_at(&path).unwrap_or_default())?;
    }
    let title = old.text_at("General/JobTitle");
    same("JobTitle", Some("Sailor"), title)
}

async fn the_older_root_has_status_and_sync_id(session: &mut Session) -> Claim {
    let login = create(session, "rooted", "").await?;
    let old = older(session, &login).await?;
    same("Status", Some("Active"), old.attribute("Status"))?;
    holds("there is a sync id", old.attribute("Unique").is_some())?;
    for name in ["Rail", "TSAInfo", "Passports", "Roles"] {
        holds(format!("{name} is newer"), old.child(name).is_none())?;
    }
    holds("UUID is newer", old.at("General/UUID").is_none())
}

async fn an_older_address_has_lines(session: &mut Session) -> Claim {
    let login = create(session, "housed", "").await?;
    let sections = "<Addresses><Address Type=\"Home\"><Street>1 Elm St</Street><City>Portland</City><StateProvince>OR</StateProvince><PostalCode>97201</PostalCode><CountryCode>US</CountryCode></Address></Addresses>";
    update(session, &login, sections).await?;
    let old = older(session, &login).await?;
    let homes = old.list("Addresses").iter();
    let mut homes = homes.filter(|one| one.attribute("Type") == Some("Home"));
    let home = homes.next().cloned().unwrap_or_default();
    for (name, expected) in [
        ("Line1", "1 Elm St"),
        ("City", "Portland"),
        ("ZipCode", "97201"),
    ] {
        same(name, Some(expected), home.text_of(name))?;
    }
    Ok(())
}

async fn an_older_custom_field_has_name_and_value(session: &mut Session) -> Claim {
    super::travel_provisioning_calls::equip(session).await?;
    let login = create(session, "fielded", "").await?;
    let sections = "<CustomFields><CustomField Name=\"Ship\">Vega</CustomField></CustomFields>";
    update(session, &login, sections).await?;
    let old = older(session, &login).await?;
    let fields = old.list("CustomFields").iter();
    let mut fields = fields.filter(|one| one.text_of("Name") == Some("Ship"));
    let ship = fields.next().cloned().unwrap_or_default();
    same("Value", Some("Vega"), ship.text_of("Value"))
}

async fn without_a_name_the_older_service_reads_the_owner(session: &mut Session) -> Claim {
    let (token, user) = own_token(session).await?;
    let request = old_style(Request::get(PROFILE_V1), &token);
    let own = Element::of(&session.send(request).await?, "ProfileResponse")?;
    let old = older(session, &user.user_name).await?;
    let name = old.text_at("General/LastName");
    same("LastName", name, own.text_at("General/LastName"))?;
    holds("there is a name", name.is_some_and(|name| !name.is_empty()))
}

async fn the_older_service_knows_no_uuid(session: &mut Session) -> Claim {
    let (_, id) = anybody(session).await?;
    let request = asking(PROFILE_V1, "uuid", &id).deviant();
    refused(&call(session, request).await?, &[400]).map(drop)
}

async fn the_older_service_refuses_whom_it_does_not_know(session: &mut Session) -> Claim {
    let request = asking(PROFILE_V1, "login", "nobody@travels.example");
    refused(&call(session, request).await?, &[400, 404]).map(drop)
}

async fn the_older_service_needs_the_same_scope(session: &mut Session) -> Claim {
    session
        .enter(&Wish::scopes(&["identity.user.ids.read"]))
        .await?;
    let (login, _) = anybody(session).await?;
    refused(
        &call(session, asking(PROFILE_V1, "login", &login)).await?,
        &[403],
    )
    .map(drop)
}

async fn nothing_is_written_in_the_older_form(session: &mut Session) -> Claim {
    let login = create(session, "untouched", "").await?;
    let whole = body(
        "Update",
        &login,
        "<General><JobTitle>Sailor</JobTitle></General>",
    );
    let request = Request::post(PROFILE_V1).body("application/xml", whole);
    call(session, request.deviant())
        .await?
        .is_any(&[404, 405])?;
    let old = older(session, &login).await?;
    let title = old.text_at("General/JobTitle").unwrap_or_default();
    same("JobTitle", "", title)
}

async fn an_ordinary_application_gets_no_discounts(session: &mut Session) -> Claim {
    let (login, _) = anybody(session).await?;
    let old = older(session, &login).await?;
    same("discounts", 0, old.list("DiscountCodes").len())?;
    for path in [
        "Air/AirMemberships",
        "Car/CarMemberships",
        "Hotel/HotelMemberships",
    ] {
        holds(format!("{path} is left out"), old.at(path).is_none())?;
    }
    holds("there is a name", old.at("General/LastName").is_some())
}

async fn older_preferences_are_letters(session: &mut Session) -> Claim {
    let login = create(session, "lettered", "").await?;
    for (room, letter) in [("King", "K"), ("Queen", "Q")] {
        let sections = format!(
            "<Air><Seat><SectionPositionCode>Forward</SectionPositionCode></Seat></Air>\
             <Car><CarSmokingCode>NonSmoking</CarSmokingCode></Car>\
             <Hotel><SmokingCode>Smoking</SmokingCode><RoomType>{room}</RoomType></Hotel>"
        );
        update(session, &login, &sections).await?;
        let old = older(session, &login).await?;
        for (path, expected) in [
            ("Air/Seat/SectionPositionCode", "F"),
            ("Car/CarSmokingCode", "N"),
            ("Hotel/SmokingCode", "S"),
            ("Hotel/RoomType", letter),
        ] {
            same(path, Some(expected), old.text_at(path))?;
        }
    }
    Ok(())
}

async fn who_does_not_care_has_letters_of_their_own(session: &mut Session) -> Claim {
    let login = create(session, "easygoing", "").await?;
    let sections = "<Car><CarSmokingCode>DontCare</CarSmokingCode><CarType>Compact</CarType></Car>\
         <Hotel><SmokingCode>DontCare</SmokingCode></Hotel>";
    update(session, &login, sections).await?;
    let old = older(session, &login).await?;
    let letter = old.text_at("Car/CarSmokingCode");
    same("CarSmokingCode", Some("O"), letter)?;
    same("SmokingCode", Some("D"), old.text_at("Hotel/SmokingCode"))
}

async fn rates_and_open_booking_are_written_small(session: &mut Session) -> Claim {
    let login = create(session, "rated", "").await?;
    let sections = "<RatePreferences><AAARate>true</AAARate></RatePreferences>";
    update(session, &login, sections).await?;
    let old = older(session, &login).await?;
    for (path, expected) in [
        ("RatePreferences/AAARate", "true"),
        ("RatePreferences/GovtRate", "false"),
        ("General/HasOpenBooking", "false"),
    ] {
        same(path, Some(expected), old.text_at(path))?;
    }
    Ok(())
}

/// The profile of a login in the older form.
async fn older(session: &mut Session, login: &str) -> Result<Element, Failure> {
    let reply = call(session, asking(PROFILE_V1, "login", login)).await?;
    Element::of(&reply, "ProfileResponse")
}
