//! Approvers, limits and delegates: who may be named, and by what.

use super::*;

fn approver(who: &Value, primary: bool) -> Value {
    json!({"approver": who, "primary": primary})
}

fn id(user: Uuid) -> Value {
    json!({"value": user.to_string()})
}

fn set(version: &mut Version, list: &str, entries: &Value) -> Said {
    patch(version, &[json!(["replace", list, entries])])
}

#[test]
fn an_approver_is_found_by_id_or_number_and_kept_by_its_id() {
    let mut version = with_profile(&[]);
    let whole = json!({"value": BOB.to_string(), "displayName": "Bob", "employeeNumber": "other"});
    for who in [id(BOB), json!({"employeeNumber": "e2"}), whole] {
        let said = set(
            &mut version,
            "Approver:report",
            &json!([approver(&who, true)]),
        );
        assert_eq!(said.texts("Approver"), Vec::<String>::new());
        let expected = json!({"report": [approver(&id(BOB), true)]});
        assert_eq!(kept(&version, Extension::SpendApprover), expected);
    }
}

#[test]
fn an_approver_must_be_there_be_active_and_hold_the_role() {
    let mut version = with_profile(&[]);
    let mut refused = |list: &str, who: Value| {
        let said = set(&mut version, list, &json!([approver(&who, true)]));
        assert_eq!(kept(&version, Extension::SpendApprover), json!({}));
        (said.texts("Approver"), said.paths("Approver"))
    };
    let at = |path: &str| vec![path.to_owned()];
    let unknown = (at("Invalid User ID"), at("Approver:report[0].approver"));
    assert_eq!(refused("Approver:report", id(NOBODY)), unknown);
    assert_eq!(
        refused("Approver:report", json!({"employeeNumber": "E9"})),
        unknown
    );
    assert_eq!(refused("Approver:report", id(SAM)), unknown);
    let permissions = |path: &str| (at(&format!("Invalid Permissions for '{path}'")), at(path));
    assert_eq!(
        refused("Approver:report", id(EVE)),
        permissions("Approver:report[0].approver")
    );
    for list in ["statement", "budget", "purchaseRequest"] {
        let path = format!("Approver:{list}[0].approver");
        assert_eq!(
            refused(&format!("Approver:{list}"), id(BOB)),
            permissions(&path)
        );
    }
    let mut lenient = with_profile(&[("spend.inactive-approver", "accepted")]);
    let said = set(
        &mut lenient,
        "Approver:report",
        &json!([approver(&id(SAM), true)]),
    );
    assert_eq!(said.outcome("Approver"), Outcome::Success);
}

#[test]
fn reports_and_requests_alone_have_a_second_approver() {
    let mut version = with_profile(&[]);
    version.roles.give(EVE, "EXP_APPROVER");
    let two = json!([approver(&id(BOB), true), approver(&id(EVE), false)]);
    assert_eq!(
        set(&mut version, "Approver:report", &two).outcome("Approver"),
        Outcome::Success
    );
    let second = json!([approver(&id(BOB), false)]);
    let said = set(&mut version, "Approver:cashAdvance", &second);
    assert_eq!(
        said.texts("Approver"),
        ["Invalid Value: 'Approver:cashAdvance[0].primary'"]
    );
    let twice = json!([approver(&id(BOB), true), approver(&id(EVE), true)]);
    let said = set(&mut version, "Approver:report", &twice);
    assert_eq!(
        said.texts("Approver"),
        ["Invalid Value: 'Approver:report[1].primary'"]
    );
}

#[test]
fn approvers_of_invoices_have_two_names() {
    let entry = json!([approver(&id(BOB), true)]);
    let write = |policy: &str, name: &str| {
        let mut version = with_profile(&[("spend.approver-types", policy)]);
        let sent = json!({format!("{URN}:Approver"): {name: entry}});
        create(&mut version, &sent);
        kept(&version, Extension::SpendApprover)
    };
    let expected = json!({"invoice": entry});
    for (policy, name) in [
        ("either", "invoice"),
        ("either", "payment"),
        ("invoice", "invoice"),
        ("payment", "payment"),
    ] {
        assert_eq!(write(policy, name), expected, "{policy} {name}");
    }
    assert_eq!(write("invoice", "payment"), json!({}));
    assert_eq!(write("payment", "invoice"), json!({}));
}

#[test]
fn an_approver_that_stays_is_not_judged_again() {
    let mut version = with_profile(&[]);
    set(
        &mut version,
        "Approver:report",
        &json!([approver(&id(BOB), true)]),
    );
    version.roles.remove(BOB);
    version.users.remove(BOB);
    version.roles.give(EVE, "REQ_APPROVER");
    let said = set(
        &mut version,
        "Approver:request",
        &json!([approver(&id(EVE), true)]),
    );
    assert_eq!(said.texts("Approver"), Vec::<String>::new());
    let lists = kept(&version, Extension::SpendApprover);
    assert_eq!(lists["report"], json!([approver(&id(BOB), true)]));
}

#[test]
fn an_approver_is_picked_by_its_id_or_its_number_of_today() {
    let mut version = with_profile(&[]);
    version.roles.give(EVE, "EXP_APPROVER");
    for pick in [
        format!(r#"approver.value eq "{BOB}""#),
        r#"approver.employeeNumber eq "E2""#.to_owned(),
    ] {
        let two = json!([approver(&id(BOB), true), approver(&id(EVE), false)]);
        set(&mut version, "Approver:report", &two);
        let said = patch(
            &mut version,
            &[json!(["remove", format!("Approver:report[{pick}]")])],
        );
        assert_eq!(said.texts("Approver"), Vec::<String>::new());
        let expected = json!({"report": [approver(&id(EVE), false)]});
        assert_eq!(kept(&version, Extension::SpendApprover), expected);
    }
    let pick = format!(r#"Approver:report[approver.value eq "{EVE}"]"#);
    patch(
        &mut version,
        &[json!(["replace", pick, approver(&id(BOB), true)])],
    );
    assert_eq!(
        kept(&version, Extension::SpendApprover)["report"],
        json!([approver(&id(BOB), true)])
    );
    patch(&mut version, &[json!(["remove", "Approver:"])]);
    assert_eq!(kept(&version, Extension::SpendApprover), json!({}));
}

fn limit(kind: &str, group: &str) -> Value {
    json!({"approvalType": kind, "exceptionApprovalAuthority": false, "approvalLimit": 7.5,
        "reimbursementCurrency": "USD", "approvalGroup": group, "level": 1})
}

#[test]
fn a_limit_needs_the_user_s_role_a_group_and_a_currency() {
    let mut version = with_profile(&[]);
    let limits = json!([limit("report", "rg1-rg1_1"), limit("payment", "")]);
    let said = set(
        &mut version,
        "ApproverLimit:authorizedApprover",
        &limits.clone(),
    );
    let path = |at: usize| format!("ApproverLimit:authorizedApprover[{at}].approvalType");
    let expected = [0, 1].map(|at| format!("Invalid Permissions for '{}'", path(at)));
    assert_eq!(said.texts("ApproverLimit"), expected);
    version.roles.give_in(ADA, "EXP_APPROVER", "R&D");
    version.roles.give(ADA, "INV_APPROVER");
    let said = set(
        &mut version,
        "ApproverLimit:authorizedApprover",
        &limits.clone(),
    );
    assert_eq!(said.texts("ApproverLimit"), Vec::<String>::new());
    assert_eq!(
        kept(&version, Extension::SpendApproverLimit),
        json!({"authorizedApprover": limits})
    );

    let mut strange = limit("travel", "nowhere");
    strange["reimbursementCurrency"] = json!("XTS");
    let said = set(
        &mut version,
        "ApproverLimit:costObjectApprover",
        &json!([strange]),
    );
    let at = |name: &str| format!("Invalid Value: 'ApproverLimit:costObjectApprover[0].{name}'");
    let expected = ["approvalType", "reimbursementCurrency", "approvalGroup"].map(at);
    assert_eq!(said.texts("ApproverLimit"), expected);
}

#[test]
fn a_limit_for_reports_has_two_names() {
    let write = |policy: &str, kind: &str| {
        let mut version = with_profile(&[("spend.approval-types", policy)]);
        version.roles.give(ADA, "EXP_APPROVER");
        set(
            &mut version,
            "ApproverLimit:costObjectApprover",
            &json!([limit(kind, "")]),
        );
        kept(&version, Extension::SpendApproverLimit)
    };
    let expected = json!({"costObjectApprover": [limit("report", "")]});
    for (policy, kind) in [
        ("either", "expense"),
        ("either", "report"),
        ("report", "report"),
        ("expense", "expense"),
    ] {
        assert_eq!(write(policy, kind), expected, "{policy} {kind}");
    }
    assert_eq!(write("report", "expense"), json!({}));
    assert_eq!(write("expense", "report"), json!({}));
}

#[test]
fn a_limit_is_picked_by_two_conditions_and_a_thousand_are_taken() {
    let mut version = with_profile(&[]);
    version.roles.give(ADA, "EXP_APPROVER");
    let list = "ApproverLimit:authorizedApprover";
    set(
        &mut version,
        list,
        &json!([limit("report", "rg1-rg1_1"), limit("report", "")]),
    );
    let pick = format!(r#"{list}[approvalType eq "report" and approvalGroup eq "rg1-rg1_1"]"#);
    assert_eq!(
        patch(&mut version, &[json!(["remove", pick])]).outcome("ApproverLimit"),
        Outcome::Success
    );
    let left = json!({"authorizedApprover": [limit("report", "")]});
    assert_eq!(kept(&version, Extension::SpendApproverLimit), left);
    let many = |count: usize| Value::from(vec![limit("report", ""); count]);
    assert_eq!(
        set(&mut version, list, &many(1000)).outcome("ApproverLimit"),
        Outcome::Success
    );
    assert_eq!(
        set(&mut version, list, &many(1001)).outcome("ApproverLimit"),
        Outcome::Error
    );
}

#[test]
fn a_delegate_is_active_uses_the_product_and_is_somebody_else() {
    let mut version = with_profile(&[]);
    let entry = |who: Uuid| json!({"canSubmit": true, "delegate": id(who)});
    let mut say = |list: &str, entry: Value| {
        let said = set(&mut version, list, &json!([entry]));
        (
            said.texts("Delegate"),
            kept(&version, Extension::SpendDelegate),
        )
    };
    let list = "Delegate:expense";
    for nobody in [NOBODY, ADA, SAM] {
        assert_eq!(say(list, entry(nobody)).0, ["Invalid User ID"]);
    }
    let texts = say(list, entry(EVE)).0;
    assert_eq!(
        texts,
        ["Invalid Permissions for 'Delegate:expense[0].delegate'"]
    );
    assert_eq!(say("Delegate:payment", entry(BOB)).0.len(), 1);
    let mut temporary = entry(BOB);
    temporary["temporaryDelegatation"] = json!({
        "temporaryDelegationFromDate": "2020-02-19T03:15:00.000Z",
        "temporaryDelegationToDate": "2020-02-19T03:14:00.000Z",
    });
    let texts = say(list, temporary.clone()).0;
    let end = "Delegate:expense[0].temporaryDelegation.temporaryDelegationToDate";
    assert_eq!(texts, [format!("Invalid Value: '{end}'")]);
    let period = &mut temporary["temporaryDelegatation"];
    period["temporaryDelegationToDate"] = json!("2020-02-19T03:59:00.000Z");
    let period = period.clone();
    let (texts, lists) = say(list, temporary);
    assert_eq!(texts, Vec::<String>::new());
    assert_eq!(lists["expense"][0]["temporaryDelegation"], period);
    assert_eq!(lists["expense"][0]["delegate"], id(BOB));
}
