//! Filters: what was parsed prints and parses back, a refusal points into the text, and evaluating does not panic.

use std::sync::LazyLock;

use serde_json::{Map, Value};
use uuid::Uuid;

use crate::company::seed;
use crate::ids::Seed;
use crate::scim::evaluate::holds;
use crate::scim::filter::{Filter, IDENTITY_SEARCH, parse, parse_pick};
use crate::scim::grammar::GrammarError;
use crate::scim::retrieval;
use crate::scim::schema;
use crate::scim::scope::Read;

use super::choice;
use super::print::print;

static USER: LazyLock<Map<String, Value>> = LazyLock::new(|| {
    let users = seed::users(Seed::new(1), 1);
    let record = users.iter().next().expect("a company of one has one");
    let company = Uuid::nil().to_string();
    record.read(&company).expect("what is kept can be read").0
});

/// The first byte chooses who reads the rest: Identity's search, User Retrieval, or the brackets of a PATCH path.
pub fn filter(bytes: &[u8]) {
    let (variant, rest) = choice(bytes);
    let Ok(text) = std::str::from_utf8(rest) else {
        return;
    };
    let read = |text: &str| match variant % 3 {
        0 => parse(text, &IDENTITY_SEARCH),
        1 => parse(text, &retrieval::SEARCH),
        _ => {
            let emails = schema::resolve("emails").expect("the schema has it");
            parse_pick(text, emails[0])
        }
    };
    match read(text) {
        Ok(filter) => holds_up(filter, read),
        Err(GrammarError::Syntax { at, .. }) => {
            assert!(text.is_char_boundary(at), "{at} lies outside of {text:?}");
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}

fn holds_up(filter: Filter, read: impl Fn(&str) -> Result<Filter, GrammarError>) {
    let printed = print(&filter);
    // A printed operand may need more bytes than it was written with, and so pass the limit.
    match read(&printed) {
        Ok(again) => assert_eq!(again, filter, "{printed}"),
        Err(error) => assert_eq!(error, GrammarError::TooLong, "{printed}"),
    }
    let negated = Filter::Not(Box::new(filter.clone()));
    assert_ne!(holds(&filter, &USER), holds(&negated, &USER), "{printed}");
    holds(&filter.masked(Read::IDS), &USER);
}
