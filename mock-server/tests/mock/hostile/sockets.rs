//! What happens on one connection: chunks before another request, bodies that wait for leave, bytes that are no HTTP.

use super::endpoints::{Effect, endpoints};
use super::stage::Stage;
use super::wire::{Answer, Ending, Framing, send};
use serde_json::json;

const SEARCH: &str = "/profile/identity/v4.1/Users/.search";

#[tokio::test(flavor = "multi_thread")]
async fn a_chunked_body_is_refused_and_the_request_behind_it_is_answered() {
    let stage = Stage::set().await;
    for endpoint in endpoints(&stage) {
        let mut chunked = endpoint.request(&stage);
        chunked.framing = Framing::Chunks;
        if chunked.body.is_empty() {
            chunked.body = b"{}".to_vec();
        }
        let mut bytes = chunked.bytes();
        bytes.extend_from_slice(
            b"GET /oauth2/v0/jwks HTTP/1.1\r\nhost: mock\r\nconnection: close\r\n\r\n",
        );

        let reply = send(stage.address(), &bytes, Ending::Open);

        let (first, rest) = Answer::read(&reply).unwrap();
        assert_eq!(first.status, 400, "{}", endpoint.name());
        let (second, _) = Answer::read(rest).unwrap();
        assert_eq!(second.status, 200, "{}", endpoint.name());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_chunked_body_is_read_where_the_policy_lets_it_pass() {
    let stage = Stage::set().await;
    stage
        .choose(&json!({"requests.chunked-body": "accepted"}))
        .await;
    for endpoint in endpoints(&stage) {
        let mut request = endpoint.request(&stage);
        let needs_nobody = endpoint.access == super::endpoints::Access::Anyone;
        // Who asks without a token has the process's policy.
        if request.body.is_empty() || needs_nobody || endpoint.effect == Effect::Writes {
            continue;
        }
        request.framing = Framing::Chunks;
        let answer = super::wire::exchange(stage.address(), &request).unwrap();
        assert_eq!(answer.status, 200, "{}", endpoint.name());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_waits_for_leave_gets_it_or_is_refused_at_once() {
    let stage = Stage::set().await;
    let head = |length: usize| {
        format!(
            "POST {SEARCH} HTTP/1.1\r\nhost: mock\r\nauthorization: Bearer {}\r\ncontent-type: application/json\r\n\
             content-length: {length}\r\nexpect: 100-continue\r\nconnection: close\r\n\r\n",
            stage.token
        )
    };
    let reply = send(
        stage.address(),
        &[head(2).as_bytes(), b"{}"].concat(),
        Ending::Open,
    );
    assert!(reply.starts_with(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 400"));

    // The body never comes, so leave was not given.
    let reply = send(stage.address(), head(2_000_000).as_bytes(), Ending::Open);
    let (answer, _) = Answer::read(&reply).unwrap();
    assert_eq!(answer.status, 413);
    assert!(!reply.starts_with(b"HTTP/1.1 100"));
}

#[tokio::test(flavor = "multi_thread")]
async fn bytes_that_are_no_request_do_no_harm() {
    let stage = Stage::set().await;
    let before = stage.state().await;
    for bytes in [
        &b"\r\n\r\n"[..],
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET / HTTP/1.1\r\nno colon\r\n\r\n",
        b"GET / HTTP/1.1\r\nhost: a\r\ncontent-length: -1\r\n\r\n",
        b"GET / HTTP/1.1\r\nhost: a\r\ncontent-length: 99999999999999999999\r\n\r\n",
        b"POST / HTTP/1.1\r\nhost: a\r\ntransfer-encoding: gzip\r\n\r\n",
        b"POST / HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\ncontent-length: 3\r\nconnection: close\r\n\r\nzz\r\n",
        b"GET / a b c HTTP/1.1\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"OPTIONS * HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n",
    ] {
        let reply = send(stage.address(), bytes, Ending::Said);
        let status = Answer::read(&reply).map(|(answer, _)| answer.status);
        assert!(status.is_none_or(|status| (400..500).contains(&status)), "{status:?} to {}", bytes.escape_ascii());
    }
    assert_eq!(stage.state().await, before);
}
