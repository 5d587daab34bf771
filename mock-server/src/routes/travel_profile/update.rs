//! `POST /profile`: makes a user or changes one, all of its parts together or nothing.

use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::access::{self, Whose};
use super::apart::{self, Step};
use super::compose::{self, Profile, travel_config};
use super::elements::{PASSPORT_VISA, PROFILE};
use super::merge;
use super::message::{Notes, Refused, updated};
use super::rules::{self, Place};
use crate::caller::Caller;
use crate::company::extensions::Extension;
use crate::company::unique::Unique;
use crate::company::{Version, travel};
use crate::error::{Refusal, ScimType};
use crate::routes::author::Author;
use crate::routes::user_change::{Written, add_to, change_in};
use crate::scim::compare::fold;
use crate::scim::derive::Resource;
use crate::scim::schema::ENTERPRISE;
use crate::scim::validate;
use crate::xml::read::Element;
use crate::xml::write::Node;

/// The fewest characters of a login.
const SHORTEST_LOGIN: usize = 3;

/// Carries the update out.
pub(super) fn answer(caller: &Caller, root: &Element, correlation: &str) -> Result<Node, Refused> {
    let sent = |name| {
        root.attribute(name)
            .map(str::trim)
            .filter(|text| !text.is_empty())
    };
    refuse_passports(caller, root)?;
    match sent("Action") {
        Some("Create") => create(caller, root, sent("LoginId"), correlation),
        Some("Update") => change(caller, root, sent("LoginId"), correlation),
        // ASSUMED: the sentence; the page names the two and no other.
        _ => Err(sentence("The Action must be Create or Update.").into()),
    }
}

fn sentence(text: impl Into<String>) -> Refusal {
    Refusal::bad_request(ScimType::InvalidValue, text)
}

/// Passports and visas need their scope for writing, too.
fn refuse_passports(caller: &Caller, root: &Element) -> Result<(), Refused> {
    const SECTIONS: [&str; 3] = ["HasNoPassport", "Passports", "Visas"];
    let mut notes = Notes::default();
    for child in &root.children {
        if SECTIONS.contains(&child.name.as_str()) && !caller.token.holds(PASSPORT_VISA) {
            notes.fixed(&child.name);
        }
    }
    if notes.errors.is_empty() {
        Ok(())
    } else {
        Err(Refused::Notes(notes.errors))
    }
}

/// Whether the user shall be active; an update that does not say leaves it.
fn activity(root: &Element) -> Result<Option<bool>, Refusal> {
    match root.attribute("Status").map(str::trim) {
        None | Some("") => Ok(None),
        Some("Active") => Ok(Some(true)),
        Some("Inactive") => Ok(Some(false)),
        Some(_) => Err(sentence("The Status must be Active or Inactive.")),
    }
}

fn change(
    caller: &Caller,
    root: &Element,
    login: Option<&str>,
    correlation: &str,
) -> Result<Node, Refused> {
    let is_active = activity(root)?;
    let (notes, written) = caller.company.write(|version| {
        let whose = login.map_or(Whose::Own, Whose::Login);
        let record = access::find(caller, version, whose)?;
        let mut notes = Notes::default();
        if root.children.iter().any(|child| child.name == "Password") {
            // ASSUMED: a password is set when a user is made and by the service for passwords.
            notes.warn("W011", "Password", "The Password field cannot be changed.");
        }
        let read = record.read(&caller.company.id_text);
        let (old, _) =
            read.ok_or_else(|| Refusal::internal("A kept document could not be read"))?;
        let before = compose::profile(&caller.company, version, &record);
        let after = merged(
            caller,
            version,
            Some(record.id),
            &old,
            &before,
            root,
            &mut notes,
        )?;
        let step = Step {
            before: &before,
            after: &after,
        };
        let mut resource = apart::identity(step, &old);
        if let Some(is_active) = is_active {
            resource.insert("active".to_owned(), Value::from(is_active));
        }
        let mut written = None;
        if resource != old {
            let policies = version.policies.clone();
            let made = change_in(
                version,
                Author::of(caller),
                &record.id.to_string(),
                |_, _| validate::document(&resource, &policies).map_err(Refusal::invalid_document),
            );
            written = Some(made.map_err(in_a_sentence)?);
        }
        extend(
            caller,
            version,
            record.id,
            step,
            old.get("preferredLanguage"),
        )?;
        Ok::<_, Refused>((notes, written))
    })?;
    drop(written);
    Ok(updated(&notes, correlation, None))
}

/// The profile with what is sent, unless something of it is an error.
fn merged(
    caller: &Caller,
    version: &Version,
    user: Option<Uuid>,
    resource: &Resource,
    before: &Profile,
    root: &Element,
    notes: &mut Notes,
) -> Result<Profile, Refused> {
    let mut after = before.clone();
    merge::group(PROFILE, &mut after, root, "", notes);
    let place = Place {
        company: &caller.company,
        version,
        user,
        resource,
    };
    rules::settle(place, before, &mut after, notes);
    if notes.errors.is_empty() {
        Ok(after)
    } else {
        Err(Refused::Notes(std::mem::take(&mut notes.errors)))
    }
}

/// Writes what is no part of the identity document.
fn extend(
    caller: &Caller,
    version: &mut Version,
    user: Uuid,
    step: Step<'_>,
    language: Option<&Value>,
) -> Result<(), Refused> {
    let now = caller.company.clock.now();
    let kept = version.extensions.read(user, Extension::Travel);
    if let Some(members) = apart::travel(step, version, &kept) {
        let adopted = travel::adopt(version, user, &members, now);
        adopted.map_err(|messages| {
            let text = messages.first().map(|message| message.text.clone());
            sentence(text.unwrap_or_default())
        })?;
    }
    let kept = version.extensions.read(user, Extension::TravelProfile);
    let own = apart::own(step, &kept, language);
    if own != kept {
        version
            .extensions
            .keep(user, Extension::TravelProfile, own, now);
    }
    Ok(())
}

/// A refusal of the identity document in the words of this service: one sentence, always with 400.
fn in_a_sentence(refusal: Refusal) -> Refusal {
    let first = refusal.messages.first().map(|message| message.text.clone());
    let text = first.unwrap_or(refusal.detail);
    if refusal.status.is_server_error() || refusal.status == http::StatusCode::FORBIDDEN {
        return Refusal {
            status: refusal.status,
            ..sentence(text)
        };
    }
    sentence(text)
}

fn create(
    caller: &Caller,
    root: &Element,
    login: Option<&str>,
    correlation: &str,
) -> Result<Node, Refused> {
    access::may_see_all(caller)?;
    let is_active = activity(root)?.unwrap_or(true);
    let login = login.filter(|login| login.chars().count() >= SHORTEST_LOGIN);
    let login = login.ok_or_else(|| {
        sentence(
            "Could not create a new user because either Login Id is not specified or is less than three characters.",
        )
    })?;
    let (notes, written) = caller.company.write(|version| {
        if version.users.find(Unique::UserName, &fold(login)).is_some() {
            return Err(sentence(format!("Login Id: \"{login}\" is already in use.")).into());
        }
        let mut notes = Notes::default();
        let nobody = Resource::new();
        let before = Profile::new();
        let named = with_configuration(root);
        required(caller, named.as_deref(), root)?;
        let after = merged(caller, version, None, &nobody, &before, root, &mut notes)?;
        let step = Step {
            before: &before,
            after: &after,
        };
        let resource = apart::identity(step, &created(caller, login, is_active));
        let resource = with_address(resource, login);
        let resource = validate::document(&resource, &version.policies)
            .map_err(Refusal::invalid_document)
            .map_err(in_a_sentence)?;
        let written = add_to(version, Author::of(caller), resource).map_err(in_a_sentence)?;
        let user = written.record.id;
        if version.extensions.text(user, Extension::Travel).is_none() {
            profile_of_new(caller, version, &written);
        }
        extend(caller, version, user, step, None)?;
        let password = text_of(root, "Password");
        if let Some(password) = password {
            version.logins.set_password(user, password);
        }
        Ok::<_, Refused>((notes, written))
    })?;
    Ok(updated(
        &notes,
        correlation,
        Some(&written.record.id.to_string()),
    ))
}

/// The document of a new user.
fn created(caller: &Caller, login: &str, is_active: bool) -> Resource {
    let mut resource = Resource::new();
    resource.insert("userName".to_owned(), Value::from(login));
    resource.insert("active".to_owned(), Value::from(is_active));
    let enterprise = json!({"companyId": caller.company.id_text});
    resource.insert(ENTERPRISE.to_owned(), enterprise);
    resource
}

/// ASSUMED: without an address the login counts as one, as in User v1, since the core user needs one.
fn with_address(mut resource: Resource, login: &str) -> Resource {
    resource
        .entry("emails")
        .or_insert_with(|| json!([{"type": "work", "value": login, "verified": false}]));
    resource
}

/// Every user of this service has a travel profile, with the company's first rule class where none is named.
fn profile_of_new(caller: &Caller, version: &mut Version, written: &Written) {
    let Some(class) = version.configuration.rule_classes.first() else {
        return;
    };
    let mut members = Map::new();
    members.insert("ruleClass".to_owned(), json!({"id": class.id}));
    let now = caller.company.clock.now();
    // The class is the company's own, so nothing is refused.
    drop(travel::adopt(version, written.record.id, &members, now));
}

fn with_configuration(root: &Element) -> Option<String> {
    let general = root.children.iter().find(|child| child.name == "General")?;
    text_of(general, "TravelConfigID").map(str::to_owned)
}

/// The text of a child that holds something.
fn text_of<'e>(element: &'e Element, name: &str) -> Option<&'e str> {
    let child = element.children.iter().find(|child| child.name == name)?;
    let text = child.text.trim();
    (!text.is_empty()).then_some(text)
}

/// What a new user must have.
fn required(caller: &Caller, config: Option<&str>, root: &Element) -> Result<(), Refused> {
    let general = root.children.iter().find(|child| child.name == "General");
    for (element, name) in [("LastName", "Last Name"), ("FirstName", "First Name")] {
        if general
            .and_then(|general| text_of(general, element))
            .is_none()
        {
            return Err(sentence(format!("Could not create a new user without a {name}.")).into());
        }
    }
    let field = "General/TravelConfigID";
    let mut notes = Notes::default();
    match config {
        None => notes.error("E002", field, "The TravelConfigID field is required."),
        Some(config) if config != travel_config(&caller.company) => {
            notes.error("E001", field, "No access to the TravelConfigID.");
        }
        Some(_) => return Ok(()),
    }
    Err(Refused::Notes(notes.errors))
}
