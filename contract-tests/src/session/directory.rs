//! The calls of Identity v4.1 that most cases need on their way to what they claim.

use serde_json::{Value, json};

use super::Session;
use crate::finding::{Failure, holds};
use crate::reply::Reply;
use crate::request::Request;

/// The users of Identity v4.1.
pub const USERS: &str = "/profile/identity/v4.1/Users";

/// The schema that a search of Identity v4.1 must name; it is Concur's own, not that of RFC 7644.
pub const SEARCH_REQUEST: &str = "urn:ietf:params:scim:api:messages:concur:2.0:SearchRequest";

/// The enterprise extension.
pub const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

/// Every attribute that filters may name, and what cases compare besides. `attributes` replaces the default set, so the list is
/// the only way to see request-only attributes beside the others.
const EVERYTHING: [&str; 22] = [
    "id",
    "userName",
    "externalId",
    "active",
    "displayName",
    "name",
    "nickName",
    "title",
    "addresses",
    "emails",
    "entitlements",
    "meta",
    "timezone",
    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:companyId",
    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:costCenter",
    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department",
    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:division",
    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber",
    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager",
    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:startDate",
    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:terminationDate",
    "urn:ietf:params:scim:schemas:extension:sap:2.0:User:userUuid",
];

/// No company of a case needs more pages; a target that repeats its cursor must end in a failure, not in a hang.
const PAGES: usize = 2000;

impl Session {
    /// Creates a user; anything but success is a failure.
    pub async fn create(&mut self, user: &Value) -> Result<Value, Failure> {
        let created = self.call(Request::post(USERS).json(user)).await?.ok()?;
        id_of(&created)?;
        Ok(created)
    }

    /// Creates a user and gives the id.
    pub async fn create_id(&mut self, user: &Value) -> Result<String, Failure> {
        id_of(&self.create(user).await?)
    }

    /// Reads one user.
    pub async fn user(&mut self, id: &str) -> Result<Value, Failure> {
        self.call(Request::get(format!("{USERS}/{id}"))).await?.ok()
    }

    /// Reads one user with the attributes that are named.
    pub async fn user_with(&mut self, id: &str, attributes: &str) -> Result<Value, Failure> {
        let request = Request::get(format!("{USERS}/{id}")).query("attributes", attributes);
        self.call(request).await?.ok()
    }

    /// The id of any user of the company.
    pub async fn somebody(&mut self) -> Result<String, Failure> {
        let list = self
            .call(Request::get(USERS).query("count", "1"))
            .await?
            .resources()?;
        id_of(list.first().unwrap_or(&Value::Null))
    }

    /// Sends a PATCH of these operations, as it comes back.
    pub async fn patch(&mut self, id: &str, operations: Value) -> Result<Reply, Failure> {
        self.call(patch_request(id, &operations)).await
    }

    /// Sends a PATCH that is wrong on purpose.
    pub async fn patch_wrongly(&mut self, id: &str, operations: Value) -> Result<Reply, Failure> {
        self.call(patch_request(id, &operations).deviant()).await
    }

    /// Sends one search, as it comes back. `body` lacks only its schema.
    pub async fn search(&mut self, body: &Value) -> Result<Reply, Failure> {
        self.call(search_request(body)).await
    }

    /// The ids of all users that a filter finds, over all pages, sorted.
    pub async fn find(&mut self, filter: &str) -> Result<Vec<String>, Failure> {
        let body = json!({ "filter": filter, "attributes": ["id"] });
        let mut ids = Vec::new();
        for user in self.search_all(&body).await? {
            ids.push(id_of(&user)?);
        }
        ids.sort();
        Ok(ids)
    }

    /// Every user of the company with every attribute that a filter may name.
    pub async fn everyone(&mut self) -> Result<Vec<Value>, Failure> {
        let everyone = self
            .search_all(&json!({ "attributes": EVERYTHING, "count": 1000 }))
            .await?;
        holds("the company has users", !everyone.is_empty())?;
        Ok(everyone)
    }

    /// All users of a search, over all pages.
    pub async fn search_all(&mut self, body: &Value) -> Result<Vec<Value>, Failure> {
        let mut body = body.clone();
        let mut users = Vec::new();
        for _ in 0..PAGES {
            let page = self.search(&body).await?;
            users.extend(page.resources()?);
            let Some(cursor) = page.json()?["nextCursor"].as_str().map(ToOwned::to_owned) else {
                return Ok(users);
            };
            body["cursor"] = Value::from(cursor);
        }
        Err(Failure::disagrees("the search does not come to an end"))
    }

    /// All pages of `GET /Users`, each as its body.
    pub async fn pages(&mut self, count: &str) -> Result<Vec<Value>, Failure> {
        let mut pages = Vec::new();
        let mut request = Request::get(USERS).query("count", count);
        for _ in 0..PAGES {
            let page = self.call(request).await?.ok()?;
            let cursor = page["nextCursor"].as_str().map(ToOwned::to_owned);
            pages.push(page);
            let Some(cursor) = cursor else {
                let first = pages
                    .first()
                    .map_or(&Value::Null, |page| &page["Resources"][0]);
                id_of(first)?;
                return Ok(pages);
            };
            request = Request::get(USERS)
                .query("count", count)
                .query("cursor", cursor);
        }
        Err(Failure::disagrees("the list does not come to an end"))
    }
}

/// A search of Identity v4.1; `body` lacks only its schema.
pub fn search_request(body: &Value) -> Request {
    let mut whole = json!({ "schemas": [SEARCH_REQUEST] });
    if let (Some(whole), Some(body)) = (whole.as_object_mut(), body.as_object()) {
        whole.extend(body.clone());
    }
    Request::post(format!("{USERS}/.search")).json(&whole)
}

/// The id in a user's document.
pub fn id_of(user: &Value) -> Result<String, Failure> {
    user["id"]
        .as_str()
        .map(ToOwned::to_owned)
        .ok_or_else(|| Failure::disagrees(format!("a user without id: {user}")))
}

fn patch_request(id: &str, operations: &Value) -> Request {
    let body = json!({ "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": operations });
    Request::patch(format!("{USERS}/{id}")).json(&body)
}
