//! Which filters are accepted and which are refused.

use super::*;
use crate::scim::filter::IDENTITY_SEARCH;

fn parse(text: &str) -> Result<Filter, GrammarError> {
    super::parse(text, &IDENTITY_SEARCH)
}

#[test]
fn the_bracket_rules_of_lists_are_refused() {
    for filter in [
        r#"emails[not(type eq "work")]"#,
        r#"addresses[type ne "work"]"#,
        r#"emails[value ew "@a.example" and value ew "@b.example"]"#,
        r#"emails[value sw "a" and value sw "b"]"#,
        r#"emails[value sw "a" and (type eq "work" and value ew "b")]"#,
        r#"emails[type eq "work" and (value eq "a" or value eq "b")]"#,
    ] {
        assert!(
            matches!(parse(filter), Err(GrammarError::Brackets(_))),
            "{filter}"
        );
    }
}

#[test]
fn or_is_accepted_at_the_top_of_brackets() {
    assert!(parse(r#"emails[type eq "work" and value ew "@A.example" or type eq "home" and value ew ".com"]"#).is_ok());
}

#[test]
fn brackets_on_a_single_value_allow_every_operator() {
    assert!(parse(r#"name[not(givenName co "admin") and givenName pr]"#).is_ok());
    assert!(parse(r#"name[givenName sw "J" and givenName ew "n"]"#).is_ok());
}

#[test]
fn and_binds_tighter_than_or() {
    let Filter::Or(terms) =
        parse(r#"userName eq "a" or active eq true and nickName eq "c""#).unwrap()
    else {
        panic!("the outermost is an or")
    };
    assert!(matches!(terms[1], Filter::And(_)));
}

#[test]
fn uuids_and_dates_may_stand_without_quotes_and_words_may_not() {
    assert!(parse("id eq c7e128ed-a8a6-4627-bd5d-42f7f89cdeb4").is_ok());
    assert!(parse("meta.created gt 2013-12-31").is_ok());
    assert!(matches!(
        parse("userName eq ada"),
        Err(GrammarError::Operand { .. })
    ));
}

#[test]
fn an_attribute_outside_the_table_is_named_in_concurs_words() {
    assert_eq!(
        parse(r#"displayName eq "x""#).unwrap_err().to_string(),
        "Invalid attribute path [:displayName]"
    );
    assert_eq!(
        parse(r#"test eq "x""#).unwrap_err().to_string(),
        "Invalid attribute path [:test]"
    );
}

#[test]
fn a_broken_filter_is_refused_with_its_place() {
    for filter in [
        "",
        "active",
        "active eq",
        "active eq true and",
        "(active eq true",
        "active eq true)",
        "active is true",
    ] {
        assert!(parse(filter).is_err(), "{filter}");
    }
    assert_eq!(
        parse("active eq true nickName pr"),
        Err(GrammarError::Syntax {
            at: 15,
            expected: "`and`, `or` or the end of the filter"
        })
    );
}

#[test]
fn order_is_for_dates_only() {
    assert!(matches!(
        parse(r#"userName gt "a""#),
        Err(GrammarError::Operator { .. })
    ));
    assert!(matches!(
        parse(r#"meta.created co "2020""#),
        Err(GrammarError::Operator { .. })
    ));
}

#[test]
fn what_a_reader_may_not_see_is_null_to_its_filter() {
    use crate::scim::scope::Read;

    let masked = |text: &str| parse(text).unwrap().masked(Read::IDS);
    assert_eq!(masked(r#"nickName sw "a""#), Filter::Or(Vec::new()));
    assert_eq!(masked(r#"nickName ne "a""#), Filter::And(Vec::new()));
    assert_eq!(
        masked(r#"userName sw "a""#),
        parse(r#"userName sw "a""#).unwrap()
    );
}

#[test]
fn nesting_is_bounded() {
    let deep = format!("{}active eq true{}", "(".repeat(40), ")".repeat(40));
    assert_eq!(parse(&deep), Err(GrammarError::TooDeep(MAX_DEPTH)));
}
