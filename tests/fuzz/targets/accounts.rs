use super::on_text;
use porchlight::accounts::{AccountNumber, Passphrase, SessionToken};

pub fn account_number(bytes: &[u8]) {
    on_text(bytes, |text| {
        if let Ok(number) = AccountNumber::parse(text) {
            assert_eq!(AccountNumber::parse(&number.to_string()), Ok(number));
            assert_eq!(AccountNumber::parse(&number.digits()), Ok(number));
        }
    });
}

pub fn passphrase(bytes: &[u8]) {
    on_text(bytes, |text| {
        let number = AccountNumber::parse("0000 0000 0000 0000").expect("zeros check themselves");
        if Passphrase::parse(text, &number).is_ok() {
            assert!(AccountNumber::parse(text) != Ok(number));
        }
    });
}

/// Only the text that was handed out is a token.
pub fn token(bytes: &[u8]) {
    on_text(bytes, |text| {
        if let Ok(token) = SessionToken::parse(text) {
            assert_eq!(token.text(), text);
            assert!(token.matches(&token.hash()));
        }
    });
}
