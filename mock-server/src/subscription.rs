//! What an application wants to be told of: one topic of events, and where they are sent.

/// The most subscriptions that an application has at once.
pub(crate) const MAX_SUBSCRIPTIONS: usize = 5;

/// A subscription to a topic. Its id, which no other one of the process has, is kept beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Subscription {
    /// The topic.
    pub(crate) topic: String,
    /// Which types of its events are wanted, as a regular expression.
    pub(crate) filter: String,
    /// The https address to which they are sent.
    pub(crate) endpoint: String,
}
