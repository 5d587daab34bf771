//! What the oracle accepts and what it refuses, case by case.

use super::*;

fn contract() -> Contract {
    Contract::load(&fixtures_folder().join("contract")).unwrap()
}

fn folder_with(text: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("broken.yaml"), text).unwrap();
    folder
}

fn reply(content_type: &str) -> Vec<(String, String)> {
    vec![
        ("Content-Type".to_owned(), content_type.to_owned()),
        ("Concur-CorrelationId".to_owned(), "2997-1".to_owned()),
    ]
}

fn places(violations: &[Violation]) -> Vec<(&str, &str)> {
    violations
        .iter()
        .map(|violation| (violation.pointer.as_str(), violation.rule.as_str()))
        .collect()
}

#[test]
fn finds_an_operation_by_its_request_line() {
    let contract = contract();

    let found = contract
        .find("get", "/api/v3.0/common/users?limit=2")
        .unwrap();

    assert_eq!(found.id, "users.v3_0.list");
}

#[test]
fn knows_no_operation_at_an_undocumented_place() {
    let contract = contract();

    assert!(contract.find("DELETE", "/api/v3.0/common/users").is_none());
    assert!(contract.find("GET", "/api/v3.0/common/users/1").is_none());
}

#[test]
fn a_file_that_is_not_yaml_is_named() {
    let folder = folder_with("paths: [");

    let error = Contract::load(folder.path()).unwrap_err();

    assert!(
        error.to_string().ends_with("broken.yaml: not YAML"),
        "{error}"
    );
}

#[test]
fn a_missing_part_is_named_with_its_place() {
    let folder = folder_with("openapi: 3.1.0\npaths: {/a: {get: {operationId: a.get}}}\n");

    let error = Contract::load(folder.path()).unwrap_err();

    assert_eq!(
        error.to_string(),
        "broken.yaml#/paths/~1a/get: `x-source` is missing"
    );
}

#[test]
fn a_reference_to_nothing_is_named_with_its_place() {
    let folder = folder_with("openapi: 3.1.0\npaths: {/a: {$ref: '#/components/x'}}\n");

    let error = Contract::load(folder.path()).unwrap_err();

    assert!(error.to_string().contains("#/components/x"), "{error}");
}

#[test]
fn search_is_not_taken_for_a_user() {
    let contract = contract();

    let search = contract.find("POST", "/profile/identity/v4.1/Users/.search");

    assert_eq!(search.unwrap().id, "identity.v4_1.users.search");
}

#[test]
fn an_undocumented_status_is_refused() {
    let contract = contract();
    let create = contract.operation("identity.v4_1.users.create").unwrap();

    let found = create.check_response(201, &reply("application/json"), b"{}");

    assert_eq!(places(&found), [("status", "status")]);
}

#[test]
fn a_missing_correlation_id_and_another_media_type_are_refused() {
    let contract = contract();
    let get = contract.operation("identity.v4_1.users.get").unwrap();
    let headers = [("content-type".to_owned(), "text/html".to_owned())];

    let found = get.check_response(404, &headers, b"<html>");

    let expected = [
        ("header concur-correlationid", "header"),
        ("header content-type", "media-type"),
    ];
    assert_eq!(places(&found), expected);
}

#[test]
fn null_reads_as_absent_but_a_misspelt_member_stays_misspelt() {
    let contract = contract();
    let get = contract.operation("identity.v4_1.users.get").unwrap();
    let body =
        br#"{"id": "6a1f0a52-0c5e-4d3b-9d0a-0c1b6f1f7a01", "nickName": null, "nikName": null}"#;

    let found = get.check_response(200, &reply("application/json;charset=UTF-8"), body);

    assert_eq!(places(&found), [("/nikName", "additionalProperties")]);
}

#[test]
fn a_required_member_that_is_null_is_missing() {
    let contract = contract();
    let get = contract.operation("identity.v4_1.users.get").unwrap();

    let found = get.check_response(200, &reply("application/json"), br#"{"id": null}"#);

    assert_eq!(places(&found), [("", "required")]);
}

#[test]
fn a_part_of_a_user_is_no_whole_user() {
    let contract = contract();
    let get = contract.operation("identity.v4_1.users.get").unwrap();
    let body = br#"{"id": "6a1f0a52-0c5e-4d3b-9d0a-0c1b6f1f7a01"}"#;
    let headers = reply("application/json");

    let whole = get.check_unprojected_response(200, &headers, body);

    assert!(get.check_response(200, &headers, body).is_empty());
    assert!(whole.iter().all(|violation| violation.rule == "required"));
    assert_eq!(whole.len(), 10);
}

#[test]
fn an_xml_page_means_what_the_json_page_means() {
    let contract = contract();
    let list = contract.operation("users.v3_0.list").unwrap();
    let body = br#"<?xml version="1.0"?>
        <Users xmlns:i="http://www.w3.org/2001/XMLSchema-instance"><Items>
            <User><ID>a&amp;b</ID><Active>yes</Active><Nick/><MiddleName i:nil="true" /></User>
            <Person><ID>c</ID></Person>
        </Items><NextPage/></Users>"#;

    let found = list.check_response(200, &reply("application/xml"), body);

    let expected = [
        ("/Items/1", "xml"),
        ("/Items/0/Active", "type"),
        ("/Items/0/Nick", "additionalProperties"),
    ];
    assert_eq!(places(&found), expected);
}

#[test]
fn a_root_of_another_name_or_namespace_is_refused_where_a_namespace_is_documented() {
    let contract = contract();
    let list = contract.operation("user.v1.form_fields.list").unwrap();
    let field = "<Id>Mi</Id><Label>Mi</Label><ControlType>edit</ControlType><DataType>CHAR</DataType><MaxLength/>\
        <Required>N</Required><Cols/><Access>RW</Access><Width/><Custom>N</Custom><Sequence>1</Sequence>";
    let judge = |name: &str, namespace: &str| {
        let body = format!("<{name}{namespace}><FormField>{field}</FormField></{name}>");
        let found = list.check_response(200, &reply("text/xml"), body.as_bytes());
        found.len()
    };
    let ours = "http://www.concursolutions.com/api/user/2011/02";

    assert_eq!(judge("FormFieldsList", &format!(" xmlns='{ours}'")), 0);
    assert_eq!(judge("f:FormFieldsList", &format!(" xmlns:f='{ours}'")), 0);
    let secured = ours.replace("http:", "https:");
    assert_eq!(judge("FormFieldsList", &format!(" xmlns='{secured}'")), 0);
    assert_eq!(judge("FormFields", &format!(" xmlns='{ours}'")), 1);
    assert_eq!(judge("FormFieldsList", " xmlns='http://example.com'"), 1);
    assert_eq!(judge("FormFieldsList", ""), 1);
}

#[test]
fn a_query_is_judged_by_name_type_bound_and_company() {
    let contract = contract();
    let list = contract.operation("identity.v4.users.list").unwrap();
    let query = [("count", "101"), ("employeeNumber", "7"), ("sortBy", "id")]
        .map(|(name, value)| (name.to_owned(), value.to_owned()));

    let found = list.check_request(&query, None, b"");

    let expected = [
        ("query count", "maximum"),
        ("query sortBy", "parameter"),
        ("query employeeNumber", "parameter"),
    ];
    assert_eq!(places(&found), expected);
}

#[test]
fn a_form_is_judged_by_the_grant_it_names() {
    let contract = contract();
    let create = contract.operation("oauth2.token.create").unwrap();
    let form = b"grant_type=refresh_token&client_id=a&client_secret=b&refresh_tokn=c";

    let found = create.check_request(&[], Some("application/x-www-form-urlencoded"), form);

    let expected = [("", "required"), ("/refresh_tokn", "additionalProperties")];
    assert_eq!(places(&found), expected);
}

#[test]
fn a_body_where_none_is_documented_is_refused() {
    let contract = contract();
    let delete = contract.operation("identity.v4_1.users.delete").unwrap();

    let request = delete.check_request(&[], Some("application/json"), b"{}");
    let response = delete.check_response(204, &reply("application/json"), b"{}");

    assert_eq!(places(&request), [("", "body")]);
    assert_eq!(places(&response), [("", "body")]);
}

#[test]
fn attributes_are_judged_like_elements_and_text_beside_them_is_kept() {
    let contract = contract();
    let read = contract.operation("travel_profile.v2.profile.get").unwrap();
    let judge = |head: &str, address: &str| {
        let body = format!(
            "<ProfileResponse{head}><General/><EmailAddresses><EmailAddress{address}</EmailAddress></EmailAddresses></ProfileResponse>"
        );
        let found = read.check_response(200, &reply("application/xml"), body.as_bytes());
        found
            .iter()
            .map(|one| (one.pointer.clone(), one.rule.clone()))
            .collect::<Vec<_>>()
    };
    let place = |pointer: &str, rule: &str| vec![(pointer.to_owned(), rule.to_owned())];
    let head = " xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' Status='Active' LoginId='a'";
    let one = "/EmailAddresses/0";

    assert_eq!(judge(head, " Type='Business' Contact='true'>a@b"), []);
    let capital = judge(head, " Type='Business' Contact='True'>a@b");
    assert_eq!(capital, place(&format!("{one}/Contact"), "type"));
    let unknown = judge(head, " Type='Business' Colour='red'>a@b");
    assert_eq!(unknown, place(&format!("{one}/Colour"), "xml"));
    let long = judge(head, &format!(" Type='Business'>{}", "a".repeat(256)));
    assert_eq!(long, place(&format!("{one}/Value"), "maxLength"));
    let status = judge(" Status='On' LoginId='a'", " Type='Business'>a@b");
    assert_eq!(status, place("/Status", "enum"));
    let spaced = judge(&format!("{head} xmlns='urn:x'"), " Type='Business'>a@b");
    assert_eq!(spaced, place("", "xml"));
}

#[test]
fn one_of_several_roots_is_judged_by_its_name() {
    let contract = contract();
    let write = contract
        .operation("travel_profile.v2.profile.write")
        .unwrap();
    let judge = |body: &str| {
        let found = write.check_response(200, &reply("application/xml"), body.as_bytes());
        found.len()
    };
    let message = "<Code>W012</Code><Message>No primary telephone.</Message>";
    let one = format!("<TravelProfileResponseMessage>{message}</TravelProfileResponseMessage>");

    assert_eq!(judge(&one), 0);
    let list = "ArrayOfTravelProfileResponseMessage";
    assert_eq!(judge(&format!("<{list}>{one}{one}</{list}>")), 0);
    assert!(judge(&format!("<Reply>{message}</Reply>")) > 0);
    assert!(judge(&one.replace("Code", "Kode")) > 0);
}
