//! The conformance cases: what Concur's public pages promise, as functions over a session.

mod absent_null_empty;
mod app_connections;
mod app_secrets;
mod case;
mod discovery;
mod documented_filters;
mod event_calls;
mod event_subscription_readings;
mod event_subscription_refusals;
mod event_subscriptions;
mod filter_oracle;
mod identity_v4;
mod identity_v4_1_attributes;
mod identity_v4_1_create;
mod identity_v4_1_create_refusals;
mod identity_v4_1_delete;
mod identity_v4_1_every_attribute;
mod identity_v4_1_filter_places;
mod identity_v4_1_filters;
mod identity_v4_1_leaves;
mod identity_v4_1_managers;
mod identity_v4_1_paging;
mod identity_v4_1_patch;
mod identity_v4_1_patch_lists;
mod identity_v4_1_patch_refusals;
mod identity_v4_1_read;
mod identity_v4_1_replace;
mod identity_v4_1_scope_leaks;
mod identity_v4_1_scopes;
mod identity_v4_1_search;
mod identity_v4_change;
mod identity_v4_create;
mod identity_v4_discovery;
mod identity_v4_list;
mod legal_entities;
mod legal_entity_calls;
mod legal_entity_changes;
mod legal_entity_company;
mod legal_entity_pages;
mod legal_entity_refusals;
mod legal_entity_replace;
mod legal_entity_search;
mod oauth_authorize;
mod oauth_claims;
mod oauth_codes;
mod oauth_grants;
mod oauth_one_time;
mod oauth_refusals;
mod oauth_users;
mod older_isolation;
mod older_readings;
mod one_truth;
mod one_truth_everywhere;
mod own_token;
mod page;
mod people;
mod profile_v1;
mod provisioning_approvers;
mod provisioning_bulk;
mod provisioning_bulk_failures;
mod provisioning_bulk_limits;
mod provisioning_bulk_readings;
mod provisioning_calls;
mod provisioning_change;
mod provisioning_create;
mod provisioning_create_refusals;
mod provisioning_discovery;
mod provisioning_extensions;
mod provisioning_life;
mod provisioning_patch_forms;
mod provisioning_patch_spend;
mod provisioning_patch_travel;
mod provisioning_readings;
mod provisioning_refusals;
mod provisioning_roles;
mod provisioning_rules;
mod provisioning_spend_readings;
mod provisioning_status;
mod provisioning_status_pages;
mod readings;
mod readings_of_changes;
mod readings_of_creates;
mod readings_of_lists;
mod readings_of_tokens;
mod request_hygiene;
mod retrieval_calls;
mod retrieval_v4;
mod retrieval_v4_filters;
mod retrieval_v4_refusals;
mod scim_v4_calls;
mod scim_v4_groups;
mod scim_v4_members;
mod scim_v4_refusals;
mod scim_v4_users;
mod scim_v4_writes;
mod spend_calls;
mod spend_custom_data;
mod spend_defaults;
mod spend_extensions;
mod spend_filter_refusals;
mod spend_filters;
mod spend_form_fields;
mod spend_limits;
mod spend_lists;
mod spend_one_truth;
mod spend_people;
mod spend_readings;
mod spend_refusals;
mod spend_role_codes;
mod spend_role_table;
mod spend_users;
mod token_forms;
mod tokens;
mod travel_profile_access;
mod travel_profile_calls;
mod travel_profile_read;
mod travel_profile_sections;
mod travel_profile_summary;
mod travel_profile_v1;
mod travel_profile_warnings;
mod travel_profile_write;
mod travel_provisioning_calls;
mod travel_v4;
mod travel_v4_calls;
mod travel_v4_forms;
mod travel_v4_provisioned;
mod travel_v4_readings;
mod uniqueness;
mod user_v1_batch;
mod user_v1_calls;
mod user_v1_crossings;
mod user_v1_form;
mod user_v1_passwords;
mod user_v1_profile;
mod user_v1_xml;
mod users_v3;
mod users_v3_1;
mod xml_tree;

pub use case::{Case, Driven, Outcome, Report};
pub use documented_filters::{DocumentedFilter, Verdict, documented_filters};

/// Every file's cases.
const FILES: &[&[Case]] = &[
    oauth_grants::CASES,
    oauth_refusals::CASES,
    oauth_claims::CASES,
    tokens::CASES,
    identity_v4_1_read::CASES,
    identity_v4_1_paging::CASES,
    identity_v4_1_attributes::CASES,
    identity_v4_1_scope_leaks::CASES,
    identity_v4_1_scopes::CASES,
    identity_v4_1_search::CASES,
    identity_v4_1_filters::CASES,
    identity_v4_1_filter_places::CASES,
    identity_v4_1_create::CASES,
    identity_v4_1_create_refusals::CASES,
    identity_v4_1_replace::CASES,
    identity_v4_1_patch::CASES,
    identity_v4_1_patch_lists::CASES,
    identity_v4_1_patch_refusals::CASES,
    identity_v4_1_delete::CASES,
    identity_v4_1_every_attribute::CASES,
    oauth_users::CASES,
    identity_v4_1_managers::CASES,
    discovery::CASES,
    identity_v4::CASES,
    users_v3::CASES,
    oauth_codes::CASES,
    oauth_one_time::CASES,
    oauth_authorize::CASES,
    app_connections::CASES,
    app_secrets::CASES,
    identity_v4_create::CASES,
    identity_v4_change::CASES,
    identity_v4_list::CASES,
    identity_v4_discovery::CASES,
    identity_v4_1_leaves::CASES,
    documented_filters::CASES,
    request_hygiene::CASES,
    absent_null_empty::CASES,
    one_truth::CASES,
    uniqueness::CASES,
    scim_v4_users::CASES,
    scim_v4_writes::CASES,
    scim_v4_groups::CASES,
    scim_v4_members::CASES,
    scim_v4_refusals::CASES,
    retrieval_v4::CASES,
    retrieval_v4_filters::CASES,
    retrieval_v4_refusals::CASES,
    users_v3_1::CASES,
    user_v1_profile::CASES,
    user_v1_batch::CASES,
    user_v1_passwords::CASES,
    user_v1_xml::CASES,
    user_v1_crossings::CASES,
    user_v1_form::CASES,
    profile_v1::CASES,
    one_truth_everywhere::CASES,
    older_isolation::CASES,
    older_readings::CASES,
    readings_of_changes::CASES,
    readings_of_creates::CASES,
    readings_of_lists::CASES,
    readings_of_tokens::CASES,
    travel_v4::CASES,
    travel_v4_readings::CASES,
    travel_v4_forms::CASES,
    travel_v4_provisioned::CASES,
    travel_profile_read::CASES,
    travel_profile_access::CASES,
    travel_profile_write::CASES,
    travel_profile_sections::CASES,
    travel_profile_warnings::CASES,
    travel_profile_summary::CASES,
    travel_profile_v1::CASES,
    event_subscriptions::CASES,
    event_subscription_refusals::CASES,
    event_subscription_readings::CASES,
    spend_lists::CASES,
    spend_users::CASES,
    spend_defaults::CASES,
    spend_extensions::CASES,
    spend_people::CASES,
    spend_custom_data::CASES,
    spend_limits::CASES,
    spend_filters::CASES,
    spend_filter_refusals::CASES,
    spend_readings::CASES,
    spend_refusals::CASES,
    spend_role_codes::CASES,
    spend_form_fields::CASES,
    spend_one_truth::CASES,
    legal_entities::CASES,
    legal_entity_changes::CASES,
    legal_entity_replace::CASES,
    legal_entity_search::CASES,
    legal_entity_pages::CASES,
    legal_entity_refusals::CASES,
    legal_entity_company::CASES,
    provisioning_create::CASES,
    provisioning_create_refusals::CASES,
    provisioning_change::CASES,
    provisioning_status::CASES,
    provisioning_status_pages::CASES,
    provisioning_life::CASES,
    provisioning_bulk::CASES,
    provisioning_bulk_failures::CASES,
    provisioning_bulk_limits::CASES,
    provisioning_bulk_readings::CASES,
    provisioning_extensions::CASES,
    provisioning_patch_forms::CASES,
    provisioning_patch_spend::CASES,
    provisioning_patch_travel::CASES,
    provisioning_rules::CASES,
    provisioning_approvers::CASES,
    provisioning_roles::CASES,
    provisioning_refusals::CASES,
    provisioning_discovery::CASES,
    provisioning_readings::CASES,
    provisioning_spend_readings::CASES,
];

/// Every case, file by file.
pub fn cases() -> impl Iterator<Item = &'static Case> {
    FILES.iter().copied().flatten()
}

/// The case of that name in that file.
pub fn case(api: &str, name: &str) -> Option<&'static Case> {
    cases().find(|case| case.api == api && case.name == name)
}

/// Registers the cases of one file, and exports a macro that hands their names to another macro, so that a test binary can
/// make a `#[test]` of each without a second list that could miss one.
macro_rules! register {
    ($dollar:tt $each:ident of $api:literal, $source:expr;
     $($(#[source = $own:expr])? $name:ident: $operation:literal $(, $need:ident)*;)+) => {
        pub(super) const CASES: &[super::Case] = &[$(super::Case {
            api: $api,
            name: stringify!($name),
            operation: $operation,
            source: {
                let page: &str = $source;
                $(let page: &str = { let _ = page; $own };)?
                page
            },
            needs: &[$(crate::target::Capability::$need),*],
            run: |session| Box::pin($name(session)),
        }),+];

        #[doc(hidden)]
        #[macro_export]
        macro_rules! $each {
            ($dollar make:ident) => { $dollar make! { $api: $($name)+ } };
        }
    };
}
use register;
