//! SCIM v4: the static groups.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::scim_v4_calls::{GROUPS, SAP_GROUP, list, listing, scim, shown};
use super::{page, register};
use crate::finding::{Claim, Failure, holds, same};
use crate::request::Request;
use crate::session::{Session, id_of};

const NOBODY: &str = "3b0f2d61-5c88-4e1a-9f57-c20d7a6b1e94";

/// The code of each role and its name.
const STATIC: [(&str, &str); 23] = [
    ("CompanyAdmin", "Company Administrator"),
    ("EXP_USER", "Expense User"),
    ("EXP_APPROVER", "Expense Approver"),
    ("EXP_ATTENDEE_ADMIN", "Attendee Administrator"),
    ("SHD_BILLING_ATTRIBUTES_USER", "Billing Attributes User"),
    ("SHD_BUDGET_ADMIN", "Budget Administrator"),
    ("SHD_BUDGET_APPROVER", "Budget Approver/Manager"),
    ("SHD_BUDGET_OWNER", "Budget Owner"),
    ("SHD_BUDGET_VIEWER", "Budget Viewer"),
    ("EXP_PROCESSOR", "Expense Processor"),
    ("EXP_PROXY_USER", "Expense Proxy Logon"),
    ("EXP_RECEIPT_PROCESSOR", "Expense Receipt Processor"),
    ("SHD_PAYROLL_ADMIN", "Payroll Administrator"),
    ("EXP_REIMBURSEMENT_AUDITOR", "Reimbursement Auditor"),
    ("EXP_REIMBURSEMENT_APPROVER", "Reimbursement Manager"),
    ("EXP_CONFIG_ADMIN", "Expense Configuration Administrator"),
    (
        "EXP_CONFIG_ADMIN_RO",
        "Expense Configuration Administrator (Restricted)",
    ),
    ("REQ_USER", "Request User"),
    ("REQ_APPROVER", "Request Approver"),
    ("REQ_PROXY_USER", "Request Proxy Logon"),
    ("REQ_PROCESSOR", "TMC Agent"),
    ("TravelUser", "Travel User"),
    ("ReportUser", "Report User"),
];

register! { $ each_scim_v4_group of "scim_v4_groups", page::SCIM_GROUPS;
    there_are_twenty_three_groups: "scim.v4.groups.list";
    each_group_is_a_role_with_its_code: "scim.v4.groups.get";
    a_listed_group_has_schema_id_and_name: "scim.v4.groups.list";
    a_group_keeps_its_id: "scim.v4.groups.list";
    a_filter_finds_a_group_by_its_name: "scim.v4.groups.list";
    a_filter_finds_all_groups_by_their_type: "scim.v4.groups.list";
    a_filter_on_another_attribute_of_a_group_is_400: "scim.v4.groups.list";
    pages_hold_every_group_once: "scim.v4.groups.list";
    attributes_choose_what_is_shown_of_a_group: "scim.v4.groups.get";
    excluded_attributes_of_a_group_are_left_out: "scim.v4.groups.get";
    the_meta_of_a_group_has_dotted_names: "scim.v4.groups.get";
    an_unknown_group_is_404: "scim.v4.groups.get";
    a_group_cannot_be_created: "scim.v4.groups.list", Write;
    a_group_cannot_be_deleted: "scim.v4.groups.list", Write;
}

async fn there_are_twenty_three_groups(session: &mut Session) -> Claim {
    let page = list(session, GROUPS, &[]).await?;
    same("totalResults", &json!(23), &page["totalResults"])?;
    same("itemsPerPage", &json!(23), &page["itemsPerPage"])?;
    same("startIndex", &json!(1), &page["startIndex"])?;

    let expected: BTreeSet<_> = STATIC.map(|(_, name)| json!(name).to_string()).into();
    let groups = shown(&page)?;
    let found: BTreeSet<_> = groups
        .iter()
        .map(|group| group["displayName"].to_string())
        .collect();
    same("the names", expected, found)
}

async fn each_group_is_a_role_with_its_code(session: &mut Session) -> Claim {
    let expected: BTreeMap<_, _> = STATIC.into_iter().collect();
    let mut found = BTreeMap::new();
    for group in shown(&list(session, GROUPS, &[]).await?)? {
        let group = read(session, &id_of(&group)?).await?;
        let role = &group[SAP_GROUP];
        same("type", &json!("authorization"), &role["type"])?;
        let allowed = [json!("readOnly"), json!("userOnlyMembership")];
        holds(
            "it says what may be done",
            allowed.contains(&role["supportedOperations"]),
        )?;
        let code = role["externalName"].as_str().unwrap_or_default().to_owned();
        found.insert(code, group["displayName"].clone());
    }
    same("groups", expected.len(), found.len())?;
    for (code, name) in expected {
        same(code, Some(&json!(name)), found.get(code))?;
    }
    Ok(())
}

async fn a_listed_group_has_schema_id_and_name(session: &mut Session) -> Claim {
    for group in shown(&list(session, GROUPS, &[]).await?)? {
        id_of(&group)?;
        let core = "urn:ietf:params:scim:schemas:core:2.0:Group";
        let schemas = group["schemas"].as_array().cloned().unwrap_or_default();
        holds("the core schema is named", schemas.contains(&json!(core)))?;
        holds("there is a name", group["displayName"].is_string())?;
    }
    Ok(())
}

async fn a_group_keeps_its_id(session: &mut Session) -> Claim {
    let first = named(session, "Report User").await?;
    let second = named(session, "Report User").await?;

    same("id", &first["id"], &second["id"])
}

async fn a_filter_finds_a_group_by_its_name(session: &mut Session) -> Claim {
    let group = named(session, "Travel User").await?;
    same("displayName", &json!("Travel User"), &group["displayName"])
}

async fn a_filter_finds_all_groups_by_their_type(session: &mut Session) -> Claim {
    for (kind, total) in [("authorization", 23), ("userGroup", 0)] {
        let filter = format!("{SAP_GROUP}:type eq \"{kind}\"");
        let page = list(session, GROUPS, &[("filter", &filter)]).await?;
        same(kind, &json!(total), &page["totalResults"])?;
    }
    Ok(())
}

async fn a_filter_on_another_attribute_of_a_group_is_400(session: &mut Session) -> Claim {
    let request = listing(GROUPS, &[("filter", "members.value pr")]).deviant();
    session.call(request).await?.refused(400).map(drop)
}

async fn pages_hold_every_group_once(session: &mut Session) -> Claim {
    let mut ids = BTreeSet::new();
    for (start, held) in [("1", 10), ("11", 10), ("21", 3)] {
        let query = [("startIndex", start), ("count", "10")];
        let page = list(session, GROUPS, &query).await?;
        same("itemsPerPage", &json!(held), &page["itemsPerPage"])?;
        same("totalResults", &json!(23), &page["totalResults"])?;
        for group in shown(&page)? {
            ids.insert(id_of(&group)?);
        }
    }
    same("groups", 23, ids.len())
}

async fn attributes_choose_what_is_shown_of_a_group(session: &mut Session) -> Claim {
    let id = id_of(&named(session, "Travel User").await?)?;
    let path = format!("{GROUPS}/{id}");
    let group = list(session, &path, &[("attributes", "displayName")]).await?;

    same("displayName", &json!("Travel User"), &group["displayName"])?;
    holds("no members", group.get("members").is_none())?;
    holds("no extension", group.get(SAP_GROUP).is_none())
}

async fn excluded_attributes_of_a_group_are_left_out(session: &mut Session) -> Claim {
    let id = id_of(&named(session, "Travel User").await?)?;
    let path = format!("{GROUPS}/{id}");
    let group = list(session, &path, &[("excludedAttributes", "members")]).await?;

    same("displayName", &json!("Travel User"), &group["displayName"])?;
    holds("no members", group.get("members").is_none())?;
    holds(
        "its code stays",
        group[SAP_GROUP]["externalName"].is_string(),
    )
}

async fn the_meta_of_a_group_has_dotted_names(session: &mut Session) -> Claim {
    let id = id_of(&named(session, "Travel User").await?)?;
    let meta = read(session, &id).await?["meta"].clone();

    for name in ["totalResults", "startIndex", "itemsPerPage", "cnt"] {
        let name = format!("members.{name}");
        holds(format!("{name} is a number"), meta[&name].is_u64())?;
    }
    same("resourceType", &json!("Group"), &meta["resourceType"])?;
    let expected = format!("{}{GROUPS}/{id}", session.company().base_url);
    same("location", &json!(expected), &meta["location"])
}

async fn an_unknown_group_is_404(session: &mut Session) -> Claim {
    let request = Request::get(format!("{GROUPS}/{NOBODY}"));
    session.call(request).await?.refused(404).map(drop)
}

async fn a_group_cannot_be_created(session: &mut Session) -> Claim {
    let body = json!({ "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "displayName": "Anglers" });
    let request = scim(Request::post(GROUPS), &body).deviant();
    stays_static(session, request).await
}

async fn a_group_cannot_be_deleted(session: &mut Session) -> Claim {
    let id = id_of(&named(session, "Travel User").await?)?;
    stays_static(session, Request::delete(format!("{GROUPS}/{id}")).deviant()).await
}

/// Claims that the request is refused, in whatever way, and that there still are 23 groups.
async fn stays_static(session: &mut Session, request: Request) -> Claim {
    session
        .call(request)
        .await?
        .is_any(&[400, 403, 404, 405, 501])?;
    let page = list(session, GROUPS, &[]).await?;
    same("totalResults", &json!(23), &page["totalResults"])
}

/// The one group of that name.
async fn named(session: &mut Session, name: &str) -> Result<Value, Failure> {
    let filter = format!("displayName eq \"{name}\"");
    let page = list(session, GROUPS, &[("filter", &filter)]).await?;
    same("totalResults", &json!(1), &page["totalResults"])?;
    Ok(shown(&page)?.remove(0))
}

async fn read(session: &mut Session, id: &str) -> Result<Value, Failure> {
    list(session, &format!("{GROUPS}/{id}"), &[]).await
}
