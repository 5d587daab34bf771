//! Turns bytes into documents; a failure names the place in the document and never shows what stood there.

use serde::Deserialize;
use serde_json::error::Category;

use crate::error::{DecodeProblem, Error};

/// Reads a whole body.
pub(crate) fn whole<'de, T: Deserialize<'de>>(body: &'de [u8]) -> Result<T, Error> {
    at("", body)
}

/// Reads a part of a body; `place` is where it stands.
pub(crate) fn at<'de, T: Deserialize<'de>>(place: &str, text: &'de [u8]) -> Result<T, Error> {
    let mut reader = serde_json::Deserializer::from_slice(text);
    let document = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let path = error.path().to_string();
        let path = match (place, path.as_str()) {
            ("", _) => path,
            (_, ".") => place.to_owned(),
            _ => format!("{place}.{path}"),
        };
        failure(path, error.inner())
    })?;
    // What follows the document is checked too: two documents in one body are no answer.
    reader
        .end()
        .map_err(|error| failure(".".to_owned(), &error))?;
    Ok(document)
}

/// What stands at this place, or is missing there, is not what is documented.
pub(crate) fn wrong_shape(path: &str) -> Error {
    Error::Decode {
        path: path.to_owned(),
        problem: DecodeProblem::WrongShape,
    }
}

/// The library's own message is dropped: it quotes the value that it did not expect.
fn failure(path: String, error: &serde_json::Error) -> Error {
    let problem = match error.classify() {
        Category::Eof => DecodeProblem::CutShort,
        Category::Data => DecodeProblem::WrongShape,
        Category::Syntax | Category::Io => DecodeProblem::NotJson,
    };
    Error::Decode { path, problem }
}
