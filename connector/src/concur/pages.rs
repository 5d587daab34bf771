//! Walks over pages: skips empty ones and stops when a listing goes round in a circle.

use crate::error::Error;

/// Where a page begins, in the words of its API.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Position {
    /// The first page.
    Start,
    /// Identity v4.1: the previous page's `nextCursor`.
    Cursor(String),
    /// Identity v4: the number of the first user, from 1.
    Index(u64),
    /// Users v3.0: path and query of the previous page's `NextPage`.
    Path(String),
}

/// One page as Concur gave it.
#[derive(Debug)]
pub(crate) struct Listing<T> {
    pub(crate) users: Vec<T>,
    pub(crate) next: Option<Position>,
}

impl<T> Listing<T> {
    pub(crate) fn map<U>(self, change: impl FnMut(T) -> U) -> Listing<U> {
        Listing {
            users: self.users.into_iter().map(change).collect(),
            next: self.next,
        }
    }
}

/// A listing may hold this many empty pages in a row before it counts as endless.
const MAX_EMPTY_PAGES: usize = 100;

/// A listing that can be read page by page.
pub(crate) trait Pages {
    /// A user in the words of the API.
    type User: Send;

    fn page(
        &self,
        at: &Position,
    ) -> impl Future<Output = Result<Listing<Self::User>, Error>> + Send;
}

/// The next page that holds users, or the last one.
pub(crate) async fn next_filled<P: Pages + Sync>(
    pages: &P,
    start: Position,
) -> Result<Listing<P::User>, Error> {
    let mut seen = vec![start];
    for _ in 0..MAX_EMPTY_PAGES {
        let Some(position) = seen.last() else { break };
        let listing = pages.page(position).await?;
        let Some(next) = &listing.next else {
            return Ok(listing);
        };
        if seen.contains(next) {
            return Err(Error::EndlessList {
                problem: "a page names itself or an earlier one as the next",
            });
        }
        if !listing.users.is_empty() {
            return Ok(listing);
        }
        seen.push(next.clone());
    }
    Err(Error::EndlessList {
        problem: "too many empty pages in a row",
    })
}
