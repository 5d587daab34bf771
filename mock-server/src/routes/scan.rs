//! Runs searches so that the requests of others do not wait for long ones.

use std::sync::Arc;

use tokio::sync::Semaphore;

use crate::company::Version;
use crate::company::search::{Found, Window, rows_to_read, search};
use crate::error::Refusal;
use crate::scim::filter::Filter;

/// How many long searches run at the same time, over all companies. One keeps a core busy; the smallest machine that
/// anyone runs tests on has two, and the other one belongs to everyone else.
const LONG_SEARCHES: usize = 1;

/// A search that reads more rows than this is a long one; shorter ones cost less than moving them to another thread.
const SHORT_SEARCH_ROWS: usize = 2_000;

static ROOM: Semaphore = Semaphore::const_new(LONG_SEARCHES);

/// Searches this version of a company; a long search waits for its turn and then runs beside the threads that answer
/// requests.
pub(super) async fn find(
    version: &Arc<Version>,
    filter: Filter,
    window: Window,
) -> Result<Found, Refusal> {
    if rows_to_read(&version.users, &filter) <= SHORT_SEARCH_ROWS {
        return Ok(search(&version.users, &filter, window));
    }
    let failed = || Refusal::internal("A search could not be run");
    let turn = ROOM.acquire().await.map_err(|_| failed())?;
    let version = Arc::clone(version);
    let run = tokio::task::spawn_blocking(move || {
        let found = search(&version.users, &filter, window);
        // A client that goes away leaves its search running, so the turn ends with the search and not with the request.
        drop(turn);
        found
    });
    run.await.map_err(|_| failed())
}
