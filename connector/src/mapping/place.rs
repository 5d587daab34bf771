//! A place in Concur's listing as a place in our cursor and back.

use crate::concur::pages::Position;
use crate::concur::users_v3;
use crate::config::Api;
use crate::error::CursorProblem;
use crate::unified::cursor::Place;

/// The start of a listing needs no cursor.
pub(crate) fn place(position: Position) -> Option<Place> {
    match position {
        Position::Start => None,
        Position::Cursor(cursor) => Some(Place::After(cursor)),
        Position::Index(index) => Some(Place::Index(index)),
        Position::Path(path) => Some(Place::Path(path)),
    }
}

/// A cursor is text from outside: it must fit the API that it is used with.
pub(crate) fn position(api: Api, place: Place) -> Result<Position, CursorProblem> {
    match (api, place) {
        (Api::IdentityV4_1, Place::After(cursor)) => Ok(Position::Cursor(cursor)),
        (Api::IdentityV4, Place::Index(index)) if index > 0 => Ok(Position::Index(index)),
        (Api::UsersV3_0, Place::Path(path)) if users_v3::continues(&path) => {
            Ok(Position::Path(path))
        }
        _ => Err(CursorProblem::NotOurs),
    }
}
