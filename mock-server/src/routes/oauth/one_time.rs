//! One-time tokens: mailed by `POST /oauth2/v0/otp`, exchanged by the grant `otp`.

use std::convert::Infallible;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::application::Grant;
use crate::company::Company;
use crate::company::one_time::{Mail, OpenRequest};
use crate::company::record::Record;
use crate::company::tokens::Principal;
use crate::policy::oauth::{OtpAnswer, OtpLife, OtpOpenRequests, OtpUnknownAddress};
use crate::routes::carry_out_due;
use crate::scim::compare::fold;

use super::asking::{Asking, Refused, is_running, policies};
use super::form::Form;
use super::grant::{Granted, Spends, scopes};
use super::refusal::TokenRefusal;
use super::sign_in::may_act;

/// The number of an open request.
pub(super) type OneTimeKey = u64;

/// The fields of `/otp` that are no parameters of the application's own.
const RESERVED: [&str; 4] = [
    "client_id",
    "client_secret",
    "channel_type",
    "channel_handle",
];
/// The fields that mean something to `/token` besides those. ASSUMED: sent to `/otp`, they are no parameters either.
const RESERVED_FOR_TOKEN: [&str; 3] = ["scope", "grant_type", "otp"];

/// The longest mail address, after RFC 5321.
const MAX_ADDRESS_BYTES: usize = 254;

/// The product for which one-time tokens sign in, says the page of 2016.
const PRODUCT: &str = "com.concur.cte";

/// Sends a one-time token and gives back the answer.
pub(super) fn send(asking: &Asking<'_>) -> Result<Value, Refused> {
    let home = asking.world.home_of(asking.application);
    let refused = |refusal: TokenRefusal| Refused {
        refusal,
        company: home.clone(),
    };
    if !asking.application.grants.contains(&Grant::OneTimePassword) {
        return Err(refused(TokenRefusal::GrantNotAllowed));
    }
    let (handle, address) = address(asking.form).map_err(refused)?;
    let Some((company, user)) = owner(asking, &address) else {
        let policies = policies(asking.world, home.as_ref());
        return match policies.choose::<OtpUnknownAddress>() {
            OtpUnknownAddress::Sent => Ok(answer(policies.choose())),
            OtpUnknownAddress::Refused => Err(refused(TokenRefusal::UnknownEmail)),
        };
    };
    asking.lives_here(&company)?;
    is_running(&company)?;
    open(asking, &company, &user, handle, &address)?;
    let words = company.read().policies.choose();
    Ok(answer(words))
}

fn answer(words: OtpAnswer) -> Value {
    match words {
        OtpAnswer::Otp => json!({"message": "otp sent"}),
        OtpAnswer::Opt => json!({"message": "opt sent"}),
    }
}

/// Exchanges a one-time token.
pub(super) fn grant(asking: &Asking<'_>) -> Result<Granted, Refused> {
    let otp = asking.form.need("otp", TokenRefusal::NoOtp)?;
    let (_, address) = address(asking.form)?;
    let (company, user) = owner(asking, &address).ok_or_else(|| Refused {
        refusal: TokenRefusal::UnknownEmail,
        company: asking.world.home_of(asking.application),
    })?;
    asking.lives_here(&company)?;
    is_running(&company)?;
    let checked = judge(asking, &company, user.id, (otp, &address));
    let (number, scopes) = checked.map_err(|refusal| refusal.about(&company))?;
    Ok(Granted {
        spends: Spends::OneTime(number),
        ..Granted::new(company, Principal::User(user.id), scopes)
    })
}

/// The open request that this token closes, and the scopes that are granted for it.
fn judge(
    asking: &Asking<'_>,
    company: &Company,
    user: Uuid,
    (otp, address): (&str, &str),
) -> Result<(OneTimeKey, Vec<String>), TokenRefusal> {
    let version = company.read();
    let client_id = asking.application.client_id;
    let mut waiting = version
        .one_times
        .open_for(client_id, address, company.clock.now())
        // Whoever took over the address since was mailed nothing.
        .filter(|(_, request)| request.user == user)
        .peekable();
    if waiting.peek().is_none() {
        return Err(TokenRefusal::OtpNotFound);
    }
    let (number, request) = waiting
        .find(|(_, request)| request.token == otp)
        .ok_or(TokenRefusal::WrongOtp)?;
    verify_facts(asking.form, &request.facts)?;
    if !may_act(company, user) {
        return Err(TokenRefusal::PrincipalDisabled);
    }
    Ok((number, scopes(asking)?))
}

/// The mail address that a form names, as it stands there and folded.
fn address(form: &Form) -> Result<(&str, String), TokenRefusal> {
    let channel = form.need("channel_type", TokenRefusal::NoChannelType)?;
    let handle = form.need("channel_handle", TokenRefusal::NoChannelHandle)?;
    if channel != "email" {
        return Err(TokenRefusal::BadChannelType);
    }
    let is_address = handle.len() <= MAX_ADDRESS_BYTES
        && !handle.contains(|letter: char| letter.is_whitespace() || letter.is_control())
        && handle
            .rsplit_once('@')
            .is_some_and(|(name, host)| !name.is_empty() && !host.is_empty());
    if is_address {
        Ok((handle, fold(handle)))
    } else {
        Err(TokenRefusal::BadChannelHandle)
    }
}

/// The first user who has this address as the work address, which is what older pages call Email1. Addresses have no
/// index, so every user is looked at.
fn owner(asking: &Asking<'_>, address: &str) -> Option<(Arc<Company>, Arc<Record>)> {
    let registry = asking.world.registry();
    registry
        .companies_of(asking.application)
        .find_map(|company| {
            carry_out_due(company);
            let version = company.read();
            let user = version
                .users
                .iter()
                .find(|user| has_address(user, address))?;
            Some((Arc::clone(company), Arc::clone(user)))
        })
}

fn has_address(user: &Record, address: &str) -> bool {
    let members = user.members(&["emails"]);
    let emails = members.get("emails").and_then(Value::as_array);
    emails.into_iter().flatten().any(|email| {
        email["type"] == "work"
            && email["value"]
                .as_str()
                .is_some_and(|value| fold(value) == address)
    })
}

/// Everything that the application added of its own must be said again, unchanged and complete.
fn verify_facts(form: &Form, facts: &[(String, String)]) -> Result<(), TokenRefusal> {
    let was_said = |name: &str| facts.iter().any(|(fact, _)| fact == name);
    if let Some(product) = form.get("product")
        && !was_said("product")
        && product != PRODUCT
    {
        return Err(TokenRefusal::BadProduct);
    }
    let mut said: Vec<(&str, &str)> = form
        .fields()
        .filter(|(name, _)| is_own(name) && (*name != "product" || was_said(name)))
        .collect();
    said.sort_unstable();
    let known = facts
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()));
    if known.eq(said) {
        Ok(())
    } else {
        Err(TokenRefusal::FactsDiffer)
    }
}

fn is_own(name: &str) -> bool {
    !RESERVED.contains(&name) && !RESERVED_FOR_TOKEN.contains(&name)
}

/// The most bytes of parameters that a request keeps. ASSUMED: that there is a bound; more is no format for a mail.
const MAX_SAID_BYTES: usize = 10_240;

/// Opens a request and puts its mail into the outbox, unless too many are open.
fn open(
    asking: &Asking<'_>,
    company: &Arc<Company>,
    user: &Record,
    handle: &str,
    address: &str,
) -> Result<(), Refused> {
    let now = company.clock.now();
    let mut facts: Vec<(String, String)> = asking
        .form
        .fields()
        .filter(|(name, _)| is_own(name))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    facts.sort_unstable();
    let said: usize = facts
        .iter()
        .map(|(name, value)| name.len() + value.len())
        .sum();
    if said > MAX_SAID_BYTES {
        return Err(TokenRefusal::UnsupportedFormat.about(company));
    }
    let client_id = asking.application.client_id;
    let opened = company.write(|version| {
        let one_times = &mut version.one_times;
        let most = version.policies.number::<OtpOpenRequests>();
        let waiting = one_times.open_for(client_id, address, now).count();
        if u64::try_from(waiting).is_ok_and(|waiting| waiting >= most) {
            return Err(TokenRefusal::TooManyOtps);
        }
        let life = version.policies.number::<OtpLife>();
        // The form of the tokens in the guide's mail.
        let token = format!(
            "dd-{}",
            company.seed.word("one-time token", one_times.next())
        );
        let request = OpenRequest {
            client_id,
            address: Arc::from(address),
            user: user.id,
            token: token.clone(),
            facts,
            expires: after(now, life),
        };
        one_times.open(request, mail(asking.form, handle, now, token));
        Ok(())
    });
    opened.map_err(|refusal| refusal.about(company))
}

/// The moment so many seconds later.
pub(super) fn after(now: Timestamp, seconds: u64) -> Timestamp {
    let life = SignedDuration::from_secs(i64::try_from(seconds).unwrap_or(i64::MAX));
    now.saturating_add(life).unwrap_or(now)
}

/// ASSUMED: the subject, which no page shows; `company` and `name` appear in the mail, says the reference.
fn mail(form: &Form, handle: &str, now: Timestamp, token: String) -> Mail {
    let subject = match (form.get("company"), form.get("name")) {
        (Some(company), Some(name)) => format!("{company}: sign-in link for {name}"),
        (Some(company), None) => format!("{company}: sign-in link"),
        (None, Some(name)) => format!("Sign-in link for {name}"),
        (None, None) => "Sign-in link".to_owned(),
    };
    Mail {
        to: handle.to_owned(),
        sent_at: now,
        subject,
        link: form.get("link").map(|link| with_token(link, &token)),
        token,
    }
}

/// The link with the token appended. The guide's sample joins it with `&`, since its link has a query; ASSUMED: a link
/// without one gets `?`.
fn with_token(link: &str, token: &str) -> String {
    let joint = if link.contains('?') { '&' } else { '?' };
    format!("{link}{joint}token={token}")
}

/// Closes a request whose token was exchanged; says whether it was still open.
pub(super) fn close(company: &Company, number: OneTimeKey) -> bool {
    let Ok(was_open) =
        company.write(|version| Ok::<bool, Infallible>(version.one_times.close(number)));
    was_open
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_gets_its_token_behind_its_own_query() {
        assert_eq!(
            with_token("https://a.example/back", "dd-1"),
            "https://a.example/back?token=dd-1"
        );
        assert_eq!(
            with_token("https://a.example/back?x=1", "dd-1"),
            "https://a.example/back?x=1&token=dd-1"
        );
    }
}
