//! The connector: one directory of unified users over whichever API is configured.

use std::collections::HashSet;

use futures_util::stream::{self, Stream, StreamExt};

use crate::concur::client::Client;
use crate::concur::identity::{self, Version};
use crate::concur::pages::{self, Listing, Position};
use crate::concur::users_v3;
use crate::config::{Api, Config, StoredToken};
use crate::error::{DecodeProblem, Error};
use crate::mapping;
use crate::unified::cursor::Cursor;
use crate::unified::{Change, NewUser, Page, Query, Status, User};

/// A walk of more pages is taken for an endless one: ten million users at the usual page size.
const MAX_PAGES: u32 = 100_000;

/// The users of one company. Clones share connections and tokens.
#[derive(Clone, Debug)]
pub struct Connector {
    client: Client,
    config: Config,
}

impl Connector {
    /// Checks the configuration. Nothing is sent yet; the first call asks for a token.
    pub fn new(config: Config) -> Result<Self, Error> {
        if config.page_size == 0 {
            return Err(Error::configuration("the page size is zero"));
        }
        let client = Client::new(&config)?;
        Ok(Self { client, config })
    }

    /// One page of users.
    ///
    /// A page is empty only if it is the last. The API's own limit applies to `limit`: 1000 for Identity v4.1, 100 for
    /// the others.
    pub async fn list_page(&self, query: &Query) -> Result<Page<User>, Error> {
        let limit = query.limit.unwrap_or(self.config.page_size);
        if limit == 0 {
            return Err(Error::bad_request("limit is zero"));
        }
        let (start, number) = self.start(query.cursor.as_deref())?;
        let Listing { users, next } = self.listing(limit, start).await?;
        let next_cursor = match next.and_then(mapping::place::place) {
            Some(_) if number >= MAX_PAGES => {
                return Err(Error::EndlessList {
                    problem: "too many pages",
                });
            }
            Some(place) => {
                let cursor = Cursor::new(self.config.api.name(), number + 1, place);
                // The mark of the source is all in it that could not be written.
                let encoded = cursor.encode();
                Some(encoded.map_err(|_| Error::Decode {
                    path: ".".to_owned(),
                    problem: DecodeProblem::WrongShape,
                })?)
            }
            None => None,
        };
        Ok(Page {
            result_count: users.len(),
            result: users,
            next_cursor,
            prev_cursor: None,
        })
    }

    /// All users, page after page, as they are asked for. After an error the stream ends.
    ///
    /// ```no_run
    /// # async fn example(connector: concur_connector::Connector) -> Result<(), concur_connector::Error> {
    /// use futures_util::StreamExt;
    ///
    /// let mut users = connector.list();
    /// while let Some(user) = users.next().await {
    ///     let user = user?;
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn list(&self) -> impl Stream<Item = Result<User, Error>> + Send + Unpin + '_ {
        stream::try_unfold(Walk::new(), |walk| walk.step(self)).boxed()
    }

    /// One user.
    pub async fn get(&self, id: &str) -> Result<User, Error> {
        let version = match self.config.api {
            Api::IdentityV4_1 => Version::V4_1,
            Api::IdentityV4 => Version::V4,
            Api::UsersV3_0 => return Err(self.unsupported("get")),
        };
        check_id(id)?;
        let record = identity::get(&self.client, version, id).await?;
        Ok(mapping::identity::user(record))
    }

    /// Creates a user and gives it back as Concur now has it.
    ///
    /// What comes only on request, such as entitlements, is absent from the answer to a write; [`get`](Self::get) has it.
    pub async fn create(&self, user: NewUser) -> Result<User, Error> {
        self.check_writable("create")?;
        let document = mapping::write::document(user, self.config.company())?;
        let record = identity::create(&self.client, &document).await?;
        Ok(mapping::identity::user(record))
    }

    /// Changes a user and gives it back as Concur now has it. A list in the change replaces the whole list.
    pub async fn update(&self, id: &str, change: Change) -> Result<User, Error> {
        self.check_writable("update")?;
        check_id(id)?;
        let patch = mapping::write::patch(change)?;
        let record = identity::update(&self.client, id, &patch).await?;
        Ok(mapping::identity::user(record))
    }

    /// Shuts a user out. Nothing is deleted: Concur deletes only users without transactions.
    pub async fn deactivate(&self, id: &str) -> Result<User, Error> {
        self.check_writable("deactivate")?;
        self.set_status(id, &Status::Inactive).await
    }

    /// Lets a user in again.
    pub async fn reactivate(&self, id: &str) -> Result<User, Error> {
        self.check_writable("reactivate")?;
        self.set_status(id, &Status::Active).await
    }

    /// What is worth storing to connect again later: nothing before the first call, or if the grant has no such token.
    pub async fn stored_token(&self) -> Option<StoredToken> {
        self.client.stored_token().await
    }

    async fn set_status(&self, id: &str, status: &Status) -> Result<User, Error> {
        check_id(id)?;
        let patch = mapping::write::activation(status)?;
        let record = identity::update(&self.client, id, &patch).await?;
        Ok(mapping::identity::user(record))
    }

    fn start(&self, cursor: Option<&str>) -> Result<(Position, u32), Error> {
        let Some(text) = cursor else {
            return Ok((Position::Start, 1));
        };
        let api = self.config.api;
        let read = |text| {
            let cursor = Cursor::decode(text, api.name())?;
            Ok((mapping::place::position(api, cursor.at)?, cursor.page))
        };
        read(text).map_err(|problem| Error::BadCursor { problem })
    }

    async fn listing(&self, limit: u32, start: Position) -> Result<Listing<User>, Error> {
        let client = &self.client;
        let version = match self.config.api {
            Api::IdentityV4_1 => Version::V4_1,
            Api::IdentityV4 => Version::V4,
            Api::UsersV3_0 => {
                let users = users_v3::Users { client, limit };
                let listing = pages::next_filled(&users, start).await?;
                return Ok(listing.map(mapping::users_v3::user));
            }
        };
        let users = identity::Users {
            client,
            version,
            limit,
        };
        let listing = pages::next_filled(&users, start).await?;
        Ok(listing.map(mapping::identity::user))
    }

    fn check_writable(&self, operation: &'static str) -> Result<(), Error> {
        match self.config.api {
            Api::IdentityV4_1 => Ok(()),
            Api::IdentityV4 | Api::UsersV3_0 => Err(self.unsupported(operation)),
        }
    }

    fn unsupported(&self, operation: &'static str) -> Error {
        Error::Unsupported {
            operation,
            api: self.config.api.name(),
        }
    }
}

/// Dots would be taken for steps in the path, and nothing at all for the list.
fn check_id(id: &str) -> Result<(), Error> {
    match id {
        "" | "." | ".." => Err(Error::bad_request("the id is empty or dots")),
        _ => Ok(()),
    }
}

/// How far a stream of users has come.
struct Walk {
    here: std::vec::IntoIter<User>,
    next: Option<Position>,
    /// Every position asked for so far: a listing that comes back to one goes round in a circle.
    seen: HashSet<Position>,
    /// The id of the first user of the page before: a server that ignores where a page begins repeats it.
    first: Option<String>,
}

impl Walk {
    fn new() -> Self {
        Self {
            here: Vec::new().into_iter(),
            next: Some(Position::Start),
            seen: HashSet::new(),
            first: None,
        }
    }

    /// The next user, after at most one more page: an empty page is always the last.
    async fn step(mut self, connector: &Connector) -> Result<Option<(User, Self)>, Error> {
        if let Some(user) = self.here.next() {
            return Ok(Some((user, self)));
        }
        let Some(position) = self.next.take() else {
            return Ok(None);
        };
        let endless = |problem| Err(Error::EndlessList { problem });
        if self.seen.len() >= MAX_PAGES as usize {
            return endless("too many pages");
        }
        if !self.seen.insert(position.clone()) {
            return endless("a page names an earlier one as the next");
        }
        let limit = connector.config.page_size;
        let listing = connector.listing(limit, position).await?;
        let first = listing.users.first().map(|user| user.id.clone());
        if first.is_some() && first == self.first {
            return endless("a page begins with the same user as the one before");
        }
        self.first = first;
        self.here = listing.users.into_iter();
        self.next = listing.next;
        Ok(self.here.next().map(|user| (user, self)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_send<T: Send>(_: &T) {}

    /// Holds by compiling: a server moves such calls between threads.
    #[expect(dead_code, reason = "compiled, never called")]
    fn calls_may_move_between_threads(connector: &Connector) {
        is_send(&connector.list_page(&Query::default()));
        is_send(&connector.list());
        is_send(&connector.get(""));
        is_send(&connector.create(NewUser::default()));
        is_send(&connector.update("", Change::default()));
        is_send(&connector.deactivate(""));
    }
}
