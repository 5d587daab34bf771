//! Writes a version of a company as a file, some lines at a time.

use std::collections::BTreeMap;

use serde::Serialize;
use uuid::Uuid;

use super::{EntityLine, ExtensionPart, FORMAT, Head, Line, RolePart, UserLine, VERSION};
use crate::company::extensions::Extension;
use crate::company::legal_entities::LegalEntity;
use crate::company::logins::SignIn;
use crate::company::record::Record;
use crate::company::snapshots::Saved;

/// How many users or legal entities are written at once.
const AT_ONCE: usize = 64;

/// A file in the making: an iterator over its parts. It holds a version of its own, so writers go on meanwhile.
#[derive(Debug)]
pub(crate) struct Export {
    saved: Saved,
    known_user: Option<Uuid>,
    next: Next,
}

/// What comes next.
#[derive(Debug, Clone, Copy)]
enum Next {
    Head,
    /// Users from this position on.
    Users(usize),
    /// Legal entities behind this one.
    LegalEntities(Option<Uuid>),
    Nothing,
}

impl Export {
    /// The file of this version.
    pub(crate) const fn of(saved: Saved, known_user: Option<Uuid>) -> Self {
        Self {
            saved,
            known_user,
            next: Next::Head,
        }
    }

    fn head(&self) -> Head {
        let version = &self.saved.version;
        Head {
            format: FORMAT.to_owned(),
            version: VERSION,
            users: version.users.len(),
            legal_entities: version.legal_entities.len(),
            known_user: self
                .known_user
                .filter(|user| version.users.get(*user).is_some()),
            users_created: version.users_created,
            legal_entities_created: version.legal_entities.created,
            clock: self.saved.clock,
            policy: version.policies.own(),
            configuration: version.configuration.as_ref().clone(),
            role_changes: version.roles.changes(),
        }
    }

    fn user(&self, record: &Record) -> UserLine {
        let version = &self.saved.version;
        let user = record.id;
        let mut extensions = BTreeMap::new();
        for extension in Extension::ALL {
            if let Some(changed) = version.extensions.changed(user, extension) {
                let content = version.extensions.read(user, extension);
                let part = ExtensionPart { changed, content };
                extensions.insert(extension.name().to_owned(), part);
            }
        }
        let held = version.roles.of_user(user);
        let state = version.logins.state(user);
        UserLine {
            identity: record.document(),
            extensions,
            roles: held
                .map(|(role, group)| RolePart {
                    role: role.to_string(),
                    group: group.to_string(),
                })
                .collect(),
            password: version.logins.password(user).map(ToString::to_string),
            sign_in: (state != SignIn::Normal).then(|| state.name().to_owned()),
        }
    }

    fn users(&self, from: usize, out: &mut Vec<u8>) -> Next {
        let mut behind = from;
        for record in self.saved.version.users.slice(from, AT_ONCE) {
            put(&Line::User(Box::new(self.user(record))), out);
            behind += 1;
        }
        if behind == from + AT_ONCE {
            Next::Users(behind)
        } else {
            Next::LegalEntities(None)
        }
    }

    fn legal_entities(&self, behind: Option<Uuid>, out: &mut Vec<u8>) -> Next {
        let all = self.saved.version.legal_entities.behind(behind);
        let mut last = None;
        let mut count = 0;
        for entity in all.take(AT_ONCE) {
            put(&Line::LegalEntity(entity_line(entity)), out);
            last = Some(entity.id);
            count += 1;
        }
        if count == AT_ONCE {
            Next::LegalEntities(last)
        } else {
            Next::Nothing
        }
    }
}

impl Iterator for Export {
    type Item = Vec<u8>;

    fn next(&mut self) -> Option<Vec<u8>> {
        let mut out = Vec::new();
        self.next = match self.next {
            Next::Head => {
                put(&self.head(), &mut out);
                Next::Users(0)
            }
            Next::Users(from) => self.users(from, &mut out),
            Next::LegalEntities(behind) => self.legal_entities(behind, &mut out),
            Next::Nothing => return None,
        };
        Some(out)
    }
}

fn entity_line(entity: &LegalEntity) -> EntityLine {
    EntityLine {
        id: entity.id,
        created: entity.created,
        last_modified: entity.last_modified,
        version: entity.version,
        content: entity.read(),
    }
}

/// Adds a line. What is kept can always be written as JSON.
fn put(line: &impl Serialize, out: &mut Vec<u8>) {
    if serde_json::to_writer(&mut *out, line).is_ok() {
        out.push(b'\n');
    }
}
