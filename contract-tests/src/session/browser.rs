//! A person with a browser: keeps cookies, fills in forms, follows redirects, and stops where the application takes over.

use std::collections::BTreeMap;

use url::Url;

use super::Session;
use crate::finding::Failure;
use crate::reply::Reply;
use crate::request::Request;
use crate::target::SignIn;

/// A sign-in that needs more pages goes round in circles.
const PAGES: usize = 8;

/// What the person says when asked whether the application may act for them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// It may.
    Allow,
    /// It may not.
    Deny,
}

/// One person's browser.
#[derive(Debug)]
pub struct Browser {
    person: SignIn,
    answer: Answer,
    cookies: BTreeMap<String, String>,
    passwords_typed: usize,
}

impl Browser {
    /// A browser without cookies.
    pub fn new(person: SignIn, answer: Answer) -> Self {
        Self {
            person,
            answer,
            cookies: BTreeMap::new(),
            passwords_typed: 0,
        }
    }

    /// How often a page asked for the password.
    pub fn passwords_typed(&self) -> usize {
        self.passwords_typed
    }

    fn remember(&mut self, reply: &Reply) {
        for (_, cookie) in reply
            .headers
            .iter()
            .filter(|(name, _)| name.eq_ignore_ascii_case("set-cookie"))
        {
            let pair = cookie.split(';').next().unwrap_or_default();
            if let Some((name, value)) = pair.split_once('=') {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }

    fn with_cookies(&self, request: Request) -> Request {
        if self.cookies.is_empty() {
            return request;
        }
        let pairs: Vec<_> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        request.header("cookie", pairs.join("; "))
    }

    /// The form as this person sends it.
    fn fill_in(&mut self, form: &Form, page: &str) -> Request {
        let mut fields = Vec::new();
        for input in &form.inputs {
            let value = match input.kind.as_str() {
                "password" => {
                    self.passwords_typed += 1;
                    self.person.password.clone()
                }
                "text" | "email" => self.person.user_name.clone(),
                _ => input.value.clone(),
            };
            fields.push((input.name.as_str(), value));
        }
        if let Some(button) = self.button(form) {
            fields.push((button.name.as_str(), button.value.clone()));
        }
        let fields: Vec<_> = fields
            .iter()
            .filter(|(name, _)| !name.is_empty())
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        let action = if form.action.is_empty() {
            page
        } else {
            form.action.as_str()
        };
        // The back ends of the pages are in no current document.
        request_to(action).form(&fields).deviant()
    }

    /// The button that says what this person wants to say; a form with one button leaves no choice.
    fn button<'a>(&self, form: &'a Form) -> Option<&'a Input> {
        let says_no = |button: &&Input| {
            let word = format!("{} {}", button.name, button.value).to_lowercase();
            ["deny", "false", "cancel", "no"].iter().any(|no| {
                word.split(|sign: char| !sign.is_alphanumeric())
                    .any(|part| part == *no)
            })
        };
        match self.answer {
            Answer::Allow => form.buttons.iter().find(|button| !says_no(button)),
            Answer::Deny => form
                .buttons
                .iter()
                .find(says_no)
                .or_else(|| form.buttons.first()),
        }
    }
}

impl Session {
    /// Opens a page and goes on until the application's own address is reached or no form is left; the last answer comes back.
    pub async fn browse(
        &mut self,
        browser: &mut Browser,
        request: Request,
        application: &str,
    ) -> Result<Reply, Failure> {
        let mut request = browser.with_cookies(request);
        for _ in 0..PAGES {
            let page = request.path.clone();
            let reply = self.send(request).await?;
            browser.remember(&reply);
            if let Some(location) = reply.header("location").map(ToOwned::to_owned) {
                if location.starts_with(application) {
                    return Ok(reply);
                }
                request = browser.with_cookies(followed(&location)?.deviant());
                continue;
            }
            let text = reply.text();
            let mut forms = forms(&text);
            let wanted = match browser.answer {
                Answer::Deny if forms.len() > 1 => forms.pop(),
                _ => forms.into_iter().next(),
            };
            // A page that shows what went wrong asks again; nobody types a wrong password twice.
            let Some(form) =
                wanted.filter(|_| reply.status() == 200 && browser.passwords_typed < 2)
            else {
                return Ok(reply);
            };
            let filled = browser.fill_in(&form, &page);
            request = browser.with_cookies(filled);
        }
        Err(Failure::disagrees("the pages never come to an end"))
    }
}

/// A redirect inside the service, by path and query only.
fn followed(location: &str) -> Result<Request, Failure> {
    let base = Url::parse("http://service.invalid")
        .map_err(|error| Failure::harness(error.to_string()))?;
    let url = base
        .join(location)
        .map_err(|error| Failure::disagrees(format!("a redirect to {location}: {error}")))?;
    let mut request = Request::get(url.path());
    for (name, value) in url.query_pairs() {
        request = request.query(&name, value.into_owned());
    }
    Ok(request)
}

fn request_to(action: &str) -> Request {
    let (path, query) = action.split_once('?').unwrap_or((action, ""));
    let path = match path
        .find("://")
        .and_then(|at| path[at + 3..].find('/').map(|to| at + 3 + to))
    {
        Some(start) => &path[start..],
        None => path,
    };
    let mut request = Request::post(path);
    for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
        request = request.query(&name, value.into_owned());
    }
    request
}

#[derive(Debug, Default)]
struct Form {
    action: String,
    inputs: Vec<Input>,
    buttons: Vec<Input>,
}

#[derive(Debug)]
struct Input {
    name: String,
    kind: String,
    value: String,
}

/// The forms of a page that are sent by POST, read as far as a person needs them.
fn forms(html: &str) -> Vec<Form> {
    let mut found: Vec<Form> = Vec::new();
    let mut open = false;
    for tag in html.split('<').skip(1) {
        let tag = tag.split('>').next().unwrap_or_default();
        let name = tag
            .split([' ', '\n', '/'])
            .next()
            .unwrap_or_default()
            .to_lowercase();
        match name.as_str() {
            "form" => {
                open = true;
                found.push(Form {
                    action: attribute(tag, "action"),
                    ..Form::default()
                });
            }
            "input" | "button" if open => {
                let input = Input {
                    name: attribute(tag, "name"),
                    kind: attribute(tag, "type").to_lowercase(),
                    value: attribute(tag, "value"),
                };
                let Some(form) = found.last_mut() else {
                    continue;
                };
                if name == "button" || input.kind == "submit" {
                    form.buttons.push(input);
                } else {
                    form.inputs.push(Input {
                        kind: if input.kind.is_empty() {
                            "text".to_owned()
                        } else {
                            input.kind
                        },
                        ..input
                    });
                }
            }
            _ => {}
        }
        if tag.starts_with("/form") {
            open = false;
        }
    }
    found
}

/// The value of an attribute in a tag, without the escapes that a page needs.
fn attribute(tag: &str, name: &str) -> String {
    let Some(start) = tag.find(&format!(" {name}=")) else {
        return String::new();
    };
    let rest = &tag[start + name.len() + 2..];
    let value = match rest.chars().next() {
        Some(quote @ ('"' | '\'')) => rest[1..].split(quote).next(),
        _ => rest.split(' ').next(),
    };
    value
        .unwrap_or_default()
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&#x27;", "'")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_read_with_its_fields_and_buttons() {
        let found = forms(
            r#"<form method="post" action="/in?x=1&amp;y=2"><input type="hidden" name="key" value="a&quot;b">
            <input name="who"><button name="allow" value="no">No</button></form>"#,
        );

        let [form] = found.as_slice() else {
            panic!("{found:?}");
        };
        assert_eq!(form.action, "/in?x=1&y=2");
        let inputs: Vec<_> = form
            .inputs
            .iter()
            .map(|input| {
                (
                    input.name.as_str(),
                    input.kind.as_str(),
                    input.value.as_str(),
                )
            })
            .collect();
        assert_eq!(inputs, [("key", "hidden", "a\"b"), ("who", "text", "")]);
        assert_eq!(form.buttons[0].value, "no");
    }

    #[test]
    fn a_person_who_denies_takes_the_other_button() {
        let form = &forms(
            r#"<form><button name="allow" value="true">Yes</button><button name="allow" value="false">No</button></form>"#,
        )[0];
        let person = SignIn {
            id: String::new(),
            user_name: String::new(),
            password: String::new(),
        };

        for (answer, value) in [(Answer::Allow, "true"), (Answer::Deny, "false")] {
            let browser = Browser::new(person.clone(), answer);
            assert_eq!(browser.button(form).unwrap().value, value);
        }
    }
}
