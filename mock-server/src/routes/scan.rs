//! Runs searches so that the requests of others do not wait for long ones.

use tokio::sync::Semaphore;

use crate::company::search::{Found, Window, rows_to_read, search};
use crate::company::users::Users;
use crate::error::Refusal;
use crate::scim::filter::Filter;

/// How many long searches run at the same time, over all companies. One keeps a core busy; the smallest machine that
/// anyone runs tests on has two, and the other one belongs to everyone else.
const LONG_SEARCHES: usize = 1;

/// A search that reads more rows than this is a long one; shorter ones cost less than moving them to another thread.
const SHORT_SEARCH_ROWS: usize = 2_000;

static ROOM: Semaphore = Semaphore::const_new(LONG_SEARCHES);

/// Searches these users.
pub(super) async fn find(users: &Users, filter: Filter, window: Window) -> Result<Found, Refusal> {
    let rows = rows_to_read(users, &filter);
    let users = users.clone();
    aside(rows, move || search(&users, &filter, window)).await
}

/// Reads this many rows: a long reading waits for its turn and then runs beside the threads that answer requests.
pub(super) async fn aside<T: Send + 'static>(
    rows: usize,
    read: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Refusal> {
    if rows <= SHORT_SEARCH_ROWS {
        return Ok(read());
    }
    let failed = || Refusal::internal("A search could not be run");
    let turn = ROOM.acquire().await.map_err(|_| failed())?;
    let run = tokio::task::spawn_blocking(move || {
        let found = read();
        // A client that goes away leaves its search running, so the turn ends with the search and not with the request.
        drop(turn);
        found
    });
    run.await.map_err(|_| failed())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::{Arc, Mutex};

    /// The order in which a reading of this many rows and a request beside it on the same thread end.
    async fn order(rows: usize) -> Vec<&'static str> {
        let ended = Arc::new(Mutex::new(Vec::new()));
        let note = |what| {
            let ended = Arc::clone(&ended);
            move || ended.lock().unwrap().push(what)
        };
        let other = note("other");
        let (read, ()) = tokio::join!(
            async {
                let read = aside(rows, || ()).await;
                note("read")();
                read
            },
            async move { other() }
        );
        read.unwrap();
        let ended = ended.lock().unwrap();
        ended.clone()
    }

    #[tokio::test]
    async fn a_long_reading_lets_others_pass_and_a_short_one_does_not_pause() {
        assert_eq!(order(SHORT_SEARCH_ROWS + 1).await, ["other", "read"]);
        assert_eq!(order(SHORT_SEARCH_ROWS).await, ["read", "other"]);
    }
}
