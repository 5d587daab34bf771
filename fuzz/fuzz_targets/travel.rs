//! Runs the body `travel` of the mock under libFuzzer.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| concur_mock::fuzz::travel(bytes));
