//! The closed lists of Travel Profile v2.

/// What stands for no choice.
pub(super) const DONT_CARE: &str = "DontCare";

pub(super) const SEATS: &[&str] = &["Window", "Aisle", "Middle", DONT_CARE];
pub(super) const SECTIONS: &[&str] = &["Bulkhead", "Forward", "Rear", "ExitRow", DONT_CARE];
/// The codes of special meals; a regular one has none.
pub(super) const MEALS: &[&str] = &[
    "BBML", "BLML", "CHML", "DBML", "FPML", "GFML", "HNML", "KSML", "LCML", "LSML", "MOML", "NLML",
    "NSML", "PFML", "SFML", "VGML", "RVML", "KVML", "VLML", "AVML",
];
pub(super) const RAIL_SEATS: &[&str] = &["Aisle", "Window", DONT_CARE];
pub(super) const COACHES: &[&str] = &["Compartment", "Coach", "CoachWithTable", DONT_CARE];
pub(super) const NOISES: &[&str] = &["QuietSpace", "MobileSpace", DONT_CARE];
pub(super) const BEDS: &[&str] = &["Lower", "Upper", "Middle", DONT_CARE];
pub(super) const BED_CATEGORIES: &[&str] = &["WomenOnly", "MenOnly", DONT_CARE];
pub(super) const BERTHS: &[&str] = BEDS;
pub(super) const DECKS: &[&str] = &["Lower", "Upper", DONT_CARE];
pub(super) const RAIL_SPACES: &[&str] = &[
    "Panorama",
    "SeatWithTable",
    "Solo",
    "Salon",
    "Kiosk",
    "InclineSeat",
    "DuoSideBySide",
    "DuoFaceToFace",
    "Club6",
    "Club4",
    "Carre",
    "DisabledCompanionSpace",
    DONT_CARE,
];
pub(super) const FARES: &[&str] = &[
    "DedicatedBusiness",
    "Business",
    "IntermediateLeisure",
    "Leisure",
    "StandardLeisure",
    DONT_CARE,
];
pub(super) const SPECIAL_MEALS: &[&str] = &[
    "LowFat",
    "LowSalt",
    "GlutenFree",
    "Diabetic",
    "Muslim",
    "Kosher",
    "Vegetarian",
    "VegetarianLactoOvo",
    DONT_CARE,
];
pub(super) const CONTINGENCIES: &[&str] = &["Bike", "WomenOnly", "WheelchairSpace", DONT_CARE];
pub(super) const SMOKING: &[&str] = &[DONT_CARE, "NonSmoking", "Smoking"];
pub(super) const CAR_TYPES: &[&str] = &[
    DONT_CARE,
    "Mini",
    "Economy",
    "EconomyHybrid",
    "Compact",
    "CompactHybrid",
    "Intermediate",
    "IntermediateHybrid",
    "Standard",
    "StandardHybrid",
    "FullSize",
    "FullSizeHybrid",
    "MiniVan",
    "Luxury",
    "Premium",
    "StandardSUV",
    "IntermediateSUV",
    "FullSizeSUV",
    "FullSizePickup",
    "Specialized",
];
pub(super) const TRANSMISSIONS: &[&str] = &[DONT_CARE, "Automatic", "Manual"];
pub(super) const ROOM_TYPES: &[&str] = &[
    DONT_CARE,
    "King",
    "Queen",
    "Double",
    "Twin",
    "Single",
    "Disability",
];
pub(super) const VISA_TYPES: &[&str] = &[
    "Unknown",
    "SingleEntry",
    "DoubleEntry",
    "MultiEntry",
    "ESTA",
    "ETA",
    "SchengenVisa",
];

/// The languages that a profile can have; any other is written as an empty text and read as one.
pub(super) const LANGUAGES: &[&str] = &[
    "bg", "cs", "da", "de", "el", "en", "es", "fi", "fr", "hr", "hu", "id", "it", "ja", "ko", "nb",
    "nl", "nn", "no", "pl", "pt", "ro", "ru", "sk", "sv", "tr", "zh", "de-AT", "de-CH", "de-DE",
    "de-LU", "en-AU", "en-CA", "en-GB", "en-IE", "en-IN", "en-NZ", "en-US", "en-ZA", "es-AR",
    "es-BO", "es-CL", "es-CO", "es-CR", "es-DO", "es-EC", "es-ES", "es-GT", "es-HN", "es-MX",
    "es-NI", "es-PA", "es-PE", "es-PR", "es-PY", "es-SV", "es-UY", "es-VE", "fr-BE", "fr-CA",
    "fr-CH", "fr-FR", "fr-LU", "it-CH", "it-IT", "ja-JP", "nl-BE", "nl-NL", "no-NO", "pt-BR",
    "pt-PT", "sv-SE", "zh-CN", "zh-HK", "zh-TW",
];
