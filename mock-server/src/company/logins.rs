//! How the users of a company sign in: passwords, and what stands in the way.

use std::sync::Arc;

use imbl::OrdMap;
use uuid::Uuid;

use super::packed;

/// What becomes of a user's sign-in, whatever the password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum SignIn {
    /// The right password opens.
    #[default]
    Normal,
    /// The user's account is disabled.
    Disabled,
    /// The company's account is disabled.
    CompanyDisabled,
    /// An administrator ended the password.
    PasswordEnded,
    /// The password grew too old.
    PasswordExpired,
    /// Too many wrong passwords.
    Locked,
    /// The credentials count as wrong although they are right.
    Incorrect,
    /// The address is not among the allowed ones.
    AddressRefused,
    /// Only single sign-on opens.
    SingleSignOnOnly,
    /// The company's policy wants another password.
    PasswordChangeRequired,
}

impl SignIn {
    /// Every state.
    pub(crate) const ALL: [Self; 10] = [
        Self::Normal,
        Self::Disabled,
        Self::CompanyDisabled,
        Self::PasswordEnded,
        Self::PasswordExpired,
        Self::Locked,
        Self::Incorrect,
        Self::AddressRefused,
        Self::SingleSignOnOnly,
        Self::PasswordChangeRequired,
    ];

    /// Its name in the admin API.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Normal => "normal",
            Self::Disabled => "disabled",
            Self::CompanyDisabled => "company-disabled",
            Self::PasswordEnded => "password-ended",
            Self::PasswordExpired => "password-expired",
            Self::Locked => "locked",
            Self::Incorrect => "incorrect",
            Self::AddressRefused => "address-refused",
            Self::SingleSignOnOnly => "sso-only",
            Self::PasswordChangeRequired => "password-change-required",
        }
    }

    /// Reads a name.
    pub(crate) fn read(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

/// The passwords of a company's users and what stands in their way.
#[derive(Debug, Clone, Default)]
pub(crate) struct Logins {
    passwords: OrdMap<Uuid, Arc<str>>,
    states: OrdMap<Uuid, SignIn>,
}

impl Logins {
    /// Whether this is the user's password; a user without one has none that fits.
    pub(crate) fn is_password(&self, user: Uuid, password: &str) -> bool {
        self.passwords
            .get(&user)
            .is_some_and(|kept| **kept == *password)
    }

    /// Whether the user has a password at all.
    pub(crate) fn has_password(&self, user: Uuid) -> bool {
        self.passwords.contains_key(&user)
    }

    /// Sets a user's password.
    pub(crate) fn set_password(&mut self, user: Uuid, password: &str) {
        self.passwords.insert(user, Arc::from(password));
    }

    /// What becomes of the user's sign-in.
    pub(crate) fn state(&self, user: Uuid) -> SignIn {
        self.states.get(&user).copied().unwrap_or_default()
    }

    /// Sets what becomes of the user's sign-in.
    pub(crate) fn set_state(&mut self, user: Uuid, state: SignIn) {
        if state == SignIn::Normal {
            self.states.remove(&user);
        } else {
            self.states.insert(user, state);
        }
    }

    /// Forgets the user.
    pub(crate) fn remove(&mut self, user: Uuid) {
        self.passwords.remove(&user);
        self.states.remove(&user);
    }

    /// The user's password.
    pub(crate) fn password(&self, user: Uuid) -> Option<&Arc<str>> {
        self.passwords.get(&user)
    }

    /// The users whose password is not the same in both, by id.
    pub(super) fn passwords_that_differ<'v>(
        &'v self,
        others: &'v Self,
    ) -> impl Iterator<Item = Uuid> {
        self.passwords
            .diff(&others.passwords)
            .map(packed::key)
            .copied()
    }

    /// The users whose sign-in is not the same in both, by id.
    pub(super) fn states_that_differ<'v>(&'v self, others: &'v Self) -> impl Iterator<Item = Uuid> {
        self.states.diff(&others.states).map(packed::key).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_goes_with_its_user() {
        let (ada, bob, eve) = (Uuid::from_u128(1), Uuid::from_u128(2), Uuid::from_u128(3));
        let mut logins = Logins::default();
        for user in [ada, bob, eve] {
            logins.set_password(user, "secret");
            logins.set_state(user, SignIn::Locked);
        }
        logins.remove(bob);
        assert_eq!(logins.state(bob), SignIn::Normal);
        let before = logins.clone();
        logins.remove(eve);
        let left = [ada, bob, eve].map(|user| logins.is_password(user, "secret"));
        assert_eq!(left, [true, false, false]);
        assert_eq!(
            before.passwords_that_differ(&logins).collect::<Vec<_>>(),
            [eve]
        );
        assert_eq!(
            logins.states_that_differ(&before).collect::<Vec<_>>(),
            [eve]
        );
    }
}
