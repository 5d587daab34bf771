//! The topics to which an application can subscribe, and the scope that each of them wants.

use crate::company::tokens::AccessToken;
use crate::policy::Policies;
use crate::policy::events::TestTopic;

/// A topic.
pub(super) struct Topic {
    name: &'static str,
    /// Any one of them is enough; none is wanted where there are none.
    scopes: &'static [&'static str],
}

impl Topic {
    /// The topic of this name.
    pub(super) fn named(name: &str) -> Option<&'static Self> {
        TOPICS.iter().find(|topic| topic.name == name)
    }

    /// Whether a token may subscribe to it.
    pub(super) fn is_open_to(&self, token: &AccessToken) -> bool {
        self.scopes.is_empty() || self.scopes.iter().any(|scope| token.holds(scope))
    }
}

/// The names of the topics to which a token may subscribe.
pub(super) fn names(token: &AccessToken, policies: &Policies) -> Vec<&'static str> {
    let open: Vec<&Topic> = TOPICS
        .iter()
        .filter(|topic| topic.is_open_to(token))
        .collect();
    let is_for_trials_alone = open.iter().all(|topic| topic.scopes.is_empty());
    if is_for_trials_alone && policies.choose::<TestTopic>() == TestTopic::BesideOthers {
        return Vec::new();
    }
    open.into_iter().map(|topic| topic.name).collect()
}

/// Every topic of the pages, those of services that are not played included: an application that also uses these
/// subscribes to them alike.
///
/// The topic page and the guide name different scopes for travel profiles. ASSUMED: either is enough.
const TOPICS: [Topic; 13] = [
    topic("public.test", &[]),
    topic(
        "public.concur.user.profile.identity",
        &["identity.user.event.read"],
    ),
    topic(
        "public.concur.user.profile.spend",
        &["spend.user.event.read"],
    ),
    topic(
        "public.concur.user.travel.profile",
        &["travel.profile.user.event.read", "travel.user.event.read"],
    ),
    topic("public.concur.user.provisioning", &["user.provision.read"]),
    topic(
        "public.concur.expense.report",
        &["expense.report.read", "expense.report.readwrite"],
    ),
    topic(
        "public.concur.document.tax.compliance",
        &["document.tax.compliance.read"],
    ),
    topic("public.concur.financialintegration", &["FISVC"]),
    topic(
        "public.concur.spend.accountingintegration",
        &["spend.accountingintegration.read"],
    ),
    topic("public.concur.travel.itinerary", &["travel.itinerary.read"]),
    topic("public.concur.travel.book", &["travel.trips.booking.read"]),
    topic("concur.travel.search", &["travelrequest.write"]),
    topic("public.concur.request", &["travelrequest.write"]),
];

const fn topic(name: &'static str, scopes: &'static [&'static str]) -> Topic {
    Topic { name, scopes }
}
