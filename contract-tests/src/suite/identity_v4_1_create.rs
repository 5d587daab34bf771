//! Identity v4.1: creating a user.

use serde_json::{Value, json};

use super::people::{newcomer, newcomer_with};
use super::{page, register};
use crate::finding::{Claim, Failure, holds, same};
use crate::reply::Reply;
use crate::request::Request;
use crate::session::{ENTERPRISE, Session, USERS, Wish};

register! { $ each_identity_v4_1_create of "identity_v4_1_create", page::IDENTITY_V4_1;
    a_create_answers_200: "identity.v4_1.users.create", Write;
    a_created_user_can_be_read: "identity.v4_1.users.create", Write;
    a_create_answers_filled_attributes_and_defaults_only: "identity.v4_1.users.create", Write;
    the_enterprise_part_of_the_answer_holds_number_and_company: "identity.v4_1.users.create", Write;
    language_and_zone_have_defaults: "identity.v4_1.users.create", Write;
    the_locale_is_filled_in: "identity.v4_1.users.create", Write;
    the_display_name_is_derived: "identity.v4_1.users.create", Write;
    a_nickname_takes_the_place_of_the_given_name: "identity.v4_1.users.create", Write;
    the_formatted_name_ends_in_a_blank_without_middle_name: "identity.v4_1.users.create", Write;
    the_formatted_name_holds_the_middle_name: "identity.v4_1.users.create", Write;
    a_formatted_name_that_is_sent_is_ignored: "identity.v4_1.users.create", Write;
    the_start_date_is_the_day_of_creation: "identity.v4_1.users.create", Write;
    the_version_starts_at_zero: "identity.v4_1.users.create", Write;
    created_and_changed_are_the_same_moment: "identity.v4_1.users.create", Write;
    created_is_what_the_company_clock_shows: "identity.v4_1.users.create", Write, Clock;
    unknown_members_are_ignored: "identity.v4_1.users.create", Write;
    read_only_members_are_ignored: "identity.v4_1.users.create", Write;
    #[source = page::RELEASE_2025_02]
    verified_is_written_with_its_scope: "identity.v4_1.users.create", FreshCompany;
    #[source = page::RELEASE_2025_02]
    verified_stays_false_without_its_scope: "identity.v4_1.users.create", FreshCompany;
    entitlements_are_kept: "identity.v4_1.users.create", Write;
}

async fn a_create_answers_200(session: &mut Session) -> Claim {
    let user = newcomer(session, "first");
    let created = post(session, &user).await?.ok()?;
    same(
        "userName",
        "first@newcomer.example",
        created["userName"].as_str().unwrap_or_default(),
    )
}

async fn a_created_user_can_be_read(session: &mut Session) -> Claim {
    let created = create(session, "read").await?;
    let read = session
        .user(created["id"].as_str().unwrap_or_default())
        .await?;

    for name in ["id", "userName", "active", "displayName", "meta"] {
        same(name, &created[name], &read[name])?;
    }
    Ok(())
}

async fn a_create_answers_filled_attributes_and_defaults_only(session: &mut Session) -> Claim {
    let created = create(session, "sparse").await?;

    for name in [
        "title",
        "dateOfBirth",
        "nickName",
        "addresses",
        "phoneNumbers",
        "emergencyContacts",
    ] {
        holds(
            format!("the answer has no {name}"),
            created.get(name).is_none(),
        )?;
    }
    for name in [
        "preferenceNegativeCurrencyFormat",
        "preferenceNegativeNumberFormat",
    ] {
        holds(
            format!("the answer has no {name}"),
            created["localeOverrides"].get(name).is_none(),
        )?;
    }
    Ok(())
}

async fn the_enterprise_part_of_the_answer_holds_number_and_company(
    session: &mut Session,
) -> Claim {
    let created = create(session, "part").await?;

    let expected = json!({ "employeeNumber": "E-part", "companyId": session.company().company_id });
    same(
        "the enterprise extension",
        expected,
        created[ENTERPRISE].clone(),
    )
}

async fn language_and_zone_have_defaults(session: &mut Session) -> Claim {
    let created = create(session, "zone").await?;

    same(
        "preferredLanguage",
        "en-US",
        created["preferredLanguage"].as_str().unwrap_or_default(),
    )?;
    same(
        "timezone",
        "America/New_York",
        created["timezone"].as_str().unwrap_or_default(),
    )
}

async fn the_locale_is_filled_in(session: &mut Session) -> Claim {
    let created = create(session, "locale").await?;

    let seen = json!({
        "preference24Hour": "H:mm AM/PM", "preferenceCurrencySymbolLocation": "BeforeAmount", "preferenceDateFormat": "mm/dd/yyyy",
        "preferenceDefaultCalView": "month", "preferenceDistance": "mile", "preferenceEndDayViewHour": 20,
        "preferenceStartDayViewHour": 8, "preferenceFirstDayOfWeek": "Sunday", "preferenceHourMinuteSeparator": ":",
        "preferenceNumberFormat": "1,000.00"
    });
    same("localeOverrides", seen, created["localeOverrides"].clone())
}

async fn the_display_name_is_derived(session: &mut Session) -> Claim {
    let created = create(session, "display").await?;
    same(
        "displayName",
        "Robin Newcomer",
        created["displayName"].as_str().unwrap_or_default(),
    )
}

async fn a_nickname_takes_the_place_of_the_given_name(session: &mut Session) -> Claim {
    let user = newcomer_with(session, "nick", json!({ "nickName": "Rob" }), json!({}));
    let created = session.create(&user).await?;
    same(
        "displayName",
        "Rob Newcomer",
        created["displayName"].as_str().unwrap_or_default(),
    )
}

async fn the_formatted_name_ends_in_a_blank_without_middle_name(session: &mut Session) -> Claim {
    let created = create(session, "blank").await?;
    same(
        "name.formatted",
        "Newcomer, Robin ",
        created["name"]["formatted"].as_str().unwrap_or_default(),
    )
}

async fn the_formatted_name_holds_the_middle_name(session: &mut Session) -> Claim {
    let name = json!({ "familyName": "Newcomer", "givenName": "Robin", "middleName": "Lee" });
    let created = with(session, "middle", "name", name).await?.ok()?;
    same(
        "name.formatted",
        "Newcomer, Robin Lee",
        created["name"]["formatted"].as_str().unwrap_or_default(),
    )
}

async fn a_formatted_name_that_is_sent_is_ignored(session: &mut Session) -> Claim {
    let name = json!({ "familyName": "Newcomer", "givenName": "Robin", "formatted": "Dr. Who" });
    let created = with(session, "formatted", "name", name).await?.ok()?;
    same(
        "name.formatted",
        "Newcomer, Robin ",
        created["name"]["formatted"].as_str().unwrap_or_default(),
    )
}

async fn the_start_date_is_the_day_of_creation(session: &mut Session) -> Claim {
    let created = create(session, "start").await?;
    let read = session
        .user(created["id"].as_str().unwrap_or_default())
        .await?;

    // In the example it is a wall time of the American west coast without zone, seconds cut: at most a day before the UTC date.
    let start = read[ENTERPRISE]["startDate"].as_str().unwrap_or_default();
    let form: String = start
        .chars()
        .map(|sign| if sign.is_ascii_digit() { '9' } else { sign })
        .collect();
    same(
        &format!("the form of startDate, {start}"),
        "9999-99-99T99:99:99.999",
        form.as_str(),
    )?;
    let created = read["meta"]["created"]
        .as_str()
        .unwrap_or_default()
        .trim_end_matches('Z');
    let apart = wall_time(created)?
        .duration_since(wall_time(start)?)
        .as_hours();
    holds(format!("{apart} hours apart"), (0..=24).contains(&apart))
}

async fn the_version_starts_at_zero(session: &mut Session) -> Claim {
    let created = create(session, "version").await?;
    same("meta.version", Some(0), created["meta"]["version"].as_u64())
}

async fn created_and_changed_are_the_same_moment(session: &mut Session) -> Claim {
    let created = create(session, "moment").await?;
    same(
        "meta.lastModified",
        &created["meta"]["created"],
        &created["meta"]["lastModified"],
    )
}

async fn created_is_what_the_company_clock_shows(session: &mut Session) -> Claim {
    session.freeze("2026-01-15T09:00:00Z").await?;
    let created = create(session, "clock").await?;

    let text = created["meta"]["created"].as_str().unwrap_or_default();
    holds(
        format!("{text} is nine o'clock"),
        text.starts_with("2026-01-15T09:00:00"),
    )
}

async fn unknown_members_are_ignored(session: &mut Session) -> Claim {
    let user = newcomer_with(
        session,
        "unknown",
        json!({ "shoeSize": 44 }),
        json!({ "favouriteColour": "green" }),
    );
    let created = session
        .call(Request::post(USERS).json(&user).deviant())
        .await?
        .ok()?;

    holds("there is a user", created["id"].is_string())?;
    holds(
        "the answer has no shoeSize",
        created.get("shoeSize").is_none(),
    )?;
    holds(
        "nor a favouriteColour",
        created[ENTERPRISE].get("favouriteColour").is_none(),
    )
}

async fn read_only_members_are_ignored(session: &mut Session) -> Claim {
    let own = "11111111-1111-4111-8111-111111111111";
    let core = json!({ "id": own, "displayName": "Dr. Who", "meta": { "version": 7, "resourceType": "Spy" } });
    let user = newcomer_with(session, "readonly", core, json!({}));
    let created = session
        .call(Request::post(USERS).json(&user).deviant())
        .await?
        .ok()?;

    holds("the id is the server's", created["id"] != own)?;
    same(
        "displayName",
        "Robin Newcomer",
        created["displayName"].as_str().unwrap_or_default(),
    )?;
    same("meta.version", Some(0), created["meta"]["version"].as_u64())
}

async fn verified_is_written_with_its_scope(session: &mut Session) -> Claim {
    let emails = json!([{ "value": "sure@newcomer.example", "type": "work", "verified": true }]);
    let created = with(session, "sure", "emails", emails).await?.ok()?;
    same(
        "verified",
        Some(true),
        created["emails"][0]["verified"].as_bool(),
    )
}

async fn verified_stays_false_without_its_scope(session: &mut Session) -> Claim {
    let scopes = [
        "identity.user.ids.read",
        "identity.user.core.read",
        "identity.user.coresensitive.read",
        "identity.user.enterprise.read",
        "identity.user.coreenterprise.writeonly",
    ];
    session.enter(&Wish::scopes(&scopes)).await?;
    let emails = json!([{ "value": "unsure@newcomer.example", "type": "work", "verified": true }]);
    let created = with(session, "unsure", "emails", emails).await?.ok()?;

    let read = session
        .user(created["id"].as_str().unwrap_or_default())
        .await?;
    same(
        "verified",
        Some(false),
        read["emails"][0]["verified"].as_bool(),
    )
}

async fn entitlements_are_kept(session: &mut Session) -> Claim {
    let created = with(session, "entitled", "entitlements", json!(["Expense"]))
        .await?
        .ok()?;
    let read = session
        .user_with(created["id"].as_str().unwrap_or_default(), "entitlements")
        .await?;
    same(
        "entitlements",
        json!(["Expense"]),
        read["entitlements"].clone(),
    )
}

pub(super) async fn create(session: &mut Session, tag: &str) -> Result<Value, Failure> {
    let user = newcomer(session, tag);
    session.create(&user).await
}

pub(super) async fn post(session: &mut Session, user: &Value) -> Result<Reply, Failure> {
    session.call(Request::post(USERS).json(user)).await
}

pub(super) async fn with(
    session: &mut Session,
    tag: &str,
    name: &str,
    value: Value,
) -> Result<Reply, Failure> {
    let user = newcomer_with(session, tag, json!({ name: value }), json!({}));
    post(session, &user).await
}

fn wall_time(text: &str) -> Result<jiff::civil::DateTime, Failure> {
    text.parse()
        .map_err(|error: jiff::Error| Failure::disagrees(format!("{text}: {error}")))
}
