//! What is done to a request, and which answers are allowed. An attack that makes no sense for an endpoint skips it.

use super::endpoints::{Access, Effect, Endpoint, Sample, Shape, form};
use super::wire::{Framing, Request};

/// What an answer must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// A refusal with one of these statuses.
    Refused(&'static [u16]),
    /// Anything that is documented: a refusal, or a success.
    Handled,
    /// The HTTP layer's own refusal, which has no body.
    Protocol(&'static [u16]),
}

/// One attack on one endpoint.
#[derive(Debug, Clone)]
pub(super) struct Attack {
    pub(super) name: String,
    pub(super) request: Request,
    pub(super) verdict: Verdict,
}

const BAD: Verdict = Verdict::Refused(&[400]);

/// What Concur's services refuse before they look at it; the admin API is lenient there.
pub(super) fn strict(endpoint: &Endpoint) -> Verdict {
    if endpoint.shape == Shape::Admin {
        Verdict::Handled
    } else {
        BAD
    }
}

/// Every attack on an endpoint, made of the request that it answers.
pub(super) fn attacks(endpoint: &Endpoint, request: &Request) -> Vec<Attack> {
    let mut all = Vec::new();
    let mut add = |name: &str, verdict: Verdict, change: &dyn Fn(&mut Request)| {
        let mut request = request.clone();
        change(&mut request);
        all.push(Attack {
            name: name.to_owned(),
            request,
            verdict,
        });
    };
    headers(endpoint, &mut add);
    if endpoint.access != Access::Anyone {
        tokens(&mut add);
    }
    queries(endpoint, &mut add);
    paths(endpoint, &mut add);
    methods(endpoint, &mut add);
    match &endpoint.sample {
        Sample::None => {}
        Sample::Json(_) => super::bodies::json(endpoint, &mut add),
        Sample::Form(pairs) => forms(endpoint, pairs, &mut add),
        Sample::Xml(text) => super::bodies::xml(text, &mut add),
    }
    all
}

/// Takes a name, a verdict and what is done to the request.
pub(super) type Add<'a> = &'a mut dyn FnMut(&str, Verdict, &dyn Fn(&mut Request));

fn headers(endpoint: &Endpoint, add: Add<'_>) {
    add("chunked", strict(endpoint), &|request| {
        request.body = b"{}".to_vec();
        request.framing = Framing::Chunks;
    });
    for (name, value) in [
        ("accept", "text/html"),
        ("accept", ";;;,,,q=x"),
        ("accept", "application/json;q=0"),
        ("expect", "100-continue"),
        ("expect", "the-unexpected"),
        ("if-match", "*"),
        ("content-encoding", "gzip"),
        ("range", "bytes=5-1"),
        ("x-http-method-override", "DELETE"),
        ("concur-correlationid", "not a uuid"),
    ] {
        // Overridden formats of refusals are looked at elsewhere.
        if name == "accept" && endpoint.shape == Shape::V3Json {
            continue;
        }
        add(&format!("{name}: {value}"), Verdict::Handled, &|request| {
            request.set(name, value);
        });
    }
    add("an accept of many ranges", Verdict::Handled, &|request| {
        let ranges = format!("{}, ", request_accept(request)).repeat(500);
        request.set("accept", ranges.trim_end_matches(", "));
    });
    add(
        "a correlation id of other bytes",
        Verdict::Handled,
        &|request| {
            request.set("concur-correlationid", b"\xff\xfe");
        },
    );
    add(
        "a correlation id without end",
        Verdict::Handled,
        &|request| {
            request.set("concur-correlationid", "x".repeat(20_000));
        },
    );
    add("many headers", Verdict::Handled, &|request| {
        for number in 0..60 {
            request.header(&format!("x-{number}"), "y");
        }
    });
    add("too many headers", Verdict::Protocol(&[431]), &|request| {
        for number in 0..300 {
            request.header(&format!("x-{number}"), "y");
        }
    });
    add(
        "a header without end",
        Verdict::Protocol(&[431]),
        &|request| {
            request.header("x", "y".repeat(600_000));
        },
    );
    add("two lengths", Verdict::Protocol(&[400]), &|request| {
        request.header("content-length", "1");
        request.header("content-length", "2");
    });
}

fn request_accept(request: &Request) -> String {
    let accept = request.headers.iter().find(|(name, _)| name == "accept");
    accept
        .map(|(_, value)| String::from_utf8_lossy(value).into_owned())
        .unwrap_or_default()
}

fn tokens(add: Add<'_>) {
    const NO: Verdict = Verdict::Refused(&[401, 403]);
    add("no token", NO, &|request| {
        request.without("authorization");
    });
    for value in [
        "",
        "Bearer",
        "Bearer ",
        "Bearer x",
        "Basic eDp5",
        "Bearer a.b.c",
        "Bearer \u{e9}",
    ] {
        add(&format!("authorization: {value}"), NO, &|request| {
            request.set("authorization", value);
        });
    }
    add("a longer token", NO, &|request| {
        let (_, token) = request
            .headers
            .iter_mut()
            .find(|(name, _)| name == "authorization")
            .unwrap();
        token.push(b'x');
    });
    add("a token without end", NO, &|request| {
        request.set("authorization", format!("Bearer {}", "x".repeat(50_000)));
    });
    add("two tokens", BAD, &|request| {
        request.header("authorization", "Bearer x");
    });
}

fn append(request: &mut Request, query: &str) {
    let joint = if request.target.contains('?') {
        '&'
    } else {
        '?'
    };
    request.target = format!("{}{joint}{query}", request.target);
}

fn queries(endpoint: &Endpoint, add: Add<'_>) {
    for query in ["x=%", "x=%zz", "count=%ff", "filter=%C3%28", "%"] {
        add(&format!("?{query}"), strict(endpoint), &|request| {
            append(request, query);
        });
    }
    let nested = format!("filter={}", "(".repeat(3_000));
    let named = format!("attributes={}", "userName,".repeat(2_000));
    let cursor = format!("cursor={}", "A".repeat(8_000));
    for query in [
        "",
        "&&&",
        "=",
        "x=%00",
        "count=-1",
        "count=1e400",
        "count=99999999999999999999999",
        "count=1&count=2",
        "startIndex=0",
        "startIndex=18446744073709551615",
        "cursor=%00",
        "cursor=e30%3D",
        "cursor=eyJjcmVhdGVkLWlkIjoiOTIyMzM3MjAzNjg1NDc3NTgwN18wMDAwMDAwMC0wMDAwLTAwMDAtMDAwMC0wMDAwMDAwMDAwMDAiLCJzdGFydEluZGV4IjoxODQ0Njc0NDA3MzcwOTU1MTYxNX0=",
        "filter=userName",
        "filter=userName+eq+%22%5Cud800%22",
        "attributes=%00",
        "attributes=.,.,:",
        "excludedAttributes=id",
        "offset=-1-x",
        "offset=7fffffffffffffff-00000000000000000000000000000000",
        "limit=0",
        "limit=x",
        "active=maybe",
        "userName=%F0%9F%98%80",
        nested.as_str(),
        named.as_str(),
        cursor.as_str(),
    ] {
        // What a writer ignores would be carried out.
        if endpoint.effect == Effect::Writes {
            continue;
        }
        let shown: String = query.chars().take(60).collect();
        add(&format!("?{shown}"), Verdict::Handled, &|request| {
            append(request, query);
        });
    }
}

/// The ids and file names in a path, with where they stand.
fn ids(path: &str) -> Vec<(usize, &str)> {
    let path = path.split('?').next().unwrap_or_default();
    let is_id = |segment: &str| {
        let segment = segment.strip_prefix("le-").unwrap_or(segment);
        segment == "oauth2.json" || segment.len() == 36 && segment.matches('-').count() == 4
    };
    let mut at = 0;
    let mut found = Vec::new();
    for segment in path.split('/') {
        if is_id(segment) {
            found.push((at, segment));
        }
        at += segment.len() + 1;
    }
    found
}

fn paths(endpoint: &Endpoint, add: Add<'_>) {
    let long = "x".repeat(30_000);
    for wrong in [
        "%00",
        "%2F",
        "..%2f..%2F",
        "%ff%fe",
        "%zz",
        "%7Bx%7D",
        "..",
        "00000000-0000-0000-0000-000000000000",
        "00000000000000000000000000000000",
        "urn:uuid:00000000-0000-0000-0000-000000000000",
        "%F0%9F%98%80",
        long.as_str(),
    ] {
        for (at, id) in ids(&endpoint.path) {
            let shown: String = wrong.chars().take(60).collect();
            let target = format!(
                "{}{wrong}{}",
                &endpoint.path[..at],
                &endpoint.path[at + id.len()..]
            );
            add(
                &format!("id {shown} at {at}"),
                Verdict::Refused(&[404]),
                &|request| {
                    target.clone_into(&mut request.target);
                },
            );
        }
    }
    add(
        "a path further",
        Verdict::Refused(&[404, 405]),
        &|request| {
            let path = request.target.split('?').next().unwrap_or_default();
            request.target = format!("{path}/more/of/it");
        },
    );
    add(
        "a path without end",
        Verdict::Protocol(&[414, 431, 400]),
        &|request| {
            request.target = format!("/{}", "x".repeat(80_000));
        },
    );
}

fn methods(endpoint: &Endpoint, add: Add<'_>) {
    for method in [
        "GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "get", "X",
    ] {
        if endpoint.methods.contains(&method) {
            continue;
        }
        add(
            &format!("method {method}"),
            Verdict::Refused(&[405]),
            &|request| {
                method.clone_into(&mut request.method);
            },
        );
    }
}

fn forms(endpoint: &Endpoint, pairs: &[(&'static str, String)], add: Add<'_>) {
    const NO: Verdict = Verdict::Refused(&[400, 403]);
    let large = vec![b'x'; 1_048_577];
    let bodies: [&[u8]; 9] = [
        b"",
        b"&",
        b"=",
        b"grant_type",
        b"{}",
        b"grant_type=%ff",
        b"grant_type=%zz",
        b"\xff\xfe",
        b"grant_type=\0",
    ];
    for body in bodies {
        add(&format!("body {}", body.escape_ascii()), NO, &|request| {
            request.body = body.to_vec();
        });
    }
    add(
        "a body without end",
        Verdict::Refused(&[400, 413]),
        &|request| {
            request.body.clone_from(&large);
        },
    );
    for kind in [
        "application/json",
        "text/plain",
        "multipart/form-data",
        "",
        "\u{e9}",
    ] {
        add(&format!("content-type {kind}"), NO, &|request| {
            request.set("content-type", kind);
        });
    }
    add("no content type", NO, &|request| {
        request.without("content-type");
    });
    fields(endpoint, pairs, add);
}

/// One field exchanged at a time.
fn fields(endpoint: &Endpoint, pairs: &[(&'static str, String)], add: Add<'_>) {
    // The page asks again for some fields and hands others through.
    let exchanged = if endpoint.shape == Shape::Page {
        Verdict::Handled
    } else {
        Verdict::Refused(&[400, 403])
    };
    for (at, (name, _)) in pairs.iter().enumerate() {
        let wrong = [
            "",
            " ",
            "\u{0}",
            "x",
            "\u{fffd}",
            "00000000-0000-0000-0000-000000000000",
            "<a>",
        ];
        for value in wrong {
            add(&format!("{name}={value:?}"), exchanged, &|request| {
                let mut pairs = pairs.to_vec();
                value.clone_into(&mut pairs[at].1);
                request.body = form(&pairs);
            });
        }
        add(&format!("{name} without end"), exchanged, &|request| {
            let mut pairs = pairs.to_vec();
            pairs[at].1 = "x".repeat(100_000);
            request.body = form(&pairs);
        });
        add(&format!("{name} missing"), exchanged, &|request| {
            let mut pairs = pairs.to_vec();
            pairs.remove(at);
            request.body = form(&pairs);
        });
    }
}
