//! Identity v4.1: which attributes a filter reaches, in lists, in brackets and in extensions.

use super::filter_oracle::{agrees, entries, finds, is, text};
use super::people::{Staff, hire_staff};
use super::{page, register};
use crate::finding::Claim;
use crate::session::{ENTERPRISE, Session};

const SAP_URN: &str = "urn:ietf:params:scim:schemas:extension:sap:2.0:User";

register! { $ each_identity_v4_1_filter_place of "identity_v4_1_filter_places", page::SEARCH;
    one_entry_must_match_everything_in_brackets: "identity.v4_1.users.search", Write;
    or_may_stand_at_the_top_inside_brackets: "identity.v4_1.users.search", Write;
    brackets_of_a_single_value_allow_every_operator: "identity.v4_1.users.search", Write;
    dotted_conditions_may_match_different_entries: "identity.v4_1.users.search", Write;
    entitlements_match_by_any_entry: "identity.v4_1.users.search", Write;
    enterprise_attributes_carry_their_urn: "identity.v4_1.users.search", Write;
    the_manager_is_found_by_id_and_number: "identity.v4_1.users.search", Write;
    core_attributes_may_carry_their_urn: "identity.v4_1.users.search", Write;
    the_sap_id_is_found: "identity.v4_1.users.search", Write;
    verified_addresses_are_found: "identity.v4_1.users.search", Write;
}

async fn one_entry_must_match_everything_in_brackets(session: &mut Session) -> Claim {
    let staff = hire_staff(session).await?;
    // John works in Bellevue and lives in Portland; Jane lives in another Bellevue.
    let work = "addresses[type eq \"work\" and locality eq \"Bellevue\" and region eq \"WA\"]";
    let home = "addresses[type eq \"home\" and locality eq \"Bellevue\"]";
    let mine = "userName ew \"@newcomer.example\"";
    finds(session, &format!("{mine} and {work}"), &[&staff.john]).await?;
    finds(session, &format!("{mine} and {home}"), &[&staff.jane]).await?;
    agrees(
        session,
        "emails[type eq \"work\" and value ew \"@sap.example\"]",
        |user| {
            entries(user, "emails").any(|entry| {
                is(entry, "/type", "work") && text(entry, "/value").ends_with("@sap.example")
            })
        },
    )
    .await
}

async fn or_may_stand_at_the_top_inside_brackets(session: &mut Session) -> Claim {
    let staff = hire_staff(session).await?;
    let filter = "emails[type eq \"work\" and value ew \"@SAP.example\" or type eq \"home\" and value ew \"@sap.example\"]";
    finds(session, filter, &[&staff.john, &staff.jane]).await?;
    agrees(
        session,
        "addresses[locality eq \"Portland\" or locality eq \"Bellevue\"]",
        |user| {
            entries(user, "addresses").any(|entry| {
                is(entry, "/locality", "portland") || is(entry, "/locality", "bellevue")
            })
        },
    )
    .await
}

async fn brackets_of_a_single_value_allow_every_operator(session: &mut Session) -> Claim {
    let staff = hire_staff(session).await?;
    let mine = "userName ew \"@newcomer.example\"";
    finds(
        session,
        &format!("{mine} and name[givenName ne \"John\" and not(givenName eq \"Bob\")]"),
        &[&staff.jane],
    )
    .await?;
    finds(
        session,
        &format!("{mine} and name[givenName sw \"J\" and givenName ew \"n\"]"),
        &[&staff.john],
    )
    .await?;
    finds(
        session,
        &format!("{mine} and name[not(givenName co \"o\") and givenName pr]"),
        &[&staff.jane],
    )
    .await
}

async fn dotted_conditions_may_match_different_entries(session: &mut Session) -> Claim {
    let staff = hire_staff(session).await?;
    finds(
        session,
        "emails.value ew \"@concur.example\" and emails.value ew \"@sap.example\"",
        &[&staff.john],
    )
    .await?;
    let filter = "userName ew \"@newcomer.example\" and addresses.type eq \"home\" and addresses.type eq \"work\"";
    finds(session, filter, &[&staff.john]).await
}

async fn entitlements_match_by_any_entry(session: &mut Session) -> Claim {
    hire_staff(session).await?;
    agrees(session, "entitlements eq \"invoice\"", |user| {
        user["entitlements"]
            .as_array()
            .into_iter()
            .flatten()
            .any(|entry| entry == "Invoice")
    })
    .await
}

async fn enterprise_attributes_carry_their_urn(session: &mut Session) -> Claim {
    let staff = hire_staff(session).await?;
    for (name, value) in [
        ("costCenter", "cc-1"),
        ("department", "SALES"),
        ("division", "west"),
        ("employeeNumber", "e-john"),
    ] {
        let filter =
            format!("userName ew \"@newcomer.example\" and {ENTERPRISE}:{name} eq \"{value}\"");
        finds(session, &filter, &[&staff.john]).await?;
    }
    Ok(())
}

async fn the_manager_is_found_by_id_and_number(session: &mut Session) -> Claim {
    let staff = hire_staff(session).await?;
    finds(
        session,
        &format!("{ENTERPRISE}:manager.value eq \"{}\"", staff.john),
        &[&staff.bob],
    )
    .await?;
    finds(
        session,
        &format!("{ENTERPRISE}:manager.employeeNumber eq \"E-john\""),
        &[&staff.bob],
    )
    .await
}

async fn core_attributes_may_carry_their_urn(session: &mut Session) -> Claim {
    let Staff { john, .. } = hire_staff(session).await?;
    let urn = "urn:ietf:params:scim:schemas:core:2.0:User";
    finds(
        session,
        &format!("{urn}:name.givenName eq \"John\" and {urn}:nickName eq \"Johnny\""),
        &[&john],
    )
    .await
}

async fn the_sap_id_is_found(session: &mut Session) -> Claim {
    let staff = hire_staff(session).await?;
    finds(
        session,
        &format!("{SAP_URN}:userUuid eq \"sap-john\""),
        &[&staff.john],
    )
    .await
}

async fn verified_addresses_are_found(session: &mut Session) -> Claim {
    let staff = hire_staff(session).await?;
    let operations = serde_json::json!([{ "op": "replace", "path": "emails[type eq \"work\"].verified", "value": true }]);
    session.patch(&staff.bob, operations).await?.is(200)?;

    let filter = "userName ew \"@newcomer.example\" and emails.verified eq true";
    finds(session, filter, &[&staff.bob]).await?;
    finds(
        session,
        "emails[type eq \"work\" and verified eq true and value eq \"bob@concur.example\"]",
        &[&staff.bob],
    )
    .await
}
