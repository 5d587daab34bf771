//! One client of the soak: it works on users of its own, and finds out what became of a request that was not answered.

use std::time::{Duration, Instant};

use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::account::{Kept, Tally};
use crate::mock::Mock;

const USERS: &str = "/profile/identity/v4.1/Users";
const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
const SEARCH: &str = "urn:ietf:params:scim:api:messages:concur:2.0:SearchRequest";
const PATCH: &str = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

/// The most users that a client keeps; with more, it deletes.
const MOST_USERS: usize = 40;

/// How often one thing is tried until it must have gone through.
const ATTEMPTS: usize = 200;

/// How long a client waits after a refusal, and what it waits at most for an answer.
const PAUSE: Duration = Duration::from_millis(5);
const TIMEOUT: Duration = Duration::from_secs(10);

/// A client.
pub(crate) struct Client {
    mock: crate::mock::Entry,
    http: reqwest::Client,
    token: Option<String>,
    random: ChaCha8Rng,
    number: u64,
    ordinal: u64,
    tally: Tally,
}

/// An answer that can be relied on.
struct Answer {
    status: StatusCode,
    body: Value,
}

impl Client {
    /// A client with users of its own; all it does follows from its number.
    pub(crate) fn new(mock: &Mock, number: u64) -> Self {
        Self {
            mock: mock.entry(),
            http: reqwest::Client::builder().timeout(TIMEOUT).build().unwrap(),
            token: None,
            random: ChaCha8Rng::seed_from_u64(number),
            number,
            ordinal: 0,
            tally: Tally::default(),
        }
    }

    /// Works until the time is over, and says what it expects to be there.
    pub(crate) async fn work_until(mut self, end: Instant) -> Tally {
        while Instant::now() < end {
            match self.random.random_range(0..100) {
                _ if self.tally.users.len() > MOST_USERS => self.delete().await,
                0..20 => self.create().await,
                20..60 => self.look().await,
                60..80 => self.rename().await,
                80..90 => self.switch().await,
                90..95 => self.page().await,
                _ => self.delete().await,
            }
        }
        self.tally
    }

    /// A login that this client has or had nothing to do with yet.
    fn next_login(&mut self) -> String {
        self.ordinal += 1;
        format!("soak-{}-{}@example.com", self.number, self.ordinal)
    }

    /// One of its users.
    fn any(&mut self) -> Option<(String, String)> {
        let count = self.tally.users.len();
        let at = self.random.random_range(0..count.max(1));
        let (login, kept) = self.tally.users.iter().nth(at)?;
        Some((login.clone(), kept.id.clone()))
    }

    async fn create(&mut self) {
        let login = self.next_login();
        let user = json!({
            "userName": login, "active": true, "nickName": "new",
            "name": {"givenName": "Soak", "familyName": "Test"},
            "emails": [{"type": "work", "value": login}],
            ENTERPRISE: {"companyId": self.mock.company_id},
        });
        let mut was_lost = false;
        for _ in 0..ATTEMPTS {
            // Before a second attempt one has to know whether the first one happened.
            let id = if was_lost {
                self.find(&login).await
            } else {
                None
            };
            let answered = match id {
                Some(id) => {
                    self.tally.recovered += 1;
                    Some(id)
                }
                None => match self.once(Method::POST, USERS, Some(&user)).await {
                    Some(answer) if answer.status.is_success() => {
                        Some(answer.body["id"].as_str().unwrap().to_owned())
                    }
                    Some(answer) => panic!("{login}: {} {}", answer.status, answer.body),
                    None => None,
                },
            };
            if let Some(id) = answered {
                self.tally.created += 1;
                let kept = Kept {
                    id,
                    nick_name: "new".to_owned(),
                    is_active: true,
                };
                self.tally.users.insert(login, kept);
                return;
            }
            was_lost = true;
        }
        panic!("{login} could not be created in {ATTEMPTS} attempts");
    }

    /// The id of the user with this login, looked up by the exact search.
    async fn find(&mut self, login: &str) -> Option<String> {
        let body = json!({"schemas": [SEARCH], "filter": format!("userName eq \"{login}\"")});
        let path = format!("{USERS}/.search");
        let answer = self.surely(Method::POST, &path, Some(&body)).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        let found = answer.body["Resources"].as_array().unwrap();
        assert!(found.len() < 2, "{login} is there twice");
        found
            .first()
            .map(|user| user["id"].as_str().unwrap().to_owned())
    }

    async fn look(&mut self) {
        let Some((login, id)) = self.any() else {
            return;
        };
        let answer = self
            .surely(Method::GET, &format!("{USERS}/{id}"), None)
            .await;
        assert_eq!(answer.status, StatusCode::OK, "{login}: {}", answer.body);
        let kept = &self.tally.users[&login];
        assert_eq!(answer.body["nickName"], kept.nick_name, "{login}");
        assert_eq!(answer.body["active"], kept.is_active, "{login}");
    }

    async fn rename(&mut self) {
        let Some((login, id)) = self.any() else {
            return;
        };
        let name = format!("n{}", self.random.next_u32());
        self.patch(&id, "nickName", &json!(name)).await;
        self.tally.users.get_mut(&login).unwrap().nick_name = name;
    }

    async fn switch(&mut self) {
        let Some((login, id)) = self.any() else {
            return;
        };
        let is_active = !self.tally.users[&login].is_active;
        self.patch(&id, "active", &json!(is_active)).await;
        self.tally.users.get_mut(&login).unwrap().is_active = is_active;
    }

    /// Sets one attribute; to do so twice does no harm.
    async fn patch(&mut self, id: &str, path: &str, value: &Value) {
        let body = json!({"schemas": [PATCH], "Operations": [{"op": "replace", "path": path, "value": value}]});
        let answer = self
            .surely(Method::PATCH, &format!("{USERS}/{id}"), Some(&body))
            .await;
        assert!(answer.status.is_success(), "{}", answer.body);
    }

    async fn page(&mut self) {
        let answer = self
            .surely(Method::GET, &format!("{USERS}?count=100"), None)
            .await;
        assert_eq!(answer.body["Resources"].as_array().unwrap().len(), 100);
    }

    async fn delete(&mut self) {
        let Some((login, id)) = self.any() else {
            return;
        };
        let answer = self
            .surely(Method::DELETE, &format!("{USERS}/{id}"), None)
            .await;
        // A deletion that lost its answer finds nobody when it is repeated.
        let is_gone = answer.status.is_success() || answer.status == StatusCode::NOT_FOUND;
        assert!(is_gone, "{login}: {} {}", answer.status, answer.body);
        self.tally.users.remove(&login);
        self.tally.deleted += 1;
    }

    /// Sends until an answer comes that can be relied on; only for what may happen twice.
    async fn surely(&mut self, method: Method, path: &str, body: Option<&Value>) -> Answer {
        for _ in 0..ATTEMPTS {
            if let Some(answer) = self.once(method.clone(), path, body).await {
                return answer;
            }
        }
        panic!("{method} {path} was not answered in {ATTEMPTS} attempts");
    }

    /// Sends once; `None` where the outcome is open.
    async fn once(&mut self, method: Method, path: &str, body: Option<&Value>) -> Option<Answer> {
        if self.token.is_none() {
            self.token = self.mock.token(&self.http).await;
        }
        let mut request = self
            .http
            .request(method.clone(), format!("{}{path}", self.mock.base_url))
            .bearer_auth(self.token.as_deref()?);
        if let Some(body) = body {
            request = request.json(body);
        }
        self.tally.requests += 1;
        let answer = read(request).await;
        if let Some(Answer { status, .. }) = &answer
            && matches!(*status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN)
        {
            self.token = None;
        }
        let answer = answer.filter(|answer| {
            !answer.status.is_server_error()
                && !matches!(
                    answer.status,
                    StatusCode::TOO_MANY_REQUESTS
                        | StatusCode::UNAUTHORIZED
                        | StatusCode::FORBIDDEN
                )
        });
        if answer.is_none() {
            self.tally.disturbed += 1;
            tokio::time::sleep(PAUSE).await;
        }
        answer
    }
}

/// The whole answer, if it came whole; one without a body has none.
async fn read(request: reqwest::RequestBuilder) -> Option<Answer> {
    let reply = request.send().await.ok()?;
    let status = reply.status();
    let bytes = reply.bytes().await.ok()?;
    let body = if bytes.is_empty() {
        Value::Null
    } else {
        serde_json::from_slice(&bytes).ok()?
    };
    Some(Answer { status, body })
}
