//! Users v3.0: a page of flat users, with `NextPage`.

use std::sync::Arc;

use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::caller::{Arrival, Caller};
use crate::company::Version;
use crate::company::record::Record;
use crate::company::unique::Unique;
use crate::company::users::Users;
use crate::error::{Refusal, ScimType};
use crate::policy::legacy::{LastPage, LinkHost};
use crate::scim::compare::fold;
use crate::scim::page::USERS_V3_0_LIST;
use crate::world::World;

use super::{LookUp, candidates, flag, rows};
use crate::routes::flat::{Flat, org_unit};
use crate::routes::parameters::Parameters;
use crate::routes::scan;

/// The path below the base URL.
pub(super) const PATH: &str = "/api/v3.0/common/users";

/// The host that the published description names, and that takes no token of today.
const DOCUMENTED_HOST: &str = "https://www.concursolutions.com";

/// `GET /api/v3.0/common/users`
pub(super) async fn answer(
    world: &World,
    arrival: &Arrival,
    query: Option<&str>,
) -> Result<Value, Refusal> {
    let caller = Caller::admit(arrival)?;
    let parameters = Parameters::read(query);
    let limit = USERS_V3_0_LIST.count("limit", parameters.get("limit"))?;
    let filter = Filter::read(&parameters)?;
    let version = Arc::clone(&caller.company.read());
    let host = host(world, &version);
    let start = parameters
        .get("offset")
        .map_or(Ok(0), |offset| position(&version.users, offset))?;
    let rows = if filter.is_set() {
        rows(&version.users, filter.look_up())
    } else {
        limit
    };
    let read = Arc::clone(&version);
    let (found, has_more) = scan::aside(rows, move || select(&read, &filter, start, limit)).await?;
    let items: Vec<Value> = found
        .iter()
        .map(|(user, record)| item(&version, user, record.id, host))
        .collect();
    let next = found
        .last()
        .filter(|_| has_more)
        .map(|(_, last)| next_page(host, &parameters, limit, last.place()));
    let mut page = Map::new();
    page.insert("Items".to_owned(), Value::from(items));
    // ASSUMED: null behind the last page; the v3 pages show null as well as nothing.
    match (next, version.policies.choose::<LastPage>()) {
        (None, LastPage::Absent) => {}
        (None, LastPage::Empty) => {
            page.insert("NextPage".to_owned(), Value::from(""));
        }
        (next, _) => {
            page.insert("NextPage".to_owned(), Value::from(next));
        }
    }
    Ok(Value::Object(page))
}

/// The users of a page that begins at this position, and whether there are more behind it.
fn select(
    version: &Version,
    filter: &Filter,
    start: usize,
    limit: usize,
) -> (Vec<(Flat, Arc<Record>)>, bool) {
    let mut found = Vec::new();
    for record in candidates(&version.users, filter.look_up(), start) {
        let user = Flat::of(version, record);
        if !filter.holds(&user) {
            continue;
        }
        if found.len() == limit {
            return (found, true);
        }
        found.push((user, Arc::clone(record)));
    }
    (found, false)
}

/// What stands before the path in links.
fn host<'w>(world: &'w World, version: &Version) -> &'w str {
    match version.policies.choose::<LinkHost>() {
        LinkHost::Called => world.base_url(version.situation.data_centre),
        LinkHost::Documented => DOCUMENTED_HOST,
    }
}

/// The opaque offset is the place of the last user that was given.
fn position(users: &Users, offset: &str) -> Result<usize, Refusal> {
    let place = offset.split_once('-').and_then(|(created, id)| {
        Some((
            i64::from_str_radix(created, 16).ok()?,
            Uuid::try_parse(id).ok()?,
        ))
    });
    place
        .map(|place| users.position_behind(place))
        .ok_or_else(|| Refusal::bad_request(ScimType::InvalidValue, "The offset is not valid"))
}

/// The filters, in the order in which the link to the next page repeats them.
const FILTERS: [&str; 5] = ["user", "employeeID", "lastName", "primaryEmail", "active"];

fn next_page(
    base_url: &str,
    parameters: &Parameters<'_>,
    limit: usize,
    (created, id): (i64, Uuid),
) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.append_pair("offset", &format!("{created:x}-{}", id.simple()));
    query.append_pair("limit", &limit.to_string());
    for name in FILTERS {
        if let Some(value) = parameters.get(name) {
            query.append_pair(name, value);
        }
    }
    format!("{base_url}{PATH}?{}", query.finish())
}

/// What a list asks for. ASSUMED: several filters must all hold; the OpenAPI file does not combine them.
///
/// The OpenAPI file wants `primaryEmail`, `employeeID` and `lastName` in the exact spelling and case; ASSUMED: a
/// login counts in any case, as it does everywhere else.
struct Filter {
    user: Option<String>,
    texts: [Option<String>; 3],
    active: Option<bool>,
}

impl Filter {
    fn read(parameters: &Parameters<'_>) -> Result<Self, Refusal> {
        let wrong = || Refusal::bad_request(ScimType::InvalidValue, "active must be true or false");
        let active = parameters
            .get("active")
            .map(|text| flag(text).ok_or_else(wrong))
            .transpose()?;
        let exact = |name| parameters.get(name).map(str::to_owned);
        Ok(Self {
            user: parameters.get("user").map(fold),
            texts: [
                exact("employeeID"),
                exact("lastName"),
                exact("primaryEmail"),
            ],
            active,
        })
    }

    /// Whether there is anything that a user has to meet.
    fn is_set(&self) -> bool {
        self.user.is_some() || self.active.is_some() || self.texts.iter().any(Option::is_some)
    }

    /// What of it an index answers.
    fn look_up(&self) -> Option<LookUp<'_>> {
        let [employee, ..] = &self.texts;
        LookUp::of(Unique::UserName, self.user.as_deref())
            .or_else(|| LookUp::of(Unique::EmployeeNumber, employee.as_deref()))
    }

    fn holds(&self, user: &Flat) -> bool {
        let login_holds = self
            .user
            .as_ref()
            .is_none_or(|wanted| user.login().map(fold).as_ref() == Some(wanted));
        let values = [
            user.employee_id(),
            user.name("familyName"),
            user.primary_email(),
        ];
        let mut texts = self.texts.iter().zip(values);
        let texts_hold = texts
            .all(|(wanted, value)| wanted.as_deref().is_none_or(|wanted| value == Some(wanted)));
        let active_holds = self.active.is_none_or(|active| active == user.is_active());
        login_holds && texts_hold && active_holds
    }
}

/// A v3.0 user. ASSUMED: `ID` is the user's UUID, and without an organisational unit there is null, as in v3.1.
fn item(version: &Version, user: &Flat, id: Uuid, host: &str) -> Value {
    json!({
        "Active": user.is_active(),
        "CellPhoneNumber": user.mobile(),
        "EmployeeID": user.employee_id(),
        "FirstName": user.name("givenName"),
        "ID": id.to_string(),
        "LastName": user.name("familyName"),
        "LoginID": user.login(),
        "MiddleName": user.name("middleName"),
        "OrganizationUnit": org_unit(version, id),
        "PrimaryEmail": user.primary_email(),
        "URI": format!("{host}{PATH}/{id}"),
    })
}

#[cfg(test)]
/// Whether an index answers this query.
pub(super) fn is_looked_up(query: &str) -> bool {
    let parameters = Parameters::read(Some(query));
    Filter::read(&parameters).unwrap().look_up().is_some()
}
