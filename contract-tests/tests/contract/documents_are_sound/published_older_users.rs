//! The printed payloads of SCIM v4, User Retrieval v4 and the retired user APIs, and which of them are excepted for what reason.

use super::CONTRACT;
use super::published_exceptions::{NUMBERED, TYPE_NAME};
use super::published_table::Payload::{self, Reply, Request, Whole};

/// The printed payloads of the operations in the contract.
pub(super) const PAYLOADS: &[(&str, &str, Payload)] = &[
    (
        "profile/profile-v1__GET_me__schema-expense.json",
        "profile.v1.me.get",
        Reply(200),
    ),
    (
        "profile/scim-v4__GET_Groups__response.json",
        "scim.v4.groups.list",
        Reply(200),
    ),
    (
        "profile/scim-v4__GET_Groups_id__response.json",
        "scim.v4.groups.get",
        Reply(200),
    ),
    (
        "profile/scim-v4__GET_Users__response.json",
        "scim.v4.users.list",
        Reply(200),
    ),
    (
        "profile/scim-v4__GET_Users_id__response.json",
        "scim.v4.users.get",
        Whole(200),
    ),
    (
        "profile/scim-v4__PATCH_Groups_id__request.json",
        "scim.v4.groups.patch",
        Request,
    ),
    (
        "profile/scim-v4__PATCH_Users_id__request.json",
        "scim.v4.users.patch",
        Request,
    ),
    (
        "profile/scim-v4__PATCH_Users_id__response.json",
        "scim.v4.users.patch",
        Whole(200),
    ),
    (
        "profile/scim-v4__POST_Users__request.json",
        "scim.v4.users.create",
        Request,
    ),
    (
        "profile/scim-v4__POST_Users__response.json",
        "scim.v4.users.create",
        Whole(201),
    ),
    (
        "profile/scim-v4__PUT_Groups_id__request.json",
        "scim.v4.groups.replace",
        Request,
    ),
    (
        "profile/scim-v4__PUT_Groups_id__response.json",
        "scim.v4.groups.replace",
        Reply(200),
    ),
    (
        "profile/scim-v4__PUT_Users_id__request.json",
        "scim.v4.users.replace",
        Request,
    ),
    (
        "profile/scim-v4__PUT_Users_id__response.json",
        "scim.v4.users.replace",
        Whole(200),
    ),
    (
        "profile/user-retrieval-v4__POST_Users.search__request.json",
        "user_retrieval.v4.users.search",
        Request,
    ),
    (
        "profile/user-retrieval-v4__POST_Users.search__response.json",
        "user_retrieval.v4.users.search",
        Reply(200),
    ),
    (
        "profile/user-v1__GET_FormFields__response.xml",
        "user.v1.form_fields.list",
        Reply(200),
    ),
    (
        "profile/user-v1__GET_user__response.xml",
        "user.v1.user.get",
        Reply(200),
    ),
    (
        "profile/user-v1__POST_Users_password__request.xml",
        "user.v1.passwords.update",
        Request,
    ),
    (
        "profile/user-v1__POST_Users_password__request-two-users.xml",
        "user.v1.passwords.update",
        Request,
    ),
    (
        "profile/user-v1__POST_Users_password__response-partial-failure.xml",
        "user.v1.passwords.update",
        Reply(200),
    ),
    (
        "profile/user-v1__POST_users__request.xml",
        "user.v1.users.create",
        Request,
    ),
    (
        "profile/user-v1__POST_users__request-two-users.xml",
        "user.v1.users.create",
        Request,
    ),
    (
        "profile/user-v1__POST_users__response-partial-failure.xml",
        "user.v1.users.create",
        Reply(200),
    ),
    (
        "profile/users-v3.1__GET_users__response.json",
        "users.v3_1.list",
        Reply(200),
    ),
];

const MALFORMED: &str = "the page's XML is not well-formed";

/// Where a printed payload cannot be what the service sends: file, place, rule, reason.
pub(super) const EXCEPTIONS: &[(&str, &str, &str, &str)] = &[
    (
        "profile/scim-v4__GET_Users__response.json",
        "/Resources/0/id",
        "format",
        NUMBERED,
    ),
    (
        "profile/scim-v4__GET_Users__response.json",
        "/Resources/0/active",
        "type",
        TYPE_NAME,
    ),
    (
        "profile/scim-v4__GET_Users__response.json",
        "/Resources/1/id",
        "format",
        NUMBERED,
    ),
    (
        "profile/scim-v4__GET_Users__response.json",
        "/Resources/1/active",
        "type",
        TYPE_NAME,
    ),
    (
        "profile/scim-v4__GET_Users__response.json",
        "/Resources/2/id",
        "format",
        NUMBERED,
    ),
    (
        "profile/scim-v4__GET_Users__response.json",
        "/Resources/2/active",
        "type",
        TYPE_NAME,
    ),
    (
        "profile/user-v1__GET_user__response.xml",
        "",
        "xml",
        MALFORMED,
    ),
    (
        "profile/user-v1__POST_Users_password__response-partial-failure.xml",
        "",
        "xml",
        MALFORMED,
    ),
    (
        "profile/user-v1__POST_users__request.xml",
        "",
        "xml",
        MALFORMED,
    ),
    (
        "profile/users-v3.1__GET_users__response.json",
        "/Items/0/ID",
        "pattern",
        "a GUID with one digit too many",
    ),
];

pub(super) const FAMILIES: &[&str] = &[
    "profile/profile-v1__",
    "profile/scim-v4__",
    "profile/user-retrieval-v4__",
    "profile/user-v1__",
    "profile/users-v3.1__",
];

/// How a payload is labelled: the pages print bodies without their headers, and a service has one media type for each kind of text.
pub(super) fn media_type(file: &str, operation: &str) -> &'static str {
    if file.ends_with("xml") {
        return "application/xml";
    }
    let operation = CONTRACT.operation(operation).unwrap();
    let is_scim = operation
        .responses
        .iter()
        .flat_map(|response| &response.bodies)
        .any(|body| body.media_type == "application/scim+json");
    if is_scim {
        "application/scim+json"
    } else {
        "application/json"
    }
}
