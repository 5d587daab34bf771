//! An answer, with the readings that cases need.

use serde_json::Value;

use crate::finding::{Claim, Failure, holds, same};

/// An answer of the target.
#[derive(Debug, Clone)]
pub struct Reply {
    pub(crate) request: String,
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

/// The error body of the SCIM APIs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScimRefusal {
    /// SCIM's word for the error.
    pub scim_type: Option<String>,
    /// The sentence.
    pub detail: Option<String>,
    /// Concur's own messages, each as one line of code and text.
    pub messages: Vec<String>,
}

impl ScimRefusal {
    /// Everything that it says, for a search of words.
    pub fn text(&self) -> String {
        let detail = self.detail.clone().unwrap_or_default();
        format!("{detail} {}", self.messages.join(" "))
    }
}

impl Reply {
    /// The status.
    pub fn status(&self) -> u16 {
        self.status
    }

    /// The first header of that name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The exchange in one line.
    pub fn line(&self) -> String {
        format!("{} -> {}", self.request, self.status)
    }

    /// The body as JSON.
    pub fn json(&self) -> Result<Value, Failure> {
        serde_json::from_slice(&self.body).map_err(|error| Failure::Unreadable {
            exchange: self.line(),
            kind: "JSON",
            what: error.to_string(),
        })
    }

    /// Claims the status.
    pub fn is(&self, status: u16) -> Claim {
        self.is_any(&[status])
    }

    /// Claims one of several statuses, where the documentation leaves the choice.
    pub fn is_any(&self, statuses: &[u16]) -> Claim {
        if statuses.contains(&self.status) {
            return Ok(());
        }
        let body: String = self.text().chars().take(600).collect();
        Err(Failure::disagrees(format!(
            "{}: expected {statuses:?}; the body says {body}",
            self.line()
        )))
    }

    /// Claims status 200 and gives the body.
    pub fn ok(&self) -> Result<Value, Failure> {
        self.is(200)?;
        self.json()
    }

    /// Claims a refusal with the status and with the error body of the SCIM APIs.
    pub fn refused(&self, status: u16) -> Result<ScimRefusal, Failure> {
        self.is(status)?;
        let body = self.json()?;
        same(
            &format!("{}: `status` of the body, a string", self.line()),
            Value::from(status.to_string()),
            body["status"].clone(),
        )?;
        let extension = &body["urn:ietf:params:scim:api:messages:concur:2.0:Error"];
        let messages = extension["messages"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        let word = |value: &Value| value.as_str().map(ToOwned::to_owned);
        Ok(ScimRefusal {
            scim_type: word(&body["scimType"]),
            detail: word(&body["detail"]),
            messages: messages
                .iter()
                .map(|one| {
                    let part = |name: &str| word(&one[name]).unwrap_or_default();
                    format!(
                        "{} {} {}",
                        part("code"),
                        part("message"),
                        part("schemaPath")
                    )
                })
                .collect(),
        })
    }

    /// Claims a refusal of the token endpoint with its numeric code, its word and its sentence.
    pub fn oauth_refusal(&self, code: u16, error: &str, description: &str) -> Claim {
        let body = self.json()?;
        same(
            &format!("{}: code", self.line()),
            &Value::from(code),
            &body["code"],
        )?;
        same("error", &Value::from(error), &body["error"])?;
        same(
            "error_description",
            &Value::from(description),
            &body["error_description"],
        )
    }

    /// The users of a list reply; that there is somebody is part of the claim, or a loop over them would claim nothing.
    pub fn people(&self) -> Result<Vec<Value>, Failure> {
        let people = self.resources()?;
        holds(
            format!("{}: somebody is listed", self.line()),
            !people.is_empty(),
        )?;
        Ok(people)
    }

    /// The resources of a list reply, none as well.
    pub fn resources(&self) -> Result<Vec<Value>, Failure> {
        let body = self.ok()?;
        body["Resources"]
            .as_array()
            .cloned()
            .ok_or_else(|| Failure::disagrees(format!("{}: no Resources", self.line())))
    }
}
