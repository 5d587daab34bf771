//! The mock of the soak, a process of its own, and what is asked of it besides the load.

use std::collections::BTreeMap;
use std::fs;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use reqwest::Method;
use serde_json::Value;
use tempfile::TempDir;

/// The users that are there at the beginning; nobody touches them.
pub(crate) const SEEDED: usize = 1_000;

/// How often the ready file is looked for, a hundred times a second.
const LOOKS: usize = 3_000;

/// The most pages of a walk over everybody.
const MAX_PAGES: usize = 1_000;

/// A running mock and the way in.
pub(crate) struct Mock {
    child: Child,
    _folder: TempDir,
    credentials: Value,
    http: reqwest::Client,
}

impl Drop for Mock {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

impl Mock {
    /// The command with default flags, but for the users.
    pub(crate) async fn start() -> Self {
        drop(rustls::crypto::ring::default_provider().install_default());
        let folder = TempDir::new().unwrap();
        let ready = folder.path().join("ready.json");
        let child = Command::new(env!("CARGO_BIN_EXE_concur-mock"))
            .args([
                "--listen",
                "127.0.0.1:0",
                "--users",
                &SEEDED.to_string(),
                "--ready-file",
            ])
            .arg(&ready)
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        for _ in 0..LOOKS {
            if ready.exists() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        let credentials = serde_json::from_slice(&fs::read(&ready).unwrap()).unwrap();
        Self {
            child,
            _folder: folder,
            credentials,
            http: reqwest::Client::new(),
        }
    }

    /// The way in.
    pub(crate) fn entry(&self) -> Entry {
        let [
            base_url,
            company_id,
            client_id,
            client_secret,
            request_token,
        ] = [
            "base_url",
            "company_id",
            "client_id",
            "client_secret",
            "request_token",
        ]
        .map(|name| self.credential(name).to_owned());
        Entry {
            base_url,
            company_id: company_id.clone(),
            form: [
                ("grant_type", "password".to_owned()),
                ("credtype", "authtoken".to_owned()),
                ("client_id", client_id),
                ("client_secret", client_secret),
                ("username", company_id),
                ("password", request_token),
            ],
        }
    }

    fn credential(&self, name: &str) -> &str {
        self.credentials[name].as_str().unwrap()
    }

    fn faults(&self, method: Method) -> reqwest::RequestBuilder {
        let [base_url, id] = ["base_url", "company_id"].map(|name| self.credential(name));
        self.http
            .request(method, format!("{base_url}/__admin/companies/{id}/faults"))
    }

    /// Turns the faults on.
    pub(crate) async fn plan(&self, plan: &Value) {
        let reply = self.faults(Method::PUT).json(plan).send().await.unwrap();
        let status = reply.status();
        assert!(
            status.is_success(),
            "{status}: {}",
            reply.text().await.unwrap()
        );
    }

    /// Turns them off, and says how often each has fired.
    pub(crate) async fn end_faults(&self) -> Vec<(String, u64)> {
        let reply = self.faults(Method::GET).send().await.unwrap();
        let account: Value = reply.json().await.unwrap();
        let ended = self.faults(Method::DELETE).send().await.unwrap();
        assert!(ended.status().is_success());
        let faults = account["faults"].as_array().unwrap();
        let entry = |fault: &Value| {
            let name = fault["name"].as_str().unwrap().to_owned();
            (name, fault["fired"].as_u64().unwrap())
        };
        faults.iter().map(entry).collect()
    }

    /// Resident memory of the process.
    pub(crate) fn resident_kilobytes(&self) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status
            .lines()
            .find(|line| line.starts_with("VmRSS:"))
            .unwrap();
        line.split_whitespace().nth(1).unwrap().parse().unwrap()
    }

    /// Everybody who is there, by login; one who is there twice has two documents.
    pub(crate) async fn everybody(&self) -> BTreeMap<String, Vec<Value>> {
        let token = self.entry().token(&self.http).await.unwrap();
        let first = format!(
            "{}/profile/identity/v4.1/Users?count=1000",
            self.credential("base_url")
        );
        let mut all: BTreeMap<String, Vec<Value>> = BTreeMap::new();
        let mut url = first.clone();
        for _ in 0..MAX_PAGES {
            let reply = self
                .http
                .get(&url)
                .bearer_auth(&token)
                .send()
                .await
                .unwrap();
            let page: Value = reply.json().await.unwrap();
            for user in page["Resources"].as_array().unwrap() {
                let login = user["userName"].as_str().unwrap().to_owned();
                all.entry(login).or_default().push(user.clone());
            }
            let Some(cursor) = page["nextCursor"].as_str() else {
                return all;
            };
            url = format!("{first}&cursor={cursor}");
        }
        panic!("more than {MAX_PAGES} pages");
    }
}

/// What a client needs to come in.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    /// The address.
    pub(crate) base_url: String,
    /// The company.
    pub(crate) company_id: String,
    form: [(&'static str, String); 6],
}

impl Entry {
    /// A company token, if one was given.
    pub(crate) async fn token(&self, http: &reqwest::Client) -> Option<String> {
        let url = format!("{}/oauth2/v0/token", self.base_url);
        let reply = http.post(url).form(&self.form).send().await.ok()?;
        let reply: Value = reply.json().await.ok()?;
        reply["access_token"].as_str().map(str::to_owned)
    }
}
