//! `concur-mock`: flags in, a serving mock out.

mod config;

use std::error::Error;
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use clap::Parser;
use concur_mock::{Credentials, MockConcur, Settings};
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
    let signing_key = match &config.signing_key {
        Some(path) => Some(
            std::fs::read_to_string(path)
                .map_err(|error| format!("cannot read {}: {error}", path.display()))?,
        ),
        None => None,
    };
    let mock = MockConcur::start_with(Settings {
        listen: config.listen,
        base_url: config.base_url,
        users: config.users,
        seed: config.seed,
        signing_key,
    })
    .await?;
    if let Some(path) = &config.ready_file {
        write_ready_file(path, mock.credentials())
            .map_err(|error| format!("cannot write {}: {error}", path.display()))?;
    }
    introduce(mock.credentials());
    wait_for_the_end().await?;
    mock.stop().await;
    Ok(())
}

/// Writes the file under another name first, so that whoever waits for it never reads half of it. The temporary file is
/// readable by its owner alone, since it holds secrets.
fn write_ready_file(path: &Path, credentials: &Credentials) -> std::io::Result<()> {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    serde_json::to_writer_pretty(&mut file, credentials)?;
    file.write_all(b"\n")?;
    file.as_file().sync_all()?;
    file.persist(path)?;
    Ok(())
}

#[expect(
    clippy::print_stdout,
    reason = "what the mock says of itself is the command's output"
)]
fn introduce(credentials: &Credentials) {
    let Credentials {
        base_url,
        company_id,
        client_id,
        client_secret,
        request_token,
        ..
    } = credentials;
    println!("concur-mock serves on {base_url} (Ctrl-C ends it)");
    println!();
    println!("  company id     {company_id}");
    println!("  client id      {client_id}");
    println!("  client secret  {client_secret}");
    println!("  request token  {request_token}");
    if let Some(user) = &credentials.user {
        println!("  user           {} / {}", user.user_name, user.password);
    }
    println!();
    println!("Paste these, in order:");
    println!();
    println!(
        "TOKEN=$(curl -s {base_url}/oauth2/v0/token -d client_id={client_id} -d client_secret={client_secret} -d grant_type=password -d credtype=authtoken -d username={company_id} -d password={request_token} | sed 's/.*\"access_token\":\"\\([^\"]*\\)\".*/\\1/')"
    );
    println!(
        "curl -s -H \"Authorization: Bearer $TOKEN\" '{base_url}/profile/identity/v4.1/Users?count=2'"
    );
    println!(
        "curl -s -H \"Authorization: Bearer $TOKEN\" -H 'Content-Type: application/json' {base_url}/profile/identity/v4.1/Users/.search -d '{{\"schemas\":[\"urn:ietf:params:scim:api:messages:concur:2.0:SearchRequest\"],\"filter\":\"name.givenName sw \\\"A\\\"\",\"attributes\":[\"userName\",\"displayName\"]}}'"
    );
}

/// Waits for Ctrl-C, or for the signal with which service managers and containers end a process.
async fn wait_for_the_end() -> std::io::Result<()> {
    #[cfg(unix)]
    {
        let mut terminate =
            tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
        tokio::select! {
            ended = tokio::signal::ctrl_c() => ended,
            _ = terminate.recv() => Ok(()),
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await
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
