//! The calls of Legal Entity v4.1 that cases need on their way to what they claim.

use serde_json::{Value, json};

use crate::finding::{Failure, holds, same};
use crate::reply::{Reply, ScimRefusal};
use crate::request::Request;
use crate::session::{Session, id_of};

/// The legal entities of a company.
pub(super) const ENTITIES: &str = "/profile/identity/v4.1/LegalEntities";

/// The schema of one.
pub(super) const SCHEMA: &str = "urn:ietf:params:scim:schemas:core:2.0:LegalEntity";

/// The standard's schema of a search.
pub(super) const STANDARD: &str = "urn:ietf:params:scim:api:messages:2.0:SearchRequest";

/// An id that nobody has.
pub(super) const NONE: &str = "le-550e8400-e29b-41d4-a716-446655440000";

/// No search of a case has more pages.
const PAGES: usize = 30;

/// A legal entity with everything that the page knows.
pub(super) fn whole(session: &Session, tag: &str) -> Value {
    json!({
        "schemas": [SCHEMA],
        "companyId": session.company().company_id,
        "name": format!("Kiln {tag} GmbH"),
        "referenceId": format!("KILN-{tag}"),
        "active": true,
        "registeringOrganization": "Handelsregister Mannheim",
        "taxId": "DE123456789",
        "email": "legal@kiln.example",
        "phone": "+49 621 555 0142",
        "address": {
            "streetAddress": "Hafenstr. 4\nTor 2", "locality": "Mannheim", "region": "Baden",
            "postalCode": "68159", "country": "DE"
        }
    })
}

/// The same with one member set, or one of its address.
pub(super) fn whole_with(session: &Session, tag: &str, path: &str, value: &Value) -> Value {
    let mut entity = whole(session, tag);
    let place = match path.split_once('.') {
        Some((outer, inner)) => &mut entity[outer][inner],
        None => &mut entity[path],
    };
    *place = value.clone();
    entity
}

/// Sends a new legal entity, as it comes back.
pub(super) async fn post(session: &mut Session, entity: &Value) -> Result<Reply, Failure> {
    session.call(Request::post(ENTITIES).json(entity)).await
}

/// Sends one that is wrong on purpose.
pub(super) async fn post_wrongly(session: &mut Session, entity: &Value) -> Result<Reply, Failure> {
    let request = Request::post(ENTITIES).json(entity);
    session.call(request.deviant()).await
}

/// Creates a legal entity of that tag and gives it as it came back.
pub(super) async fn founded(session: &mut Session, tag: &str) -> Result<Value, Failure> {
    let entity = whole(session, tag);
    post(session, &entity).await?.ok()
}

/// Creates a legal entity of that tag and gives the id.
pub(super) async fn founded_id(session: &mut Session, tag: &str) -> Result<String, Failure> {
    id_of(&founded(session, tag).await?)
}

/// Reads one.
pub(super) async fn read(session: &mut Session, id: &str) -> Result<Value, Failure> {
    session.call(Request::get(place(id))).await?.ok()
}

/// Where one is.
pub(super) fn place(id: &str) -> String {
    format!("{ENTITIES}/{id}")
}

/// A PATCH of these operations.
pub(super) fn patching(id: &str, operations: &Value) -> Request {
    let body = json!({ "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": operations });
    Request::patch(place(id)).json(&body)
}

/// Sends a PATCH of one operation and gives what came back.
pub(super) async fn change(
    session: &mut Session,
    id: &str,
    operation: &str,
    path: &str,
    value: Value,
) -> Result<Value, Failure> {
    let mut one = json!({ "op": operation, "path": path });
    if !value.is_null() {
        one["value"] = value;
    }
    session.call(patching(id, &json!([one]))).await?.ok()
}

/// A search; `body` lacks only its schema.
pub(super) fn searching(body: &Value) -> Request {
    let mut whole = json!({ "schemas": [STANDARD] });
    if let (Some(whole), Some(body)) = (whole.as_object_mut(), body.as_object()) {
        whole.extend(body.clone());
    }
    Request::post(format!("{ENTITIES}/.search")).json(&whole)
}

/// The body of a search.
pub(super) async fn search(session: &mut Session, body: &Value) -> Result<Value, Failure> {
    session.call(searching(body)).await?.ok()
}

/// All pages of a search.
pub(super) async fn pages(session: &mut Session, body: &Value) -> Result<Vec<Value>, Failure> {
    let mut body = body.clone();
    let mut pages = Vec::new();
    for _ in 0..PAGES {
        let page = search(session, &body).await?;
        let cursor = page["nextCursor"].as_str().map(ToOwned::to_owned);
        pages.push(page);
        let Some(cursor) = cursor else {
            return Ok(pages);
        };
        body["cursor"] = json!(cursor);
    }
    Err(Failure::disagrees("the search does not come to an end"))
}

/// The reference ids of whatever a filter finds, sorted.
pub(super) async fn found(session: &mut Session, filter: &str) -> Result<Vec<String>, Failure> {
    let mut found = Vec::new();
    for page in pages(session, &json!({ "filter": filter })).await? {
        for entity in page["Resources"].as_array().into_iter().flatten() {
            id_of(entity)?;
            found.push(
                entity["referenceId"]
                    .as_str()
                    .unwrap_or_default()
                    .to_owned(),
            );
        }
    }
    found.sort();
    Ok(found)
}

/// Claims a refusal in the form of the page: status as text, a word and a sentence, and a message of Concur's own.
pub(super) fn refused(reply: &Reply, status: u16, word: &str) -> Result<ScimRefusal, Failure> {
    let refusal = reply.refused(status)?;
    same(&reply.line(), Some(word), refusal.scim_type.as_deref())?;
    let says = refusal
        .detail
        .as_deref()
        .is_some_and(|detail| !detail.is_empty());
    holds("the refusal says why", says)?;
    Ok(refusal)
}
