//! Where a printed payload cannot be what the service sends, and why.

pub(super) const HOST: &str = "the host is a placeholder in braces, so the address is none";
const ABBREVIATED: &str = "the page prints empty objects where users would stand";
pub(super) const NUMBERED: &str = "the page prints a numbered word where the UUID would stand";
pub(super) const TYPE_NAME: &str =
    "the page prints the name of the type where the value would stand";

/// Where a printed payload cannot be what the service sends: file, place, rule, reason.
pub(super) const EXCEPTIONS: &[(&str, &str, &str, &str)] = &[
    (
        "platform/oauth2-token-response-authtoken-with-refresh_expires_in.json",
        "/refresh_expires_in",
        "pattern",
        "a placeholder in braces stands where the moment would",
    ),
    (
        "platform/oauth2-token-response-company-request-token-tool.json",
        "/geolocation",
        "pattern",
        "this page alone appends the token path to the base address, which every other page calls with paths of its own",
    ),
    (
        "profile/identity-v4.1__GET_Users__response.json",
        "/Resources/0",
        "required",
        ABBREVIATED,
    ),
    (
        "profile/identity-v4.1__GET_Users__response.json",
        "/Resources/1",
        "required",
        ABBREVIATED,
    ),
    (
        "profile/identity-v4.1__GET_Users__response.json",
        "/Resources/2",
        "required",
        ABBREVIATED,
    ),
    (
        "profile/identity-v4.1__GET_Users_id__ups-page__response.json",
        "/meta/location",
        "format",
        HOST,
    ),
    (
        "profile/identity-v4.1__GET_Users_id__ups-page__response.json",
        "/urn:ietf:params:scim:schemas:extension:enterprise:2.0:User/companyId",
        "format",
        "two groups of the UUID are blotted out with x",
    ),
    (
        "profile/identity-v4.1__POST_Users.search__response.json",
        "/Resources/0/id",
        "format",
        NUMBERED,
    ),
    (
        "profile/identity-v4.1__POST_Users.search__response.json",
        "/Resources/0/active",
        "type",
        TYPE_NAME,
    ),
    (
        "profile/identity-v4.1__POST_Users.search__response.json",
        "/Resources/1/id",
        "format",
        NUMBERED,
    ),
    (
        "profile/identity-v4.1__POST_Users.search__response.json",
        "/Resources/1/active",
        "type",
        TYPE_NAME,
    ),
    (
        "profile/identity-v4.1__POST_Users.search__response.json",
        "/Resources/2/id",
        "format",
        NUMBERED,
    ),
    (
        "profile/identity-v4.1__POST_Users.search__response.json",
        "/Resources/2/active",
        "type",
        TYPE_NAME,
    ),
    (
        "profile/identity-v4__GET_Users_id__response.json",
        "/meta/location",
        "format",
        HOST,
    ),
    (
        "profile/identity-v4__PATCH_Users_id__response.json",
        "/meta/location",
        "format",
        HOST,
    ),
    (
        "profile/identity-v4__POST_Users__response.json",
        "/meta/location",
        "format",
        HOST,
    ),
    (
        "profile/identity-v4__PUT_Users_id__response.json",
        "/meta/location",
        "format",
        HOST,
    ),
];
