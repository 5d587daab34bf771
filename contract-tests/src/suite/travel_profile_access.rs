//! Travel Profile v2: who may read what of whom.

use super::own_token::token_of;
use super::travel_profile_calls::{
    PASSWORD, PROFILE, anybody, asking, call, create, profile, refused, update,
};
use super::user_v1_calls::old_style;
use super::xml_tree::Element;
use super::{page, register};
use crate::finding::{Claim, holds, same};
use crate::request::Request;
use crate::session::{Session, Wish};

/// What hangs on a scope of its own, by the scope.
const GUARDED: [(&str, &[&str]); 5] = [
    (
        "COMPD",
        &[
            "General/CompanyEmployeeID",
            "General/CompanyID",
            "General/CostCenter",
            "CustomFields",
        ],
    ),
    ("TMCSP", &["General/UUID", "General/GDSProfileName"]),
    ("TSAI", &["TSAInfo"]),
    ("PASSV", &["HasNoPassport", "Passports", "Visas"]),
    ("UNUTX", &["UnusedTickets"]),
];

/// Of the guarded ones, what everybody has.
const ALWAYS: [&str; 4] = [
    "General/CompanyEmployeeID",
    "General/UUID",
    "TSAInfo",
    "HasNoPassport",
];

register! { $ each_travel_profile_access of "travel_profile_access", page::TRAVEL_PROFILE_V2;
    each_scope_opens_its_own_part: "travel_profile.v2.profile.get", FreshCompany;
    a_profile_needs_the_travel_profile_scope: "travel_profile.v2.profile.get", FreshCompany;
    a_travel_profile_needs_a_token: "travel_profile.v2.profile.get";
    an_unknown_user_is_code_ec1: "travel_profile.v2.profile.get";
    nobody_of_another_company_is_read: "travel_profile.v2.profile.get", FreshCompany;
    a_traveller_reads_nobody_else: "travel_profile.v2.profile.get", FreshCompany;
    a_kind_of_id_needs_its_value: "travel_profile.v2.profile.get";
}

async fn each_scope_opens_its_own_part(session: &mut Session) -> Claim {
    for (scope, _) in GUARDED {
        let scopes = ["TRVPRF", scope, "identity.user.ids.read"];
        session.enter(&Wish::scopes(&scopes)).await?;
        let (login, _) = anybody(session).await?;
        let known = profile(session, &login).await?;
        for (other, paths) in GUARDED {
            for path in paths {
                let is_shown = known.at(path).is_some();
                let is_open = other == scope;
                holds(format!("{path} with {scope}"), is_open || !is_shown)?;
                let is_certain = is_open && ALWAYS.contains(path);
                holds(format!("{path} with {scope}"), !is_certain || is_shown)?;
            }
        }
        holds("the name is shown", known.at("General/LastName").is_some())?;
    }
    Ok(())
}

async fn a_profile_needs_the_travel_profile_scope(session: &mut Session) -> Claim {
    let scopes = ["COMPD", "TSAI", "identity.user.ids.read"];
    session.enter(&Wish::scopes(&scopes)).await?;
    let (login, _) = anybody(session).await?;
    refused(
        &call(session, asking(PROFILE, "login", &login)).await?,
        &[403],
    )
    .map(drop)
}

async fn a_travel_profile_needs_a_token(session: &mut Session) -> Claim {
    let request = asking(PROFILE, "login", "nobody@travels.example");
    let reply = session.send(request.clone().deviant()).await?;
    refused(&reply, &[401, 403])?;
    let request = old_style(request.deviant(), "made-up");
    refused(&session.send(request).await?, &[401, 403]).map(drop)
}

async fn an_unknown_user_is_code_ec1(session: &mut Session) -> Claim {
    for (kind, value) in [
        ("login", "nobody@travels.example"),
        ("xmlsyncid", "no-such-sync-id"),
        ("uuid", "00000000-0000-4000-8000-000000000000"),
    ] {
        let reply = call(session, asking(PROFILE, kind, value)).await?;
        let words = refused(&reply, &[400])?;
        holds(format!("{words} has the code"), words.contains("EC1"))?;
    }
    Ok(())
}

async fn nobody_of_another_company_is_read(session: &mut Session) -> Claim {
    let login = create(session, "elsewhere", "").await?;
    profile(session, &login).await?;
    session.enter(&Wish::default().seed(977)).await?;
    let reply = call(session, asking(PROFILE, "login", &login)).await?;
    let words = refused(&reply, &[400])?;
    let has_code = words.contains("EC1") || words.contains("EC2");
    holds(format!("{words} has the code"), has_code)
}

async fn a_traveller_reads_nobody_else(session: &mut Session) -> Claim {
    let (other, _) = anybody(session).await?;
    let login = create(session, "curious", "").await?;
    let token = token_of(session, &login, PASSWORD).await?;
    let request = old_style(Request::get(PROFILE), &token);
    let own = Element::of(&session.send(request).await?, "ProfileResponse")?;
    same("LoginId", Some(login.as_str()), own.attribute("LoginId"))?;
    let request = old_style(asking(PROFILE, "login", &other), &token);
    refused(&session.send(request).await?, &[400, 403])?;
    update(
        session,
        &login,
        "<General><JobTitle>Sailor</JobTitle></General>",
    )
    .await
}

async fn a_kind_of_id_needs_its_value(session: &mut Session) -> Claim {
    for (name, value) in [("userid_type", "login"), ("userid_value", "a@b.example")] {
        let request = Request::get(PROFILE).query(name, value);
        refused(&call(session, request.deviant()).await?, &[400])?;
    }
    let request = asking(PROFILE, "shoesize", "44");
    refused(&call(session, request.deviant()).await?, &[400]).map(drop)
}
