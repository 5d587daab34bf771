//! Decides which hosts may see a token: the geolocation rule.

use url::{Host, Url};

use crate::config::Config;
use crate::error::Error;

/// The parents of every host that Concur's base URI page and samples name, mainland China's included.
const DOCUMENTED_DOMAINS: [&str; 3] = [
    "api.concursolutions.com",
    "api.concurcdc.cn",
    "api.cnqr-cn.com",
];

/// A place that requests go to: scheme, host and port, nothing else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Origin(Url);

impl Origin {
    /// Takes the origin of an address. Concur's page on the company request token prints a geolocation with the
    /// token path appended, so a path is dropped rather than refused.
    pub(crate) fn of(url: &Url) -> Option<Self> {
        if !matches!(url.scheme(), "http" | "https") || !url.has_host() {
            return None;
        }
        if !url.username().is_empty() || url.password().is_some() {
            return None;
        }
        let mut origin = url.clone();
        origin.set_path("/");
        origin.set_query(None);
        origin.set_fragment(None);
        Some(Self(origin))
    }

    /// The address of a path on this origin; `segments` are encoded, so an id cannot leave its place.
    pub(crate) fn join(&self, path: &str, segments: &[&str]) -> Url {
        let mut url = self.0.clone();
        url.set_path(path);
        if let Ok(mut path) = url.path_segments_mut() {
            path.extend(segments);
        }
        url
    }

    pub(crate) fn url(&self) -> &Url {
        &self.0
    }

    fn is_loopback(&self) -> bool {
        match self.0.host() {
            Some(Host::Domain(name)) => name == "localhost",
            Some(Host::Ipv4(address)) => address.is_loopback(),
            Some(Host::Ipv6(address)) => address.is_loopback(),
            None => false,
        }
    }

    fn is_encrypted(&self) -> bool {
        self.0.scheme() == "https"
    }

    fn host(&self) -> &str {
        self.0.host_str().unwrap_or_default()
    }
}

/// Which origins a token may be sent to, and the secret that obtains one.
#[derive(Clone, Debug)]
pub(crate) struct Permitted {
    configured: Origin,
    hosts: Vec<String>,
}

impl Permitted {
    pub(crate) fn new(config: &Config) -> Result<Self, Error> {
        let configured = Origin::of(&config.base_url)
            .filter(|origin| origin.url() == &config.base_url)
            .ok_or_else(|| {
                Error::configuration("the base url must be a scheme, a host and maybe a port")
            })?;
        let permitted = Self {
            configured,
            hosts: config.allowed_hosts.clone(),
        };
        let origin = &permitted.configured;
        if origin.is_encrypted() || origin.is_loopback() || permitted.names(origin) {
            return Ok(permitted);
        }
        Err(Error::configuration(
            "the base url is not encrypted; only loopback and allowed hosts may be",
        ))
    }

    pub(crate) fn configured(&self) -> &Origin {
        &self.configured
    }

    /// Follows a geolocation: to the configured origin, or to an allowed or documented host over an encrypted
    /// connection. Plain HTTP is for loopback only: a server's word must not strip the encryption.
    pub(crate) fn check(&self, geolocation: &str) -> Result<Origin, Error> {
        let forbidden = |host: String| Error::ForbiddenHost { host };
        let Some(origin) = Url::parse(geolocation)
            .ok()
            .and_then(|url| Origin::of(&url))
        else {
            return Err(forbidden("not an address".to_owned()));
        };
        let is_documented = origin.is_encrypted() && is_documented(&origin);
        let is_allowed = self.names(&origin) && (origin.is_encrypted() || origin.is_loopback());
        if origin == self.configured || is_documented || is_allowed {
            return Ok(origin);
        }
        Err(forbidden(origin.url().origin().ascii_serialization()))
    }

    fn names(&self, origin: &Origin) -> bool {
        self.hosts
            .iter()
            .any(|host| host.eq_ignore_ascii_case(origin.host()))
    }
}

/// ASSUMED: every label directly below Concur's API domains is Concur's. Its base URI page lists seven data centres,
/// its samples use a dozen more of the same form, and a fixed list would cut off the next one.
fn is_documented(origin: &Origin) -> bool {
    if origin.url().port().is_some() {
        return false;
    }
    DOCUMENTED_DOMAINS.iter().any(|domain| {
        origin
            .host()
            .strip_suffix(domain)
            .and_then(|rest| rest.strip_suffix('.'))
            .is_some_and(|label| !label.is_empty() && !label.contains('.'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Credentials;

    fn permitted(base_url: &str, allowed: &[&str]) -> Result<Permitted, Error> {
        let credentials = Credentials::ClientCredentials {
            client_id: "a".to_owned(),
            client_secret: "b".to_owned().into(),
        };
        let mut config = Config::new(Url::parse(base_url).unwrap(), credentials);
        config.allowed_hosts = allowed.iter().map(|&host| host.to_owned()).collect();
        Permitted::new(&config)
    }

    #[test]
    fn follows_the_configured_origin_an_allowed_host_and_documented_hosts() {
        let permitted =
            permitted("http://127.0.0.1:8080", &["proxy.example", "localhost"]).unwrap();

        for geolocation in [
            "http://127.0.0.1:8080",
            "http://127.0.0.1:8080/oauth2/v0/token",
            "https://proxy.example:8443",
            "http://localhost:9999",
            "https://us2.api.concursolutions.com",
            "https://www-emea-impl.api.concursolutions.com/",
            "https://cn.api.concurcdc.cn",
        ] {
            assert!(permitted.check(geolocation).is_ok(), "{geolocation}");
        }
    }

    #[test]
    fn refuses_every_other_place() {
        let permitted = permitted("http://127.0.0.1:8080", &["proxy.example"]).unwrap();

        for geolocation in [
            "",
            "us2.api.concursolutions.com",
            "http://127.0.0.1:8081",
            "http://localhost:8080",
            "http://us2.api.concursolutions.com",
            "http://proxy.example",
            "https://evil.example",
            "https://api.concursolutions.com",
            "https://us2.api.concursolutions.com.evil.example",
            "https://evilapi.concursolutions.com",
            "https://a.b.api.concursolutions.com",
            "https://us2.api.concursolutions.com:8443",
            "https://us2.api.concursolutions.com@evil.example",
            "https://evil.example@us2.api.concursolutions.com",
            "ftp://us2.api.concursolutions.com",
        ] {
            assert!(permitted.check(geolocation).is_err(), "{geolocation}");
        }
    }

    #[test]
    fn an_unencrypted_base_url_needs_loopback_or_an_allowed_host() {
        assert!(permitted("http://[::1]:8080", &[]).is_ok());
        assert!(permitted("http://mock:8080", &["mock"]).is_ok());
        assert!(permitted("http://mock:8080", &[]).is_err());
        assert!(permitted("https://us2.api.concursolutions.com/path", &[]).is_err());
    }

    #[test]
    fn a_segment_cannot_leave_its_place() {
        let origin = Origin::of(&Url::parse("https://a.example").unwrap()).unwrap();

        let url = origin.join("/Users", &["a/../b?c"]);

        assert_eq!(url.as_str(), "https://a.example/Users/a%2F..%2Fb%3Fc");
    }
}
