//! What SCIM v4 remembers of a user whom any service makes active or inactive.

use jiff::Timestamp;
use serde_json::Value;
use uuid::Uuid;

use crate::scim::sap::user::{VALID_TO, instant};

use super::Version;
use super::extensions::Extension;

/// Whether a user may sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Activity {
    /// It may.
    Active,
    /// It may not.
    Inactive,
}

impl Version {
    /// Ends or reopens the user's validity when its activity changes: `validTo` is set when `active` becomes false.
    ///
    /// ASSUMED: it goes away when `active` becomes true again, whatever service said so.
    pub(crate) fn follow_activity(
        &mut self,
        user: Uuid,
        before: Activity,
        after: Activity,
        now: Timestamp,
    ) {
        if before == after {
            return;
        }
        let mut own = self.extensions.read(user, Extension::ScimSap);
        match after {
            Activity::Inactive => {
                own.insert(VALID_TO.to_owned(), Value::from(instant(now)));
            }
            Activity::Active => {
                own.shift_remove(VALID_TO);
            }
        }
        self.extensions.keep(user, Extension::ScimSap, own, now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn validity_ends_with_activity_and_begins_again_with_it() {
        let user = Uuid::nil();
        let mut version = Version::default();
        let mut follow = |before, after, second| {
            let now = Timestamp::from_second(second).unwrap();
            version.follow_activity(user, before, after, now);
            version.extensions.read(user, Extension::ScimSap)
        };
        let ended = follow(Activity::Active, Activity::Inactive, 60);
        assert_eq!(ended[VALID_TO], "1970-01-01T00:01:00Z");
        assert_eq!(follow(Activity::Inactive, Activity::Inactive, 90), ended);
        assert!(follow(Activity::Inactive, Activity::Active, 120).is_empty());
    }
}
