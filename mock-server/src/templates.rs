//! What new companies can begin with, by name.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use uuid::Uuid;

use crate::founding::Content;

/// The most templates that one process holds.
pub(crate) const MAX_TEMPLATES: usize = 1_000;

/// What a company held, under a name that outlives it.
#[derive(Debug, Clone)]
pub(crate) struct Template {
    /// What companies begin with.
    pub(crate) content: Content,
    /// The company that it was taken from.
    pub(crate) company: Uuid,
    /// The company's snapshot that it was taken from.
    pub(crate) snapshot: String,
}

/// There is no room for another template.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the mock holds {MAX_TEMPLATES} templates, which is the most; delete some first")]
pub(crate) struct TooManyTemplates;

/// Whether a template is the first of its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Placed {
    /// It is.
    New,
    /// It took another one's place.
    Replaced,
}

/// The templates of a process.
#[derive(Debug, Default)]
pub(crate) struct Templates(Mutex<BTreeMap<String, Template>>);

impl Templates {
    fn lock(&self) -> MutexGuard<'_, BTreeMap<String, Template>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps a template; one of the same name makes room for it.
    pub(crate) fn put(&self, name: &str, template: Template) -> Result<Placed, TooManyTemplates> {
        let mut templates = self.lock();
        if templates.len() >= MAX_TEMPLATES && !templates.contains_key(name) {
            return Err(TooManyTemplates);
        }
        let before = templates.insert(name.to_owned(), template);
        Ok(before.map_or(Placed::New, |_| Placed::Replaced))
    }

    /// The template of this name.
    pub(crate) fn get(&self, name: &str) -> Option<Template> {
        self.lock().get(name).cloned()
    }

    /// Every template, by name.
    pub(crate) fn all(&self) -> Vec<(String, Template)> {
        let templates = self.lock();
        let all = templates.iter();
        all.map(|(name, template)| (name.clone(), template.clone()))
            .collect()
    }

    /// Forgets a template and gives it back; companies that began with it keep what they share.
    pub(crate) fn remove(&self, name: &str) -> Option<Template> {
        self.lock().remove(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::ClockMode;
    use jiff::SignedDuration;
    use std::sync::Arc;

    fn template() -> Template {
        Template {
            content: Content {
                version: Arc::default(),
                clock: ClockMode::Offset(SignedDuration::ZERO),
                known_user: None,
            },
            company: Uuid::nil(),
            snapshot: "now".to_owned(),
        }
    }

    #[test]
    fn a_full_shelf_takes_names_that_it_has_and_no_new_ones() {
        let templates = Templates::default();
        for number in 0..MAX_TEMPLATES {
            let placed = templates.put(&number.to_string(), template());
            assert_eq!(placed, Ok(Placed::New));
        }
        assert_eq!(templates.put("0", template()), Ok(Placed::Replaced));
        assert_eq!(templates.put("new", template()), Err(TooManyTemplates));
        assert!(templates.remove("0").is_some() && templates.remove("0").is_none());
        assert_eq!(templates.put("new", template()), Ok(Placed::New));
    }
}
