//! Keys of the Event Subscription Service.

use super::Definition;
use super::define::{Choice as _, choice};

/// Every key of this area.
pub(super) const ALL: &[&Definition] = &[
    OneSubscription::DEFINITION,
    SixthSubscription::DEFINITION,
    TakenId::DEFINITION,
    UnknownTopic::DEFINITION,
    TestTopic::DEFINITION,
    AccessFlags::DEFINITION,
];

choice! {
    /// The form in which one subscription is read.
    OneSubscription, "events.one-subscription",
    about: "What GET /events/v4/subscriptions/{id} answers.",
    source: "Platform 6.1: the page shows an array with one subscription, the swagger file says one object.",
    values: {
        Array = "array": "As the page shows it.",
        Object = "object": "As the swagger file says.",
    },
    default: Array,
    strict_docs: Array,
}

choice! {
    /// What the subscription gets that is one too many.
    SixthSubscription, "events.sixth-subscription",
    about: "Status of a subscription beyond the five that an application may have.",
    source: "Platform question 12: the page names the limit and not what happens beyond it.",
    values: {
        BadRequest = "400": "As newer v4 pages say for a limit.",
        Forbidden = "403": "As for what an application may not do.",
    },
    default: BadRequest,
}

choice! {
    /// What a subscription gets whose id another application has.
    TakenId, "events.taken-id",
    about: "Status of a subscription whose id belongs to another application.",
    source: "Platform question 12: ids are unique over all customers, and the page says that another's is an error.",
    values: {
        Forbidden = "403": "As for what belongs to someone else.",
        BadRequest = "400": "As for a wrong value.",
        Conflict = "409": "As for a value that is taken.",
    },
    default: Forbidden,
}

choice! {
    /// What a subscription to a topic gets that does not exist.
    UnknownTopic, "events.unknown-topic",
    about: "Answer to a subscription to a topic that does not exist.",
    source: "Platform question 12: no page says.",
    values: {
        BadRequest = "400": "As for a wrong value.",
        Forbidden = "403": "As for a topic that the application may not read.",
        Accepted = "accepted": "It is kept, and nothing ever comes.",
    },
    default: BadRequest,
}

choice! {
    /// Whether the topic for trials needs another one beside it.
    TestTopic, "events.test-topic",
    about: "Whether public.test is listed for a token that holds no topic's scope.",
    source: "Platform 6.1: the page shows a list with public.test alone, and says that the list is empty without a topic's scope.",
    values: {
        BesideOthers = "beside-others": "Without a topic's scope the list is empty, as the page's text says.",
        Always = "always": "As the page's example shows it.",
    },
    default: BesideOthers,
    strict_docs: BesideOthers,
}

choice! {
    /// Whether a subscription shows the two flags that no page has.
    AccessFlags, "events.access-flags",
    about: "Whether subscriptions are shown with allowPublicAccess and startFromEarliest.",
    source: "Platform 6.1: they stand in a screenshot of a real answer and on no page.",
    values: {
        Absent = "absent": "As the page shows subscriptions.",
        Present = "present": "As the screenshot shows one: true and false.",
    },
    default: Absent,
    strict_docs: Absent,
    observed: Present,
}
