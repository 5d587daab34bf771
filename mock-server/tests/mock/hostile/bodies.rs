//! Bodies in JSON and XML: broken ones, and the good one with one value exchanged at a time.

use serde_json::{Map, Value, json};

use super::attacks::{Add, Verdict, strict};
use super::endpoints::{Endpoint, Sample, Shape};

/// How deep the deepest body nests; as objects it is still shorter than a bulk request may be.
const DEPTH: usize = 60_000;

const BAD: Verdict = Verdict::Refused(&[400]);

/// The attacks on a JSON body.
pub(super) fn json(endpoint: &Endpoint, add: Add<'_>) {
    let Sample::Json(sample) = &endpoint.sample else {
        return;
    };
    broken(endpoint, sample, add);
    for kind in [
        "application/xml",
        "application/x-www-form-urlencoded",
        "text/plain",
        "multipart/form-data; boundary=x",
        "nonsense",
        "",
        "\u{e9}",
    ] {
        add(
            &format!("content-type {kind}"),
            mistyped(endpoint),
            &|request| {
                request.set("content-type", kind);
            },
        );
    }
    add("two content types", strict(endpoint), &|request| {
        request.header("content-type", "application/xml");
    });
    let mut places = Vec::new();
    walk(sample, &mut String::new(), &mut places);
    for place in places {
        for wrong in wrong_values() {
            let shown: String = wrong.to_string().chars().take(40).collect();
            let mut body = sample.clone();
            *body.pointer_mut(&place).unwrap() = wrong;
            let body = body.to_string().into_bytes();
            add(
                &format!("{place} = {shown}"),
                Verdict::Handled,
                &|request| {
                    request.body.clone_from(&body);
                },
            );
        }
    }
}

/// A body of another type: what the services say, and what the admin API says.
fn mistyped(endpoint: &Endpoint) -> Verdict {
    if endpoint.shape == Shape::Admin {
        Verdict::Refused(&[415])
    } else {
        BAD
    }
}

fn broken(endpoint: &Endpoint, sample: &Value, add: Add<'_>) {
    let good = sample.to_string();
    let mut marked = "\u{feff}".as_bytes().to_vec();
    marked.extend_from_slice(good.as_bytes());
    let wide: Vec<u8> = good.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut torn = good.clone().into_bytes();
    torn.truncate(torn.len() - 1);
    let mut foreign = good.clone().into_bytes();
    foreign.insert(2, 0xff);
    let bodies: Vec<(&str, Vec<u8>)> = vec![
        ("a blank", b" ".to_vec()),
        ("a brace", b"{".to_vec()),
        ("a list", b"[]".to_vec()),
        ("null", b"null".to_vec()),
        ("text", b"\"text\"".to_vec()),
        ("a number", b"1".to_vec()),
        ("a number too large", b"{\"count\":1e400}".to_vec()),
        ("no number", b"{\"count\":NaN}".to_vec()),
        ("half a letter", b"{\"filter\":\"\\ud800\"}".to_vec()),
        ("a form", b"a=1&b=2".to_vec()),
        ("XML", b"<?xml version=\"1.0\"?><a/>".to_vec()),
        ("a byte order mark", marked),
        ("wide letters", wide),
        ("a torn end", torn),
        ("a foreign byte", foreign),
        ("two values", format!("{good}{good}").into_bytes()),
        (
            "a trailing comma",
            format!("{},}}", &good[..good.len() - 1]).into_bytes(),
        ),
        ("lists in lists", b"[".repeat(DEPTH)),
        ("objects in objects", b"{\"a\":".repeat(DEPTH)),
    ];
    add("nothing", strict(endpoint), &|request| request.body.clear());
    for (name, body) in bodies {
        add(name, BAD, &|request| request.body.clone_from(&body));
    }
    let deep = format!(
        "{{\"x\":{}{},{}",
        "[".repeat(DEPTH),
        "]".repeat(DEPTH),
        &good[1..]
    );
    add("deep in a member that nobody knows", BAD, &|request| {
        request.body = deep.clone().into_bytes();
    });
    let large = vec![b' '; 1_048_577];
    add(
        "a body without end",
        Verdict::Refused(&[400, 413]),
        &|request| {
            request.body.clone_from(&large);
        },
    );
    let twice = format!("{},{}", &good[..good.len() - 1], &good[1..]);
    add("every member twice", Verdict::Handled, &|request| {
        request.body = twice.clone().into_bytes();
    });
    let more = format!("{{\"unknown\":{{\"a\":[1,null]}},{}", &good[1..]);
    add("a member that nobody knows", Verdict::Handled, &|request| {
        request.body = more.clone().into_bytes();
    });
}

/// Every place in the sample, as a JSON pointer.
fn walk(value: &Value, path: &mut String, places: &mut Vec<String>) {
    let children: Vec<(String, &Value)> = match value {
        Value::Object(members) => members
            .iter()
            .map(|(name, value)| (name.replace('~', "~0").replace('/', "~1"), value))
            .collect(),
        Value::Array(entries) => entries
            .iter()
            .enumerate()
            .map(|(at, value)| (at.to_string(), value))
            .collect(),
        _ => return,
    };
    for (name, child) in children {
        let length = path.len();
        path.push('/');
        path.push_str(&name);
        places.push(path.clone());
        walk(child, path, places);
        path.truncate(length);
    }
}

/// What stands where something else should.
fn wrong_values() -> Vec<Value> {
    let many: Vec<Value> = (0..500).map(|number| json!({"type": number})).collect();
    let wide: Map<String, Value> = (0..500)
        .map(|number| (number.to_string(), Value::Null))
        .collect();
    vec![
        Value::Null,
        json!(true),
        json!(-1),
        json!(1e308),
        json!(""),
        json!("\u{0}\u{1f}\u{2028}\u{fffe}"),
        json!("x".repeat(50_000)),
        json!("'; drop table users; --"),
        json!([]),
        json!({}),
        json!([[[]]]),
        json!([null, 1, "x", {}]),
        Value::Array(many),
        Value::Object(wide),
    ]
}

/// The attacks on an XML body.
pub(super) fn xml(sample: &str, add: Add<'_>) {
    let bomb = format!(
        "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]>{}",
        sample.replace("Terry", "&b;")
    );
    let outside = format!("<!DOCTYPE x SYSTEM \"file:///etc/hostname\">{sample}");
    let bodies: Vec<(&str, Vec<u8>)> = vec![
        ("nothing", Vec::new()),
        ("a bracket", b"<".to_vec()),
        ("JSON", b"{}".to_vec()),
        ("a torn end", sample.as_bytes()[..sample.len() - 1].to_vec()),
        ("two roots", format!("{sample}{sample}").into_bytes()),
        ("another root", b"<x/>".to_vec()),
        ("no namespace", sample.replace("xmlns", "x").into_bytes()),
        ("a foreign byte", [sample.as_bytes(), b"\xff"].concat()),
        ("a null", sample.replace("</", "&#0;</").into_bytes()),
        (
            "an unknown entity",
            sample.replace("</", "&x;</").into_bytes(),
        ),
        ("a bomb", bomb.into_bytes()),
        ("a file", outside.into_bytes()),
        ("elements in elements", "<a>".repeat(DEPTH).into_bytes()),
        (
            "attributes without end",
            format!("<batch {}/>", "a=\"\" ".repeat(20_000)).into_bytes(),
        ),
    ];
    // Not every service has a namespace that could be missing.
    let has_space = sample.contains("xmlns");
    let fits = |name: &str| has_space || name != "no namespace";
    for (name, body) in bodies.into_iter().filter(|(name, _)| fits(name)) {
        add(name, BAD, &|request| request.body.clone_from(&body));
    }
    let large = vec![b' '; 4_194_305];
    add(
        "a body without end",
        Verdict::Refused(&[400, 413]),
        &|request| {
            request.body.clone_from(&large);
        },
    );
    add("content-type JSON", BAD, &|request| {
        request.set("content-type", "application/json");
    });
    let long = "x".repeat(50_000);
    for (at, _) in sample.match_indices("</") {
        for more in [
            "\u{fffd}",
            "&lt;&amp;",
            "<![CDATA[<x>]]>",
            "<!-- -->",
            "<x/>",
            long.as_str(),
        ] {
            let body = format!("{}{more}{}", &sample[..at], &sample[at..]);
            let shown: String = more.chars().take(20).collect();
            add(&format!("{shown} at {at}"), Verdict::Handled, &|request| {
                request.body = body.clone().into_bytes();
            });
        }
    }
}
