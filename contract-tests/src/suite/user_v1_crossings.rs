//! User v1 and its neighbours: what a batch says beyond names, and how its words read elsewhere.

use serde_json::{Value, json};

use super::own_token::token_of;
use super::people::newcomer_with;
use super::scim_v4_calls::USERS as SCIM;
use super::user_v1_calls::{
    Record, USERS, batch, call, counts, feed, feed_wrongly, posting, profile, refused, take_in,
};
use super::{page, register};
use crate::finding::{Claim, Failure, holds, same};
use crate::request::Request;
use crate::session::{Session, TOKEN, Wish};

register! { $ each_user_v1_crossing of "user_v1_crossings", page::USER_V1;
    what_a_batch_says_of_expense_comes_back: "user.v1.users.create", Write;
    units_and_custom_fields_come_back: "user.v1.users.create", Write;
    flags_of_a_batch_are_entitlements_in_identity: "user.v1.users.create", Write;
    entitlements_of_identity_are_flags_in_a_profile: "user.v1.user.get", Write;
    an_initial_of_a_batch_is_that_of_identity: "user.v1.users.create", Write;
    #[source = page::PROFILE_V1]
    what_a_batch_says_of_expense_stands_in_profile_v1: "profile.v1.me.get", FreshCompany;
    #[source = page::SCIM_V4]
    who_is_deleted_in_scim_signs_in_no_more: "scim.v4.users.delete", FreshCompany;
    who_is_switched_off_by_a_batch_signs_in_no_more: "user.v1.users.create", FreshCompany;
    #[source = page::STATUSES]
    more_than_a_thousand_records_are_400: "user.v1.users.create", Write;
    an_empty_element_clears_or_keeps_as_chosen: "user.v1.users.create", FreshCompany;
    the_spellings_of_the_table_may_be_the_only_ones: "user.v1.users.create", FreshCompany;
    the_form_may_tell_the_length_that_is_kept: "user.v1.form_fields.list", FreshCompany;
    an_unknown_approver_is_judged_as_chosen: "user.v1.users.create", FreshCompany;
}

async fn what_a_batch_says_of_expense_comes_back(session: &mut Session) -> Claim {
    take_in(session, &Record::new("spender")).await?;
    let profile = profile(session, "spender@batch.example").await?;
    for (name, text) in [
        ("LocaleName", "en_US"),
        ("CtryCode", "US"),
        ("CrnCode", "USD"),
        ("CtrySubCode", "US-WA"),
        ("ExpenseUser", "Y"),
        ("ExpenseApprover", "N"),
        ("TripUser", "Y"),
        ("InvoiceUser", "N"),
        ("InvoiceApprover", "N"),
    ] {
        same(name, Some(text), profile.text_of(name))?;
    }
    Ok(())
}

async fn units_and_custom_fields_come_back(session: &mut Session) -> Claim {
    let record = Record::new("placed")
        .with("OrgUnit4", "Fourth floor")
        .with("Custom5", "Green & blue");
    take_in(session, &record).await?;
    let profile = profile(session, "placed@batch.example").await?;
    same(
        "OrgUnit4",
        Some("Fourth floor"),
        profile.text_of("OrgUnit4"),
    )?;
    same("Custom5", Some("Green & blue"), profile.text_of("Custom5"))?;
    same("OrgUnit5", Some(""), profile.text_of("OrgUnit5"))
}

async fn flags_of_a_batch_are_entitlements_in_identity(session: &mut Session) -> Claim {
    take_in(session, &Record::new("entitled")).await?;
    let ids = session
        .find("userName eq \"entitled@batch.example\"")
        .await?;
    let id = ids.first().cloned().unwrap_or_default();
    let user = session.user_with(&id, "entitlements").await?;
    let mut found = user["entitlements"].as_array().cloned().unwrap_or_default();
    found.sort_by_key(Value::to_string);
    same(
        "entitlements",
        vec![json!("Expense"), json!("Travel")],
        found,
    )
}

async fn entitlements_of_identity_are_flags_in_a_profile(session: &mut Session) -> Claim {
    let core = json!({ "entitlements": ["Expense", "Invoice"] });
    let user = newcomer_with(session, "flagged", core, json!({}));
    session.create(&user).await?;
    let profile = profile(session, "flagged@newcomer.example").await?;
    for (name, text) in [
        ("ExpenseUser", "Y"),
        ("InvoiceUser", "Y"),
        ("TripUser", "N"),
    ] {
        same(name, Some(text), profile.text_of(name))?;
    }
    Ok(())
}

async fn an_initial_of_a_batch_is_that_of_identity(session: &mut Session) -> Claim {
    take_in(session, &Record::new("initial")).await?;
    let ids = session
        .find("userName eq \"initial@batch.example\"")
        .await?;
    let user = session
        .user(&ids.first().cloned().unwrap_or_default())
        .await?;
    same("middleInitial", &json!("Q"), &user["name"]["middleInitial"])
}

async fn what_a_batch_says_of_expense_stands_in_profile_v1(session: &mut Session) -> Claim {
    take_in(session, &Record::new("spender")).await?;
    let token = token_of(session, "spender@batch.example", "Correct-Horse-7").await?;
    let request = Request::get("/profile/v1/me").query("schema", "expense");
    let me = session.send(request.bearer(&token)).await?.ok()?;
    let part = &me["com:concur:Expense:0.2"];
    for (name, text) in [
        ("loginId", "spender@batch.example"),
        ("employeeId", "B-spender"),
        ("countryCode", "US"),
        ("localeCode", "en_US"),
        ("reimbursementCurrency", "USD"),
    ] {
        same(name, &json!(text), &part[name])?;
    }
    Ok(())
}

async fn who_is_deleted_in_scim_signs_in_no_more(session: &mut Session) -> Claim {
    take_in(session, &Record::new("leaver")).await?;
    token_of(session, "leaver@batch.example", "Correct-Horse-7").await?;
    let ids = session.find("userName eq \"leaver@batch.example\"").await?;
    let path = format!("{SCIM}/{}", ids.first().cloned().unwrap_or_default());
    session.call(Request::delete(path)).await?.is(204)?;
    signs_in_no_more(session, "leaver@batch.example").await
}

async fn who_is_switched_off_by_a_batch_signs_in_no_more(session: &mut Session) -> Claim {
    take_in(session, &Record::new("leaver")).await?;
    token_of(session, "leaver@batch.example", "Correct-Horse-7").await?;
    let record = Record::new("leaver")
        .without("Password")
        .with("Active", "N");
    take_in(session, &record).await?;
    signs_in_no_more(session, "leaver@batch.example").await
}

async fn more_than_a_thousand_records_are_400(session: &mut Session) -> Claim {
    let records: Vec<_> = (0..1001)
        .map(|at| Record::new(&format!("mass{at}")))
        .collect();
    let reply = call(session, posting(USERS, batch(&records)).deviant()).await?;
    refused(&reply, &[400])
}

async fn an_empty_element_clears_or_keeps_as_chosen(session: &mut Session) -> Claim {
    for (choice, left) in [("clears", ""), ("keeps", "Fourth floor")] {
        session
            .enter(&Wish::policy("user-v1.empty-element", choice))
            .await?;
        take_in(
            session,
            &Record::new("placed").with("OrgUnit4", "Fourth floor"),
        )
        .await?;
        let record = Record::new("placed")
            .without("Password")
            .with("OrgUnit4", "");
        take_in(session, &record).await?;
        let profile = profile(session, "placed@batch.example").await?;
        same(choice, Some(left), profile.text_of("OrgUnit4"))?;
    }
    Ok(())
}

async fn the_spellings_of_the_table_may_be_the_only_ones(session: &mut Session) -> Claim {
    session
        .enter(&Wish::policy("user-v1.element-names", "table"))
        .await?;
    let record = Record::new("spelt").renamed("LoginId", "LoginID");
    counts(&feed_wrongly(session, &[record]).await?, 0, 1)?;
    take_in(session, &Record::new("spelt")).await
}

async fn the_form_may_tell_the_length_that_is_kept(session: &mut Session) -> Claim {
    for length in ["128", "48"] {
        session
            .enter(&Wish::policy("user-v1.form-emp-id-length", length))
            .await?;
        let reply = call(session, Request::get("/api/user/v1.0/FormFields")).await?;
        let form = super::xml_tree::Element::of(&reply, "FormFieldsList")?;
        let field = form
            .children
            .iter()
            .find(|field| field.text_of("Id") == Some("EmpId"));
        let field = field.ok_or_else(|| Failure::disagrees("no field EmpId"))?;
        same("MaxLength", Some(length), field.text_of("MaxLength"))?;
    }
    Ok(())
}

async fn an_unknown_approver_is_judged_as_chosen(session: &mut Session) -> Claim {
    for (choice, taken) in [("known-employee", 0), ("any", 1)] {
        session
            .enter(&Wish::policy("user-v1.approver", choice))
            .await?;
        let record = Record::new("led").with("ExpenseApproverEmployeeID", "nobody-7");
        let result = feed(session, &[record]).await?;
        counts(&result, taken, 1 - taken)
            .map_err(|failure| Failure::disagrees(format!("{choice}: {failure}")))?;
    }
    Ok(())
}

/// Claims the refusal of somebody who is disabled.
async fn signs_in_no_more(session: &mut Session, login: &str) -> Claim {
    let company = session.company().clone();
    let form = Request::post(TOKEN).form(&[
        ("client_id", &company.client_id),
        ("client_secret", &company.client_secret),
        ("grant_type", "password"),
        ("username", login),
        ("password", "Correct-Horse-7"),
    ]);
    let body = session.send(form).await?.json()?;
    holds(
        format!("{body} is a refusal of the disabled"),
        body["code"] == 10 || body["code"] == 11,
    )
}
