//! The transcription accepts what Concur itself prints, exceptions listed with their reason.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::{CONTRACT, headers};

/// What a printed payload is.
enum Payload {
    Request,
    Reply(u16),
    Whole(u16),
}

use Payload::{Reply, Request, Whole};

/// The printed payloads of the operations in the contract.
const PAYLOADS: &[(&str, &str, Payload)] = &[
    (
        "platform/error-v3-bad-request-message-only.json",
        "users.v3_0.list",
        Reply(400),
    ),
    (
        "platform/error-v3-forbidden.json",
        "users.v3_0.list",
        Reply(403),
    ),
    (
        "platform/error-v4-scim-user-search-400.json",
        "identity.v4_1.users.search",
        Reply(400),
    ),
    (
        "platform/error-v4.1-scim-legal-entity-400.json",
        "identity.v4_1.users.create",
        Reply(400),
    ),
    (
        "platform/identity-v4.1-users-search-response-with-nextCursor.json",
        "identity.v4_1.users.search",
        Whole(200),
    ),
    (
        "platform/oauth2-token-error-code-108-bad-refresh-token.json",
        "oauth2.token.create",
        Reply(403),
    ),
    (
        "platform/oauth2-token-error-code-16-user-lives-elsewhere-http400.json",
        "oauth2.token.create",
        Reply(400),
    ),
    (
        "platform/oauth2-token-error-code-5-bad-login.json",
        "oauth2.token.create",
        Reply(400),
    ),
    (
        "platform/oauth2-token-response-authtoken-with-refresh_expires_in.json",
        "oauth2.token.create",
        Reply(200),
    ),
    (
        "platform/oauth2-token-response-client-credentials.json",
        "oauth2.token.create",
        Reply(200),
    ),
    (
        "platform/oauth2-token-response-company-authtoken.json",
        "oauth2.token.create",
        Reply(200),
    ),
    (
        "platform/oauth2-token-response-company-request-token-tool.json",
        "oauth2.token.create",
        Reply(200),
    ),
    (
        "platform/oauth2-token-response-generic.json",
        "oauth2.token.create",
        Reply(200),
    ),
    (
        "platform/oauth2-token-response-observed-company-2023-transcribed-from-screenshot.json",
        "oauth2.token.create",
        Reply(200),
    ),
    (
        "platform/oauth2-token-response-otp-grant.json",
        "oauth2.token.create",
        Reply(200),
    ),
    (
        "platform/oauth2-token-response-password-grant.json",
        "oauth2.token.create",
        Reply(200),
    ),
    (
        "platform/oauth2-token-response-refresh-grant.json",
        "oauth2.token.create",
        Reply(200),
    ),
    (
        "profile/constructed__scim-error-401.json",
        "identity.v4_1.users.list",
        Reply(401),
    ),
    (
        "profile/constructed__v3-error.json",
        "users.v3_0.list",
        Reply(403),
    ),
    (
        "profile/identity-v4.1__GET_Schemas_id__response.json",
        "identity.v4_1.schemas.get",
        Reply(200),
    ),
    (
        "profile/identity-v4.1__GET_Users__response.json",
        "identity.v4_1.users.list",
        Reply(200),
    ),
    (
        "profile/identity-v4.1__GET_Users_id__response.json",
        "identity.v4_1.users.get",
        Whole(200),
    ),
    (
        "profile/identity-v4.1__GET_Users_id__ups-page__response.json",
        "identity.v4_1.users.get",
        Whole(200),
    ),
    (
        "profile/identity-v4.1__PATCH_Users_id__leavesOfAbsence-adding__request.json",
        "identity.v4_1.users.patch",
        Request,
    ),
    (
        "profile/identity-v4.1__PATCH_Users_id__leavesOfAbsence-creating__request.json",
        "identity.v4_1.users.patch",
        Request,
    ),
    (
        "profile/identity-v4.1__PATCH_Users_id__leavesOfAbsence-removing__request.json",
        "identity.v4_1.users.patch",
        Request,
    ),
    (
        "profile/identity-v4.1__PATCH_Users_id__leavesOfAbsence-replacing__request.json",
        "identity.v4_1.users.patch",
        Request,
    ),
    (
        "profile/identity-v4.1__PATCH_Users_id__request.json",
        "identity.v4_1.users.patch",
        Request,
    ),
    (
        "profile/identity-v4.1__PATCH_Users_id__response.json",
        "identity.v4_1.users.patch",
        Whole(200),
    ),
    (
        "profile/identity-v4.1__POST_Users.search__request.json",
        "identity.v4_1.users.search",
        Request,
    ),
    (
        "profile/identity-v4.1__POST_Users.search__response.json",
        "identity.v4_1.users.search",
        Reply(200),
    ),
    (
        "profile/identity-v4.1__POST_Users__request.json",
        "identity.v4_1.users.create",
        Request,
    ),
    (
        "profile/identity-v4.1__POST_Users__response.json",
        "identity.v4_1.users.create",
        Whole(200),
    ),
    (
        "profile/identity-v4.1__PUT_Users_id__request.json",
        "identity.v4_1.users.replace",
        Request,
    ),
    (
        "profile/identity-v4.1__PUT_Users_id__response.json",
        "identity.v4_1.users.replace",
        Whole(200),
    ),
    (
        "profile/identity-v4__GET_Schemas_id__response.json",
        "identity.v4_1.schemas.get",
        Reply(200),
    ),
    (
        "profile/identity-v4__GET_Users__response.json",
        "identity.v4.users.list",
        Reply(200),
    ),
    (
        "profile/identity-v4__GET_Users_id__response.json",
        "identity.v4.users.get",
        Whole(200),
    ),
    // The contract has no writers of v4; their user is the one of v4.1.
    (
        "profile/identity-v4__PATCH_Users_id__request.json",
        "identity.v4_1.users.patch",
        Request,
    ),
    (
        "profile/identity-v4__PATCH_Users_id__response.json",
        "identity.v4_1.users.patch",
        Whole(200),
    ),
    (
        "profile/identity-v4__POST_Users__request.json",
        "identity.v4_1.users.create",
        Request,
    ),
    (
        "profile/identity-v4__POST_Users__response.json",
        "identity.v4_1.users.create",
        Whole(200),
    ),
    (
        "profile/identity-v4__PUT_Users_id__request.json",
        "identity.v4_1.users.replace",
        Request,
    ),
    (
        "profile/identity-v4__PUT_Users_id__response.json",
        "identity.v4_1.users.replace",
        Whole(200),
    ),
    (
        "profile/legal-entity-v4.1__error-400.json",
        "identity.v4_1.users.create",
        Reply(400),
    ),
    (
        "profile/oauth2__error-403-expired.json",
        "oauth2.token.create",
        Reply(403),
    ),
    (
        "profile/observed__ups-v4__POST_Users__duplicate-409.json",
        "identity.v4_1.users.create",
        Reply(409),
    ),
    (
        "profile/user-retrieval-v4__POST_Users.search__error-400.json",
        "identity.v4_1.users.search",
        Reply(400),
    ),
    (
        "profile/users-v3.0__GET_common_users__constructed-from-schema.json",
        "users.v3_0.list",
        Reply(200),
    ),
];

const HOST: &str = "the host is a placeholder in braces, so the address is none";
const ABBREVIATED: &str = "the page prints empty objects where users would stand";
const NUMBERED: &str = "the page prints a numbered word where the UUID would stand";
const TYPE_NAME: &str = "the page prints the name of the type where the value would stand";

/// Where a printed payload cannot be what the service sends: file, place, rule, reason.
const EXCEPTIONS: &[(&str, &str, &str, &str)] = &[
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

/// Printed payloads of the same families that answer no operation of the contract.
const OTHERS: [&str; 3] = [
    "platform/oauth2-access-token-jwt-payload-v2-2017-doc.json",
    "platform/oauth2-id-token-claims-pre-2026.json",
    "platform/oauth2-otp-response.json",
];

const FAMILIES: [&str; 8] = [
    "platform/error-v3-",
    "platform/error-v4-scim-",
    "platform/error-v4.1-scim-",
    "platform/identity-",
    "platform/oauth2-",
    "profile/identity-v4",
    "profile/oauth2__",
    "profile/users-v3.0__",
];

/// The pages' payloads are no part of this repository; they stand beside it where somebody keeps them.
fn folder() -> Option<PathBuf> {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let folder = workspace.join("../shared/spec/examples");
    folder.is_dir().then_some(folder)
}

fn judge(file: &str, body: &[u8]) -> Vec<(String, String, String)> {
    let (_, operation, payload) = PAYLOADS.iter().find(|(name, ..)| *name == file).unwrap();
    let operation = CONTRACT.operation(operation).unwrap();
    let json = headers("application/json");
    let found = match payload {
        Request => operation.check_request(&[], Some("application/json"), body),
        Reply(status) => operation.check_response(*status, &json, body),
        Whole(status) => operation.check_unprojected_response(*status, &json, body),
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
    let expected: BTreeSet<_> = EXCEPTIONS
        .iter()
        .map(|(file, pointer, rule, _)| {
            (
                (*file).to_owned(),
                (*pointer).to_owned(),
                (*rule).to_owned(),
            )
        })
        .collect();

    let found: BTreeSet<_> = PAYLOADS
        .iter()
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
    let known: BTreeSet<&str> = PAYLOADS
        .iter()
        .map(|(file, ..)| *file)
        .chain(OTHERS)
        .collect();

    for part in ["platform", "profile"] {
        for entry in fs::read_dir(folder.join(part)).unwrap() {
            let name = format!("{part}/{}", entry.unwrap().file_name().to_str().unwrap());
            let ours = FAMILIES.iter().any(|family| name.starts_with(family));
            assert!(!ours || known.contains(name.as_str()), "{name}");
        }
    }
}
