//! The search of User Retrieval v4, as cases send it.

use serde_json::{Value, json};

use crate::finding::{Failure, holds, same};
use crate::reply::Reply;
use crate::request::Request;
use crate::session::{Session, id_of};

/// The one operation of User Retrieval v4.
pub(super) const SEARCH: &str = "/profile/v4/Users/.search";

/// The standard's schema of a search, not Concur's own that Identity v4.1 wants.
pub(super) const STANDARD: &str = "urn:ietf:params:scim:api:messages:2.0:SearchRequest";

/// No company of a case needs more pages.
const PAGES: usize = 50;

/// A search; `body` lacks only its schema.
pub(super) fn searching(body: &Value) -> Request {
    let mut whole = json!({ "schemas": [STANDARD] });
    if let (Some(whole), Some(body)) = (whole.as_object_mut(), body.as_object()) {
        whole.extend(body.clone());
    }
    sending(&whole.to_string())
}

/// A search whose body is this text.
pub(super) fn sending(text: &str) -> Request {
    Request::post(SEARCH).body("application/scim+json", text)
}

/// Sends a search, as it comes back.
pub(super) async fn search(session: &mut Session, body: &Value) -> Result<Reply, Failure> {
    session.call(searching(body)).await
}

/// The number of all users found: the page prints `total`, the published description `totalResults`.
pub(super) fn total(page: &Value) -> Result<u64, Failure> {
    let total = page["total"].as_u64().or(page["totalResults"].as_u64());
    total.ok_or_else(|| Failure::disagrees(format!("no total in {page}")))
}

/// All pages of a search.
pub(super) async fn pages(session: &mut Session, body: &Value) -> Result<Vec<Value>, Failure> {
    let mut body = body.clone();
    let mut pages = Vec::new();
    for _ in 0..PAGES {
        let page = search(session, &body).await?.ok()?;
        let cursor = page["nextCursor"].as_str().map(ToOwned::to_owned);
        pages.push(page);
        let Some(cursor) = cursor else {
            return Ok(pages);
        };
        body["cursor"] = json!(cursor);
    }
    Err(Failure::disagrees("the search does not come to an end"))
}

/// The ids of all users that a filter finds, sorted.
pub(super) async fn found(session: &mut Session, filter: &str) -> Result<Vec<String>, Failure> {
    let mut ids = Vec::new();
    let body = json!({ "filter": filter, "attributes": ["id"] });
    for page in pages(session, &body).await? {
        for user in page["Resources"].as_array().into_iter().flatten() {
            ids.push(id_of(user)?);
        }
    }
    ids.sort();
    Ok(ids)
}

/// Claims that the filter finds exactly those of the company's users of whom `is_meant` holds, neither nobody nor everybody.
pub(super) async fn agrees(
    session: &mut Session,
    filter: &str,
    is_meant: impl Fn(&Value) -> bool,
) -> Result<(), Failure> {
    let everyone = session.everyone().await?;
    let meant = everyone.iter().filter(|user| is_meant(user));
    let mut meant = meant.map(id_of).collect::<Result<Vec<_>, _>>()?;
    meant.sort();
    let tells = !meant.is_empty() && meant.len() < everyone.len();
    holds(format!("{filter} can be told from none"), tells)?;
    same(filter, meant, found(session, filter).await?)
}
