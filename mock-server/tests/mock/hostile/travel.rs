//! The rows of Travel v4 and of the XML travel profile.

use super::endpoints::{Effect, Endpoint, Sample, Shape};
use super::stage::Stage;

/// What travel knows of a user.
pub(super) fn travel(stage: &Stage) -> Vec<Endpoint> {
    const BASE: &str = "/api/travelprofile";
    const PROFILE: &[&str] = &["GET", "HEAD", "POST"];
    let one = |front: &str| {
        Endpoint::get(format!("{front}/travel/v4/Users/{}", stage.user)).shape(Shape::Travel)
    };
    let xml = |rest: &str| Endpoint::get(format!("{BASE}{rest}")).shape(Shape::V3Xml);
    let login = &stage.company.user.as_ref().unwrap().user_name;
    let of_user = format!("userid_type=login&userid_value={login}");
    vec![
        one("/profile"),
        one(""),
        xml(&format!("/v1.0/profile?{of_user}")),
        xml("/v1.0/profile?LastModifiedDate=2020-01-01T00:00:00"),
        xml("/v2.0/summary?LastModifiedDate=2020-01-01T00:00:00&ItemsPerPage=2&Page=1"),
        xml(&format!("/v2.0/profile?{of_user}")).methods(PROFILE),
        Endpoint {
            method: "POST",
            sample: Sample::Xml(update(login)),
            effect: Effect::Writes,
            ..xml("/v2.0/profile").methods(PROFILE)
        },
    ]
}

/// An update of every part that is kept in another way.
fn update(login: &str) -> String {
    format!(
        "<ProfileResponse Action=\"Update\" LoginId=\"{login}\">\
         <General><JobTitle>Boss</JobTitle><RuleClass>Executive</RuleClass></General>\
         <EmergencyContact><Name>E</Name><Relationship>Spouse</Relationship>\
         <Phones><Phone Type=\"DayTime\">1</Phone></Phones></EmergencyContact>\
         <Telephones><Telephone Type=\"Cell\" PrimaryMobile=\"true\"><PhoneNumber>5</PhoneNumber></Telephone></Telephones>\
         <Passports><Passport><PassportNumber>P</PassportNumber><PassportNationality>DE</PassportNationality></Passport></Passports>\
         <Air><Seat><InterRowPositionCode>Aisle</InterRowPositionCode></Seat></Air>\
         <CustomFields><CustomField Name=\"custom1\">1</CustomField></CustomFields>\
         <TSAInfo><DateOfBirth>1990-01-01</DateOfBirth></TSAInfo></ProfileResponse>"
    )
}
