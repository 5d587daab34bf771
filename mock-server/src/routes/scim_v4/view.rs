//! How SCIM v4 shows users and groups to one reader.

use serde_json::{Map, Value};
use uuid::Uuid;

use crate::caller::Caller;
use crate::company::Version;
use crate::company::extensions::Extension;
use crate::company::record::Record;
use crate::error::Refusal;
use crate::ids;
use crate::scim::derive::{Meta, Resource};
use crate::scim::resource::Schema;
use crate::scim::sap::schema::{SCIM_GROUP, SCIM_USER};
use crate::scim::sap::show::{Form, show};
use crate::scim::sap::user::seen;
use crate::scim::schema::ENTERPRISE;
use crate::scim::scope::Read;
use crate::scim::select::{Selection, Wish};
use crate::world::World;

use super::super::parameters::Parameters;

/// What a request asks to see.
pub(super) fn wish(parameters: &Parameters<'_>) -> Wish {
    Wish::of_query(
        parameters.get("attributes"),
        parameters.get("excludedAttributes"),
    )
}

/// Users as one reader sees them.
pub(super) struct UserView<'v> {
    caller: &'v Caller,
    version: &'v Version,
    location: String,
    base: String,
    wish: &'v Wish,
    selection: Option<Selection>,
    form: Form,
}

impl<'v> UserView<'v> {
    /// Prepares what this caller asked to see.
    pub(super) fn new(
        world: &World,
        caller: &'v Caller,
        version: &'v Version,
        wish: &'v Wish,
        form: Form,
    ) -> Result<Self, Refusal> {
        let base = super::base(world, version);
        Ok(Self {
            caller,
            version,
            location: format!("{base}/Users/"),
            base,
            wish,
            selection: selection(&SCIM_USER, caller.token.rights.read, wish)?,
            form,
        })
    }

    /// A kept user.
    pub(super) fn show(&self, record: &Record) -> Result<Value, Refusal> {
        let (resource, meta) = record
            .read(&self.caller.company.id_text)
            .ok_or_else(broken)?;
        self.show_resource(record.id, &resource, meta)
    }

    /// A user that is at hand.
    pub(super) fn show_resource(
        &self,
        id: Uuid,
        resource: &Resource,
        meta: Meta,
    ) -> Result<Value, Refusal> {
        let own = self.version.extensions.read(id, Extension::ScimSap);
        let mut user = seen(resource, &own, meta);
        self.add_requested(&mut user);
        let user = show(user, &id.to_string(), meta, &self.location, self.form);
        select(self.selection.as_ref(), Value::Object(user))
    }

    /// Adds what is looked up rather than kept, if it was asked for by name.
    fn add_requested(&self, user: &mut Map<String, Value>) {
        let asks = |path: &[&str]| self.wish.names_in(&SCIM_USER, path);
        let Some(enterprise) = user.get_mut(ENTERPRISE).and_then(Value::as_object_mut) else {
            return;
        };
        if asks(&[ENTERPRISE, "organization"]) {
            let name = Value::from(self.caller.company.name.as_str());
            enterprise.insert("organization".to_owned(), name);
        }
        let Some(manager) = enterprise.get_mut("manager").and_then(Value::as_object_mut) else {
            return;
        };
        let id = manager.get("value").and_then(Value::as_str);
        let Some(id) = id.and_then(ids::read) else {
            return;
        };
        if asks(&[ENTERPRISE, "manager", "$ref"]) {
            let reference = Value::from(format!("{}/Users/{id}", self.base));
            manager.insert("$ref".to_owned(), reference);
        }
        if asks(&[ENTERPRISE, "manager", "displayName"])
            && let Some(record) = self.version.users.get(id)
        {
            manager.extend(record.members(&["displayName"]));
        }
    }
}

/// Groups as one reader sees them.
pub(super) struct GroupView {
    selection: Option<Selection>,
}

impl GroupView {
    /// Prepares what was asked for. In the example a projected group shows its `schemas`, which a projected user does not.
    pub(super) fn new(mut wish: Wish) -> Result<Self, Refusal> {
        if let Some(attributes) = &mut wish.attributes {
            attributes.push("schemas".to_owned());
        }
        Ok(Self {
            selection: selection(&SCIM_GROUP, Read::ALL, &wish)?,
        })
    }

    /// A group with only what was asked for.
    pub(super) fn show(&self, group: Value) -> Result<Value, Refusal> {
        select(self.selection.as_ref(), group)
    }
}

/// What of a document is shown; `None` when all of it is.
fn selection(schema: &Schema, read: Read, wish: &Wish) -> Result<Option<Selection>, Refusal> {
    if wish.is_default() && read == Read::ALL {
        return Ok(None);
    }
    Ok(Some(Selection::compile_in(schema, read, wish)?))
}

fn select(selection: Option<&Selection>, resource: Value) -> Result<Value, Refusal> {
    let Some(selection) = selection else {
        return Ok(resource);
    };
    let mut out = Vec::new();
    selection
        .copy(&resource.to_string(), &mut out)
        .map_err(|_| broken())?;
    serde_json::from_slice(&out).map_err(|_| broken())
}

fn broken() -> Refusal {
    Refusal::internal("A kept document could not be read")
}
