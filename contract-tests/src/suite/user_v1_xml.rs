//! User v1: XML that is written in an unusual way, and XML that means harm.

use std::fmt::Write as _;

use super::user_v1_calls::{
    INVALID_XML, NAMESPACE, Record, USERS, batch, call, counts, posting, profile, refusal, take_in,
};
use super::xml_tree::Element;
use super::{page, register};
use crate::finding::{Claim, Failure, holds, same};
use crate::session::Session;

/// Deeper than any batch.
const DEEP: usize = 20_000;

/// What a file of the machine would begin with, if it were read.
const TRACE: &str = "root:";

register! { $ each_user_v1_xml of "user_v1_xml", page::USER_V1;
    a_byte_order_mark_is_no_harm: "user.v1.users.create", Write;
    a_declaration_and_comments_are_no_harm: "user.v1.users.create", Write;
    indentation_is_no_value: "user.v1.users.create", Write;
    a_prefixed_namespace_is_the_same_namespace: "user.v1.users.create", Write;
    the_namespace_with_https_is_known_too: "user.v1.users.create", Write;
    characters_may_be_written_as_references: "user.v1.users.create", Write;
    characters_may_stand_in_a_cdata_section: "user.v1.users.create", Write;
    letters_beyond_ascii_come_back: "user.v1.users.create", Write;
    the_other_label_of_xml_is_taken: "user.v1.users.create", Write;
    broken_xml_is_refused_in_the_printed_words: "user.v1.users.create", Write;
    json_is_no_batch: "user.v1.users.create", Write;
    another_root_is_no_batch: "user.v1.users.create", Write;
    another_namespace_takes_in_nobody: "user.v1.users.create", Write;
    bytes_that_are_no_text_are_refused: "user.v1.users.create", Write;
    entities_do_not_multiply: "user.v1.users.create", Write;
    no_file_is_read_through_an_entity: "user.v1.users.create", Write;
    no_file_is_read_through_a_document_type: "user.v1.users.create", Write;
    an_undeclared_entity_is_refused: "user.v1.users.create", Write;
    depth_has_an_end: "user.v1.users.create", Write;
    attributes_have_an_end: "user.v1.users.create", Write;
    an_element_inside_a_value_is_no_value: "user.v1.users.create", Write;
    an_element_that_stands_twice_is_refused: "user.v1.users.create", Write;
}

async fn a_byte_order_mark_is_no_harm(session: &mut Session) -> Claim {
    taken(session, format!("\u{feff}{}", one())).await
}

async fn a_declaration_and_comments_are_no_harm(session: &mut Session) -> Claim {
    let text = one().replace("<UserProfile>", "<!-- one --><UserProfile><!-- more -->");
    taken(
        session,
        format!("<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n{text}\r\n<!-- end -->"),
    )
    .await
}

async fn indentation_is_no_value(session: &mut Session) -> Claim {
    let text = one().replace("><", ">\n    <");
    taken(session, text).await
}

async fn a_prefixed_namespace_is_the_same_namespace(session: &mut Session) -> Claim {
    let text = one()
        .replace("</", "\u{1}")
        .replace('<', "<u:")
        .replace('\u{1}', "</u:");
    taken(session, text.replace("xmlns=", "xmlns:u=")).await
}

async fn the_namespace_with_https_is_known_too(session: &mut Session) -> Claim {
    taken(session, one().replace("xmlns=\"http:", "xmlns=\"https:")).await
}

async fn characters_may_be_written_as_references(session: &mut Session) -> Claim {
    let text = one().replace("Batchman", "&#66;atch&#x6D;an &amp; &lt;Sons&gt;");
    taken(session, text).await?;
    last_name_is(session, "Batchman & <Sons>").await
}

async fn characters_may_stand_in_a_cdata_section(session: &mut Session) -> Claim {
    let text = one().replace("Batchman", "<![CDATA[Batchman & <Sons>]]>");
    taken(session, text).await?;
    last_name_is(session, "Batchman & <Sons>").await
}

async fn letters_beyond_ascii_come_back(session: &mut Session) -> Claim {
    taken(session, one().replace("Batchman", "Żółć 王")).await?;
    last_name_is(session, "Żółć 王").await
}

async fn the_other_label_of_xml_is_taken(session: &mut Session) -> Claim {
    let request = crate::request::Request::post(USERS).body("text/xml; charset=utf-8", one());
    let result = Element::of(&call(session, request).await?, "user-batch-result")?;
    counts(&result, 1, 0)
}

async fn broken_xml_is_refused_in_the_printed_words(session: &mut Session) -> Claim {
    let whole = one();
    for text in [
        "",
        "user",
        "<",
        "<batch",
        "<batch>",
        &whole.replace("</UserProfile>", ""),
        &whole.replace("Batchman", "Tom & Jerry"),
        &whole.replace("Batchman", "<Batchman"),
        &whole.replace("<UserProfile>", "<UserProfile a=b>"),
        &format!("{whole}{whole}"),
    ] {
        let message = refused(session, text.as_bytes()).await?;
        holds(
            format!("`{message}` are the printed words"),
            message.contains(INVALID_XML),
        )?;
    }
    nobody_joined(session).await
}

async fn json_is_no_batch(session: &mut Session) -> Claim {
    refused(
        session,
        br#"{"UserProfile": {"LoginId": "x@batch.example"}}"#,
    )
    .await?;
    nobody_joined(session).await
}

async fn another_root_is_no_batch(session: &mut Session) -> Claim {
    let text = one()
        .replace("<batch", "<bunch")
        .replace("</batch", "</bunch");
    refused(session, text.as_bytes()).await?;
    nobody_joined(session).await
}

async fn another_namespace_takes_in_nobody(session: &mut Session) -> Claim {
    let text = one().replace(NAMESPACE, "http://elsewhere.example/user");
    refused(session, text.as_bytes()).await?;
    nobody_joined(session).await
}

async fn bytes_that_are_no_text_are_refused(session: &mut Session) -> Claim {
    let (before, after) = one()
        .split_once("Batchman")
        .map_or_else(Default::default, |(before, after)| {
            (before.as_bytes().to_vec(), after.as_bytes().to_vec())
        });
    let bytes = [&before[..], &[0xff, 0xfe, 0x80], &after[..]].concat();
    refused(session, &bytes).await?;
    nobody_joined(session).await
}

async fn entities_do_not_multiply(session: &mut Session) -> Claim {
    let mut kinds = "<!ENTITY a0 \"lollollollol\">".to_owned();
    for level in 1..10 {
        let inner = format!("&a{};", level - 1).repeat(10);
        // Writing into a text cannot fail.
        let _written = write!(kinds, "<!ENTITY a{level} \"{inner}\">");
    }
    let text = one().replace("Batchman", "&a9;");
    let text = format!("<?xml version=\"1.0\"?><!DOCTYPE batch [{kinds}]>{text}");
    refused(session, text.as_bytes()).await?;
    nobody_joined(session).await
}

async fn no_file_is_read_through_an_entity(session: &mut Session) -> Claim {
    for address in ["file:///etc/passwd", "http://127.0.0.1:9/passwd"] {
        let kinds = format!("<!ENTITY file SYSTEM \"{address}\">");
        let text = one().replace("Batchman", "&file;");
        let text = format!("<?xml version=\"1.0\"?><!DOCTYPE batch [{kinds}]>{text}");
        let message = refused(session, text.as_bytes()).await?;
        holds("nothing of the file is told", !message.contains(TRACE))?;
    }
    nobody_joined(session).await
}

async fn no_file_is_read_through_a_document_type(session: &mut Session) -> Claim {
    let head = "<!DOCTYPE batch [<!ENTITY % more SYSTEM \"file:///etc/passwd\"> %more;]>";
    let message = refused(session, format!("{head}{}", one()).as_bytes()).await?;
    holds("nothing of the file is told", !message.contains(TRACE))?;
    nobody_joined(session).await
}

async fn an_undeclared_entity_is_refused(session: &mut Session) -> Claim {
    let text = one().replace("Batchman", "&nbsp;");
    refused(session, text.as_bytes()).await?;
    nobody_joined(session).await
}

async fn depth_has_an_end(session: &mut Session) -> Claim {
    let deep = format!("{}{}", "<a>".repeat(DEEP), "</a>".repeat(DEEP));
    refused(session, deep.as_bytes()).await?;
    let inside = one().replace("Batchman", &deep);
    refused(session, inside.as_bytes()).await?;
    nobody_joined(session).await
}

async fn attributes_have_an_end(session: &mut Session) -> Claim {
    let mut many = String::new();
    for at in 0..5_000 {
        let _written = write!(many, " a{at}=\"x\"");
    }
    let text = one().replace("<UserProfile>", &format!("<UserProfile{many} a0=\"y\">"));
    refused(session, text.as_bytes()).await?;
    nobody_joined(session).await
}

async fn an_element_inside_a_value_is_no_value(session: &mut Session) -> Claim {
    let text = one().replace("Batchman", "<b>Batchman</b>");
    refused(session, text.as_bytes()).await?;
    nobody_joined(session).await
}

async fn an_element_that_stands_twice_is_refused(session: &mut Session) -> Claim {
    let text = one().replace("<Active>Y</Active>", "<Active>Y</Active><Active>N</Active>");
    refused(session, text.as_bytes()).await?;
    nobody_joined(session).await
}

/// A batch of one.
fn one() -> String {
    batch(&[Record::new("markup")])
}

/// Claims that the text is taken as a batch of one, and that the user is there.
async fn taken(session: &mut Session, text: String) -> Claim {
    let result = call(session, posting(USERS, text)).await?;
    counts(&Element::of(&result, "user-batch-result")?, 1, 0)?;
    let profile = profile(session, "markup@batch.example").await?;
    same("EmpId", Some("B-markup"), profile.text_of("EmpId"))
}

async fn last_name_is(session: &mut Session, name: &str) -> Claim {
    let profile = profile(session, "markup@batch.example").await?;
    same("LastName", Some(name), profile.text_of("LastName"))
}

/// Claims that the text is refused as a whole or that its record fails, and gives the words.
async fn refused(session: &mut Session, text: &[u8]) -> Result<String, Failure> {
    let reply = call(session, posting(USERS, text).deviant()).await?;
    let shortened: String = String::from_utf8_lossy(text).chars().take(80).collect();
    let message =
        refusal(&reply).map_err(|failure| Failure::disagrees(format!("{shortened}: {failure}")))?;
    holds(format!("{shortened}: it says why"), !message.is_empty())?;
    Ok(message)
}

/// Claims that nothing was taken in and that the same user is still welcome.
async fn nobody_joined(session: &mut Session) -> Claim {
    let ids = session.find("userName eq \"markup@batch.example\"").await?;
    same("users of that login", 0, ids.len())?;
    take_in(session, &Record::new("markup")).await
}
