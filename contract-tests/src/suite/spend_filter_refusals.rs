//! Spend User v4 and v4.1: filters that are not understood.

use super::spend_calls::{RELEASES, refuses, urn};
use super::spend_filters::{combined, comparing};
use super::{page, register};
use crate::finding::Claim;
use crate::session::Session;

register! { $ each_spend_filter_refusal of "spend_filter_refusals", page::SPEND_V4_1;
    every_other_operator_is_refused: "spend.v4_1.users.list";
    every_other_member_is_refused: "spend.v4_1.users.list";
    a_member_needs_its_urn: "spend.v4_1.users.list";
    a_filter_that_is_none_is_refused: "spend.v4_1.users.list";
    members_are_not_combined: "spend.v4_1.users.list";
}

async fn every_other_operator_is_refused(session: &mut Session) -> Claim {
    for (path, _) in RELEASES {
        for operator in ["co", "sw", "ew", "gt", "ge", "lt", "le"] {
            let filter = comparing("country", operator, "\"US\"");
            refuses(session, path, &[("filter", &filter)]).await?;
        }
        let present = format!("{} pr", urn("User:country"));
        refuses(session, path, &[("filter", &present)]).await?;
    }
    Ok(())
}

async fn every_other_member_is_refused(session: &mut Session) -> Claim {
    for (path, _) in RELEASES {
        for name in [
            "budgetCountryCode",
            "biManager",
            "officeLocationCity",
            "shoeSize",
        ] {
            let filter = comparing(name, "eq", "\"US\"");
            refuses(session, path, &[("filter", &filter)]).await?;
        }
        for other in [
            "urn:ietf:params:scim:schemas:extension:spend:2.0:Role:roles[roleName eq \"EXP_USER\"]",
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department eq \"Sales\"",
        ] {
            refuses(session, path, &[("filter", other)]).await?;
        }
    }
    Ok(())
}

async fn a_member_needs_its_urn(session: &mut Session) -> Claim {
    for (path, _) in RELEASES {
        refuses(session, path, &[("filter", "country eq \"US\"")]).await?;
    }
    Ok(())
}

async fn a_filter_that_is_none_is_refused(session: &mut Session) -> Claim {
    let name = urn("User:country");
    for (path, _) in RELEASES {
        for wrong in [
            format!("{name} eq"),
            format!("{name} \"US\""),
            format!("({name} eq \"US\""),
            format!("{name} eq \"US"),
            "eq".to_owned(),
        ] {
            refuses(session, path, &[("filter", &wrong)]).await?;
        }
    }
    Ok(())
}

async fn members_are_not_combined(session: &mut Session) -> Claim {
    for (path, _) in RELEASES {
        for word in ["and", "or"] {
            refuses(session, path, &[("filter", &combined(word))]).await?;
        }
    }
    Ok(())
}
