//! A company as a file: JSON Lines, of which the first says what the others are.
//!
//! The first line is a [`Head`]: format and version, clock, policy, configuration, and how many lines of which kind follow.
//! Then comes a line for each user in the order of lists, then one for each legal entity. A user's line holds the identity
//! document as Concur shows it, without the company's id and without the host of `meta.location`, so that any company can
//! take it, and beside it what other services keep of the user, roles, password and the state of the sign-in.
//!
//! Not in the file: tokens, provision requests, the outbox, snapshots, places of deleted users, and applications. Passwords
//! are in it as they are, since whoever imports the file wants to sign in; a file of a company is as secret as they are.
//!
//! A file that is exported, imported and exported again is the same, to the byte.

mod read;
mod write;

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use uuid::Uuid;

use super::configuration::Configuration;
use crate::clock::ClockMode;

pub(crate) use read::{ImportError, read};
pub(crate) use write::Export;

/// The media type of such a file.
pub(crate) const MEDIA_TYPE: &str = "application/x-ndjson";

/// What `format` says.
const FORMAT: &str = "concur-mock company";

/// The version that is written, and the only one that is read.
const VERSION: u32 = 1;

/// The first line.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    format: String,
    version: u32,
    /// How many lines of users follow.
    users: usize,
    /// How many lines of legal entities follow those.
    legal_entities: usize,
    /// The user whose password a new company shows.
    #[serde(default)]
    known_user: Option<Uuid>,
    /// How many users and legal entities were ever created; from it follow the ids of the next ones.
    #[serde(default)]
    users_created: u64,
    #[serde(default)]
    legal_entities_created: u64,
    clock: ClockMode,
    /// What the company sets of the policy itself.
    #[serde(default)]
    policy: Map<String, Value>,
    configuration: Configuration,
    /// When the holders of a role changed last.
    #[serde(default)]
    role_changes: BTreeMap<String, Timestamp>,
}

/// A line behind the first.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum Line {
    User(Box<UserLine>),
    LegalEntity(EntityLine),
}

/// A user.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct UserLine {
    identity: Map<String, Value>,
    /// By name of the extension.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    extensions: BTreeMap<String, ExtensionPart>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    roles: Vec<RolePart>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    password: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sign_in: Option<String>,
}

/// What is kept of a user beside the document.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ExtensionPart {
    changed: Timestamp,
    content: Map<String, Value>,
}

/// A role of a user.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RolePart {
    role: String,
    /// Absent, it counts everywhere.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    group: String,
}

/// A legal entity.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct EntityLine {
    id: Uuid,
    created: Timestamp,
    last_modified: Timestamp,
    version: u64,
    content: Map<String, Value>,
}

#[cfg(test)]
mod tests;
