//! Spend User v4 and v4.1: who may read whom, and what is said to those who may not.

use serde_json::{Value, json};

use super::people::newcomer;
use super::readings::decide;
use super::spend_calls::{
    FORM_FIELDS, NOBODY, RELEASES, V4, V41, ids, list, provide, read, refused, smallest, urn,
};
use super::{page, register};
use crate::finding::{Claim, Failure, holds, same};
use crate::request::Request;
use crate::session::{Session, USERS, Wish};

register! { $ each_spend_refusal of "spend_refusals", page::SPEND_V4_1;
    the_status_of_a_refusal_is_a_number: "spend.v4_1.users.list";
    a_refusal_has_no_messages_of_concur: "spend.v4_1.users.list";
    #[source = page::SPEND_V4]
    an_unknown_user_of_v4_is_404: "spend.v4.users.get";
    an_unknown_user_of_v4_1_is_404: "spend.v4_1.users.get";
    an_unknown_user_may_be_an_empty_answer: "spend.v4_1.users.get", FreshCompany;
    who_was_never_provisioned_is_404: "spend.v4_1.users.get", FreshCompany;
    who_was_never_provisioned_may_be_an_empty_answer: "spend.v4_1.users.get", FreshCompany;
    who_is_deleted_in_identity_is_404: "spend.v4_1.users.get", FreshCompany;
    a_user_of_another_company_is_404: "spend.v4_1.users.get", FreshCompany;
    an_id_that_is_none_is_refused: "spend.v4_1.users.get";
    an_id_in_capitals_is_the_same_id: "spend.v4_1.users.get";
    #[source = page::SPEND_STARTED]
    spend_needs_its_scope: "spend.v4_1.users.list", FreshCompany;
    #[source = page::SPEND_STARTED]
    the_scope_of_spend_is_enough: "spend.v4_1.users.list", FreshCompany;
    spend_needs_a_token: "spend.v4_1.users.list";
    a_made_up_token_reads_no_spending: "spend.v4_1.users.list";
    nothing_is_written_here: "spend.v4_1.users.get", FreshCompany;
}

async fn the_status_of_a_refusal_is_a_number(session: &mut Session) -> Claim {
    for (path, size) in RELEASES {
        let request = Request::get(path).query(size, "many").deviant();
        let reply = session.call(request).await?;
        reply.is(400)?;
        same("status", &json!(400), &reply.json()?["status"])?;
    }
    Ok(())
}

async fn a_refusal_has_no_messages_of_concur(session: &mut Session) -> Claim {
    for (path, _) in RELEASES {
        let request = Request::get(path).query("filter", "nonsense").deviant();
        let reply = session.call(request).await?;
        refused(&reply, 400)?;
        let body = reply.json()?;
        let mut names: Vec<&str> = body
            .as_object()
            .into_iter()
            .flatten()
            .map(|(name, _)| name.as_str())
            .collect();
        names.retain(|name| !["schemas", "scimType", "detail", "status"].contains(name));
        same("other members", Vec::<&str>::new(), names)?;
    }
    Ok(())
}

async fn an_unknown_user_of_v4_is_404(session: &mut Session) -> Claim {
    is_404(session, V4, NOBODY).await
}

async fn an_unknown_user_of_v4_1_is_404(session: &mut Session) -> Claim {
    is_404(session, V41, NOBODY).await
}

async fn an_unknown_user_may_be_an_empty_answer(session: &mut Session) -> Claim {
    decide(session, "spend.unknown-user", "empty").await?;
    let without = session.create_id(&newcomer(session, "unspent")).await?;
    for (path, _) in RELEASES {
        is_empty(session, path, NOBODY).await?;
        is_404(session, path, &without).await?;
    }
    Ok(())
}

async fn who_was_never_provisioned_is_404(session: &mut Session) -> Claim {
    let id = session.create_id(&newcomer(session, "unspent")).await?;
    for (path, _) in RELEASES {
        is_404(session, path, &id).await?;
    }
    Ok(())
}

async fn who_was_never_provisioned_may_be_an_empty_answer(session: &mut Session) -> Claim {
    decide(session, "spend.without-profile", "empty").await?;
    let id = session.create_id(&newcomer(session, "unspent")).await?;
    for (path, _) in RELEASES {
        is_empty(session, path, &id).await?;
        is_404(session, path, NOBODY).await?;
    }
    Ok(())
}

async fn who_is_deleted_in_identity_is_404(session: &mut Session) -> Claim {
    let id = provide(session, "leaver", smallest(), &[]).await?;
    read(session, V41, &id).await?;
    let path = format!("{USERS}/{id}");
    session.call(Request::delete(path)).await?.is(204)?;
    for (path, _) in RELEASES {
        is_404(session, path, &id).await?;
    }
    Ok(())
}

async fn a_user_of_another_company_is_404(session: &mut Session) -> Claim {
    let theirs = provide(session, "theirs", smallest(), &[]).await?;
    read(session, V41, &theirs).await?;
    session.enter(&Wish::default().seed(77)).await?;
    for (path, _) in RELEASES {
        is_404(session, path, &theirs).await?;
        let listed = ids(&list(session, path, &[]).await?)?;
        holds(
            "they are in no list",
            !listed.is_empty() && !listed.contains(&theirs),
        )?;
    }
    Ok(())
}

async fn an_id_that_is_none_is_refused(session: &mut Session) -> Claim {
    for (path, _) in RELEASES {
        let request = Request::get(format!("{path}/20417")).deviant();
        let reply = session.call(request).await?;
        reply.is_any(&[400, 404])?;
        refused(&reply, reply.status())?;
    }
    Ok(())
}

async fn an_id_in_capitals_is_the_same_id(session: &mut Session) -> Claim {
    let listed = ids(&list(session, V41, &[]).await?)?;
    let id = listed.first().cloned().unwrap_or_default();
    let user = read(session, V41, &id.to_uppercase()).await?;
    same("the id", &json!(id), &user["id"])
}

async fn spend_needs_its_scope(session: &mut Session) -> Claim {
    let id = provide(session, "hidden", smallest(), &[]).await?;
    let scopes = [
        "identity.user.ids.read",
        "identity.user.core.read",
        "spend.user.general.writeonly",
    ];
    session.enter(&Wish::scopes(&scopes)).await?;
    for place in places(&id) {
        let reply = session.call(Request::get(&place)).await?;
        refused(&reply, 403)?;
    }
    Ok(())
}

async fn the_scope_of_spend_is_enough(session: &mut Session) -> Claim {
    session
        .enter(&Wish::scopes(&["spend.user.general.read"]))
        .await?;
    let listed = ids(&list(session, V41, &[]).await?)?;
    let id = listed.first().cloned().unwrap_or_default();
    for place in places(&id) {
        session.call(Request::get(&place)).await?.is(200)?;
    }
    Ok(())
}

async fn spend_needs_a_token(session: &mut Session) -> Claim {
    for place in places(NOBODY) {
        let reply = session.send(Request::get(&place)).await?;
        reply.is_any(&[401, 403])?;
        refused(&reply, reply.status())?;
    }
    Ok(())
}

async fn a_made_up_token_reads_no_spending(session: &mut Session) -> Claim {
    for place in places(NOBODY) {
        let reply = session.send(Request::get(&place).bearer("made-up")).await?;
        reply.is_any(&[401, 403])?;
        refused(&reply, reply.status())?;
    }
    Ok(())
}

async fn nothing_is_written_here(session: &mut Session) -> Claim {
    let id = provide(session, "kept", smallest(), &[]).await?;
    let before = read(session, V41, &id).await?;
    let place = format!("{V41}/{id}");
    for request in [
        Request::put(&place).json(&before),
        Request::patch(&place).json(&json!({ "Operations": [] })),
        Request::delete(&place),
        Request::post(V41).json(&before),
    ] {
        session.call(request.deviant()).await?.is_any(&[404, 405])?;
    }
    same("the user", before, read(session, V41, &id).await?)
}

/// Every operation of both releases.
fn places(id: &str) -> [String; 6] {
    [
        V4.to_owned(),
        V41.to_owned(),
        format!("{V4}/{id}"),
        format!("{V41}/{id}"),
        format!("{V4}/roleCodes"),
        FORM_FIELDS.to_owned(),
    ]
}

async fn is_404(session: &mut Session, path: &str, id: &str) -> Claim {
    let reply = session.call(Request::get(format!("{path}/{id}"))).await?;
    refused(&reply, 404)
}

/// Claims an answer without a profile; what else an empty one holds is left open.
async fn is_empty(session: &mut Session, path: &str, id: &str) -> Result<(), Failure> {
    let request = Request::get(format!("{path}/{id}")).other_reading();
    let body: Value = session.call(request).await?.ok()?;
    let profile = &body[urn("User")];
    let is_empty = profile.is_null() || *profile == json!({});
    holds(format!("{body} holds no profile"), is_empty)
}
