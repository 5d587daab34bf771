//! Profile v1: the user behind a token, in the words of before SCIM.

mod travel;

use std::sync::Arc;

use axum::Extension;
use axum::extract::{RawQuery, State};
use axum::response::Response;
use http::{HeaderValue, StatusCode, header};
use jiff::Timestamp;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::caller::{Arrival, Caller};
use crate::company::Version;
use crate::company::record::Record;
use crate::error::{Format, Refusal, ScimType, json_response};
use crate::policy::legacy::{MeForm, UnknownSchema};
use crate::scim::derive::{Meta, Resource};
use crate::scim::schema::ENTERPRISE;
use crate::world::World;

use super::flat::Flat;
use super::parameters::Parameters;
use travel::Traveller;

/// The path below the base URL.
pub(super) const PATH: &str = "/profile/v1/me";

/// The scopes that read; the one that writes reads, too.
const SCOPES: [&str; 2] = ["user.read", "user.write"];

/// The words of the getting-started page for a token without the scope.
const DENIED: &str = "access denied";

const USER: &str = "com:concur:User:1.0";
const EMPLOYEE: &str = "com:concur:Employee:1.0";
const TRAVEL: &str = "com:concur:TravelPreferences:1.0";
const PROGRAMS: &str = "com:concur:Programs:1.0";
const DOCUMENTS: &str = "com:concur:Documents:1.0";
const EXPENSE: &str = "com:concur:Expense:0.2";

/// Whether a path belongs to this API, so that it is refused in its shape.
pub(super) fn owns(path: &str) -> bool {
    path.starts_with("/profile/v1/")
}

/// `GET /profile/v1/me`: the user of the token.
pub(super) async fn me(
    State(world): State<Arc<World>>,
    Extension(arrival): Extension<Arrival>,
    RawQuery(query): RawQuery,
) -> Response {
    if let Some(base_url) = arrival.elsewhere(&world) {
        return moved(base_url, query.as_deref(), &world, &arrival);
    }
    match answer(&arrival, query.as_deref()) {
        Ok(user) => json_response(StatusCode::OK, &user),
        Err(refusal) => refuse(refusal, &world, &arrival),
    }
}

/// The refusal of this API. ASSUMED: the platform's older shape in JSON, since the page shows none.
pub(super) fn refuse(refusal: Refusal, world: &World, arrival: &Arrival) -> Response {
    refusal.v3(Format::Json, arrival.correlation_text(), arrival.now(world))
}

/// The user lives in another data centre. ASSUMED: the place is the same path there, behind an error as its body.
fn moved(base_url: &str, query: Option<&str>, world: &World, arrival: &Arrival) -> Response {
    let query = query.map(|query| format!("?{query}")).unwrap_or_default();
    let refusal = Refusal {
        status: StatusCode::MOVED_PERMANENTLY,
        ..Refusal::not_found("Resource is at a different location")
    };
    let mut response = refuse(refusal, world, arrival);
    if let Ok(place) = HeaderValue::try_from(format!("{base_url}{PATH}{query}")) {
        response.headers_mut().insert(header::LOCATION, place);
    }
    response
}

fn answer(arrival: &Arrival, query: Option<&str>) -> Result<Value, Refusal> {
    let caller = Caller::admit_any(arrival)?;
    let denied = || Refusal::forbidden(DENIED);
    // ASSUMED: a company has no profile of its own here.
    let user = caller.user().ok_or_else(denied)?;
    if !SCOPES.iter().any(|scope| caller.token.holds(scope)) {
        return Err(denied());
    }
    let version = caller.company.read();
    let parameters = Parameters::read(query);
    let wish = Wish::read(parameters.get("schema"), version.policies.choose())?;
    let record = version.users.get(user).ok_or_else(denied)?;
    let flat = Flat::of(&version, record);
    if !flat.is_active() {
        return Err(denied());
    }
    let (resource, meta) = record
        .read(&caller.company.id_text)
        .ok_or_else(|| Refusal::internal("A kept document could not be read"))?;
    let shown = Shown {
        company: caller.company.id,
        version: &version,
        record,
        flat,
        traveller: Traveller::of(&version, record),
        resource,
        meta,
    };
    Ok(shown.user(wish))
}

/// What a reply shows beside the user itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Wish {
    compact: bool,
    expense: bool,
}

impl Wish {
    fn read(schemas: Option<&str>, policy: UnknownSchema) -> Result<Self, Refusal> {
        let mut wish = Self::default();
        for name in schemas.unwrap_or_default().split(',').map(str::trim) {
            match name {
                "compact" => wish.compact = true,
                "expense" => wish.expense = true,
                "" => {}
                _ if policy == UnknownSchema::Ignored => {}
                _ => {
                    let detail = "The schema is not known";
                    return Err(Refusal::bad_request(ScimType::InvalidValue, detail));
                }
            }
        }
        Ok(wish)
    }
}

/// A user about to be shown.
struct Shown<'v> {
    company: Uuid,
    version: &'v Version,
    record: &'v Record,
    flat: Flat,
    traveller: Traveller,
    resource: Resource,
    meta: Meta,
}

impl Shown<'_> {
    /// The user in the order of the example. ASSUMED: compact leaves out what belongs to travel.
    fn user(&self, wish: Wish) -> Value {
        let mut user = Map::new();
        let mut put = |name: &str, value: Value| user.insert(name.to_owned(), value);
        put("active", Value::from(self.flat.is_active()));
        put("id", Value::from(self.record.id.to_string()));
        put("userType", Value::from("Enterprise"));
        put(
            "meta",
            json!({
                "created": time(self.meta.created),
                "lastModified": time(self.meta.last_modified),
                "principalType": "user",
                "resourceType": "EnterpriseUser",
            }),
        );
        put("preferredLanguage", self.member("preferredLanguage"));
        put("dateOfBirth", self.member("dateOfBirth"));
        put("schemas", Value::from(schemas(wish)));
        put("gender", self.traveller.gender());
        put("emails", self.emails());
        if !wish.compact {
            put(DOCUMENTS, self.traveller.documents());
        }
        put("addresses", self.addresses());
        put(EMPLOYEE, self.employee());
        if self.version.policies.choose::<MeForm>() == MeForm::Guide {
            put("displayName", self.member("displayName"));
            put("name", self.name());
            put("phoneNumbers", self.phone_numbers());
        }
        if !wish.compact {
            put(TRAVEL, self.traveller.preferences());
            put(
                PROGRAMS,
                json!({"rail": [], "air": [], "hotel": [], "car": []}),
            );
        }
        if wish.expense {
            put(EXPENSE, self.expense());
        }
        Value::Object(user)
    }

    fn member(&self, name: &str) -> Value {
        self.resource.get(name).cloned().unwrap_or_default()
    }

    fn emails(&self) -> Value {
        let emails = self.flat.entries("emails").map(|email| {
            json!({
                "value": email["value"],
                "type": renamed(&EMAIL_TYPES, &email["type"]),
                "notifications": email["notifications"] == true,
                "verified": email["verified"] == true,
            })
        });
        emails.collect()
    }

    fn addresses(&self) -> Value {
        let addresses = self.flat.entries("addresses").map(|address| {
            json!({
                "type": renamed(&ADDRESS_TYPES, &address["type"]),
                "streetAddress": address["streetAddress"],
                "locality": address["locality"],
                "region": address["region"],
                "postalCode": address["postalCode"],
                "country": address["country"],
            })
        });
        addresses.collect()
    }

    /// The name in the form of the getting-started guide, whose empty parts are empty texts.
    fn name(&self) -> Value {
        let part = |part| self.flat.name(part).unwrap_or_default();
        json!({
            "formatted": part("formatted"),
            "familyName": part("familyName"),
            "givenName": part("givenName"),
            "middleName": part("middleName"),
            "honorificPrefix": part("honorificPrefix"),
            "honorificSuffix": part("honorificSuffix"),
        })
    }

    fn phone_numbers(&self) -> Value {
        let phones = self.flat.entries("phoneNumbers").map(|phone| {
            json!({
                "type": renamed(&PHONE_TYPES, &phone["type"]),
                "value": phone["value"],
                "primary": phone["primary"] == true,
                "notifications": phone["notifications"] == true,
                "countryCode": phone["issuingCountry"],
            })
        });
        phones.collect()
    }

    fn employee(&self) -> Value {
        let manager = self
            .resource
            .get(ENTERPRISE)
            .and_then(|enterprise| enterprise.get("manager")?.get("value"));
        json!({
            "companyUUID": self.company.to_string(),
            "companyInternalId": number(self.company, COMPANY_NUMBERS),
            "employeeId": self.flat.employee_id(),
            "jobTitle": self.resource.get("title").and_then(Value::as_str).unwrap_or_default(),
            "managerId": manager,
            "orgUnitId": Value::Null,
        })
    }

    /// The fields of the company's form by their labels. ASSUMED: a field of a list shows the name of its item, as the
    /// example shows a country by its name.
    fn expense(&self) -> Value {
        let user = &self.flat;
        let (mut units, mut customs) = (Vec::new(), Vec::new());
        for field in &self.version.configuration.custom_fields {
            let value = user.custom(&field.id).map(|value| {
                let item = self.version.configuration.item(field, value);
                item.map_or(value, |item| item.value.as_str())
            });
            if field.id.starts_with("orgUnit") {
                units.push(json!({"orgUnitName": field.label, "orgUnitValue": value}));
            } else {
                customs.push(json!({"customFieldName": field.label, "customFieldValue": value}));
            }
        }
        json!({
            "middleInitial": user.name("middleInitial"),
            "middleName": user.name("middleName"),
            "loginId": user.login(),
            "ledger": user.spend("ledgerCode"),
            "countrySubdivision": user.spend("stateProvince"),
            "driverId": Value::Null,
            "cuuid": number(self.record.id, USER_NUMBERS).to_string(),
            "cashAdvanceAccountCode": user.spend("cashAdvanceAccountCode"),
            "emailAddress": user.primary_email(),
            "employeeId": user.employee_id(),
            "firstName": user.name("givenName"),
            "reimbursementType": reimbursement(user),
            "reimbursementCurrency": user.spend("reimbursementCurrency"),
            "active": user.is_active(),
            "lastName": user.name("familyName"),
            "uuId": self.record.id.to_string(),
            "orgUnitData": units,
            "customData": customs,
            "localeCode": user.locale(),
            "countryCode": user.country(),
        })
    }
}

fn schemas(wish: Wish) -> Vec<&'static str> {
    let mut schemas = vec![USER, EMPLOYEE];
    if !wish.compact {
        schemas.extend([TRAVEL, PROGRAMS, DOCUMENTS]);
    }
    if wish.expense {
        schemas.push(EXPENSE);
    }
    schemas
}

/// A type of today and the word of v1, whose schema file lists them.
type Types = [(&'static str, &'static str)];

const EMAIL_TYPES: [(&str, &str); 5] = [
    ("work", "Business"),
    ("work2", "Business2"),
    ("home", "Personal"),
    ("other", "Other"),
    ("other2", "Other2"),
];
const PHONE_TYPES: [(&str, &str); 6] = [
    ("work", "Work"),
    ("home", "Home"),
    ("mobile", "Cell"),
    ("fax", "Fax"),
    ("pager", "Pager"),
    ("work2", "Work"),
];
const ADDRESS_TYPES: [(&str, &str); 5] = [
    ("work", "Work"),
    ("home", "Home"),
    ("billing", "Billing"),
    ("bank", "Bank"),
    ("shipping", "Shipping"),
];

/// ASSUMED: a type that v1 does not have is `Other`.
fn renamed(types: &Types, kind: &Value) -> &'static str {
    let found = types.iter().find(|(today, _)| kind == today);
    found.map_or("Other", |(_, word)| word)
}

/// ASSUMED: of the words of v1 only the one of the example is known, the check of accounts payable.
fn reimbursement(user: &Flat) -> &str {
    match user.spend("reimbursementType") {
        None | Some("ACCOUNTS_PAYABLE") => "APCHECK",
        Some(other) => other,
    }
}

/// How many companies the numbers of Concur's own can tell apart: as many digits as the example's.
const COMPANY_NUMBERS: u128 = 1_000_000;
/// The same for users.
const USER_NUMBERS: u128 = 10_000_000_000_000_000_000;

/// The number that older systems know a thing by; ours follows from its id.
fn number(id: Uuid, below: u128) -> u64 {
    u64::try_from(id.as_u128() % below).unwrap_or_default()
}

/// A time as the example shows it: with milliseconds and without a zone.
fn time(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S%.3f").to_string()
}
