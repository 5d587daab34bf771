//! Forms and query strings: what was read writes and reads back.

use crate::routes::Parameters;

/// The bytes are a form's body.
pub fn form(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    let form = Parameters::read(Some(text));
    let mut writer = url::form_urlencoded::Serializer::new(String::new());
    for (name, value) in form.pairs() {
        writer.append_pair(name, value);
        assert!(
            form.get(name).is_some(),
            "{name:?} was read and is not found"
        );
    }
    let written = writer.finish();
    assert_eq!(Parameters::read(Some(&written)), form, "{written}");
}
