//! One case's conversation with a target: its own company, its tokens, and every exchange held against the contract.

mod admin;
mod browser;
mod directory;

use std::sync::OnceLock;
use std::time::Duration;

pub use admin::{Application, Wish};
pub use browser::{Answer, Browser};
pub use directory::{ENTERPRISE, SEARCH_REQUEST, USERS, id_of, search_request};

use crate::contract::{Contract, Operation, fixtures_folder};
use crate::finding::{Failure, Finding, Side};
use crate::reply::Reply;
use crate::request::{Intent, Request};
use crate::target::{Access, Capability, Target};

/// The token endpoint.
pub const TOKEN: &str = "/oauth2/v0/token";

/// Generous: a target that needs longer is broken, not slow.
const TIMEOUT: Duration = Duration::from_secs(30);

/// How much of a user a reply shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum View {
    /// Everything that is required.
    Whole,
    /// What scopes and projection leave.
    Partial,
}

/// One case's conversation with a target.
#[derive(Debug)]
pub struct Session {
    http: reqwest::Client,
    contract: &'static Contract,
    company: Access,
    admin_url: String,
    token: Option<String>,
    findings: Vec<Finding>,
    driven: Vec<String>,
    transcript: Vec<String>,
}

impl Session {
    /// Opens a session: in a company of its own where the target can make one, else in the target's company.
    pub async fn open(target: &Target) -> Result<Self, Failure> {
        // reqwest wants a provider even where every address is plain HTTP; a second installation is refused and harmless.
        let _installed = rustls::crypto::ring::default_provider().install_default();
        let mut http = reqwest::Client::builder()
            .timeout(TIMEOUT)
            .redirect(reqwest::redirect::Policy::none());
        if target.access().base_url.starts_with("http://") {
            // Loading the machine's trust store takes longer than most cases; a target without TLS has no use for it.
            http = http.tls_certs_only([]);
        }
        let http = http
            .build()
            .map_err(|error| Failure::harness(format!("the HTTP client: {error}")))?;
        let mut session = Self {
            http,
            contract: contract()?,
            admin_url: target.access().base_url.clone(),
            company: target.access().clone(),
            token: None,
            findings: Vec::new(),
            driven: Vec::new(),
            transcript: Vec::new(),
        };
        if target.can(Capability::FreshCompany) {
            session.company = session.found(&Wish::default()).await?;
        }
        Ok(session)
    }

    /// The company that this session is in.
    pub fn company(&self) -> &Access {
        &self.company
    }

    /// Where exchanges did not fit the contract.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// The ids of the operations that were called, in order, also repeatedly.
    pub fn driven(&self) -> &[String] {
        &self.driven
    }

    /// Every exchange in one line.
    pub fn transcript(&self) -> &[String] {
        &self.transcript
    }

    /// Moves the session into a new company.
    pub async fn enter(&mut self, wish: &Wish) -> Result<(), Failure> {
        self.company = self.found(wish).await?;
        self.token = None;
        Ok(())
    }

    /// Goes on at another address of the service, as a refusal or a token says.
    pub fn turn_to(&mut self, base_url: &str) {
        base_url.clone_into(&mut self.company.base_url);
    }

    /// Sends with the company's token, which is fetched once.
    pub async fn call(&mut self, request: Request) -> Result<Reply, Failure> {
        let token = self.token().await?;
        self.send(request.bearer(&token)).await
    }

    /// The company's token.
    pub async fn token(&mut self) -> Result<String, Failure> {
        if let Some(token) = &self.token {
            return Ok(token.clone());
        }
        let token = self.token_for(&self.company.clone()).await?;
        self.token = Some(token.clone());
        Ok(token)
    }

    /// A new token of any company, by its request token.
    pub async fn token_for(&mut self, company: &Access) -> Result<String, Failure> {
        let reply = self.grant(company).await?.ok()?;
        reply["access_token"]
            .as_str()
            .map(ToOwned::to_owned)
            .ok_or_else(|| Failure::disagrees("the token reply holds no access_token"))
    }

    /// The company request token grant.
    pub async fn grant(&mut self, company: &Access) -> Result<Reply, Failure> {
        let form = Request::post(TOKEN).form(&[
            ("client_id", &company.client_id),
            ("client_secret", &company.client_secret),
            ("grant_type", "password"),
            ("credtype", "authtoken"),
            ("username", &company.company_id),
            ("password", &company.request_token),
        ]);
        self.send(form).await
    }

    /// Sends as it stands, without adding a token, and holds the exchange against the contract.
    pub async fn send(&mut self, request: Request) -> Result<Reply, Failure> {
        let base = self.company.base_url.clone();
        let reply = self.exchange(&base, &request).await?;
        self.judge(&request, &reply);
        Ok(reply)
    }

    async fn exchange(&mut self, base: &str, request: &Request) -> Result<Reply, Failure> {
        let line = request.line();
        let mut url = format!("{base}{}", request.path);
        if !request.query.is_empty() {
            url = format!("{url}?{}", request.encoded_query());
        }
        let mut outgoing = self.http.request(request.method.clone(), url);
        for (name, value) in &request.headers {
            outgoing = outgoing.header(name, value);
        }
        if !request.body.is_empty() {
            outgoing = outgoing.body(request.body.clone());
        }
        let unanswered = |source: reqwest::Error| Failure::Unanswered {
            request: line.clone(),
            source: source.without_url(),
        };
        let incoming = outgoing.send().await.map_err(unanswered)?;
        let reply = Reply {
            request: line.clone(),
            status: incoming.status().as_u16(),
            headers: incoming
                .headers()
                .iter()
                .map(|(name, value)| {
                    let text = String::from_utf8_lossy(value.as_bytes()).into_owned();
                    (name.as_str().to_owned(), text)
                })
                .collect(),
            body: incoming.bytes().await.map_err(unanswered)?.to_vec(),
        };
        self.transcript.push(reply.line());
        Ok(reply)
    }

    /// Whether the reply to this request may leave out what the contract requires.
    fn view(&self, request: &Request) -> View {
        const READ: [&str; 4] = ["ids", "core", "coresensitive", "enterprise"];
        let is_held = |part: &&str| {
            self.company
                .scopes
                .contains(&format!("identity.user.{part}.read"))
        };
        let own = self.token.as_ref().map(|token| format!("Bearer {token}"));
        let is_own = own.is_some() && request.header_value("authorization") == own.as_deref();
        let is_projected = request
            .query
            .iter()
            .any(|(name, _)| name.ends_with("ttributes"))
            || serde_json::from_slice(&request.body).is_ok_and(|body: serde_json::Value| {
                body.get("attributes").is_some() || body.get("excludedAttributes").is_some()
            });
        if is_own && READ.iter().all(is_held) && !is_projected {
            View::Whole
        } else {
            View::Partial
        }
    }

    /// Holds one exchange against the contract. Closed world: what is not documented is a finding.
    fn judge(&mut self, request: &Request, reply: &Reply) {
        let method = request.method.as_str();
        let Some(operation) = self.contract.find(method, &request.path) else {
            if request.intent == Intent::Documented {
                self.note(
                    Side::Request,
                    &request.line(),
                    reply,
                    "the contract knows no such operation",
                );
            }
            return;
        };
        self.driven.push(operation.id.clone());
        if request.intent == Intent::OtherReading {
            return;
        }
        let mut found = Vec::new();
        if request.intent == Intent::Documented {
            let kind = request.header_value("content-type");
            let violations = operation.check_request(&request.query, kind, &request.body);
            found.extend(
                violations
                    .iter()
                    .map(|one| (Side::Request, one.to_string())),
            );
        }
        let check = match self.view(request) {
            View::Whole => Operation::check_unprojected_response,
            View::Partial => Operation::check_response,
        };
        let violations = check(operation, reply.status, &reply.headers, &reply.body);
        found.extend(
            violations
                .iter()
                .map(|one| (Side::Response, one.to_string())),
        );
        if reply
            .header("concur-correlationid")
            .is_none_or(str::is_empty)
        {
            found.push((Side::Response, "no concur-correlationid header".to_owned()));
        }
        let id = operation.id.clone();
        for (side, what) in found {
            self.note(side, &id, reply, &what);
        }
    }

    fn note(&mut self, side: Side, operation: &str, reply: &Reply, what: &str) {
        self.findings.push(Finding {
            side,
            operation: operation.to_owned(),
            exchange: reply.line(),
            what: what.to_owned(),
        });
    }
}

/// The contract, read once in a process.
fn contract() -> Result<&'static Contract, Failure> {
    static CONTRACT: OnceLock<Result<Contract, String>> = OnceLock::new();
    CONTRACT
        .get_or_init(|| {
            Contract::load(&fixtures_folder().join("contract")).map_err(|error| error.to_string())
        })
        .as_ref()
        .map_err(|what| Failure::harness(format!("the contract: {what}")))
}
