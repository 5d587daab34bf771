//! `concur-mock`: flags in, a serving mock out.

mod config;

use std::error::Error;
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use clap::Parser;
use concur_mock::{Authority, Credentials, MockConcur, Settings, Tls};
use config::Config;
use tracing_subscriber::EnvFilter;

#[tokio::main]
async fn main() -> ExitCode {
    let filter = EnvFilter::builder()
        .with_default_directive(tracing::Level::WARN.into())
        .from_env_lossy();
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .init();
    match run(Config::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            complain(&*error);
            ExitCode::FAILURE
        }
    }
}

async fn run(config: Config) -> Result<(), Box<dyn Error>> {
    let signing_key = config.signing_key.as_deref().map(read).transpose()?;
    let policy_file = config.policy_file.as_deref().map(read).transpose()?;
    let tls = tls(&config)?;
    let mut end = End::watch()?;
    let mock = MockConcur::start_with(Settings {
        listen: config.listen,
        second_listen: config.second_listen,
        base_url: config.base_url.clone(),
        users: config.users,
        seed: config.seed,
        signing_key,
        policies: config.policies.clone(),
        policy_file,
        company_file: config.company_file.clone(),
        admin_token: config.admin_token.clone(),
        tls,
        ..Settings::default()
    })
    .await?;
    if let Some(authority) = mock.authority() {
        save_authority(&config, authority)?;
    }
    if let Some(path) = &config.ready_file {
        let mut text = serde_json::to_vec_pretty(mock.credentials())?;
        text.push(b'\n');
        write(path, &text)?;
    }
    introduce(mock.credentials(), mock.second_base_url());
    end.come().await;
    mock.stop().await;
    Ok(())
}

/// The text of a file that a flag names.
fn read(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path)
        .map_err(|error| format!("cannot read {}: {error}", path.display()))
}

/// Writes the file under another name first, so that whoever waits for it never reads half of it. It is readable by its
/// owner alone, since it may hold secrets.
fn write(path: &Path, text: &[u8]) -> Result<(), String> {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let written = || {
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        file.write_all(text)?;
        file.as_file().sync_all()?;
        file.persist(path)?;
        Ok::<_, std::io::Error>(())
    };
    written().map_err(|error| format!("cannot write {}: {error}", path.display()))
}

/// What the flags say about TLS; the authority is read if it was kept before.
fn tls(config: &Config) -> Result<Tls, String> {
    match &config.tls_authority {
        Some(path) if path.exists() => read(path).map(Tls::Authority),
        None if !config.tls && config.tls_certificate.is_none() => Ok(Tls::Off),
        _ => Ok(Tls::Generated),
    }
}

/// Keeps the authority where it was asked for. One that was there already stays as it is.
fn save_authority(config: &Config, authority: &Authority) -> Result<(), String> {
    if let Some(path) = config
        .tls_authority
        .as_deref()
        .filter(|path| !path.exists())
    {
        write(path, authority.to_pem().as_bytes())?;
    }
    match &config.tls_certificate {
        Some(path) => write(path, authority.certificate_pem().as_bytes()),
        None => Ok(()),
    }
}

/// Says where the mock is and how to enter it. Nobody may be listening, which is no reason to end.
fn introduce(credentials: &Credentials, second_base_url: Option<&str>) {
    let Credentials {
        base_url,
        company_id,
        client_id,
        client_secret,
        request_token,
        ..
    } = credentials;
    let user = credentials.user.as_ref().map_or_else(
        || "none".to_owned(),
        |user| format!("{} / {}", user.user_name, user.password),
    );
    let second = second_base_url
        .map(|second| format!("  second data centre at {second}\n"))
        .unwrap_or_default();
    let text = format!(
        r#"concur-mock serves on {base_url} (Ctrl-C ends it)
{second}
  company id     {company_id}
  client id      {client_id}
  client secret  {client_secret}
  request token  {request_token}
  user           {user}

Paste these, in order:

TOKEN=$(curl -s {base_url}/oauth2/v0/token -d client_id={client_id} -d client_secret={client_secret} -d grant_type=password -d credtype=authtoken -d username={company_id} -d password={request_token} | sed 's/.*"access_token":"\([^"]*\)".*/\1/')
curl -s -H "Authorization: Bearer $TOKEN" '{base_url}/profile/identity/v4.1/Users?count=2'
curl -s -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' {base_url}/profile/identity/v4.1/Users/.search -d '{{"schemas":["urn:ietf:params:scim:api:messages:concur:2.0:SearchRequest"],"filter":"name.givenName sw \"A\"","attributes":["userName","displayName"]}}'
"#
    );
    let mut output = std::io::stdout().lock();
    drop(
        output
            .write_all(text.as_bytes())
            .and_then(|()| output.flush()),
    );
}

/// Watches for Ctrl-C, and for the signal with which service managers and containers end a process.
#[cfg(unix)]
struct End(tokio::signal::unix::Signal, tokio::signal::unix::Signal);

#[cfg(unix)]
impl End {
    /// From here on a signal ends the mock cleanly.
    fn watch() -> std::io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self(
            signal(SignalKind::interrupt())?,
            signal(SignalKind::terminate())?,
        ))
    }

    async fn come(&mut self) {
        tokio::select! {
            _ = self.0.recv() => {}
            _ = self.1.recv() => {}
        }
    }
}

/// Watches for Ctrl-C.
#[cfg(windows)]
struct End(tokio::signal::windows::CtrlC);

#[cfg(windows)]
impl End {
    /// From here on Ctrl-C ends the mock cleanly.
    fn watch() -> std::io::Result<Self> {
        tokio::signal::windows::ctrl_c().map(Self)
    }

    async fn come(&mut self) {
        self.0.recv().await;
    }
}

#[expect(
    clippy::print_stderr,
    reason = "the edge prints the chain of errors once"
)]
fn complain(error: &dyn Error) {
    eprint!("concur-mock: {error}");
    let mut source = error.source();
    while let Some(cause) = source {
        eprint!(": {cause}");
        source = cause.source();
    }
    eprintln!();
}
