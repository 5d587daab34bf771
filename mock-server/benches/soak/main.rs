//! Fifty clients, mixed operations, faults on: nobody may be lost or doubled, and memory must stay flat.
//!
//! `cargo bench -p concur-mock --bench soak -- --minutes 10`; without `--minutes` nothing is done, since it is a matter of
//! patience and not of speed.
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a soak prints and fails by panicking"
)]

mod account;
mod client;
mod mock;
mod trouble;

use std::time::{Duration, Instant};

use account::Tally;
use client::Client;
use mock::Mock;

/// How many clients work at once.
const CLIENTS: u64 = 50;

/// How often memory is looked at.
const SAMPLE: Duration = Duration::from_secs(5);

/// The longest soak, in minutes: a day.
const MAX_MINUTES: u64 = 1_440;

#[tokio::main]
async fn main() {
    let Some(minutes) = minutes() else {
        println!("soak: skipped; -- --minutes N asks for it, N from 1 to {MAX_MINUTES}");
        return;
    };
    let end = Instant::now() + Duration::from_secs(minutes * 60);
    let mock = Mock::start().await;
    mock.plan(&trouble::plan()).await;
    let clients: Vec<_> = (0..CLIENTS)
        .map(|number| tokio::spawn(Client::new(&mock, number).work_until(end)))
        .collect();
    let memory = watch(&mock, end).await;
    let mut expected = Tally::default();
    for client in clients {
        expected.add(client.await.unwrap());
    }
    let faults = mock.end_faults().await;
    println!("\n| fault | fired |\n|---|--:|");
    for (name, fired) in &faults {
        println!("| {name} | {fired} |");
    }
    let flat = account::report_memory(&memory);
    let sound = expected.compare(&mock.everybody().await);
    assert!(flat && sound, "the soak failed");
    assert!(
        faults.iter().all(|(_, fired)| *fired > 0),
        "a fault was planned and never fired"
    );
}

/// How long, if it is asked for.
fn minutes() -> Option<u64> {
    let mut arguments = std::env::args().skip_while(|argument| argument != "--minutes");
    arguments.next()?;
    let minutes = arguments.next()?.parse().ok()?;
    (1..=MAX_MINUTES).contains(&minutes).then_some(minutes)
}

/// Resident memory in kilobytes, from time to time until the end.
async fn watch(mock: &Mock, end: Instant) -> Vec<u64> {
    let mut samples = Vec::new();
    while Instant::now() < end {
        tokio::time::sleep(SAMPLE.min(end.saturating_duration_since(Instant::now()))).await;
        let kilobytes = mock.resident_kilobytes();
        samples.push(kilobytes);
        println!(
            "{:>6} s  {:>7.1} MB",
            samples.len() * 5,
            account::megabytes(kilobytes)
        );
    }
    samples
}
