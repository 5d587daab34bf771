//! The calls of Identity v4 and v4.1: list, get, create and patch.

use bytes::Bytes;
use http::Method;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::client::{Call, Client};
use super::decode;
use super::identity_user::IdentityUser;
use super::identity_write::{Document, PatchBody};
use super::pages::{Listing, Pages, Position};
use super::record::{self, Record};
use crate::error::Error;
use crate::field::Field;

/// Both versions share their documents and differ in paths and paging.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Version {
    V4,
    V4_1,
}

/// Every attribute that v4.1 documents, but for `manager.$ref` (the manager's id repeats it) and the settings extension
/// (only the machine-readable description knows it).
///
/// Naming one attribute replaces the default set, and `entitlements` and `manager.displayName` come only when named:
/// so all are. Attributes that are not mapped are named too, since the provider's record is handed on whole.
pub(crate) const ATTRIBUTES: &str = "schemas,id,externalId,userName,active,name,displayName,nickName,title,preferredLanguage,\
    timezone,dateOfBirth,emails,phoneNumbers,addresses,emergencyContacts,entitlements,localeOverrides,meta,\
    urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:companyId,\
    urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:organization,\
    urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber,\
    urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:costCenter,\
    urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department,\
    urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:division,\
    urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:legalEntity,\
    urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:startDate,\
    urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:terminationDate,\
    urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:leavesOfAbsence,\
    urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value,\
    urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.employeeNumber,\
    urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.displayName,\
    urn:ietf:params:scim:schemas:extension:sap:2.0:User:userUuid";

impl Version {
    const fn path(self) -> &'static str {
        match self {
            Self::V4 => "/profile/identity/v4/Users",
            Self::V4_1 => "/profile/identity/v4.1/Users",
        }
    }

    /// The page of v4 says 100 and its machine-readable description 20; what comes back is followed, not what was asked.
    const fn max_count(self) -> u32 {
        match self {
            Self::V4 => 100,
            Self::V4_1 => 1000,
        }
    }

    /// What of a user is asked for. In v4 `entitlements` belongs to the default set.
    ///
    /// ASSUMED: a single user takes `attributes` as a listing does. The parameter table of that call is empty, but the
    /// attribute table says that entitlements come on request only, and a single user is where one asks.
    fn attributes(self) -> Option<&'static str> {
        (self == Self::V4_1).then_some(ATTRIBUTES)
    }
}

/// The users of the token's company.
#[derive(Debug)]
pub(crate) struct Users<'a> {
    pub(crate) client: &'a Client,
    pub(crate) version: Version,
    pub(crate) limit: u32,
}

impl Pages for Users<'_> {
    type User = Record<IdentityUser>;

    async fn page(&self, at: &Position) -> Result<Listing<Self::User>, Error> {
        let call = list_call(self.version, self.limit, at);
        read_list(self.version, &self.client.call(&call).await?, at)
    }
}

pub(crate) async fn get(
    client: &Client,
    version: Version,
    id: &str,
) -> Result<Record<IdentityUser>, Error> {
    let query = version.attributes().map(|attributes| {
        url::form_urlencoded::Serializer::new(String::new())
            .append_pair("attributes", attributes)
            .finish()
    });
    let call = Call {
        segments: vec![id.to_owned()],
        query,
        ..Call::get(version.path())
    };
    read_user(&client.call(&call).await?)
}

/// Identity answers a creation with 200, not 201; any success will do.
pub(crate) async fn create(
    client: &Client,
    user: &Document,
) -> Result<Record<IdentityUser>, Error> {
    write(client, Method::POST, Vec::new(), user).await
}

pub(crate) async fn update(
    client: &Client,
    id: &str,
    patch: &PatchBody,
) -> Result<Record<IdentityUser>, Error> {
    write(client, Method::PATCH, vec![id.to_owned()], patch).await
}

async fn write(
    client: &Client,
    method: Method,
    segments: Vec<String>,
    body: &impl Serialize,
) -> Result<Record<IdentityUser>, Error> {
    let body = serde_json::to_vec(body).map_err(|error| Error::bad_request(error.to_string()))?;
    let call = Call {
        method,
        segments,
        body: Some(body),
        ..Call::get(Version::V4_1.path())
    };
    read_user(&client.call(&call).await?)
}

fn list_call(version: Version, limit: u32, position: &Position) -> Call {
    let count = limit.min(version.max_count()).to_string();
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.append_pair("count", &count);
    match position {
        Position::Cursor(cursor) => {
            query.append_pair("cursor", cursor);
        }
        Position::Index(index) => {
            query.append_pair("startIndex", &index.to_string());
        }
        Position::Start | Position::Path(_) => {}
    }
    if let Some(attributes) = version.attributes() {
        query.append_pair("attributes", attributes);
    }
    Call {
        query: Some(query.finish()),
        ..Call::get(version.path())
    }
}

/// A page of users. `totalResults` of v4.1 is not read: clients saw it recomputed on every page, and the cursor tells
/// the end.
#[derive(Deserialize)]
struct Page<'a> {
    #[serde(rename = "Resources", borrow, default)]
    resources: Field<Vec<&'a RawValue>>,
    #[serde(rename = "totalResults", default)]
    total_results: Field<u64>,
    #[serde(rename = "startIndex", default)]
    start_index: Field<u64>,
    #[serde(rename = "nextCursor", default)]
    next_cursor: Field<String>,
}

fn read_list(
    version: Version,
    body: &Bytes,
    position: &Position,
) -> Result<Listing<Record<IdentityUser>>, Error> {
    let page: Page<'_> = decode::whole(body)?;
    let total = page.total_results.into_value();
    let texts = match page.resources.into_value() {
        Some(texts) => texts,
        // RFC 7644, section 3.4.2, lets the list be left out then, and only then: an answer of another kind must not
        // pass for a company without users.
        None if total == Some(0) => Vec::new(),
        None => return Err(decode::wrong_shape("Resources")),
    };
    check_start(position, page.start_index.into_value(), texts.len())?;
    let next = match version {
        Version::V4_1 => page
            .next_cursor
            .into_value()
            .filter(|cursor| !cursor.is_empty())
            .map(Position::Cursor),
        Version::V4 => next_index(position, texts.len(), total),
    };
    Ok(Listing {
        users: record::read_all("Resources", &texts)?,
        next,
    })
}

/// Refuses users from elsewhere than asked: a server that ignores `startIndex` gives the first page for ever. Where an empty
/// page claims to begin does no harm.
fn check_start(position: &Position, start: Option<u64>, came: usize) -> Result<(), Error> {
    match (position, start) {
        (Position::Index(asked), Some(start)) if start != *asked && came > 0 => {
            Err(Error::EndlessList {
                problem: "a page begins elsewhere than asked",
            })
        }
        _ => Ok(()),
    }
}

/// Advances by what came back. A total that this page alone disproves is not believed, and the next page is asked for;
/// an empty page is always the end.
fn next_index(position: &Position, came: usize, total: Option<u64>) -> Option<Position> {
    let start = match position {
        Position::Index(index) => *index,
        _ => 1,
    };
    let came = u64::try_from(came).ok().filter(|&came| came > 0)?;
    let next = start.saturating_add(came);
    let is_last = total.is_some_and(|total| next == total.saturating_add(1));
    (!is_last).then_some(Position::Index(next))
}

fn read_user(body: &Bytes) -> Result<Record<IdentityUser>, Error> {
    record::read("", decode::whole(body)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn version_4_advances_by_what_came_back_and_not_by_what_was_asked() {
        let next = |start, came, total| next_index(&Position::Index(start), came, Some(total));

        assert_eq!(next(1, 20, 45), Some(Position::Index(21)));
        assert_eq!(next(21, 20, 45), Some(Position::Index(41)));
        assert_eq!(next(41, 5, 45), None);
    }

    #[test]
    fn a_total_that_is_too_low_does_not_cut_the_listing_short() {
        assert_eq!(
            next_index(&Position::Start, 20, Some(3)),
            Some(Position::Index(21))
        );
        assert_eq!(next_index(&Position::Index(21), 0, Some(3)), None);
    }

    #[test]
    fn a_total_that_is_too_high_ends_at_the_empty_page() {
        assert_eq!(next_index(&Position::Index(21), 0, Some(100)), None);
    }

    #[test]
    fn a_listing_names_entitlements_together_with_everything_else() {
        let call = list_call(Version::V4_1, 5000, &Position::Cursor("a b".to_owned()));

        let query = call.query.unwrap();
        assert!(query.starts_with("count=1000&cursor=a+b&attributes=schemas%2Cid%2C"));
        assert!(query.contains("%2Centitlements%2C"));
    }
}
