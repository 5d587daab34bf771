//! Contradictions about creating users: each reading is played when the company decides for it.

use serde_json::{Value, json};

use super::legal_entity_calls::{NONE, founded_id};
use super::people::newcomer;
use super::readings::{change, decide, hire, post};
use super::{page, register};
use crate::finding::{Claim, Failure, holds, same};
use crate::request::Request;
use crate::session::{ENTERPRISE, Session, USERS, Wish};

register! { $ each_reading_of_creates of "readings_of_creates", page::IDENTITY_V4_1;
    a_create_may_answer_201: "identity.v4_1.users.create", FreshCompany;
    a_duplicate_may_be_400: "identity.v4_1.users.create", FreshCompany;
    three_more_attributes_may_be_required: "identity.v4_1.users.create", FreshCompany;
    emails_may_be_optional: "identity.v4_1.users.create", FreshCompany;
    a_work_address_may_be_required: "identity.v4_1.users.create", FreshCompany;
    two_entries_of_one_type_may_be_kept: "identity.v4_1.users.create", FreshCompany;
    the_legal_name_may_be_read_only: "identity.v4_1.users.create", FreshCompany;
    that_there_is_no_middle_name_may_be_passed_over: "identity.v4_1.users.create", FreshCompany;
    verified_may_be_sent_as_text: "identity.v4_1.users.create", FreshCompany;
    the_contacts_of_a_contact_may_have_to_be_lists: "identity.v4_1.users.create", FreshCompany;
    unknown_members_may_be_refused: "identity.v4_1.users.create", FreshCompany;
    too_long_may_be_told_in_other_words: "identity.v4_1.users.create", FreshCompany;
    a_user_may_have_to_name_its_schemas: "identity.v4_1.users.create", FreshCompany;
    verified_may_be_withdrawn: "identity.v4_1.users.create", FreshCompany;
    verified_may_be_read_only: "identity.v4_1.users.create", FreshCompany;
    what_has_no_scope_may_be_passed_over: "identity.v4_1.users.create", FreshCompany;
    addresses_may_be_kept_in_lower_case: "identity.v4_1.users.create", FreshCompany;
    the_locale_may_be_written: "identity.v4_1.users.create", FreshCompany;
    the_locale_may_be_that_of_europe: "identity.v4_1.users.create", FreshCompany;
    a_user_may_start_on_no_day: "identity.v4_1.users.create", FreshCompany;
    entitlements_may_be_passed_over: "identity.v4_1.users.create", FreshCompany;
    an_unfit_manager_may_be_dropped: "identity.v4_1.users.create", FreshCompany;
    #[source = page::LEGAL_ENTITY]
    an_unknown_legal_entity_may_be_refused: "identity.v4_1.users.create", FreshCompany;
    a_created_answer_may_have_the_form_of_a_read_one: "identity.v4_1.users.create", FreshCompany;
}

async fn a_create_may_answer_201(session: &mut Session) -> Claim {
    decide(session, "identity.create-status", "201").await?;
    let user = newcomer(session, "made");
    let request = Request::post(USERS).json(&user).other_reading();
    session.call(request).await?.is(201)?;

    decide(session, "identity.create-status", Value::Null).await?;
    session.create(&newcomer(session, "next")).await.map(drop)
}

async fn a_duplicate_may_be_400(session: &mut Session) -> Claim {
    hire(session, "taken", json!({}), json!({})).await?;
    refused(session, "taken", json!({}), json!({}), 409).await?;
    decide(session, "identity.duplicate-status", "400").await?;
    refused(session, "taken", json!({}), json!({}), 400).await
}

async fn three_more_attributes_may_be_required(session: &mut Session) -> Claim {
    decide(session, "identity.required", "open-api").await?;
    let all = json!({ "timezone": "Europe/Berlin", "preferredLanguage": "de-DE" });
    let start = json!({ "startDate": "2020-03-02" });
    for less in ["timezone", "preferredLanguage"] {
        let mut core = all.clone();
        core[less] = Value::Null;
        refused(session, "less", core, start.clone(), 400).await?;
    }
    refused(session, "less", all.clone(), json!({}), 400).await?;
    post(session, "whole", all, start).await?.is(200)
}

async fn emails_may_be_optional(session: &mut Session) -> Claim {
    decide(session, "identity.emails-required", "optional").await?;
    let none = json!({ "emails": [] });
    // The contract knows no user without an address in an answer to a write.
    let user = super::people::newcomer_with(session, "mailless", none, json!({}));
    let request = Request::post(USERS).json(&user).other_reading();
    session.call(request).await?.is(200)?;
    let found = session
        .find("userName eq \"mailless@newcomer.example\"")
        .await?;
    same("users", 1, found.len())
}

async fn a_work_address_may_be_required(session: &mut Session) -> Claim {
    let home = json!({ "emails": [{ "value": "a@home.example", "type": "home" }] });
    hire(session, "before", home.clone(), json!({})).await?;
    decide(session, "identity.work-email", "required").await?;
    refused(session, "after", home, json!({}), 400).await
}

async fn two_entries_of_one_type_may_be_kept(session: &mut Session) -> Claim {
    let two = json!({ "emails": [
        { "value": "a@newcomer.example", "type": "work" }, { "value": "b@newcomer.example", "type": "work" }
    ]});
    refused(session, "two", two.clone(), json!({}), 400).await?;
    decide(session, "identity.duplicate-types", "kept").await?;
    let id = hire(session, "two", two, json!({})).await?;
    let user = session.user(&id).await?;
    same(
        "addresses",
        Some(2),
        user["emails"].as_array().map(Vec::len),
    )
}

async fn the_legal_name_may_be_read_only(session: &mut Session) -> Claim {
    let name =
        json!({ "name": { "familyName": "Newcomer", "givenName": "Robin", "legalName": "R. N." } });
    for (reading, expected) in [("written", Some("R. N.")), ("read-only", None)] {
        decide(session, "identity.legal-name", reading).await?;
        let id = hire(session, reading, name.clone(), json!({})).await?;
        let user = session.user(&id).await?;
        same(reading, expected, user["name"]["legalName"].as_str())?;
    }
    Ok(())
}

async fn that_there_is_no_middle_name_may_be_passed_over(session: &mut Session) -> Claim {
    let name = json!({ "name": { "familyName": "Newcomer", "givenName": "Robin", "hasNoMiddleName": true } });
    for (reading, expected) in [("kept", Some(true)), ("ignored", None)] {
        decide(session, "identity.has-no-middle-name", reading).await?;
        let id = hire(session, reading, name.clone(), json!({})).await?;
        let user = session.user(&id).await?;
        same(reading, expected, user["name"]["hasNoMiddleName"].as_bool())?;
    }
    Ok(())
}

async fn verified_may_be_sent_as_text(session: &mut Session) -> Claim {
    let text = json!({ "emails": [{ "value": "a@newcomer.example", "type": "work", "verified": "true" }] });
    refused(session, "text", text.clone(), json!({}), 400).await?;
    decide(session, "identity.verified-text", "either").await?;
    let id = hire(session, "text", text, json!({})).await?;
    same("verified", Some(true), verified(session, &id).await?)
}

async fn the_contacts_of_a_contact_may_have_to_be_lists(session: &mut Session) -> Claim {
    let contact = json!({ "emergencyContacts": [
        { "name": "Kim", "relationship": "Sister", "phones": "+1 425 555 0101" }
    ]});
    let id = hire(session, "either", contact.clone(), json!({})).await?;
    let user = session.user(&id).await?;
    let phones = &user["emergencyContacts"][0]["phones"];
    same("phones", &json!(["+1 425 555 0101"]), phones)?;
    decide(session, "identity.contact-lists", "list").await?;
    refused(session, "list", contact, json!({}), 400).await
}

async fn unknown_members_may_be_refused(session: &mut Session) -> Claim {
    let extra = json!({ "shoeSize": 44 });
    hire(session, "ignored", extra.clone(), json!({})).await?;
    decide(session, "identity.unknown-members", "refused").await?;
    refused(session, "refused", extra, json!({}), 400).await
}

async fn too_long_may_be_told_in_other_words(session: &mut Session) -> Claim {
    let title = json!({ "title": "x".repeat(256) });
    for (reading, expected) in [
        ("size", "Size"),
        ("length", "exceeds maximum length of 255 characters"),
    ] {
        decide(session, "identity.length-words", reading).await?;
        let reply = post(session, reading, title.clone(), json!({})).await?;
        let words = reply.refused(400)?.text();
        holds(format!("{words} says {expected}"), words.contains(expected))?;
    }
    Ok(())
}

async fn a_user_may_have_to_name_its_schemas(session: &mut Session) -> Claim {
    let core = json!({ "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"] });
    hire(session, "ignored", core.clone(), json!({})).await?;
    decide(session, "identity.write-schemas", "core").await?;
    hire(session, "core", core.clone(), json!({})).await?;
    refused(session, "none", json!({ "schemas": null }), json!({}), 400).await?;
    decide(session, "identity.write-schemas", "all").await?;
    refused(session, "all", core, json!({}), 400).await
}

async fn verified_may_be_withdrawn(session: &mut Session) -> Claim {
    decide(session, "identity.verified", "withdrawn").await?;
    refused(session, "with", verified_email(), json!({}), 400).await?;
    // A change of it was passed over in those weeks, and the other operations went through.
    let id = hire(session, "without", json!({}), json!({})).await?;
    let path = "emails[type eq \"work\"].verified";
    change(session, &id, "replace", path, json!(true))
        .await?
        .is(200)?;
    same("verified", Some(false), verified(session, &id).await?)
}

async fn verified_may_be_read_only(session: &mut Session) -> Claim {
    for (reading, expected) in [("by-scope", true), ("read-only", false)] {
        decide(session, "identity.verified", reading).await?;
        let id = hire(session, reading, verified_email(), json!({})).await?;
        same(reading, Some(expected), verified(session, &id).await?)?;
    }
    Ok(())
}

async fn what_has_no_scope_may_be_passed_over(session: &mut Session) -> Claim {
    let key = "identity.missing-write-scope";
    let wish = Wish::scopes(&[
        "identity.user.ids.read",
        "identity.user.core.read",
        "identity.user.coreenterprise.writeonly",
    ]);
    session.enter(&wish).await?;
    let external = json!({ "externalId": "X-17" });
    refused(session, "refused", external.clone(), json!({}), 403).await?;
    decide(session, key, "ignored").await?;
    let id = hire(session, "ignored", external, json!({})).await?;
    let user = session.user(&id).await?;
    holds("it is not written", user["externalId"].is_null())
}

async fn addresses_may_be_kept_in_lower_case(session: &mut Session) -> Claim {
    let mixed = json!({ "emails": [{ "value": "Robin.N@Newcomer.example", "type": "work" }] });
    for (reading, expected) in [
        ("as-sent", "Robin.N@Newcomer.example"),
        ("lower", "robin.n@newcomer.example"),
    ] {
        decide(session, "identity.email-case", reading).await?;
        let id = hire(session, reading, mixed.clone(), json!({})).await?;
        let user = session.user(&id).await?;
        same(reading, Some(expected), user["emails"][0]["value"].as_str())?;
    }
    Ok(())
}

async fn the_locale_may_be_written(session: &mut Session) -> Claim {
    let locale = json!({ "localeOverrides": { "preferenceDistance": "km" } });
    for (reading, expected) in [("ignored", "mile"), ("written", "km")] {
        decide(session, "identity.locale-overrides", reading).await?;
        let id = hire(session, reading, locale.clone(), json!({})).await?;
        let user = session.user(&id).await?;
        let found = user["localeOverrides"]["preferenceDistance"].as_str();
        same(reading, Some(expected), found)?;
    }
    Ok(())
}

async fn the_locale_may_be_that_of_europe(session: &mut Session) -> Claim {
    for (reading, expected) in [("american", "mm/dd/yyyy"), ("european", "dd/mm/yyyy")] {
        decide(session, "identity.locale-defaults", reading).await?;
        let id = hire(session, reading, json!({}), json!({})).await?;
        let user = session.user(&id).await?;
        let found = user["localeOverrides"]["preferenceDateFormat"].as_str();
        same(reading, Some(expected), found)?;
    }
    Ok(())
}

async fn a_user_may_start_on_no_day(session: &mut Session) -> Claim {
    for (reading, expected) in [("pacific", true), ("none", false)] {
        decide(session, "identity.default-start", reading).await?;
        let id = hire(session, reading, json!({}), json!({})).await?;
        let user = session.user(&id).await?;
        same(reading, expected, user[ENTERPRISE]["startDate"].is_string())?;
    }
    Ok(())
}

async fn entitlements_may_be_passed_over(session: &mut Session) -> Claim {
    let entitled = json!({ "entitlements": ["Expense"] });
    for (reading, times) in [("stored", 1), ("ignored", 0)] {
        decide(session, "identity.entitlements", reading).await?;
        let id = hire(session, reading, entitled.clone(), json!({})).await?;
        same(reading, times, entitlements(session, &id).await?)?;
    }
    Ok(())
}

async fn an_unfit_manager_may_be_dropped(session: &mut Session) -> Claim {
    let nobody = json!({ "manager": { "value": "00000000-0000-4000-8000-000000000000" } });
    refused(session, "refused", json!({}), nobody.clone(), 400).await?;
    decide(session, "identity.unfit-manager", "dropped").await?;
    let id = hire(session, "dropped", json!({}), nobody).await?;
    let user = session.user(&id).await?;
    holds("there is no manager", user[ENTERPRISE]["manager"].is_null())
}

async fn an_unknown_legal_entity_may_be_refused(session: &mut Session) -> Claim {
    let nowhere = json!({ "legalEntity": NONE });
    let unbound = hire(session, "kept", json!({}), nowhere.clone()).await?;
    decide(session, "identity.unknown-legal-entity", "refused").await?;
    refused(session, "refused", json!({}), nowhere, 400).await?;
    // What a user has already is not held against the company again.
    let retitled = change(session, &unbound, "replace", "title", json!("Clerk")).await?;
    retitled.is(200)?;
    let entity = founded_id(session, "known").await?;
    let known = json!({ "legalEntity": entity });
    let id = hire(session, "employed", json!({}), known).await?;
    let user = session.user(&id).await?;
    same(
        "legalEntity",
        &json!(entity),
        &user[ENTERPRISE]["legalEntity"],
    )
}

async fn a_created_answer_may_have_the_form_of_a_read_one(session: &mut Session) -> Claim {
    for (reading, expected) in [("as-examples", false), ("as-get", true)] {
        decide(session, "identity.write-reply", reading).await?;
        let answer = post(session, reading, json!({}), json!({})).await?.ok()?;
        same(reading, expected, answer.get("addresses").is_some())?;
    }
    Ok(())
}

async fn refused(
    session: &mut Session,
    tag: &str,
    core: Value,
    enterprise: Value,
    status: u16,
) -> Claim {
    let reply = post(session, tag, core, enterprise).await?;
    reply.refused(status).map(drop)
}

/// A work address that was verified.
pub(super) fn verified_email() -> Value {
    json!({ "emails": [{ "value": "a@newcomer.example", "type": "work", "verified": true }] })
}

/// Whether a user's first address is verified.
pub(super) async fn verified(session: &mut Session, id: &str) -> Result<Option<bool>, Failure> {
    Ok(session.user(id).await?["emails"][0]["verified"].as_bool())
}

/// How many entitlements a user has.
pub(super) async fn entitlements(session: &mut Session, id: &str) -> Result<usize, Failure> {
    let user = session.user_with(id, "entitlements").await?;
    Ok(user["entitlements"].as_array().map_or(0, Vec::len))
}
