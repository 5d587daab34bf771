//! The flags of `concur-mock`, and nothing else reads them.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Parser;
use url::Url;

/// Plays SAP Concur's user APIs on this machine.
#[derive(Parser)]
#[command(version, about)]
pub(crate) struct Config {
    /// Where to listen; port 0 picks a free one
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8080")]
    pub(crate) listen: SocketAddr,

    /// Where to listen as a second data centre, to which companies can be moved; port 0 picks a free one
    #[arg(long, value_name = "ADDR")]
    pub(crate) second_listen: Option<SocketAddr>,

    /// What answers name as host [default: http://<bound address>]
    #[arg(long, value_name = "URL")]
    pub(crate) base_url: Option<Url>,

    /// Users of the first company, at most 1000000
    #[arg(long, value_name = "N", default_value_t = 100, value_parser = users)]
    pub(crate) users: usize,

    /// From it follow every id and secret
    #[arg(long, value_name = "U64", default_value_t = 0)]
    pub(crate) seed: u64,

    /// RSA private key (PEM) that signs tokens [default: the published test key]
    #[arg(long, value_name = "FILE")]
    pub(crate) signing_key: Option<PathBuf>,

    /// Set what the documentation leaves open, a preset before single keys; GET /__admin/policy lists them [repeatable]
    #[arg(long = "policy", value_name = "KEY=VALUE")]
    pub(crate) policies: Vec<String>,

    /// What opens /__admin/… as a bearer token; needed where other machines can connect [default: nothing is asked for]
    #[arg(
        long,
        value_name = "TOKEN",
        env = "CONCUR_MOCK_ADMIN_TOKEN",
        hide_env_values = true
    )]
    pub(crate) admin_token: Option<String>,

    /// Speak TLS with HTTP/1.1 and HTTP/2, as this machine and as Concur's own hosts, by an authority made at the start
    #[arg(long)]
    pub(crate) tls: bool,

    /// Write the certificate of the authority there (PEM), for clients to trust; implies --tls
    #[arg(long, value_name = "FILE")]
    pub(crate) tls_certificate: Option<PathBuf>,

    /// Keep the authority with its private key there, so that it is the same at the next start; implies --tls
    #[arg(long, value_name = "FILE")]
    pub(crate) tls_authority: Option<PathBuf>,

    /// A file of policies: a JSON object, or lines of KEY=VALUE; --policy counts over it
    #[arg(long, value_name = "FILE")]
    pub(crate) policy_file: Option<PathBuf>,

    /// Begin the first company with a file that GET /__admin/companies/{id}/export wrote, instead of --users
    #[arg(long, value_name = "FILE", conflicts_with = "users")]
    pub(crate) company_file: Option<PathBuf>,

    /// Write the credentials there once connections are accepted
    #[arg(long, value_name = "PATH")]
    pub(crate) ready_file: Option<PathBuf>,
}

/// The most users of `--users`.
const MAX_USERS: usize = 1_000_000;

fn users(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(users) if users <= MAX_USERS => Ok(users),
        _ => Err(format!("expected a whole number from 0 to {MAX_USERS}")),
    }
}
