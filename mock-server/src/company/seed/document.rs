//! The identity document of a seeded person, written straight as text: the text that the same user would have had it been
//! created member by member, which a test holds.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use uuid::Uuid;

use crate::scim::schema::{CORE, ENTERPRISE, SAP};
use crate::scim::shape::Shaped;

use super::names::Name;
use super::person::{Mail, Person, Products};

/// What the service gives everyone who sets nothing of their own, with what a read shows as null.
const LOCALE: &str = concat!(
    r#""preferenceEndDayViewHour":20,"preferenceFirstDayOfWeek":"Sunday","preferenceDateFormat":"mm/dd/yyyy","#,
    r#""preferenceCurrencySymbolLocation":"BeforeAmount","preferenceHourMinuteSeparator":":","preferenceDistance":"mile","#,
    r#""preferenceDefaultCalView":"month","preference24Hour":"H:mm AM/PM","preferenceNumberFormat":"1,000.00","#,
    r#""preferenceStartDayViewHour":8,"preferenceNegativeCurrencyFormat":null,"preferenceNegativeNumberFormat":null"#,
);

/// The login of a person.
pub(super) fn login(person: &Person) -> String {
    let (given, family) = (person.given.plain, person.family.plain);
    format!("{given}.{family}.{}@example.com", person.ordinal)
}

/// The employee number of the person of this number.
pub(super) fn employee_number(ordinal: u64) -> String {
    format!("{:06}", 100_000 + ordinal)
}

/// What another system calls the person of this number.
pub(super) fn external_id(ordinal: u64) -> String {
    format!("hr-{ordinal:07}")
}

/// Writes the document; the text is put behind nothing else.
pub(super) fn write(person: &Person, login: &str) -> Shaped {
    const ROOM: usize = 2_560;
    let mut text = Text(String::with_capacity(ROOM));
    text.raw("{\"externalId\":\"");
    text.raw(&external_id(person.ordinal));
    text.raw("\",\"userName\":\"");
    text.raw(login);
    text.raw(if person.is_leaver {
        "\",\"active\":false,"
    } else {
        "\",\"active\":true,"
    });
    name(&mut text, person);
    text.raw(",\"title\":\"");
    text.raw(person.title);
    text.raw("\",\"preferredLanguage\":\"");
    text.raw(person.home.language);
    text.raw("\",\"timezone\":\"");
    text.raw(person.home.zone);
    text.raw("\"");
    contacts(&mut text, person, login);
    let company_at = enterprise(&mut text, person);
    text.raw(",\"displayName\":\"");
    text.full_name(person.given, person.family);
    text.raw("\",\"localeOverrides\":{");
    text.raw(LOCALE);
    text.raw("}");
    empty(&mut text, person);
    let location_at = end(&mut text, person);
    let default_end = text.0.len();
    text.raw(",\"entitlements\":");
    text.raw(entitlements(person));
    text.raw("}");
    Shaped {
        text: text.0,
        company_at,
        location_at,
        default_end,
    }
}

/// What the person may use.
fn entitlements(person: &Person) -> &'static str {
    match person.products {
        Products::Nothing => r#"["Expense"]"#,
        Products::Request => r#"["Expense","Request"]"#,
        Products::Travel => r#"["Expense","Travel"]"#,
        Products::Both => r#"["Expense","Request","Travel"]"#,
    }
}

/// JSON that is written by hand. Nothing that seeds write needs escapes.
struct Text(String);

impl Text {
    fn raw(&mut self, text: &str) {
        self.0.push_str(text);
    }

    fn full_name(&mut self, given: Name, family: Name) {
        self.raw(given.written);
        self.raw(" ");
        self.raw(family.written);
    }

    fn id(&mut self, id: Uuid) {
        let mut room = Uuid::encode_buffer();
        self.0.push_str(id.hyphenated().encode_lower(&mut room));
    }

    /// A number with leading zeros.
    fn number(&mut self, number: u32, width: usize) {
        let mut digits = [b'0'; 10];
        let (mut rest, mut at) = (number, digits.len());
        while rest > 0 && at > 0 {
            at -= 1;
            digits[at] = b'0' + u8::try_from(rest % 10).unwrap_or_default();
            rest /= 10;
        }
        for digit in &digits[at.min(digits.len() - width)..] {
            self.0.push(char::from(*digit));
        }
    }

    fn part(&mut self, part: impl Into<i64>, width: usize) {
        self.number(u32::try_from(part.into()).unwrap_or_default(), width);
    }

    /// A point in time with six digits, as `meta` has it.
    fn time(&mut self, time: Timestamp) {
        let civil = TimeZone::UTC.to_datetime(time);
        self.part(civil.year(), 4);
        self.raw("-");
        self.part(civil.month(), 2);
        self.raw("-");
        self.part(civil.day(), 2);
        self.raw("T");
        self.part(civil.hour(), 2);
        self.raw(":");
        self.part(civil.minute(), 2);
        self.raw(":");
        self.part(civil.second(), 2);
        self.raw(".");
        self.part(civil.subsec_nanosecond() / 1_000, 6);
        self.raw("Z");
    }
}

fn name(text: &mut Text, person: &Person) {
    let (given, family) = (person.given.written, person.family.written);
    text.raw("\"name\":{\"familyName\":\"");
    text.raw(family);
    text.raw("\",\"givenName\":\"");
    text.raw(given);
    if let Some(middle) = person.middle {
        text.raw("\",\"middleName\":\"");
        text.raw(middle);
    }
    text.raw("\",\"formatted\":\"");
    text.raw(family);
    text.raw(", ");
    text.raw(given);
    text.raw(" ");
    text.raw(person.middle.unwrap_or_default());
    if let Some(initial) = person.middle.and_then(|middle| middle.chars().next()) {
        text.raw("\",\"middleInitial\":\"");
        text.0.push(initial);
    }
    text.raw("\",\"familyNamePrefix\":null,");
    if person.middle.is_none() {
        text.raw("\"middleName\":null,");
    }
    text.raw("\"honorificPrefix\":null,\"honorificSuffix\":null}");
}

fn contacts(text: &mut Text, person: &Person, login: &str) {
    let private = |text: &mut Text| {
        text.raw("{\"value\":\"");
        text.raw(person.given.plain);
        text.raw("@mail.example\",\"type\":\"home\",\"verified\":false,\"notifications\":false}");
    };
    let work = |text: &mut Text| {
        text.raw("{\"value\":\"");
        text.raw(login);
        text.raw("\",\"type\":\"work\",\"verified\":");
        text.raw(if person.is_verified { "true" } else { "false" });
        text.raw(",\"notifications\":true}");
    };
    if person.mail != Mail::None {
        text.raw(",\"emails\":[");
        if person.mail == Mail::PrivateAndWork {
            private(text);
            text.raw(",");
        }
        work(text);
        if person.mail == Mail::TwoAtWork {
            text.raw(",{\"value\":\"");
            text.raw(person.given.plain);
            text.raw(".");
            text.raw(&person.ordinal.to_string());
            text.raw(
                "@sub.example.com\",\"type\":\"work2\",\"verified\":false,\"notifications\":false}",
            );
        }
        text.raw("]");
    }
    if let Some(mobile) = person.mobile {
        let (code, area) = person.home.dial;
        text.raw(",\"phoneNumbers\":[{\"value\":\"");
        text.raw(area);
        text.number(mobile, 4);
        text.raw("\",\"type\":\"mobile\",\"display\":\"tel:+");
        text.raw(code);
        text.raw("-");
        text.raw(area);
        text.number(mobile, 4);
        text.raw("\",\"primary\":true,\"notifications\":false,\"issuingCountry\":\"");
        text.raw(person.home.country);
        text.raw("\"}]");
    }
    if person.has_address {
        let home = person.home;
        for (name, value) in [
            (",\"addresses\":[{\"type\":\"", "work"),
            ("\",\"streetAddress\":\"", home.street),
            ("\",\"locality\":\"", home.locality),
            ("\",\"region\":\"", home.region),
            ("\",\"postalCode\":\"", home.postal_code),
            ("\",\"country\":\"", home.country),
        ] {
            text.raw(name);
            text.raw(value);
        }
        text.raw("\"}]");
    }
    if let Some(id) = person.global_id {
        text.raw(",\"");
        text.raw(SAP);
        text.raw("\":{\"userUuid\":\"");
        text.id(id);
        text.raw("\"}");
    }
}

/// Writes the enterprise extension and says where the company's id goes.
fn enterprise(text: &mut Text, person: &Person) -> usize {
    text.raw(",\"");
    text.raw(ENTERPRISE);
    text.raw("\":{\"employeeNumber\":\"");
    text.raw(&employee_number(person.ordinal));
    text.raw("\",\"companyId\":\"");
    let company_at = text.0.len();
    let department = person.department;
    for (name, value) in [
        ("\",\"costCenter\":\"", department.cost_center),
        ("\",\"department\":\"", department.name),
        ("\",\"division\":\"", department.division),
        ("\",\"startDate\":\"", ""),
    ] {
        text.raw(name);
        text.raw(value);
    }
    let (year, month) = person.start;
    text.part(year, 4);
    text.raw("-");
    text.part(month, 2);
    text.raw("-01T00:00:00.000\"");
    if person.is_leaver {
        text.raw(",\"terminationDate\":\"2024-06-30T00:00:00.000\"");
    }
    if let Some((ordinal, id)) = person.manager {
        text.raw(",\"manager\":{\"value\":\"");
        text.id(id);
        text.raw("\",\"employeeNumber\":\"");
        text.raw(&employee_number(ordinal));
        text.raw("\"}");
    } else {
        text.raw(",\"manager\":null");
    }
    if !person.is_leaver {
        text.raw(",\"terminationDate\":null");
    }
    text.raw("}");
    company_at
}

/// What a read shows as empty.
fn empty(text: &mut Text, person: &Person) {
    for (name, is_empty) in [
        ("emails", person.mail == Mail::None),
        ("addresses", !person.has_address),
        ("phoneNumbers", person.mobile.is_none()),
    ] {
        if is_empty {
            text.raw(",\"");
            text.raw(name);
            text.raw("\":[]");
        }
    }
    text.raw(",\"emergencyContacts\":null,\"dateOfBirth\":null,\"nickName\":null");
}

/// Writes `schemas`, `id` and `meta` and says where its location begins.
fn end(text: &mut Text, person: &Person) -> usize {
    text.raw(",\"schemas\":[\"");
    text.raw(CORE);
    text.raw("\",\"");
    text.raw(ENTERPRISE);
    if person.global_id.is_some() {
        text.raw("\",\"");
        text.raw(SAP);
    }
    text.raw("\"],\"id\":\"");
    text.id(person.id);
    text.raw("\",\"meta\":{\"resourceType\":\"User\",\"created\":\"");
    text.time(person.created);
    text.raw("\",\"lastModified\":\"");
    text.time(person.changed);
    text.raw("\",\"version\":");
    text.raw(&person.version.to_string());
    text.raw(",\"location\":\"");
    let location_at = text.0.len();
    text.id(person.id);
    text.raw("\"}");
    location_at
}
