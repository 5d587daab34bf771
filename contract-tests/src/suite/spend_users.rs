//! Spend User v4 and v4.1: the form of one user.

use serde_json::{Value, json};

use super::readings::decide;
use super::spend_calls::{RELEASES, V4, V41, list, provide, read, set, shown, smallest, urn};
use super::{page, register};
use crate::finding::{Claim, Failure, holds, same};
use crate::session::{Session, id_of};

/// The members of spend:User that every printed user has.
pub(super) const MEMBERS: [&str; 12] = [
    "reimbursementCurrency",
    "reimbursementType",
    "ledgerCode",
    "country",
    "budgetCountryCode",
    "stateProvince",
    "locale",
    "cashAdvanceAccountCode",
    "testEmployee",
    "nonEmployee",
    "biManager",
    "customData",
];

register! { $ each_spend_user of "spend_users", page::SPEND_V4_1;
    #[source = page::SPEND_V4]
    a_user_of_v4_reads_the_same_alone_and_in_the_list: "spend.v4.users.get";
    a_user_of_v4_1_reads_the_same_alone_and_in_the_list: "spend.v4_1.users.get";
    the_schemas_name_what_is_there_and_begin_with_the_resource: "spend.v4_1.users.list";
    creation_and_version_are_always_null: "spend.v4_1.users.list";
    the_last_change_is_told_to_the_millisecond: "spend.v4_1.users.get", FreshCompany, Clock;
    the_location_names_v4_in_both_releases: "spend.v4_1.users.list";
    the_location_may_name_the_release_that_was_called: "spend.v4_1.users.list", FreshCompany;
    a_user_of_another_release_is_the_same_user: "spend.v4_1.users.get";
}

async fn a_user_of_v4_reads_the_same_alone_and_in_the_list(session: &mut Session) -> Claim {
    reads_the_same(session, V4).await
}

async fn a_user_of_v4_1_reads_the_same_alone_and_in_the_list(session: &mut Session) -> Claim {
    reads_the_same(session, V41).await
}

async fn reads_the_same(session: &mut Session, path: &str) -> Claim {
    let users = shown(&list(session, path, &[]).await?);
    holds("somebody is listed", !users.is_empty())?;
    for user in users.iter().take(3) {
        let id = id_of(user)?;
        same(&id, user, &read(session, path, &id).await?)?;
    }
    Ok(())
}

async fn the_schemas_name_what_is_there_and_begin_with_the_resource(
    session: &mut Session,
) -> Claim {
    for (path, _) in RELEASES {
        let user = somebody(session, path).await?;
        let schemas: Vec<&str> = user["schemas"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        let resource = "urn:ietf:params:scim:schemas:ScimResource";
        same("the first schema", Some(&resource), schemas.first())?;
        let mut named = schemas.get(1..).unwrap_or_default().to_vec();
        let members = user.as_object().into_iter().flatten();
        let mut there: Vec<&str> = members
            .map(|(name, _)| name.as_str())
            .filter(|name| name.starts_with("urn:"))
            .collect();
        named.sort_unstable();
        there.sort_unstable();
        same("the extensions", there, named)?;
    }
    Ok(())
}

async fn creation_and_version_are_always_null(session: &mut Session) -> Claim {
    for (path, _) in RELEASES {
        let user = somebody(session, path).await?;
        let meta = user["meta"].as_object().cloned().unwrap_or_default();
        for name in ["created", "version"] {
            same(name, Some(&Value::Null), meta.get(name))?;
        }
        same(
            "resourceType",
            Some(&json!("User")),
            meta.get("resourceType"),
        )?;
    }
    Ok(())
}

async fn the_last_change_is_told_to_the_millisecond(session: &mut Session) -> Claim {
    session.freeze("2026-03-05T10:20:30.456Z").await?;
    let id = provide(session, "timed", smallest(), &[]).await?;
    for (path, _) in RELEASES {
        let user = read(session, path, &id).await?;
        same(
            path,
            &json!("2026-03-05T10:20:30.456Z"),
            &user["meta"]["lastModified"],
        )?;
    }
    session.advance(61).await?;
    set(session, &id, "User:country", json!("CA")).await?;
    let user = read(session, V41, &id).await?;
    same(
        "afterwards",
        &json!("2026-03-05T10:21:31.456Z"),
        &user["meta"]["lastModified"],
    )
}

async fn the_location_names_v4_in_both_releases(session: &mut Session) -> Claim {
    for (path, _) in RELEASES {
        let user = somebody(session, path).await?;
        let expected = format!("{}{V4}/{}", session.company().base_url, id_of(&user)?);
        same(path, &json!(expected), &user["meta"]["location"])?;
    }
    Ok(())
}

async fn the_location_may_name_the_release_that_was_called(session: &mut Session) -> Claim {
    decide(session, "spend.location-release", "called").await?;
    for (path, _) in RELEASES {
        let user = somebody(session, path).await?;
        let expected = format!("{}{path}/{}", session.company().base_url, id_of(&user)?);
        same(path, &json!(expected), &user["meta"]["location"])?;
    }
    Ok(())
}

async fn a_user_of_another_release_is_the_same_user(session: &mut Session) -> Claim {
    let older = somebody(session, V4).await?;
    let newer = read(session, V41, &id_of(&older)?).await?;
    for name in ["Approver", "Delegate", "Role", "WorkflowPreference"] {
        same(name, older.get(urn(name)), newer.get(urn(name)))?;
    }
    for name in MEMBERS {
        same(name, &older[urn("User")][name], &newer[urn("User")][name])?;
    }
    Ok(())
}

/// The first user of a release.
async fn somebody(session: &mut Session, path: &str) -> Result<Value, Failure> {
    let first = shown(&list(session, path, &[]).await?).into_iter().next();
    first.ok_or_else(|| Failure::disagrees(format!("{path} lists nobody")))
}
