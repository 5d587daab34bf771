//! What updates of the XML travel profile do, what they pass over, and the list of who changed.

use reqwest::{Method, StatusCode};
use serde_json::json;

use crate::client::answer;
use crate::travel_profile::{BASE, Scene, TRAVEL, inner};

#[tokio::test]
async fn telephones_of_a_type_are_one_and_cells_are_what_is_sent() {
    let scene = Scene::new().await;
    let cell = |number: &str, primary: &str| {
        format!(
            "<Telephone Type=\"Cell\" PrimaryMobile=\"{primary}\"><CountryCode>US</CountryCode>\
             <PhoneNumber>{number}</PhoneNumber></Telephone>"
        )
    };
    let phones = |inside: &str| format!("<Telephones>{inside}</Telephones>");
    let work = "<Telephone Type=\"Work\"><CountryCode>US</CountryCode><PhoneNumber>1</PhoneNumber><Extension>2</Extension></Telephone>";
    scene
        .change(&phones(&format!(
            "{work}{}{}",
            cell("555 1", "true"),
            cell("555 2", "false")
        )))
        .await;
    let identity = scene.identity().await;
    assert_eq!(identity["phoneNumbers"].as_array().unwrap().len(), 3);
    scene.change(&phones(&cell("555 3", "false"))).await;
    let profile = scene.profile().await;
    let telephones = inner(&profile, "Telephones");
    assert!(
        telephones.contains("PrimaryMobile=\"true\"") && telephones.contains("555 3"),
        "{profile}"
    );
    assert!(!telephones.contains("555 1") && telephones.contains("Type=\"Work\""));
    let two = format!("{}{}", cell("1", "true"), cell("2", "true"));
    scene.warned(&phones(&two), "W012").await;
    scene.warned(&phones(&cell("five", "true")), "W018").await;
    let home = "<Telephone Type=\"Home\"><PhoneNumber>1</PhoneNumber></Telephone>";
    scene
        .warned(&phones(&format!("{home}{home}")), "W016")
        .await;
}

#[tokio::test]
async fn what_does_not_fit_is_passed_over_with_its_code() {
    let scene = Scene::new().await;
    let license = "<DriversLicense><DriversLicenseNumber>1</DriversLicenseNumber></DriversLicense>";
    for (inside, code) in [
        (
            format!(
                "<General><FirstName>{}</FirstName></General>",
                "x".repeat(61)
            ),
            "W002",
        ),
        ("<General><LastName/></General>".to_owned(), "W007"),
        (
            "<General><RuleClass>None</RuleClass></General>".to_owned(),
            "W033",
        ),
        (
            "<General><TravelConfigID>x</TravelConfigID></General>".to_owned(),
            "W003",
        ),
        (
            "<General><CompanyEmployeeID>100001</CompanyEmployeeID></General>".to_owned(),
            "W004",
        ),
        (
            format!("<DriversLicenses>{license}{license}</DriversLicenses>"),
            "W016",
        ),
        (
            "<EmailAddresses><EmailAddress Type=\"Other1\">x</EmailAddress></EmailAddresses>"
                .to_owned(),
            "W020",
        ),
        (
            "<EmailAddresses><EmailAddress Type=\"Supervisor\">a@b</EmailAddress></EmailAddresses>"
                .to_owned(),
            "W011",
        ),
        (
            "<CustomFields><CustomField Name=\"Else\">1</CustomField></CustomFields>".to_owned(),
            "W013",
        ),
        (
            "<TSAInfo><DateOfBirth>1800-01-01</DateOfBirth></TSAInfo>".to_owned(),
            "W014",
        ),
        ("<HasNoPassport>false</HasNoPassport>".to_owned(), "W018"),
        (
            "<Roles><Role Type=\"Manager\"><LoginId>no@body</LoginId></Role></Roles>".to_owned(),
            "W003",
        ),
        (
            "<Air><Meals><MealCode>XXML</MealCode></Meals></Air>".to_owned(),
            "W006",
        ),
        (
            "<Passports><Passport><PassportNumber>1</PassportNumber></Passport></Passports>"
                .to_owned(),
            "W007",
        ),
        ("<AdvantageMemberships/>".to_owned(), "W011"),
    ] {
        scene.warned(&inside, code).await;
    }
}

#[tokio::test]
async fn several_warnings_come_in_one_answer_and_the_rest_is_changed() {
    let scene = Scene::new().await;
    let (_, two) = scene
        .update("<General><FirstName/><LastName/><JobTitle>Kept</JobTitle></General>")
        .await;
    assert!(
        two.starts_with("<ArrayOfTravelProfileResponseMessage><Travel"),
        "{two}"
    );
    assert_eq!(scene.identity().await["title"], "Kept");
}

#[tokio::test]
async fn a_language_that_a_profile_cannot_have_is_empty() {
    let scene = Scene::new().await;
    let set = |language: &str| {
        format!("<General><PreferredLanguage>{language}</PreferredLanguage></General>")
    };
    scene.change(&set("fr-CA")).await;
    assert_eq!(scene.identity().await["preferredLanguage"], "fr-CA");
    scene.change(&set("th-TH")).await;
    assert!(scene.profile().await.contains("<PreferredLanguage/>"));
    assert_eq!(scene.identity().await["preferredLanguage"], "fr-CA");
    scene.change(&set("de")).await;
    assert!(
        scene
            .profile()
            .await
            .contains("<PreferredLanguage>de</PreferredLanguage>")
    );
}

#[tokio::test]
async fn a_user_is_deactivated_by_its_status_alone() {
    let scene = Scene::new().await;
    let body = format!(
        "<ProfileResponse Action=\"Update\" Status=\"Inactive\" LoginId=\"{}\"/>",
        scene.login()
    );
    let (status, text) = scene.post(body).await;
    assert_eq!(status, StatusCode::OK, "{text}");
    assert_eq!(scene.identity().await["active"], false);
    assert!(scene.profile().await.contains("Status=\"Inactive\""));
}

#[tokio::test]
async fn a_made_user_is_one_person_everywhere() {
    let scene = Scene::new().await;
    let profile = scene.profile().await;
    let config = inner(&profile, "TravelConfigID").to_owned();
    let create = |login: &str, general: &str| {
        format!(
            "<ProfileResponse Action=\"Create\" LoginId=\"{login}\"><General>{general}</General></ProfileResponse>"
        )
    };
    let general = format!(
        "<FirstName>New</FirstName><LastName>Hire</LastName><TravelConfigID>{config}</TravelConfigID>"
    );
    let (status, text) = scene.post(create("new@example.com", &general)).await;
    assert_eq!(status, StatusCode::OK, "{text}");
    let id = inner(&text, "UUID");
    let request = scene
        .client
        .request(Method::GET, &format!("/profile/travel/v4/Users/{id}"));
    let (_, travel) = answer(request.bearer_auth(&scene.token)).await;
    assert_eq!(travel[TRAVEL]["name"]["familyName"], "Hire");
    assert_eq!(travel[TRAVEL]["ruleClass"]["name"], "Default Travel Class");
    let (status, shown) = scene
        .get("/v2.0/profile?userid_type=login&userid_value=NEW@example.com")
        .await;
    assert_eq!(status, StatusCode::OK, "{shown}");

    for (login, general, words) in [
        (
            "new@example.com",
            general.clone(),
            "Login Id: \"new@example.com\" is already in use.",
        ),
        ("a", general.clone(), "is less than three characters"),
        (
            "b@example.com",
            "<LastName>Hire</LastName>".to_owned(),
            "without a First Name.",
        ),
        (
            "b@example.com",
            "<FirstName>New</FirstName><LastName>Hire</LastName>".to_owned(),
            "E002",
        ),
        ("no address", general.clone(), "userName"),
    ] {
        let (status, text) = scene.post(create(login, &general)).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{text}");
        assert!(text.replace("&quot;", "\"").contains(words), "{text}");
    }
}

#[tokio::test]
async fn a_body_that_is_no_profile_is_refused_with_the_place_of_the_fault() {
    let scene = Scene::new().await;
    let before = scene.profile().await;
    for (body, place) in [
        ("", "(1, 1)"),
        ("<ProfileResponse>", "(1, 18)"),
        ("<Profile/>", "(1, 1)"),
        (
            "<ProfileResponse>\n <Generals/></ProfileResponse>",
            "(2, 2)",
        ),
        (
            "<ProfileResponse><General><Seat/></General></ProfileResponse>",
            "(1, 27)",
        ),
        (
            "<ProfileResponse><HasNoPassport>yes</HasNoPassport></ProfileResponse>",
            "(1, 18)",
        ),
        (
            "<ProfileResponse><TSAInfo><Gender>Other</Gender></TSAInfo></ProfileResponse>",
            "(1, 27)",
        ),
        (
            "<ProfileResponse><TSAInfo><DateOfBirth>1.2.1990</DateOfBirth></TSAInfo></ProfileResponse>",
            "(1, 27)",
        ),
        (
            "<ProfileResponse><Telephones><Telephone/></Telephones></ProfileResponse>",
            "(1, 30)",
        ),
    ] {
        let (status, text) = scene.post(body).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{body}");
        let words = format!("<Error><Message>There is an error in XML document {place}.</Message>");
        assert!(text.starts_with(&words), "{body} {text}");
    }
    assert_eq!(scene.profile().await, before);
}

#[tokio::test]
async fn summaries_come_in_pages_and_know_who_changed() {
    let scene = Scene::new().await;
    let (status, text) = scene
        .get("/v2.0/summary?LastModifiedDate=2020-01-01T00:00:00&ItemsPerPage=2")
        .await;
    assert_eq!(status, StatusCode::OK, "{text}");
    assert_eq!(text.matches("<ProfileSummary>").count(), 2);
    assert_eq!(
        (
            inner(&text, "TotalItems"),
            inner(&text, "TotalPages"),
            inner(&text, "PreviousPageURL")
        ),
        ("3", "2", "")
    );
    let next = inner(&text, "NextPageURL").replace("&amp;", "&");
    let path = next.split_once(BASE).unwrap().1;
    let (_, second) = scene.get(path).await;
    assert_eq!(second.matches("<ProfileSummary>").count(), 1);
    assert_eq!(
        (inner(&second, "Page"), inner(&second, "NextPageURL")),
        ("2", "")
    );

    let changed = |text: &str| inner(text, "ProfileLastModifiedUTC").to_owned();
    let (_, before) = scene
        .get("/v2.0/summary?LastModifiedDate=2020-01-01T00:00:00")
        .await;
    scene.change("<Car><CarType>Mini</CarType></Car>").await;
    let (_, after) = scene
        .get("/v2.0/summary?LastModifiedDate=2020-01-01T00:00:00")
        .await;
    assert!(changed(&after) > changed(&before), "{after}");
    let (_, later) = scene
        .get("/v2.0/summary?LastModifiedDate=2200-01-01T00:00:00")
        .await;
    assert_eq!(inner(&later, "TotalItems"), "0");
    let (_, older) = scene
        .get("/v1.0/profile?LastModifiedDate=2020-01-01T00:00:00")
        .await;
    assert!(older.contains("<ProfileSummary><LoginID>"), "{older}");

    for query in [
        "",
        "?LastModifiedDate=x",
        "?LastModifiedDate=2020-01-01T00:00:00&Page=0",
        "?LastModifiedDate=2020-01-01T00:00:00&Active=2",
    ] {
        let (status, text) = scene.get(&format!("/v2.0/summary{query}")).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{query} {text}");
    }
    let own = scene.user_token().await;
    let (status, _) = scene
        .get_as(&own, "/v2.0/summary?LastModifiedDate=2020-01-01T00:00:00")
        .await;
    assert_eq!(status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn what_is_kept_of_travel_is_seen_by_profile_v1() {
    let scene = Scene::new().await;
    scene
        .change(
            "<Air><Seat><InterRowPositionCode>Aisle</InterRowPositionCode></Seat><Meals><MealCode>BLML</MealCode></Meals>\
             </Air><Car><CarType>Mini</CarType></Car><Hotel><RoomType>King</RoomType><PreferGym>true</PreferGym></Hotel>\
             <Passports><Passport><PassportNumber>P1</PassportNumber><PassportNationality>DE</PassportNationality>\
             <PassportCountryIssued>DE</PassportCountryIssued></Passport></Passports>\
             <TSAInfo><Gender>Male</Gender></TSAInfo>",
        )
        .await;
    let token = scene.user_token().await;
    let request = scene.client.request(Method::GET, "/profile/v1/me");
    let (status, user) = answer(request.bearer_auth(token)).await;
    assert_eq!((status, &user["gender"]), (StatusCode::OK, &json!("Male")));
    let travel = &user["com:concur:TravelPreferences:1.0"];
    assert_eq!(travel["air"]["seat"]["interrowPosition"], "Aisle");
    assert_eq!(travel["air"]["meal"], "BLML");
    assert_eq!(travel["car"]["carType"], "Mini");
    assert_eq!(
        (&travel["hotel"]["roomType"], &travel["hotel"]["gym"]),
        (&json!("King"), &json!(true))
    );
    let passport = &user["com:concur:Documents:1.0"]["passport"][0];
    assert_eq!(
        (&passport["number"], &passport["issuingCountry"]),
        (&json!("P1"), &json!("DE"))
    );
}

#[tokio::test]
async fn a_user_is_found_by_the_id_of_older_systems_that_provisioning_gave_it() {
    let scene = Scene::new().await;
    let by_sync_id = |id: &str| format!("/v2.0/profile?userid_type=xmlsyncid&userid_value={id}");
    for (id, other) in [("sync-1", "sync-2"), ("sync-2", "sync-1")] {
        let operation =
            json!({"op": "replace", "path": format!("{TRAVEL}:xmlProfileSyncId"), "value": id});
        let path = format!("/profile/v4/Users/{}", scene.id());
        let request = scene.client.request(Method::PATCH, &path);
        let body = json!({"Operations": [operation]});
        let (status, refusal) = answer(request.bearer_auth(&scene.token).json(&body)).await;
        assert_eq!(status, StatusCode::OK, "{refusal}");
        let (status, found) = scene.get(&by_sync_id(id)).await;
        assert_eq!(status, StatusCode::OK, "{found}");
        let login = format!("LoginId=\"{}\"", scene.login());
        assert!(found.contains(&login), "{found}");
        let (status, _) = scene.get(&by_sync_id(other)).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{other}");
    }
}
