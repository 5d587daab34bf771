//! What a raw client sees on its socket.

use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::{CREATE, LIST, Stage};

/// How long an answer is waited for that should come.
const PATIENCE: Duration = Duration::from_secs(20);
/// How long an answer is waited for that should not come.
const MOMENT: Duration = Duration::from_millis(100);

const PATH: &str = "/profile/identity/v4.1/Users";

/// Sends a request and hands out the connection.
fn send(stage: &Stage, method: &str, body: &str) -> TcpStream {
    let mut stream = TcpStream::connect(stage.mock.address()).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    let length = body.len();
    let request = format!(
        "{method} {PATH} HTTP/1.1\r\nhost: mock\r\nauthorization: Bearer {}\r\ncontent-type: application/json\r\n\
         content-length: {length}\r\n\r\n{body}",
        stage.token
    );
    stream.write_all(request.as_bytes()).unwrap();
    stream
}

/// What comes until the other side closes, and how it ended.
fn read(mut stream: TcpStream) -> (Vec<u8>, Option<ErrorKind>) {
    let mut reply = Vec::new();
    let mut piece = [0; 4_096];
    loop {
        match stream.read(&mut piece) {
            Ok(0) => return (reply, None),
            Ok(count) => reply.extend_from_slice(&piece[..count]),
            Err(error) => return (reply, Some(error.kind())),
        }
    }
}

/// Where the body of a reply begins, and how long its head says that it is.
fn body(reply: &[u8]) -> (usize, usize) {
    let end = reply
        .windows(4)
        .position(|four| four == b"\r\n\r\n")
        .unwrap();
    let head = String::from_utf8_lossy(&reply[..end]).to_lowercase();
    let length = head.split("content-length: ").nth(1).unwrap();
    let length = length.split("\r\n").next().unwrap();
    (end + 4, length.parse().unwrap())
}

fn hire(stage: &Stage) -> String {
    json!({
        "userName": "new@example.com",
        "active": true,
        "name": {"givenName": "New", "familyName": "Hire"},
        "emails": [{"type": "work", "value": "new@example.com"}],
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"companyId": stage.company.company_id},
    })
    .to_string()
}

async fn is_hired(stage: &Stage) -> bool {
    stage.logins().await.contains(&"new@example.com".to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reset_before_the_write_leaves_nothing_and_one_after_it_leaves_a_user() {
    let stage = Stage::set().await;
    for (phase, is_written) in [("before", false), ("after", true)] {
        stage
            .plan(json!({"name": "lost", "operation": CREATE, "kind": "reset", "phase": phase}))
            .await;

        let (reply, end) = read(send(&stage, "POST", &hire(&stage)));

        assert_eq!(
            (reply.len(), end),
            (0, Some(ErrorKind::ConnectionReset)),
            "{phase}"
        );
        assert_eq!(is_hired(&stage).await, is_written, "{phase}");
        assert_eq!(stage.fired().await, 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_reply_is_a_clean_end_without_a_byte() {
    let stage = Stage::set().await;
    for (phase, is_written) in [("before", false), ("after", true)] {
        stage
            .plan(json!({"name": "a", "operation": CREATE, "kind": "empty_reply", "phase": phase}))
            .await;

        let (reply, end) = read(send(&stage, "POST", &hire(&stage)));

        assert_eq!((reply.len(), end), (0, None), "{phase}");
        assert_eq!(is_hired(&stage).await, is_written, "{phase}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_truncated_reply_ends_at_its_byte_though_its_head_promises_more() {
    let stage = Stage::set().await;
    for at in [0, 1, 500] {
        stage
            .plan(json!({"name": "a", "operation": LIST, "kind": {"truncate": {"at": at}}}))
            .await;

        let (reply, end) = read(send(&stage, "GET", ""));

        let (start, length) = body(&reply);
        assert!(reply.starts_with(b"HTTP/1.1 200"));
        assert_eq!((reply.len() - start, end), (at, None));
        assert!(length > 500, "{length}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_that_is_shorter_than_its_cut_loses_a_byte() {
    let stage = Stage::set().await;
    stage
        .plan(json!({"name": "a", "operation": LIST, "kind": {"truncate": {"at": 10_000_000}}}))
        .await;

    let (reply, _) = read(send(&stage, "GET", ""));

    let (start, length) = body(&reply);
    assert_eq!(reply.len() - start, length - 1);
}

/// Reads so many bytes; sees then that nothing comes for a moment.
fn assert_stalls_after(stream: &mut TcpStream, bytes: usize) {
    let mut reply = vec![0; bytes];
    stream.read_exact(&mut reply).unwrap();
    stream.set_read_timeout(Some(MOMENT)).unwrap();
    let next = stream.read(&mut [0; 1]).map_err(|error| error.kind());
    assert!(
        matches!(next, Err(ErrorKind::WouldBlock | ErrorKind::TimedOut)),
        "{next:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_stalls_where_it_was_told_to() {
    let stage = Stage::set().await;
    let (whole, _) = {
        let stream = send(&stage, "GET", "");
        stream.set_read_timeout(Some(MOMENT)).unwrap();
        read(stream)
    };
    let (start, _) = body(&whole);
    for (after, place) in [(json!(null), 0), (json!(0), start), (json!(7), start + 7)] {
        let kind = json!({"stall": {"milliseconds": 300_000, "after_bytes": after}});
        stage
            .plan(json!({"name": "a", "operation": LIST, "kind": kind}))
            .await;

        assert_stalls_after(&mut send(&stage, "GET", ""), place);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_that_stalled_goes_on_and_so_does_its_connection() {
    let stage = Stage::set().await;
    let kind = json!({"stall": {"milliseconds": 50, "after_bytes": 3}});
    stage
        .plan(json!({"name": "a", "operation": LIST, "kind": kind, "schedule": {"first": 1}}))
        .await;
    let begun = Instant::now();
    let mut stream = send(&stage, "GET", "");

    for round in 0..2 {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            let mut byte = [0];
            stream.read_exact(&mut byte).unwrap();
            head.push(byte[0]);
        }
        let mut users = vec![0; body(&head).1];
        stream.read_exact(&mut users).unwrap();
        let page: Value = serde_json::from_slice(&users).unwrap();
        assert_eq!(page["totalResults"], 3, "{round}");
        assert!(begun.elapsed() >= Duration::from_millis(50));
        let again = format!(
            "GET {PATH} HTTP/1.1\r\nhost: mock\r\nauthorization: Bearer {}\r\n\r\n",
            stage.token
        );
        stream.write_all(again.as_bytes()).unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_that_stalls_before_it_is_begun_changes_nothing_when_its_client_goes() {
    let stage = Stage::set().await;
    let kind = json!({"stall": {"milliseconds": 300_000}});
    stage
        .plan(json!({"name": "a", "operation": CREATE, "kind": kind, "phase": "before"}))
        .await;
    let mut stream = send(&stage, "POST", &hire(&stage));
    assert_stalls_after(&mut stream, 0);

    drop(stream);

    assert!(!is_hired(&stage).await);
    assert_eq!(stage.fired().await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dribbled_reply_comes_drop_by_drop_and_whole() {
    let stage = Stage::set().await;
    let kind = json!({"dribble": {"bytes": 500, "milliseconds": 5}});
    stage
        .plan(json!({"name": "a", "operation": LIST, "kind": kind}))
        .await;
    let begun = Instant::now();
    let mut stream = send(&stage, "GET", "");
    stream.set_nodelay(true).unwrap();
    let mut first = [0; 4_096];
    let count = stream.read(&mut first).unwrap();
    assert!(count <= 500, "{count}");
    stream.set_read_timeout(Some(MOMENT)).unwrap();

    let (rest, _) = read(stream);

    let reply = [&first[..count], &rest].concat();
    let (start, length) = body(&reply);
    assert_eq!(reply.len() - start, length);
    let drops = u32::try_from(reply.len() / 500).unwrap();
    assert!(begun.elapsed() >= Duration::from_millis(5) * drops);
}
