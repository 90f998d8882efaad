//! Passphrases, with which people sign in to an account.

use super::AccountNumber;
use std::fmt;
use unicode_normalization::UnicodeNormalization;

/// NIST SP 800-63B section 3.1.1.2: at least 8 characters, and longer ones are encouraged.
const MIN_CHARACTERS: usize = 8;

/// In characters: enough for any sentence. Longer texts would only cost processor time.
const MAX_CHARACTERS: usize = 256;

/// The most common leaked passwords, and obvious choices on a site like this. Case, spaces and punctuation
/// are ignored in the comparison.
const TOO_COMMON: &[&str] = &[
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

/// Why a passphrase is refused. The message catalogue has a text for each (`passphrase-*`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PassphraseRefusal {
    /// Fewer than 8 characters.
    #[error("fewer than 8 characters")]
    TooShort,
    /// More than 256 characters.
    #[error("more than 256 characters")]
    TooLong,
    /// The same character repeated.
    #[error("one character over and over")]
    OneCharacter,
    /// It is the account number.
    #[error("the account number itself")]
    AccountNumber,
    /// It is on a list of common passphrases.
    #[error("among the first that anyone would guess")]
    TooCommon,
}

/// A valid new passphrase in the form that is hashed (NFKC, without leading and trailing spaces).
#[derive(Clone)]
pub struct Passphrase(String);

impl Passphrase {
    /// Checks a new passphrase for the account with this number.
    ///
    /// # Errors
    /// Why it is refused, without the text itself.
    pub fn parse(text: &str, number: &AccountNumber) -> Result<Self, PassphraseRefusal> {
        let text = normalise(text);
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
        let letters_and_digits: String = text
            .to_lowercase()
            .chars()
            .filter(|c| c.is_alphanumeric())
            .collect();
        if TOO_COMMON.contains(&letters_and_digits.as_str()) {
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

/// The form that is hashed: the same for every keyboard, and without a space that a phone added at the end.
/// A text that is too long is cut one character after the limit: that saves work, and it still can't match.
pub(super) fn normalise(text: &str) -> String {
    text.trim().nfkc().take(MAX_CHARACTERS + 1).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::SystemEntropy;

    fn refusal(text: &str) -> Option<PassphraseRefusal> {
        Passphrase::parse(text, &AccountNumber::random(&SystemEntropy)).err()
    }

    #[test]
    fn typical_passphrases_are_accepted() {
        for text in [
            "a lamp by the door",
            "Zw8$kq!p",
            "пароль на двоих",
            "夜明け前の静かな道",
            &"ab".repeat(128),
        ] {
            assert_eq!(refusal(text), None, "{text}");
        }
    }

    #[test]
    fn weak_passphrases_are_refused() {
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
                refusal(text),
                Some(expected),
                "{}",
                &text[..text.len().min(20)]
            );
        }
    }

    #[test]
    fn the_account_number_is_refused_with_and_without_separators() {
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
    fn debug_output_hides_the_passphrase() {
        let passphrase =
            Passphrase::parse("a lamp by the door", &AccountNumber::random(&SystemEntropy));
        assert_eq!(format!("{passphrase:?}"), "Ok([passphrase])");
    }
}
