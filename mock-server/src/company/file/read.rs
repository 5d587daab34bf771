//! Reads a file of a company, line by line, and says of a wrong one which line and what was expected.

use std::io::{self, BufRead, Read};
use std::sync::Arc;

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::{EntityLine, FORMAT, Head, Line, UserLine, VERSION};
use crate::clock::Clock;
use crate::company::Version;
use crate::company::configuration_change;
use crate::company::extensions::Extension;
use crate::company::legal_entities::MAX_LEGAL_ENTITIES;
use crate::company::logins::SignIn;
use crate::company::record::Record;
use crate::company::seed::MAX_SEEDED_USERS;
use crate::company::unique::{Rules, Values};
use crate::founding::Content;
use crate::ids;
use crate::policy::{Policies, Setting};
use crate::scim::derive::{Meta, Resource, stored};
use crate::scim::schema::{ENTERPRISE, IDENTITY_USER};
use crate::scim::validate;

/// The longest line, in bytes.
const MAX_LINE_BYTES: u64 = 8 * 1024 * 1024;

/// Why a file is not taken.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ImportError {
    /// It cannot be read.
    #[error("the file cannot be read: {0}")]
    Unreadable(#[from] io::Error),
    /// A line is not what it must be.
    #[error("line {line}: {expected}")]
    Line {
        /// Its number, the first being 1.
        line: usize,
        /// What was expected.
        expected: String,
    },
}

/// Reads a file; the policy is that of the process, over which the company's own settings come.
pub(crate) fn read(file: impl BufRead, inherited: &Policies) -> Result<Content, ImportError> {
    let mut lines = Lines { file, number: 0 };
    let head = lines.line()?.ok_or_else(|| lines.wrong(HEAD))?;
    let head: Head = lines.parse(&head)?;
    let mut version = lines.begin(&head, inherited)?;
    let clock = head.clock;
    for _ in 0..head.users {
        match lines.content()? {
            Line::User(user) => lines.user(*user, &mut version)?,
            Line::LegalEntity(_) => return Err(lines.wrong("expected a user")),
        }
    }
    for _ in 0..head.legal_entities {
        match lines.content()? {
            Line::LegalEntity(entity) => lines.legal_entity(&entity, &mut version)?,
            Line::User(_) => return Err(lines.wrong("expected a legal entity")),
        }
    }
    if lines.line()?.is_some() {
        return Err(lines.wrong("expected the end, after as many lines as the first one says"));
    }
    version.legal_entities.created = head.legal_entities_created;
    version.roles.set_changes(head.role_changes);
    let users = version.users.clone();
    version.extensions.settle(&users, &users);
    Ok(Content {
        version: Arc::new(version),
        clock,
        known_user: head.known_user,
    })
}

/// What the first line must be.
const HEAD: &str = r#"expected {"format":"concur-mock company","version":1,…}, as GET /__admin/companies/{id}/export writes it"#;

struct Lines<F> {
    file: F,
    number: usize,
}

impl<F: BufRead> Lines<F> {
    /// The next line; `None` at the end.
    fn line(&mut self) -> Result<Option<Vec<u8>>, ImportError> {
        self.number += 1;
        let mut line = Vec::new();
        let mut bounded = self.file.by_ref().take(MAX_LINE_BYTES);
        bounded.read_until(b'\n', &mut line)?;
        if line.last() != Some(&b'\n') && line.len() as u64 == MAX_LINE_BYTES {
            return Err(self.wrong(format!("expected at most {MAX_LINE_BYTES} bytes")));
        }
        Ok((!line.is_empty()).then_some(line))
    }

    fn content(&mut self) -> Result<Line, ImportError> {
        let line = self.line()?;
        let line = line.ok_or_else(|| {
            self.wrong("expected as many lines as the first one says, and the file is at its end")
        })?;
        self.parse(&line)
    }

    fn parse<T: DeserializeOwned>(&self, line: &[u8]) -> Result<T, ImportError> {
        let mut reader = serde_json::Deserializer::from_slice(line);
        let read = serde_path_to_error::deserialize(&mut reader);
        let read = read.map_err(|error| self.wrong(in_its_line(&error.to_string())))?;
        let end = reader.end();
        end.map_err(|error| self.wrong(in_its_line(&error.to_string())))?;
        Ok(read)
    }

    fn wrong(&self, expected: impl Into<String>) -> ImportError {
        ImportError::Line {
            line: self.number,
            expected: expected.into(),
        }
    }

    /// What the first line says of the company.
    fn begin(&self, head: &Head, inherited: &Policies) -> Result<Version, ImportError> {
        if head.format != FORMAT || head.version != VERSION {
            return Err(self.wrong(HEAD));
        }
        if head.users > MAX_SEEDED_USERS || head.legal_entities > MAX_LEGAL_ENTITIES {
            return Err(self.wrong(format!(
                "expected at most {MAX_SEEDED_USERS} users and {MAX_LEGAL_ENTITIES} legal entities"
            )));
        }
        let in_range = Clock::live().set(head.clock);
        in_range.map_err(|error| self.wrong(error.to_string()))?;
        let settings = Setting::read_all(&head.policy);
        let settings = settings.map_err(|error| self.wrong(error.to_string()))?;
        let checked = configuration_change::check(&head.configuration);
        checked.map_err(|error| self.wrong(error.to_string()))?;
        Ok(Version {
            policies: inherited.with(&settings),
            configuration: Arc::new(head.configuration.clone()),
            users_created: head.users_created,
            ..Version::default()
        })
    }

    fn user(&self, line: UserLine, version: &mut Version) -> Result<(), ImportError> {
        let id = line.identity.get("id").and_then(Value::as_str);
        let id = id.and_then(ids::read);
        let id = id.ok_or_else(|| self.wrong("identity.id must be a UUID"))?;
        if version.users.get(id).is_some() {
            return Err(self.wrong(format!("expected each user once; {id} is there already")));
        }
        self.identity(id, &line.identity, version)?;
        for (name, part) in line.extensions {
            let extension = Extension::ALL
                .into_iter()
                .find(|extension| extension.name() == name);
            let extension = extension.ok_or_else(|| {
                let names = Extension::ALL.map(Extension::name).join(", ");
                self.wrong(format!("extensions must be of {names}"))
            })?;
            version
                .extensions
                .keep(id, extension, part.content, part.changed);
        }
        for held in line.roles {
            version.roles.give_in(id, &held.role, &held.group);
        }
        if let Some(password) = line.password {
            version.logins.set_password(id, &password);
        }
        if let Some(name) = line.sign_in {
            let state = SignIn::read(&name).ok_or_else(|| {
                let names = SignIn::ALL.map(SignIn::name).join(", ");
                self.wrong(format!("sign_in must be one of {names}"))
            })?;
            version.logins.set_state(id, state);
        }
        Ok(())
    }

    /// Judges a document as a write of it would be, and keeps it as it is.
    fn identity(
        &self,
        id: Uuid,
        shown: &Map<String, Value>,
        version: &mut Version,
    ) -> Result<(), ImportError> {
        let meta = shown.get("meta").and_then(Meta::read).ok_or_else(|| {
            self.wrong("identity.meta must have created, lastModified and version")
        })?;
        let mut resource: Resource = stored(shown);
        let enterprise = resource.get_mut(ENTERPRISE).and_then(Value::as_object_mut);
        let enterprise =
            enterprise.ok_or_else(|| self.wrong(format!("identity must have {ENTERPRISE}")))?;
        // No document names its company; for the judge it must name one.
        enterprise.insert("companyId".to_owned(), Value::from(Uuid::nil().to_string()));
        validate::changed_of(&IDENTITY_USER, &resource, &resource, &version.policies).map_err(
            |faults| {
                let first = faults.into_iter().next();
                self.wrong(first.map(|fault| fault.message).unwrap_or_default())
            },
        )?;
        let record = Record::write(id, &resource, meta);
        let record = record.ok_or_else(|| self.wrong("expected a document of less than 4 GiB"))?;
        let rules = Rules::of(&version.policies);
        let kept = version.users.insert(record, &Values::of(&resource), rules);
        kept.map_err(|taken| self.wrong(taken.to_string()))
    }

    fn legal_entity(&self, line: &EntityLine, version: &mut Version) -> Result<(), ImportError> {
        let entities = &mut version.legal_entities;
        if entities.get(line.id).is_some() {
            let text = format!(
                "expected each legal entity once; {} is there already",
                line.id
            );
            return Err(self.wrong(text));
        }
        let times = (line.created, line.last_modified);
        let kept = entities.put_back(line.id, times, line.version, &line.content);
        kept.map(drop)
            .map_err(|error| self.wrong(error.to_string()))
    }
}

/// What a parser says, which counts the lines of what it was given, and that is one.
fn in_its_line(text: &str) -> String {
    match text.rsplit_once(" at line 1 column ") {
        Some((text, column)) => format!("{text} (column {column})"),
        None => text.to_owned(),
    }
}
