//! The secret that goes with an account number.

use super::AccountNumber;
use std::fmt;
use unicode_normalization::UnicodeNormalization;

/// NIST SP 800-63B section 3.1.1.2: at least 8 characters, and long ones are welcome.
const MIN_CHARACTERS: usize = 8;

/// In characters. Room for any sentence; beyond it lies only work for the server.
const MAX_CHARACTERS: usize = 256;

/// First on every list of leaked ones, or first to come to mind in this place. Compared without
/// case, spaces and punctuation.
const WORST: &[&str] = &[
    "12345678",
    "123456789",
    "1234567890",
    "0123456789",
    "87654321",
    "password",
    "password1",
    "password12",
    "password123",
    "passw0rd",
    "passphrase",
    "mypassphrase",
    "qwertyui",
    "qwertyuiop",
    "qwerty123",
    "1q2w3e4r",
    "1qaz2wsx",
    "asdfghjkl",
    "abcdefgh",
    "abcd1234",
    "letmein1",
    "iloveyou",
    "sunshine",
    "princess",
    "football",
    "baseball",
    "trustno1",
    "superman",
    "porchlight",
    "recovery",
    "serenity",
    "onedayatatime",
    "easydoesit",
    "keepcomingback",
];

/// What is wrong with a chosen passphrase, in words of the catalogue (`passphrase-*`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PassphraseRefusal {
    #[error("fewer than 8 characters")]
    TooShort,
    #[error("more than 256 characters")]
    TooLong,
    #[error("one character over and over")]
    OneCharacter,
    #[error("the account number itself")]
    AccountNumber,
    #[error("among the first that anyone would guess")]
    TooCommon,
}

/// A passphrase that may be chosen, in the form that is hashed: NFKC, without outer spaces.
#[derive(Clone)]
pub struct Passphrase(String);

impl Passphrase {
    /// # Errors
    /// What is wrong with it; the text itself is not kept.
    pub fn parse(text: &str, number: &AccountNumber) -> Result<Self, PassphraseRefusal> {
        let text = normalised(text);
        let characters = text.chars().count();
        if characters < MIN_CHARACTERS {
            return Err(PassphraseRefusal::TooShort);
        }
        if characters > MAX_CHARACTERS {
            return Err(PassphraseRefusal::TooLong);
        }
        let mut folded = text.chars().flat_map(char::to_lowercase);
        let first = folded.next();
        if folded.all(|c| Some(c) == first) {
            return Err(PassphraseRefusal::OneCharacter);
        }
        if AccountNumber::parse(&text).as_ref() == Ok(number) {
            return Err(PassphraseRefusal::AccountNumber);
        }
        let plain: String = text
            .to_lowercase()
            .chars()
            .filter(|c| c.is_alphanumeric())
            .collect();
        if WORST.contains(&plain.as_str()) {
            return Err(PassphraseRefusal::TooCommon);
        }
        Ok(Self(text))
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[passphrase]")
    }
}

/// One form for what different keyboards send, and no space that a phone added at the end. Cut
/// just past the limit, so that a flood costs nothing and still can't match.
pub(super) fn normalised(text: &str) -> String {
    text.trim().nfkc().take(MAX_CHARACTERS + 1).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::SystemEntropy;

    fn problem(text: &str) -> Option<PassphraseRefusal> {
        Passphrase::parse(text, &AccountNumber::random(&SystemEntropy)).err()
    }

    #[test]
    fn what_people_choose_is_fine() {
        for text in [
            "a lamp by the door",
            "Zw8$kq!p",
            "пароль на двоих",
            "夜明け前の静かな道",
            &"ab".repeat(128),
        ] {
            assert_eq!(problem(text), None, "{text}");
        }
    }

    #[test]
    fn what_anyone_guesses_is_not() {
        for (text, expected) in [
            ("", PassphraseRefusal::TooShort),
            ("  seven77  ", PassphraseRefusal::TooShort),
            (&"ab".repeat(129), PassphraseRefusal::TooLong),
            (&"\u{FDFA}".repeat(1_000_000), PassphraseRefusal::TooLong),
            ("aaaaaaaaaaa", PassphraseRefusal::OneCharacter),
            ("AaAaAaAaAa", PassphraseRefusal::OneCharacter),
            ("Password 123!", PassphraseRefusal::TooCommon),
            ("One day at a time.", PassphraseRefusal::TooCommon),
            ("ｐａｓｓｗｏｒｄ", PassphraseRefusal::TooCommon),
        ] {
            assert_eq!(
                problem(text),
                Some(expected),
                "{}",
                &text[..text.len().min(20)]
            );
        }
    }

    #[test]
    fn the_account_number_is_not_one_however_it_is_typed() {
        let number = AccountNumber::random(&SystemEntropy);
        for text in [
            number.to_string(),
            number.digits(),
            number.to_string().replace(' ', "-"),
        ] {
            assert_eq!(
                Passphrase::parse(&text, &number).err(),
                Some(PassphraseRefusal::AccountNumber)
            );
        }
    }

    #[test]
    fn it_hides_itself() {
        let passphrase =
            Passphrase::parse("a lamp by the door", &AccountNumber::random(&SystemEntropy));
        assert_eq!(format!("{passphrase:?}"), "Ok([passphrase])");
    }
}
