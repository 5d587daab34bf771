//! The key that signs tokens, and the tokens' claims in Concur's order.

use jiff::Timestamp;
use jsonwebtoken::jwk::{Jwk, ThumbprintHash};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde::Serialize;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::fmt;

use crate::company::tokens::Principal;

/// The default key. It lies open in the repository and protects nothing: it exists so that tokens repeat from run to
/// run. A mock that others must not forge tokens for takes `--signing-key`.
const PUBLISHED_TEST_KEY: &[u8] = include_bytes!("published-test-key.pem");

/// Why a key cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("the signing key is no RSA private key in PEM form (PKCS#8 or PKCS#1)")]
pub struct KeyError(#[source] jsonwebtoken::errors::Error);

/// Signs tokens with one RSA key.
pub(crate) struct Signer {
    key: EncodingKey,
    header: Header,
    jwks: Value,
}

impl fmt::Debug for Signer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Signer")
            .field("kid", &self.header.kid)
            .finish_non_exhaustive()
    }
}

/// What a token says.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Statement<'s> {
    /// Whom it speaks for.
    pub(crate) principal: Principal,
    /// The base URL that issues it.
    pub(crate) issuer: &'s str,
    /// The application it is issued to.
    pub(crate) client_id: &'s str,
    /// What it may do.
    pub(crate) scopes: &'s [String],
    /// When it begins.
    pub(crate) from: Timestamp,
    /// When it ends.
    pub(crate) until: Timestamp,
    /// Whether it names what was withdrawn in 2026.
    pub(crate) old_claims: OldClaims,
}

/// Whether a token carries `concur.profile` and `concur.app`, which went away in 2026.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OldClaims {
    /// As now.
    Absent,
    /// As before.
    Present,
}

impl Statement<'_> {
    /// `concur.app` as it was.
    fn app(&self) -> Option<String> {
        (self.old_claims == OldClaims::Present)
            .then(|| format!("{}/profile/v1/apps/{}", self.issuer, self.client_id))
    }

    /// `concur.profile` as it was, below the word that the token's kind had there.
    fn profile(&self, below: &str) -> Option<String> {
        (self.old_claims == OldClaims::Present).then(|| {
            let id = self.principal.id();
            format!("{}/profile/v1/{below}/{id}", self.issuer)
        })
    }
}

/// The claims of version 2 in the order of the authentication page; `concur.app` and `concur.profile` went away in 2026.
#[derive(Serialize)]
struct AccessClaims<'s> {
    #[serde(rename = "concur.version")]
    version: u8,
    aud: &'s str,
    sub: String,
    iss: &'s str,
    exp: i64,
    nbf: i64,
    #[serde(rename = "concur.type")]
    kind: &'s str,
    #[serde(rename = "concur.app", skip_serializing_if = "Option::is_none")]
    app: Option<String>,
    #[serde(rename = "concur.profile", skip_serializing_if = "Option::is_none")]
    profile: Option<String>,
    #[serde(rename = "concur.scopes")]
    scopes: &'s [String],
    iat: i64,
}

#[derive(Serialize)]
struct IdClaims<'s> {
    aud: &'s str,
    #[serde(rename = "concur.profile", skip_serializing_if = "Option::is_none")]
    profile: Option<String>,
    #[serde(rename = "concur.version")]
    version: u8,
    #[serde(rename = "concur.type")]
    kind: &'s str,
    sub: String,
    iss: &'s str,
    exp: i64,
    nbf: i64,
    at_hash: String,
    iat: i64,
}

impl Signer {
    /// Signs with the published test key.
    pub(crate) fn published() -> Result<Self, KeyError> {
        Self::from_pem(PUBLISHED_TEST_KEY)
    }

    /// Signs with the key in this PEM text.
    pub(crate) fn from_pem(pem: &[u8]) -> Result<Self, KeyError> {
        let key = EncodingKey::from_rsa_pem(pem).map_err(KeyError)?;
        let mut jwk = Jwk::from_encoding_key(&key, Algorithm::RS256).map_err(KeyError)?;
        let id = jwk.thumbprint(ThumbprintHash::SHA256).map_err(KeyError)?;
        jwk.common.key_id = Some(id.clone());
        jwk.common.public_key_use = Some(jsonwebtoken::jwk::PublicKeyUse::Signature);
        let mut header = Header::new(Algorithm::RS256);
        header.kid = Some(id);
        Ok(Self {
            key,
            header,
            jwks: json!({"keys": [jwk]}),
        })
    }

    /// The public keys, as `GET /oauth2/v0/jwks` shows them.
    pub(crate) const fn jwks(&self) -> &Value {
        &self.jwks
    }

    /// An access token.
    pub(crate) fn access_token(&self, statement: Statement<'_>) -> Result<String, KeyError> {
        let claims = AccessClaims {
            version: 2,
            aud: "*",
            sub: statement.principal.id().to_string(),
            iss: statement.issuer,
            exp: statement.until.as_second(),
            nbf: statement.from.as_second(),
            kind: statement.principal.kind(),
            app: statement.app(),
            profile: statement.profile("users"),
            scopes: statement.scopes,
            iat: statement.from.as_second(),
        };
        encode(&self.header, &claims, &self.key).map_err(KeyError)
    }

    /// The id token that goes with an access token. ASSUMED: the sample's `at_hash` has 16 hexadecimal digits; they are
    /// taken from the SHA-256 of the access token.
    pub(crate) fn id_token(
        &self,
        statement: Statement<'_>,
        access_token: &str,
    ) -> Result<String, KeyError> {
        let digest = Sha256::digest(access_token.as_bytes());
        let (head, _) = digest.split_at(8);
        let at_hash = format!(
            "{:016x}",
            head.iter()
                .fold(0, |number: u64, byte| number << 8 | u64::from(*byte))
        );
        let claims = IdClaims {
            aud: statement.client_id,
            profile: statement.profile("principals"),
            version: 2,
            kind: statement.principal.kind(),
            sub: statement.principal.id().to_string(),
            iss: statement.issuer,
            exp: statement.until.as_second(),
            nbf: statement.from.as_second(),
            at_hash,
            iat: statement.from.as_second(),
        };
        encode(&self.header, &claims, &self.key).map_err(KeyError)
    }
}
