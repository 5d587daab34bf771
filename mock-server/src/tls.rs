//! TLS as a mock speaks it: an authority of its own, and a certificate for this machine and for Concur's own hosts.

use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};
use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, IsCa,
    Issuer, KeyPair, KeyUsagePurpose, SanType, date_time_ymd,
};
use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::PrivateKeyDer;
use tokio_rustls::TlsAcceptor;

/// The hosts of Concur's data centres, those of which only older pages and samples speak included
/// (platform/base-uris). Each is also there with `www-` in front, for browsers.
const CONCUR_HOSTS: [&str; 12] = [
    "us2.api.concursolutions.com",
    "eu2.api.concursolutions.com",
    "apj1.api.concursolutions.com",
    "usg.api.concursolutions.com",
    "glz.api.concursolutions.com",
    "us-impl.api.concursolutions.com",
    "emea-impl.api.concursolutions.com",
    "us.api.concursolutions.com",
    "emea.api.concursolutions.com",
    "eu.api.concursolutions.com",
    "integration.api.concursolutions.com",
    "cn.api.concurcdc.cn",
];

/// The hosts from before there were tokens.
const OLD_CONCUR_HOSTS: [&str; 4] = [
    "www.concursolutions.com",
    "eu1.concursolutions.com",
    "implementation.concursolutions.com",
    "eu1imp.concursolutions.com",
];

/// How the authority is called, in lists of trusted certificates too.
const AUTHORITY: &str = "concur-mock authority (for tests only)";

/// The first and the last year of the authority's certificate. It does not depend on the day, so that one that was saved
/// stays the certificate of the same key.
const AUTHORITY_YEARS: (i32, i32) = (2026, 2046);

/// How long the server's certificate lasts. Browsers refuse certificates of more than 825 days even of an authority that
/// was added by hand.
const DAYS: i64 = 397;

/// TLS cannot be spoken.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// The text holds no key of an authority.
    #[error("expected the PEM of an authority that concur-mock has saved: {0}")]
    Authority(String),
    /// A certificate cannot be made.
    #[error("a certificate cannot be made: {0}")]
    Certificate(String),
}

/// Who vouches for the certificate of a mock. Whoever holds its key can play any host towards those who trust it, so it is
/// for tests alone.
pub struct Authority {
    key_pem: String,
    certificate_pem: String,
    issuer: Issuer<'static, KeyPair>,
}

impl fmt::Debug for Authority {
    /// Shows no key.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Authority").finish_non_exhaustive()
    }
}

impl Authority {
    /// A new one.
    ///
    /// # Errors
    ///
    /// When the machine gives no randomness.
    pub fn generate() -> Result<Self, TlsError> {
        Self::with(KeyPair::generate().map_err(uncertifiable)?)
    }

    /// The one that [`Authority::to_pem`] wrote.
    ///
    /// # Errors
    ///
    /// When the text holds no private key.
    pub fn from_pem(text: &str) -> Result<Self, TlsError> {
        let unreadable = |error: rcgen::Error| TlsError::Authority(error.to_string());
        Self::with(KeyPair::from_pem(private_key(text)?).map_err(unreadable)?)
    }

    fn with(key: KeyPair) -> Result<Self, TlsError> {
        let mut params = CertificateParams::default();
        params.distinguished_name = named(AUTHORITY);
        params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        params.not_before = date_time_ymd(AUTHORITY_YEARS.0, 1, 1);
        params.not_after = date_time_ymd(AUTHORITY_YEARS.1, 1, 1);
        let certificate = params.self_signed(&key).map_err(uncertifiable)?;
        Ok(Self {
            key_pem: key.serialize_pem(),
            certificate_pem: certificate.pem(),
            issuer: Issuer::new(params, key),
        })
    }

    /// Its certificate in PEM form, which clients are told to trust.
    pub fn certificate_pem(&self) -> &str {
        &self.certificate_pem
    }

    /// Certificate and private key in PEM form, so that the same authority can be used again. To be kept like a password.
    pub fn to_pem(&self) -> String {
        format!("{}{}", self.certificate_pem, self.key_pem)
    }

    /// Accepts TLS for this machine, for Concur's hosts and for these, from this day on.
    pub(crate) fn acceptor(
        &self,
        hosts: &[String],
        addresses: &[IpAddr],
        now: Timestamp,
    ) -> Result<TlsAcceptor, TlsError> {
        let key = KeyPair::generate().map_err(uncertifiable)?;
        let params = server_params(hosts, addresses, now)?;
        let certificate = params
            .signed_by(&key, &self.issuer)
            .map_err(uncertifiable)?;
        let key = PrivateKeyDer::try_from(key.serialize_der()).map_err(uncertifiable)?;
        let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(uncertifiable)?
            .with_no_client_auth()
            .with_single_cert(vec![certificate.der().clone()], key)
            .map_err(uncertifiable)?;
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        Ok(TlsAcceptor::from(Arc::new(config)))
    }
}

fn server_params(
    hosts: &[String],
    addresses: &[IpAddr],
    now: Timestamp,
) -> Result<CertificateParams, TlsError> {
    let with_browsers = CONCUR_HOSTS
        .iter()
        .flat_map(|host| [(*host).to_owned(), format!("www-{host}")]);
    let old = OLD_CONCUR_HOSTS.iter().map(|host| (*host).to_owned());
    let mut names: Vec<String> = with_browsers.chain(old).collect();
    names.push("localhost".to_owned());
    names.extend(
        hosts
            .iter()
            .filter(|host| !names.contains(host))
            .cloned()
            .collect::<Vec<_>>(),
    );
    let mut params = CertificateParams::new(names).map_err(uncertifiable)?;
    let own = [
        IpAddr::from([127, 0, 0, 1]),
        IpAddr::from([0, 0, 0, 0, 0, 0, 0, 1]),
    ];
    let others = addresses.iter().filter(|address| !own.contains(address));
    params
        .subject_alt_names
        .extend(own.iter().chain(others).copied().map(SanType::IpAddress));
    params.distinguished_name = named("concur-mock");
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    params.use_authority_key_identifier_extension = true;
    let midnight = |date: Date| {
        let [month, day] = [date.month(), date.day()].map(i8::unsigned_abs);
        date_time_ymd(i32::from(date.year()), month, day)
    };
    let today = TimeZone::UTC.to_datetime(now).date();
    // A client whose clock is a little behind shall trust it as well.
    params.not_before = midnight(today.saturating_sub(Span::new().days(1)));
    params.not_after = midnight(today.saturating_add(Span::new().days(DAYS)));
    Ok(params)
}

fn named(name: &str) -> DistinguishedName {
    let mut full = DistinguishedName::new();
    full.push(DnType::CommonName, name);
    full
}

/// The part of a PEM text that is a private key.
fn private_key(text: &str) -> Result<&str, TlsError> {
    const START: &str = "-----BEGIN PRIVATE KEY-----";
    let at = text.find(START);
    let at = at.ok_or_else(|| TlsError::Authority(format!("it has no line `{START}`")))?;
    Ok(&text[at..])
}

fn uncertifiable(error: impl fmt::Display) -> TlsError {
    TlsError::Certificate(error.to_string())
}
