//! What travel keeps of a user, in the words of Profile v1.

use serde_json::{Value, json};

use crate::company::Version;
use crate::company::extensions::Extension;
use crate::company::record::Record;

/// What stands for no choice.
const ANY: &str = "DontCare";

/// What is kept of a user's travels.
pub(super) struct Traveller {
    extension: Value,
    profile: Value,
}

impl Traveller {
    /// What is kept of this user's travels.
    pub(super) fn of(version: &Version, record: &Record) -> Self {
        let read = |extension| Value::Object(version.extensions.read(record.id, extension));
        Self {
            extension: read(Extension::Travel),
            profile: read(Extension::TravelProfile),
        }
    }

    /// The gender, null for a user without one.
    pub(super) fn gender(&self) -> Value {
        self.extension["gender"].clone()
    }

    /// Passports and visas. ASSUMED: which of v1's members is which element of the XML profile, where the names differ.
    pub(super) fn documents(&self) -> Value {
        let passport = |passport: &Value| {
            json!({
                "number": passport["PassportNumber"],
                "issuingCountry": passport["PassportCountryIssued"],
                "placeIssued": passport["PassportCityIssued"],
                "dateIssued": passport["PassportDateIssued"],
                "expiration": passport["PassportExpiration"],
            })
        };
        let visa = |visa: &Value| {
            json!({
                "number": visa["VisaNumber"],
                "issuedByCountry": visa["VisaCountryIssued"],
                "placeIssued": visa["VisaCityIssued"],
                "issuedForCountry": visa["VisaNationality"],
                "dateIssued": visa["VisaDateIssued"],
                "expiration": visa["VisaExpiration"],
            })
        };
        json!({"passport": self.list("Passports", passport), "visa": self.list("Visas", visa)})
    }

    fn list(&self, name: &str, shown: impl Fn(&Value) -> Value) -> Value {
        let entries = self.profile[name].as_array().into_iter().flatten();
        entries.map(shown).collect()
    }

    /// The preferences; those of a user who has none are as the getting-started guide shows them.
    pub(super) fn preferences(&self) -> Value {
        json!({
            "air": self.air(),
            "rail": self.rail(),
            "car": self.car(),
            "hotel": self.hotel(),
        })
    }

    fn air(&self) -> Value {
        let air = &self.profile["Air"];
        json!({
            "seat": {
                "interrowPosition": air["Seat"]["InterRowPositionCode"],
                "sectionPosition": air["Seat"]["SectionPositionCode"],
            },
            "homeAirport": air["HomeAirport"],
            "meal": chosen(&air["Meals"]["MealCode"]),
        })
    }

    fn rail(&self) -> Value {
        let rail = &self.profile["Rail"];
        let chosen = |name: &str| chosen(&rail[name]);
        json!({
            "space": chosen("SpaceType"),
            "meal": chosen("SpecialMeals"),
            "bedCategory": chosen("BedCategory"),
            "fareSpaceComfort": chosen("FareSpaceComfort"),
            "deck": chosen("Deck"),
            "coach": chosen("Coach"),
            "bed": chosen("Bed"),
            "berth": chosen("Berth"),
            "noiseComfort": chosen("NoiseComfort"),
            "contingency": chosen("Contingencies"),
            "seat": chosen("Seat"),
        })
    }

    fn car(&self) -> Value {
        let car = &self.profile["Car"];
        json!({
            "smoking": chosen(&car["CarSmokingCode"]),
            "carType": chosen(&car["CarType"]),
            "transmission": chosen(&car["CarTransmission"]),
            "gpsEnabled": car["CarGPS"] == true,
            "skirack": car["CarSkiRack"] == true,
        })
    }

    fn hotel(&self) -> Value {
        let hotel = &self.profile["Hotel"];
        json!({
            "earlyCheckin": hotel["PreferEarlyCheckIn"] == true,
            "remark": hotel["HotelOther"],
            "pool": hotel["PreferPool"] == true,
            "roomService": hotel["PreferRoomService"] == true,
            "foamPillows": hotel["PreferFoamPillows"] == true,
            "accessForBlind": hotel["PreferAccessForBlind"] == true,
            "accessForWheelchair": hotel["PreferWheelchairAccess"] == true,
            "gym": hotel["PreferGym"] == true,
            "roomType": chosen(&hotel["RoomType"]),
            "restaurant": hotel["PreferRestaurant"] == true,
            "rollawayBed": hotel["PreferRollawayBed"] == true,
            "smoking": chosen(&hotel["HotelSmokingCode"]),
            "crib": hotel["PreferCrib"] == true,
        })
    }
}

fn chosen(value: &Value) -> &str {
    value.as_str().unwrap_or(ANY)
}
