//! What filters cost that no index answers: every filterable attribute, every operator, every way to join them.

use crate::load;
use crate::process::Server;
use crate::{ROUNDS, search};

const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
const SAP: &str = "urn:ietf:params:scim:schemas:extension:sap:2.0:User";

/// How many users one round of requests looks at, so that each size takes about the same time.
const USERS_PER_ROUND: usize = 2_000_000;

/// Filters in Concur's spelling; `ENT` and `SAP` stand for the two extensions.
const FILTERS: [&str; 34] = [
    "active eq true",
    "active ne true",
    r#"addresses.country eq "US""#,
    r#"addresses.locality sw "Ber""#,
    r#"addresses.region ew "A""#,
    "addresses.type pr",
    r#"emails.value co "son""#,
    r#"emails.value ew "@mail.example""#,
    r#"emails.value ne "nobody@example.com""#,
    r#"emails.type eq "home""#,
    "emails.verified eq true",
    r#"entitlements eq "travel""#,
    r#"externalId sw "hr-00000""#,
    r#"id sw "0f""#,
    r#"id co "c0ffee""#,
    "nickName pr",
    r#"userName co "kowalska""#,
    r#"userName ew "99@example.com""#,
    "meta.created ge 2023-01-20T00:00:00Z",
    "meta.lastModified lt 2023-06-01",
    r#"name.familyName eq "müller""#,
    r#"name.givenName ne "Björn""#,
    r#"ENT:costCenter sw "CC-2""#,
    r#"ENT:department co "our""#,
    r#"ENT:division eq "technology""#,
    r#"ENT:employeeNumber ew "7""#,
    "ENT:startDate le 2013-12-31",
    "ENT:terminationDate pr",
    r#"ENT:manager.employeeNumber eq "100007""#,
    r#"ENT:manager.value sw "a""#,
    "SAP:userUuid pr",
    r#"emails[type eq "work" and value ew "9@example.com" or type eq "home" and value sw "b"]"#,
    r#"name[not(givenName co "a") and familyName sw "K"]"#,
    r#"not (active eq true and emails.value co "lind") and (addresses.country eq "DE" or ENT:startDate gt 2015-01-01 or userName co "zhou") and ENT:department ne "Sales""#,
];

/// Prints what each filter costs at each size.
pub(crate) fn measure(sizes: &[usize; 2]) {
    println!("\nserver CPU of a first page of 100, median of {ROUNDS} rounds, 1 connection\n");
    println!(
        "| filter | matches | ms at {} users | ms at {} users |",
        sizes[0], sizes[1]
    );
    println!("|---|--:|--:|--:|");
    let mocks = sizes.map(Server::mock);
    let tokens = [mocks[0].token(None), mocks[1].token(None)];
    for filter in FILTERS {
        let written = filter.replace("ENT", ENTERPRISE).replace("SAP", SAP);
        let costs = [0, 1].map(|size| cost(&mocks[size], &tokens[size], sizes[size], &written));
        println!(
            "| `{filter}` | {} | {:.2} | {:.2} |",
            costs[1].matches, costs[0].milliseconds, costs[1].milliseconds
        );
    }
}

struct Cost {
    matches: u64,
    milliseconds: f64,
}

fn cost(mock: &Server, token: &str, users: usize, filter: &str) -> Cost {
    let exchange = search(token, filter);
    let page: serde_json::Value =
        serde_json::from_slice(&load::once(mock.port, &exchange).body).unwrap();
    let requests = USERS_PER_ROUND / users;
    let mut costs: Vec<f64> = (0..ROUNDS)
        .map(|_| {
            let before = mock.cpu();
            load::time(mock.port, &exchange, requests);
            let spent = mock.cpu().since(&before);
            #[expect(clippy::cast_precision_loss, reason = "a figure for people")]
            let milliseconds = spent as f64 / 1e6 / requests as f64;
            milliseconds
        })
        .collect();
    costs.sort_by(f64::total_cmp);
    Cost {
        matches: page["totalResults"].as_u64().unwrap(),
        milliseconds: costs[ROUNDS / 2],
    }
}
