//! The transcription accepts what Concur itself prints, exceptions listed with their reason.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use concur_contract::suite::{Verdict, documented_filters};

use super::published_exceptions;
use super::published_older_users::{self, media_type};
use super::published_provisioning;
use super::published_spend;
use super::published_table::{
    self, OTHERS,
    Payload::{self, Reply, Request, Whole},
};
use super::{CONTRACT, headers, published_travel_and_events};

/// The pages' payloads are no part of this repository; they stand beside it where somebody keeps them.
fn folder() -> Option<PathBuf> {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let folder = workspace.join("../shared/spec/examples");
    folder.is_dir().then_some(folder)
}

/// Every table's payloads.
fn payloads() -> impl Iterator<Item = &'static (&'static str, &'static str, Payload)> {
    [
        published_table::PAYLOADS,
        published_older_users::PAYLOADS,
        published_spend::PAYLOADS,
        published_provisioning::PAYLOADS,
        published_travel_and_events::PAYLOADS,
    ]
    .into_iter()
    .flatten()
}

fn judge(file: &str, body: &[u8]) -> Vec<(String, String, String)> {
    let (_, operation, payload) = payloads().find(|(name, ..)| *name == file).unwrap();
    let kind = media_type(file, operation);
    let operation = CONTRACT.operation(operation).unwrap();
    let headers = headers(kind);
    let found = match payload {
        Request => operation.check_request(&[], Some(kind), body),
        Reply(status) => operation.check_response(*status, &headers, body),
        Whole(status) => operation.check_unprojected_response(*status, &headers, body),
    };
    let place =
        |one: concur_contract::contract::Violation| (file.to_owned(), one.pointer, one.rule);
    found.into_iter().map(place).collect()
}

#[test]
fn every_printed_payload_is_accepted_or_excepted() {
    let Some(folder) = folder() else {
        println!("skipped: the pages' payloads are not beside this repository");
        return;
    };
    let expected: BTreeSet<_> = published_exceptions::EXCEPTIONS
        .iter()
        .chain(published_older_users::EXCEPTIONS)
        .chain(published_spend::EXCEPTIONS)
        .chain(published_provisioning::EXCEPTIONS)
        .chain(published_travel_and_events::EXCEPTIONS)
        .map(|(file, pointer, rule, _)| {
            (
                (*file).to_owned(),
                (*pointer).to_owned(),
                (*rule).to_owned(),
            )
        })
        .collect();

    let found: BTreeSet<_> = payloads()
        .flat_map(|(file, ..)| judge(file, &fs::read(folder.join(file)).unwrap()))
        .collect();

    let refused: Vec<_> = found.difference(&expected).collect();
    let idle: Vec<_> = expected.difference(&found).collect();
    assert!(refused.is_empty(), "refused though printed: {refused:#?}");
    assert!(idle.is_empty(), "excepted though accepted: {idle:#?}");
}

#[test]
fn no_printed_payload_is_forgotten() {
    let Some(folder) = folder() else {
        println!("skipped: the pages' payloads are not beside this repository");
        return;
    };
    let known: BTreeSet<&str> = payloads().map(|(file, ..)| *file).chain(OTHERS).collect();

    for part in ["platform", "profile"] {
        for entry in fs::read_dir(folder.join(part)).unwrap() {
            let name = format!("{part}/{}", entry.unwrap().file_name().to_str().unwrap());
            let mut families = published_table::FAMILIES
                .iter()
                .chain(published_older_users::FAMILIES)
                .chain(published_spend::FAMILIES)
                .chain(published_provisioning::FAMILIES)
                .chain(published_travel_and_events::FAMILIES);
            let ours = families.any(|family| name.starts_with(family));
            assert!(!ours || known.contains(name.as_str()), "{name}");
        }
    }
}

#[test]
fn every_printed_filter_is_in_our_list() {
    let ours = documented_filters().unwrap();
    assert!(ours.iter().all(|one| one.page.starts_with("https://")));
    let Some(folder) = folder() else {
        println!("skipped: the pages' filters are not beside this repository");
        return;
    };
    let text = fs::read_to_string(folder.join("profile/filters-from-docs.json")).unwrap();
    let printed: Vec<serde_json::Value> = serde_json::from_str(&text).unwrap();

    let told: Vec<_> = printed
        .iter()
        .map(|one| (one["filter"].as_str().unwrap(), &one["expected"]))
        .collect();
    let listed: Vec<_> = ours
        .iter()
        .map(|one| {
            let verdict = match one.verdict {
                Verdict::Accepted => "accepted",
                Verdict::Rejected => "rejected",
            };
            (one.filter.as_str(), serde_json::Value::from(verdict))
        })
        .collect();

    assert_eq!(listed.len(), told.len());
    for ((filter, verdict), (printed, expected)) in listed.iter().zip(told) {
        assert_eq!((*filter, verdict), (printed, expected));
    }
}
