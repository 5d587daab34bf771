//! Which users older systems know by an id of theirs, so that one of them is found without asking all.

use std::sync::Arc;

use imbl::OrdSet;
use serde_json::Value;
use uuid::Uuid;

/// The member of the travel extension that holds the id.
const MEMBER: &str = "xmlProfileSyncId";

/// The users who have such an id; a clone costs the same whatever their number.
#[derive(Debug, Clone, Default)]
pub(super) struct SyncIds {
    holders: OrdSet<(Arc<str>, Uuid)>,
}

impl SyncIds {
    /// The users who have this id; nothing keeps several from having the same.
    pub(super) fn holders(&self, id: &str) -> impl Iterator<Item = Uuid> {
        let id: Arc<str> = Arc::from(id);
        let range = (Arc::clone(&id), Uuid::nil())..=(id, Uuid::max());
        self.holders.range(range).map(|(_, user)| *user)
    }

    /// Follows a change of a user's travel extension, whose texts these are.
    pub(super) fn follow(&mut self, user: Uuid, before: Option<&str>, after: Option<&str>) {
        let (before, after) = (before.and_then(read), after.and_then(read));
        if before == after {
            return;
        }
        if let Some(id) = before {
            self.holders.remove(&(Arc::from(id), user));
        }
        if let Some(id) = after {
            self.holders.insert((Arc::from(id), user));
        }
    }
}

/// The id in the text of a travel extension. Few have one, and only those are parsed.
pub(super) fn read(text: &str) -> Option<String> {
    if !text.contains(MEMBER) {
        return None;
    }
    let extension: Value = serde_json::from_str(text).ok()?;
    extension.get(MEMBER)?.as_str().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn users_are_found_by_the_id_that_they_have_now() {
        let (ada, bob) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let text = |id: &str| format!("{{\"gender\":\"F\",\"{MEMBER}\":\"{id}\"}}");
        let (old, new) = (text("old"), text("new"));
        let mut ids = SyncIds::default();
        ids.follow(ada, None, Some(&old));
        ids.follow(bob, Some("{}"), Some(&new));
        ids.follow(ada, Some(&old), Some(&new));
        let holders = |ids: &SyncIds, id: &str| ids.holders(id).collect::<Vec<_>>();
        assert_eq!(holders(&ids, "new"), [ada, bob]);
        assert!(holders(&ids, "old").is_empty() && holders(&ids, "ne").is_empty());
        ids.follow(ada, Some(&new), None);
        assert_eq!(holders(&ids, "new"), [bob]);
    }
}
