//! The servers as processes: start, ask, measure, end.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::Value;
use tempfile::TempDir;

use crate::bare;
use crate::load::{Exchange, once};

/// A server in a process of its own; it ends with this value.
pub(crate) struct Server {
    child: Child,
    _folder: TempDir,
    pub(crate) port: u16,
    pub(crate) company_id: String,
    credentials: Value,
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

impl Server {
    /// `concur-mock` with default flags and this many users.
    pub(crate) fn mock(users: usize) -> Self {
        let folder = TempDir::new().unwrap();
        let ready = folder.path().join("ready.json");
        let child = Command::new(env!("CARGO_BIN_EXE_concur-mock"))
            .args([
                "--listen",
                "127.0.0.1:0",
                "--users",
                &users.to_string(),
                "--ready-file",
            ])
            .arg(&ready)
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let credentials: Value = serde_json::from_slice(&wait_for(&ready)).unwrap();
        let base_url = credentials["base_url"].as_str().unwrap();
        let port = base_url.rsplit(':').next().unwrap().parse().unwrap();
        let company_id = credentials["company_id"].as_str().unwrap().to_owned();
        Self {
            child,
            _folder: folder,
            port,
            company_id,
            credentials,
        }
    }

    /// The bare hyper server with this body.
    pub(crate) fn bare(body: &[u8]) -> Self {
        let folder = TempDir::new().unwrap();
        let file: PathBuf = folder.path().join("body");
        fs::File::create(&file).unwrap().write_all(body).unwrap();
        let mut child = Command::new(std::env::current_exe().unwrap())
            .arg(bare::SWITCH)
            .arg(&file)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let port = line.trim().parse().unwrap();
        Self {
            child,
            _folder: folder,
            port,
            company_id: String::new(),
            credentials: Value::Null,
        }
    }

    /// A company token, with all scopes or these.
    pub(crate) fn token(&self, scope: Option<&str>) -> String {
        let text = |name: &str| self.credentials[name].as_str().unwrap();
        let mut form = format!(
            "grant_type=password&credtype=authtoken&client_id={}&client_secret={}&username={}&password={}",
            text("client_id"),
            text("client_secret"),
            text("company_id"),
            text("request_token")
        );
        if let Some(scope) = scope {
            form.push_str("&scope=");
            form.push_str(&scope.replace(' ', "+"));
        }
        let reply = once(self.port, &Exchange::form("/oauth2/v0/token", &form));
        let reply: Value = serde_json::from_slice(&reply.body).unwrap();
        reply["access_token"].as_str().unwrap().to_owned()
    }

    /// A JSON answer.
    pub(crate) fn get(&self, token: &str, path: &str) -> Value {
        serde_json::from_slice(&once(self.port, &Exchange::get(token, path)).body).unwrap()
    }

    /// Bytes of the documents that the first company keeps.
    pub(crate) fn document_bytes(&self) -> u64 {
        let path = format!("/__admin/companies/{}", self.company_id);
        self.get("", &path)["document_bytes"].as_u64().unwrap()
    }

    /// Nanoseconds that each of the server's threads ran so far, from the kernel's scheduler.
    pub(crate) fn cpu(&self) -> Cpu {
        let tasks = fs::read_dir(format!("/proc/{}/task", self.child.id())).unwrap();
        let read = |task: PathBuf| {
            let line = fs::read_to_string(task.join("schedstat")).ok()?;
            Some((task, line.split(' ').next()?.parse().ok()?))
        };
        Cpu(tasks
            .filter_map(|task| read(task.unwrap().path()))
            .collect())
    }

    /// Resident memory.
    pub(crate) fn resident_bytes(&self) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status
            .lines()
            .find(|line| line.starts_with("VmRSS"))
            .unwrap();
        line.split_whitespace()
            .nth(1)
            .unwrap()
            .parse::<u64>()
            .unwrap()
            * 1024
    }
}

/// What the threads of a server ran.
pub(crate) struct Cpu(BTreeMap<PathBuf, u64>);

impl Cpu {
    /// Nanoseconds since an earlier look. A thread that ended meanwhile, as idle ones do, is not counted.
    pub(crate) fn since(&self, earlier: &Self) -> u64 {
        let spent = self.0.iter().map(|(task, nanoseconds)| {
            nanoseconds.saturating_sub(earlier.0.get(task).copied().unwrap_or_default())
        });
        spent.sum()
    }
}

fn wait_for(path: &Path) -> Vec<u8> {
    const TRIES: usize = 6_000;
    for _ in 0..TRIES {
        if let Ok(bytes) = fs::read(path) {
            return bytes;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    panic!("the mock was not ready within a minute")
}
