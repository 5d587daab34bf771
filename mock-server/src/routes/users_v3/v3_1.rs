//! Users v3.1: all users of a company by offset and limit, and where the company has its seat.

use std::sync::Arc;

use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::caller::{Arrival, Caller};
use crate::company::Version;
use crate::company::address::Address;
use crate::company::record::Record;
use crate::company::unique::Unique;
use crate::error::Refusal;
use crate::policy::Policies;
use crate::policy::legacy::{BadNumber, BeyondEnd, ItemForm, MaxLimit, NoSuchValue, PageNumbers};
use crate::scim::compare::fold;
use crate::scim::page::{Limits, PageError, USERS_V3_1_LIST, whole_number};
use crate::world::World;

use super::{LookUp, candidates, flag, rows};
use crate::routes::flat::{Flat, org_unit};
use crate::routes::parameters::Parameters;
use crate::routes::scan;

/// The path below the base URL; the pages write it with a slash at the end, too.
pub(super) const PATH: &str = "/users";

/// `GET /users/`
pub(super) async fn answer(
    world: &World,
    arrival: &Arrival,
    query: Option<&str>,
) -> Result<Value, Refusal> {
    let caller = Caller::admit(arrival)?;
    let parameters = Parameters::read(query);
    let version = Arc::clone(&caller.company.read());
    let base_url = world.base_url(version.situation.data_centre);
    let range = Range::read(&parameters, &version.policies)?;
    let filters = Filters::read(&parameters);
    let is_filtered = !filters.0.is_empty();
    let rows = if is_filtered {
        rows(&version.users, filters.look_up())
    } else {
        0
    };
    let read = Arc::clone(&version);
    let (total, users) = scan::aside(rows, move || select(&read, &filters, range)).await?;
    if total == 0
        && is_filtered
        && version.policies.choose::<NoSuchValue>() == NoSuchValue::NotFound
    {
        return Err(Refusal::not_found("No user was found"));
    }
    let is_beyond = range.offset > 0 && range.offset >= total;
    if is_beyond && version.policies.choose::<BeyondEnd>() == BeyondEnd::NotFound {
        return Err(Refusal::not_found("There are no users behind the offset"));
    }
    let form = version.policies.choose::<ItemForm>();
    let items: Vec<Value> = users
        .iter()
        .map(|user| item(&version, user, form, base_url))
        .collect();
    let mut page = Map::new();
    let number = |number: usize| match version.policies.choose::<PageNumbers>() {
        PageNumbers::Number => Value::from(number),
        PageNumbers::Text => Value::from(number.to_string()),
    };
    let mut put = |name: &str, value: Value| page.insert(name.to_owned(), value);
    put("total", number(total));
    put("offset", number(range.offset));
    put("limit", number(range.limit));
    put("company", company(&caller));
    put("Items", Value::from(items));
    if form == ItemForm::Table {
        let next = range.offset.saturating_add(range.limit);
        let link = (next < total).then(|| link(base_url, &parameters, next, range.limit));
        put("NextPage", Value::from(link));
    }
    Ok(Value::Object(page))
}

/// Which users of those that a list holds are shown.
#[derive(Debug, Clone, Copy)]
struct Range {
    offset: usize,
    limit: usize,
}

impl Range {
    /// ASSUMED: a page without `limit` is as long as the example's.
    fn read(parameters: &Parameters<'_>, policies: &Policies) -> Result<Self, Refusal> {
        let max = usize::try_from(policies.number::<MaxLimit>()).unwrap_or(USERS_V3_1_LIST.max);
        let limits = Limits {
            default: USERS_V3_1_LIST.default.min(max),
            max,
            ..USERS_V3_1_LIST
        };
        let limit = limits.count("limit", parameters.get("limit"));
        let offset = parameters.get("offset").map_or(Ok(0), |given| {
            whole_number(given).ok_or_else(|| PageError::Number {
                name: "offset",
                min: 0,
                given: given.chars().take(40).collect(),
            })
        });
        match policies.choose::<BadNumber>() {
            BadNumber::Refused => Ok(Self {
                offset: offset?,
                limit: limit?,
            }),
            BadNumber::Ignored => Ok(Self {
                offset: offset.unwrap_or_default(),
                limit: limit.unwrap_or(limits.default),
            }),
        }
    }
}

/// A user and its id in capitals, in which this API alone prints ids.
struct Found {
    key: Uuid,
    id: String,
    user: Flat,
}

impl Found {
    fn of(version: &Version, record: &Record) -> Self {
        Self {
            key: record.id,
            id: record.id.to_string().to_ascii_uppercase(),
            user: Flat::of(version, record),
        }
    }
}

/// How many users the filters leave, and those of the range.
fn select(version: &Version, filters: &Filters, range: Range) -> (usize, Vec<Found>) {
    let users = &version.users;
    if filters.0.is_empty() {
        let shown = users.slice(range.offset, range.limit);
        let found = shown.map(|record| Found::of(version, record)).collect();
        return (users.len(), found);
    }
    let mut total = 0;
    let mut found = Vec::new();
    let candidates = candidates(users, filters.look_up(), 0);
    for user in candidates.map(|record| Found::of(version, record)) {
        if filters.hold(&user) {
            if total >= range.offset && found.len() < range.limit {
                found.push(user);
            }
            total += 1;
        }
    }
    (total, found)
}

/// The filters that are set. ASSUMED: all must hold; of each the first counts; logins, ids and countries are
/// compared without regard to case, the others as they stand, as v3.0 does.
struct Filters(Vec<(&'static str, String)>);

impl Filters {
    const NAMES: [&'static str; 7] = [
        "isactive",
        "loginid",
        "lastname",
        "employeeid",
        "primaryemail",
        "countrycode",
        "id",
    ];

    fn read(parameters: &Parameters<'_>) -> Self {
        let set = Self::NAMES.into_iter().filter_map(|name| {
            let value = parameters.get(name)?;
            Some((name, value.to_owned()))
        });
        Self(set.collect())
    }

    /// What of them an index answers.
    fn look_up(&self) -> Option<LookUp<'_>> {
        let asked = |name| {
            let mut set = self.0.iter();
            let found = set.find(|(known, _)| *known == name);
            found.map(|(_, value)| value.as_str())
        };
        asked("id")
            .map(LookUp::Id)
            .or_else(|| LookUp::of(Unique::UserName, asked("loginid")))
            .or_else(|| LookUp::of(Unique::EmployeeNumber, asked("employeeid")))
    }

    fn hold(&self, found: &Found) -> bool {
        self.0.iter().all(|(name, wanted)| {
            let user = &found.user;
            let is_same = |value: Option<&str>| value == Some(wanted.as_str());
            let is_alike =
                |value: Option<&str>| value.is_some_and(|value| fold(value) == fold(wanted));
            match *name {
                "isactive" => flag(wanted) == Some(user.is_active()),
                "loginid" => is_alike(user.login()),
                "lastname" => is_same(user.name("familyName")),
                "employeeid" => is_same(user.employee_id()),
                "primaryemail" => is_same(user.primary_email()),
                "countrycode" => is_alike(user.country()),
                _ => is_alike(Some(&found.id)),
            }
        })
    }
}

/// The company behind the token.
fn company(caller: &Caller) -> Value {
    let address = Address::of(caller.company.seed);
    json!({
        "name": caller.company.name,
        "address": address.street,
        "city": address.city,
        "state": address.state,
        "zip": address.zip,
        "country": address.country,
    })
}

/// A user in the order of the example. ASSUMED: a missing text is empty but for those that the example shows as null.
fn item(version: &Version, found: &Found, form: ItemForm, base_url: &str) -> Value {
    let user = &found.user;
    let unit = Value::from(org_unit(version, found.key));
    let text = |value: Option<&str>| Value::from(value.unwrap_or_default());
    let mut item = Map::new();
    let mut put = |name: &str, value: Value| item.insert(name.to_owned(), value);
    put("Active", Value::from(user.is_active()));
    put("CountryCode", Value::from(user.country()));
    put("CellPhoneNumber", Value::from(user.mobile()));
    put("PrimaryEmail", text(user.primary_email()));
    put("EmployeeID", text(user.employee_id()));
    put("ID", Value::from(found.id.as_str()));
    put("Emails", Value::from(emails(user).to_vec()));
    put("OrganizationUnit", unit.clone());
    put("MiddleName", text(user.name("middleName")));
    put("LastName", text(user.name("familyName")));
    put("FirstName", text(user.name("givenName")));
    put("LoginID", text(user.login()));
    if form == ItemForm::Table {
        put("OrginzationUnit", unit);
        let uri = format!("{}{PATH}/{}", base_url, found.id);
        put("URI", Value::from(uri));
    }
    Value::Object(item)
}

/// The six slots, which the example names: the primary address, the verified one, and four more.
///
/// ASSUMED: a slot without an address is an empty text, and the four hold what the first does not.
fn emails(user: &Flat) -> [String; 6] {
    let primary = user.primary_email().unwrap_or_default();
    let value = |email: &Value| email["value"].as_str().unwrap_or_default().to_owned();
    let mut verified = user
        .entries("emails")
        .filter(|email| email["verified"] == true)
        .map(value);
    let mut others = user
        .entries("emails")
        .map(value)
        .filter(|value| value != primary);
    let mut slots: [String; 6] = Default::default();
    primary.clone_into(&mut slots[0]);
    slots[1] = verified.next().unwrap_or_default();
    for slot in &mut slots[2..] {
        *slot = others.next().unwrap_or_default();
    }
    slots
}

fn link(base_url: &str, parameters: &Parameters<'_>, offset: usize, limit: usize) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.append_pair("offset", &offset.to_string());
    query.append_pair("limit", &limit.to_string());
    for name in Filters::NAMES {
        if let Some(value) = parameters.get(name) {
            query.append_pair(name, value);
        }
    }
    format!("{base_url}{PATH}/?{}", query.finish())
}

#[cfg(test)]
/// Whether an index answers this query.
pub(super) fn is_looked_up(query: &str) -> bool {
    let parameters = Parameters::read(Some(query));
    Filters::read(&parameters).look_up().is_some()
}
