//! What a request asks to see, as the company's policies read it.

use std::borrow::Cow;

use crate::error::{Refusal, ScimType};
use crate::policy::Policies;
use crate::policy::reading::{
    AttributeNameCase, AttributesAndExcluded, MissingReadScope, UnknownAttributes,
};
use crate::scim::attribute::Attribute;
use crate::scim::schema::{CORE, IDENTITY_USER};
use crate::scim::scope::Read;
use crate::scim::select::{Unrecognized, Wish};

/// The wish without names that are passed over; refused where the policies say so.
pub(super) fn reviewed<'w>(
    wish: &'w Wish,
    scopes: Read,
    policies: &Policies,
) -> Result<Cow<'w, Wish>, Refusal> {
    if wish.is_default() {
        return Ok(Cow::Borrowed(wish));
    }
    let has_both = wish.attributes.is_some() && !wish.excluded.is_empty();
    if has_both && policies.choose::<AttributesAndExcluded>() == AttributesAndExcluded::Refused {
        let detail = "attributes and excludedAttributes exclude one another";
        return Err(Refusal::bad_request(ScimType::InvalidValue, detail));
    }
    let mut wish = wish.clone();
    let lists = wish
        .attributes
        .iter_mut()
        .chain(std::iter::once(&mut wish.excluded));
    let mut unknown = Vec::new();
    for names in lists {
        names.retain(|name| {
            let is_known = is_known(name, policies.choose());
            if !is_known {
                unknown.push(name.clone());
            }
            is_known
        });
    }
    if !unknown.is_empty() && policies.choose::<UnknownAttributes>() == UnknownAttributes::Refused {
        return Err(Unrecognized(unknown).into());
    }
    let hidden = wish.attributes.iter().flatten().find(|name| {
        let steps = IDENTITY_USER.resolve(name).unwrap_or_default();
        !steps.iter().all(|step| is_visible(step, scopes))
    });
    if let (Some(name), MissingReadScope::Refused) = (hidden, policies.choose()) {
        let detail = format!("The access token may not read {name}");
        return Err(Refusal::forbidden(detail));
    }
    Ok(Cow::Owned(wish))
}

fn is_known(name: &str, case: AttributeNameCase) -> bool {
    let Some(steps) = IDENTITY_USER.resolve(name) else {
        return false;
    };
    case == AttributeNameCase::Ignored || is_spelt(name, &steps)
}

/// Whether a name is spelt as the schema spells it.
fn is_spelt(name: &str, steps: &[&Attribute]) -> bool {
    let rest = name
        .strip_prefix(CORE)
        .and_then(|rest| rest.strip_prefix(':'))
        .unwrap_or(name)
        .trim_end_matches(':');
    let mut spelt = String::new();
    for step in steps {
        let joint = match spelt.as_str() {
            "" => "",
            outer if outer.starts_with("urn:") && outer.ends_with(":User") => ":",
            _ => ".",
        };
        spelt.push_str(joint);
        spelt.push_str(step.name);
    }
    spelt == rest
}

/// Whether a reader of these scopes sees anything of an attribute.
fn is_visible(attribute: &Attribute, scopes: Read) -> bool {
    if let Some(read) = attribute.read {
        return scopes.meets(read);
    }
    let inside = attribute.inside();
    inside.is_empty() || inside.iter().any(|inner| is_visible(inner, scopes))
}
