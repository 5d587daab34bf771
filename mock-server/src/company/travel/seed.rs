//! The travel profiles of seeded users: few different ones, shared by all who have the same.

use std::sync::Arc;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::super::configuration::Configuration;
use super::super::extensions::{Extension, Extensions};
use super::super::users::Users;

/// How many different profiles there are.
const PROFILES: u128 = 6;

/// Gives every user a travel profile, which follows from the user's id.
pub(crate) fn profiles(users: &Users, configuration: &Configuration, extensions: &mut Extensions) {
    let texts: Vec<Arc<str>> = (0..PROFILES)
        .map(|number| Arc::from(profile(number, configuration).to_string()))
        .collect();
    for record in users.iter() {
        let number = usize::try_from(record.id.as_u128() % PROFILES).unwrap_or_default();
        let created = Timestamp::from_microsecond(record.created).unwrap_or_default();
        if let Some(text) = texts.get(number) {
            extensions.keep_text(record.id, Extension::Travel, Arc::clone(text), created);
        }
    }
}

fn profile(number: u128, configuration: &Configuration) -> Value {
    let at = |count: usize| usize::try_from(number).unwrap_or_default() % count.max(1);
    let classes = &configuration.rule_classes;
    let class = classes.get(at(classes.len().min(3)));
    let mut profile = json!({
        "ruleClass": class.map(|class| json!({"id": class.id, "name": class.name})),
        "gender": if number.is_multiple_of(2) { "Female" } else { "Male" },
    });
    let groups = &configuration.travel_groups;
    if let (true, Some(group)) = (number < 3, groups.get(at(groups.len()))) {
        profile["groups"] = json!([group]);
    }
    profile
}
