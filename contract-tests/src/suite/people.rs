//! Bodies of users that cases create, each told apart from the others by what the case looks for.

use serde_json::{Value, json};

use crate::finding::Failure;
use crate::session::{ENTERPRISE, Session, id_of};

/// The smallest user that the page allows: what is required and an employee number.
pub(super) fn newcomer(session: &Session, tag: &str) -> Value {
    let login = format!("{tag}@newcomer.example");
    json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User", ENTERPRISE],
        "userName": login,
        "active": true,
        "name": { "familyName": "Newcomer", "givenName": "Robin" },
        "emails": [{ "value": login, "type": "work" }],
        ENTERPRISE: { "companyId": session.company().company_id, "employeeNumber": format!("E-{tag}") }
    })
}

/// The same with other members set; a member of the enterprise extension is set inside it.
pub(super) fn newcomer_with(session: &Session, tag: &str, core: Value, enterprise: Value) -> Value {
    let mut user = newcomer(session, tag);
    for (place, members) in [("", core), (ENTERPRISE, enterprise)] {
        let whole = if place.is_empty() {
            Some(&mut user)
        } else {
            user.get_mut(place)
        };
        if let (Some(Value::Object(whole)), Value::Object(members)) = (whole, members) {
            whole.extend(members);
        }
    }
    user
}

/// A user with every kind of attribute filled: lists of several entries, a manager, entitlements, ids.
pub(super) async fn create_furnished(session: &mut Session, tag: &str) -> Result<String, Failure> {
    let manager = session
        .create_id(&newcomer(session, &format!("{tag}-manager")))
        .await?;
    let core = json!({
        "externalId": format!("X-{tag}"),
        "title": "Archivist",
        "nickName": "Rob",
        "dateOfBirth": "1980-02-29",
        "emails": [
            { "value": format!("{tag}@home.example"), "type": "home" },
            { "value": format!("{tag}@newcomer.example"), "type": "work" }
        ],
        "phoneNumbers": [{ "value": "+1 425 555 0101", "type": "work" }],
        "addresses": [
            { "type": "home", "country": "US", "region": "OR", "locality": "Portland", "postalCode": "97201", "streetAddress": "1 Elm St" },
            { "type": "work", "country": "US", "region": "WA", "locality": "Bellevue", "postalCode": "98004", "streetAddress": "2 Oak St" }
        ],
        "emergencyContacts": [{ "name": "Kim Newcomer", "relationship": "Sister", "country": "US" }],
        "entitlements": ["Expense", "Invoice"],
        "urn:ietf:params:scim:schemas:extension:sap:2.0:User": { "userUuid": format!("sap-{tag}") }
    });
    let enterprise = json!({
        "costCenter": "CC-17",
        "department": "Archive",
        "division": "Paper",
        "manager": { "value": manager }
    });
    let user = newcomer_with(session, tag, core, enterprise);
    session.create_id(&user).await
}

/// The staff that filters are tried on, beside the users that the company already has.
pub(super) async fn hire_staff(session: &mut Session) -> Result<Staff, Failure> {
    let john = newcomer_with(
        session,
        "john",
        json!({
            "name": { "familyName": "Smith", "givenName": "John" },
            "nickName": "Johnny",
            "externalId": "Ext-John",
            "emails": [{ "value": "John.Doe@Sap.example", "type": "work" }, { "value": "john@concur.example", "type": "home" }],
            "addresses": [
                { "type": "work", "country": "US", "region": "WA", "locality": "Bellevue" },
                { "type": "home", "country": "US", "region": "OR", "locality": "Portland" }
            ],
            "entitlements": ["Expense", "Invoice"],
            "urn:ietf:params:scim:schemas:extension:sap:2.0:User": { "userUuid": "sap-john" }
        }),
        json!({ "department": "Sales", "costCenter": "CC-1", "division": "West", "startDate": "2012-08-01" }),
    );
    let john = id_of(&session.create(&john).await?)?;
    let bob = newcomer_with(
        session,
        "bob",
        json!({
            "name": { "familyName": "Joe", "givenName": "Bob" },
            "emails": [{ "value": "bob@concur.example", "type": "work" }],
            "entitlements": ["Request"]
        }),
        json!({
            "department": "Engineering", "startDate": "2020-03-02", "terminationDate": "2031-12-31",
            "manager": { "value": john }
        }),
    );
    let bob = id_of(&session.create(&bob).await?)?;
    let jane = newcomer_with(
        session,
        "jane",
        json!({
            "name": { "familyName": "Smith", "givenName": "Jane" },
            "active": false,
            "emails": [{ "value": "jane@sap.example", "type": "home" }, { "value": "jane@elsewhere.example", "type": "work" }],
            "addresses": [{ "type": "home", "country": "DE", "region": "BW", "locality": "Bellevue" }]
        }),
        json!({ "startDate": "2013-12-31" }),
    );
    let jane = id_of(&session.create(&jane).await?)?;
    Ok(Staff { john, bob, jane })
}

/// The ids of the hired staff.
pub(super) struct Staff {
    /// John Smith: two addresses, two e-mail addresses, Expense and Invoice, of Sales.
    pub(super) john: String,
    /// Bob Joe: reports to John, leaves in 2031, of Engineering.
    pub(super) bob: String,
    /// Jane Smith: inactive, lives in another Bellevue, of no department.
    pub(super) jane: String,
}
