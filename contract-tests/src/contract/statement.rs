//! What stands beside a documented statement: its page, its evidence, its effect.

use super::ContractError;
use super::document::Node;

/// How well a statement about Concur is founded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Evidence {
    /// `D`: stated on a documentation page.
    Documented,
    /// `S`: stated only in the published machine-readable description.
    Described,
    /// `E`: seen in an official example, not stated as a rule.
    Example,
    /// `H`: stated once and withdrawn or changed since.
    Historical,
    /// `O`: observed outside the documentation.
    Observed,
    /// `?`: our inference.
    Inferred,
}

impl Evidence {
    pub(super) fn read(node: &Node<'_>) -> Result<Self, ContractError> {
        match node.need_text("x-evidence")? {
            "D" => Ok(Self::Documented),
            "S" => Ok(Self::Described),
            "E" => Ok(Self::Example),
            "H" => Ok(Self::Historical),
            "O" => Ok(Self::Observed),
            "?" => Ok(Self::Inferred),
            other => Err(node.problem(format!("`{other}` is no class of evidence"))),
        }
    }
}

/// Whether sending the same request again changes nothing more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Idempotency {
    /// It never does.
    Always,
    /// It depends on what is sent.
    Conditional,
    /// It does, or is refused.
    Never,
}

/// The state of the addressed resource before an operation and after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transition {
    /// For a user one of `absent`, `active`, `inactive`.
    pub before: String,
    /// The same, afterwards.
    pub after: String,
}

pub(super) fn transitions(node: &Node<'_>) -> Result<Vec<Transition>, ContractError> {
    let read = |text: String| match text.split_once(" -> ") {
        Some((before, after)) => Ok(Transition {
            before: before.to_owned(),
            after: after.to_owned(),
        }),
        None => Err(node.problem(format!("`{text}` is not `before -> after`"))),
    };
    texts(node, "x-transition")?.into_iter().map(read).collect()
}

pub(super) fn idempotency(node: &Node<'_>) -> Result<Idempotency, ContractError> {
    match node.need_text("x-idempotency")? {
        "always" => Ok(Idempotency::Always),
        "conditional" => Ok(Idempotency::Conditional),
        "never" => Ok(Idempotency::Never),
        other => Err(node.problem(format!("`{other}` is no kind of idempotency"))),
    }
}

/// `key, section` spelt out by the table of sources at the top of the same document.
pub(super) fn source(node: &Node<'_>) -> Result<String, ContractError> {
    let text = node.need_text("x-source")?;
    let (key, section) = text.split_once(", ").unwrap_or((text, ""));
    let unknown = || node.problem(format!("`{key}` is not in the table of sources"));
    let sources = node.root().need("info")?.need("x-sources")?;
    let page = sources.get(key).ok_or_else(unknown)?;
    let (title, url) = (page.need_text("title")?, page.need_text("url")?);
    let comma = if section.is_empty() { "" } else { ", " };
    Ok(format!("{title}{comma}{section} ({url})"))
}

pub(super) fn texts(node: &Node<'_>, name: &str) -> Result<Vec<String>, ContractError> {
    node.need(name)?;
    node.items(name)
        .iter()
        .map(|item| item.text().map(str::to_owned))
        .collect()
}

pub(super) fn flag(node: &Node<'_>, name: &str) -> bool {
    node.get(name)
        .is_some_and(|flag| flag.value.as_bool() == Some(true))
}
