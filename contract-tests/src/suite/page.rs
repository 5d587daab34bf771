//! The public pages that cases rest on.

pub(super) const OAUTH: &str =
    "https://developer.concur.com/api-reference/authentication/apidoc.html";
pub(super) const COMPANY_AUTH: &str =
    "https://developer.concur.com/api-reference/authentication/company-auth.html";
pub(super) const BEST_PRACTICES: &str = "https://developer.concur.com/api-reference/authentication/oauth2-migration-best-practices.html";
pub(super) const E_RECEIPTS: &str =
    "https://developer.concur.com/api-guides/e-receipts-enterprise-app-integration-guide.html";
pub(super) const E_RECEIPTS_USER: &str =
    "https://developer.concur.com/api-guides/e-receipts-user-app-integration-guide.html";
pub(super) const ROTATING_SECRETS: &str =
    "https://developer.concur.com/api-reference/authentication/rotating-secrets.html";
pub(super) const SIGN_IN: &str =
    "https://developer.concur.com/api-reference/authentication/sign-in-with-concur.html";
pub(super) const SAMPLE_COLLECTION: &str =
    "https://developer.concur.com/api-guides/user-provisioning/user-provisioning.html";
pub(super) const RELEASE_2021_01: &str =
    "https://developer.concur.com/tools-support/release-notes/api/2021-01-22.html";
pub(super) const IDENTITY_V4: &str =
    "https://developer.concur.com/api-reference/profile/v4.identity.html";
pub(super) const IDENTITY_V4_1: &str =
    "https://developer.concur.com/api-reference/profile/v4.1.identity.html";
pub(super) const SEARCH: &str =
    "https://developer.concur.com/api-guides/profile/identity-search.html";
pub(super) const LEAVES: &str =
    "https://developer.concur.com/api-guides/profile/leave-of-absence.html";
pub(super) const SCOPES: &str =
    "https://developer.concur.com/api-reference/profile/v4.scope-mapping.html";
pub(super) const PROVISIONING: &str =
    "https://developer.concur.com/api-reference/user-provisioning/v4.user-provisioning.html";
pub(super) const STATUSES: &str =
    "https://developer.concur.com/api-reference/http-status-codes.html";
pub(super) const CORRELATION: &str = "https://developer.concur.com/platform/correlation-id.html";
pub(super) const TMC: &str = "https://developer.concur.com/api-guides/tmc/tmc-overview.html";
pub(super) const USERS_V3: &str = "https://developer.concur.com/api-explorer/v3-0/Users.html";
pub(super) const RELEASE_2025_02: &str =
    "https://developer.concur.com/tools-support/release-notes/api/2025-02-06.html";
pub(super) const RELEASE_2026_04: &str =
    "https://developer.concur.com/tools-support/release-notes/api/2026-01-12.html";
pub(super) const SCIM_V4: &str = "https://developer.concur.com/api-reference/profile/v4.scim.html";
pub(super) const SCIM_GROUPS: &str =
    "https://developer.concur.com/api-reference/profile/v4.scim-groups-definition.html";
pub(super) const SCIM_V4_EXPLORER: &str =
    "https://developer.concur.com/api-explorer/v4-0/Scim.html";
pub(super) const RETRIEVAL: &str =
    "https://developer.concur.com/api-reference/user-provisioning/v4-user-retrieval.html";
pub(super) const USERS_V3_1: &str =
    "https://developer.concur.com/api-reference/authentication/get-users31.html";
pub(super) const USER_V1: &str = "https://developer.concur.com/api-reference/user/";
pub(super) const PROFILE_V1: &str =
    "https://developer.concur.com/api-reference/profile/v1.user.html";
pub(super) const SUPPORT: &str = "https://developer.concur.com/tools-support/support.html";
pub(super) const TRAVEL: &str =
    "https://developer.concur.com/api-reference/user-provisioning/travel/v4.travel-extension.html";
pub(super) const EVENT_TOPICS: &str = "https://developer.concur.com/event-topics/index.html";
pub(super) const SPEND_V4: &str = "https://developer.concur.com/api-reference/user-provisioning/spend/v4.spend-user-retrieval.html";
pub(super) const SPEND_V4_1: &str = "https://developer.concur.com/api-reference/user-provisioning/spend/v4.1.spend-user-retrieval.html";
pub(super) const SPEND_STARTED: &str = "https://developer.concur.com/api-reference/user-provisioning/spend/v4.spend-user-get-started.html";
pub(super) const SPEND_ROLES: &str = "https://developer.concur.com/api-reference/user-provisioning/spend/v4.spend-role-code-definition.html";
pub(super) const SPEND_FORM: &str = "https://developer.concur.com/api-reference/user-provisioning/spend/v4.1.spend-form-fields.html";
pub(super) const LEGAL_ENTITY: &str =
    "https://developer.concur.com/api-reference/legal-entity/v4.1.legal-entity.html";
pub(super) const TRAVEL_PROFILE_V2: &str =
    "https://developer.concur.com/api-reference/travel-profile/v2.profile-resource.html";
pub(super) const TRAVEL_PROFILE_V1: &str =
    "https://developer.concur.com/api-reference/travel-profile/v1.profile-resource.html";
pub(super) const TRAVEL_PROFILE_GUIDE: &str =
    "https://developer.concur.com/api-guides/tmc/profile-v2-guide.html";
