//! One resource's schema: which written paths name which of its attributes.

use super::attribute::{Attribute, named};
use super::schema::is_extension;

/// The schema of a resource of one service.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Schema {
    /// URN of the core schema.
    pub(crate) core: &'static str,
    /// The attributes, extensions included as complex attributes named by their URN.
    pub(crate) attributes: &'static [Attribute],
}

impl Schema {
    /// The attributes that a written path names, from the outermost in; `None` when the schema has no such path.
    pub(crate) fn resolve(&self, path: &str) -> Option<Vec<&'static Attribute>> {
        let (extension, rest) = self.split_urn(path);
        let mut steps: Vec<&'static Attribute> = extension.into_iter().collect();
        if rest.is_empty() {
            return (!steps.is_empty()).then_some(steps);
        }
        let mut inside = steps
            .last()
            .map_or(self.attributes, |extension| extension.inside());
        for name in rest.split('.') {
            let attribute = named(inside, name)?;
            steps.push(attribute);
            inside = attribute.inside();
        }
        Some(steps)
    }

    /// Splits a written path into an extension, if any, and the rest, without the colon between the two.
    ///
    /// The core URN counts as none, since the search guide accepts `urn:…:core:2.0:User:name.givenName` like
    /// `name.givenName`. A trailing colon behind an extension's URN stands for the whole extension.
    fn split_urn<'p>(&self, path: &'p str) -> (Option<&'static Attribute>, &'p str) {
        let behind = |urn: &str| {
            let head = path.get(..urn.len())?;
            let rest = &path[urn.len()..];
            let is_named =
                head.eq_ignore_ascii_case(urn) && (rest.is_empty() || rest.starts_with(':'));
            is_named.then(|| rest.trim_start_matches(':'))
        };
        if let Some(rest) = behind(self.core) {
            return (None, rest);
        }
        self.attributes
            .iter()
            .filter(|attribute| is_extension(attribute))
            .find_map(|extension| Some((Some(extension), behind(extension.name)?)))
            .unwrap_or((None, path))
    }

    /// Whether a path or key is the core schema itself, which stands for the whole resource.
    pub(crate) fn is_core(&self, path: &str) -> bool {
        path.trim_end_matches(':').eq_ignore_ascii_case(self.core)
    }
}
