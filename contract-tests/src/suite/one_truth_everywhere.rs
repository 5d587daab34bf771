//! One user behind all services: what one of them changes, each of the others shows in its own way.

use serde_json::{Value, json};

use super::people::newcomer;
use super::scim_v4_calls::{self, SAP_USER, join, joiner, patch};
use super::user_v1_calls::{Record, USER, call, feed, profile, refused, take_in};
use super::{page, register};
use crate::finding::{Claim, Failure, holds, same};
use crate::request::Request;
use crate::session::{ENTERPRISE, Session, USERS, id_of};

register! { $ each_truth_everywhere of "one_truth_everywhere", page::IDENTITY_V4_1;
    who_is_created_in_identity_is_seen_everywhere: "identity.v4_1.users.create", Write;
    #[source = page::SCIM_V4]
    who_is_created_in_scim_is_seen_everywhere: "scim.v4.users.create", Write;
    #[source = page::USER_V1]
    who_is_created_by_a_batch_is_seen_everywhere: "user.v1.users.create", Write;
    who_is_switched_off_in_identity_is_off_everywhere: "identity.v4_1.users.patch", Write;
    #[source = page::SCIM_V4]
    who_is_switched_off_in_scim_is_off_everywhere: "scim.v4.users.patch", Write;
    #[source = page::SCIM_V4]
    who_is_deleted_in_scim_is_off_everywhere: "scim.v4.users.delete", Write;
    #[source = page::USER_V1]
    who_is_switched_off_by_a_batch_is_off_everywhere: "user.v1.users.create", Write;
    who_is_deleted_in_identity_is_gone_everywhere: "identity.v4_1.users.delete", Write;
    a_new_name_is_seen_everywhere: "identity.v4_1.users.patch", Write;
    #[source = page::SCIM_V4]
    a_new_login_in_scim_is_the_login_everywhere: "scim.v4.users.replace", Write;
    #[source = page::USER_V1]
    a_new_login_by_a_batch_is_the_login_everywhere: "user.v1.users.create", Write;
    a_login_that_one_service_took_is_taken_for_all: "identity.v4_1.users.create", Write;
    #[source = page::SCIM_V4]
    an_external_id_and_a_sap_id_of_scim_are_those_of_identity: "scim.v4.users.create", Write;
    #[source = page::SCIM_V4]
    what_scim_cannot_show_it_does_not_lose: "scim.v4.users.patch", Write;
    the_versions_of_identity_and_scim_count_together: "scim.v4.users.patch", Write;
}

/// What every service must agree on.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Person {
    login: String,
    number: String,
    given: String,
    family: String,
    email: String,
    active: bool,
}

impl Person {
    fn new(login: &str, number: &str, given: &str, family: &str) -> Self {
        let [login, number, given, family] = [login, number, given, family].map(ToOwned::to_owned);
        let email = login.clone();
        Self {
            login,
            number,
            given,
            family,
            email,
            active: true,
        }
    }

    fn inactive(self) -> Self {
        Self {
            active: false,
            ..self
        }
    }
}

async fn who_is_created_in_identity_is_seen_everywhere(session: &mut Session) -> Claim {
    let person = hired(session, "shared").await?.0;
    seen_everywhere(session, &person).await
}

async fn who_is_created_in_scim_is_seen_everywhere(session: &mut Session) -> Claim {
    let user = joiner(session, "joined");
    join(session, &user).await?;
    let person = Person::new("joined@joiner.example", "J-joined", "Toni", "Joiner");
    seen_everywhere(session, &person).await
}

async fn who_is_created_by_a_batch_is_seen_everywhere(session: &mut Session) -> Claim {
    let person = fed(session, "fed").await?;
    seen_everywhere(session, &person).await
}

async fn who_is_switched_off_in_identity_is_off_everywhere(session: &mut Session) -> Claim {
    let (person, id) = hired(session, "off").await?;
    session.patch(&id, switched_off()).await?.is(200)?;
    seen_everywhere(session, &person.inactive()).await
}

async fn who_is_switched_off_in_scim_is_off_everywhere(session: &mut Session) -> Claim {
    let (person, id) = hired(session, "off").await?;
    let place = format!("{}/{id}", scim_v4_calls::USERS);
    patch(session, &place, &switched_off()).await?.is(200)?;
    seen_everywhere(session, &person.inactive()).await
}

async fn who_is_deleted_in_scim_is_off_everywhere(session: &mut Session) -> Claim {
    let (person, id) = hired(session, "off").await?;
    let request = Request::delete(format!("{}/{id}", scim_v4_calls::USERS));
    session.call(request).await?.is(204)?;
    // Whether SCIM itself still shows a user whom it has deleted is not written.
    let person = person.inactive();
    same(
        "Identity",
        &person,
        &in_identity(session, &person.login).await?,
    )?;
    same(
        "Users v3.0",
        &person,
        &in_v3_0(session, &person.login).await?,
    )?;
    same(
        "Users v3.1",
        &person,
        &in_v3_1(session, &person.login).await?,
    )?;
    same("User v1", &person, &in_v1(session, &person.login).await?)
}

async fn who_is_switched_off_by_a_batch_is_off_everywhere(session: &mut Session) -> Claim {
    let person = fed(session, "off").await?;
    let record = Record::new("off").without("Password").with("Active", "N");
    take_in(session, &record).await?;
    seen_everywhere(session, &person.inactive()).await
}

async fn who_is_deleted_in_identity_is_gone_everywhere(session: &mut Session) -> Claim {
    let (person, id) = hired(session, "gone").await?;
    seen_everywhere(session, &person).await?;
    session
        .call(Request::delete(format!("{USERS}/{id}")))
        .await?
        .is(204)?;

    let scim = Request::get(format!("{}/{id}", scim_v4_calls::USERS));
    session.call(scim).await?.refused(404)?;
    let v3_0 = Request::get("/api/v3.0/common/users").query("user", &person.login);
    let v3_1 = Request::get("/users/").query("loginid", &person.login);
    for request in [v3_0, v3_1] {
        let reply = session
            .call(request.header("accept", "application/json"))
            .await?;
        same(&reply.line(), json!([]), reply.ok()?["Items"].clone())?;
    }
    let v1 = Request::get(USER).query("loginID", &person.login);
    refused(&call(session, v1).await?, &[404])
}

async fn a_new_name_is_seen_everywhere(session: &mut Session) -> Claim {
    let (person, id) = hired(session, "renamed").await?;
    let change = json!([{ "op": "replace", "path": "name.familyName", "value": "Married" }]);
    session.patch(&id, change).await?.is(200)?;
    let family = "Married".to_owned();
    seen_everywhere(session, &Person { family, ..person }).await
}

async fn a_new_login_in_scim_is_the_login_everywhere(session: &mut Session) -> Claim {
    let mut user = joiner(session, "before");
    let id = id_of(&join(session, &user).await?)?;
    user["userName"] = json!("after@joiner.example");
    let request = Request::put(format!("{}/{id}", scim_v4_calls::USERS));
    session
        .call(scim_v4_calls::scim(request, &user))
        .await?
        .is(200)?;

    let email = "before@joiner.example".to_owned();
    let person = Person::new("after@joiner.example", "J-before", "Toni", "Joiner");
    seen_everywhere(session, &Person { email, ..person }).await
}

async fn a_new_login_by_a_batch_is_the_login_everywhere(session: &mut Session) -> Claim {
    let person = fed(session, "before").await?;
    let record = Record::new("before").without("Password");
    take_in(session, &record.with("NewLoginID", "after@batch.example")).await?;
    let login = "after@batch.example".to_owned();
    seen_everywhere(session, &Person { login, ..person }).await
}

async fn a_login_that_one_service_took_is_taken_for_all(session: &mut Session) -> Claim {
    fed(session, "taken").await?;
    let mut user = newcomer(session, "other");
    user["userName"] = json!("taken@batch.example");
    let reply = session.call(Request::post(USERS).json(&user)).await?;
    reply.is_any(&[400, 409])?;
    reply.refused(reply.status())?;
    let mut user = joiner(session, "other");
    user["userName"] = json!("taken@batch.example");
    let request = scim_v4_calls::scim(Request::post(scim_v4_calls::USERS), &user);
    let reply = session.call(request).await?;
    reply.is_any(&[400, 409])?;
    reply.refused(reply.status()).map(drop)
}

async fn an_external_id_and_a_sap_id_of_scim_are_those_of_identity(session: &mut Session) -> Claim {
    let mut user = joiner(session, "known");
    user["externalId"] = json!("X-known");
    let id = id_of(&join(session, &user).await?)?;
    let known = session.user(&id).await?;
    same("externalId", &json!("X-known"), &known["externalId"])?;
    same(
        "userUuid",
        &json!("ips-known"),
        &known[SAP_USER]["userUuid"],
    )?;
    // Identity's extension has the id and nothing more.
    let members = known[SAP_USER].as_object().map_or(0, serde_json::Map::len);
    same("members of the extension", 1, members)
}

async fn what_scim_cannot_show_it_does_not_lose(session: &mut Session) -> Claim {
    let id = super::people::create_furnished(session, "rich").await?;
    let before = session
        .user_with(&id, "entitlements,dateOfBirth,localeOverrides")
        .await?;
    let place = format!("{}/{id}", scim_v4_calls::USERS);
    let change = json!([{ "op": "replace", "path": "title", "value": "Cartographer" }]);
    patch(session, &place, &change).await?.is(200)?;

    let after = session
        .user_with(&id, "entitlements,dateOfBirth,localeOverrides")
        .await?;
    holds(
        "there is something to lose",
        before["dateOfBirth"].is_string(),
    )?;
    same("what SCIM does not know", before, after)
}

async fn the_versions_of_identity_and_scim_count_together(session: &mut Session) -> Claim {
    let (_, id) = hired(session, "counted").await?;
    let before = session.user(&id).await?["meta"]["version"].as_u64();
    let place = format!("{}/{id}", scim_v4_calls::USERS);
    let change = json!([{ "op": "replace", "path": "title", "value": "Cartographer" }]);
    let changed = patch(session, &place, &change).await?.ok()?;

    let after = session.user(&id).await?["meta"]["version"].as_u64();
    holds("the version grew", after > before)?;
    same("the version", after, changed["meta"]["version"].as_u64())
}

fn switched_off() -> Value {
    json!([{ "op": "replace", "path": "active", "value": false }])
}

/// Somebody created through Identity, and the id.
async fn hired(session: &mut Session, tag: &str) -> Result<(Person, String), Failure> {
    let user = newcomer(session, tag);
    let id = session.create_id(&user).await?;
    let login = format!("{tag}@newcomer.example");
    Ok((
        Person::new(&login, &format!("E-{tag}"), "Robin", "Newcomer"),
        id,
    ))
}

/// Somebody created by a batch of User v1.
async fn fed(session: &mut Session, tag: &str) -> Result<Person, Failure> {
    let result = feed(session, &[Record::new(tag)]).await?;
    super::user_v1_calls::counts(&result, 1, 0)?;
    let login = format!("{tag}@batch.example");
    Ok(Person::new(
        &login,
        &format!("B-{tag}"),
        "Sasha",
        "Batchman",
    ))
}

/// Claims that each service shows the person as it is.
async fn seen_everywhere(session: &mut Session, person: &Person) -> Claim {
    same(
        "Identity",
        person,
        &in_identity(session, &person.login).await?,
    )?;
    same("SCIM", person, &in_scim(session, &person.login).await?)?;
    same(
        "Users v3.0",
        person,
        &in_v3_0(session, &person.login).await?,
    )?;
    same(
        "Users v3.1",
        person,
        &in_v3_1(session, &person.login).await?,
    )?;
    same("User v1", person, &in_v1(session, &person.login).await?)
}

async fn in_identity(session: &mut Session, login: &str) -> Result<Person, Failure> {
    let filter = json!({ "filter": format!("userName eq \"{login}\"") });
    of_scim(&session.search(&filter).await?.people()?)
}

async fn in_scim(session: &mut Session, login: &str) -> Result<Person, Failure> {
    let filter = format!("userName eq \"{login}\"");
    let page = scim_v4_calls::list(session, scim_v4_calls::USERS, &[("filter", &filter)]).await?;
    of_scim(&scim_v4_calls::shown(&page)?)
}

async fn in_v3_0(session: &mut Session, login: &str) -> Result<Person, Failure> {
    of_v3(
        session,
        Request::get("/api/v3.0/common/users").query("user", login),
    )
    .await
}

async fn in_v3_1(session: &mut Session, login: &str) -> Result<Person, Failure> {
    of_v3(session, Request::get("/users/").query("loginid", login)).await
}

async fn in_v1(session: &mut Session, login: &str) -> Result<Person, Failure> {
    let profile = profile(session, login).await?;
    let text = |name: &str| profile.text_of(name).unwrap_or_default().to_owned();
    Ok(Person {
        login: text("LoginId"),
        number: text("EmpId"),
        given: text("FirstName"),
        family: text("LastName"),
        email: text("EmailAddress"),
        active: text("Active") == "Y",
    })
}

fn of_scim(users: &[Value]) -> Result<Person, Failure> {
    same("users", 1, users.len())?;
    let user = &users[0];
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    Ok(Person {
        login: text(&user["userName"]),
        number: text(&user[ENTERPRISE]["employeeNumber"]),
        given: text(&user["name"]["givenName"]),
        family: text(&user["name"]["familyName"]),
        email: text(&user["emails"][0]["value"]),
        active: user["active"] == true,
    })
}

async fn of_v3(session: &mut Session, request: Request) -> Result<Person, Failure> {
    let page = session
        .call(request.header("accept", "application/json"))
        .await?
        .ok()?;
    let items = page["Items"].as_array().cloned().unwrap_or_default();
    same("users", 1, items.len())?;
    let text = |name: &str| items[0][name].as_str().unwrap_or_default().to_owned();
    Ok(Person {
        login: text("LoginID"),
        number: text("EmployeeID"),
        given: text("FirstName"),
        family: text("LastName"),
        email: text("PrimaryEmail"),
        active: items[0]["Active"] == true,
    })
}
