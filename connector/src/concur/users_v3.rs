//! The listing of Users v3.0, all that this API has.

use bytes::Bytes;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::client::{Call, Client};
use super::decode;
use super::pages::{Listing, Pages, Position};
use super::record::{self, Record};
use crate::error::Error;
use crate::field::Field;

const PATH: &str = "/api/v3.0/common/users";
const MAX_LIMIT: u32 = 100;
/// Only there to parse an address that may be relative; its host is never asked.
const ANY_ORIGIN: &str = "https://localhost";

/// A user of version 3, with what of it is read.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct UserV3 {
    #[serde(rename = "ID")]
    pub(crate) id: String,
    #[serde(rename = "LoginID", default)]
    pub(crate) login_id: Field<String>,
    #[serde(rename = "EmployeeID", default)]
    pub(crate) employee_id: Field<String>,
    #[serde(default)]
    pub(crate) active: Field<bool>,
    #[serde(default)]
    pub(crate) first_name: Field<String>,
    #[serde(default)]
    pub(crate) middle_name: Field<String>,
    #[serde(default)]
    pub(crate) last_name: Field<String>,
    #[serde(default)]
    pub(crate) primary_email: Field<String>,
    #[serde(default)]
    pub(crate) cell_phone_number: Field<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Page<'a> {
    #[serde(borrow, default)]
    items: Field<Vec<&'a RawValue>>,
    #[serde(default)]
    next_page: Field<String>,
}

/// The users that the token may see.
#[derive(Debug)]
pub(crate) struct Users<'a> {
    pub(crate) client: &'a Client,
    pub(crate) limit: u32,
}

impl Pages for Users<'_> {
    type User = Record<UserV3>;

    async fn page(&self, at: &Position) -> Result<Listing<Self::User>, Error> {
        let query = match at {
            Position::Path(next) => query_of(next).map(str::to_owned),
            _ => Some(format!("limit={}", self.limit.min(MAX_LIMIT))),
        };
        let call = Call {
            query,
            ..Call::get(PATH)
        };
        read_list(&self.client.call(&call).await?)
    }
}

fn read_list(body: &Bytes) -> Result<Listing<Record<UserV3>>, Error> {
    let page: Page<'_> = decode::whole(body)?;
    let next = page
        .next_page
        .into_value()
        .filter(|next| !next.is_empty())
        .map(|next| path_of(&next))
        .transpose()?;
    // No list is not an empty list: an answer of another kind must not pass for a company without users.
    let texts = page
        .items
        .into_value()
        .ok_or_else(|| decode::wrong_shape("Items"))?;
    Ok(Listing {
        users: record::read_all("Items", &texts)?,
        next,
    })
}

/// Keeps path and query of `NextPage`: the host in Concur's samples is another than the one that answers API calls.
fn path_of(next_page: &str) -> Result<Position, Error> {
    let wrong = || decode::wrong_shape("NextPage");
    let base = url::Url::parse(ANY_ORIGIN).map_err(|_| wrong())?;
    let url = base.join(next_page).map_err(|_| wrong())?;
    let next = match url.query() {
        Some(query) => format!("{}?{query}", url.path()),
        None => return Err(wrong()),
    };
    query_of(&next).ok_or_else(wrong)?;
    Ok(Position::Path(next))
}

/// The query of a next page, if it is one of this listing: a token must not be led to another call.
fn query_of(next: &str) -> Option<&str> {
    let (path, query) = next.split_once('?')?;
    path.trim_end_matches('/')
        .eq_ignore_ascii_case(PATH)
        .then_some(query)
}

/// Whether a position taken from a cursor continues this listing.
pub(crate) fn continues(next: &str) -> bool {
    query_of(next).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_next_page_keeps_path_and_query_whatever_its_host() {
        let expected = Position::Path("/api/v3.0/common/users?offset=x%2B1&limit=25".to_owned());

        for host in [
            "https://us.concursolutions.com",
            "http://other.example:1",
            "",
        ] {
            let next = format!("{host}/api/v3.0/common/users?offset=x%2B1&limit=25");
            assert_eq!(path_of(&next).unwrap(), expected);
        }
    }

    #[test]
    fn a_next_page_that_leads_elsewhere_is_refused() {
        for next in [
            "https://us.concursolutions.com/api/v3.0/expense/reports?offset=1",
            "https://us.concursolutions.com/api/v3.0/common/users",
            "/api/v3.0/common/users/../../../x?offset=1",
        ] {
            assert!(path_of(next).is_err(), "{next}");
        }
    }
}
