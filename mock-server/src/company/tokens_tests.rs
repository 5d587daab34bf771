//! Tables of tokens that forget, and who ends with whom.

use super::*;

fn refresh_token(second: i64) -> RefreshToken {
    RefreshToken {
        client_id: Uuid::nil(),
        principal: Principal::Company(Uuid::nil()),
        scopes: Arc::from([]),
        expires: Timestamp::from_second(second).unwrap(),
        successor: None,
    }
}

#[test]
fn a_full_table_forgets_those_that_end_first() {
    let mut tokens = Tokens::default();
    for second in 0..MAX_REFRESH_TOKENS {
        let forgotten = tokens.keep_refresh(
            Arc::from(second.to_string()),
            refresh_token(i64::try_from(second).unwrap()),
        );
        assert!(forgotten.is_empty());
    }
    let forgotten = tokens.keep_refresh(Arc::from("last"), refresh_token(1_000_000));
    assert_eq!(forgotten.len(), MAX_REFRESH_TOKENS / 2);
    assert!(tokens.refresh("0").is_none());
    assert!(tokens.refresh("9999").is_some() && tokens.refresh("last").is_some());
}

#[test]
fn what_is_spent_is_spent_once() {
    let mut tokens = Tokens::default();
    tokens.keep_refresh(Arc::from("a"), refresh_token(1));
    assert!(tokens.spend("a"));
    assert!(!tokens.spend("a"));
}

#[test]
fn an_application_ends_alone() {
    let mut tokens = Tokens::default();
    tokens.keep_refresh(Arc::from("mine"), refresh_token(1));
    let mut other = refresh_token(1);
    other.client_id = Uuid::max();
    tokens.keep_refresh(Arc::from("theirs"), other);
    assert_eq!(tokens.end_application(Uuid::max()), [Arc::from("theirs")]);
    assert!(tokens.refresh("mine").is_some());
}
