//! SCIM v4: who is a member of a group.

use serde_json::{Value, json};

use super::scim_v4_calls::{
    GROUPS, SAP_GROUP, USERS, join, join_id, joiner, list, patch, patching, scim, shown,
};
use super::{page, register};
use crate::finding::{Claim, Failure, holds, same};
use crate::request::Request;
use crate::session::{Session, Wish, id_of};

const NOBODY: &str = "3b0f2d61-5c88-4e1a-9f57-c20d7a6b1e94";

register! { $ each_scim_v4_member of "scim_v4_members", page::SCIM_V4;
    adding_a_member_answers_204_without_a_body: "scim.v4.groups.patch", Write;
    an_added_member_is_shown_with_its_address: "scim.v4.groups.patch", Write;
    adding_keeps_the_others: "scim.v4.groups.patch", Write;
    adding_twice_makes_one_member: "scim.v4.groups.patch", Write;
    replacing_by_patch_leaves_nobody_else: "scim.v4.groups.patch", Write;
    a_member_is_removed_by_its_id: "scim.v4.groups.patch", Write;
    a_patch_of_anything_but_members_is_refused: "scim.v4.groups.patch", Write;
    an_unknown_person_cannot_be_a_member: "scim.v4.groups.patch", Write;
    a_patch_of_an_unknown_group_is_404: "scim.v4.groups.patch", Write;
    a_patch_without_operations_is_400: "scim.v4.groups.patch", Write;
    putting_members_replaces_them_and_shows_the_group: "scim.v4.groups.replace", Write;
    putting_nobody_empties_the_group: "scim.v4.groups.replace", Write;
    putting_another_name_changes_no_name: "scim.v4.groups.replace", Write;
    a_page_of_members_holds_a_hundred_at_most: "scim.v4.groups.get", FreshCompany;
    pages_of_members_hold_each_once: "scim.v4.groups.get", Write;
    #[source = page::SCIM_GROUPS]
    an_inactive_user_cannot_join_travel_or_reporting: "scim.v4.groups.patch", Write;
    #[source = page::SCIM_GROUPS]
    a_read_only_group_takes_no_members: "scim.v4.groups.patch", Write;
    a_user_who_is_gone_is_no_member: "scim.v4.groups.get", Write;
}

async fn adding_a_member_answers_204_without_a_body(session: &mut Session) -> Claim {
    let user = join_id(session, "quiet").await?;
    let reply = change(session, "add", &[&user]).await?;

    reply.is(204)?;
    same("the body", "", reply.text().as_str())
}

async fn an_added_member_is_shown_with_its_address(session: &mut Session) -> Claim {
    let user = join_id(session, "member").await?;
    change(session, "add", &[&user]).await?.is(204)?;

    let group = travellers(session).await?;
    let address = format!("{}{USERS}/{user}", session.company().base_url);
    let expected = json!({ "value": user, "$ref": address });
    let members = group["members"].as_array().cloned().unwrap_or_default();
    holds("the member is shown", members.contains(&expected))
}

async fn adding_keeps_the_others(session: &mut Session) -> Claim {
    let (one, other) = (
        join_id(session, "one").await?,
        join_id(session, "other").await?,
    );
    change(session, "replace", &[&one]).await?.is(204)?;
    change(session, "add", &[&other]).await?.is(204)?;

    members_are(session, &[&one, &other]).await
}

async fn adding_twice_makes_one_member(session: &mut Session) -> Claim {
    let one = join_id(session, "one").await?;
    change(session, "replace", &[&one]).await?.is(204)?;
    change(session, "add", &[&one]).await?.is(204)?;

    members_are(session, &[&one]).await
}

async fn replacing_by_patch_leaves_nobody_else(session: &mut Session) -> Claim {
    let (one, other) = (
        join_id(session, "one").await?,
        join_id(session, "other").await?,
    );
    change(session, "add", &[&one]).await?.is(204)?;
    change(session, "replace", &[&other]).await?.is(204)?;

    members_are(session, &[&other]).await
}

async fn a_member_is_removed_by_its_id(session: &mut Session) -> Claim {
    let (one, other) = (
        join_id(session, "one").await?,
        join_id(session, "other").await?,
    );
    change(session, "replace", &[&one, &other]).await?.is(204)?;
    let path = format!("members[value eq \"{one}\"]");
    let place = travel_path(session).await?;
    let operations = json!([{ "op": "remove", "path": path }]);
    patch(session, &place, &operations).await?.is(204)?;

    members_are(session, &[&other]).await
}

async fn a_patch_of_anything_but_members_is_refused(session: &mut Session) -> Claim {
    let place = travel_path(session).await?;
    for (path, value) in [
        ("displayName", json!("Anglers")),
        (&*format!("{SAP_GROUP}:externalName"), json!("Angler")),
    ] {
        let operations = json!([{ "op": "replace", "path": path, "value": value }]);
        let reply = session
            .call(patching(&place, &operations).deviant())
            .await?;
        reply.is_any(&[400, 403])?;
        reply.refused(reply.status())?;
    }
    let group = travellers(session).await?;
    same("displayName", &json!("Travel User"), &group["displayName"])
}

async fn an_unknown_person_cannot_be_a_member(session: &mut Session) -> Claim {
    let reply = change(session, "add", &[NOBODY]).await?;
    reply.is_any(&[400, 404])?;
    reply.refused(reply.status())?;

    let group = travellers(session).await?;
    holds(
        "nobody of that id is shown",
        !group["members"].to_string().contains(NOBODY),
    )
}

async fn a_patch_of_an_unknown_group_is_404(session: &mut Session) -> Claim {
    let user = session.somebody().await?;
    let operations = json!([{ "op": "add", "path": "members", "value": [{ "value": user }] }]);
    let reply = patch(session, &format!("{GROUPS}/{NOBODY}"), &operations).await?;
    reply.refused(404).map(drop)
}

async fn a_patch_without_operations_is_400(session: &mut Session) -> Claim {
    let place = travel_path(session).await?;
    let request = patching(&place, &json!([])).deviant();
    session.call(request).await?.refused(400).map(drop)
}

async fn putting_members_replaces_them_and_shows_the_group(session: &mut Session) -> Claim {
    let (one, other) = (
        join_id(session, "one").await?,
        join_id(session, "other").await?,
    );
    change(session, "add", &[&one]).await?.is(204)?;
    let group = put(session, &json!({ "members": [{ "value": other }] })).await?;

    same("displayName", &json!("Travel User"), &group["displayName"])?;
    same("members", vec![other.clone()], ids(&group))?;
    same(
        "members.totalResults",
        &json!(1),
        &group["meta"]["members.totalResults"],
    )?;
    members_are(session, &[&other]).await
}

async fn putting_nobody_empties_the_group(session: &mut Session) -> Claim {
    let one = join_id(session, "one").await?;
    change(session, "add", &[&one]).await?.is(204)?;
    let group = put(session, &json!({ "members": [] })).await?;

    same(
        "members.totalResults",
        &json!(0),
        &group["meta"]["members.totalResults"],
    )?;
    members_are(session, &[]).await
}

async fn putting_another_name_changes_no_name(session: &mut Session) -> Claim {
    let place = travel_path(session).await?;
    let body = json!({ "displayName": "Anglers", "members": [] });
    // Whether the name is refused or ignored is not written; it cannot change.
    let reply = session.call(scim(Request::put(place), &body)).await?;
    reply.is_any(&[200, 400])?;

    let group = travellers(session).await?;
    same("displayName", &json!("Travel User"), &group["displayName"])
}

async fn a_page_of_members_holds_a_hundred_at_most(session: &mut Session) -> Claim {
    session.enter(&Wish::users(130)).await?;
    let mut members = Vec::new();
    for user in session.everyone().await? {
        if user["active"] == true {
            members.push(json!({ "value": id_of(&user)? }));
        }
    }
    let total = members.len();
    holds("there are more than a page", total > 100)?;
    put(session, &json!({ "members": members })).await?;

    let group = travellers(session).await?;
    same("members", 100, ids(&group).len())?;
    same(
        "members.itemsPerPage",
        &json!(100),
        &group["meta"]["members.itemsPerPage"],
    )?;
    same(
        "members.totalResults",
        &json!(total),
        &group["meta"]["members.totalResults"],
    )
}

async fn pages_of_members_hold_each_once(session: &mut Session) -> Claim {
    let mut all = Vec::new();
    for tag in ["one", "two", "three", "four", "five"] {
        all.push(join_id(session, tag).await?);
    }
    let wanted: Vec<_> = all.iter().map(String::as_str).collect();
    change(session, "replace", &wanted).await?.is(204)?;

    let place = travel_path(session).await?;
    let mut found = Vec::new();
    for (start, held) in [("1", 2), ("3", 2), ("5", 1)] {
        let query = [("members.startIndex", start), ("members.count", "2")];
        let group = list(session, &place, &query).await?;
        let meta = &group["meta"];
        same(
            "members.startIndex",
            start,
            meta["members.startIndex"].to_string().as_str(),
        )?;
        same(
            "members.itemsPerPage",
            &json!(held),
            &meta["members.itemsPerPage"],
        )?;
        same(
            "members.totalResults",
            &json!(5),
            &meta["members.totalResults"],
        )?;
        found.extend(ids(&group));
    }
    found.sort();
    all.sort();
    same("members", all, found)
}

async fn an_inactive_user_cannot_join_travel_or_reporting(session: &mut Session) -> Claim {
    let mut user = joiner(session, "sleeper");
    user["active"] = json!(false);
    let id = id_of(&join(session, &user).await?)?;
    for name in ["Travel User", "Report User"] {
        let place = path_of(session, name).await?;
        let operations = json!([{ "op": "add", "path": "members", "value": [{ "value": id }] }]);
        let reply = patch(session, &place, &operations).await?;
        reply.is_any(&[400, 403, 409])?;
        reply.refused(reply.status())?;
    }
    Ok(())
}

async fn a_read_only_group_takes_no_members(session: &mut Session) -> Claim {
    let user = join_id(session, "hopeful").await?;
    let operations = json!([{ "op": "add", "path": "members", "value": [{ "value": user }] }]);
    let mut kinds = Vec::new();
    for group in shown(&list(session, GROUPS, &[]).await?)? {
        let place = format!("{GROUPS}/{}", id_of(&group)?);
        let kind = list(session, &place, &[]).await?[SAP_GROUP]["supportedOperations"].clone();
        if kind == "readOnly" {
            let reply = patch(session, &place, &operations).await?;
            reply.is_any(&[400, 403])?;
            reply.refused(reply.status())?;
        }
        kinds.push(kind);
    }
    // Which of them are read-only is not written; that some take members is.
    let open = kinds.contains(&json!("userOnlyMembership"));
    holds("some groups take members", open)
}

async fn a_user_who_is_gone_is_no_member(session: &mut Session) -> Claim {
    let (one, other) = (
        join_id(session, "one").await?,
        join_id(session, "other").await?,
    );
    change(session, "replace", &[&one, &other]).await?.is(204)?;
    let gone = Request::delete(format!("{}/{one}", crate::session::USERS));
    session.call(gone).await?.is(204)?;

    members_are(session, &[&other]).await
}

/// The address of the travel users' group.
async fn travel_path(session: &mut Session) -> Result<String, Failure> {
    path_of(session, "Travel User").await
}

async fn path_of(session: &mut Session, name: &str) -> Result<String, Failure> {
    let filter = format!("displayName eq \"{name}\"");
    let page = list(session, GROUPS, &[("filter", &filter)]).await?;
    let group = shown(&page)?.remove(0);
    Ok(format!("{GROUPS}/{}", id_of(&group)?))
}

async fn travellers(session: &mut Session) -> Result<Value, Failure> {
    let place = travel_path(session).await?;
    list(session, &place, &[]).await
}

/// One operation on the travel users.
async fn change(
    session: &mut Session,
    operation: &str,
    users: &[&str],
) -> Result<crate::reply::Reply, Failure> {
    let members: Vec<_> = users.iter().map(|id| json!({ "value": id })).collect();
    let operations = json!([{ "op": operation, "path": "members", "value": members }]);
    let place = travel_path(session).await?;
    patch(session, &place, &operations).await
}

async fn put(session: &mut Session, body: &Value) -> Result<Value, Failure> {
    let place = travel_path(session).await?;
    session.call(scim(Request::put(place), body)).await?.ok()
}

fn ids(group: &Value) -> Vec<String> {
    let members = group["members"].as_array().into_iter().flatten();
    members
        .filter_map(|member| member["value"].as_str().map(ToOwned::to_owned))
        .collect()
}

async fn members_are(session: &mut Session, users: &[&str]) -> Claim {
    let group = travellers(session).await?;
    let mut found = ids(&group);
    found.sort();
    let mut expected: Vec<_> = users.iter().map(|id| (*id).to_owned()).collect();
    expected.sort();
    same("members", expected, found)
}
