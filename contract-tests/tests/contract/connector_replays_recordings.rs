//! Connector and recordings: the connector asks for what was recorded, and reads what was answered.

use std::fs;
use std::path::PathBuf;

use concur_connector::{Api, Connector, Error, Field, NewUser, Query, Status};
use concur_contract::cassette::{Body, Cassette};
use concur_contract::contract::{Contract, fixtures_folder};
use concur_contract::matching::Latitude;
use concur_contract::player::Player;
use concur_contract::target::Access;

use super::connection::{connector, made_up_access, plain_client, shown};

#[tokio::test]
async fn lists_users_page_by_page() {
    let (player, connector) = replay("list_users_identity_v4_1").await;

    let mut query = Query {
        limit: Some(2),
        cursor: None,
    };
    let first = connector.list_page(&query).await.unwrap();
    query.cursor.clone_from(&first.next_cursor);
    let last = connector.list_page(&query).await.unwrap();

    let users = first.result.iter().chain(&last.result);
    let read: Vec<_> = users.map(|user| shown(user, player.base_url())).collect();
    player.finish().unwrap();
    assert_eq!(last.next_cursor, None);
    insta::assert_json_snapshot!(read);
}

#[tokio::test]
async fn follows_a_user_from_creation_to_deletion() {
    let (player, connector) = replay("user_life_cycle_identity_v4_1").await;
    let newcomer = NewUser {
        employee_number: Some("30001".to_owned()),
        ..NewUser::new(
            "nadia.haddad@harbour.example.com",
            "Nadia",
            "Haddad",
            "nadia.haddad@harbour.example.com",
        )
    };

    let created = connector.create(newcomer).await.unwrap();
    let read = connector.get(&created.id).await.unwrap();
    let deactivated = connector.deactivate(&created.id).await.unwrap();
    // The connector never deletes; somebody else does.
    let path = format!("/profile/identity/v4.1/Users/{}", created.id);
    let gone = plain_client()
        .delete(format!("{}{path}", player.base_url()))
        .send()
        .await
        .unwrap();
    let missing = connector.get(&created.id).await.unwrap_err();

    let base_url = player.base_url().to_owned();
    player.finish().unwrap();
    assert_eq!(gone.status(), 204);
    assert_eq!(deactivated.status, Field::Value(Status::Inactive));
    assert!(matches!(missing, Error::NotFound(_)), "{missing}");
    insta::assert_json_snapshot!([created, read, deactivated].map(|user| shown(&user, &base_url)));
}

#[test]
fn every_recording_has_a_scenario_here() {
    let source = include_str!("connector_replays_recordings.rs");

    for path in recordings() {
        let name = path.file_stem().unwrap().to_str().unwrap();
        assert!(source.contains(&format!("replay(\"{name}\")")), "{name}");
    }
}

#[test]
fn a_recording_written_again_is_the_same_recording() {
    for path in recordings() {
        let cassette = Cassette::load(&path).unwrap();
        let again = Cassette::parse("written again", &cassette.to_yaml().unwrap()).unwrap();

        assert_eq!(again, cassette, "{}", path.display());
    }
}

#[test]
fn no_recording_of_our_own_mock_is_kept_as_evidence() {
    for path in recordings() {
        let cassette = Cassette::load(&path).unwrap();

        assert!(cassette.provenance.is_evidence(), "{}", path.display());
    }
}

#[test]
fn every_recorded_answer_fits_the_contract() {
    let contract = Contract::load(&fixtures_folder().join("contract")).unwrap();

    for path in recordings() {
        let cassette = Cassette::load(&path).unwrap();
        for interaction in &cassette.interactions {
            let operation = contract.operation(&interaction.operation).unwrap();
            let headers: Vec<_> = interaction.response.headers.clone().into_iter().collect();
            let body = match &interaction.response.body {
                Body::Json(value) => value.to_string().replace("{base}", "https://us2.example"),
                Body::Text(text) => text.clone(),
                Body::None | Body::Form(_) => String::new(),
            };
            let status = interaction.response.status;
            let violations = operation.check_response(status, &headers, body.as_bytes());
            assert_eq!(violations, [], "{} {}", path.display(), operation.id);
        }
    }
}

fn recordings() -> Vec<PathBuf> {
    let folder = fs::read_dir(fixtures_folder().join("recordings")).unwrap();
    let mut found: Vec<_> = folder
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|kind| kind == "yaml"))
        .collect();
    found.sort();
    assert!(!found.is_empty());
    found
}

/// The recording as a server, and a connector in front of it.
async fn replay(name: &str) -> (Player, Connector) {
    let path = fixtures_folder().join(format!("recordings/{name}.yaml"));
    let cassette = Cassette::load(&path).unwrap();
    let company_id = cassette
        .interactions
        .iter()
        .find_map(|interaction| match &interaction.request.body {
            Body::Form(fields) => fields.get("username").cloned(),
            _ => None,
        })
        .unwrap();
    // The connector names the attributes that it maps, the recorded client took the default set. What it gets here is
    // more than it asks for, which it has to stand anyway.
    let latitude = Latitude::default().with_added_query("attributes");
    let player = Player::start_with(cassette, latitude).await.unwrap();
    let access = Access {
        company_id,
        ..made_up_access(player.base_url())
    };
    (player, connector(&access, Api::IdentityV4_1))
}
