//! What companies cost: made empty, out of a template, out of a seed; snapshots taken, restored and compared; the memory of
//! ten thousand of them.
//!
//! Run it with `cargo bench -p concur-mock --bench companies`. Every figure is the median of many runs in this process and
//! stands beside the same for an empty company or a small one, so the ratios hold on any machine.
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark prints and fails by panicking"
)]

use std::time::{Duration, Instant};

use concur_mock::{CompanySource, Credentials, MockCompany, MockConcur, NewCompany};
use reqwest::Client;
use serde_json::{Value, json};
use uuid::Uuid;

/// How often each thing is done; the median counts.
const ROUNDS: usize = 200;

/// Users of the companies that are compared; a figure that does not grow from one to the other does not depend on it.
const SIZES: [usize; 2] = [100, 100_000];

/// How many companies share one template, and how many users it has.
const COMPANIES: usize = 10_000;
const USERS: usize = 100;

#[tokio::main]
async fn main() {
    drop(rustls::crypto::ring::default_provider().install_default());
    let mock = MockConcur::start().await.unwrap();
    println!("| what | users | median | beside | ratio |\n|---|--:|--:|---|--:|");
    let empty = median(ROUNDS, || create(&mock, 0, None));
    row("make an empty company", 0, empty, "itself", empty);
    for users in SIZES {
        seeded(&mock, users, empty);
    }
    let mut small = [Duration::ZERO; 3];
    for users in SIZES {
        let figures = snapshots(&mock, users).await;
        if users == SIZES[0] {
            small = figures;
        }
        let what = [
            "take a snapshot",
            "restore a snapshot",
            "compare, one user differs",
        ];
        for ((what, figure), small) in what.into_iter().zip(figures).zip(small) {
            row(what, users, figure, "100 users", small);
        }
    }
    memory(&mock).await;
    mock.stop().await;
}

fn create(mock: &MockConcur, users: usize, from: Option<CompanySource>) -> MockCompany {
    let mut wish = NewCompany::default();
    (wish.users, wish.from) = (users, from);
    mock.create_company(&wish).unwrap()
}

fn seeded(mock: &MockConcur, users: usize, empty: Duration) {
    let rounds = if users > 1_000 { 5 } else { ROUNDS };
    let made = median(rounds, || create(mock, users, None));
    row("make a company out of a seed", users, made, "empty", empty);
    let each =
        made.saturating_sub(empty).as_secs_f64() * 1e6 / f64::from(u32::try_from(users).unwrap());
    println!("| of that a user | {users} | {each:.2} µs | | |");
    let source = create(mock, users, None);
    let name = format!("of-{users}");
    mock.keep_template(&name, source.id()).unwrap();
    let from = || Some(CompanySource::Template(name.clone()));
    let shared = median(ROUNDS, || create(mock, 0, from()));
    row(
        "make a company out of a template",
        users,
        shared,
        "empty",
        empty,
    );
}

/// What it takes to take, restore and compare snapshots of a company of so many users.
async fn snapshots(mock: &MockConcur, users: usize) -> [Duration; 3] {
    let company = create(mock, users, None);
    let mut number = 0;
    let taken = median(ROUNDS, || {
        number += 1;
        company.snapshot(&format!("s{number}")).unwrap();
    });
    hire(&company.credentials()).await;
    let compared = median(ROUNDS, || {
        let found = company.diff("s1", "now", None).unwrap();
        assert_eq!(found.users.len(), 1);
    });
    company.snapshot("one-more").unwrap();
    let mut is_one_more = true;
    let restored = median(ROUNDS, || {
        is_one_more = !is_one_more;
        let name = if is_one_more { "one-more" } else { "s1" };
        company.restore(name).unwrap();
    });
    [taken, restored, compared]
}

/// Makes many companies of one template and lets each be used.
async fn memory(mock: &MockConcur) {
    let source = create(mock, USERS, None);
    mock.keep_template("shared", source.id()).unwrap();
    let before = resident();
    let from = || Some(CompanySource::Template("shared".to_owned()));
    let start = Instant::now();
    let companies: Vec<MockCompany> = (0..COMPANIES).map(|_| create(mock, 0, from())).collect();
    let took = start.elapsed();
    println!(
        "\n{COMPANIES} companies of {USERS} users made in {took:.1?}: {:.1} MB",
        megabytes(before)
    );
    let http = Client::new();
    for company in &companies {
        let credentials = company.credentials();
        let token = token(&http, &credentials).await;
        let path = format!(
            "{}/profile/identity/v4.1/Users?count=100",
            credentials.base_url
        );
        let page = http.get(path).bearer_auth(token).send().await.unwrap();
        let page: Value = page.json().await.unwrap();
        assert_eq!(page["totalResults"], USERS);
    }
    println!(
        "each of them gave out a token and its users: {:.1} MB",
        megabytes(before)
    );
}

async fn token(http: &Client, company: &Credentials) -> String {
    let form = [
        ("grant_type", "password"),
        ("credtype", "authtoken"),
        ("client_id", &company.client_id.to_string()),
        ("client_secret", &company.client_secret),
        ("username", &company.company_id.to_string()),
        ("password", &company.request_token),
    ];
    let request = http.post(format!("{}/oauth2/v0/token", company.base_url));
    let reply: Value = request
        .form(&form)
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    reply["access_token"].as_str().unwrap().to_owned()
}

/// Adds a user, so that there is something to tell apart.
async fn hire(company: &Credentials) {
    let http = Client::new();
    let login = format!("{}@example.com", Uuid::nil());
    let user = json!({
        "userName": login,
        "active": true,
        "name": {"givenName": "New", "familyName": "Hire"},
        "emails": [{"type": "work", "value": login}],
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"companyId": company.company_id},
    });
    let token = token(&http, company).await;
    let request = http.post(format!("{}/profile/identity/v4.1/Users", company.base_url));
    let reply = request.bearer_auth(token).json(&user).send().await.unwrap();
    assert!(reply.status().is_success());
}

fn median<T>(rounds: usize, mut act: impl FnMut() -> T) -> Duration {
    let mut times: Vec<Duration> = (0..rounds)
        .map(|_| {
            let start = Instant::now();
            let made = act();
            let took = start.elapsed();
            drop(made);
            took
        })
        .collect();
    times.sort_unstable();
    times[rounds / 2]
}

fn row(what: &str, users: usize, figure: Duration, beside: &str, other: Duration) {
    let ratio = figure.as_secs_f64() / other.as_secs_f64();
    let micros = figure.as_secs_f64() * 1e6;
    println!("| {what} | {users} | {micros:.1} µs | {beside} | {ratio:.2} |");
}

/// Bytes of memory that the process holds, as the kernel counts them.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes = line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok());
    kilobytes.unwrap_or(0_u64) * 1024
}

/// By how much the process has grown since.
#[expect(clippy::cast_precision_loss, reason = "a figure for people")]
fn megabytes(before: u64) -> f64 {
    resident().saturating_sub(before) as f64 / 1e6
}
