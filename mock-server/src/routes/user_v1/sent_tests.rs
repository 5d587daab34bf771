//! Which elements a profile has, and which values are refused before anything else looks at them.

use super::*;
use crate::xml::read;

const SPACE: &str = "http://www.concursolutions.com/api/user/2011/02";

const READING: Reading = Reading {
    names: ElementNames::Both,
    empty: EmptyElement::Clears,
    subdivision: Subdivision::Either,
};

fn sent(elements: &str, reading: Reading) -> Result<Sent, Fault> {
    let body = format!("<UserProfile xmlns=\"{SPACE}\">{elements}</UserProfile>");
    let element = read::read(body.as_bytes(), &[SPACE]).unwrap();
    Sent::read(&element, reading)
}

fn checked(elements: &str) -> Result<(), Fault> {
    sent(elements, READING)?.check(READING.subdivision)
}

#[test]
fn elements_count_in_any_order_and_in_both_spellings() {
    let one = sent(
        "<LoginId> a@b </LoginId><EmpId>7</EmpId><CrnKey>USD</CrnKey>",
        READING,
    );
    let other = sent(
        "<CrnCode>USD</CrnCode><EmployeeID>7</EmployeeID><LoginID>a@b</LoginID>",
        READING,
    );
    assert_eq!(one, other);
    assert_eq!(one.unwrap().get("LoginId"), Some("a@b"));
    let reading = Reading {
        names: ElementNames::Table,
        ..READING
    };
    assert_eq!(
        sent("<LoginID>a@b</LoginID>", reading)
            .unwrap()
            .get("LoginId"),
        None
    );
}

#[test]
fn an_absent_element_is_not_an_empty_one_unless_the_policy_says_so() {
    let elements = "<OrgUnit1/><OrgUnit2></OrgUnit2><Mi> </Mi>";
    let cleared = sent(elements, READING).unwrap();
    for name in ["OrgUnit1", "OrgUnit2", "Mi"] {
        assert_eq!(
            (cleared.get(name), cleared.filled(name)),
            (Some(""), None),
            "{name}"
        );
    }
    assert_eq!(cleared.get("OrgUnit3"), None);
    let reading = Reading {
        empty: EmptyElement::Keeps,
        ..READING
    };
    assert_eq!(sent(elements, reading).unwrap(), Sent::default());
}

#[test]
fn foreign_and_unknown_elements_say_nothing_and_one_twice_is_wrong() {
    let elements = "<o:Mi xmlns:o=\"http://example.com\">x</o:Mi><Nonsense>y</Nonsense>";
    assert_eq!(sent(elements, READING).unwrap(), Sent::default());
    let twice = sent("<LoginId>a@b</LoginId><LoginID>a@b</LoginID>", READING);
    assert_eq!(twice, Err(Fault::Invalid("LoginId")));
}

#[test]
fn values_at_their_limits_are_taken_and_those_beyond_refused() {
    let text = |name: &str, length: usize| format!("<{name}>{}</{name}>", "ü".repeat(length));
    for (name, max) in [
        ("EmpId", 48),
        ("NewEmployeeID", 48),
        ("FirstName", 32),
        ("LastName", 32),
        ("Mi", 1),
        ("EmailAddress", 255),
        ("Password", 255),
        ("LedgerKey", 20),
        ("CashAdvanceAccountCode", 20),
        ("OrgUnit6", 48),
        ("Custom21", 48),
        ("ExpenseApproverEmployeeID", 48),
    ] {
        assert_eq!(checked(&text(name, max)), Ok(()), "{name}");
        assert_eq!(checked(&text(name, max + 1)), Err(Fault::Invalid(name)));
    }
    let login = |length: usize| format!("<LoginId>a@{}</LoginId>", "b".repeat(length - 2));
    assert_eq!(checked(&login(128)), Ok(()));
    assert_eq!(checked(&login(129)), Err(Fault::Invalid("LoginId")));
}

#[test]
fn values_have_their_form() {
    for (name, good, bad) in [
        ("LoginId", "a@b", "a.b"),
        ("Active", "N", "n"),
        ("FeedRecordNumber", "12", "1.5"),
        ("LocaleName", "en_US", "en-US"),
        ("CtryCode", "US", "us"),
        ("CrnKey", "USD", "US"),
        ("CtrySubCode", "US-WA", "US-"),
        ("CtrySubCode", "WA", "Washington"),
        ("CtrySubCode", "GB-ENG", "GB-LONDON"),
    ] {
        let element = |value: &str| format!("<{name}>{value}</{name}>");
        assert_eq!(checked(&element(good)), Ok(()), "{good}");
        assert_eq!(checked(&element(bad)), Err(Fault::Invalid(name)), "{bad}");
    }
    let state = sent("<CtrySubCode>US-WA</CtrySubCode>", READING).unwrap();
    assert_eq!(
        state.check(Subdivision::Alone),
        Err(Fault::Invalid("CtrySubCode"))
    );
    assert_eq!(state.check(Subdivision::WithCountry), Ok(()));
}

#[test]
fn what_must_be_there_depends_on_whether_the_user_is_new() {
    let ids = "<EmpId>7</EmpId><LoginId>a@b</LoginId><FeedRecordNumber>1</FeedRecordNumber>";
    let known = sent(ids, READING).unwrap();
    assert_eq!(known.require(Needs::Ids), Ok(()));
    let missing = |needs| match known.require(needs) {
        Err(Fault::Missing(names)) => names,
        other => panic!("{other:?}"),
    };
    assert!(missing(Needs::NewUser).contains(&"Password"));
    assert!(!missing(Needs::Form).contains(&"Password"));
    let emptied = sent(&format!("{ids}<LastName/>"), READING).unwrap();
    assert_eq!(emptied.require(Needs::Ids), Err(Fault::Empty));
}
