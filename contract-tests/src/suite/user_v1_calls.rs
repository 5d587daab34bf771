//! The calls of User v1, in XML, that cases need on their way to what they claim.

use std::fmt::Write as _;

use super::xml_tree::Element;
use crate::finding::{Claim, Failure, holds, same};
use crate::reply::Reply;
use crate::request::Request;
use crate::session::Session;

/// One profile.
pub(super) const USER: &str = "/api/user/v1.0/user";

/// Batches of profiles.
pub(super) const USERS: &str = "/api/user/v1.0/users";

/// Batches of passwords.
pub(super) const PASSWORDS: &str = "/api/user/v1.0/Users/password";

/// What every body is of.
pub(super) const NAMESPACE: &str = "http://www.concursolutions.com/api/user/2011/02";

/// What a batch is told when it is no batch.
pub(super) const INVALID_XML: &str = "The Request XML is invalid";

/// One record of a batch: the elements in their order.
#[derive(Debug, Clone)]
pub(super) struct Record(Vec<(String, String)>);

impl Record {
    /// A complete new user, as the page's example has it.
    pub(super) fn new(tag: &str) -> Self {
        let login = format!("{tag}@batch.example");
        let number = format!("B-{tag}");
        let elements = [
            ("FeedRecordNumber", "1"),
            ("LoginId", &login),
            ("EmpId", &number),
            ("Active", "Y"),
            ("Password", "Correct-Horse-7"),
            ("FirstName", "Sasha"),
            ("LastName", "Batchman"),
            ("Mi", "Q"),
            ("EmailAddress", &login),
            ("LocaleName", "en_US"),
            ("LedgerKey", "DEFAULT"),
            ("CtryCode", "US"),
            ("CtrySubCode", "US-WA"),
            ("CrnKey", "USD"),
            ("ExpenseUser", "Y"),
            ("ExpenseApprover", "N"),
            ("TripUser", "Y"),
            ("InvoiceUser", "N"),
            ("InvoiceApprover", "N"),
        ];
        let owned = |(name, text): (&str, &str)| (name.to_owned(), text.to_owned());
        Self(elements.into_iter().map(owned).collect())
    }

    /// The same with an element set.
    pub(super) fn with(mut self, name: &str, text: &str) -> Self {
        match self.0.iter_mut().find(|(known, _)| known == name) {
            Some((_, old)) => text.clone_into(old),
            None => self.0.push((name.to_owned(), text.to_owned())),
        }
        self
    }

    /// The same without an element.
    pub(super) fn without(mut self, name: &str) -> Self {
        self.0.retain(|(known, _)| known != name);
        self
    }

    /// The same with an element named otherwise.
    pub(super) fn renamed(mut self, from: &str, to: &str) -> Self {
        for (name, _) in &mut self.0 {
            if name == from {
                to.clone_into(name);
            }
        }
        self
    }

    /// The record as an element.
    pub(super) fn element(&self) -> String {
        let mut text = "<UserProfile>".to_owned();
        for (name, value) in &self.0 {
            let value = quick_xml::escape::escape(value.as_str());
            // Writing into a text cannot fail.
            let _written = write!(text, "<{name}>{value}</{name}>");
        }
        text + "</UserProfile>"
    }
}

/// The records as one batch.
pub(super) fn batch(records: &[Record]) -> String {
    let records: String = records.iter().map(Record::element).collect();
    format!("<batch xmlns=\"{NAMESPACE}\">{records}</batch>")
}

/// Sends with the company's token in the old spelling.
pub(super) async fn call(session: &mut Session, request: Request) -> Result<Reply, Failure> {
    let token = session.token().await?;
    session.send(old_style(request, &token)).await
}

/// Adds a token in the old spelling.
pub(super) fn old_style(request: Request, token: &str) -> Request {
    request.header("authorization", format!("OAuth {token}"))
}

/// A request with an XML body.
pub(super) fn posting(path: &str, xml: impl Into<Vec<u8>>) -> Request {
    Request::post(path).body("application/xml", xml)
}

/// Sends records and gives the result.
pub(super) async fn feed(session: &mut Session, records: &[Record]) -> Result<Element, Failure> {
    let reply = call(session, posting(USERS, batch(records))).await?;
    Element::of(&reply, "user-batch-result")
}

/// Sends records that are wrong on purpose and gives the result.
pub(super) async fn feed_wrongly(
    session: &mut Session,
    records: &[Record],
) -> Result<Element, Failure> {
    let reply = call(session, posting(USERS, batch(records)).deviant()).await?;
    Element::of(&reply, "user-batch-result")
}

/// Claims how many records were taken and how many were not.
pub(super) fn counts(result: &Element, succeeded: usize, failed: usize) -> Claim {
    same(
        "records-succeeded",
        Some(succeeded),
        result.number_of("records-succeeded"),
    )?;
    same(
        "records-failed",
        Some(failed),
        result.number_of("records-failed"),
    )
}

/// What the errors of a result say, in either spelling of the element.
pub(super) fn messages(result: &Element) -> Vec<String> {
    let message = |error: &Element| {
        error
            .text_of("message")
            .or(error.text_of("Message"))
            .map(str::to_owned)
    };
    result.list("errors").iter().filter_map(message).collect()
}

/// Takes one new user in.
pub(super) async fn take_in(session: &mut Session, record: &Record) -> Claim {
    counts(&feed(session, std::slice::from_ref(record)).await?, 1, 0)
}

/// The profile of a login.
pub(super) async fn profile(session: &mut Session, login: &str) -> Result<Element, Failure> {
    let request = Request::get(USER).query("loginID", login);
    Element::of(&call(session, request).await?, "UserProfile")
}

/// Claims a refusal in XML, in the words of this generation.
pub(super) fn refused(reply: &Reply, statuses: &[u16]) -> Claim {
    reply.is_any(statuses)?;
    let error = Element::named(reply, "Error")?;
    let message = error.text_of("Message").unwrap_or_default();
    holds(
        format!("{} has a Message", reply.line()),
        !message.is_empty(),
    )
}

/// What a refusal of a whole batch says, as an error or as the result of a batch of which nothing was taken.
pub(super) fn refusal(reply: &Reply) -> Result<String, Failure> {
    reply.is_any(&[200, 400])?;
    if reply.status() == 400 {
        let error = Element::named(reply, "Error")?;
        return Ok(error.text_of("Message").unwrap_or_default().to_owned());
    }
    let result = Element::of(reply, "user-batch-result")?;
    same(
        "records-succeeded",
        Some(0),
        result.number_of("records-succeeded"),
    )?;
    Ok(messages(&result).join("; "))
}
