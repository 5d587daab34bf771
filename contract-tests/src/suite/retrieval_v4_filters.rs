//! User Retrieval v4: what its filters may name, and what they find.

use serde_json::Value;

use super::filter_oracle::{entries, has, is, pointer, text};
use super::people::hire_staff;
use super::retrieval_calls::{agrees, found, searching};
use super::{page, register};
use crate::finding::{Claim, Failure, holds, same};
use crate::session::{ENTERPRISE, Session};

const SPEND: &str = "urn:ietf:params:scim:schemas:extension:spend:2.0:User";

register! { $ each_retrieval_v4_filter of "retrieval_v4_filters", page::RETRIEVAL;
    a_filter_finds_an_id_and_a_login: "user_retrieval.v4.users.search", Write;
    a_filter_finds_names: "user_retrieval.v4.users.search", Write;
    a_filter_finds_the_active_and_the_inactive: "user_retrieval.v4.users.search", Write;
    a_filter_finds_addresses: "user_retrieval.v4.users.search", Write;
    a_filter_finds_emails: "user_retrieval.v4.users.search", Write;
    a_filter_finds_enterprise_attributes: "user_retrieval.v4.users.search", Write;
    a_filter_finds_dates: "user_retrieval.v4.users.search", Write;
    a_filter_finds_a_manager: "user_retrieval.v4.users.search", Write;
    a_filter_finds_the_company: "user_retrieval.v4.users.search";
    a_filter_may_name_spend_attributes: "user_retrieval.v4.users.search";
    texts_are_compared_in_every_documented_way: "user_retrieval.v4.users.search", Write;
    conditions_are_joined_by_and_or_and_not: "user_retrieval.v4.users.search", Write;
    words_between_conditions_may_be_in_capitals: "user_retrieval.v4.users.search", Write;
    a_bracket_asks_one_entry_to_meet_both_conditions: "user_retrieval.v4.users.search", Write;
    a_bracket_takes_neither_not_nor_ne: "user_retrieval.v4.users.search";
    what_only_identity_filters_is_400_here: "user_retrieval.v4.users.search";
    an_unknown_attribute_is_refused_in_the_printed_words: "user_retrieval.v4.users.search";
    a_filter_that_is_none_is_400: "user_retrieval.v4.users.search";
}

async fn a_filter_finds_an_id_and_a_login(session: &mut Session) -> Claim {
    let staff = hire_staff(session).await?;
    let none: Vec<String> = Vec::new();
    for (filter, expected) in [
        (format!("id eq \"{}\"", staff.bob), vec![staff.bob.clone()]),
        (
            "userName eq \"bob@newcomer.example\"".to_owned(),
            vec![staff.bob.clone()],
        ),
        ("userName eq \"nobody@newcomer.example\"".to_owned(), none),
    ] {
        same(&filter, expected, found(session, &filter).await?)?;
    }
    Ok(())
}

async fn a_filter_finds_names(session: &mut Session) -> Claim {
    hire_staff(session).await?;
    agrees(session, "nickName eq \"Johnny\"", |user| {
        is(user, "/nickName", "johnny")
    })
    .await?;
    agrees(session, "name.givenName eq \"Jane\"", |user| {
        is(user, "/name/givenName", "jane")
    })
    .await?;
    let filter = "name.familyName eq \"Smith\"";
    agrees(session, filter, |user| {
        is(user, "/name/familyName", "smith")
    })
    .await
}

async fn a_filter_finds_the_active_and_the_inactive(session: &mut Session) -> Claim {
    hire_staff(session).await?;
    agrees(session, "active eq true", |user| user["active"] == true).await?;
    agrees(session, "active eq false", |user| user["active"] == false).await
}

async fn a_filter_finds_addresses(session: &mut Session) -> Claim {
    hire_staff(session).await?;
    for (filter, name, wanted) in [
        (
            "addresses.locality eq \"Portland\"",
            "/locality",
            "portland",
        ),
        ("addresses.region eq \"BW\"", "/region", "bw"),
        ("addresses.country eq \"DE\"", "/country", "de"),
        ("addresses.type eq \"work\"", "/type", "work"),
    ] {
        agrees(session, filter, |user| {
            entries(user, "addresses").any(|entry| is(entry, name, wanted))
        })
        .await?;
    }
    Ok(())
}

async fn a_filter_finds_emails(session: &mut Session) -> Claim {
    hire_staff(session).await?;
    let has_email = |user: &Value, name: &str, wanted: &str| {
        entries(user, "emails").any(|entry| is(entry, name, wanted))
    };
    let filter = "emails.value eq \"jane@sap.example\"";
    agrees(session, filter, |user| {
        has_email(user, "/value", "jane@sap.example")
    })
    .await?;
    agrees(session, "emails.type eq \"home\"", |user| {
        has_email(user, "/type", "home")
    })
    .await?;
    for flag in [true, false] {
        let everyone = session.everyone().await?;
        let meant = |user: &&Value| entries(user, "emails").any(|entry| entry["verified"] == flag);
        let filter = format!("emails.verified eq {flag}");
        let expected = everyone.iter().filter(meant).count();
        same(&filter, expected, found(session, &filter).await?.len())?;
    }
    Ok(())
}

async fn a_filter_finds_enterprise_attributes(session: &mut Session) -> Claim {
    hire_staff(session).await?;
    for (name, value) in [
        ("employeeNumber", "E-jane"),
        ("department", "Engineering"),
        ("division", "West"),
        ("costCenter", "CC-1"),
    ] {
        let filter = format!("{ENTERPRISE}:{name} eq \"{value}\"");
        let place = pointer(name);
        agrees(session, &filter, |user| {
            is(user, &place, &value.to_lowercase())
        })
        .await?;
    }
    Ok(())
}

async fn a_filter_finds_dates(session: &mut Session) -> Claim {
    let staff = hire_staff(session).await?;
    let early = found(
        session,
        &format!("{ENTERPRISE}:startDate lt \"2013-01-01\""),
    )
    .await?;
    holds("John began before 2013", early.contains(&staff.john))?;
    holds("Bob did not", !early.contains(&staff.bob))?;
    let leaving = found(
        session,
        &format!("{ENTERPRISE}:terminationDate gt \"2031-01-01\""),
    )
    .await?;
    holds("Bob leaves after 2031 began", leaving.contains(&staff.bob))?;
    holds("Jane does not", !leaving.contains(&staff.jane))?;
    for name in ["meta.created", "meta.lastModified"] {
        let old = found(session, &format!("{name} lt \"1990-01-01T00:00:00Z\"")).await?;
        same(name, 0, old.len())?;
        let new = found(session, &format!("{name} ge \"1990-01-01T00:00:00Z\"")).await?;
        same(name, session.everyone().await?.len(), new.len())?;
    }
    Ok(())
}

async fn a_filter_finds_a_manager(session: &mut Session) -> Claim {
    let staff = hire_staff(session).await?;
    let filter = format!("{ENTERPRISE}:manager.value eq \"{}\"", staff.john);
    same(&filter, vec![staff.bob], found(session, &filter).await?)
}

async fn a_filter_finds_the_company(session: &mut Session) -> Claim {
    let own = session.company().company_id.clone();
    let everyone = session.everyone().await?.len();
    let filter = format!("{ENTERPRISE}:companyId eq \"{own}\"");
    same(&filter, everyone, found(session, &filter).await?.len())?;
    let filter = format!("{ENTERPRISE}:companyId eq \"3b0f2d61-5c88-4e1a-9f57-c20d7a6b1e94\"");
    same(&filter, 0, found(session, &filter).await?.len())
}

async fn a_filter_may_name_spend_attributes(session: &mut Session) -> Claim {
    let everyone = session.everyone().await?.len();
    for filter in [
        format!("{SPEND}:country eq \"US\""),
        format!("{SPEND}:customData[id eq \"orgUnit1\" and value eq \"EU\"]"),
    ] {
        let ids = found(session, &filter).await?;
        holds("it finds no more than there are", ids.len() <= everyone)?;
    }
    Ok(())
}

async fn texts_are_compared_in_every_documented_way(session: &mut Session) -> Claim {
    hire_staff(session).await?;
    let family = |user: &Value| text(user, "/name/familyName");
    agrees(session, "name.familyName ne \"Smith\"", |user| {
        family(user) != "smith"
    })
    .await?;
    agrees(session, "name.familyName co \"mit\"", |user| {
        family(user).contains("mit")
    })
    .await?;
    agrees(session, "name.familyName sw \"Smi\"", |user| {
        family(user).starts_with("smi")
    })
    .await?;
    agrees(session, "name.familyName ew \"ith\"", |user| {
        family(user).ends_with("ith")
    })
    .await?;
    agrees(session, "nickName pr", |user| has(user, "/nickName")).await
}

async fn conditions_are_joined_by_and_or_and_not(session: &mut Session) -> Claim {
    hire_staff(session).await?;
    let smith = |user: &Value| is(user, "/name/familyName", "smith");
    let jane = |user: &Value| is(user, "/name/givenName", "jane");
    let bob = |user: &Value| is(user, "/name/givenName", "bob");
    let filter = "name.familyName eq \"Smith\" and name.givenName eq \"Jane\"";
    agrees(session, filter, |user| smith(user) && jane(user)).await?;
    let filter = "name.givenName eq \"Bob\" or name.familyName eq \"Smith\"";
    agrees(session, filter, |user| bob(user) || smith(user)).await?;
    agrees(session, "not (name.familyName eq \"Smith\")", |user| {
        !smith(user)
    })
    .await?;
    let filter =
        "name.givenName eq \"Bob\" or name.familyName eq \"Smith\" and name.givenName eq \"Jane\"";
    agrees(session, filter, |user| {
        bob(user) || (smith(user) && jane(user))
    })
    .await
}

async fn words_between_conditions_may_be_in_capitals(session: &mut Session) -> Claim {
    hire_staff(session).await?;
    let smith = |user: &Value| is(user, "/name/familyName", "smith");
    let jane = |user: &Value| is(user, "/name/givenName", "jane");
    let filter = "name.familyName eq \"Smith\" AND NOT (name.givenName eq \"Jane\")";
    agrees(session, filter, |user| smith(user) && !jane(user)).await
}

async fn a_bracket_asks_one_entry_to_meet_both_conditions(session: &mut Session) -> Claim {
    let staff = hire_staff(session).await?;
    let bracket = "emails[type eq \"home\" and value ew \"@sap.example\"]";
    let ids = found(session, bracket).await?;
    holds("Jane is at home there", ids.contains(&staff.jane))?;
    // John has an address of each kind, but not in one entry.
    holds("John is not", !ids.contains(&staff.john))
}

async fn a_bracket_takes_neither_not_nor_ne(session: &mut Session) -> Claim {
    for filter in [
        "emails[not (type eq \"work\")]",
        "emails[type ne \"work\"]",
        "addresses[type ne \"work\" and country eq \"US\"]",
    ] {
        refused(session, filter).await?;
    }
    Ok(())
}

async fn what_only_identity_filters_is_400_here(session: &mut Session) -> Claim {
    for filter in [
        "externalId eq \"X\"".to_owned(),
        "entitlements eq \"Expense\"".to_owned(),
        format!("{ENTERPRISE}:manager.employeeNumber eq \"E\""),
        "urn:ietf:params:scim:schemas:extension:sap:2.0:User:userUuid eq \"X\"".to_owned(),
    ] {
        refused(session, &filter).await?;
    }
    Ok(())
}

async fn an_unknown_attribute_is_refused_in_the_printed_words(session: &mut Session) -> Claim {
    let refusal = refused(session, "test eq \"x\"").await?;
    let printed = refusal
        .iter()
        .any(|message| message.trim() == "INVALID_INPUT Invalid attribute path [:test]");
    holds(format!("{refusal:?} are the printed words"), printed)
}

async fn a_filter_that_is_none_is_400(session: &mut Session) -> Claim {
    let deep = format!("{}active eq true{}", "(".repeat(400), ")".repeat(400));
    for filter in [
        "userName",
        "userName eq",
        "userName is \"a\"",
        "userName eq \"a",
        "userName eq \"a\" and",
        "(userName eq \"a\"",
        "'; drop table users; --",
        &deep,
    ] {
        refused(session, filter).await?;
    }
    Ok(())
}

/// Claims that a filter is refused, and gives Concur's own messages.
async fn refused(session: &mut Session, filter: &str) -> Result<Vec<String>, Failure> {
    let request = searching(&serde_json::json!({ "filter": filter })).deviant();
    Ok(session.call(request).await?.refused(400)?.messages)
}
