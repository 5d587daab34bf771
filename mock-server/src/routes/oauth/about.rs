//! What a request without a token is about: the company whose tables hold what it shows, or in which its application is at
//! home.

use std::sync::Arc;

use uuid::Uuid;

use crate::application::Grant;
use crate::company::Company;
use crate::ids;
use crate::world::World;

use super::form::Form;
use super::sign_in::find;

/// What is known of a request before it is looked at.
#[derive(Debug, Clone, Default)]
pub(crate) struct About {
    /// The company.
    pub(crate) company: Option<Arc<Company>>,
    /// The application that it names, whether or not it shows the right secret.
    pub(crate) client_id: Option<Uuid>,
    /// Whether it refreshes a token.
    pub(crate) grant: Option<Grant>,
}

/// What a form or a query is about. A refusal may follow all the same.
pub(crate) fn about(world: &World, pairs: &[u8]) -> About {
    let Ok(form) = Form::of_pairs(pairs) else {
        return About::default();
    };
    let client_id = form.get("client_id").and_then(ids::read);
    About {
        company: company(world, &form, client_id),
        client_id,
        grant: form.get("grant_type").and_then(Grant::read),
    }
}

fn company(world: &World, form: &Form, client_id: Option<Uuid>) -> Option<Arc<Company>> {
    for name in ["refresh_token", "code"] {
        let registry = world.registry();
        let keeper = form.get(name).and_then(|text| registry.keeper(text));
        if let Some(keeper) = keeper {
            return Some(Arc::clone(keeper));
        }
    }
    let application = world.application(client_id?)?;
    let named = form.get("username").and_then(|name| {
        if form.get("credtype") == Some("authtoken") {
            world.company_of(ids::read(name)?)
        } else {
            find(world, &application, name).map(|(company, _)| company)
        }
    });
    named.or_else(|| world.home_of(&application))
}
