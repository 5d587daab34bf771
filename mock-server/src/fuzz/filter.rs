//! Filters: what was parsed prints and parses back, a refusal points into the text, and evaluating does not panic.

use std::sync::LazyLock;

use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::company::seed;
use crate::ids::Seed;
use crate::policy::spend::CombinedFilters;
use crate::scim::evaluate::holds;
use crate::scim::filter::{Filter, IDENTITY_SEARCH, parse, parse_pick};
use crate::scim::grammar::GrammarError;
use crate::scim::retrieval;
use crate::scim::schema;
use crate::scim::scope::Read;
use crate::scim::spend;
use crate::scim::spend::schema::{self as spend_schema, APPROVER_LIMIT};
use crate::scim::spend::show::Release;

use super::choice;
use super::print::print;

static USER: LazyLock<Map<String, Value>> = LazyLock::new(|| {
    let users = seed::users(Seed::new(1), 1);
    let record = users.iter().next().expect("a company of one has one");
    let company = Uuid::nil().to_string();
    record.read(&company).expect("what is kept can be read").0
});

/// Spend extensions that filters of Spend can hold for.
static SPENDER: LazyLock<Map<String, Value>> = LazyLock::new(|| {
    let extensions = json!({
        spend_schema::USER: {"country": "US", "testEmployee": false, "customData": [{"id": "custom1", "value": "a"}]},
        APPROVER_LIMIT: {"authorizedApprover": [{"approvalType": "report", "approvalGroup": "rg1-rg1_1"}]},
    });
    extensions.as_object().expect("it is an object").clone()
});

/// The first byte chooses who reads the rest: Identity's search, User Retrieval, the brackets of a PATCH path, or Spend.
pub fn filter(bytes: &[u8]) {
    let (variant, rest) = choice(bytes);
    let Ok(text) = std::str::from_utf8(rest) else {
        return;
    };
    let read = |text: &str| match variant % 4 {
        0 => parse(text, &IDENTITY_SEARCH),
        1 => parse(text, &retrieval::SEARCH),
        2 => {
            let emails = schema::resolve("emails").expect("the schema has it");
            parse_pick(text, emails[0])
        }
        _ => parse(text, &spend::filter::DIALECT),
    };
    if variant % 4 == 3 {
        admitted(text);
    }
    match read(text) {
        Ok(filter) => holds_up(filter, read),
        Err(GrammarError::Syntax { at, .. }) => {
            assert!(text.is_char_boundary(at), "{at} lies outside of {text:?}");
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}

/// What Spend admits of a filter is the filter, and it admits no more where filters stand alone.
fn admitted(text: &str) {
    for release in [Release::V4, Release::V4_1] {
        let accepted = spend::filter::read(text, release, CombinedFilters::Accepted);
        if let Ok(alone) = spend::filter::read(text, release, CombinedFilters::Refused) {
            assert_eq!(accepted, Ok(alone), "{text:?}");
        }
        match accepted {
            Ok(filter) => {
                assert_eq!(
                    parse(text, &spend::filter::DIALECT),
                    Ok(filter.clone()),
                    "{text:?}"
                );
                assert_ne!(
                    holds(&filter, &SPENDER),
                    holds(&Filter::Not(Box::new(filter.clone())), &SPENDER),
                    "{text:?}"
                );
            }
            Err(error) => assert!(!error.to_string().is_empty()),
        }
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
