//! Identity v4.1: what a user's document looks like when it is read.

use serde_json::Value;

use super::people::{create_furnished, newcomer};
use super::{page, register};
use crate::finding::{Claim, Failure, holds, same};
use crate::request::Request;
use crate::session::{ENTERPRISE, Session, USERS};

register! { $ each_identity_v4_1_read of "identity_v4_1_read", page::IDENTITY_V4_1;
    a_user_reads_the_same_alone_and_in_the_list: "identity.v4_1.users.get";
    an_unknown_user_is_404: "identity.v4_1.users.get";
    the_location_names_this_version_and_this_host: "identity.v4_1.users.get";
    the_schemas_name_core_and_enterprise: "identity.v4_1.users.get";
    an_empty_list_is_empty_and_empty_contacts_are_null: "identity.v4_1.users.get", Write;
    what_was_never_set_reads_as_null: "identity.v4_1.users.get", Write;
    times_have_six_digits_and_a_zone: "identity.v4_1.users.get";
    every_user_belongs_to_the_company_of_the_token: "identity.v4_1.users.list";
    #[source = page::IDENTITY_V4_1]
    entitlements_show_only_when_asked_for: "identity.v4_1.users.get", Write;
    the_manager_shows_without_name_and_reference: "identity.v4_1.users.get", Write;
    name_and_reference_of_the_manager_show_when_asked_for: "identity.v4_1.users.get", Write;
    request_only_attributes_stay_out_of_lists_too: "identity.v4_1.users.list", Write;
    the_sap_id_shows_in_its_own_extension: "identity.v4_1.users.get", Write;
}

async fn a_user_reads_the_same_alone_and_in_the_list(session: &mut Session) -> Claim {
    let listed = session
        .call(Request::get(USERS).query("count", "3"))
        .await?
        .people()?;
    holds("there are users", !listed.is_empty())?;

    for user in listed {
        let alone = session
            .user(user["id"].as_str().unwrap_or_default())
            .await?;
        same("the document", user, alone)?;
    }
    Ok(())
}

async fn an_unknown_user_is_404(session: &mut Session) -> Claim {
    let request = Request::get(format!("{USERS}/00000000-0000-4000-8000-000000000000"));
    session.call(request).await?.refused(404).map(drop)
}

async fn the_location_names_this_version_and_this_host(session: &mut Session) -> Claim {
    let id = session.somebody().await?;
    let user = session.user(&id).await?;

    let expected = format!("{}{USERS}/{id}", session.company().base_url);
    same(
        "meta.location",
        expected.as_str(),
        user["meta"]["location"].as_str().unwrap_or_default(),
    )?;
    same(
        "meta.resourceType",
        "User",
        user["meta"]["resourceType"].as_str().unwrap_or_default(),
    )
}

async fn the_schemas_name_core_and_enterprise(session: &mut Session) -> Claim {
    let id = session.somebody().await?;
    let user = session.user(&id).await?;

    for urn in ["urn:ietf:params:scim:schemas:core:2.0:User", ENTERPRISE] {
        let named = user["schemas"]
            .as_array()
            .is_some_and(|schemas| schemas.iter().any(|schema| schema == urn));
        holds(format!("schemas name {urn}"), named)?;
    }
    Ok(())
}

async fn an_empty_list_is_empty_and_empty_contacts_are_null(session: &mut Session) -> Claim {
    let user = read_newcomer(session, "bare").await?;

    let empty = Value::Array(Vec::new());
    same("addresses", &empty, &user["addresses"])?;
    same("phoneNumbers", &empty, &user["phoneNumbers"])?;
    same(
        "emergencyContacts",
        Some(&Value::Null),
        user.get("emergencyContacts"),
    )
}

async fn what_was_never_set_reads_as_null(session: &mut Session) -> Claim {
    let user = read_newcomer(session, "unset").await?;

    for name in ["title", "dateOfBirth", "nickName"] {
        same(name, Some(&Value::Null), user.get(name))?;
    }
    for name in ["terminationDate", "costCenter", "manager"] {
        same(name, Some(&Value::Null), user[ENTERPRISE].get(name))?;
    }
    Ok(())
}

async fn times_have_six_digits_and_a_zone(session: &mut Session) -> Claim {
    let id = session.somebody().await?;
    let user = session.user(&id).await?;

    for name in ["created", "lastModified"] {
        let text = user["meta"][name].as_str().unwrap_or_default();
        let form: String = text
            .chars()
            .map(|sign| if sign.is_ascii_digit() { '9' } else { sign })
            .collect();
        same(
            &format!("the form of {name}, {text}"),
            "9999-99-99T99:99:99.999999Z",
            form.as_str(),
        )?;
    }
    Ok(())
}

async fn every_user_belongs_to_the_company_of_the_token(session: &mut Session) -> Claim {
    let users = session.call(Request::get(USERS)).await?.people()?;

    for user in users {
        let company = user[ENTERPRISE]["companyId"].as_str().unwrap_or_default();
        same("companyId", session.company().company_id.as_str(), company)?;
    }
    Ok(())
}

async fn entitlements_show_only_when_asked_for(session: &mut Session) -> Claim {
    let id = create_furnished(session, "entitled").await?;

    let unasked = session.user(&id).await?;
    holds(
        "entitlements are not shown unasked",
        unasked.get("entitlements").is_none(),
    )?;

    let asked = session.user_with(&id, "entitlements").await?;
    same(
        "entitlements",
        serde_json::json!(["Expense", "Invoice"]),
        asked["entitlements"].clone(),
    )
}

async fn the_manager_shows_without_name_and_reference(session: &mut Session) -> Claim {
    let id = create_furnished(session, "managed").await?;

    let manager = session.user(&id).await?[ENTERPRISE]["manager"].clone();

    holds("the manager has a value", manager["value"].is_string())?;
    same(
        "employeeNumber",
        "E-managed-manager",
        manager["employeeNumber"].as_str().unwrap_or_default(),
    )?;
    holds("no displayName", manager.get("displayName").is_none())?;
    holds("no $ref", manager.get("$ref").is_none())
}

async fn name_and_reference_of_the_manager_show_when_asked_for(session: &mut Session) -> Claim {
    let id = create_furnished(session, "named").await?;

    let asked = format!("{ENTERPRISE}:manager.displayName,{ENTERPRISE}:manager.$ref");
    let manager = session.user_with(&id, &asked).await?[ENTERPRISE]["manager"].clone();

    same(
        "displayName",
        "Robin Newcomer",
        manager["displayName"].as_str().unwrap_or_default(),
    )?;
    holds("there is a $ref", manager["$ref"].is_string())
}

async fn request_only_attributes_stay_out_of_lists_too(session: &mut Session) -> Claim {
    create_furnished(session, "listed").await?;

    for user in session
        .call(Request::get(USERS).query("count", "1000"))
        .await?
        .people()?
    {
        holds("no entitlements", user.get("entitlements").is_none())?;
        let manager = &user[ENTERPRISE]["manager"];
        holds(
            "no manager.displayName",
            manager.get("displayName").is_none(),
        )?;
        holds("no manager.$ref", manager.get("$ref").is_none())?;
    }
    Ok(())
}

async fn the_sap_id_shows_in_its_own_extension(session: &mut Session) -> Claim {
    let id = create_furnished(session, "sap").await?;

    let user = session.user(&id).await?;

    let extension = &user["urn:ietf:params:scim:schemas:extension:sap:2.0:User"];
    same(
        "userUuid",
        "sap-sap",
        extension["userUuid"].as_str().unwrap_or_default(),
    )
}

async fn read_newcomer(session: &mut Session, tag: &str) -> Result<Value, Failure> {
    let user = newcomer(session, tag);
    let id = session.create_id(&user).await?;
    session.user(&id).await
}
