//! A user as the GET of User v1 shows it.

use crate::company::Version;
use crate::company::configuration::Configuration;
use crate::company::record::Record;
use crate::policy::user_v1::ProfileNamespace;
use crate::xml::write::Node;

use super::sent::{CUSTOMS, ORG_UNITS};
use super::spend::{EXPENSE_APPROVER, INVOICE_APPROVER};
use super::{NAMESPACE, SECURE_NAMESPACE, root};
use crate::routes::flat::{Flat, approver};

/// The profile in the order of the sample; what a user does not have is an empty element.
pub(super) fn profile(version: &Version, record: &Record) -> Node {
    let user = Flat::of(version, record);
    let mut nodes = Vec::new();
    let mut put = |name: &'static str, text: Option<&str>| {
        nodes.push(Node::text(name, text.unwrap_or_default()));
    };
    let holds = |role: &str| flag(version.roles.holds(record.id, role));
    put("LoginId", user.login());
    put("FirstName", user.name("givenName"));
    put("LastName", user.name("familyName"));
    put("Mi", user.name("middleInitial"));
    put("EmailAddress", user.primary_email());
    put("EmpId", user.employee_id());
    put("Active", flag(user.is_active()));
    for (element, id) in ORG_UNITS.into_iter().chain(CUSTOMS) {
        put(
            element,
            custom(&user, &version.configuration, id).as_deref(),
        );
    }
    put("LedgerName", user.spend("ledgerCode"));
    put("LocaleName", user.locale().as_deref());
    put("CtryCode", user.country());
    put("CrnCode", user.spend("reimbursementCurrency"));
    put("CtrySubCode", subdivision(&user).as_deref());
    put("ExpenseUser", flag(user.is_entitled("Expense")));
    put("ExpenseApprover", holds(EXPENSE_APPROVER));
    put("TripUser", flag(user.is_entitled("Travel")));
    put("InvoiceUser", flag(user.is_entitled("Invoice")));
    put("InvoiceApprover", holds(INVOICE_APPROVER));
    put(
        "ExpenseApproverEmployeeID",
        approver(version, record).as_deref(),
    );
    put("IsTestEmp", flag(user.is_test()));
    put(
        "CashAdvanceAccountCode",
        user.spend("cashAdvanceAccountCode"),
    );
    let namespace = match version.policies.choose::<ProfileNamespace>() {
        ProfileNamespace::Secure => SECURE_NAMESPACE,
        ProfileNamespace::Plain => NAMESPACE,
    };
    root("UserProfile", namespace, nodes)
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "stands beside values that may be missing"
)]
const fn flag(is_set: bool) -> Option<&'static str> {
    Some(if is_set { "Y" } else { "N" })
}

/// A field of a list is shown with the name of its item, `(code) name`.
fn custom(user: &Flat, configuration: &Configuration, id: &str) -> Option<String> {
    let value = user.custom(id)?;
    let field = configuration.custom_field(id);
    let item = field.and_then(|field| configuration.item(field, value));
    Some(match item {
        Some(item) => format!("({}) {}", item.code, item.value),
        None => value.to_owned(),
    })
}

/// v1 writes `US-WA` where v4 writes `WA`.
fn subdivision(user: &Flat) -> Option<String> {
    let state = user.spend("stateProvince")?;
    Some(match user.country() {
        Some(country) => format!("{country}-{state}"),
        None => state.to_owned(),
    })
}
