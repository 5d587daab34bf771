//! The fuzzers' bodies on the gate: every kept input, and some seconds of generated ones.

mod generator;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use concur_mock::fuzz::{BODIES, Body};

use generator::Generator;

/// How long each body gets generated input: ten seconds in all.
const GENERATED: Duration = Duration::from_millis(10_000 / BODIES.len() as u64);

/// The most generated inputs of one body; reached on a fast machine, so that a run there is the same every time.
const MAX_GENERATED: u32 = 400_000;

/// Where the generated input starts from; a failure prints it with the number of the input.
const SEED: u64 = 20_260_115;

/// The kept inputs of a body, in the order of their names.
fn corpus(name: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../fuzz/corpus")
        .join(name);
    let mut files: Vec<PathBuf> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    files
        .into_iter()
        .map(|path| {
            let bytes = fs::read(&path).unwrap();
            (path, bytes)
        })
        .collect()
}

/// Runs the body and says on which input it broke.
fn run(body: Body, input: &[u8], origin: &str) {
    let outcome = std::panic::catch_unwind(|| body(input));
    assert!(
        outcome.is_ok(),
        "{origin} broke on {}",
        input.escape_ascii()
    );
}

#[test]
fn every_kept_input_holds() {
    for (name, body) in BODIES {
        let kept = corpus(name);
        assert!(!kept.is_empty(), "nothing is kept for {name}");
        for (path, input) in kept {
            run(body, &input, &path.display().to_string());
        }
    }
}

#[test]
fn generated_input_holds() {
    for (name, body) in BODIES {
        let kept: Vec<Vec<u8>> = corpus(name).into_iter().map(|(_, input)| input).collect();
        let mut generator = Generator::new(SEED, kept);
        let start = Instant::now();
        let mut count = 0;
        while count < MAX_GENERATED && start.elapsed() < GENERATED {
            count += 1;
            let input = generator.next_input();
            run(body, &input, &format!("{name}, seed {SEED}, input {count}"));
        }
        println!("{name}: {count} generated inputs from seed {SEED}");
    }
}
