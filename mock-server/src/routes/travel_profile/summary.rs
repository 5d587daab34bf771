//! The list of whose profile changed after a time, in pages.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde_json::Value;
use url::form_urlencoded::Serializer;

use super::compose::travel_config;
use crate::caller::Caller;
use crate::company::Version;
use crate::company::extensions::Extension;
use crate::company::record::Record;
use crate::error::{Refusal, ScimType};
use crate::routes::Parameters;
use crate::routes::scan;
use crate::xml::write::Node;

/// How many summaries a page has when nobody says, and the most.
const PAGE: usize = 200;

/// The most configurations of a company that a request may name.
const MAX_CONFIGURATIONS: usize = 100;

/// Which of the two services is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Release {
    /// Without the status of users.
    V1,
    /// With it.
    V2,
}

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wish {
    after: Timestamp,
    page: usize,
    size: usize,
    is_active: Option<bool>,
    /// Whether the company's configuration is among the named ones.
    is_named: bool,
}

impl Wish {
    /// Reads the parameters. ASSUMED: more per page than the most is the most, and what is no number, no date or below one
    /// is refused.
    pub(super) fn read(caller: &Caller, parameters: &Parameters<'_>) -> Result<Self, Refusal> {
        let bad = |name: &str| {
            Refusal::bad_request(
                ScimType::InvalidValue,
                format!("The parameter {name} is missing or invalid."),
            )
        };
        let filled = |name| parameters.get(name).filter(|text| !text.is_empty());
        let number = |name: &'static str, otherwise| match filled(name) {
            None => Ok(otherwise),
            Some(text) => text
                .parse::<usize>()
                .ok()
                .filter(|number| *number > 0)
                .ok_or_else(|| bad(name)),
        };
        let after = filled("LastModifiedDate")
            .and_then(time)
            .ok_or_else(|| bad("LastModifiedDate"))?;
        let is_active = match filled("Active") {
            None => None,
            Some("1") => Some(true),
            Some("0") => Some(false),
            Some(_) => return Err(bad("Active")),
        };
        let own = travel_config(&caller.company);
        let is_named = filled("travelConfigs").is_none_or(|named| {
            let mut named = named.split(',').take(MAX_CONFIGURATIONS);
            named.any(|named| named.trim() == own)
        });
        Ok(Self {
            after,
            page: number("Page", 1)?,
            size: number("ItemsPerPage", PAGE)?.min(PAGE),
            is_active,
            is_named,
        })
    }

    fn meets(&self, row: &Row) -> bool {
        let is_wanted = self.is_active.is_none_or(|active| active == row.is_active);
        self.is_named && is_wanted && row.changed > self.after
    }
}

/// A time without a zone, which is in UTC, or a day. ASSUMED: one with a zone is read as well.
fn time(text: &str) -> Option<Timestamp> {
    let civil = || {
        TimeZone::UTC
            .to_timestamp(text.parse::<DateTime>().ok()?)
            .ok()
    };
    text.parse::<Timestamp>().ok().or_else(civil)
}

/// One user of the list.
struct Row {
    login: String,
    is_active: bool,
    sync_id: Option<String>,
    changed: Timestamp,
}

impl Row {
    fn of(version: &Version, record: &Record) -> Self {
        let members = record.members(&["userName", "active", "meta"]);
        let text = |name: &str| members.get(name).and_then(Value::as_str);
        let meta = members.get("meta");
        let modified = meta
            .and_then(|meta| meta["lastModified"].as_str())
            .and_then(time);
        let part = |extension| version.extensions.changed(record.id, extension);
        let changed = [
            modified,
            part(Extension::Travel),
            part(Extension::TravelProfile),
        ];
        Self {
            login: text("userName").unwrap_or_default().to_owned(),
            is_active: members.get("active") == Some(&Value::Bool(true)),
            sync_id: version.extensions.sync_id(record.id),
            changed: changed.into_iter().flatten().max().unwrap_or_default(),
        }
    }

    fn node(&self, release: Release) -> Node {
        let mut nodes = Vec::new();
        if release == Release::V2 {
            let status = if self.is_active { "Active" } else { "Inactive" };
            nodes.push(Node::text("Status", status));
        }
        nodes.push(Node::text("LoginID", self.login.as_str()));
        let id = self.sync_id.clone().unwrap_or_default();
        nodes.push(Node::text("XmlProfileSyncID", id));
        let changed = self.changed.strftime("%Y-%m-%dT%H:%M:%S").to_string();
        nodes.push(Node::text("ProfileLastModifiedUTC", changed));
        Node::nodes("ProfileSummary", nodes)
    }
}

/// The page that is asked for.
pub(super) async fn page(
    version: Version,
    wish: Wish,
    release: Release,
    place: &str,
    parameters: &Parameters<'_>,
) -> Result<Node, Refusal> {
    let rows = version.users.len();
    let asked = wish.clone();
    let (found, total) = scan::aside(rows, move || {
        let start = asked.page.saturating_sub(1).saturating_mul(asked.size);
        let (mut found, mut total) = (Vec::new(), 0_usize);
        for record in version.users.iter() {
            let row = Row::of(&version, record);
            if !asked.meets(&row) {
                continue;
            }
            if total >= start && found.len() < asked.size {
                found.push(row.node(release));
            }
            total += 1;
        }
        (found, total)
    })
    .await?;
    let pages = total.div_ceil(wish.size);
    let url = |page: usize| {
        let mut query = Serializer::new(String::new());
        let others = parameters.pairs().filter(|(name, _)| *name != "Page");
        query.extend_pairs(others);
        query.append_pair("Page", &page.to_string());
        format!("{place}?{}", query.finish())
    };
    let previous = (wish.page > 1 && wish.page <= pages).then(|| url(wish.page - 1));
    let next = (wish.page < pages).then(|| url(wish.page + 1));
    let count = |name, count: usize| Node::value(name, &Value::from(count));
    let paging = Node::nodes(
        "Paging",
        vec![
            count("TotalPages", pages),
            count("TotalItems", total),
            count("Page", wish.page),
            count("ItemsPerPage", wish.size),
            Node::text("PreviousPageURL", previous.unwrap_or_default()),
            Node::text("NextPageURL", next.unwrap_or_default()),
        ],
    );
    Ok(Node::nodes(
        "ConnectResponse",
        vec![
            Node::nodes("Metadata", vec![paging]),
            Node::nodes("Data", found),
        ],
    ))
}
