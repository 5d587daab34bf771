//! The filters that the pages print, each with the verdict that the page gives it.

use serde::Deserialize;
use serde_json::{Value, json};

use super::people::hire_staff;
use super::{page, register};
use crate::contract::fixtures_folder;
use crate::finding::{Claim, Failure, holds};
use crate::session::{Session, search_request};

register! { $ each_documented_filter of "documented_filters", page::SEARCH;
    every_printed_filter_of_identity_is_accepted: "identity.v4_1.users.search", Write;
    every_printed_limitation_of_identity_is_refused: "identity.v4_1.users.search", Write;
}

/// One filter of the pages.
#[derive(Debug, Deserialize)]
pub struct DocumentedFilter {
    /// The filter.
    pub filter: String,
    /// The API that it is printed for.
    pub api: String,
    /// The page that prints it.
    pub page: String,
    /// The section of the page.
    pub section: String,
    /// What the page says of it.
    pub verdict: Verdict,
}

/// What a page says of a filter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// It is an example of what works.
    Accepted,
    /// It is an example of what does not.
    Rejected,
}

/// Every filter of the pages.
pub fn documented_filters() -> Result<Vec<DocumentedFilter>, Failure> {
    let path = fixtures_folder().join("filters/documented.yaml");
    let text = std::fs::read_to_string(&path)
        .map_err(|error| Failure::harness(format!("{}: {error}", path.display())))?;
    serde_saphyr::from_str(&text)
        .map_err(|error| Failure::harness(format!("{}: {error}", path.display())))
}

async fn every_printed_filter_of_identity_is_accepted(session: &mut Session) -> Claim {
    hire_staff(session).await?;
    let mut found = 0;
    for one in of_identity(Verdict::Accepted)? {
        let users = session.search(&body(&one)).await?.resources()?;
        found += users.len();
    }
    holds("some of them find somebody", found > 0)
}

async fn every_printed_limitation_of_identity_is_refused(session: &mut Session) -> Claim {
    hire_staff(session).await?;
    for one in of_identity(Verdict::Rejected)? {
        let request = search_request(&body(&one)).deviant();
        session.call(request).await?.refused(400)?;
    }
    Ok(())
}

fn of_identity(verdict: Verdict) -> Result<Vec<DocumentedFilter>, Failure> {
    let mut filters = documented_filters()?;
    filters.retain(|one| one.api == "identity-v4.1" && one.verdict == verdict);
    if filters.is_empty() {
        return Err(Failure::harness("the list holds no such filter"));
    }
    Ok(filters)
}

fn body(one: &DocumentedFilter) -> Value {
    json!({ "filter": one.filter, "attributes": ["id"] })
}
