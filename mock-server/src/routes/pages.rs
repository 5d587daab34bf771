//! Counts, start indexes and cursors of Identity, as the company's policies read them.

use std::sync::Arc;

use http::StatusCode;

use crate::caller::Caller;
use crate::company::record::Record;
use crate::company::users::{MICROSECONDS, Users};
use crate::error::{Refusal, ScimType};
use crate::policy::Policies;
use crate::policy::paging::{
    BadCursorStatus, CountAboveMaximum, CountMinimum, CursorLife, CursorQuery, StartBelowOne,
    UnfitCount, V4CountDefault, V4CountMaximum,
};
use crate::scim::bookmark::{Bookmark, query};
use crate::scim::discovery::Release;
use crate::scim::page::{
    Cursor, IDENTITY_V4_1_LIST, IDENTITY_V4_1_SEARCH, IDENTITY_V4_LIST, Limits, PageError,
    start_index,
};

use super::listing::{Numbers, Style};

/// The limits of the list of a release.
pub(super) fn list_limits(release: Release, policies: &Policies) -> Limits {
    match release {
        Release::V4 => {
            let most = policies.number::<V4CountMaximum>();
            let default = policies.number::<V4CountDefault>().min(most);
            Limits {
                default: usize::try_from(default).unwrap_or(IDENTITY_V4_LIST.default),
                max: usize::try_from(most).unwrap_or(IDENTITY_V4_LIST.max),
                ..IDENTITY_V4_LIST
            }
        }
        Release::V4_1 => with_minimum(IDENTITY_V4_1_LIST, policies),
    }
}

/// The limits of the search of v4.1.
pub(super) fn search_limits(policies: &Policies) -> Limits {
    with_minimum(IDENTITY_V4_1_SEARCH, policies)
}

fn with_minimum(limits: Limits, policies: &Policies) -> Limits {
    let min = match policies.choose() {
        CountMinimum::AsPublished => limits.min,
        CountMinimum::Zero => 0,
        CountMinimum::One => 1,
    };
    Limits { min, ..limits }
}

/// The page length for this text of a count.
pub(super) fn count(
    limits: Limits,
    given: Option<&str>,
    policies: &Policies,
) -> Result<usize, Refusal> {
    let unbounded = Limits {
        max: usize::MAX,
        ..limits
    };
    match unbounded.count("count", given) {
        Ok(count) if count <= limits.max => Ok(count),
        Ok(_) => match policies.choose() {
            CountAboveMaximum::Lowered => Ok(limits.max),
            CountAboveMaximum::Refused => {
                let detail = format!("count must be at most {}", limits.max);
                Err(Refusal::bad_request(ScimType::InvalidValue, detail))
            }
        },
        Err(error) => match policies.choose() {
            UnfitCount::Refused => Err(error.into()),
            UnfitCount::Default => Ok(limits.default),
        },
    }
}

/// The 1-based start index of v4.
pub(super) fn first(given: Option<&str>, policies: &Policies) -> Result<usize, Refusal> {
    let is_below_one = given
        .and_then(|text| text.parse::<i64>().ok())
        .is_some_and(|index| index < 1);
    if is_below_one && policies.choose::<StartBelowOne>() == StartBelowOne::First {
        return Ok(1);
    }
    Ok(start_index(given)?)
}

/// Where a page starts.
pub(super) struct Start {
    /// 0-based, among all users.
    pub(super) position: usize,
    /// 1-based, among the matches.
    pub(super) index: usize,
}

impl Start {
    const FIRST: Self = Self {
        position: 0,
        index: 1,
    };

    /// Reads a cursor that belongs to no query; an empty one stands for the beginning.
    pub(super) fn read(users: &Users, cursor: Option<&str>) -> Result<Self, Refusal> {
        match cursor.filter(|text| !text.is_empty()) {
            None => Ok(Self::FIRST),
            Some(text) => Ok(Self::behind(users, Cursor::read(text)?)?),
        }
    }

    fn behind(users: &Users, cursor: Cursor) -> Result<Self, PageError> {
        let position = users
            .position_behind_user(cursor.created, cursor.id)
            .ok_or(PageError::Cursor)?;
        Ok(Self {
            position,
            index: cursor.start_index,
        })
    }

    /// The numbers of the page; an empty page never has a successor.
    pub(super) fn numbers(
        &self,
        total: usize,
        records: &[&Arc<Record>],
        has_more: bool,
    ) -> Numbers {
        let next = self.next(records).filter(|_| has_more);
        Numbers {
            total,
            start_index: self.index,
            next_cursor: next.map(Cursor::write),
            style: Style::default(),
        }
    }

    /// The place behind a page.
    fn next(&self, records: &[&Arc<Record>]) -> Option<Cursor> {
        let (created, id) = records.last()?.place();
        Some(Cursor {
            created: created.div_euclid(MICROSECONDS),
            id,
            start_index: self.index.saturating_add(records.len()),
        })
    }
}

/// Where a page of Identity v4.1 starts, and what its cursor is good for.
pub(super) struct Bookmarked {
    /// Where it starts.
    pub(super) place: Start,
    query: u64,
    made: Option<i64>,
}

impl Bookmarked {
    /// Reads the cursor of a page of what the filter finds.
    pub(super) fn read(
        caller: &Caller,
        users: &Users,
        cursor: Option<&str>,
        filter: Option<&str>,
        policies: &Policies,
    ) -> Result<Self, Refusal> {
        let bound_to = match policies.choose() {
            CursorQuery::Bound => filter,
            CursorQuery::Free => None,
        };
        let now = caller.company.clock.now().as_second();
        let life = i64::try_from(policies.number::<CursorLife>()).unwrap_or(i64::MAX);
        let query = query(caller.company.id, bound_to);
        let place = || {
            let Some(text) = cursor.filter(|text| !text.is_empty()) else {
                return Ok(Start::FIRST);
            };
            let bookmark = Bookmark::read(text)?;
            let is_fresh = |made: i64| made.saturating_add(life) > now;
            let is_over = life > 0 && !bookmark.made.is_some_and(is_fresh);
            if is_over || bookmark.query != query {
                return Err(PageError::Cursor);
            }
            Start::behind(users, bookmark.cursor)
        };
        Ok(Self {
            place: place().map_err(|error| bad_cursor(error, policies))?,
            query,
            made: (life > 0).then_some(now),
        })
    }

    /// The numbers of the page; an empty page never has a successor.
    pub(super) fn numbers(
        &self,
        total: usize,
        records: &[&Arc<Record>],
        has_more: bool,
        style: Style,
    ) -> Numbers {
        let next = self.place.next(records).filter(|_| has_more);
        let bookmark = |cursor| Bookmark {
            cursor,
            query: self.query,
            made: self.made,
        };
        Numbers {
            total,
            start_index: self.place.index,
            next_cursor: next.map(|cursor| bookmark(cursor).write()),
            style,
        }
    }
}

/// ASSUMED: the status; clients were seen to start over at 400 and at 404.
fn bad_cursor(error: PageError, policies: &Policies) -> Refusal {
    let refusal = Refusal::from(error);
    match policies.choose() {
        BadCursorStatus::BadRequest => refusal,
        BadCursorStatus::NotFound => Refusal {
            status: StatusCode::NOT_FOUND,
            ..refusal
        },
    }
}
