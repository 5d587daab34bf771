//! A user as a travel profile: what identity, the travel extension and the profile itself keep, under the names of v2.

use serde_json::{Map, Value, json};

use super::values::LANGUAGES;
use crate::company::extensions::Extension;
use crate::company::record::Record;
use crate::company::travel::show;
use crate::company::{Company, Version};
use crate::ids;
use crate::routes::flat::Flat;
use crate::scim::derive::Resource;
use crate::scim::schema::ENTERPRISE;

/// A travel profile: groups as objects, lists as lists of objects, attributes among the elements.
pub(super) type Profile = Map<String, Value>;

/// The member that holds the text of an entry that is a text.
pub(super) const TEXT: &str = "#text";

/// A type of the core user and its name here.
pub(super) type Types = [(&'static str, &'static str)];

pub(super) const PHONE_TYPES: &Types = &[
    ("work", "Work"),
    ("home", "Home"),
    ("mobile", "Cell"),
    ("fax", "Fax"),
    ("pager", "Pager"),
    ("other", "Other"),
    ("work2", "Work2"),
];
pub(super) const EMAIL_TYPES: &Types = &[
    ("work", "Business"),
    ("home", "Personal"),
    ("work2", "Business2"),
    ("other", "Other1"),
    ("other2", "Other2"),
];
pub(super) const ADDRESS_TYPES: &Types = &[("home", "Home"), ("work", "Work")];

/// An element of an address and the member of the core user.
pub(super) const ADDRESS_PARTS: &Types = &[
    ("streetAddress", "Street"),
    ("locality", "City"),
    ("region", "StateProvince"),
    ("postalCode", "PostalCode"),
    ("country", "CountryCode"),
];
/// A part of the name in the core user and its element.
pub(super) const NAME_PARTS: &Types = &[
    ("honorificPrefix", "NamePrefix"),
    ("givenName", "FirstName"),
    ("middleName", "MiddleName"),
    ("familyName", "LastName"),
    ("honorificSuffix", "NameSuffix"),
];
/// A member of the core user and its element.
pub(super) const CORE_PARTS: &Types = &[("nickName", "PreferredName"), ("title", "JobTitle")];
/// A member of the enterprise extension and its element.
pub(super) const ENTERPRISE_PARTS: &Types = &[
    ("costCenter", "CostCenter"),
    ("employeeNumber", "CompanyEmployeeID"),
    ("division", "Division"),
];
/// The elements of `General` that the profile itself keeps.
pub(super) const OWN_GENERAL: [&str; 5] = [
    "EReceiptOptIn",
    "MedicalAlerts",
    "SearchID",
    "GDSProfileName",
    "SabreProfileId",
];
/// The elements of `TSAInfo` that the profile itself keeps.
pub(super) const OWN_SECURITY: [&str; 2] = ["PreCheckNumber", "RedressNumber"];
/// The root's elements that the profile itself keeps.
pub(super) const OWN: [&str; 10] = [
    "NationalIDs",
    "DriversLicenses",
    "HasNoPassport",
    "Passports",
    "Visas",
    "RatePreferences",
    "Air",
    "Rail",
    "Car",
    "Hotel",
];
/// The member that says for which language of the core user the profile has none.
pub(super) const LANGUAGE_EMPTIED: &str = "languageEmptied";

/// The travel profile of a user.
pub(super) fn profile(company: &Company, version: &Version, record: &Record) -> Profile {
    let read = record.read(&company.id_text);
    let resource = read.map(|(resource, _)| resource).unwrap_or_default();
    let own = version.extensions.read(record.id, Extension::TravelProfile);
    let travel = Value::Object(show::extension(version, record));
    let mut profile = Profile::new();
    for name in OWN {
        if let Some(value) = own.get(name) {
            profile.insert(name.to_owned(), value.clone());
        }
    }
    let view = View {
        company,
        version,
        record,
        resource: &resource,
        travel: &travel,
        own: &own,
    };
    let mut put = |name: &str, value: Value| profile.insert(name.to_owned(), value);
    put("General", view.general());
    put("EmergencyContact", emergency_contact(&resource));
    put("Telephones", telephones(&resource));
    put("Addresses", addresses(&resource));
    put("EmailAddresses", view.email_addresses());
    put("CustomFields", view.custom_fields());
    put("Roles", view.roles());
    put("TSAInfo", view.security());
    profile
}

struct View<'v> {
    company: &'v Company,
    version: &'v Version,
    record: &'v Record,
    resource: &'v Resource,
    travel: &'v Value,
    own: &'v Map<String, Value>,
}

impl View<'_> {
    fn general(&self) -> Value {
        let mut general = Map::new();
        copy(self.resource.get("name"), NAME_PARTS, &mut general);
        for (member, element) in CORE_PARTS {
            if let Some(value) = self.resource.get(*member) {
                general.insert((*element).to_owned(), value.clone());
            }
        }
        copy(
            self.resource.get(ENTERPRISE),
            ENTERPRISE_PARTS,
            &mut general,
        );
        let mut put = |name: &str, value: Value| {
            if !value.is_null() {
                general.insert(name.to_owned(), value);
            }
        };
        let enterprise = self.resource.get(ENTERPRISE);
        let ended = enterprise.and_then(|enterprise| day(&enterprise["terminationDate"]));
        put("AccountTerminationDate", Value::from(ended));
        put("PreferredLanguage", self.language());
        put("HasOpenBooking", Value::from(self.may_book_openly()));
        put(
            "CountryCode",
            Value::from(Flat::of(self.version, self.record).country()),
        );
        put("CompanyName", Value::from(self.company.name.as_str()));
        put("CompanyID", Value::from(self.company.id_text.as_str()));
        put("RuleClass", self.travel["ruleClass"]["name"].clone());
        put("TravelConfigID", Value::from(travel_config(self.company)));
        put("UUID", Value::from(self.record.id.to_string()));
        for name in OWN_GENERAL {
            put(name, self.own_of("General", name));
        }
        Value::Object(general)
    }

    /// Whether Travel keeps the permission that the element stands for.
    fn may_book_openly(&self) -> bool {
        let kept = self
            .version
            .extensions
            .read(self.record.id, Extension::Travel);
        let permissions = kept.get("permissions");
        permissions.is_some_and(|permissions| permissions["OpenBookingUser"] == true)
    }

    fn own_of(&self, group: &str, name: &str) -> Value {
        let group = self.own.get(group);
        group.map(|group| group[name].clone()).unwrap_or_default()
    }

    /// The language, if the profile can have it and nobody emptied it.
    fn language(&self) -> Value {
        let language = self.resource.get("preferredLanguage").cloned();
        let language = language.unwrap_or_default();
        let is_emptied = self.own.get(LANGUAGE_EMPTIED) == Some(&language);
        let is_known = LANGUAGES.iter().any(|known| language == *known);
        if is_known && !is_emptied {
            language
        } else {
            Value::Null
        }
    }

    /// The addresses of the user, and behind them that of the manager.
    fn email_addresses(&self) -> Value {
        let mut shown: Vec<Value> = entries(self.resource, "emails")
            .filter_map(|email| {
                let kind = renamed(EMAIL_TYPES, &email["type"])?;
                let contact = email["notifications"] == true;
                Some(json!({"Type": kind, "Contact": contact, TEXT: email["value"]}))
            })
            .collect();
        let manager = self.manager().and_then(|manager| {
            let address = manager.primary_email()?.to_owned();
            Some(json!({"Type": "Supervisor", "Contact": false, TEXT: address}))
        });
        shown.extend(manager);
        Value::from(shown)
    }

    fn custom_fields(&self) -> Value {
        let fields = self.travel["customFields"].as_array().into_iter().flatten();
        fields
            .map(|field| json!({"Name": field["name"], TEXT: field.get("value")}))
            .collect()
    }

    /// The travel manager. ASSUMED: the manager of the core user where travel has none.
    fn manager(&self) -> Option<Flat> {
        let own = self.travel["manager"]["value"].as_str();
        let enterprise = self.resource.get(ENTERPRISE);
        let core = enterprise.and_then(|enterprise| enterprise["manager"]["value"].as_str());
        let id = own.or(core).and_then(ids::read)?;
        let record = self.version.users.get(id)?;
        Some(Flat::of(self.version, record))
    }

    fn roles(&self) -> Value {
        let role = self.manager().map(|manager| {
            json!({
                "Type": "Manager",
                "PrimaryIndicatorFlag": false,
                "FirstName": manager.name("givenName"),
                "LastName": manager.name("familyName"),
                "EmailAddress": manager.primary_email(),
                "LoginId": manager.login(),
            })
        });
        Value::from(role.into_iter().collect::<Vec<_>>())
    }

    fn security(&self) -> Value {
        let mut security = Map::new();
        let name = self.resource.get("name");
        let has_middle = name.is_some_and(|name| name["middleName"].is_string());
        let has_none = self.travel["name"]["hasNoMiddleName"] == true
            || name.is_some_and(|name| name["hasNoMiddleName"] == true);
        let birth = self.resource.get("dateOfBirth").and_then(day);
        let mut put = |name: &str, value: Value| {
            if !value.is_null() {
                security.insert(name.to_owned(), value);
            }
        };
        put("Gender", self.travel["gender"].clone());
        put("DateOfBirth", Value::from(birth));
        put("NoMiddleName", Value::from(has_none && !has_middle));
        for name in OWN_SECURITY {
            put(name, self.own_of("TSAInfo", name));
        }
        Value::Object(security)
    }
}

/// The one configuration of Travel that a company has; its number follows from the company's id.
pub(super) fn travel_config(company: &Company) -> String {
    const NUMBERS: u128 = 1_000_000;
    (company.id.as_u128() % NUMBERS).to_string()
}

fn emergency_contact(resource: &Resource) -> Value {
    let Some(contact) = entries(resource, "emergencyContacts").next() else {
        return json!({});
    };
    let mut address = Map::new();
    copy(Some(contact), ADDRESS_PARTS, &mut address);
    let phones = contact["phones"].as_array().into_iter().flatten();
    let phones: Vec<Value> = phones
        .zip(["DayTime", "Alternate"])
        .map(|(phone, kind)| json!({"Type": kind, TEXT: phone}))
        .collect();
    let relationship = contact["relationship"].as_str().unwrap_or_default();
    json!({
        "Name": contact["name"],
        "Relationship": relationship.replace(' ', ""),
        "Phones": phones,
        "Address": address,
    })
}

fn telephones(resource: &Resource) -> Value {
    let phones = entries(resource, "phoneNumbers").filter_map(|phone| {
        let kind = renamed(PHONE_TYPES, &phone["type"])?;
        let mut shown = Map::new();
        let mut put = |name: &str, value: Value| shown.insert(name.to_owned(), value);
        put("Type", Value::from(kind));
        if kind == "Cell" {
            put("ContactOptIn", Value::from(phone["notifications"] == true));
            put("PrimaryMobile", Value::from(phone["primary"] == true));
        }
        put("CountryCode", phone["issuingCountry"].clone());
        put("PhoneNumber", phone["value"].clone());
        put("Extension", phone["workExtension"].clone());
        shown.retain(|_, value| !value.is_null());
        Some(Value::Object(shown))
    });
    phones.collect()
}

fn addresses(resource: &Resource) -> Value {
    let addresses = entries(resource, "addresses").filter_map(|address| {
        let kind = renamed(ADDRESS_TYPES, &address["type"])?;
        let mut shown = Map::new();
        shown.insert("Type".to_owned(), Value::from(kind));
        copy(Some(address), ADDRESS_PARTS, &mut shown);
        Some(Value::Object(shown))
    });
    addresses.collect()
}

fn copy(from: Option<&Value>, names: &Types, to: &mut Map<String, Value>) {
    for (member, element) in names {
        if let Some(value) = from.and_then(|from| from.get(*member)) {
            to.insert((*element).to_owned(), value.clone());
        }
    }
}

fn entries<'r>(resource: &'r Resource, list: &str) -> impl Iterator<Item = &'r Value> {
    let entries = resource.get(list).and_then(Value::as_array);
    entries.into_iter().flatten()
}

fn renamed(types: &Types, kind: &Value) -> Option<&'static str> {
    let found = types.iter().find(|(today, _)| kind == today);
    found.map(|(_, name)| *name)
}

/// The day of a time.
fn day(time: &Value) -> Option<String> {
    const DAY: usize = "YYYY-MM-DD".len();
    Some(time.as_str()?.get(..DAY)?.to_owned())
}
