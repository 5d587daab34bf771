//! The fields of the employee form.
//!
//! ASSUMED: one form for every user, of the fields that the example and User v1 name, with the configured custom fields
//! behind them; ids that follow from the company's seed.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{RawQuery, State};
use axum::response::Response;
use http::{HeaderMap, StatusCode};
use serde_json::{Value, json};

use crate::caller::Arrival;
use crate::company::Company;
use crate::company::configuration::CustomField;
use crate::error::{SpendRefusal, json_response};
use crate::world::World;

use super::super::parameters::Parameters;
use super::users::refuse_unknown;

const URN: &str = "urn:ietf:params:scim:schemas:extension:spend:2.0:FormFields";

/// Whether a field must be filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Need {
    Required,
    Optional,
}

use Need::{Optional, Required};

/// Name, label, longest value, need, and what users may do with it: `RW`, or `HD` for hidden.
type Field = (&'static str, &'static str, u32, Need, &'static str);

const FIELDS: [Field; 12] = [
    ("FirstName", "First Name", 60, Required, "RW"),
    ("LastName", "Last Name", 32, Required, "RW"),
    ("MiddleInitial", "Middle Initial", 1, Optional, "RW"),
    ("LoginId", "Logon ID", 128, Required, "RW"),
    ("EmpId", "Employee ID", 128, Optional, "HD"),
    ("EmailAddress", "Email Address", 255, Optional, "RW"),
    ("LocaleName", "Locale", 5, Required, "RW"),
    ("CountryCode", "Country", 2, Required, "RW"),
    ("StateProvince", "State/Province", 2, Optional, "RW"),
    ("LedgerCode", "Ledger", 20, Optional, "RW"),
    (
        "ReimbursementCurrency",
        "Reimbursement Currency",
        3,
        Required,
        "RW",
    ),
    (
        "CashAdvanceAccountCode",
        "Cash Advance Account Code",
        20,
        Optional,
        "RW",
    ),
];

/// `GET …/FormFields`
pub(super) async fn list(
    State(world): State<Arc<World>>,
    Extension(arrival): Extension<Arrival>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, SpendRefusal> {
    let caller = super::admit(&arrival, &headers)?;
    let parameters = Parameters::read(query.as_deref());
    let version = caller.company.read();
    if let Some(user) = parameters.get("userId") {
        refuse_unknown(&caller, &version, user)?;
    }
    let form = Form {
        company: &caller.company,
        base_url: world.base_url(version.situation.data_centre),
    };
    let customs = &version.configuration.custom_fields;
    let mut fields: Vec<Value> = FIELDS.iter().map(|field| form.field(field)).collect();
    fields.extend(customs.iter().map(|field| form.custom(field)));
    for (field, sequence) in fields.iter_mut().zip(1..) {
        field["sequence"] = Value::from(sequence);
    }
    let body = json!({
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
        "totalResults": fields.len(),
        "Resources": fields,
    });
    Ok(json_response(StatusCode::OK, &body))
}

struct Form<'f> {
    company: &'f Company,
    base_url: &'f str,
}

impl Form<'_> {
    fn field(&self, &(name, label, longest, need, access): &Field) -> Value {
        json!({
            "schemas": [URN],
            "id": self.id("form field", name).to_uppercase(),
            "name": name,
            "label": label,
            "controlType": "EDIT",
            "dataType": "String",
            "maxLength": longest,
            "isRequired": need == Required,
            "access": access,
            "isCustom": false,
            "sequence": 0,
        })
    }

    fn custom(&self, custom: &CustomField) -> Value {
        let mut letters = custom.id.chars();
        let first = letters.next().map(|letter| letter.to_ascii_uppercase());
        let name: String = first.into_iter().chain(letters).collect();
        let mut field = json!({
            "schemas": [URN],
            "id": self.id("form field", &name).to_uppercase(),
            "name": name,
            "label": custom.label,
            "controlType": "EDIT",
            "dataType": "String",
            "maxLength": custom.max_length,
            "isRequired": custom.required,
            "access": "RW",
            "isCustom": true,
            "sequence": 0,
            "isCopyDownSourceForOtherForms": true,
        });
        if let Some(list) = &custom.list {
            let id = self.id("list", list);
            field["dataType"] = Value::from("ConnectedList");
            field["hierLevel"] = Value::from(1);
            field["list"] = json!({
                "syncGuid": id.to_uppercase(),
                "href": format!("{}/list/v4/lists/{id}", self.base_url),
            });
        }
        field
    }

    /// The id of what the company calls so.
    fn id(&self, kind: &str, name: &str) -> String {
        self.company.seed.within(name).id(kind, 0).to_string()
    }
}
