//! What a profile says of the spend extension and of the approver.

use serde_json::{Map, Value, json};

use crate::company::Version;
use crate::company::configuration::Configuration;
use crate::company::record::Record;
use crate::company::unique::Unique;
use crate::policy::user_v1::Approver;
use crate::scim::compare::fold;

use super::fields;
use super::message::Fault;
use super::sent::Sent;

/// The role of a user who approves expense reports.
pub(super) const EXPENSE_APPROVER: &str = "EXP_APPROVER";
/// The role of a user who approves invoices.
pub(super) const INVOICE_APPROVER: &str = "INV_APPROVER";

/// The roles that flags give and take.
pub(super) const ROLES: [(&str, &str); 2] = [
    ("ExpenseApprover", EXPENSE_APPROVER),
    ("InvoiceApprover", INVOICE_APPROVER),
];

/// Elements whose text the extension has as it is.
const TEXTS: [(&str, &str); 2] = [
    ("CtryCode", "country"),
    ("CashAdvanceAccountCode", "cashAdvanceAccountCode"),
];

/// What a profile must have to be one, and the elements that give it.
const REQUIRED: [(&str, &str); 3] = [
    ("CrnKey", "reimbursementCurrency"),
    ("CtryCode", "country"),
    ("LocaleName", "locale"),
];

/// Whether the user is added or was there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    /// It is added.
    New,
    /// It was there.
    Existing,
}

/// The extension `urn:ietf:params:scim:schemas:extension:spend:2.0:User` after this profile.
pub(super) fn extension(
    sent: &Sent,
    stage: Stage,
    configuration: &Configuration,
    mut spend: Map<String, Value>,
) -> Result<Map<String, Value>, Fault> {
    let was_empty = spend.is_empty();
    for (element, member) in TEXTS {
        set(&mut spend, member, sent.get(element));
    }
    for (element, member, known) in [
        ("CrnKey", "reimbursementCurrency", &configuration.currencies),
        ("LedgerKey", "ledgerCode", &configuration.ledgers),
    ] {
        let text = configured(sent, element, spend.get(member), known)?;
        set(&mut spend, member, text);
    }
    // v1 writes `en_US` where v4 writes `en-US`.
    let locale = sent
        .get("LocaleName")
        .map(|locale| locale.replace('_', "-"));
    set(&mut spend, "locale", locale.as_deref());
    if let Some(code) = sent.get("CtrySubCode") {
        let (country, subdivision) = code.split_once('-').unwrap_or(("", code));
        let own = spend.get("country").and_then(Value::as_str);
        if !country.is_empty() && own.is_some_and(|own| own != country) {
            return Err(Fault::Invalid("CtrySubCode"));
        }
        set(&mut spend, "stateProvince", Some(subdivision));
    }
    if let Some(is_test) = sent.flag("IsTestEmp") {
        // ASSUMED: as in the provisioning service, which sets the flag at the beginning only.
        let was_test = spend.get("testEmployee") == Some(&Value::Bool(true));
        if stage == Stage::Existing && is_test != was_test {
            return Err(Fault::Invalid("IsTestEmp"));
        }
        if stage == Stage::New {
            spend.insert("testEmployee".to_owned(), Value::from(is_test));
        }
    }
    fields::write(sent, configuration, &mut spend)?;
    if was_empty && !spend.is_empty() {
        is_whole(&spend)?;
        fields::require(sent, configuration)?;
    }
    Ok(spend)
}

/// Whether a first profile has what one must have. ASSUMED: who has none gets one as a whole or none, as in the provisioning
/// service.
fn is_whole(spend: &Map<String, Value>) -> Result<(), Fault> {
    let lacking = REQUIRED
        .iter()
        .filter(|(_, member)| !spend.contains_key(*member));
    let missing: Vec<&str> = lacking.map(|(element, _)| *element).collect();
    if missing.is_empty() {
        Ok(())
    } else {
        Err(Fault::Missing(missing))
    }
}

/// A text that the company must have configured, in the configuration's spelling. What the user has already stays.
fn configured<'t>(
    sent: &'t Sent,
    element: &'static str,
    before: Option<&Value>,
    known: &'t [String],
) -> Result<Option<&'t str>, Fault> {
    let Some(text) = sent.get(element) else {
        return Ok(None);
    };
    if text.is_empty() || before.is_some_and(|before| before == text) {
        return Ok(Some(text));
    }
    let known = known.iter().find(|known| known.eq_ignore_ascii_case(text));
    known
        .map(|known| Some(known.as_str()))
        .ok_or(Fault::Invalid(element))
}

/// Sets a text, or takes it away when the element is empty; an absent element says nothing.
fn set(members: &mut Map<String, Value>, name: &str, text: Option<&str>) {
    match text {
        None => {}
        Some("") => {
            members.shift_remove(name);
        }
        Some(text) => {
            members.insert(name.to_owned(), Value::from(text));
        }
    }
}

/// The extension `urn:ietf:params:scim:schemas:extension:spend:2.0:Approver` after this profile: its primary approver
/// of reports is the expense approver of v1.
pub(super) fn approver(
    sent: &Sent,
    version: &Version,
    mut kept: Map<String, Value>,
) -> Result<Map<String, Value>, Fault> {
    const ELEMENT: &str = "ExpenseApproverEmployeeID";
    let Some(number) = sent.get(ELEMENT) else {
        return Ok(kept);
    };
    let mut reports = match kept.shift_remove("report") {
        Some(Value::Array(reports)) => reports,
        _ => Vec::new(),
    };
    reports.retain(|entry| entry["primary"] != true);
    if !number.is_empty() {
        let found = version.users.find(Unique::EmployeeNumber, &fold(number));
        let holds = |user: &Record| version.roles.holds(user.id, EXPENSE_APPROVER);
        let approver = match (found, version.policies.choose::<Approver>()) {
            (Some(user), Approver::Approves) if !holds(user) => None,
            (Some(user), _) => Some(json!({"value": user.id.to_string()})),
            (None, Approver::Any) => Some(json!({"employeeNumber": number})),
            (None, Approver::Known | Approver::Approves) => None,
        };
        let approver = approver.ok_or(Fault::Invalid(ELEMENT))?;
        reports.insert(0, json!({"approver": approver, "primary": true}));
    }
    if !reports.is_empty() {
        kept.insert("report".to_owned(), Value::from(reports));
    }
    Ok(kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(value: &Value) -> Map<String, Value> {
        value.as_object().unwrap().clone()
    }

    #[test]
    fn the_extension_has_the_members_of_today() {
        let sent = Sent::of(&[
            ("CrnKey", "USD"),
            ("CtryCode", "US"),
            ("LedgerKey", "Default"),
            ("LocaleName", "en_US"),
            ("CtrySubCode", "US-WA"),
            ("OrgUnit1", "R&D"),
            ("Custom7", ""),
            ("IsTestEmp", "N"),
        ]);
        let spend = extension(&sent, Stage::New, &Configuration::default(), Map::new()).unwrap();
        let expected = json!({
            "reimbursementCurrency": "USD",
            "country": "US",
            "ledgerCode": "DEFAULT",
            "locale": "en-US",
            "stateProvince": "WA",
            "testEmployee": false,
            "customData": [{"id": "orgUnit1", "value": "R&D"}],
        });
        assert_eq!(Value::Object(spend), expected);
    }

    #[test]
    fn what_the_company_has_not_configured_is_refused() {
        let configuration = Configuration::default();
        let before = kept(&json!({
            "reimbursementCurrency": "XAU", "country": "US", "locale": "en-US", "ledgerCode": "GONE",
        }));
        let write = |element, text| {
            let sent = Sent::of(&[(element, text)]);
            extension(&sent, Stage::Existing, &configuration, before.clone()).map(drop)
        };
        for (element, text, expected) in [
            ("CrnKey", "EUR", Ok(())),
            ("CrnKey", "XAU", Ok(())),
            ("CrnKey", "XPT", Err(Fault::Invalid("CrnKey"))),
            ("LedgerKey", "eu", Ok(())),
            ("LedgerKey", "GONE", Ok(())),
            ("LedgerKey", "LUNAR", Err(Fault::Invalid("LedgerKey"))),
        ] {
            assert_eq!(write(element, text), expected, "{element} {text}");
        }
    }

    #[test]
    fn a_first_profile_is_whole_or_none() {
        let write = |values: &[(&'static str, &str)]| {
            let (sent, configuration) = (Sent::of(values), Configuration::default());
            extension(&sent, Stage::Existing, &configuration, Map::new())
        };
        let country = ("CtryCode", "US");
        let missing = vec!["CrnKey", "LocaleName"];
        assert_eq!(write(&[country]), Err(Fault::Missing(missing)));
        assert_eq!(write(&[("IsTestEmp", "N")]), Ok(Map::new()));
        let whole = [country, ("CrnKey", "USD"), ("LocaleName", "en_US")];
        assert_eq!(write(&whole).unwrap()["locale"], "en-US");
        let mut configuration = Configuration::default();
        configuration.custom_fields[0].required = true;
        let sent = Sent::of(&whole);
        assert_eq!(
            extension(&sent, Stage::Existing, &configuration, Map::new()),
            Err(Fault::Missing(vec!["OrgUnit1"]))
        );
    }

    #[test]
    fn an_empty_element_takes_away_and_an_absent_one_leaves() {
        let before = kept(&json!({
            "country": "US",
            "stateProvince": "WA",
            "customData": [{"id": "custom1", "value": "a"}, {"id": "custom22", "value": "b"}],
        }));
        let sent = Sent::of(&[("CtrySubCode", ""), ("Custom1", "")]);
        let spend = extension(&sent, Stage::Existing, &Configuration::default(), before).unwrap();
        let expected = json!({"country": "US", "customData": [{"id": "custom22", "value": "b"}]});
        assert_eq!(Value::Object(spend), expected);
    }

    #[test]
    fn a_state_of_another_country_and_a_test_user_made_later_are_refused() {
        let before = kept(&json!({"country": "US"}));
        let configuration = Configuration::default();
        let state = Sent::of(&[("CtrySubCode", "DE-BE")]);
        let test = Sent::of(&[("IsTestEmp", "Y")]);
        assert_eq!(
            extension(&state, Stage::Existing, &configuration, before.clone()),
            Err(Fault::Invalid("CtrySubCode"))
        );
        assert_eq!(
            extension(&test, Stage::Existing, &configuration, before.clone()),
            Err(Fault::Invalid("IsTestEmp"))
        );
        assert!(extension(&test, Stage::New, &configuration, before).is_ok());
    }

    #[test]
    fn an_approver_takes_the_place_of_the_primary_one_alone() {
        let version = Version::default();
        let other = json!({"approver": {"value": "u-2"}, "primary": false});
        let before = kept(&json!({
            "report": [{"approver": {"value": "u-1"}, "primary": true}, other],
            "request": [],
        }));
        let gone = approver(
            &Sent::of(&[("ExpenseApproverEmployeeID", "")]),
            &version,
            before.clone(),
        );
        assert_eq!(gone.unwrap()["report"], json!([other]));
        let unknown = approver(
            &Sent::of(&[("ExpenseApproverEmployeeID", "7")]),
            &version,
            before.clone(),
        );
        assert_eq!(unknown, Err(Fault::Invalid("ExpenseApproverEmployeeID")));
        assert_eq!(
            approver(&Sent::default(), &version, before.clone()),
            Ok(before)
        );
    }
}
