//! The members of a group while a request changes them; nothing here looks at members that nobody speaks of.

use std::collections::BTreeSet;

use imbl::Vector;
use uuid::Uuid;

/// What the operations of a request have made of a group's members so far.
#[derive(Debug, Clone)]
pub(crate) struct Draft {
    /// Those before the request, in order.
    before: Vector<Uuid>,
    /// Whether all of those were taken out.
    is_cleared: bool,
    /// Those who were put in; beside members who stay, if all were taken out.
    added: BTreeSet<Uuid>,
    /// Those who were taken out alone.
    removed: BTreeSet<Uuid>,
}

impl Draft {
    /// A request finds these members, in order.
    pub(crate) const fn of(before: Vector<Uuid>) -> Self {
        Self {
            before,
            is_cleared: false,
            added: BTreeSet::new(),
            removed: BTreeSet::new(),
        }
    }

    /// Whether this is a member now.
    pub(super) fn has(&self, member: Uuid) -> bool {
        self.added.contains(&member)
            || !self.is_cleared && !self.removed.contains(&member) && self.had(member)
    }

    /// Puts a member in; one who is there stays.
    pub(super) fn add(&mut self, member: Uuid) {
        let stays = !self.is_cleared && self.had(member);
        if stays {
            self.removed.remove(&member);
        } else {
            self.added.insert(member);
        }
    }

    /// Takes a member out; one who is not there stays away.
    pub(super) fn remove(&mut self, member: Uuid) {
        if !self.added.remove(&member) && !self.is_cleared && self.had(member) {
            self.removed.insert(member);
        }
    }

    /// Takes all members out.
    pub(super) fn clear(&mut self) {
        self.is_cleared = true;
        self.added.clear();
        self.removed.clear();
    }

    /// Puts these in the place of all members.
    pub(crate) fn replace(&mut self, members: impl IntoIterator<Item = Uuid>) {
        self.clear();
        self.added.extend(members);
    }

    /// Every member, one after the other: this alone takes longer the more there are.
    pub(super) fn iter(&self) -> impl Iterator<Item = Uuid> {
        let before = (!self.is_cleared).then(|| self.before.iter());
        let kept = before.into_iter().flatten();
        let kept = kept.filter(|member| !self.removed.contains(member));
        kept.chain(&self.added).copied()
    }

    /// Who is a member now and was none.
    pub(crate) fn joined(&self) -> Vec<Uuid> {
        let added = self.added.iter().copied();
        added.filter(|member| !self.had(*member)).collect()
    }

    /// Who was a member and is none now.
    pub(crate) fn left(&self) -> Vec<Uuid> {
        if self.is_cleared {
            let before = self.before.iter().copied();
            before.filter(|member| !self.has(*member)).collect()
        } else {
            self.removed.iter().copied().collect()
        }
    }

    fn had(&self, member: Uuid) -> bool {
        self.before.binary_search(&member).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ADA: Uuid = Uuid::from_u128(1);
    const BOB: Uuid = Uuid::from_u128(2);
    const EVE: Uuid = Uuid::from_u128(3);

    fn draft() -> Draft {
        Draft::of(Vector::from([ADA, BOB].as_slice()))
    }

    #[test]
    fn only_what_is_different_in_the_end_joined_or_left() {
        let mut draft = draft();
        draft.add(ADA);
        draft.add(EVE);
        draft.remove(BOB);
        assert_eq!((draft.joined(), draft.left()), (vec![EVE], vec![BOB]));
        draft.add(BOB);
        draft.remove(EVE);
        draft.remove(EVE);
        assert_eq!((draft.joined(), draft.left()), (vec![], vec![]));
        assert!(draft.has(BOB) && !draft.has(EVE));
    }

    #[test]
    fn who_stays_when_all_are_replaced_neither_joined_nor_left() {
        let mut draft = draft();
        draft.replace([BOB, EVE]);
        assert_eq!((draft.joined(), draft.left()), (vec![EVE], vec![ADA]));
        assert_eq!(draft.iter().collect::<Vec<_>>(), [BOB, EVE]);
        draft.remove(BOB);
        assert!(!draft.has(BOB) && !draft.has(ADA));
        assert_eq!((draft.joined(), draft.left()), (vec![EVE], vec![ADA, BOB]));
        draft.clear();
        draft.add(ADA);
        assert_eq!((draft.joined(), draft.left()), (vec![], vec![BOB]));
    }
}
