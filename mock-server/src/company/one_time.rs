//! One-time tokens that wait for the user to come back from a mail, and the mails themselves.

use std::fmt;
use std::sync::Arc;

use imbl::{OrdMap, Vector};
use jiff::Timestamp;
use uuid::Uuid;

/// The most one-time tokens that a company has open; beyond it the oldest end.
pub(crate) const MAX_OPEN: usize = 10_000;
/// The most mails that a company's outbox keeps; beyond it the oldest go.
pub(crate) const MAX_MAILS: usize = 1_000;

/// A request for a one-time token that was mailed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct OpenRequest {
    /// The application that asked.
    pub(crate) client_id: Uuid,
    /// The address it was mailed to, folded.
    pub(crate) address: Arc<str>,
    /// The user who has the address.
    pub(crate) user: Uuid,
    /// The token.
    pub(crate) token: String,
    /// What must be said again when it is used, by name.
    pub(crate) facts: Vec<(String, String)>,
    /// When it ends.
    pub(crate) expires: Timestamp,
}

/// A mail to a user.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Mail {
    /// The address, as it was given.
    pub(crate) to: String,
    /// When it was sent.
    pub(crate) sent_at: Timestamp,
    /// What stands above it.
    pub(crate) subject: String,
    /// What the user clicks, where the application named an address.
    pub(crate) link: Option<String>,
    /// The token in the link.
    pub(crate) token: String,
}

impl fmt::Debug for Mail {
    /// Shows everything but the token and the link that has it.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Mail")
            .field("to", &self.to)
            .field("sent_at", &self.sent_at)
            .field("subject", &self.subject)
            .finish_non_exhaustive()
    }
}

/// The open requests and the outbox of a company.
#[derive(Debug, Clone, Default)]
pub(crate) struct OneTimes {
    open: OrdMap<u64, OpenRequest>,
    made: u64,
    /// The mails, the oldest first.
    pub(crate) mails: Vector<Mail>,
}

impl OneTimes {
    /// The number of the next request.
    pub(crate) const fn next(&self) -> u64 {
        self.made
    }

    /// What an application has open for an address at this time.
    pub(crate) fn open_for<'o>(
        &'o self,
        client_id: Uuid,
        address: &'o str,
        now: Timestamp,
    ) -> impl Iterator<Item = (u64, &'o OpenRequest)> {
        self.open
            .iter()
            .filter(move |(_, request)| {
                request.client_id == client_id
                    && *request.address == *address
                    && request.expires > now
            })
            .map(|(number, request)| (*number, request))
    }

    /// Opens a request and sends its mail.
    pub(crate) fn open(&mut self, request: OpenRequest, mail: Mail) {
        self.open.insert(self.made, request);
        self.made += 1;
        if self.open.len() > MAX_OPEN
            && let Some(oldest) = self.open.get_min().map(|(number, _)| *number)
        {
            self.open.remove(&oldest);
        }
        self.mails.push_back(mail);
        if self.mails.len() > MAX_MAILS {
            self.mails.pop_front();
        }
    }

    /// Closes a request; says whether it was open.
    pub(crate) fn close(&mut self, number: u64) -> bool {
        self.open.remove(&number).is_some()
    }

    /// Closes what an application has open.
    pub(crate) fn close_application(&mut self, client_id: Uuid) {
        self.close_applications(|client| client != client_id);
    }

    /// Closes what applications have open that may not enter any more.
    pub(super) fn close_applications(&mut self, may_enter: impl Fn(Uuid) -> bool) {
        let numbers: Vec<u64> = self
            .open
            .iter()
            .filter(|(_, request)| !may_enter(request.client_id))
            .map(|(number, _)| *number)
            .collect();
        for number in numbers {
            self.open.remove(&number);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn send(one_times: &mut OneTimes, address: &str, ends: i64) {
        let request = OpenRequest {
            client_id: Uuid::nil(),
            address: Arc::from(address),
            user: Uuid::nil(),
            token: String::new(),
            facts: Vec::new(),
            expires: Timestamp::from_second(ends).unwrap(),
        };
        let mail = Mail {
            to: address.to_owned(),
            sent_at: Timestamp::UNIX_EPOCH,
            subject: String::new(),
            link: None,
            token: String::new(),
        };
        one_times.open(request, mail);
    }

    #[test]
    fn requests_count_per_address_until_they_end() {
        let mut one_times = OneTimes::default();
        send(&mut one_times, "a@x", 10);
        send(&mut one_times, "a@x", 20);
        send(&mut one_times, "b@x", 20);
        let open = |second| {
            let now = Timestamp::from_second(second).unwrap();
            one_times.open_for(Uuid::nil(), "a@x", now).count()
        };
        assert_eq!([open(5), open(15), open(20)], [2, 1, 0]);
    }

    #[test]
    fn an_outbox_keeps_the_newest_mails() {
        let mut one_times = OneTimes::default();
        for number in 0..=MAX_MAILS {
            send(&mut one_times, &number.to_string(), 1);
        }
        assert_eq!(one_times.mails.len(), MAX_MAILS);
        assert_eq!(one_times.mails[0].to, "1");
    }

    #[test]
    fn a_request_closes_once() {
        let mut one_times = OneTimes::default();
        send(&mut one_times, "a@x", 1);
        assert!(one_times.close(0));
        assert!(!one_times.close(0));
    }
}
