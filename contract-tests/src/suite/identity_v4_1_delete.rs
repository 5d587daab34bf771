//! Identity v4.1: deleting a user.

use super::people::newcomer;
use super::{page, register};
use crate::finding::{Claim, holds, same};
use crate::request::Request;
use crate::session::{Session, USERS, Wish};

register! { $ each_identity_v4_1_delete of "identity_v4_1_delete", page::IDENTITY_V4_1;
    a_delete_answers_204_and_nothing_more: "identity.v4_1.users.delete", Write;
    a_deleted_user_is_404: "identity.v4_1.users.delete", Write;
    a_deleted_user_cannot_be_deleted_again: "identity.v4_1.users.delete", Write;
    a_deleted_user_is_in_no_list: "identity.v4_1.users.delete", Write;
    a_login_is_free_again_after_a_delete: "identity.v4_1.users.delete", Write;
    an_unknown_user_is_404: "identity.v4_1.users.delete", Write;
    a_user_of_another_company_is_404_and_stays: "identity.v4_1.users.delete", FreshCompany;
}

async fn a_delete_answers_204_and_nothing_more(session: &mut Session) -> Claim {
    let user = newcomer(session, "gone");
    let id = session.create_id(&user).await?;

    let reply = session
        .call(Request::delete(format!("{USERS}/{id}")))
        .await?;

    reply.is(204)?;
    holds("the body is empty", reply.text().is_empty())
}

async fn a_deleted_user_is_404(session: &mut Session) -> Claim {
    let id = deleted(session).await?;
    session
        .call(Request::get(format!("{USERS}/{id}")))
        .await?
        .refused(404)
        .map(drop)
}

async fn a_deleted_user_cannot_be_deleted_again(session: &mut Session) -> Claim {
    let id = deleted(session).await?;
    session
        .call(Request::delete(format!("{USERS}/{id}")))
        .await?
        .refused(404)
        .map(drop)
}

async fn a_deleted_user_is_in_no_list(session: &mut Session) -> Claim {
    let before = session.everyone().await?.len();
    let id = deleted(session).await?;

    same("users", before, session.everyone().await?.len())?;
    same(
        "by id",
        Vec::<String>::new(),
        session.find(&format!("id eq \"{id}\"")).await?,
    )
}

async fn a_login_is_free_again_after_a_delete(session: &mut Session) -> Claim {
    let id = deleted(session).await?;
    let user = newcomer(session, "gone");
    let heir = session.create_id(&user).await?;

    holds("the heir has an id of its own", heir != id)
}

async fn an_unknown_user_is_404(session: &mut Session) -> Claim {
    let request = Request::delete(format!("{USERS}/00000000-0000-4000-8000-000000000000"));
    session.call(request).await?.refused(404).map(drop)
}

async fn a_user_of_another_company_is_404_and_stays(session: &mut Session) -> Claim {
    let home = session.company().clone();
    let user = newcomer(session, "safe");
    let id = session.create_id(&user).await?;
    session.enter(&Wish::default()).await?;

    session
        .call(Request::delete(format!("{USERS}/{id}")))
        .await?
        .refused(404)?;

    let token = session.token_for(&home).await?;
    session
        .send(Request::get(format!("{USERS}/{id}")).bearer(&token))
        .await?
        .is(200)
}

async fn deleted(session: &mut Session) -> Result<String, crate::finding::Failure> {
    let user = newcomer(session, "gone");
    let id = session.create_id(&user).await?;
    session
        .call(Request::delete(format!("{USERS}/{id}")))
        .await?
        .is(204)?;
    Ok(id)
}
