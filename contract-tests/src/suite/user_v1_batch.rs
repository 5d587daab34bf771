//! User v1: creating and changing users in batches.

use super::own_token::token_of;
use super::user_v1_calls::{
    Record, USERS, batch, call, counts, feed, feed_wrongly, messages, posting, profile, refusal,
    refused, take_in,
};
use super::{page, register};
use crate::finding::{Claim, Failure, holds, same};
use crate::session::{Session, Wish};

register! { $ each_user_v1_batch of "user_v1_batch", page::USER_V1;
    a_record_creates_a_user: "user.v1.users.create", Write;
    the_result_names_the_record_that_succeeded: "user.v1.users.create", Write;
    a_created_profile_reads_as_it_was_fed: "user.v1.users.create", Write;
    the_names_of_the_example_are_taken_as_well: "user.v1.users.create", Write;
    a_new_user_signs_in_with_the_password: "user.v1.users.create", FreshCompany;
    a_record_of_a_known_user_changes_it: "user.v1.users.create", Write;
    a_record_switches_a_user_off_and_on: "user.v1.users.create", Write;
    a_new_login_replaces_the_old_one: "user.v1.users.create", Write;
    a_new_employee_id_replaces_the_old_one: "user.v1.users.create", Write;
    records_of_one_batch_stand_alone: "user.v1.users.create", Write;
    a_batch_of_failures_is_still_200: "user.v1.users.create", Write;
    only_ten_errors_are_told: "user.v1.users.create", Write;
    a_missing_element_is_named: "user.v1.users.create", Write;
    each_required_element_is_missed: "user.v1.users.create", Write;
    a_wrong_value_is_told_by_its_element: "user.v1.users.create", Write;
    a_login_of_somebody_else_fails: "user.v1.users.create", Write;
    a_failed_record_leaves_nobody_behind: "user.v1.users.create", Write;
    five_hundred_records_are_taken: "user.v1.users.create", Write;
    five_hundred_and_one_records_are_refused: "user.v1.users.create", Write;
    a_batch_of_nothing_is_refused: "user.v1.users.create", Write;
    a_batch_needs_a_token: "user.v1.users.create", Write;
    a_batch_needs_its_scope: "user.v1.users.create", FreshCompany;
}

async fn a_record_creates_a_user(session: &mut Session) -> Claim {
    take_in(session, &Record::new("created")).await?;
    let ids = session
        .find("userName eq \"created@batch.example\"")
        .await?;
    same("users of that login", 1, ids.len())
}

async fn the_result_names_the_record_that_succeeded(session: &mut Session) -> Claim {
    let record = Record::new("named").with("FeedRecordNumber", "7");
    let result = feed(session, &[record]).await?;

    counts(&result, 1, 0)?;
    let told = result.list("UserDetails");
    same("records", 1, told.len())?;
    same("EmployeeID", Some("B-named"), told[0].text_of("EmployeeID"))?;
    same(
        "FeedRecordNumber",
        Some("7"),
        told[0].text_of("FeedRecordNumber"),
    )?;
    same("Status", Some("SUCCESS"), told[0].text_of("Status"))?;
    same("errors", 0, result.list("errors").len())
}

async fn a_created_profile_reads_as_it_was_fed(session: &mut Session) -> Claim {
    let record = Record::new("fed")
        .with("LastName", "Tom & Jerry")
        .with("Mi", "R");
    take_in(session, &record).await?;

    let profile = profile(session, "fed@batch.example").await?;
    for (name, text) in [
        ("LoginId", "fed@batch.example"),
        ("EmpId", "B-fed"),
        ("Active", "Y"),
        ("FirstName", "Sasha"),
        ("LastName", "Tom & Jerry"),
        ("Mi", "R"),
        ("EmailAddress", "fed@batch.example"),
    ] {
        same(name, Some(text), profile.text_of(name))?;
    }
    Ok(())
}

async fn the_names_of_the_example_are_taken_as_well(session: &mut Session) -> Claim {
    let record = Record::new("spelt")
        .renamed("LoginId", "LoginID")
        .renamed("EmpId", "EmployeeID");
    take_in(session, &record).await?;

    let profile = profile(session, "spelt@batch.example").await?;
    same("EmpId", Some("B-spelt"), profile.text_of("EmpId"))
}

async fn a_new_user_signs_in_with_the_password(session: &mut Session) -> Claim {
    take_in(session, &Record::new("signer")).await?;
    let token = token_of(session, "signer@batch.example", "Correct-Horse-7").await?;
    holds("there is a token", !token.is_empty())
}

async fn a_record_of_a_known_user_changes_it(session: &mut Session) -> Claim {
    take_in(session, &Record::new("changed")).await?;
    let before = session
        .find("userName eq \"changed@batch.example\"")
        .await?;
    let record = Record::new("changed")
        .without("Password")
        .with("LastName", "Married");
    take_in(session, &record).await?;

    let profile = profile(session, "changed@batch.example").await?;
    same("LastName", Some("Married"), profile.text_of("LastName"))?;
    let after = session
        .find("userName eq \"changed@batch.example\"")
        .await?;
    same("users of that login", 1, after.len())?;
    same("the id", before, after)
}

async fn a_record_switches_a_user_off_and_on(session: &mut Session) -> Claim {
    take_in(session, &Record::new("switched")).await?;
    for active in ["N", "Y"] {
        let record = Record::new("switched")
            .without("Password")
            .with("Active", active);
        take_in(session, &record).await?;
        let profile = profile(session, "switched@batch.example").await?;
        same("Active", Some(active), profile.text_of("Active"))?;
    }
    Ok(())
}

async fn a_new_login_replaces_the_old_one(session: &mut Session) -> Claim {
    take_in(session, &Record::new("elder")).await?;
    let record = Record::new("elder")
        .without("Password")
        .with("NewLoginID", "younger@batch.example");
    take_in(session, &record).await?;

    let profile = profile(session, "younger@batch.example").await?;
    same("EmpId", Some("B-elder"), profile.text_of("EmpId"))?;
    let ids = session.find("userName eq \"elder@batch.example\"").await?;
    same("users of the old login", 0, ids.len())
}

async fn a_new_employee_id_replaces_the_old_one(session: &mut Session) -> Claim {
    take_in(session, &Record::new("moved")).await?;
    let record = Record::new("moved")
        .without("Password")
        .with("NewEmployeeID", "B-moved-2");
    take_in(session, &record).await?;

    let profile = profile(session, "moved@batch.example").await?;
    same("EmpId", Some("B-moved-2"), profile.text_of("EmpId"))
}

async fn records_of_one_batch_stand_alone(session: &mut Session) -> Claim {
    let good = Record::new("good");
    let bad = Record::new("bad")
        .with("FeedRecordNumber", "2")
        .without("Active");
    let result = feed_wrongly(session, &[good, bad]).await?;

    counts(&result, 1, 1)?;
    let errors = result.list("errors");
    same("errors", 1, errors.len())?;
    same("EmployeeID", Some("B-bad"), errors[0].text_of("EmployeeID"))?;
    same(
        "FeedRecordNumber",
        Some("2"),
        errors[0].text_of("FeedRecordNumber"),
    )?;
    let told = result.list("UserDetails");
    same("records", 1, told.len())?;
    same("EmployeeID", Some("B-good"), told[0].text_of("EmployeeID"))
}

async fn a_batch_of_failures_is_still_200(session: &mut Session) -> Claim {
    let bad = |tag: &str| Record::new(tag).without("Active");
    let result = feed_wrongly(session, &[bad("one"), bad("two")]).await?;
    counts(&result, 0, 2)?;
    same("errors", 2, result.list("errors").len())
}

async fn only_ten_errors_are_told(session: &mut Session) -> Claim {
    let bad = |at: usize| Record::new(&format!("bad{at}")).without("Active");
    let records: Vec<_> = (0..12).map(bad).collect();
    let result = feed_wrongly(session, &records).await?;
    counts(&result, 0, 12)?;
    same("errors", 10, result.list("errors").len())
}

async fn a_missing_element_is_named(session: &mut Session) -> Claim {
    let result = feed_wrongly(session, &[Record::new("halved").without("Active")]).await?;
    let expected = vec!["MISSING_REQUIRED_FIELDS:Active".to_owned()];
    same("the message", expected, messages(&result))
}

async fn each_required_element_is_missed(session: &mut Session) -> Claim {
    for name in [
        "LoginId",
        "EmpId",
        "FirstName",
        "LastName",
        "LocaleName",
        "CtryCode",
        "CrnKey",
    ] {
        let result = feed_wrongly(session, &[Record::new("halved").without(name)]).await?;
        counts(&result, 0, 1)
            .map_err(|failure| Failure::disagrees(format!("{name}: {failure}")))?;
        let message = messages(&result).join(" ");
        let is_known = [
            "MISSING_REQUIRED_FIELDS",
            "Missing Required Parameters",
            "Form Fields",
        ]
        .iter()
        .any(|known| message.contains(known));
        holds(format!("`{message}` tells of {name}"), is_known)?;
    }
    Ok(())
}

async fn a_wrong_value_is_told_by_its_element(session: &mut Session) -> Claim {
    let long = |length: usize| "x".repeat(length);
    for (name, text) in [
        ("Active", "perhaps"),
        ("LoginId", "without-an-at"),
        ("LoginId", &format!("{}@batch.example", long(128))),
        ("EmpId", &long(129)),
        ("FirstName", &long(33)),
        ("LastName", &long(33)),
        ("Mi", "QQ"),
        ("EmailAddress", &format!("{}@batch.example", long(255))),
        ("LocaleName", "English"),
        ("CtryCode", "USA"),
        ("ExpenseUser", "maybe"),
    ] {
        let result = feed_wrongly(session, &[Record::new("wrong").with(name, text)]).await?;
        let at = |failure| Failure::disagrees(format!("{name}: {failure}"));
        counts(&result, 0, 1).map_err(at)?;
        let message = messages(&result).join(" ");
        let is_known = ["Invalid Input", "Form Fields are Invalid or Empty"]
            .iter()
            .any(|known| message.contains(known));
        holds(format!("`{message}` tells of {name}"), is_known)?;
    }
    take_in(session, &Record::new("wrong")).await
}

async fn a_login_of_somebody_else_fails(session: &mut Session) -> Claim {
    take_in(session, &Record::new("first")).await?;
    let second = Record::new("second").with("LoginId", "first@batch.example");
    let result = feed_wrongly(session, &[second]).await?;
    counts(&result, 0, 1)?;
    same("messages", 1, messages(&result).len())?;
    let profile = profile(session, "first@batch.example").await?;
    same("EmpId", Some("B-first"), profile.text_of("EmpId"))
}

async fn a_failed_record_leaves_nobody_behind(session: &mut Session) -> Claim {
    let result = feed_wrongly(session, &[Record::new("ghost").with("Mi", "QQ")]).await?;
    counts(&result, 0, 1)?;
    let ids = session.find("userName eq \"ghost@batch.example\"").await?;
    same("users of that login", 0, ids.len())
}

async fn five_hundred_records_are_taken(session: &mut Session) -> Claim {
    let result = feed(session, &many(500)).await?;
    counts(&result, 500, 0)
}

async fn five_hundred_and_one_records_are_refused(session: &mut Session) -> Claim {
    let before = session.everyone().await?.len();
    let xml = batch(&many(501));
    let reply = call(session, posting(USERS, xml).deviant()).await?;
    let message = refusal(&reply)?;
    let expected = "Maximum User Records per Batch Exceeded";
    holds(format!("`{message}` says why"), message.contains(expected))?;
    same("users", before, session.everyone().await?.len())
}

async fn a_batch_of_nothing_is_refused(session: &mut Session) -> Claim {
    let xml = batch(&[]);
    let reply = call(session, posting(USERS, xml).deviant()).await?;
    holds("it says why", !refusal(&reply)?.is_empty())
}

async fn a_batch_needs_a_token(session: &mut Session) -> Claim {
    let xml = batch(&[Record::new("unwelcome")]);
    refused(&session.send(posting(USERS, xml).deviant()).await?, &[401])
}

async fn a_batch_needs_its_scope(session: &mut Session) -> Claim {
    session
        .enter(&Wish::scopes(&["identity.user.ids.read"]))
        .await?;
    let xml = batch(&[Record::new("unwelcome")]);
    refused(&call(session, posting(USERS, xml)).await?, &[403])
}

/// That many complete records.
fn many(count: usize) -> Vec<Record> {
    let record =
        |at: usize| Record::new(&format!("mass{at}")).with("FeedRecordNumber", &at.to_string());
    (1..=count).map(record).collect()
}
