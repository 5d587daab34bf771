//! Travel Profile v2: what a write is warned of, what it is refused for, and that nothing of it is written then.

use super::travel_profile_calls::{
    body, call, create, has_code, posting, profile, refused, update, update_wrongly, warns,
};
use super::{page, register};
use crate::finding::{Claim, holds, same};
use crate::request::Request;
use crate::session::{Session, Wish};

register! { $ each_travel_profile_warning of "travel_profile_warnings", page::TRAVEL_PROFILE_V2;
    an_unknown_rule_class_is_warned_of: "travel_profile.v2.profile.write", FreshCompany;
    the_rest_of_a_warned_write_is_carried_out: "travel_profile.v2.profile.write", FreshCompany;
    #[source = page::TRAVEL_PROFILE_GUIDE]
    read_only_members_are_refused: "travel_profile.v2.profile.write", FreshCompany;
    a_text_that_is_too_long_is_w002: "travel_profile.v2.profile.write", FreshCompany;
    an_unlisted_language_is_written_empty: "travel_profile.v2.profile.write", FreshCompany;
    too_many_of_a_kind_is_w016: "travel_profile.v2.profile.write", FreshCompany;
    cells_need_one_primary: "travel_profile.v2.profile.write", FreshCompany;
    an_address_that_is_none_is_w020: "travel_profile.v2.profile.write", FreshCompany;
    a_custom_field_that_the_company_lacks_is_w013: "travel_profile.v2.profile.write", FreshCompany;
    a_needed_name_cannot_be_cleared: "travel_profile.v2.profile.write", FreshCompany;
    what_is_no_xml_is_told_with_its_place: "travel_profile.v2.profile.write", FreshCompany;
    what_the_schema_does_not_know_is_no_document: "travel_profile.v2.profile.write", FreshCompany;
    a_write_needs_the_travel_profile_scope: "travel_profile.v2.profile.write", FreshCompany;
    a_profile_is_neither_replaced_nor_deleted: "travel_profile.v2.profile.write", FreshCompany;
}

async fn an_unknown_rule_class_is_warned_of(session: &mut Session) -> Claim {
    let login = create(session, "classless", "").await?;
    let before = profile(session, &login).await?;
    let sections = "<General><RuleClass>Nobody</RuleClass></General>";
    let reply = update_wrongly(session, &login, sections).await?;
    warns(&reply, &["W033", "W003"], "RuleClass")?;
    let after = profile(session, &login).await?;
    let class = before.text_at("General/RuleClass");
    same("RuleClass", class, after.text_at("General/RuleClass"))
}

async fn the_rest_of_a_warned_write_is_carried_out(session: &mut Session) -> Claim {
    let login = create(session, "partly", "").await?;
    let sections = "<General><JobTitle>Sailor</JobTitle><RuleClass>Nobody</RuleClass></General>";
    let reply = update_wrongly(session, &login, sections).await?;
    warns(&reply, &["W033", "W003"], "RuleClass")?;
    let known = profile(session, &login).await?;
    same(
        "JobTitle",
        Some("Sailor"),
        known.text_at("General/JobTitle"),
    )
}

async fn read_only_members_are_refused(session: &mut Session) -> Claim {
    let login = create(session, "fixed", "").await?;
    for (name, text) in [
        ("HasOpenBooking", "true"),
        ("CountryCode", "DE"),
        ("CompanyName", "Another"),
        ("CompanyID", "another"),
        ("AgencyNumber", "1"),
    ] {
        let sections =
            format!("<General><JobTitle>Intruder</JobTitle><{name}>{text}</{name}></General>");
        let reply = update_wrongly(session, &login, &sections).await?;
        let words = refused(&reply, &[400])?;
        let names = words.contains(&format!("General/{name}"));
        holds(format!("{words} names {name}"), names)?;
        holds(format!("{words} has the code"), words.contains("E001"))?;
    }
    let known = profile(session, &login).await?;
    let title = known.text_at("General/JobTitle").unwrap_or_default();
    same("JobTitle", "", title)
}

async fn a_text_that_is_too_long_is_w002(session: &mut Session) -> Claim {
    let login = create(session, "long", "").await?;
    let long = "a".repeat(61);
    let sections = format!("<General><FirstName>{long}</FirstName></General>");
    let reply = update_wrongly(session, &login, &sections).await?;
    warns(&reply, &["W002"], "FirstName")?;
    let known = profile(session, &login).await?;
    same(
        "FirstName",
        Some("Robin"),
        known.text_at("General/FirstName"),
    )
}

async fn an_unlisted_language_is_written_empty(session: &mut Session) -> Claim {
    let login = create(session, "spoken", "").await?;
    let language =
        |code: &str| format!("<General><PreferredLanguage>{code}</PreferredLanguage></General>");
    update(session, &login, &language("sv-SE")).await?;
    let known = profile(session, &login).await?;
    let found = known.text_at("General/PreferredLanguage");
    same("PreferredLanguage", Some("sv-SE"), found)?;
    // Whether the writer is told differs between the pages.
    let reply = update_wrongly(session, &login, &language("xx-XX")).await?;
    has_code(&reply, &["S001", "W001", "W003", "W006", "W018"])?;
    let known = profile(session, &login).await?;
    let found = known.text_at("General/PreferredLanguage");
    same("PreferredLanguage", "", found.unwrap_or_default())
}

async fn too_many_of_a_kind_is_w016(session: &mut Session) -> Claim {
    let login = create(session, "many", "").await?;
    let telephone = "<Telephone Type=\"Home\"><PhoneNumber>1</PhoneNumber></Telephone>";
    let licence = "<DriversLicense><DriversLicenseNumber>1</DriversLicenseNumber></DriversLicense>";
    let id = "<NationalID><NationalIDNumber>1</NationalIDNumber></NationalID>";
    let passport = "<Passport><PassportNumber>1</PassportNumber><PassportNationality>US</PassportNationality></Passport>";
    let email = "<EmailAddress Type=\"Personal\">a@travels.example</EmailAddress>";
    for (list, one, times) in [
        ("Telephones", telephone, 2),
        ("DriversLicenses", licence, 2),
        ("NationalIDs", id, 2),
        ("Passports", passport, 3),
        ("EmailAddresses", email, 2),
    ] {
        let sections = format!("<{list}>{}</{list}>", one.repeat(times));
        let reply = update_wrongly(session, &login, &sections).await?;
        warns(&reply, &["W016"], list)?;
    }
    Ok(())
}

async fn cells_need_one_primary(session: &mut Session) -> Claim {
    let login = create(session, "mobile", "").await?;
    for primary in ["", " PrimaryMobile=\"true\""] {
        let cell = |number: &str| {
            format!(
                "<Telephone Type=\"Cell\"{primary}><CountryCode>US</CountryCode><PhoneNumber>{number}</PhoneNumber></Telephone>"
            )
        };
        let sections = format!(
            "<Telephones>{}{}</Telephones>",
            cell("425 555 0101"),
            cell("425 555 0102")
        );
        let reply = update_wrongly(session, &login, &sections).await?;
        warns(&reply, &["W012"], "Telephone")?;
        let known = profile(session, &login).await?;
        let cells = known.list("Telephones").iter();
        let cells = cells.filter(|one| one.attribute("Type") == Some("Cell"));
        same("cells", 0, cells.count())?;
    }
    Ok(())
}

async fn an_address_that_is_none_is_w020(session: &mut Session) -> Claim {
    let login = create(session, "mailed", "").await?;
    let email = |text: &str| {
        format!(
            "<EmailAddresses><EmailAddress Type=\"Personal\">{text}</EmailAddress></EmailAddresses>"
        )
    };
    let reply = update_wrongly(session, &login, &email("a b@travels.example")).await?;
    warns(&reply, &["W020", "W001"], "EmailAddress")?;
    update(session, &login, &email("a.b@travels.example")).await
}

async fn a_custom_field_that_the_company_lacks_is_w013(session: &mut Session) -> Claim {
    let login = create(session, "fielded", "").await?;
    let sections = "<CustomFields><CustomField Name=\"Shoes\">44</CustomField></CustomFields>";
    let reply = update_wrongly(session, &login, sections).await?;
    warns(&reply, &["W013"], "CustomField")
}

async fn a_needed_name_cannot_be_cleared(session: &mut Session) -> Claim {
    let login = create(session, "named", "").await?;
    let reply = update_wrongly(session, &login, "<General><LastName /></General>").await?;
    warns(&reply, &["W007", "W002"], "LastName")?;
    let known = profile(session, &login).await?;
    same(
        "LastName",
        Some("Traveller"),
        known.text_at("General/LastName"),
    )
}

async fn what_is_no_xml_is_told_with_its_place(session: &mut Session) -> Claim {
    for text in [
        "<ProfileResponse",
        "{}",
        "<ProfileResponse></General></ProfileResponse>",
    ] {
        let reply = call(session, posting(text).deviant()).await?;
        let words = refused(&reply, &[400])?;
        holds(
            format!("{words} is the sentence"),
            words.starts_with("There is an error in XML document (") && words.ends_with(")."),
        )?;
    }
    Ok(())
}

async fn what_the_schema_does_not_know_is_no_document(session: &mut Session) -> Claim {
    let login = create(session, "strict", "").await?;
    for sections in [
        "<General><ClientName>Robin</ClientName></General>",
        "<Car><CarType>Bicycle</CarType></Car>",
        "<Car><CarGPS>perhaps</CarGPS></Car>",
        "<TSAInfo><DateOfBirth>yesterday</DateOfBirth></TSAInfo>",
    ] {
        let reply = update_wrongly(session, &login, sections).await?;
        let words = refused(&reply, &[400])?;
        let is_document = words.contains("error in XML document");
        holds(format!("{sections}: {words}"), is_document)?;
    }
    Ok(())
}

async fn a_write_needs_the_travel_profile_scope(session: &mut Session) -> Claim {
    session
        .enter(&Wish::scopes(&["COMPD", "identity.user.ids.read"]))
        .await?;
    let whole = body("Update", "nobody@travels.example", "");
    refused(&call(session, posting(whole)).await?, &[403]).map(drop)
}

async fn a_profile_is_neither_replaced_nor_deleted(session: &mut Session) -> Claim {
    let login = create(session, "kept", "").await?;
    let whole = body(
        "Update",
        &login,
        "<General><JobTitle>Sailor</JobTitle></General>",
    );
    let path = super::travel_profile_calls::PROFILE;
    for request in [Request::put(path), Request::patch(path)] {
        let request = request.body("application/xml", whole.clone()).deviant();
        call(session, request).await?.is_any(&[404, 405])?;
    }
    let request = Request::delete(path).deviant();
    call(session, request).await?.is_any(&[404, 405])?;
    let known = profile(session, &login).await?;
    let title = known.text_at("General/JobTitle").unwrap_or_default();
    same("JobTitle", "", title)
}
