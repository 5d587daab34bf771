//! A user as Concur wrote it, byte for byte, together with what of it is read.

use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use super::decode;
use crate::error::Error;

#[derive(Debug)]
pub(crate) struct Record<T> {
    pub(crate) user: T,
    pub(crate) text: Box<RawValue>,
}

/// Reads one record; `place` is where it stands in its document.
pub(crate) fn read<T: DeserializeOwned>(place: &str, text: &RawValue) -> Result<Record<T>, Error> {
    Ok(Record {
        user: decode::at(place, text.get().as_bytes())?,
        text: text.to_owned(),
    })
}

/// Reads the records of a list.
pub(crate) fn read_all<T: DeserializeOwned>(
    list: &str,
    texts: &[&RawValue],
) -> Result<Vec<Record<T>>, Error> {
    texts
        .iter()
        .enumerate()
        .map(|(number, text)| read(&format!("{list}[{number}]"), text))
        .collect()
}
