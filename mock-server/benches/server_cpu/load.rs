//! The load: keep-alive connections that send prepared requests and read whole answers.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// Connections at the same time.
const CONNECTIONS: usize = 16;

/// A request that is sent again and again.
pub(crate) struct Exchange {
    head: String,
    body: Body,
}

enum Body {
    Same(String),
    /// A user to be created, with a number of its own each time.
    NewUser {
        company: String,
    },
}

/// Numbers users over all cases.
static CREATED: AtomicUsize = AtomicUsize::new(0);

impl Exchange {
    /// A GET with a bearer token.
    pub(crate) fn get(token: &str, path: &str) -> Self {
        let head =
            format!("GET {path} HTTP/1.1\r\nhost: mock\r\nauthorization: Bearer {token}\r\n");
        Self {
            head,
            body: Body::Same(String::new()),
        }
    }

    /// A POST of JSON with a bearer token.
    pub(crate) fn post(token: &str, path: &str, body: &Value) -> Self {
        Self {
            head: Self::json_head(token, path),
            body: Body::Same(body.to_string()),
        }
    }

    /// The creation of users.
    pub(crate) fn create(token: &str, path: &str, company: &str) -> Self {
        Self {
            head: Self::json_head(token, path),
            body: Body::NewUser {
                company: company.to_owned(),
            },
        }
    }

    fn json_head(token: &str, path: &str) -> String {
        format!(
            "POST {path} HTTP/1.1\r\nhost: mock\r\nauthorization: Bearer {token}\r\ncontent-type: application/json\r\n"
        )
    }

    /// A POST of a form without a token.
    pub(crate) fn form(path: &str, body: &str) -> Self {
        let head = format!(
            "POST {path} HTTP/1.1\r\nhost: mock\r\ncontent-type: application/x-www-form-urlencoded\r\n"
        );
        Self {
            head,
            body: Body::Same(body.to_owned()),
        }
    }

    fn bytes(&self) -> Vec<u8> {
        let body = match &self.body {
            Body::Same(body) => body.clone(),
            Body::NewUser { company } => {
                new_user(company, CREATED.fetch_add(1, Ordering::Relaxed)).to_string()
            }
        };
        format!("{}content-length: {}\r\n\r\n{body}", self.head, body.len()).into_bytes()
    }
}

fn new_user(company: &str, number: usize) -> Value {
    json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
        "userName": format!("hire.{number}@bench.example"),
        "active": true,
        "name": {"givenName": "Hire", "familyName": format!("Number {number}")},
        "emails": [{"type": "work", "value": format!("hire.{number}@bench.example")}],
        "entitlements": ["Expense"],
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {
            "companyId": company,
            "employeeNumber": format!("bench-{number}"),
            "department": "Sales",
            "costCenter": "CC-1000",
        },
    })
}

/// An answer.
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) body: Vec<u8>,
}

/// Sends a request once, on a connection of its own.
pub(crate) fn once(port: u16, exchange: &Exchange) -> Reply {
    let mut connection = Connection::open(port);
    connection.send(&exchange.bytes());
    connection.read()
}

/// Sends a request many times over all connections and waits for every answer.
pub(crate) fn run(port: u16, exchange: &Exchange, requests: usize) {
    std::thread::scope(|scope| {
        for _ in 0..CONNECTIONS {
            scope.spawn(|| {
                let mut connection = Connection::open(port);
                for _ in 0..requests / CONNECTIONS {
                    connection.send(&exchange.bytes());
                    let status = connection.read().status;
                    assert!((200..300).contains(&status), "answered {status}");
                }
            });
        }
    });
}

/// Sends a request again and again over one connection; says how long each answer took.
pub(crate) fn time(port: u16, exchange: &Exchange, requests: usize) -> Vec<Duration> {
    let mut connection = Connection::open(port);
    let times = (0..requests).map(|_| {
        let start = Instant::now();
        connection.send(&exchange.bytes());
        let status = connection.read().status;
        assert!((200..300).contains(&status), "answered {status}");
        start.elapsed()
    });
    times.collect()
}

struct Connection(BufReader<TcpStream>);

impl Connection {
    fn open(port: u16) -> Self {
        let stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
        stream.set_nodelay(true).unwrap();
        Self(BufReader::with_capacity(1 << 16, stream))
    }

    fn send(&mut self, request: &[u8]) {
        self.0.get_mut().write_all(request).unwrap();
    }

    fn read(&mut self) -> Reply {
        let mut line = String::new();
        self.0.read_line(&mut line).unwrap();
        let status = line
            .split(' ')
            .nth(1)
            .and_then(|status| status.parse().ok())
            .expect("a status line");
        let mut length = 0;
        loop {
            line.clear();
            self.0.read_line(&mut line).unwrap();
            let line = line.trim_end();
            if line.is_empty() {
                break;
            }
            if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse().expect("a length");
            }
        }
        let mut body = vec![0; length];
        self.0.read_exact(&mut body).unwrap();
        Reply { status, body }
    }
}
