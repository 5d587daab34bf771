//! The `concur-mock` command: flags, ready file, first words, end.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use concur_mock::Credentials;
use tempfile::TempDir;

use crate::client::Client;

fn command() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_concur-mock"));
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// A running command; it is killed when the test ends.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

/// Starts the command and waits until it says that it serves.
fn start(arguments: &[&str]) -> (Running, BufReader<std::process::ChildStdout>) {
    let mut child = command()
        .args(["--listen", "127.0.0.1:0"])
        .args(arguments)
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    lines.read_line(&mut line).unwrap();
    assert!(line.contains("serves on"), "{line}");
    (Running(child), lines)
}

fn ready(path: &Path) -> Credentials {
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

fn refused(arguments: &[&str]) -> (bool, String) {
    let Output { status, stderr, .. } = command().args(arguments).output().unwrap();
    (status.success(), String::from_utf8(stderr).unwrap())
}

#[tokio::test]
async fn the_ready_file_is_for_its_owner_and_opens_the_company() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("ready.json");
    let (_running, _) = start(&["--users", "3", "--ready-file", path.to_str().unwrap()]);

    let credentials = ready(&path);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(
            std::fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o600
        );
    }
    let client = Client::new(&credentials.base_url);
    let (_, page) = client.users(&client.token(&credentials).await).await;
    assert_eq!(page["totalResults"], 3);
}

#[test]
fn the_base_url_is_what_clients_are_told() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("ready.json");
    let (_running, _) = start(&[
        "--base-url",
        "https://mock.example",
        "--ready-file",
        path.to_str().unwrap(),
    ]);

    assert_eq!(ready(&path).base_url, "https://mock.example");
}

#[cfg(unix)]
#[test]
fn the_printed_lines_work_when_they_are_pasted() {
    if Command::new("curl").arg("--version").output().is_err() {
        println!("skipped: curl is not installed");
        return;
    }
    let (running, mut lines) = start(&["--users", "50"]);
    let mut script = String::new();
    let mut line = String::new();
    while !line.contains("/Users/.search") {
        line.clear();
        assert_ne!(
            lines.read_line(&mut line).unwrap(),
            0,
            "the lines end early"
        );
        if line.starts_with("TOKEN=") || line.starts_with("curl ") {
            script.push_str(&line);
            script.push_str("echo\n");
        }
    }

    let output = Command::new("sh").arg("-c").arg(&script).output().unwrap();

    drop(running);
    let answers: Vec<serde_json::Value> = serde_json::Deserializer::from_slice(&output.stdout)
        .into_iter()
        .collect::<Result<_, _>>()
        .unwrap();
    assert_eq!(answers.len(), 2);
    assert_eq!(answers[0]["totalResults"], 50);
    assert!(answers[1]["Resources"][0]["userName"].is_string());
}

#[test]
fn a_taken_port_and_bad_flags_are_clear_errors() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let (succeeded, words) = refused(&["--listen", &address]);
    assert!(
        !succeeded && words.contains(&format!("cannot listen on {address}")),
        "{words}"
    );

    for (arguments, hint) in [
        (["--users", "1000001"], "1000000"),
        (["--base-url", "https://mock.example/path"], "without path"),
        (["--signing-key", "/nowhere/key.pem"], "/nowhere/key.pem"),
        (
            ["--ready-file", "/nowhere/ready.json"],
            "/nowhere/ready.json",
        ),
    ] {
        let (succeeded, words) =
            refused(&[&["--listen", "127.0.0.1:0"], arguments.as_slice()].concat());
        assert!(!succeeded && words.contains(hint), "{arguments:?}: {words}");
    }
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_it_cleanly() {
    let (mut running, mut lines) = start(&[]);
    let id = running.0.id();
    assert!(
        // A shell has `kill` built in; the program of that name is not on every machine.
        Command::new("sh")
            .args(["-c", &format!("kill -INT {id}")])
            .status()
            .unwrap()
            .success()
    );

    let begun = Instant::now();
    let mut rest = String::new();
    lines.read_to_string(&mut rest).unwrap();
    let status = running.0.wait().unwrap();
    assert!(status.success());
    assert!(begun.elapsed() < Duration::from_secs(20));
}

#[tokio::test]
async fn a_key_of_ones_own_signs_and_is_published() {
    let folder = TempDir::new().unwrap();
    let key = folder.path().join("key.pem");
    let ready_file = folder.path().join("ready.json");
    let made = Command::new("openssl")
        .args([
            "genpkey",
            "-algorithm",
            "RSA",
            "-pkeyopt",
            "rsa_keygen_bits:2048",
            "-out",
        ])
        .arg(&key)
        .output();
    if made.is_err() {
        println!("skipped: openssl is not installed");
        return;
    }
    let (_own, _) = start(&[
        "--signing-key",
        key.to_str().unwrap(),
        "--ready-file",
        ready_file.to_str().unwrap(),
    ]);
    let (_, own) = Client::new(&ready(&ready_file).base_url)
        .get("/oauth2/v0/jwks")
        .await;
    let (_published, _) = start(&["--ready-file", ready_file.to_str().unwrap()]);
    let (_, published) = Client::new(&ready(&ready_file).base_url)
        .get("/oauth2/v0/jwks")
        .await;

    assert_ne!(own["keys"][0]["n"], published["keys"][0]["n"]);
}

#[tokio::test]
async fn the_saved_certificate_is_trusted_at_this_start_and_at_the_next() {
    let folder = TempDir::new().unwrap();
    let [authority, certificate, ready_file] =
        ["authority.pem", "certificate.pem", "ready.json"].map(|name| folder.path().join(name));
    let mut trusted = None;
    for _ in 0..2 {
        let flags = [
            ("--users", Path::new("3")),
            ("--tls-authority", &authority),
            ("--tls-certificate", &certificate),
            ("--ready-file", &ready_file),
        ];
        let flags = flags.map(|(flag, value)| [flag, value.to_str().unwrap()]);
        let (_running, _) = start(flags.as_flattened());
        // The certificate of the first start is the one that clients keep.
        let pem = trusted.get_or_insert_with(|| std::fs::read(&certificate).unwrap());
        drop(rustls::crypto::ring::default_provider().install_default());
        let client = reqwest::Client::builder()
            .tls_certs_only([reqwest::Certificate::from_pem(pem).unwrap()])
            .build()
            .unwrap();
        let health = format!("{}/__admin/health", ready(&ready_file).base_url);
        assert!(health.starts_with("https://"), "{health}");
        assert!(
            client
                .get(health)
                .send()
                .await
                .unwrap()
                .status()
                .is_success()
        );
        std::fs::remove_file(&ready_file).unwrap();
    }
}
