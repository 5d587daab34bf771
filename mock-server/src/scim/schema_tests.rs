//! Which paths the schema knows.

use super::*;

fn names(path: &str) -> Option<Vec<&'static str>> {
    resolve(path).map(|steps| steps.iter().map(|step| step.name).collect())
}

#[test]
fn a_core_path_resolves_with_and_without_its_urn() {
    assert_eq!(names("name.givenName"), Some(vec!["name", "givenName"]));
    assert_eq!(
        names("urn:ietf:params:scim:schemas:core:2.0:User:name.givenName"),
        names("name.givenName")
    );
}

#[test]
fn names_are_compared_without_regard_to_case() {
    assert_eq!(names("USERNAME"), Some(vec!["userName"]));
}

#[test]
fn an_extension_resolves_whole_with_and_without_a_trailing_colon() {
    assert_eq!(names(ENTERPRISE), Some(vec![ENTERPRISE]));
    assert_eq!(names(&format!("{ENTERPRISE}:")), Some(vec![ENTERPRISE]));
    assert_eq!(
        names(&format!("{ENTERPRISE}:manager.value")),
        Some(vec![ENTERPRISE, "manager", "value"])
    );
}

#[test]
fn a_misplaced_or_unknown_name_resolves_to_nothing() {
    assert_eq!(names("name.nickName"), None);
    assert_eq!(names("employeeNumber"), None);
    assert_eq!(names(""), None);
}
