//! A user's own login: by login name or id, with a password.

use std::sync::Arc;

use serde_json::Value;
use uuid::Uuid;

use crate::application::Application;
use crate::company::Company;
use crate::company::logins::SignIn;
use crate::company::record::Record;
use crate::company::unique::Unique;
use crate::ids;
use crate::routes::carry_out_due;
use crate::scim::compare::fold;
use crate::world::World;

use super::refusal::TokenRefusal;

/// The user of this login name or id, in the first company of the application that has one.
pub(super) fn find(
    world: &World,
    application: &Application,
    name: &str,
) -> Option<(Arc<Company>, Arc<Record>)> {
    let registry = world.registry();
    let id = ids::read(name);
    let login = fold(name);
    registry.companies_of(application).find_map(|company| {
        carry_out_due(company);
        let version = company.read();
        let by_id = id.and_then(|id| version.users.get(id));
        let user = by_id.or_else(|| version.users.find(Unique::UserName, &login))?;
        Some((Arc::clone(company), Arc::clone(user)))
    })
}

/// Judges a password. ASSUMED: what stands in the way of a sign-in is told only to those who know the password, but for
/// single sign-on, where there is none to know.
pub(super) fn verify(company: &Company, user: &Record, password: &str) -> Result<(), TokenRefusal> {
    let version = company.read();
    let state = version.logins.state(user.id);
    if state == SignIn::SingleSignOnOnly {
        return Err(TokenRefusal::SingleSignOnOnly);
    }
    if !version.logins.is_password(user.id, password) {
        return Err(TokenRefusal::BadCredentials);
    }
    if !is_active(user) {
        return Err(TokenRefusal::AccountDisabled);
    }
    match state {
        SignIn::Normal | SignIn::SingleSignOnOnly => Ok(()),
        SignIn::Disabled => Err(TokenRefusal::AccountDisabled),
        SignIn::CompanyDisabled => Err(TokenRefusal::CompanyDisabled),
        SignIn::PasswordEnded => Err(TokenRefusal::PasswordEnded),
        SignIn::PasswordExpired => Err(TokenRefusal::PasswordExpired),
        SignIn::Locked => Err(TokenRefusal::AccountLocked),
        SignIn::Incorrect => Err(TokenRefusal::Incorrect),
        SignIn::AddressRefused => Err(TokenRefusal::AddressRefused),
        SignIn::PasswordChangeRequired => Err(TokenRefusal::PasswordChangeRequired),
    }
}

/// Whether a user is there and active.
pub(super) fn may_act(company: &Company, user: Uuid) -> bool {
    company
        .read()
        .users
        .get(user)
        .is_some_and(|user| is_active(user))
}

fn is_active(user: &Record) -> bool {
    user.members(&["active"]).get("active") == Some(&Value::Bool(true))
}
