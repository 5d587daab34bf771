//! The suite against services that are wrong: a case that they pass claims nothing.

use concur_contract::suite::{self, Outcome};
use concur_contract::target::{Capability, Target};

use super::connection::made_up_access;
use super::lectern::{Document, Lectern, Place};

#[tokio::test]
async fn a_service_that_says_yes_to_everything_passes_no_case() {
    passes_nothing(200, "{}").await;
}

#[tokio::test]
async fn a_service_that_has_nobody_passes_no_case() {
    passes_nothing(
        200,
        r#"{"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],"totalResults":0,"itemsPerPage":0,"Resources":[],"Items":[]}"#,
    )
    .await;
}

#[tokio::test]
async fn a_service_that_is_down_passes_no_case() {
    passes_nothing(503, "").await;
}

#[tokio::test]
async fn a_target_that_can_do_nothing_skips_and_says_why() {
    let target = Target::live(made_up_access("http://127.0.0.1:9"), []);
    let case = suite::cases().find(|case| case.needs == [Capability::Clock]);

    let outcome = case.unwrap().run(&target).await;

    assert!(matches!(outcome, Outcome::Skipped(Capability::Clock)));
}

/// Runs every case that needs no administration. It is the claim that must break, not only the check against the contract.
async fn passes_nothing(status: u16, body: &str) {
    let lectern = Lectern::start(Document {
        status,
        content_type: "application/json".to_owned(),
        body: body.to_owned(),
        place: Place::Api,
    })
    .await;
    let target = Target::live(made_up_access(&lectern.base_url), [Capability::Write]);
    let mut passed = Vec::new();
    let mut ran = 0;

    for case in suite::cases().filter(|case| !case.operation.starts_with("oauth2")) {
        match case.run(&target).await {
            Outcome::Failed(report) if report.failure.is_some() => ran += 1,
            Outcome::Skipped(_) => {}
            Outcome::Failed(_) | Outcome::Passed(_) => passed.push((case.api, case.name)),
        }
    }

    assert!(ran > 100, "only {ran} cases ran");
    assert_eq!(passed, []);
}
