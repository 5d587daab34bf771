//! A profile as the document of v1: the same user under the names of before.
//!
//! The words are those of the Travel Profile v1 reference, which writes booleans with a capital in its example but for
//! `HasOpenBooking` and the rates. ASSUMED: what v1 has and nobody keeps any more is empty.

use serde_json::Value;

use super::compose::{Profile, TEXT};
use super::elements::COMPANY_DETAILS;
use crate::xml::write::Node;

/// The elements of the root.
pub(super) fn elements(profile: &Profile, holds: &dyn Fn(&str) -> bool) -> Vec<Node> {
    let section = |name: &str| profile.get(name).unwrap_or(&Value::Null);
    let (air, car, hotel) = (section("Air"), section("Car"), section("Hotel"));
    let mut nodes = vec![
        general(section("General")),
        Node::nodes("Telephones", list(section("Telephones"), telephone)),
        Node::nodes("Addresses", list(section("Addresses"), address)),
        Node::nodes("DriversLicenses", list(section("DriversLicenses"), license)),
        Node::nodes("EmailAddresses", list(section("EmailAddresses"), email)),
        Node::nodes(
            "RatePreferences",
            ["AAARate", "AARPRate", "GovtRate", "MilitaryRate"]
                .map(|name| small_flag(name, &section("RatePreferences")[name]))
                .into(),
        ),
        Node::text("DiscountCodes", ""),
        self::air(air, section("TSAInfo")),
        self::car(car),
        self::hotel(hotel),
    ];
    if holds(COMPANY_DETAILS) {
        let fields = list(section("CustomFields"), custom_field);
        nodes.push(Node::nodes("CustomFields", fields));
    }
    nodes
}

/// The entries of a list that v1 has.
fn list(entries: &Value, node: fn(&Value) -> Option<Node>) -> Vec<Node> {
    let entries = entries.as_array().into_iter().flatten();
    entries.filter_map(node).collect()
}

fn text(name: &'static str, value: &Value) -> Node {
    Node::text(name, value.as_str().unwrap_or_default())
}

fn flag(name: &'static str, value: &Value) -> Node {
    Node::text(name, word(value))
}

fn small_flag(name: &'static str, value: &Value) -> Node {
    Node::text(name, if *value == true { "true" } else { "false" })
}

fn word(value: &Value) -> &'static str {
    if *value == true { "True" } else { "False" }
}

fn general(general: &Value) -> Node {
    const TEXTS: [&str; 8] = [
        "NamePrefix",
        "FirstName",
        "MiddleName",
        "LastName",
        "NameSuffix",
        "PreferredName",
        "JobTitle",
        "PreferredLanguage",
    ];
    let mut nodes: Vec<Node> = TEXTS.map(|name| text(name, &general[name])).into();
    nodes.push(flag("EReceiptOptIn", &general["EReceiptOptIn"]));
    nodes.push(flag("MarketingOptIn", &Value::Null));
    nodes.push(small_flag("HasOpenBooking", &general["HasOpenBooking"]));
    nodes.push(text("CountryCode", &general["CountryCode"]));
    nodes.push(text("CompanyName", &general["CompanyName"]));
    Node::nodes("General", nodes)
}

fn telephone(phone: &Value) -> Option<Node> {
    let kind = match phone["Type"].as_str()? {
        "Cell" if phone["PrimaryMobile"] == true => "Primary Mobile Phone",
        "Work2" => return None,
        kind => kind,
    };
    let mut nodes = vec![
        text("CountryCode", &phone["CountryCode"]),
        text("PhoneNumber", &phone["PhoneNumber"]),
        text("Extension", &phone["Extension"]),
    ];
    if phone["Type"] == "Cell" {
        nodes.push(flag("ContactOptIn", &phone["ContactOptIn"]));
    }
    Some(Node::nodes("Telephone", nodes).with("Type", kind.to_owned()))
}

fn address(address: &Value) -> Option<Node> {
    let nodes = vec![
        text("AttentionLine", &Value::Null),
        text("Line1", &address["Street"]),
        text("Line2", &Value::Null),
        text("Line3", &Value::Null),
        text("MailStop", &Value::Null),
        text("City", &address["City"]),
        text("StateProvince", &address["StateProvince"]),
        text("CountryCode", &address["CountryCode"]),
        text("ZipCode", &address["PostalCode"]),
        text("Longitude", &Value::Null),
        text("Latitude", &Value::Null),
    ];
    let kind = address["Type"].as_str()?.to_owned();
    Some(Node::nodes("Address", nodes).with("Type", kind))
}

fn license(license: &Value) -> Option<Node> {
    license.is_object().then(|| {
        Node::nodes(
            "DriversLicense",
            vec![
                text("DriversLicenseNumber", &license["DriversLicenseNumber"]),
                text("IssuingCountry", &license["IssuingCountry"]),
                text("IssuingState", &license["IssuingState"]),
                Node::value("Expiration", &license["Expiration"]),
            ],
        )
    })
}

fn email(email: &Value) -> Option<Node> {
    let kind = email["Type"].as_str()?;
    let is_known = ["Business", "Business2", "Personal"].contains(&kind);
    is_known.then(|| {
        text("EmailAddress", &email[TEXT])
            .with("Contact", word(&email["Contact"]))
            .with("Type", kind.to_owned())
    })
}

fn custom_field(field: &Value) -> Option<Node> {
    let mut nodes = vec![Node::text("Name", field["Name"].as_str()?)];
    nodes.extend(field[TEXT].as_str().map(|value| Node::text("Value", value)));
    Some(Node::nodes("CustomField", nodes))
}

/// Who does not care whether an aircraft or a hotel allows smoking.
const DO_NOT_CARE: &str = "D";

/// Who does not care whether a car does: another letter than for the other two.
const DO_NOT_CARE_IN_CARS: &str = "O";

/// The letter of a smoking preference.
fn smoking(value: &Value, otherwise: &'static str) -> &'static str {
    match value.as_str() {
        Some("Smoking") => "S",
        Some("NonSmoking") => "N",
        _ => otherwise,
    }
}

fn air(air: &Value, security: &Value) -> Node {
    let section = match air["Seat"]["SectionPositionCode"].as_str() {
        Some("Forward") => "F",
        Some("Bulkhead") => "B",
        Some("Rear") => "R",
        _ => "D",
    };
    let row = air["Seat"]["InterRowPositionCode"].as_str();
    let seat = vec![
        Node::text("InterRowPositionCode", row.unwrap_or("DontCare")),
        Node::text("SectionPositionCode", section),
    ];
    let meal = text("MealCode", &air["Meals"]["MealCode"]);
    Node::nodes(
        "Air",
        vec![
            Node::text("AirSmokingCode", DO_NOT_CARE),
            Node::nodes("Seat", seat),
            Node::nodes("Meals", vec![meal]),
            text("HomeAirport", &air["HomeAirport"]),
            text("AirOther", &air["AirOther"]),
            text("DHSRedressNumber", &security["RedressNumber"]),
            text("DHSKnownTravelerNumber", &security["PreCheckNumber"]),
        ],
    )
}

/// ASSUMED: the option of three letters, for which the reference has no values and its example none either, is empty.
fn car(car: &Value) -> Node {
    let smoking = smoking(&car["CarSmokingCode"], DO_NOT_CARE_IN_CARS);
    Node::nodes(
        "Car",
        vec![
            Node::text("CarSmokingCode", smoking),
            flag("CarGPS", &car["CarGPS"]),
            text("CarOption", &Value::Null),
            text("CarOther", &car["CarOther"]),
            flag("CarSkiRack", &car["CarSkiRack"]),
        ],
    )
}

/// The names of v1 and of today, which differ in their first letters and in one slip.
const ROOM: [(&str, &str); 10] = [
    ("PreferFoamPillows", "PreferFoamPillows"),
    ("PreferCrib", "PreferCrib"),
    ("PreferRollawayBed", "PreferRollawayBed"),
    ("PreferGym", "PreferGym"),
    ("preferPool", "PreferPool"),
    ("preferRestaraunt", "PreferRestaurant"),
    ("preferWheelchairAccess", "PreferWheelchairAccess"),
    ("preferAccessForBlind", "PreferAccessForBlind"),
    ("preferRoomService", "PreferRoomService"),
    ("preferEarlyCheckIn", "PreferEarlyCheckIn"),
];

/// The letter of a kind of room. The reference lists the letters without their meaning. ASSUMED: they are the first of the
/// words of today or the number of beds, and nobody's wish is empty.
fn room(value: &Value) -> &'static str {
    match value.as_str() {
        Some("King") => "K",
        Some("Queen") => "Q",
        Some("Double") => "2",
        Some("Twin") => "T",
        Some("Single") => "1",
        Some("Disability") => "H",
        _ => "",
    }
}

fn hotel(hotel: &Value) -> Node {
    let smoking = smoking(&hotel["HotelSmokingCode"], DO_NOT_CARE);
    let mut nodes = vec![
        Node::text("SmokingCode", smoking),
        Node::text("RoomType", room(&hotel["RoomType"])),
        text("HotelOther", &hotel["HotelOther"]),
    ];
    nodes.extend(ROOM.map(|(name, today)| flag(name, &hotel[today])));
    Node::nodes("Hotel", nodes)
}
