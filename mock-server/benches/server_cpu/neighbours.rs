//! What long searches do to the requests beside them.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crate::load::{self, Exchange};
use crate::process::Server;
use crate::{ROUNDS, USERS, search};

/// Users of the directory that is searched.
const DIRECTORY: usize = 100_000;

/// Timed requests per round.
const REQUESTS: usize = 40_000;

/// How many connections search without a pause.
const SEARCHERS: [usize; 4] = [0, 1, 2, 8];

/// A filter that looks at every user.
const FILTER: &str = r#"emails.value co "kowalska" or name.givenName sw "b""#;

/// Prints how long single users take to read while others search.
pub(crate) fn measure() {
    println!(
        "\ntime to read one user while others search {DIRECTORY} users, median of {ROUNDS} rounds, 1 connection\n"
    );
    println!("| connections that search | p50 µs | p99 µs | searches per second |");
    println!("|--:|--:|--:|--:|");
    let mock = Server::mock(DIRECTORY);
    let token = mock.token(None);
    let first = mock.get(&token, &format!("{USERS}?count=1"));
    let id = first["Resources"][0]["id"].as_str().unwrap();
    let read = Exchange::get(&token, &format!("{USERS}/{id}"));
    let scan = search(&token, FILTER);
    load::time(mock.port, &read, REQUESTS);
    // In turns, so that a busy moment of the machine hits every number of searchers.
    let mut rounds = SEARCHERS.map(|_| Vec::new());
    for _ in 0..ROUNDS {
        for (searchers, rounds) in SEARCHERS.into_iter().zip(&mut rounds) {
            rounds.push(round(&mock, &read, &scan, searchers));
        }
    }
    for (searchers, rounds) in SEARCHERS.into_iter().zip(rounds) {
        let median = |figure: fn(&Round) -> f64| {
            let mut figures: Vec<f64> = rounds.iter().map(figure).collect();
            figures.sort_by(f64::total_cmp);
            figures[ROUNDS / 2]
        };
        println!(
            "| {searchers} | {:.0} | {:.0} | {:.0} |",
            median(|round| round.p50.as_secs_f64() * 1e6),
            median(|round| round.p99.as_secs_f64() * 1e6),
            median(|round| round.searches_per_second)
        );
    }
}

struct Round {
    p50: Duration,
    p99: Duration,
    searches_per_second: f64,
}

fn round(mock: &Server, read: &Exchange, scan: &Exchange, searchers: usize) -> Round {
    let is_over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let searching: Vec<_> = (0..searchers)
            .map(|_| {
                scope.spawn(|| {
                    let mut done = 0_u32;
                    while !is_over.load(Ordering::Relaxed) {
                        done += 4;
                        load::time(mock.port, scan, 4);
                    }
                    done
                })
            })
            .collect();
        let mut times = load::time(mock.port, read, REQUESTS);
        let whole: Duration = times.iter().sum();
        is_over.store(true, Ordering::Relaxed);
        let done: u32 = searching
            .into_iter()
            .map(|thread| thread.join().unwrap())
            .sum();
        times.sort();
        Round {
            p50: times[REQUESTS / 2],
            p99: times[REQUESTS * 99 / 100],
            searches_per_second: f64::from(done) / whole.as_secs_f64(),
        }
    })
}
