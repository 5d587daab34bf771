//! The document of Travel Profile v2: its elements in order, what each holds, and who may read and change it.
//!
//! Source: the tables of the Travel Profile v2 reference; the order where its tables and its samples differ is that of the
//! samples. ASSUMED: texts that the reference does not bound are as long as a custom field.
//!
//! DIFFERS: the reference lets first name, last name and division have 60 characters. Here the names have 32 and the
//! division 48, which are the limits of the User Identity v4.1 attribute table: both services show one user, and what
//! identity cannot hold is warned of.

use super::form::{
    Change, Keep, Kind, List, MAX_ENTRIES, Part, Shape, Years, country, day, flag, group, list,
    one_of, part, plain, text,
};
use super::values::{
    BED_CATEGORIES, BEDS, BERTHS, CAR_TYPES, COACHES, CONTINGENCIES, DECKS, FARES, MEALS, NOISES,
    RAIL_SEATS, RAIL_SPACES, ROOM_TYPES, SEATS, SECTIONS, SMOKING, SPECIAL_MEALS, TRANSMISSIONS,
    VISA_TYPES,
};

/// Cost centre, employee number and what else the company keeps of its people.
pub(super) const COMPANY_DETAILS: &str = "COMPD";
/// Passports and visas.
pub(super) const PASSPORT_VISA: &str = "PASSV";
const MEDICAL: &str = "MEDIC";
const AGENCY: &str = "TMCSP";
const EMERGENCY: &str = "EMERG";
const SECURITY: &str = "TSAI";
const UNUSED_TICKETS: &str = "UNUTX";

/// The most characters of a text that the reference does not bound.
const MAX_TEXT: usize = 255;

const GENERAL: &[Part] = &[
    text("NamePrefix", 60),
    text("FirstName", 32).change(Change::Required),
    text("MiddleName", 60),
    text("LastName", 32).change(Change::Required),
    text("NameSuffix", 60),
    text("PreferredName", 60),
    text("JobTitle", 255),
    text("CostCenter", 25).scope(COMPANY_DETAILS),
    text("CompanyEmployeeID", 48).scope(COMPANY_DETAILS),
    text("Division", 48).scope(COMPANY_DETAILS),
    day("AccountTerminationDate", Years::Short)
        .change(Change::Fixed)
        .scope(COMPANY_DETAILS),
    text("PreferredLanguage", 20),
    flag("EReceiptOptIn"),
    flag("HasOpenBooking").change(Change::Fixed),
    text("CountryCode", 2).change(Change::Fixed),
    text("CompanyName", 255).change(Change::Fixed),
    text("CompanyID", 255)
        .change(Change::Fixed)
        .scope(COMPANY_DETAILS),
    text("RuleClass", 60).change(Change::Required),
    text("TravelConfigID", 255).change(Change::Required),
    text("MedicalAlerts", 255).scope(MEDICAL),
    text("AgencyNumber", 255).change(Change::Fixed),
    text("SearchID", 64).or("SearchId"),
    text("GDSProfileName", 60).scope(AGENCY),
    text("SabreProfileId", 60).scope(AGENCY),
    text("UUID", 36).change(Change::Fixed).scope(AGENCY),
];

const ADDRESS: &[Part] = &[
    text("Street", MAX_TEXT),
    text("City", 30),
    text("StateProvince", 30),
    text("PostalCode", 20),
    country("CountryCode"),
];

const EMERGENCY_CONTACT: &[Part] = &[
    text("Name", 255),
    one_of(
        "Relationship",
        &[
            "Spouse",
            "Brother",
            "Parent",
            "Sister",
            "LifePartner",
            "Other",
        ],
    ),
    list(
        "Phones",
        &List {
            item: "Phone",
            attributes: &[one_of("Type", &["DayTime", "Alternate"])],
            parts: &[],
            text: Some(60),
            keep: Keep::Last("Type"),
        },
    ),
    group("Address", ADDRESS),
];

/// The telephones, of which the cells are what is sent.
pub(super) const TELEPHONE: List = List {
    item: "Telephone",
    attributes: &[
        one_of(
            "Type",
            &["Home", "Work", "Fax", "Pager", "Other", "Cell", "Work2"],
        ),
        flag("ContactOptIn"),
        flag("PrimaryMobile"),
    ],
    parts: &[
        country("CountryCode"),
        text("PhoneNumber", 60),
        text("Extension", 60),
    ],
    text: None,
    keep: Keep::One("Type"),
};

const DOCUMENT_OF_PERSON: [Part; 2] = [country("IssuingCountry"), day("Expiration", Years::Long)];

const PASSPORT: &[Part] = &[
    text("PassportNumber", 100).change(Change::Required),
    country("PassportNationality").change(Change::Required),
    day("PassportExpiration", Years::Short),
    day("PassportDateIssued", Years::Short),
    text("PassportCityIssued", 60),
    country("PassportCountryIssued"),
];

const VISA: &[Part] = &[
    country("VisaNationality").change(Change::Required),
    text("VisaNumber", 100).change(Change::Required),
    one_of("VisaType", VISA_TYPES),
    day("VisaDateIssued", Years::Short),
    day("VisaExpiration", Years::Short),
    text("VisaCityIssued", 60),
    country("VisaCountryIssued"),
];

const AIR: &[Part] = &[
    group(
        "Seat",
        &[
            one_of("InterRowPositionCode", SEATS),
            one_of("SectionPositionCode", SECTIONS),
        ],
    ),
    group("Meals", &[part("MealCode", Shape::Leaf(Kind::Code(MEALS)))]),
    text("HomeAirport", 3),
    text("AirOther", MAX_TEXT),
];

const RAIL: &[Part] = &[
    one_of("Seat", RAIL_SEATS),
    one_of("Coach", COACHES),
    one_of("NoiseComfort", NOISES),
    one_of("Bed", BEDS),
    one_of("BedCategory", BED_CATEGORIES),
    one_of("Berth", BERTHS),
    one_of("Deck", DECKS),
    one_of("SpaceType", RAIL_SPACES),
    one_of("FareSpaceComfort", FARES),
    one_of("SpecialMeals", SPECIAL_MEALS),
    one_of("Contingencies", CONTINGENCIES),
];

const CAR: &[Part] = &[
    one_of("CarSmokingCode", SMOKING),
    flag("CarGPS"),
    one_of("CarType", CAR_TYPES),
    text("CarOther", 30),
    flag("CarSkiRack"),
    one_of("CarTransmission", TRANSMISSIONS),
];

const HOTEL: &[Part] = &[
    one_of("HotelSmokingCode", SMOKING).or("SmokingCode"),
    one_of("RoomType", ROOM_TYPES),
    text("HotelOther", 30),
    flag("PreferFoamPillows"),
    flag("PreferCrib"),
    flag("PreferRollawayBed"),
    flag("PreferGym"),
    flag("PreferPool"),
    flag("PreferRestaurant").or("PreferRestaraunt"),
    flag("PreferWheelchairAccess"),
    flag("PreferAccessForBlind"),
    flag("PreferRoomService"),
    flag("PreferEarlyCheckIn"),
];

const EMAIL_ADDRESSES: List = List {
    item: "EmailAddress",
    attributes: &[
        one_of(
            "Type",
            &[
                "Business",
                "Personal",
                "Supervisor",
                "TravelArranger",
                "Business2",
                "Other1",
                "Other2",
            ],
        ),
        flag("Contact"),
    ],
    parts: &[],
    text: Some(255),
    keep: Keep::One("Type"),
};

const CUSTOM_FIELDS: List = List {
    item: "CustomField",
    attributes: &[text("Name", 255)],
    parts: &[],
    text: Some(255),
    keep: Keep::Last("Name"),
};

const ADDRESSES: List = List {
    item: "Address",
    attributes: &[one_of("Type", &["Home", "Work"])],
    parts: ADDRESS,
    text: None,
    keep: Keep::Last("Type"),
};

const NATIONAL_IDS: List = plain(
    "NationalID",
    &[
        text("NationalIDNumber", 100),
        DOCUMENT_OF_PERSON[0],
        DOCUMENT_OF_PERSON[1],
    ],
    1,
);

const LICENSES: List = plain(
    "DriversLicense",
    &[
        text("DriversLicenseNumber", 100),
        DOCUMENT_OF_PERSON[0],
        text("IssuingState", 30),
        DOCUMENT_OF_PERSON[1],
    ],
    1,
);

const ROLE: List = List {
    item: "Role",
    attributes: &[
        one_of("Type", &["Arranger", "Manager"]),
        flag("PrimaryIndicatorFlag"),
    ],
    parts: &[
        text("FirstName", 60),
        text("LastName", 60),
        text("EmailAddress", 255),
        text("LoginId", 255),
    ],
    text: None,
    keep: Keep::One("Type"),
};

const TSA_INFO: &[Part] = &[
    one_of("Gender", &["Male", "Female"]),
    day("DateOfBirth", Years::Short),
    flag("NoMiddleName"),
    text("PreCheckNumber", 255),
    text("RedressNumber", 255),
];

/// The root's elements.
pub(super) const PROFILE: &[Part] = &[
    group("General", GENERAL),
    group("EmergencyContact", EMERGENCY_CONTACT).scope(EMERGENCY),
    list("Telephones", &TELEPHONE),
    list("Addresses", &ADDRESSES),
    list("NationalIDs", &NATIONAL_IDS),
    list("DriversLicenses", &LICENSES),
    flag("HasNoPassport").scope(PASSPORT_VISA),
    list("Passports", &plain("Passport", PASSPORT, 2)).scope(PASSPORT_VISA),
    list("Visas", &plain("Visa", VISA, MAX_ENTRIES)).scope(PASSPORT_VISA),
    list("EmailAddresses", &EMAIL_ADDRESSES),
    group(
        "RatePreferences",
        &[
            flag("AAARate"),
            flag("AARPRate"),
            flag("GovtRate"),
            flag("MilitaryRate"),
        ],
    ),
    part("DiscountCodes", Shape::Any).change(Change::Passed),
    group("Air", AIR),
    group("Rail", RAIL),
    group("Car", CAR),
    group("Hotel", HOTEL),
    list("CustomFields", &CUSTOM_FIELDS).scope(COMPANY_DETAILS),
    list("Roles", &ROLE),
    part("Sponsors", Shape::Any).change(Change::Passed),
    group("TSAInfo", TSA_INFO).scope(SECURITY),
    part("UnusedTickets", Shape::Any)
        .change(Change::Passed)
        .scope(UNUSED_TICKETS),
    part("SouthwestUnusedTickets", Shape::Any)
        .change(Change::Passed)
        .scope(UNUSED_TICKETS),
    part("AdvantageMemberships", Shape::Any).change(Change::Passed),
];

/// Elements that requests may have and no reply has.
pub(super) const REQUEST_ONLY: &[Part] = &[text("Password", MAX_TEXT)];

/// Elements inside of others that only suppliers of travel are shown, and that nobody else may write.
pub(super) const MEMBERSHIPS: [&str; 4] = [
    "AirMemberships",
    "RailMemberships",
    "CarMemberships",
    "HotelMemberships",
];
