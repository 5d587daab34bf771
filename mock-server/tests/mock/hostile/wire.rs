//! Requests written by hand and answers read byte by byte, since ordinary clients refuse to send what is sent here.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::time::Duration;

use serde_json::Value;

/// How long an answer may take before it counts as a hang.
const PATIENCE: Duration = Duration::from_secs(20);

/// A request that may be broken in any way.
#[derive(Debug, Clone)]
pub(super) struct Request {
    pub(super) method: String,
    pub(super) target: String,
    pub(super) headers: Vec<(String, Vec<u8>)>,
    pub(super) body: Vec<u8>,
    pub(super) framing: Framing,
}

/// How the length of a body is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Framing {
    Length,
    Chunks,
}

impl Request {
    pub(super) fn header(&mut self, name: &str, value: impl AsRef<[u8]>) {
        self.headers
            .push((name.to_owned(), value.as_ref().to_vec()));
    }

    pub(super) fn without(&mut self, name: &str) {
        self.headers
            .retain(|(known, _)| !known.eq_ignore_ascii_case(name));
    }

    pub(super) fn set(&mut self, name: &str, value: impl AsRef<[u8]>) {
        self.without(name);
        self.header(name, value);
    }

    pub(super) fn bytes(&self) -> Vec<u8> {
        let mut out =
            format!("{} {} HTTP/1.1\r\nhost: mock\r\n", self.method, self.target).into_bytes();
        for (name, value) in &self.headers {
            out.extend_from_slice(name.as_bytes());
            out.extend_from_slice(b": ");
            out.extend_from_slice(value);
            out.extend_from_slice(b"\r\n");
        }
        match self.framing {
            Framing::Length if self.body.is_empty() => out.extend_from_slice(b"\r\n"),
            Framing::Length => {
                let length = format!("content-length: {}\r\n\r\n", self.body.len());
                out.extend_from_slice(length.as_bytes());
                out.extend_from_slice(&self.body);
            }
            Framing::Chunks => {
                let head = format!(
                    "transfer-encoding: chunked\r\n\r\n{:x}\r\n",
                    self.body.len()
                );
                out.extend_from_slice(head.as_bytes());
                out.extend_from_slice(&self.body);
                out.extend_from_slice(b"\r\n0\r\n\r\n");
            }
        }
        out
    }
}

/// What came back.
#[derive(Debug, Clone)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
}

impl Answer {
    /// Reads one answer and gives back what stands behind it.
    pub(super) fn read(bytes: &[u8]) -> Option<(Self, &[u8])> {
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n")?;
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let mut lines = head.split("\r\n");
        let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
        let headers: Vec<(String, String)> = lines
            .filter_map(|line| line.split_once(": "))
            .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
            .collect();
        let length = headers
            .iter()
            .find(|(name, _)| name == "content-length")
            .and_then(|(_, length)| length.parse().ok())
            .unwrap_or(0);
        let behind = &bytes[end + 4..];
        let body = behind.get(..length).unwrap_or(behind).to_vec();
        let rest = behind.get(length..).unwrap_or_default();
        let answer = Self {
            status,
            headers,
            body,
        };
        // An interim answer says nothing yet.
        if (100..200).contains(&status) {
            return Self::read(behind);
        }
        Some((answer, rest))
    }

    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }

    pub(super) fn json(&self) -> Option<Value> {
        serde_json::from_slice(&self.body).ok()
    }
}

/// Whether the server is told that nothing follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    Said,
    Open,
}

/// Sends bytes and reads until the other side closes.
pub(super) fn send(address: SocketAddr, bytes: &[u8], ending: Ending) -> Vec<u8> {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream.set_write_timeout(Some(PATIENCE)).unwrap();
    // A server may close before it has read everything.
    drop(stream.write_all(bytes));
    if ending == Ending::Said {
        stream.shutdown(Shutdown::Write).unwrap();
    }
    let mut reply = Vec::new();
    let mut buffer = [0; 16_384];
    loop {
        match stream.read(&mut buffer) {
            // A connection that was cut or is silent for too long: what came so far is judged, and nothing is no answer.
            Ok(0) | Err(_) => break,
            Ok(count) => reply.extend_from_slice(&buffer[..count]),
        }
    }
    reply
}

/// Sends one request on a connection of its own.
pub(super) fn exchange(address: SocketAddr, request: &Request) -> Option<Answer> {
    let mut request = request.clone();
    request.header("connection", "close");
    let reply = send(address, &request.bytes(), Ending::Open);
    Answer::read(&reply).map(|(answer, _)| answer)
}
