//! Files of companies: the round trip, and what is refused with its line.

use super::*;
use crate::company::Version;
use crate::company::extensions::Extension;
use crate::company::logins::SignIn;
use crate::company::seed::{self, Directory};
use crate::company::snapshots::Saved;
use crate::founding::Content;
use crate::ids::Seed;
use crate::policy::{Policies, Setting};
use jiff::SignedDuration;
use serde_json::json;
use std::sync::Arc;

fn company() -> Content {
    let Directory {
        users,
        extensions,
        roles,
    } = seed::directory(Seed::new(1), 150);
    let settings = json!({"identity.create-status": "201", "retrieval.index-lag": 5});
    let settings = Setting::read_all(settings.as_object().unwrap()).unwrap();
    let mut version = Version {
        users,
        extensions,
        roles,
        policies: Policies::default().with(&settings),
        users_created: 7,
        ..Version::default()
    };
    let ids: Vec<Uuid> = version.users.iter().map(|record| record.id).collect();
    let now = "2026-02-03T04:05:06.007Z".parse().unwrap();
    let sap = json!({"validFrom": "2026-01-01"})
        .as_object()
        .unwrap()
        .clone();
    version
        .extensions
        .keep(ids[3], Extension::ScimSap, sap, now);
    version.roles.give_in(ids[4], "EXP_AUDITOR", "R&D-QA");
    version.roles.publish(now);
    version.logins.set_password(ids[0], "secret");
    version.logins.set_state(ids[5], SignIn::Locked);
    for number in 0..3 {
        let members = json!({"referenceId": number.to_string(), "taxId": "1"});
        let id = Uuid::from_u128(number);
        let added = version
            .legal_entities
            .add(id, members.as_object().unwrap(), now);
        added.unwrap();
    }
    version.legal_entities.created = 3;
    Content {
        known_user: Some(ids[0]),
        version: Arc::new(version),
        clock: ClockMode::Frozen(now),
    }
}

fn written(content: &Content) -> String {
    let saved = Saved {
        version: Arc::clone(&content.version),
        clock: content.clock,
        taken: Timestamp::UNIX_EPOCH,
    };
    let parts: Vec<u8> = Export::of(saved, content.known_user).flatten().collect();
    String::from_utf8(parts).unwrap()
}

fn taken(text: &str) -> Result<Content, String> {
    read(text.as_bytes(), &Policies::default()).map_err(|error| error.to_string())
}

#[test]
fn a_file_that_is_read_is_written_again_to_the_byte() {
    let content = company();
    let text = written(&content);
    assert_eq!(text.lines().count(), 1 + 150 + 3);
    let back = taken(&text).unwrap();
    assert_eq!(written(&back), text);
    assert_eq!(back.known_user, content.known_user);
    let mut later = Version::clone(&back.version);
    later.date_roles(Timestamp::MAX);
    let later = Content {
        version: Arc::new(later),
        ..back.clone()
    };
    assert_eq!(written(&later), text, "a write does not find roles changed");
    let [one, two] = [&content, &back].map(|content| &content.version);
    assert_eq!(
        one.extensions.spenders().len(),
        two.extensions.spenders().len()
    );
    assert!(one.users.iter().eq(two.users.iter()), "documents and order");
    let login = one.users.at(9).unwrap().user_name();
    let found = two
        .users
        .find(crate::company::unique::Unique::UserName, &login);
    assert_eq!(found.unwrap().user_name(), login);
}

#[test]
fn a_company_of_nobody_is_one_line() {
    let content = Content {
        version: Arc::default(),
        clock: ClockMode::Offset(SignedDuration::from_secs(90)),
        known_user: None,
    };
    let text = written(&content);
    assert_eq!(text.lines().count(), 1);
    let back = taken(&text).unwrap();
    assert_eq!(back.clock, content.clock);
    assert_eq!(written(&back), text);
}

/// The file with one member of one line changed.
fn changed(text: &str, line: usize, pointer: &str, value: &Value) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let mut changed: Value = serde_json::from_str(&lines[line - 1]).unwrap();
    let (outer, name) = pointer.rsplit_once('/').unwrap();
    changed.pointer_mut(outer).unwrap()[name] = value.clone();
    lines[line - 1] = changed.to_string();
    lines.join("\n")
}

fn refuses(file: &str, expected: &str) {
    let refusal = taken(file).err().unwrap_or_else(|| "nothing".to_owned());
    assert!(
        refusal.starts_with(expected),
        "{refusal} instead of {expected}"
    );
}

#[test]
fn a_wrong_first_line_is_refused_with_what_was_expected() {
    let text = written(&company());
    let early = json!({"frozen": "1901-01-01T00:00:00Z"});
    for (pointer, value, expected) in [
        ("/version", json!(2), "expected {\"format\""),
        ("/colour", json!(2), "colour: unknown field `colour`"),
        ("/policy", json!({"x": 1}), "there is no policy `x`"),
        ("/users", json!(9_999_999), "expected at most"),
        ("/clock", early, "a clock shows times"),
        ("/configuration/currencies", json!(["x"]), "currencies"),
    ] {
        refuses(
            &changed(&text, 1, pointer, &value),
            &format!("line 1: {expected}"),
        );
    }
    refuses("", "line 1: expected {\"format\"");
    refuses("[]", "line 1: ");
}

#[test]
fn a_wrong_line_is_refused_with_its_number_and_what_was_expected() {
    let text = written(&company());
    let strange = json!({"x": {"changed": "2026-01-01T00:00:00Z", "content": {}}});
    for (pointer, value, expected) in [
        ("/user/identity/id", json!("x"), "identity.id"),
        ("/user/identity/meta", json!(null), "identity.meta"),
        ("/user/identity/userName", json!(null), ""),
        ("/user/identity/active", json!("yes"), ""),
        ("/user/sign_in", json!("x"), "sign_in must be one of"),
        ("/user/extensions", strange, "extensions must be of"),
    ] {
        refuses(
            &changed(&text, 3, pointer, &value),
            &format!("line 3: {expected}"),
        );
    }
}

#[test]
fn as_many_lines_follow_as_the_first_one_says() {
    let text = written(&company());
    let users = |count: usize| changed(&text, 1, "/users", &json!(count));
    refuses(&users(149), "line 151: expected a legal entity");
    refuses(&users(151), "line 152: expected a user");
    refuses(&format!("{text}{{}}\n"), "line 155: expected the end");
    let two: Vec<&str> = text.lines().take(2).collect();
    refuses(&two.join("\n"), "line 3: expected as many lines");
    let twice = format!("{}\n{}\n{}", two[0], two[1], two[1]);
    refuses(&twice, "line 3: expected each user once");
}

#[test]
fn a_login_that_is_there_twice_is_refused_where_it_comes_again() {
    let text = written(&company());
    let login = |line: usize| -> Value {
        let value: Value = serde_json::from_str(text.lines().nth(line - 1).unwrap()).unwrap();
        value["user"]["identity"]["userName"].clone()
    };
    let file = changed(&text, 5, "/user/identity/userName", &login(2));
    let refusal = taken(&file).err().unwrap();
    assert!(refusal.starts_with("line 5: Principal"), "{refusal}");
}

#[test]
fn a_line_without_end_is_refused_before_it_fills_the_memory() {
    let endless = std::io::repeat(b' ');
    let refusal = read(std::io::BufReader::new(endless), &Policies::default());
    let refusal = refusal.err().unwrap().to_string();
    assert!(refusal.starts_with("line 1: expected at most"), "{refusal}");
}
