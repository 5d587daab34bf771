//! Updates of the XML travel profile: what is sent a second time changes nothing more.

use crate::routes::travel_profile_of;

/// The bytes are a body of the travel profile.
pub fn travel(bytes: &[u8]) {
    let Some(once) = travel_profile_of(&[bytes]) else {
        return;
    };
    let twice = travel_profile_of(&[bytes, bytes]);
    assert_eq!(Some(once), twice, "a second update changed more");
}
