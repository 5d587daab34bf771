//! A cassette: one scenario's requests and answers as YAML that a person can read and compare.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The only version of the format so far. A file of another version is refused, never guessed at.
pub const VERSION: u32 = 1;

/// What stands in a cassette where the service wrote its own host.
pub const BASE: &str = "{base}";

/// One recorded scenario.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cassette {
    /// The version of the format.
    pub version: u32,
    /// Who said this.
    pub provenance: Provenance,
    /// What is done in the scenario, as a short name.
    pub scenario: String,
    /// Where it comes from: a page, a company's kind, the program that wrote it.
    pub source: String,
    /// When it was written down.
    pub recorded_at: String,
    /// What the service's clock showed when the scenario began.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start_time: Option<String>,
    /// The exchanges, in order.
    pub interactions: Vec<Interaction>,
}

/// Who said what a cassette holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Provenance {
    /// Recorded from the service itself.
    Live,
    /// Composed by us beyond what the pages show.
    Simulated,
    /// Follows the pages step by step: every shape is printed or described there, the values are ours.
    Documented,
    /// Recorded from our own mock.
    Mock,
}

impl Provenance {
    /// Whether it says anything about Concur. What we made up or our own mock said does not, however often it is repeated.
    pub const fn is_evidence(self) -> bool {
        matches!(self, Self::Live | Self::Documented)
    }
}

/// One request with its answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Interaction {
    /// The operation's id in the contract.
    pub operation: String,
    /// What was asked.
    pub request: RecordedRequest,
    /// What came back.
    pub response: RecordedResponse,
}

/// What was asked. Credentials are never part of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordedRequest {
    /// The method, in capitals.
    pub method: String,
    /// The path, without query.
    pub path: String,
    /// The query's values by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub query: BTreeMap<String, String>,
    /// The headers that matter; a request must carry them.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub headers: BTreeMap<String, String>,
    /// The body.
    #[serde(default, skip_serializing_if = "Body::is_none")]
    pub body: Body,
}

/// What came back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordedResponse {
    /// The status.
    pub status: u16,
    /// The headers that matter.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub headers: BTreeMap<String, String>,
    /// The body.
    #[serde(default, skip_serializing_if = "Body::is_none")]
    pub body: Body,
}

/// A body, structured where it has a structure: that is what makes a difference readable.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Body {
    /// No body.
    #[default]
    None,
    /// JSON.
    Json(Value),
    /// A form.
    Form(BTreeMap<String, String>),
    /// Anything else.
    Text(String),
}

impl Body {
    fn is_none(&self) -> bool {
        matches!(self, Self::None)
    }
}

/// Why a cassette could not be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CassetteError {
    /// The file could not be read or written.
    #[error("{} cannot be read or written", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The text is not a cassette.
    #[error("{name}:{line}:{column}: {what}")]
    Syntax {
        /// The file, or what stands for it.
        name: String,
        /// The line, from 1; 0 where the parser did not say.
        line: u64,
        /// The column, from 1; 0 where the parser did not say.
        column: u64,
        /// What is wrong there.
        what: String,
    },
    /// Another version of the format.
    #[error("{name} has version {version}, this program reads version {VERSION}")]
    Version {
        /// The file, or what stands for it.
        name: String,
        /// The version that it has.
        version: u32,
    },
    /// A cassette without a single exchange would replay successfully whatever happens.
    #[error("{name} holds no interaction")]
    Empty {
        /// The file, or what stands for it.
        name: String,
    },
    /// The cassette could not be written as YAML.
    #[error("the cassette cannot be written as YAML: {what}")]
    Unwritable {
        /// What the writer said.
        what: String,
    },
}

impl Cassette {
    /// Reads the file at `path`.
    pub fn load(path: &Path) -> Result<Self, CassetteError> {
        let text = fs::read_to_string(path).map_err(|source| CassetteError::File {
            path: path.to_owned(),
            source,
        })?;
        Self::parse(&path.display().to_string(), &text)
    }

    /// Reads `text`; `name` stands for it in errors.
    pub fn parse(name: &str, text: &str) -> Result<Self, CassetteError> {
        let options = serde_saphyr::options! { strict_booleans: true, with_snippet: false };
        // The version is looked at alone and first: a newer file would otherwise be refused for a field that is unknown here.
        let head: Head = serde_saphyr::from_str_with_options(text, options.clone())
            .map_err(|error| syntax(name, &error))?;
        if head.version != VERSION {
            return Err(CassetteError::Version {
                name: name.to_owned(),
                version: head.version,
            });
        }
        let cassette: Self = serde_saphyr::from_str_with_options(text, options)
            .map_err(|error| syntax(name, &error))?;
        if cassette.interactions.is_empty() {
            return Err(CassetteError::Empty {
                name: name.to_owned(),
            });
        }
        Ok(cassette)
    }

    /// The canonical text: fields in the order of the format, names of maps sorted, keys of JSON bodies as they came.
    pub fn to_yaml(&self) -> Result<String, CassetteError> {
        serde_saphyr::to_string(self).map_err(|error| CassetteError::Unwritable {
            what: error.to_string(),
        })
    }

    /// Writes the canonical text to `path`.
    pub fn save(&self, path: &Path) -> Result<(), CassetteError> {
        let failed = |source| CassetteError::File {
            path: path.to_owned(),
            source,
        };
        // Written aside and renamed: a cut in the middle must not leave half a recording that still parses.
        let aside = path.with_extension("yaml.part");
        fs::write(&aside, self.to_yaml()?).map_err(failed)?;
        fs::rename(&aside, path).map_err(failed)
    }
}

#[derive(Deserialize)]
struct Head {
    version: u32,
}

fn syntax(name: &str, error: &serde_saphyr::Error) -> CassetteError {
    let location = error.location();
    CassetteError::Syntax {
        name: name.to_owned(),
        line: location.map_or(0, |place| place.line()),
        column: location.map_or(0, |place| place.column()),
        what: error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: &str = "version: 1
provenance: simulated
scenario: one
source: written for this test
recorded_at: 2026-01-15
interactions:
  - operation: oauth2.token.create
    request:
      method: POST
      path: /oauth2/v0/token
      body:
        form:
          grant_type: client_credentials
    response:
      status: 200
      headers:
        content-type: application/json
      body:
        json:
          expires_in: 3600
          scope: 'yes'
          when: '2021-11-17T22:44:09.000164Z'
          none: null
";

    #[test]
    fn a_written_cassette_reads_back_as_itself() {
        let cassette = Cassette::parse("small", SMALL).unwrap();

        let again = Cassette::parse("again", &cassette.to_yaml().unwrap()).unwrap();

        assert_eq!(again, cassette);
        assert_eq!(again.to_yaml().unwrap(), cassette.to_yaml().unwrap());
    }

    #[test]
    fn an_error_names_line_and_column() {
        let broken = SMALL.replace("status: 200", "status: two hundred");

        let error = Cassette::parse("small", &broken).unwrap_err();

        let CassetteError::Syntax { line, column, .. } = error else {
            panic!("{error}");
        };
        assert_eq!((line, column), (15, 15));
    }

    #[test]
    fn a_newer_version_is_refused_by_its_number() {
        let newer = SMALL.replace("version: 1", "version: 2\nunknown: field");

        let error = Cassette::parse("small", &newer).unwrap_err();

        assert!(matches!(error, CassetteError::Version { version: 2, .. }));
    }

    #[test]
    fn a_misspelt_field_is_an_error() {
        let misspelt = SMALL.replace("      headers:", "      header:");

        assert!(Cassette::parse("small", &misspelt).is_err());
    }

    #[test]
    fn what_our_own_mock_said_is_no_evidence() {
        assert!(!Provenance::Mock.is_evidence());
        assert!(!Provenance::Simulated.is_evidence());
        assert!(Provenance::Documented.is_evidence());
    }
}
