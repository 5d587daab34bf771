//! Server CPU per request of a separate `concur-mock` process, beside a bare hyper server that sends the same bytes.
//!
//! Run it with `cargo bench -p concur-mock`; a word behind `--` picks the cases whose name holds it, `filters` the table of
//! filters, `neighbours` what long searches do to others. Both servers are processes of their own and run with default flags; the
//! load is sixteen keep-alive connections in this process. CPU time is what the kernel says that the server's threads
//! ran, so a load generator that is slower than the server distorts nothing. Ratios compare two servers in one run;
//! absolute figures hold for one machine.
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a benchmark prints and fails by panicking"
)]

mod bare;
mod filters;
mod load;
mod neighbours;
mod process;

use load::Exchange;
use process::Server;
use serde_json::{Value, json};

/// One thing that is measured.
struct Case {
    name: &'static str,
    exchange: Exchange,
    requests: usize,
}

/// Directory sizes; a figure that grows from one to the other is a figure that depends on the size.
const SIZES: [usize; 2] = [1_000, 100_000];

/// How often each figure is taken; the median counts.
const ROUNDS: usize = 5;

fn main() {
    if let Some(body) = bare::asked() {
        bare::serve(&body);
        return;
    }
    let wanted = std::env::args()
        .skip(1)
        .find(|argument| !argument.starts_with("--"))
        .unwrap_or_default();
    match wanted.as_str() {
        "filters" => filters::measure(&SIZES),
        "neighbours" => neighbours::measure(),
        wanted => {
            requests(wanted);
            if wanted.is_empty() {
                filters::measure(&SIZES);
                neighbours::measure();
            }
        }
    }
}

fn requests(wanted: &str) {
    println!("server CPU per request, median of {ROUNDS} rounds, 16 connections\n");
    println!("| users | case | reply bytes | bare hyper µs | concur-mock µs | ratio |");
    println!("|--:|---|--:|--:|--:|--:|");
    for users in SIZES {
        measure(users, wanted);
    }
}

fn measure(users: usize, wanted: &str) {
    let mock = Server::mock(users);
    let idle = mock.resident_bytes();
    for case in cases(&mock, users)
        .into_iter()
        .filter(|case| case.name.contains(wanted))
    {
        let reply = load::once(mock.port, &case.exchange);
        let bare = Server::bare(&reply.body);
        let [bare_cost, mock_cost] = compare(&bare, &mock, &case);
        println!(
            "| {users} | {} | {} | {:.1} | {:.1} | {:.2} |",
            case.name,
            reply.body.len(),
            bare_cost,
            mock_cost,
            mock_cost / bare_cost
        );
    }
    let documents = mock.document_bytes();
    println!(
        "| {users} | memory | documents {:.1} MB | at start {:.1} MB | after load {:.1} MB | {:.2} |",
        megabytes(documents),
        megabytes(idle),
        megabytes(mock.resident_bytes()),
        megabytes(mock.resident_bytes()) / megabytes(documents)
    );
}

#[expect(clippy::cast_precision_loss, reason = "a figure for people")]
fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}

/// Microseconds per request of both servers, taken in turns so that a busy moment of the machine hits both.
fn compare(bare: &Server, mock: &Server, case: &Case) -> [f64; 2] {
    let mut costs = [Vec::new(), Vec::new()];
    for server in [bare, mock] {
        load::run(server.port, &case.exchange, case.requests / 4);
    }
    for _ in 0..ROUNDS {
        for (server, costs) in [bare, mock].into_iter().zip(&mut costs) {
            let before = server.cpu();
            load::run(server.port, &case.exchange, case.requests);
            let spent = server.cpu().since(&before);
            #[expect(clippy::cast_precision_loss, reason = "a figure for people")]
            costs.push(spent as f64 / 1000.0 / case.requests as f64);
        }
    }
    costs.map(|mut costs| {
        costs.sort_by(f64::total_cmp);
        costs[ROUNDS / 2]
    })
}

const USERS: &str = "/profile/identity/v4.1/Users";

fn cases(mock: &Server, users: usize) -> Vec<Case> {
    let full = mock.token(None);
    let narrow = mock.token(Some("identity.user.core.read identity.user.ids.read"));
    let first: Value = mock.get(&full, &format!("{USERS}?count=1"));
    let id = first["Resources"][0]["id"].as_str().unwrap();
    let login = first["Resources"][0]["userName"].as_str().unwrap();
    let middle = cursor_in_the_middle(mock, &full, users);
    let filter = format!("userName eq \"{login}\"");
    let get = |token: &str, path: String| Exchange::get(token, &path);
    let case = |name, requests, exchange| Case {
        name,
        exchange,
        requests,
    };
    vec![
        case("GET one user", 40_000, get(&full, format!("{USERS}/{id}"))),
        case(
            "page of 100",
            8_000,
            get(&full, format!("{USERS}?count=100")),
        ),
        case(
            "page of 100 in the middle",
            8_000,
            get(&full, format!("{USERS}?count=100&cursor={middle}")),
        ),
        case(
            "page of 100, projected",
            4_000,
            get(
                &full,
                format!("{USERS}?count=100&attributes=userName,active,name.familyName,emails"),
            ),
        ),
        case(
            "page of 100, two read scopes",
            4_000,
            get(&narrow, format!("{USERS}?count=100")),
        ),
        case("search on userName", 20_000, search(&full, &filter)),
        case(
            "create",
            8_000,
            Exchange::create(&full, USERS, &mock.company_id),
        ),
    ]
}

/// A search for a page of 100.
fn search(token: &str, filter: &str) -> Exchange {
    let body = json!({
        "schemas": ["urn:ietf:params:scim:api:messages:concur:2.0:SearchRequest"],
        "filter": filter,
        "count": 100,
    });
    Exchange::post(token, &format!("{USERS}/.search"), &body)
}

/// The cursor of the page that starts at half of the directory, found by walking there in long pages.
fn cursor_in_the_middle(mock: &Server, token: &str, users: usize) -> String {
    let mut cursor = String::new();
    for _ in 0..(users / 2 / 100).min(500) {
        let count = (users / 2 / 100).min(500);
        let step = users / 2 / count;
        let page = mock.get(
            token,
            &format!("{USERS}?count={step}&attributes=id&cursor={cursor}"),
        );
        cursor = page["nextCursor"]
            .as_str()
            .unwrap()
            .replace('=', "%3D")
            .replace('+', "%2B");
    }
    cursor
}
