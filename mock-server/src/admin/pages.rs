//! Pages of the admin API's own lists: `after` names the last one seen, `count` how many come.

use uuid::Uuid;

use super::fault::AdminFault;
use crate::ids;

/// The most members of a query that are looked at.
const MAX_MEMBERS: usize = 20;

/// Which part of a list is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Page {
    /// The id behind which it begins.
    pub(super) after: Option<Uuid>,
    /// How many there are at most.
    pub(super) count: usize,
}

impl Page {
    /// Reads a query; a page has `most` entries unless fewer are asked for.
    pub(super) fn read(query: Option<&str>, most: usize) -> Result<Self, AdminFault> {
        let mut page = Self {
            after: None,
            count: most,
        };
        let wrong = || {
            AdminFault::bad_request(format!(
                "the query takes after=<id> and count=<1 to {most}>, and nothing else"
            ))
        };
        let members = url::form_urlencoded::parse(query.unwrap_or_default().as_bytes());
        for (at, (name, value)) in members.enumerate() {
            match &*name {
                "after" if at < MAX_MEMBERS => {
                    page.after = Some(ids::read(&value).ok_or_else(wrong)?);
                }
                "count" if at < MAX_MEMBERS => {
                    let count = value.parse().ok();
                    let count = count.filter(|count| (1..=most).contains(count));
                    page.count = count.ok_or_else(wrong)?;
                }
                _ => return Err(wrong()),
            }
        }
        Ok(page)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_what_the_query_says_and_within_its_bound() {
        let id = Uuid::from_u128(7);
        let query = format!("count=5&after={id}");
        let page = Page::read(Some(&query), 10).unwrap();
        assert_eq!((page.after, page.count), (Some(id), 5));
        assert_eq!(Page::read(None, 10).unwrap().count, 10);
        for query in ["count=0", "count=11", "count=x", "after=7", "page=1"] {
            assert!(Page::read(Some(query), 10).is_err(), "{query}");
        }
    }
}
