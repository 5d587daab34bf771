//! The sign-in page in a real browser, driven over the protocol of `WebDriver`.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use url::Url;

use super::Stage;

/// The lines that the driver prints before it says where it listens.
const MAX_LINES: usize = 20;

/// The key of an element's id in answers of the protocol.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// A running driver; it is killed when the test ends.
struct Driver {
    process: Child,
    base_url: String,
}

impl Drop for Driver {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

impl Driver {
    /// Starts Chromium's driver on a free port; `None` where it is not installed.
    fn start() -> Option<Self> {
        let mut process = Command::new("chromedriver")
            .arg("--port=0")
            .stdout(Stdio::piped())
            .spawn()
            .ok()?;
        let lines = BufReader::new(process.stdout.take()?).lines();
        let port = lines.take(MAX_LINES).find_map(|line| {
            let line = line.ok()?;
            let (_, port) = line.split_once("started successfully on port ")?;
            Some(port.trim_end_matches('.').to_owned())
        });
        let base_url = format!("http://127.0.0.1:{}", port.unwrap());
        Some(Self { process, base_url })
    }
}

/// One browser window.
struct Window<'d> {
    driver: &'d Driver,
    http: reqwest::Client,
    session: String,
}

impl<'d> Window<'d> {
    async fn open(driver: &'d Driver, http: &reqwest::Client) -> Self {
        let options = json!({"args": [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
        ]});
        let wish = json!({"capabilities": {"alwaysMatch": {"goog:chromeOptions": options}}});
        let mut window = Self {
            driver,
            http: http.clone(),
            session: String::new(),
        };
        let opened = window.ask(Method::POST, "", &wish).await;
        let session = opened["sessionId"]
            .as_str()
            .unwrap_or_else(|| panic!("{opened}"));
        window.session = format!("/{session}");
        window
    }

    async fn ask(&self, method: Method, path: &str, body: &Value) -> Value {
        let url = format!("{}/session{}{path}", self.driver.base_url, self.session);
        let mut request = self.http.request(method.clone(), url);
        if method == Method::POST {
            request = request.json(body);
        }
        let answer: Value = request.send().await.unwrap().json().await.unwrap();
        answer["value"].clone()
    }

    async fn go(&self, url: &Url) {
        let done = self
            .ask(Method::POST, "/url", &json!({ "url": url.as_str() }))
            .await;
        assert!(done.is_null(), "{done}");
    }

    async fn address(&self) -> Url {
        let address = self.ask(Method::GET, "/url", &Value::Null).await;
        address.as_str().unwrap().parse().unwrap()
    }

    /// The path of the element that a CSS selector finds.
    async fn find(&self, selector: &str) -> String {
        let wish = json!({"using": "css selector", "value": selector});
        let found = self.ask(Method::POST, "/element", &wish).await;
        let id = found[ELEMENT].as_str();
        format!(
            "/element/{}",
            id.unwrap_or_else(|| panic!("{selector}: {found}"))
        )
    }

    /// Types into the field and says by which label a screen reader knows it.
    async fn fill(&self, selector: &str, text: &str) -> String {
        let field = self.find(selector).await;
        self.ask(
            Method::POST,
            &format!("{field}/value"),
            &json!({ "text": text }),
        )
        .await;
        let path = format!("{field}/computedlabel");
        let label = self.ask(Method::GET, &path, &Value::Null).await;
        label.as_str().unwrap_or_default().to_owned()
    }

    async fn click(&self, selector: &str) {
        let button = self.find(selector).await;
        let done = self
            .ask(Method::POST, &format!("{button}/click"), &json!({}))
            .await;
        assert!(done.is_null(), "{done}");
    }

    async fn close(self) {
        self.ask(Method::DELETE, "", &Value::Null).await;
    }
}

fn parameter(address: &Url, name: &str) -> Option<String> {
    let mut pairs = address.query_pairs();
    pairs
        .find(|(known, _)| known == name)
        .map(|(_, value)| value.into_owned())
}

#[tokio::test]
async fn a_person_signs_in_is_remembered_and_may_deny() {
    let Some(driver) = Driver::start() else {
        eprintln!("skipped: chromedriver is not installed, no browser looked at the sign-in page");
        return;
    };
    let stage = Stage::set().await;
    // The mock itself stands in for the application, so that the browser arrives somewhere.
    let back = format!("{}/__admin/health", stage.mock.base_url());
    stage
        .change_application(&json!({ "redirect_uris": [back] }))
        .await;
    let mut page = Url::parse(stage.mock.base_url()).unwrap();
    page.set_path("/oauth2/v0/authorize");
    page.query_pairs_mut()
        .append_pair("client_id", &stage.company.client_id.to_string())
        .append_pair("redirect_uri", &back)
        .append_pair("response_type", "code")
        .append_pair("state", "<b>&\"");
    let window = Window::open(&driver, &stage.http).await;

    window.go(&page).await;
    let user = stage.user();
    assert_eq!(window.fill("#loginid", &user.user_name).await, "Login name");
    assert_eq!(window.fill("#password", &user.password).await, "Password");
    window.click("#sign-in button").await;

    let arrived = window.address().await;
    assert!(arrived.as_str().starts_with(&back), "{arrived}");
    assert_eq!(parameter(&arrived, "state").as_deref(), Some("<b>&\""));
    let code = parameter(&arrived, "code").unwrap();
    let form = [
        ("grant_type", "authorization_code"),
        ("code", &code),
        ("redirect_uri", &back),
    ];
    assert_eq!(stage.token(&form).await.0, StatusCode::OK);

    window.go(&page).await;
    let arrived = window.address().await;
    assert!(
        parameter(&arrived, "code").is_some(),
        "asked again: {arrived}"
    );

    page.query_pairs_mut().append_pair("prompt", "login");
    window.go(&page).await;
    window.click("#deny button").await;
    let arrived = window.address().await;
    assert_eq!(
        parameter(&arrived, "error_code").as_deref(),
        Some("user_denied")
    );
    window.close().await;
}
