//! Who exists in one mock process and who is connected with whom: an immutable version of it at a time.

use std::convert::Infallible;
use std::ops::Bound;
use std::sync::Arc;

use imbl::OrdMap;
use uuid::Uuid;

use crate::application::Application;
use crate::company::Company;
use crate::company::bounded::keep;
use crate::company::snapshots::Exchanged;
use crate::company::tokens::{AccessToken, FastMap, MAX_ACCESS_TOKENS};

/// Companies, applications, and which company knows a token.
#[derive(Debug, Clone, Default)]
pub(crate) struct Registry {
    companies: OrdMap<Uuid, Arc<Company>>,
    applications: OrdMap<Uuid, Arc<Application>>,
    /// By company the applications whose tokens its tables may hold: those that are or were connected to it.
    clients: OrdMap<Uuid, Vec<Uuid>>,
    /// By the id of a subscription the application that has it.
    subscribers: OrdMap<String, Uuid>,
    /// By the text of a token, code or session, the company whose tables hold it.
    keepers: FastMap<Arc<str>, Arc<Company>>,
    /// The tokens of applications themselves, which belong to no company.
    own_tokens: FastMap<Arc<str>, Arc<AccessToken>>,
}

impl Registry {
    /// The company of this id.
    pub(crate) fn company(&self, id: Uuid) -> Option<&Arc<Company>> {
        self.companies.get(&id)
    }

    /// How many companies there are.
    pub(crate) fn company_count(&self) -> usize {
        self.companies.len()
    }

    /// The application of this client id.
    pub(crate) fn application(&self, client_id: Uuid) -> Option<&Arc<Application>> {
        self.applications.get(&client_id)
    }

    /// Every application, by client id.
    pub(crate) fn applications(&self) -> impl Iterator<Item = &Arc<Application>> {
        self.applications.values()
    }

    /// How many applications there are.
    pub(crate) fn application_count(&self) -> usize {
        self.applications.len()
    }

    /// The companies that an application may enter, the home first.
    pub(crate) fn companies_of<'r>(
        &'r self,
        application: &'r Application,
    ) -> impl Iterator<Item = &'r Arc<Company>> {
        application
            .companies
            .iter()
            .filter_map(|id| self.companies.get(id))
    }

    /// The company whose tables hold this token, code or session.
    pub(crate) fn keeper(&self, text: &str) -> Option<&Arc<Company>> {
        self.keepers.get(text)
    }

    /// The token of an application itself.
    pub(crate) fn own_token(&self, text: &str) -> Option<&Arc<AccessToken>> {
        self.own_tokens.get(text)
    }

    /// The application that has the subscription of this id.
    pub(crate) fn subscriber(&self, id: &str) -> Option<Uuid> {
        self.subscribers.get(id).copied()
    }

    /// Adds a company.
    pub(crate) fn enrol(&mut self, company: &Arc<Company>) {
        self.companies.insert(company.id, Arc::clone(company));
    }

    /// Adds an application, or puts the changed one in the place of the old one. The request token of a company that it
    /// leaves by this change ends.
    pub(crate) fn register(&mut self, application: Application) -> Arc<Application> {
        let client_id = application.client_id;
        for company in application.keepers() {
            let clients = self.clients.entry(company).or_default();
            if !clients.contains(&client_id) {
                clients.push(client_id);
            }
        }
        let before = self.applications.get(&client_id);
        for id in before.iter().flat_map(|before| before.subscriptions.keys()) {
            self.subscribers.remove(id);
        }
        for id in application.subscriptions.keys() {
            self.subscribers.insert(id.clone(), client_id);
        }
        let left = before
            .iter()
            .flat_map(|before| &before.companies)
            .filter(|id| !application.is_connected(**id));
        for company in left.filter_map(|id| self.companies.get(id)) {
            let Ok(()) = company.write(|version| {
                version.tokens.end_request(client_id);
                Ok::<(), Infallible>(())
            });
        }
        let application = Arc::new(application);
        self.applications
            .insert(client_id, Arc::clone(&application));
        application
    }

    /// Deletes an application and every token of it; says whether there was one.
    pub(crate) fn unregister(&mut self, client_id: Uuid) -> bool {
        let Some(application) = self.applications.remove(&client_id) else {
            return false;
        };
        for id in application.subscriptions.keys() {
            self.subscribers.remove(id);
        }
        for id in application.keepers() {
            if let Some(clients) = self.clients.get_mut(&id) {
                clients.retain(|client| *client != client_id);
            }
            if let Some(company) = self.companies.get(&id) {
                let Ok(forgotten) = company.write(|version| {
                    version.one_times.close_application(client_id);
                    Ok::<_, Infallible>(version.tokens.end_application(client_id))
                });
                forget(&mut self.keepers, &forgotten);
            }
        }
        self.own_tokens
            .retain(|_, token| token.client_id != client_id);
        true
    }

    /// Deletes a company and its tokens; the application that was made with it goes along, unless it is connected to
    /// others by now. Gives back the company, if there was one.
    pub(crate) fn dissolve(&mut self, id: Uuid) -> Option<Arc<Company>> {
        let company = self.companies.remove(&id)?;
        for text in company.read().tokens.texts() {
            self.keepers.remove(text);
        }
        for client_id in self.clients.remove(&id).unwrap_or_default() {
            if let Some(application) = self.applications.get_mut(&client_id) {
                Arc::make_mut(application).forget(id);
            }
        }
        let is_alone = |application: &Arc<Application>| application.companies.is_empty();
        if company.owns_application && self.application(company.client_id).is_some_and(is_alone) {
            self.unregister(company.client_id);
        }
        Some(company)
    }

    /// Notes that a company holds these texts and forgot others. A grant may end after its company or its application
    /// did: then nothing is noted, so that nothing of it can be used.
    pub(crate) fn note(
        &mut self,
        company: &Arc<Company>,
        client_id: Uuid,
        kept: &[Arc<str>],
        forgotten: &[Arc<str>],
    ) {
        forget(&mut self.keepers, forgotten);
        let is_client_gone = !self.applications.contains_key(&client_id);
        // A company that was made again in the meantime is another one.
        let living = self.companies.get(&company.id);
        if is_client_gone || !living.is_some_and(|living| Arc::ptr_eq(living, company)) {
            return;
        }
        for text in kept {
            self.keepers.insert(Arc::clone(text), Arc::clone(company));
        }
    }

    /// Follows a company in what it holds since a snapshot was restored. A company that is gone is left alone.
    pub(crate) fn exchange(&mut self, company: &Arc<Company>, exchanged: &Exchanged) {
        forget(&mut self.keepers, &exchanged.forgotten);
        let living = self.companies.get(&company.id);
        if living.is_some_and(|living| Arc::ptr_eq(living, company)) {
            for text in &exchanged.known {
                self.keepers.insert(Arc::clone(text), Arc::clone(company));
            }
        }
    }

    /// Every company behind this id, or all, by id.
    pub(crate) fn companies_behind(&self, id: Option<Uuid>) -> impl Iterator<Item = &Arc<Company>> {
        let start = id.map_or(Bound::Unbounded, Bound::Excluded);
        let range = self.companies.range((start, Bound::Unbounded));
        range.map(|(_, company)| company)
    }

    /// Keeps a token of an application itself. As many are kept as one company keeps.
    pub(crate) fn note_own(&mut self, text: Arc<str>, token: Arc<AccessToken>) {
        if self.applications.contains_key(&token.client_id) {
            keep(
                &mut self.own_tokens,
                text,
                token,
                MAX_ACCESS_TOKENS,
                |token| token.expires,
            );
        }
    }
}

fn forget(keepers: &mut FastMap<Arc<str>, Arc<Company>>, forgotten: &[Arc<str>]) {
    for text in forgotten {
        keepers.remove(text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::founding::Founding;
    use crate::policy::Policies;
    use crate::signing::Signer;
    use crate::world::World;

    #[test]
    fn a_grant_that_ends_after_its_company_was_made_again_is_not_known() {
        let signer = Signer::published().unwrap();
        let base_url = "http://mock.example".to_owned();
        let world = World::new(base_url, None, 0, signer, Policies::default());
        let founding = Founding {
            key: Some("twice".to_owned()),
            ..Founding::default()
        };
        let former = world.found(&founding).unwrap();
        assert!(world.dissolve(former.id));
        let again = world.found(&founding).unwrap();
        assert_eq!(former.id, again.id);
        let token: Arc<str> = Arc::from("late");

        world.change_tokens_of(&former, former.client_id, |_| {
            (vec![Arc::clone(&token)], Vec::new(), ())
        });

        assert!(world.registry().keeper(&token).is_none());
    }
}
