//! User Provisioning v4: what spend refuses of a user, in the documented and the observed words.

use serde_json::{Value, json};

use super::provisioning_calls::{
    PAYROLL, SPEND, came_to, custom, employ, followed, patched, spend, spend_user_with, tells,
};
use super::provisioning_extensions::wrong;
use super::{page, register};
use crate::finding::{Claim, Failure, holds, same};
use crate::session::{Session, id_of};

register! { $ each_provisioning_rule of "provisioning_rules", page::PROVISIONING;
    a_value_of_another_size_is_told_so: "provisioning.v4.provisions.status", FreshCompany;
    what_spend_requires_is_required: "provisioning.v4.users.create", FreshCompany;
    an_unknown_way_of_reimbursement_is_an_error: "provisioning.v4.users.create", FreshCompany;
    a_currency_that_is_not_configured_is_an_error: "provisioning.v4.users.create", FreshCompany;
    printed_and_seen_locales_are_taken: "provisioning.v4.users.create", FreshCompany;
    a_test_employee_is_made_and_never_becomes_one: "provisioning.v4.users.patch", FreshCompany;
    an_unknown_item_of_a_list_is_told_so: "provisioning.v4.provisions.status", FreshCompany;
    a_known_item_of_a_list_is_taken: "provisioning.v4.users.create", FreshCompany;
    #[source = page::SAMPLE_COLLECTION] a_field_that_is_sent_twice_is_kept_once: "provisioning.v4.users.create", FreshCompany;
    payroll_needs_its_way_of_reimbursement: "provisioning.v4.users.create", FreshCompany;
    the_standard_edition_decides_by_custom_21: "provisioning.v4.users.create", FreshCompany;
}

async fn a_value_of_another_size_is_told_so(session: &mut Session) -> Claim {
    for (name, value) in [
        ("reimbursementCurrency", "USDX".to_owned()),
        ("country", "USA".to_owned()),
        ("stateProvince", "WAS".to_owned()),
        ("budgetCountryCode", "U".to_owned()),
        ("ledgerCode", "L".repeat(21)),
        ("cashAdvanceAccountCode", "9".repeat(21)),
    ] {
        let members = json!({ SPEND: spend_user_with(json!({ name: value })) });
        let done = outcome(session, name, members).await?;
        let path = format!("{SPEND}:{name}");
        came_to(&done, SPEND, &["error"])?;
        tells(
            &done,
            SPEND,
            "error",
            &format!("Invalid '{path}' Size"),
            &path,
        )?;
    }
    Ok(())
}

async fn what_spend_requires_is_required(session: &mut Session) -> Claim {
    for name in ["reimbursementCurrency", "country", "locale"] {
        let mut profile = spend_user_with(json!({}));
        if let Some(profile) = profile.as_object_mut() {
            profile.remove(name);
        }
        let done = outcome(session, name, json!({ SPEND: profile })).await?;
        came_to(&done, SPEND, &["error"])?;
    }
    Ok(())
}

async fn an_unknown_way_of_reimbursement_is_an_error(session: &mut Session) -> Claim {
    let bad = spend_user_with(json!({ "reimbursementType": "GOLD" }));
    let done = outcome(session, "gold", json!({ SPEND: bad })).await?;
    came_to(&done, SPEND, &["error"])?;
    let good = spend_user_with(json!({ "reimbursementType": "CONCUR_PAY" }));
    let id = employ(session, "paid", json!({ SPEND: good })).await?;
    let profile = spend(session, &id).await?;
    same(
        "type",
        &json!("CONCUR_PAY"),
        &profile[SPEND]["reimbursementType"],
    )
}

async fn a_currency_that_is_not_configured_is_an_error(session: &mut Session) -> Claim {
    let currencies = json!({ "currencies": ["USD", "EUR"] });
    session.configure(&currencies).await?;
    let bad = spend_user_with(json!({ "reimbursementCurrency": "JPY" }));
    let done = outcome(session, "yen", json!({ SPEND: bad })).await?;
    came_to(&done, SPEND, &["error"])?;
    let good = spend_user_with(json!({ "reimbursementCurrency": "EUR" }));
    employ(session, "euro", json!({ SPEND: good }))
        .await
        .map(drop)
}

async fn printed_and_seen_locales_are_taken(session: &mut Session) -> Claim {
    for locale in ["en-US", "it-IT", "es-419", "en_US"] {
        let profile = spend_user_with(json!({ "locale": locale }));
        let tag = locale.replace('_', "x");
        employ(session, &tag, json!({ SPEND: profile })).await?;
    }
    Ok(())
}

async fn a_test_employee_is_made_and_never_becomes_one(session: &mut Session) -> Claim {
    let made = spend_user_with(json!({ "testEmployee": true }));
    let id = employ(session, "made", json!({ SPEND: made })).await?;
    let profile = spend(session, &id).await?;
    same("made", &json!(true), &profile[SPEND]["testEmployee"])?;

    let path = format!("{SPEND}:testEmployee");
    let operations = json!([{ "op": "replace", "path": path, "value": false }]);
    let done = patched(session, &id, &operations).await?;
    tells(
        &done,
        SPEND,
        "warning",
        &format!("Invalid Value: '{path}'"),
        &path,
    )?;
    let profile = spend(session, &id).await?;
    same("it stays", &json!(true), &profile[SPEND]["testEmployee"])
}

async fn an_unknown_item_of_a_list_is_told_so(session: &mut Session) -> Claim {
    projects(session).await?;
    let value = json!([{ "id": "custom3", "value": "NOPE" }]);
    let bad = spend_user_with(json!({ "customData": value }));
    let done = outcome(session, "nope", json!({ SPEND: bad })).await?;
    came_to(&done, SPEND, &["error"])?;
    let path = format!("{SPEND}:customData[id eq \"custom3\"].value");
    tells(&done, SPEND, "error", "Invalid List Item", &path)
}

async fn a_known_item_of_a_list_is_taken(session: &mut Session) -> Claim {
    projects(session).await?;
    let value = json!([{ "id": "custom3", "value": "BRIDGE" }]);
    let good = spend_user_with(json!({ "customData": value }));
    let id = employ(session, "bridge", json!({ SPEND: good })).await?;
    let profile = spend(session, &id).await?;
    same(
        "code",
        Some("BRIDGE"),
        custom(&profile, "custom3").as_deref(),
    )?;
    let fields = profile[SPEND]["customData"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    let item = fields.iter().find(|one| one["id"] == "custom3").cloned();
    let guid = item.unwrap_or_default()["syncGuid"].clone();
    same("syncGuid", &json!(BRIDGE), &guid)
}

async fn a_field_that_is_sent_twice_is_kept_once(session: &mut Session) -> Claim {
    session
        .configure(&json!({ "customFields": [{ "id": "orgUnit1", "label": "Unit", "list": null, "maxLength": 48, "required": false }] }))
        .await?;
    let twice =
        json!([{ "id": "orgUnit1", "value": "first" }, { "id": "orgUnit1", "value": "last" }]);
    let user = spend_user_with(json!({ "customData": twice }));
    let id = employ(session, "twice", json!({ SPEND: user })).await?;
    let profile = spend(session, &id).await?;
    let fields = profile[SPEND]["customData"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    let units = fields.iter().filter(|one| one["id"] == "orgUnit1");
    same("entries", 1, units.count())
}

async fn payroll_needs_its_way_of_reimbursement(session: &mut Session) -> Claim {
    let adp = json!({ "adp": { "companyCode": "C1", "deductionCode": "HLTH", "employeeFileNumber": "1234" } });
    let other = spend_user_with(json!({ "reimbursementType": "CONCUR_PAY" }));
    let done = outcome(session, "other", json!({ SPEND: other, PAYROLL: adp })).await?;
    came_to(&done, PAYROLL, &["error"])?;
    let own = spend_user_with(json!({ "reimbursementType": "ADP_PAYROLL" }));
    let id = employ(session, "own", json!({ SPEND: own, PAYROLL: adp })).await?;
    let profile = spend(session, &id).await?;
    same("adp", &adp["adp"], &profile[PAYROLL]["adp"])
}

async fn the_standard_edition_decides_by_custom_21(session: &mut Session) -> Claim {
    session
        .configure(&json!({
            "edition": "standard",
            "customFields": [{ "id": "custom21", "label": "Policy", "list": null, "maxLength": 48, "required": false }]
        }))
        .await?;
    let alone = spend_user_with(json!({ "reimbursementType": "CONCUR_PAY" }));
    let done = outcome(session, "alone", json!({ SPEND: alone })).await?;
    came_to(&done, SPEND, &["error"])?;
    let both = spend_user_with(json!({
        "reimbursementType": "CONCUR_PAY",
        "customData": [{ "id": "custom21", "value": "US" }]
    }));
    let id = employ(session, "both", json!({ SPEND: both })).await?;
    let profile = spend(session, &id).await?;
    holds(
        "the type",
        profile[SPEND]["reimbursementType"] == "CONCUR_PAY",
    )
}

/// What became of a creation of which a part is wrong.
async fn outcome(session: &mut Session, tag: &str, members: Value) -> Result<Value, Failure> {
    let answer = wrong(session, tag, members).await?;
    session.user(&id_of(&answer)?).await?;
    followed(session, &answer).await
}

/// The id of the one item of a list.
const BRIDGE: &str = "5f0c1f0a-0d1e-4b57-9d9c-3c1d4e0a7b21";

async fn projects(session: &mut Session) -> Claim {
    session
        .configure(&json!({
            "lists": [{ "name": "Projects", "items": [{ "code": "BRIDGE", "value": "The bridge", "syncGuid": BRIDGE }] }],
            "customFields": [{ "id": "custom3", "label": "Project", "list": "Projects", "maxLength": 48, "required": false }]
        }))
        .await
}
