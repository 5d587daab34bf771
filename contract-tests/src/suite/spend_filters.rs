//! Spend User v4 and v4.1: filters on the members of a profile.

use serde_json::{Value, json};

use super::readings::decide;
use super::spend_calls::{RELEASES, V4, V41, found, ids, list, provide, smallest, urn};
use super::{page, register};
use crate::finding::{Claim, Failure, holds, same};
use crate::request::Request;
use crate::session::Session;

/// Every member that a filter may name, with the literals of the two who are told apart.
const TOLD_APART: [(&str, &str, &str); 9] = [
    ("cashAdvanceAccountCode", "\"1234\"", "\"5678\""),
    ("country", "\"US\"", "\"DE\""),
    ("ledgerCode", "\"DEFAULT\"", "\"EUROPE\""),
    ("locale", "\"en-US\"", "\"de-DE\""),
    ("nonEmployee", "true", "false"),
    ("reimbursementCurrency", "\"USD\"", "\"EUR\""),
    ("reimbursementType", "\"CONCUR_PAY\"", "\"OTHER\""),
    ("stateProvince", "\"WA\"", "\"BW\""),
    ("testEmployee", "true", "false"),
];

register! { $ each_spend_filter of "spend_filters", page::SPEND_V4_1;
    #[source = page::SPEND_V4]
    every_member_of_v4_is_compared_by_eq: "spend.v4.users.list", FreshCompany;
    every_member_of_v4_1_is_compared_by_eq: "spend.v4_1.users.list", FreshCompany;
    every_member_is_compared_by_ne: "spend.v4_1.users.list", FreshCompany;
    who_has_no_value_has_another_one: "spend.v4_1.users.list", FreshCompany;
    pages_of_a_filter_count_what_was_found: "spend.v4_1.users.list", FreshCompany;
    a_filter_that_finds_nobody_answers_an_empty_list: "spend.v4_1.users.list";
    every_printed_filter_of_spend_is_accepted: "spend.v4_1.users.list";
    #[source = page::SAMPLE_COLLECTION]
    a_filter_may_be_encoded_as_the_samples_do: "spend.v4.users.list";
    members_may_be_combined: "spend.v4_1.users.list", FreshCompany;
}

async fn every_member_of_v4_is_compared_by_eq(session: &mut Session) -> Claim {
    is_compared_by_eq(session, V4).await
}

async fn every_member_of_v4_1_is_compared_by_eq(session: &mut Session) -> Claim {
    is_compared_by_eq(session, V41).await
}

async fn is_compared_by_eq(session: &mut Session, path: &str) -> Claim {
    let (one, other) = two(session).await?;
    for (name, of_one, of_other) in TOLD_APART {
        for (literal, who, not) in [(of_one, &one, &other), (of_other, &other, &one)] {
            let filter = comparing(name, "eq", literal);
            let users = found(session, path, &filter).await?;
            holds(format!("{filter} finds who is meant"), users.contains(who))?;
            holds(format!("{filter} finds nobody else"), !users.contains(not))?;
        }
    }
    Ok(())
}

async fn every_member_is_compared_by_ne(session: &mut Session) -> Claim {
    let (one, other) = two(session).await?;
    for (path, _) in RELEASES {
        let everyone = ids(&list(session, path, &[]).await?)?.len();
        for (name, literal, _) in TOLD_APART {
            let others = found(session, path, &comparing(name, "ne", literal)).await?;
            holds(
                format!("{name}: the other is found"),
                others.contains(&other),
            )?;
            holds(format!("{name}: the one is not"), !others.contains(&one))?;
            let equals = found(session, path, &comparing(name, "eq", literal)).await?;
            same(name, everyone, others.len() + equals.len())?;
        }
    }
    Ok(())
}

async fn who_has_no_value_has_another_one(session: &mut Session) -> Claim {
    let id = provide(session, "unset", smallest(), &[]).await?;
    for (name, literal) in [
        ("reimbursementType", "\"OTHER\""),
        ("stateProvince", "\"WA\""),
    ] {
        let users = found(session, V41, &comparing(name, "ne", literal)).await?;
        holds(name, users.contains(&id))?;
    }
    Ok(())
}

async fn pages_of_a_filter_count_what_was_found(session: &mut Session) -> Claim {
    let (one, _) = two(session).await?;
    let filter = comparing("testEmployee", "eq", "true");
    for (path, size) in RELEASES {
        let whole = found(session, path, &filter).await?;
        let page = list(session, path, &[("filter", &filter), (size, "1")]).await?;
        same("the total", &json!(whole.len()), &page["totalResults"])?;
        same("itemsPerPage", &json!(1), &page["itemsPerPage"])?;
        holds("the one is among them", whole.contains(&one))?;
    }
    Ok(())
}

async fn a_filter_that_finds_nobody_answers_an_empty_list(session: &mut Session) -> Claim {
    somebody_spends(session).await?;
    let filter = comparing("cashAdvanceAccountCode", "eq", "\"no such code\"");
    for (path, _) in RELEASES {
        let page = list(session, path, &[("filter", &filter)]).await?;
        same("the total", &json!(0), &page["totalResults"])?;
        same("Resources", &json!([]), &page["Resources"])?;
        same("schemas", 1, page["schemas"].as_array().map_or(0, Vec::len))?;
    }
    // The same question turned round finds everybody.
    let filter = comparing("cashAdvanceAccountCode", "ne", "\"no such code\"");
    let everyone = ids(&list(session, V41, &[]).await?)?.len();
    same(
        "the others",
        everyone,
        found(session, V41, &filter).await?.len(),
    )
}

async fn every_printed_filter_of_spend_is_accepted(session: &mut Session) -> Claim {
    somebody_spends(session).await?;
    let limits = urn("ApproverLimit:authorizedApprover");
    let (older, newer) = (V4, V41);
    for (path, filter) in [
        (older, comparing("country", "eq", "\"US\"")),
        (newer, comparing("country", "eq", "\"US\"")),
        (
            newer,
            format!("{limits}[approvalType eq \"report\" and approvalGroup eq \"XYZ\"]"),
        ),
    ] {
        let query = [("startIndex", "1"), ("filter", filter.as_str())];
        let page = list(session, path, &query).await?;
        holds("there is a total", page["totalResults"].is_u64())?;
    }
    Ok(())
}

async fn a_filter_may_be_encoded_as_the_samples_do(session: &mut Session) -> Claim {
    somebody_spends(session).await?;
    let expected = list(
        session,
        V4,
        &[("filter", &comparing("country", "eq", "\"US\""))],
    )
    .await?;
    holds("there is a total", expected["totalResults"].is_u64())?;
    let name = urn("User:country");
    for query in [
        format!("filter={name}+eq+%22US%22"),
        format!("filter={name}%20eq%20%22US%22"),
    ] {
        let page = session
            .call(Request::get(V4).raw_query(&query))
            .await?
            .ok()?;
        same(&query, &expected, &page)?;
    }
    Ok(())
}

async fn members_may_be_combined(session: &mut Session) -> Claim {
    let (one, other) = two(session).await?;
    decide(session, "spend.combined-filters", "accepted").await?;
    for (path, _) in RELEASES {
        let both = found(session, path, &combined("and")).await?;
        holds(
            "nobody is both",
            !both.contains(&one) && !both.contains(&other),
        )?;
        let either = found(session, path, &combined("or")).await?;
        holds(
            "each is either",
            either.contains(&one) && either.contains(&other),
        )?;
    }
    Ok(())
}

/// Claims that there is somebody whom a filter could find.
async fn somebody_spends(session: &mut Session) -> Claim {
    let everyone = ids(&list(session, V41, &[]).await?)?;
    holds("somebody spends", !everyone.is_empty())
}

/// What nobody is at once, and each of the two is by half.
pub(super) fn combined(word: &str) -> String {
    let (us, eur) = (
        comparing("stateProvince", "eq", "\"WA\""),
        comparing("reimbursementCurrency", "eq", "\"EUR\""),
    );
    format!("{us} {word} {eur}")
}

pub(super) fn comparing(name: &str, operator: &str, literal: &str) -> String {
    format!("{}:{name} {operator} {literal}", urn("User"))
}

/// Two users who differ in every member that a filter may name.
async fn two(session: &mut Session) -> Result<(String, String), Failure> {
    let set_up = json!({ "currencies": ["USD", "EUR"], "ledgers": ["DEFAULT", "EUROPE"] });
    session.configure(&set_up).await?;
    let (mut one, mut other) = (json!({}), json!({}));
    for (name, of_one, of_other) in TOLD_APART {
        one[name] = literal(of_one);
        other[name] = literal(of_other);
    }
    Ok((
        provide(session, "one", one, &[]).await?,
        provide(session, "other", other, &[]).await?,
    ))
}

/// What a literal of a filter stands for.
fn literal(text: &str) -> Value {
    match text {
        "true" => json!(true),
        "false" => json!(false),
        text => json!(text.trim_matches('"')),
    }
}
