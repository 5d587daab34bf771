//! What clients may take of the mock's sockets, over real ones.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use concur_mock::{MockConcur, Settings};

const JWKS: &[u8] = b"GET /oauth2/v0/jwks HTTP/1.1\r\nhost: mock\r\n\r\n";

/// How long an answer is waited for that should come.
const PATIENCE: Duration = Duration::from_secs(20);
/// How long an answer is waited for that should not come.
const MOMENT: Duration = Duration::from_millis(100);

fn open(address: SocketAddr, bytes: &[u8]) -> TcpStream {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.write_all(bytes).unwrap();
    stream
}

/// What comes within a time, at most one piece of it.
fn read(stream: &mut TcpStream, patience: Duration) -> Vec<u8> {
    stream.set_read_timeout(Some(patience)).unwrap();
    let mut piece = vec![0; 4_096];
    let count = stream.read(&mut piece).unwrap_or_default();
    piece.truncate(count);
    piece
}

/// Whether the other side says that nothing follows.
fn is_closed(stream: &mut TcpStream) -> bool {
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    std::io::copy(stream, &mut std::io::sink()).is_ok()
}

#[tokio::test(flavor = "multi_thread")]
async fn who_comes_while_every_place_is_taken_waits_for_one() {
    let settings = Settings {
        max_connections: 1,
        ..Settings::default()
    };
    let mock = MockConcur::start_with(settings).await.unwrap();
    let mut first = open(mock.address(), JWKS);
    assert!(read(&mut first, PATIENCE).starts_with(b"HTTP/1.1 200"));
    let mut second = open(mock.address(), JWKS);
    assert!(read(&mut second, MOMENT).is_empty());

    drop(first);

    assert!(read(&mut second, PATIENCE).starts_with(b"HTTP/1.1 200"));
    drop(second);
    mock.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_head_or_a_body_that_does_not_come_in_time_ends_the_connection() {
    let settings = Settings {
        request_timeout: MOMENT,
        ..Settings::default()
    };
    let mock = MockConcur::start_with(settings).await.unwrap();
    let mut head = open(mock.address(), b"GET /oauth2/v0/jwks HTTP/1.1\r\nhost: mo");
    assert!(is_closed(&mut head));

    let half = b"POST /oauth2/v0/token HTTP/1.1\r\nhost: mock\r\ncontent-length: 9\r\n\
        content-type: application/x-www-form-urlencoded\r\n\r\na=1";
    let mut body = open(mock.address(), half);
    assert!(read(&mut body, PATIENCE).starts_with(b"HTTP/1.1 400"));
    assert!(is_closed(&mut body));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_head_that_is_too_large_is_refused_and_the_mock_goes_on() {
    let mock = MockConcur::start().await.unwrap();
    let front = "GET /oauth2/v0/jwks HTTP/1.1\r\nhost: mock\r\n";
    let many = "x-many: y\r\n".repeat(200);
    for headers in [many, format!("x-long: {}\r\n", "y".repeat(300_000))] {
        let mut stream = open(mock.address(), format!("{front}{headers}\r\n").as_bytes());
        let answer = String::from_utf8(read(&mut stream, PATIENCE)).unwrap();
        assert!(answer.starts_with("HTTP/1.1 431 "), "{answer}");
    }
    let mut stream = open(mock.address(), JWKS);
    assert!(read(&mut stream, PATIENCE).starts_with(b"HTTP/1.1 200 "));
}
