//! Our own examples and recordings are what the contract documents.

use std::collections::BTreeSet;
use std::fs;

use concur_contract::cassette::{BASE, Body, Cassette};
use concur_contract::contract::fixtures_folder;

use super::{CONTRACT, index};

#[test]
fn every_example_is_in_the_index_and_every_entry_has_its_file() {
    let names = index()
        .into_iter()
        .map(|example| example.file)
        .chain(["index.yaml".to_owned()]);
    let folder = fs::read_dir(fixtures_folder().join("examples")).unwrap();
    let files: BTreeSet<String> = folder
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();

    assert_eq!(names.collect::<BTreeSet<_>>(), files);
}

#[test]
fn every_example_is_what_its_operation_documents() {
    for example in index() {
        let found = example.judge(&example.body());

        assert!(found.is_empty(), "{}: {found:#?}", example.file);
        let classes = ["D", "S", "E", "H", "O", "?"];
        assert!(
            classes.contains(&example.evidence.as_str()),
            "{}",
            example.file
        );
        assert!(
            example.source.contains("(https://") && !example.tells.is_empty(),
            "{}",
            example.file
        );
    }
}

#[test]
fn every_operation_has_an_example() {
    let examples: BTreeSet<String> = index()
        .into_iter()
        .map(|example| example.operation)
        .collect();

    let silent: Vec<&str> = CONTRACT
        .operations()
        .map(|operation| operation.id.as_str())
        .filter(|id| !examples.contains(*id))
        .collect();

    assert!(silent.is_empty(), "{silent:?}");
}

#[test]
fn every_recording_is_what_its_operations_document() {
    let folder = fs::read_dir(fixtures_folder().join("recordings")).unwrap();
    for path in folder.map(|entry| entry.unwrap().path()) {
        let cassette = Cassette::load(&path).unwrap();
        assert_eq!(
            path.file_stem().unwrap().to_str(),
            Some(cassette.scenario.as_str())
        );
        for (at, interaction) in cassette.interactions.iter().enumerate() {
            let place = format!("{} interaction {at}", path.display());
            let (request, response) = (&interaction.request, &interaction.response);
            let found = CONTRACT.find(&request.method, &request.path).unwrap();
            assert_eq!(found.id, interaction.operation, "{place}");

            let query: Vec<_> = request.query.clone().into_iter().collect();
            let content_type = request.headers.get("content-type").map(String::as_str);
            let asked = found.check_request(&query, content_type, &bytes(&request.body));
            let headers: Vec<_> = response.headers.clone().into_iter().collect();
            let answered =
                found.check_unprojected_response(response.status, &headers, &bytes(&response.body));

            assert!(asked.is_empty(), "{place}: {asked:#?}");
            assert!(answered.is_empty(), "{place}: {answered:#?}");
        }
    }
}

fn bytes(body: &Body) -> Vec<u8> {
    let text = match body {
        Body::None => String::new(),
        Body::Json(value) => value.to_string(),
        Body::Form(fields) => url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish(),
        Body::Text(text) => text.clone(),
    };
    text.replace(BASE, "https://us2.api.concursolutions.com")
        .into_bytes()
}
