//! One profile behind all services: what one of them writes of spending, the others show in their own way.

use serde_json::{Value, json};

use super::retrieval_calls;
use super::scim_v4_calls::{GROUPS, SAP_GROUP, list as groups, patch, shown};
use super::spend_calls::{V41, approver, extension, provide, read, set, smallest, spender, urn};
use super::user_v1_calls::{Record, profile, take_in};
use super::{page, register};
use crate::finding::{Claim, Failure, holds, same};
use crate::session::{Session, id_of};

register! { $ each_spend_truth of "spend_one_truth", page::SPEND_V4_1;
    #[source = page::USER_V1]
    what_a_batch_says_is_the_profile: "user.v1.users.create", FreshCompany;
    #[source = page::USER_V1]
    a_locale_of_a_batch_has_a_dash: "user.v1.users.create", FreshCompany;
    #[source = page::USER_V1]
    units_and_custom_fields_of_a_batch_are_custom_data: "user.v1.users.create", FreshCompany;
    #[source = page::USER_V1]
    flags_of_a_batch_are_roles: "user.v1.users.create", FreshCompany;
    #[source = page::USER_V1]
    what_was_provisioned_stands_in_a_profile_of_v1: "user.v1.user.get", FreshCompany;
    #[source = page::SCIM_V4]
    a_member_of_a_group_has_its_role: "scim.v4.groups.patch", FreshCompany;
    #[source = page::SCIM_V4]
    a_role_that_was_provisioned_is_a_membership: "scim.v4.groups.get", FreshCompany;
    #[source = page::IDENTITY_V4_1]
    an_entitlement_is_the_role_of_a_user: "identity.v4_1.users.patch", FreshCompany;
    #[source = page::RETRIEVAL]
    the_search_of_user_retrieval_shows_the_same_profile: "user_retrieval.v4.users.search", FreshCompany;
    #[source = page::RETRIEVAL]
    the_search_of_user_retrieval_finds_by_spending: "user_retrieval.v4.users.search", FreshCompany;
    #[source = page::IDENTITY_V4_1]
    who_is_switched_off_keeps_the_profile: "identity.v4_1.users.patch", FreshCompany;
    a_profile_is_no_part_of_identity: "identity.v4_1.users.get", FreshCompany;
}

async fn what_a_batch_says_is_the_profile(session: &mut Session) -> Claim {
    let record = Record::new("batched").with("CashAdvanceAccountCode", "4417");
    let id = batched(session, &record).await?;
    let found = extension(session, &id, "User").await?;
    for (name, value) in [
        ("country", "US"),
        ("stateProvince", "WA"),
        ("reimbursementCurrency", "USD"),
        ("ledgerCode", "DEFAULT"),
        ("cashAdvanceAccountCode", "4417"),
    ] {
        same(name, &json!(value), &found[name])?;
    }
    Ok(())
}

async fn a_locale_of_a_batch_has_a_dash(session: &mut Session) -> Claim {
    let id = batched(session, &Record::new("batched")).await?;
    let found = extension(session, &id, "User").await?;
    same("locale", &json!("en-US"), &found["locale"])
}

async fn units_and_custom_fields_of_a_batch_are_custom_data(session: &mut Session) -> Claim {
    let record = Record::new("batched")
        .with("OrgUnit4", "Fourth floor")
        .with("Custom5", "Green");
    let id = batched(session, &record).await?;
    let found = extension(session, &id, "User").await?;
    let fields = found["customData"].as_array().cloned().unwrap_or_default();
    for (name, value) in [("orgUnit4", "Fourth floor"), ("custom5", "Green")] {
        let field = fields.iter().find(|field| field["id"] == name);
        same(
            name,
            Some(&json!(value)),
            field.map(|field| &field["value"]),
        )?;
    }
    Ok(())
}

async fn flags_of_a_batch_are_roles(session: &mut Session) -> Claim {
    let record = Record::new("batched").with("ExpenseApprover", "Y");
    let id = batched(session, &record).await?;
    let roles = roles(session, &id).await?;
    for name in ["EXP_USER", "EXP_APPROVER"] {
        holds(
            format!("{name} in {roles:?}"),
            roles.contains(&name.to_owned()),
        )?;
    }
    holds(
        "INV_PMT_USER was not asked for",
        !roles.contains(&"INV_PMT_USER".to_owned()),
    )
}

async fn what_was_provisioned_stands_in_a_profile_of_v1(session: &mut Session) -> Claim {
    let boss = approver(session, "boss").await?;
    let led = json!({ "report": [{ "approver": { "value": boss }, "primary": true }] });
    let members = json!({ "country": "CA", "cashAdvanceAccountCode": "77", "testEmployee": true });
    let beside = [("Approver", led)];
    provide(session, "seen", spender(&members), &beside).await?;
    let profile = profile(session, "seen@newcomer.example").await?;
    for (name, text) in [
        ("LocaleName", "en_US"),
        ("CtryCode", "CA"),
        ("CrnCode", "USD"),
        ("CashAdvanceAccountCode", "77"),
        ("IsTestEmp", "Y"),
        ("ExpenseApproverEmployeeID", "E-boss"),
        ("ExpenseUser", "Y"),
    ] {
        same(name, Some(text), profile.text_of(name))?;
    }
    Ok(())
}

async fn a_member_of_a_group_has_its_role(session: &mut Session) -> Claim {
    let id = provide(session, "member", smallest(), &[]).await?;
    let before = roles(session, &id).await?;
    holds(
        "not yet",
        !before.contains(&"EXP_RECEIPT_PROCESSOR".to_owned()),
    )?;
    let group = group_of(session, "EXP_RECEIPT_PROCESSOR").await?;
    let operations = json!([{ "op": "add", "path": "members", "value": [{ "value": id }] }]);
    patch(session, &format!("{GROUPS}/{group}"), &operations)
        .await?
        .is(204)?;
    let after = roles(session, &id).await?;
    holds("now", after.contains(&"EXP_RECEIPT_PROCESSOR".to_owned()))
}

async fn a_role_that_was_provisioned_is_a_membership(session: &mut Session) -> Claim {
    let roles = json!({ "roles": [{ "roleName": "SHD_BUDGET_OWNER" }] });
    let id = provide(session, "owner", smallest(), &[("Role", roles)]).await?;
    let group = group_of(session, "SHD_BUDGET_OWNER").await?;
    let group = groups(session, &format!("{GROUPS}/{group}"), &[]).await?;
    let members = group["members"].as_array().cloned().unwrap_or_default();
    let is_member = members.iter().any(|member| member["value"] == *id);
    holds(format!("{id} is a member"), is_member)
}

async fn an_entitlement_is_the_role_of_a_user(session: &mut Session) -> Claim {
    let id = provide(session, "entitled", smallest(), &[]).await?;
    let operations = json!([{ "op": "add", "path": "entitlements", "value": ["Invoice"] }]);
    session.patch(&id, operations).await?.is(200)?;
    let with = roles(session, &id).await?;
    holds(
        format!("{with:?}"),
        with.contains(&"INV_PMT_USER".to_owned()),
    )?;
    let operations = json!([{ "op": "replace", "path": "entitlements", "value": ["Expense"] }]);
    session.patch(&id, operations).await?.is(200)?;
    same(
        "roles",
        vec!["EXP_USER".to_owned()],
        roles(session, &id).await?,
    )
}

async fn the_search_of_user_retrieval_shows_the_same_profile(session: &mut Session) -> Claim {
    let members = json!({ "country": "CA", "reimbursementType": "OTHER", "ledgerCode": "DEFAULT" });
    let id = provide(session, "retrieved", spender(&members), &[]).await?;
    let body = json!({ "filter": format!("id eq \"{id}\"") });
    let page = retrieval_calls::search(session, &body).await?.people()?;
    let own = extension(session, &id, "User").await?;
    for name in [
        "country",
        "reimbursementType",
        "ledgerCode",
        "locale",
        "reimbursementCurrency",
    ] {
        same(name, &own[name], &page[0][urn("User")][name])?;
    }
    Ok(())
}

async fn the_search_of_user_retrieval_finds_by_spending(session: &mut Session) -> Claim {
    let id = provide(session, "found", spender(&json!({ "country": "NZ" })), &[]).await?;
    let filter = format!("{} eq \"NZ\"", urn("User:country"));
    let found = retrieval_calls::found(session, &filter).await?;
    same("who spends there", vec![id.clone()], found)?;
    set(session, &id, "User:country", json!("AU")).await?;
    let found = retrieval_calls::found(session, &filter).await?;
    same("nobody spends there any more", Vec::<String>::new(), found)
}

async fn who_is_switched_off_keeps_the_profile(session: &mut Session) -> Claim {
    let id = provide(session, "off", smallest(), &[]).await?;
    let before = extension(session, &id, "User").await?;
    let operations = json!([{ "op": "replace", "path": "active", "value": false }]);
    session.patch(&id, operations).await?.is(200)?;
    same(
        "the profile",
        before,
        extension(session, &id, "User").await?,
    )
}

async fn a_profile_is_no_part_of_identity(session: &mut Session) -> Claim {
    let id = provide(session, "apart", smallest(), &[]).await?;
    let user = session.user(&id).await?;
    let spending = urn("");
    let members = user.as_object().cloned().unwrap_or_default();
    holds(
        "identity shows none",
        members.keys().all(|name| !name.starts_with(&spending)),
    )?;
    let user = read(session, V41, &id).await?;
    holds("spend shows no name", user.get("userName").is_none())
}

/// Takes a record in and gives the id.
async fn batched(session: &mut Session, record: &Record) -> Result<String, Failure> {
    take_in(session, record).await?;
    let ids = session
        .find("userName eq \"batched@batch.example\"")
        .await?;
    ids.into_iter()
        .next()
        .ok_or_else(|| Failure::disagrees("the record is nowhere"))
}

/// The roles of a user, sorted.
async fn roles(session: &mut Session, id: &str) -> Result<Vec<String>, Failure> {
    let extension = extension(session, id, "Role").await?;
    let roles = extension["roles"].as_array().into_iter().flatten();
    let mut names: Vec<_> = roles
        .filter_map(|role| role["roleName"].as_str())
        .map(ToOwned::to_owned)
        .collect();
    names.sort();
    Ok(names)
}

/// The id of the group of a role.
async fn group_of(session: &mut Session, role: &str) -> Result<String, Failure> {
    let page = groups(session, GROUPS, &[]).await?;
    for group in shown(&page)? {
        let id = id_of(&group)?;
        let group: Value = groups(session, &format!("{GROUPS}/{id}"), &[]).await?;
        if group[SAP_GROUP]["externalName"] == role {
            return Ok(id);
        }
    }
    Err(Failure::disagrees(format!("no group is the role {role}")))
}
