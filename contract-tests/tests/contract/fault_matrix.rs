//! The matrix of faults: every plan that it stands for is one that the mock takes, and every expectation is spelled out.

use std::fs;

use concur_contract::contract::fixtures_folder;
use concur_mock::{MockConcur, Plan};
use serde_json::{Value, json};

fn matrix() -> Value {
    let path = fixtures_folder().join("faults/matrix.json");
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

fn list<'v>(value: &'v Value, name: &str) -> &'v [Value] {
    let list = value[name].as_array().unwrap();
    assert!(!list.is_empty(), "{name} is empty in {value}");
    list
}

/// The plan of one operation and one list of instructions.
fn plan(scenario: &Value, operation: &Value, instructions: &Value) -> Plan {
    let fault = json!({
        "name": scenario["name"],
        "operation": operation,
        "phase": scenario["phase"],
        "schedule": {"list": instructions},
    });
    serde_json::from_value(json!({ "faults": [fault] })).unwrap()
}

#[tokio::test]
async fn every_plan_of_the_matrix_is_taken() {
    let mock = MockConcur::start().await.unwrap();
    let company = mock.company(mock.credentials().company_id).unwrap();
    let matrix = matrix();
    for scenario in list(&matrix, "scenarios") {
        for operation in list(scenario, "operations") {
            for instructions in list(scenario, "instructions") {
                let taken = company.set_faults(plan(scenario, operation, instructions));
                assert!(taken.is_ok(), "{operation} {instructions}: {taken:?}");
                let planned = company.faults().faults[0].planned;
                assert!(planned.is_some_and(|planned| planned > 0), "{scenario}");
            }
        }
    }
    mock.stop().await;
}

#[test]
fn every_expectation_is_one_that_the_matrix_explains() {
    let matrix = matrix();
    for scenario in list(&matrix, "scenarios") {
        let expected = &scenario["expected"];
        for (member, words) in [("outcome", "outcomes"), ("effect", "effects")] {
            let word = expected[member].as_str().unwrap();
            assert!(matrix[words][word].is_string(), "{word}");
        }
        assert!(expected["requests"].is_string(), "{scenario}");
    }
}
