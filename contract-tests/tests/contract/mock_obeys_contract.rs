//! Mock and contract: every conformance case, and every operation driven by one of them.

use std::collections::BTreeSet;

use concur_contract::contract::{Contract, fixtures_folder};
use concur_contract::suite::{self, Outcome};
use concur_contract::target::Target;

/// Makes a test of each case of one file of the suite.
macro_rules! tests {
    ($api:literal: $($name:ident)+) => {
        $(#[tokio::test]
        async fn $name() {
            super::drive($api, stringify!($name)).await;
        })+
    };
}

/// Makes a module of one file of the suite.
macro_rules! modules {
    ($($module:ident: $each:ident;)+) => {
        $(mod $module { concur_contract::$each!(tests); })+

        const MODULES: &[&str] = &[$(stringify!($module)),+];
    };
}

modules! {
    oauth_grants: each_oauth_grant;
    oauth_refusals: each_oauth_refusal;
    oauth_claims: each_oauth_claim;
    tokens: each_token;
    identity_v4_1_read: each_identity_v4_1_read;
    identity_v4_1_paging: each_identity_v4_1_page;
    identity_v4_1_attributes: each_identity_v4_1_attribute;
    identity_v4_1_scope_leaks: each_identity_v4_1_scope_leak;
    identity_v4_1_scopes: each_identity_v4_1_scope;
    identity_v4_1_search: each_identity_v4_1_search;
    identity_v4_1_filters: each_identity_v4_1_filter;
    identity_v4_1_filter_places: each_identity_v4_1_filter_place;
    identity_v4_1_create: each_identity_v4_1_create;
    identity_v4_1_create_refusals: each_identity_v4_1_create_refusal;
    identity_v4_1_replace: each_identity_v4_1_replace;
    identity_v4_1_patch: each_identity_v4_1_patch;
    identity_v4_1_patch_lists: each_identity_v4_1_patch_list;
    identity_v4_1_patch_refusals: each_identity_v4_1_patch_refusal;
    identity_v4_1_delete: each_identity_v4_1_delete;
    identity_v4_1_every_attribute: each_identity_v4_1_attribute_of_the_table;
    oauth_users: each_oauth_user;
    identity_v4_1_managers: each_identity_v4_1_manager;
    discovery: each_discovery;
    identity_v4: each_identity_v4;
    users_v3: each_users_v3;
    oauth_codes: each_oauth_code;
    oauth_one_time: each_oauth_one_time;
    oauth_authorize: each_oauth_authorize;
    app_connections: each_app_connection;
    app_secrets: each_app_secret;
    identity_v4_create: each_identity_v4_create;
    identity_v4_change: each_identity_v4_change;
    identity_v4_list: each_identity_v4_list;
    identity_v4_discovery: each_identity_v4_discovery;
    identity_v4_1_leaves: each_identity_v4_1_leave;
    documented_filters: each_documented_filter;
    request_hygiene: each_request_hygiene;
    absent_null_empty: each_absent_null_empty;
    one_truth: each_one_truth;
    uniqueness: each_uniqueness;
    scim_v4_users: each_scim_v4_user;
    scim_v4_writes: each_scim_v4_write;
    scim_v4_groups: each_scim_v4_group;
    scim_v4_members: each_scim_v4_member;
    scim_v4_refusals: each_scim_v4_refusal;
    retrieval_v4: each_retrieval_v4;
    retrieval_v4_filters: each_retrieval_v4_filter;
    retrieval_v4_refusals: each_retrieval_v4_refusal;
    users_v3_1: each_users_v3_1;
    user_v1_profile: each_user_v1_profile;
    user_v1_batch: each_user_v1_batch;
    user_v1_passwords: each_user_v1_password;
    user_v1_xml: each_user_v1_xml;
    user_v1_crossings: each_user_v1_crossing;
    user_v1_form: each_user_v1_form;
    profile_v1: each_profile_v1;
    one_truth_everywhere: each_truth_everywhere;
    older_isolation: each_older_isolation;
    older_readings: each_older_reading;
    readings_of_changes: each_reading_of_changes;
    readings_of_creates: each_reading_of_creates;
    readings_of_lists: each_reading_of_lists;
    readings_of_tokens: each_reading_of_tokens;
    travel_v4: each_travel_v4;
    travel_v4_readings: each_travel_v4_reading;
    travel_v4_forms: each_travel_v4_form;
    travel_v4_provisioned: each_travel_v4_provisioned;
    travel_profile_read: each_travel_profile_read;
    travel_profile_access: each_travel_profile_access;
    travel_profile_write: each_travel_profile_write;
    travel_profile_sections: each_travel_profile_section;
    travel_profile_warnings: each_travel_profile_warning;
    travel_profile_summary: each_travel_profile_summary;
    travel_profile_v1: each_travel_profile_v1;
    event_subscriptions: each_event_subscription;
    event_subscription_refusals: each_event_subscription_refusal;
    event_subscription_readings: each_event_subscription_reading;
    spend_lists: each_spend_list;
    spend_users: each_spend_user;
    spend_defaults: each_spend_default;
    spend_extensions: each_spend_extension;
    spend_people: each_spend_person;
    spend_custom_data: each_spend_custom_field;
    spend_limits: each_spend_limit;
    spend_filters: each_spend_filter;
    spend_filter_refusals: each_spend_filter_refusal;
    spend_readings: each_spend_reading;
    spend_refusals: each_spend_refusal;
    spend_role_codes: each_spend_role_code;
    spend_form_fields: each_spend_form_field;
    spend_one_truth: each_spend_truth;
    legal_entities: each_legal_entity;
    legal_entity_changes: each_legal_entity_change;
    legal_entity_replace: each_legal_entity_replacement;
    legal_entity_search: each_legal_entity_search;
    legal_entity_pages: each_legal_entity_page;
    legal_entity_refusals: each_legal_entity_refusal;
    legal_entity_company: each_legal_entity_company;
    provisioning_create: each_provisioning_create;
    provisioning_create_refusals: each_provisioning_create_refusal;
    provisioning_change: each_provisioning_change;
    provisioning_status: each_provisioning_status;
    provisioning_status_pages: each_provisioning_status_page;
    provisioning_life: each_provisioning_life;
    provisioning_bulk: each_provisioning_bulk;
    provisioning_bulk_failures: each_provisioning_bulk_failure;
    provisioning_bulk_limits: each_provisioning_bulk_limit;
    provisioning_bulk_readings: each_reading_of_bulk;
    provisioning_extensions: each_provisioning_extension;
    provisioning_patch_forms: each_provisioning_patch_form;
    provisioning_patch_spend: each_provisioning_patch_of_spend;
    provisioning_patch_travel: each_provisioning_patch_of_travel;
    provisioning_rules: each_provisioning_rule;
    provisioning_approvers: each_provisioning_approver;
    provisioning_roles: each_provisioning_role;
    provisioning_refusals: each_provisioning_refusal;
    provisioning_discovery: each_provisioning_discovery;
    provisioning_readings: each_provisioning_reading;
    provisioning_spend_readings: each_provisioning_spend_reading;
}

async fn drive(api: &str, name: &str) {
    let case = suite::case(api, name).unwrap();
    let target = Target::mock().await.unwrap();

    let outcome = case.run(&target).await;

    match outcome {
        Outcome::Passed(driven) => assert!(
            driven.iter().any(|operation| operation == case.operation),
            "the case never calls {}, only {driven:?}",
            case.operation
        ),
        Outcome::Failed(report) => panic!("{report}"),
        // Our own mock can do everything: a skip here would be a case that nobody ever runs.
        Outcome::Skipped(capability) => panic!("the mock declares that it cannot {capability:?}"),
    }
    target.stop().await.unwrap();
}

#[test]
fn every_case_is_a_test() {
    let apis: BTreeSet<_> = suite::cases().map(|case| case.api).collect();
    let modules: BTreeSet<_> = MODULES.iter().copied().collect();

    assert_eq!(apis, modules);
}

#[test]
fn every_operation_of_the_contract_has_a_case() {
    let contract = Contract::load(&fixtures_folder().join("contract")).unwrap();
    let cases: BTreeSet<_> = suite::cases().map(|case| case.operation).collect();

    let without: Vec<_> = contract
        .operations()
        .map(|operation| operation.id.as_str())
        .filter(|id| !cases.contains(id))
        .collect();

    assert_eq!(without, Vec::<&str>::new());
}

#[test]
fn every_case_names_an_operation_of_the_contract_and_a_public_page() {
    let contract = Contract::load(&fixtures_folder().join("contract")).unwrap();

    for case in suite::cases() {
        assert!(contract.operation(case.operation).is_some(), "{case:?}");
        assert!(
            case.source.starts_with("https://developer.concur.com/"),
            "{case:?}"
        );
    }
}

#[test]
fn names_of_cases_are_claims() {
    for case in suite::cases() {
        assert!(
            case.name.split('_').count() >= 3,
            "{} claims nothing",
            case.name
        );
    }
}
