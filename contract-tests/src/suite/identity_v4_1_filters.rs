//! Identity v4.1: what each construct of the filter language finds, compared with a plain look at every user.

use serde_json::Value;

use super::filter_oracle::{agrees, entries, finds, has, is, pointer, text};
use super::people::hire_staff;
use super::{page, register};
use crate::finding::{Claim, holds, same};
use crate::session::{ENTERPRISE, Session};

register! { $ each_identity_v4_1_filter of "identity_v4_1_filters", page::SEARCH;
    eq_finds_the_equal: "identity.v4_1.users.search", Write;
    eq_ignores_case: "identity.v4_1.users.search", Write;
    ne_finds_the_others_and_the_unset: "identity.v4_1.users.search", Write;
    co_sw_and_ew_look_into_text_and_ignore_case: "identity.v4_1.users.search", Write;
    pr_finds_who_has_it: "identity.v4_1.users.search", Write;
    booleans_stand_without_quotes: "identity.v4_1.users.search", Write;
    dates_compare_in_order: "identity.v4_1.users.search", Write;
    dates_may_stand_without_quotes: "identity.v4_1.users.search", Write;
    times_of_change_compare_in_order: "identity.v4_1.users.search", Write;
    ids_may_stand_without_quotes: "identity.v4_1.users.search", Write;
    and_binds_closer_than_or: "identity.v4_1.users.search", Write;
    parentheses_come_first: "identity.v4_1.users.search", Write;
    not_turns_round: "identity.v4_1.users.search", Write;
    not_binds_closer_than_and: "identity.v4_1.users.search", Write;
    names_of_operators_ignore_case: "identity.v4_1.users.search", Write;
    names_of_attributes_ignore_case: "identity.v4_1.users.search", Write;
    a_filter_that_fits_nobody_finds_nobody: "identity.v4_1.users.search", Write;
}

async fn eq_finds_the_equal(session: &mut Session) -> Claim {
    let staff = hire_staff(session).await?;
    finds(
        session,
        "name.familyName eq \"Joe\" and name.givenName eq \"Bob\"",
        &[&staff.bob],
    )
    .await?;
    agrees(session, "userName eq \"john@newcomer.example\"", |user| {
        is(user, "/userName", "john@newcomer.example")
    })
    .await
}

async fn eq_ignores_case(session: &mut Session) -> Claim {
    let staff = hire_staff(session).await?;
    finds(
        session,
        "emails.value eq \"JOHN.doe@sap.EXAMPLE\"",
        &[&staff.john],
    )
    .await?;
    finds(session, "nickName eq \"jOHNNY\"", &[&staff.john]).await?;
    finds(session, "externalId eq \"ext-john\"", &[&staff.john]).await
}

async fn ne_finds_the_others_and_the_unset(session: &mut Session) -> Claim {
    let staff = hire_staff(session).await?;
    let department = format!("{ENTERPRISE}:department");

    let found = agrees(session, &format!("{department} ne \"Sales\""), |user| {
        !is(user, &pointer("department"), "sales")
    })
    .await;
    found?;
    // Jane has no department at all.
    let both = format!(
        "{department} ne \"Sales\" and name.givenName eq \"Jane\" and name.familyName eq \"Smith\""
    );
    finds(session, &both, &[&staff.jane]).await
}

async fn co_sw_and_ew_look_into_text_and_ignore_case(session: &mut Session) -> Claim {
    hire_staff(session).await?;
    agrees(session, "userName co \"NEWCOMER\"", |user| {
        text(user, "/userName").contains("newcomer")
    })
    .await?;
    agrees(session, "name.familyName sw \"sM\"", |user| {
        text(user, "/name/familyName").starts_with("sm")
    })
    .await?;
    agrees(session, "emails.value ew \"@SAP.example\"", |user| {
        entries(user, "emails").any(|entry| text(entry, "/value").ends_with("@sap.example"))
    })
    .await
}

async fn pr_finds_who_has_it(session: &mut Session) -> Claim {
    hire_staff(session).await?;
    agrees(session, "nickName pr", |user| {
        !text(user, "/nickName").is_empty()
    })
    .await?;
    agrees(
        session,
        &format!("{ENTERPRISE}:terminationDate pr"),
        |user| has(user, &pointer("terminationDate")),
    )
    .await?;
    agrees(
        session,
        &format!("not({ENTERPRISE}:department pr)"),
        |user| !has(user, &pointer("department")),
    )
    .await
}

async fn booleans_stand_without_quotes(session: &mut Session) -> Claim {
    hire_staff(session).await?;
    agrees(session, "active eq false", |user| user["active"] == false).await?;
    agrees(session, "active ne true", |user| user["active"] != true).await
}

async fn dates_compare_in_order(session: &mut Session) -> Claim {
    let staff = hire_staff(session).await?;
    let start = format!("{ENTERPRISE}:startDate");
    let mine = "userName ew \"@newcomer.example\"";
    let (john, bob, jane) = (&staff.john, &staff.bob, &staff.jane);

    for (operator, expected) in [
        ("lt", vec![john]),
        ("le", vec![john, jane]),
        ("gt", vec![bob]),
        ("ge", vec![bob, jane]),
        ("eq", vec![jane]),
    ] {
        finds(
            session,
            &format!("{mine} and {start} {operator} \"2013-12-31\""),
            &expected,
        )
        .await?;
    }
    Ok(())
}

async fn dates_may_stand_without_quotes(session: &mut Session) -> Claim {
    let staff = hire_staff(session).await?;
    let filter =
        format!("userName ew \"@newcomer.example\" and {ENTERPRISE}:startDate le 2013-12-31");
    finds(session, &filter, &[&staff.john, &staff.jane]).await
}

async fn times_of_change_compare_in_order(session: &mut Session) -> Claim {
    hire_staff(session).await?;
    let mut times: Vec<_> = session
        .everyone()
        .await?
        .iter()
        .map(|user| text(user, "/meta/lastModified"))
        .collect();
    times.sort();
    let middle = times
        .get(times.len() / 2)
        .cloned()
        .unwrap_or_default()
        .to_uppercase();

    let after = session
        .find(&format!("meta.lastModified gt \"{middle}\""))
        .await?
        .len();
    let until = session
        .find(&format!("meta.lastModified le \"{middle}\""))
        .await?
        .len();

    same("users on both sides together", times.len(), after + until)?;
    holds("somebody stands before", until > 0)
}

async fn ids_may_stand_without_quotes(session: &mut Session) -> Claim {
    let staff = hire_staff(session).await?;
    finds(session, &format!("id eq {}", staff.john), &[&staff.john]).await?;
    finds(
        session,
        &format!("id eq \"{}\"", staff.john),
        &[&staff.john],
    )
    .await
}

async fn and_binds_closer_than_or(session: &mut Session) -> Claim {
    hire_staff(session).await?;
    let given = |user: &Value, name: &str| is(user, "/name/givenName", name);
    let family = |user: &Value, name: &str| is(user, "/name/familyName", name);
    let filter = "name.givenName eq \"Bob\" or name.givenName eq \"Jane\" and name.familyName eq \"Joe\" or name.givenName eq \"John\"";
    agrees(session, filter, |user| {
        given(user, "bob") || given(user, "jane") && family(user, "joe") || given(user, "john")
    })
    .await
}

async fn parentheses_come_first(session: &mut Session) -> Claim {
    let staff = hire_staff(session).await?;
    let filter = "userName ew \"@newcomer.example\" and (name.givenName eq \"Bob\" or name.givenName eq \"Jane\") and name.familyName eq \"Joe\"";
    finds(session, filter, &[&staff.bob]).await
}

async fn not_turns_round(session: &mut Session) -> Claim {
    hire_staff(session).await?;
    agrees(session, "not(name.familyName eq \"Smith\")", |user| {
        !is(user, "/name/familyName", "smith")
    })
    .await?;
    agrees(
        session,
        "not (active eq true and name.familyName eq \"Smith\")",
        |user| !(user["active"] == true && is(user, "/name/familyName", "smith")),
    )
    .await
}

async fn not_binds_closer_than_and(session: &mut Session) -> Claim {
    hire_staff(session).await?;
    agrees(
        session,
        "not(name.familyName eq \"Smith\") and active eq true",
        |user| !is(user, "/name/familyName", "smith") && user["active"] == true,
    )
    .await
}

async fn names_of_operators_ignore_case(session: &mut Session) -> Claim {
    let staff = hire_staff(session).await?;
    let filter = "name.familyName EQ \"Smith\" AND userName EW \"@newcomer.example\" AND NOT(active Eq false)";
    finds(session, filter, &[&staff.john]).await
}

async fn names_of_attributes_ignore_case(session: &mut Session) -> Claim {
    let staff = hire_staff(session).await?;
    finds(
        session,
        "USERNAME eq \"bob@newcomer.example\"",
        &[&staff.bob],
    )
    .await
}

async fn a_filter_that_fits_nobody_finds_nobody(session: &mut Session) -> Claim {
    hire_staff(session).await?;
    let page = session
        .search(&serde_json::json!({ "filter": "userName eq \"nobody@newcomer.example\"" }))
        .await?;

    same("Resources", 0, page.resources()?.len())?;
    same(
        "totalResults",
        Some(0),
        page.json()?["totalResults"].as_u64(),
    )
}
