//! What services keep of a user beside the identity document: one JSON object a user and extension.

use std::sync::Arc;

use imbl::OrdMap;
use jiff::Timestamp;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::packed;
use super::spenders::Spenders;
use super::sync_ids::{self, SyncIds};
use super::users::Users;

/// A part of a user that is no part of its identity document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Extension {
    /// The members of SCIM v4's sap extension that the other versions do not have.
    ScimSap,
    /// `spend:2.0:User`; a user has a spend profile as long as it is kept.
    SpendUser,
    /// `spend:2.0:Approver`; approvers are kept by their id alone, or by the employee number that nobody has yet.
    SpendApprover,
    /// `spend:2.0:ApproverLimit`
    SpendApproverLimit,
    /// `spend:2.0:Delegate`
    SpendDelegate,
    /// `spend:2.0:UserPreference`; what differs from the defaults.
    SpendUserPreference,
    /// `spend:2.0:InvoicePreference`; what differs from the defaults.
    SpendInvoicePreference,
    /// `spend:2.0:WorkflowPreference`; what differs from the defaults.
    SpendWorkflowPreference,
    /// `enterprise:2.0:Payroll`
    Payroll,
    /// `travel:2.0:User`; a user has a travel profile as long as it is kept.
    Travel,
    /// What only the XML travel profile has: documents, preferences, rates.
    TravelProfile,
}

impl Extension {
    /// Every one.
    pub(crate) const ALL: [Self; 11] = [
        Self::ScimSap,
        Self::SpendUser,
        Self::SpendApprover,
        Self::SpendApproverLimit,
        Self::SpendDelegate,
        Self::SpendUserPreference,
        Self::SpendInvoicePreference,
        Self::SpendWorkflowPreference,
        Self::Payroll,
        Self::Travel,
        Self::TravelProfile,
    ];

    /// Its name in differences and in files of companies.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::ScimSap => "scim-sap",
            Self::SpendUser => "spend-user",
            Self::SpendApprover => "spend-approver",
            Self::SpendApproverLimit => "spend-approver-limit",
            Self::SpendDelegate => "spend-delegate",
            Self::SpendUserPreference => "spend-user-preference",
            Self::SpendInvoicePreference => "spend-invoice-preference",
            Self::SpendWorkflowPreference => "spend-workflow-preference",
            Self::Payroll => "payroll",
            Self::Travel => "travel",
            Self::TravelProfile => "travel-profile",
        }
    }
}

/// The parts of a spend profile.
const SPEND: [Extension; 8] = [
    Extension::SpendUser,
    Extension::SpendApprover,
    Extension::SpendApproverLimit,
    Extension::SpendDelegate,
    Extension::SpendUserPreference,
    Extension::SpendInvoicePreference,
    Extension::SpendWorkflowPreference,
    Extension::Payroll,
];

/// One extension of one user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Kept {
    text: Arc<str>,
    /// When it was written last, in milliseconds since 1970.
    changed: i64,
}

impl Kept {
    /// An object as text, written at this time.
    pub(super) fn new(text: &str, now: Timestamp) -> Self {
        Self {
            text: Arc::from(text),
            changed: now.as_millisecond(),
        }
    }

    /// Length of the text in bytes.
    pub(super) fn bytes(&self) -> usize {
        self.text.len()
    }
}

/// The extensions of a company's users; a clone costs the same whatever their number.
#[derive(Debug, Clone, Default)]
pub(crate) struct Extensions {
    kept: OrdMap<(Uuid, Extension), Kept>,
    spenders: Spenders,
    sync_ids: SyncIds,
}

impl Extensions {
    /// Those of many users at once, whose places are given in order; no key may come twice, and every user must have a
    /// spend profile.
    pub(super) fn packed(
        mut kept: Vec<((Uuid, Extension), Kept)>,
        places: impl Iterator<Item = (i64, Uuid)>,
    ) -> Self {
        kept.sort_unstable_by_key(|(key, _)| *key);
        let mut sync_ids = SyncIds::default();
        for ((user, extension), kept) in &kept {
            if *extension == Extension::Travel {
                sync_ids.follow(*user, None, Some(&kept.text));
            }
        }
        Self {
            kept: packed::map(kept),
            spenders: Spenders::of(places),
            sync_ids,
        }
    }

    /// The users who have a spend profile.
    pub(crate) fn spenders(&self) -> &Spenders {
        &self.spenders
    }

    /// Whether the user has a spend profile.
    pub(crate) fn has_spend_profile(&self, user: Uuid) -> bool {
        self.kept.contains_key(&(user, Extension::SpendUser))
    }

    /// The id by which older systems know the user.
    pub(crate) fn sync_id(&self, user: Uuid) -> Option<String> {
        let text = self.text(user, Extension::Travel)?;
        sync_ids::read(text)
    }

    /// The users whom older systems know by this id.
    pub(crate) fn with_sync_id(&self, id: &str) -> impl Iterator<Item = Uuid> {
        self.sync_ids.holders(id)
    }

    /// When anything of the user's spend profile was written last; `None` when nothing of it is kept.
    pub(crate) fn spend_changed(&self, user: Uuid) -> Option<Timestamp> {
        let parts = SPEND.iter().filter_map(|part| self.changed(user, *part));
        parts.max()
    }

    /// Brings the list of spend profiles in line with what is kept, before a version is published.
    pub(super) fn settle(&mut self, before: &Users, after: &Users) {
        let kept = &self.kept;
        self.spenders.settle(before, after, |user| {
            kept.contains_key(&(user, Extension::SpendUser))
        });
    }

    /// Whether the other is the same, unchanged.
    pub(crate) fn is(&self, other: &Self) -> bool {
        self.kept.ptr_eq(&other.kept)
    }

    /// The users of whom not the same is kept in both, by id; one may come several times.
    pub(super) fn that_differ<'v>(&'v self, others: &'v Self) -> impl Iterator<Item = Uuid> {
        let differing = self.kept.diff(&others.kept).map(packed::key);
        differing.map(|(user, _)| *user)
    }

    /// Bytes of all kept documents.
    pub(crate) fn bytes(&self) -> usize {
        self.kept.values().map(Kept::bytes).sum()
    }

    /// What is kept of this user, as text.
    pub(crate) fn text(&self, user: Uuid, extension: Extension) -> Option<&Arc<str>> {
        self.kept.get(&(user, extension)).map(|kept| &kept.text)
    }

    /// When this of the user was written last; `None` when nothing is kept.
    pub(crate) fn changed(&self, user: Uuid, extension: Extension) -> Option<Timestamp> {
        let kept = self.kept.get(&(user, extension))?;
        Timestamp::from_millisecond(kept.changed).ok()
    }

    /// What is kept of this user; empty when nothing is.
    pub(crate) fn read(&self, user: Uuid, extension: Extension) -> Map<String, Value> {
        self.text(user, extension)
            .and_then(|text| serde_json::from_str(text).ok())
            .unwrap_or_default()
    }

    /// Keeps this of the user, unless it is what is kept already: then it changed when that came.
    pub(crate) fn revise(
        &mut self,
        user: Uuid,
        extension: Extension,
        members: Map<String, Value>,
        now: Timestamp,
    ) {
        if self.read(user, extension) != members {
            self.keep(user, extension, members, now);
        }
    }

    /// Keeps this of the user; an empty object is nothing.
    pub(crate) fn keep(
        &mut self,
        user: Uuid,
        extension: Extension,
        members: Map<String, Value>,
        now: Timestamp,
    ) {
        let before = if members.is_empty() {
            let before = self.kept.remove(&(user, extension));
            if before.is_some() && SPEND.contains(&extension) {
                self.touch_spend(user, now);
            }
            before
        } else {
            let kept = Kept::new(&Value::Object(members).to_string(), now);
            self.kept.insert((user, extension), kept)
        };
        if extension == Extension::Travel {
            self.follow_travel(user, before.as_ref());
        }
        let has_profile = || self.has_spend_profile(user);
        if extension == Extension::SpendUser && before.is_some() != has_profile() {
            self.spenders.note(user);
        }
    }

    fn follow_travel(&mut self, user: Uuid, before: Option<&Kept>) {
        let after = self.kept.get(&(user, Extension::Travel));
        let (before, after) = (
            before.map(|kept| &*kept.text),
            after.map(|kept| &*kept.text),
        );
        self.sync_ids.follow(user, before, after);
    }

    /// Notes that the user's spend profile changed in a part of which nothing is kept here, or nothing any more.
    pub(super) fn touch_spend(&mut self, user: Uuid, now: Timestamp) {
        if let Some(profile) = self.kept.get_mut(&(user, Extension::SpendUser)) {
            profile.changed = now.as_millisecond();
        }
    }

    /// Forgets the user.
    pub(crate) fn remove(&mut self, user: Uuid) {
        if self.has_spend_profile(user) {
            self.spenders.note(user);
        }
        for extension in Extension::ALL {
            let before = self.kept.remove(&(user, extension));
            if extension == Extension::Travel {
                self.follow_travel(user, before.as_ref());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_profile_is_as_young_as_its_youngest_part_even_if_that_is_gone() {
        let ada = Uuid::from_u128(1);
        let members = json!({"a": 1}).as_object().unwrap().clone();
        let time = |second: i64| Timestamp::from_second(second).unwrap();
        let mut extensions = Extensions::default();
        assert_eq!(extensions.spend_changed(ada), None);
        extensions.keep(ada, Extension::SpendUser, members.clone(), time(1));
        extensions.keep(ada, Extension::SpendApprover, members.clone(), time(2));
        extensions.keep(ada, Extension::Travel, members.clone(), time(3));
        assert_eq!(extensions.spend_changed(ada), Some(time(2)));
        extensions.revise(ada, Extension::SpendApprover, members, time(3));
        assert_eq!(
            extensions.spend_changed(ada),
            Some(time(2)),
            "it is the same"
        );
        extensions.revise(ada, Extension::SpendApprover, Map::new(), time(4));
        assert_eq!(extensions.spend_changed(ada), Some(time(4)));
    }

    #[test]
    fn a_user_is_found_by_the_id_of_older_systems_as_long_as_it_is_kept() {
        let (ada, bob) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let now = Timestamp::UNIX_EPOCH;
        let members = json!({"xmlProfileSyncId": "s-1"});
        let members = members.as_object().unwrap();
        let mut extensions = Extensions::default();
        for user in [ada, bob] {
            extensions.keep(user, Extension::Travel, members.clone(), now);
        }
        extensions.keep(bob, Extension::SpendUser, members.clone(), now);
        let found = |extensions: &Extensions| extensions.with_sync_id("s-1").collect::<Vec<_>>();
        assert_eq!(found(&extensions), [ada, bob]);
        assert_eq!(extensions.sync_id(bob).as_deref(), Some("s-1"));
        extensions.keep(bob, Extension::Travel, Map::new(), now);
        assert_eq!(found(&extensions), [ada]);
        extensions.remove(ada);
        assert!(found(&extensions).is_empty() && extensions.sync_id(ada).is_none());
        let text = Value::Object(members.clone()).to_string();
        let packed = vec![((ada, Extension::Travel), Kept::new(&text, now))];
        let packed = Extensions::packed(packed, std::iter::once((0, ada)));
        assert_eq!(found(&packed), [ada]);
    }

    #[test]
    fn a_user_s_extensions_are_kept_apart_and_go_together() {
        let (ada, bob) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let members = json!({"locale": "en-US"}).as_object().unwrap().clone();
        let now = Timestamp::from_millisecond(1_700_000_000_123).unwrap();
        let mut extensions = Extensions::default();
        extensions.keep(ada, Extension::SpendUser, members.clone(), now);
        extensions.keep(bob, Extension::SpendUser, members.clone(), now);
        assert!(extensions.read(ada, Extension::ScimSap).is_empty());
        extensions.remove(ada);
        assert!(extensions.text(ada, Extension::SpendUser).is_none());
        assert_eq!(extensions.read(bob, Extension::SpendUser), members);
        assert_eq!(extensions.changed(bob, Extension::SpendUser), Some(now));
    }
}
