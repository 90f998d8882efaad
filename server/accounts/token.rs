//! Tokens: 256 random bits that authenticate a person. Only their hashes are stored, because a token alone
//! is enough to act as that person.

use crate::base::Entropy;
use aws_lc_rs::constant_time::verify_slices_are_equal;
use aws_lc_rs::digest::{SHA256, digest};
use data_encoding::BASE64URL_NOPAD;
use std::fmt;

/// In bytes. It can't be guessed, so that a fast hash is enough for storage.
const LENGTH: usize = 32;

/// Why a text is not a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// Not 43 characters.
    #[error("a token has 43 characters")]
    Length,
    /// Not the base64url form of a token.
    #[error("a token has only letters, digits, - and _")]
    Malformed,
}

macro_rules! token {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone)]
        pub struct $name([u8; LENGTH]);

        impl $name {
            /// A new random token.
            #[must_use]
            pub fn random(entropy: &dyn Entropy) -> Self {
                let mut bytes = [0; LENGTH];
                entropy.fill(&mut bytes);
                Self(bytes)
            }

            /// Parses the form of [`Self::text`].
            ///
            /// # Errors
            /// When the text has another form.
            pub fn parse(text: &str) -> Result<Self, TokenError> {
                decode(text).map(Self)
            }

            /// The secret text of the token: 43 characters that can be part of a URL.
            #[must_use]
            pub fn text(&self) -> String {
                BASE64URL_NOPAD.encode(&self.0)
            }

            /// The stored form: SHA-256.
            #[must_use]
            pub fn hash(&self) -> [u8; 32] {
                hash(&self.0)
            }

            /// Whether `stored` is the hash of this token. Takes constant time.
            #[must_use]
            pub fn matches(&self, stored: &[u8; 32]) -> bool {
                verify_slices_are_equal(&self.hash(), stored).is_ok()
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("[token]")
            }
        }
    };
}

token! {
    /// In the cookie of a person who is signed in.
    SessionToken
}
token! {
    /// In a single-use link that gives a service.
    InviteToken
}
token! {
    /// In the memory of a browser tab: returns the person to their seat in a room.
    ResumeToken
}

fn decode(text: &str) -> Result<[u8; LENGTH], TokenError> {
    let mut bytes = [0; LENGTH];
    if BASE64URL_NOPAD.decode_len(text.len()) != Ok(LENGTH) {
        return Err(TokenError::Length);
    }
    BASE64URL_NOPAD
        .decode_mut(text.as_bytes(), &mut bytes)
        .map_err(|_| TokenError::Malformed)?;
    Ok(bytes)
}

fn hash(bytes: &[u8]) -> [u8; 32] {
    digest(&SHA256, bytes)
        .as_ref()
        .try_into()
        .expect("SHA-256 gives 32 bytes")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::SystemEntropy;
    use proptest::prelude::*;

    struct ConstantEntropy(u8);

    impl Entropy for ConstantEntropy {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill(self.0);
        }
    }

    #[test]
    fn a_token_matches_only_its_own_hash() {
        let token = SessionToken::random(&ConstantEntropy(0));
        assert_eq!(token.text(), "A".repeat(43));
        let hash = data_encoding::HEXLOWER.encode(&token.hash());
        assert_eq!(
            hash,
            "66687aadf862bd776c8fc18b8e9f8e20089714856ee233b3902a591d0d5f2925"
        );
        assert!(token.matches(&token.hash()));
        assert!(!SessionToken::random(&ConstantEntropy(1)).matches(&token.hash()));
    }

    #[test]
    fn tokens_differ_and_debug_does_not_show_them() {
        let (one, other) = (
            InviteToken::random(&SystemEntropy),
            InviteToken::random(&SystemEntropy),
        );
        assert_ne!(one.text(), other.text());
        assert_eq!(format!("{one:?}"), "[token]");
    }

    #[test]
    fn other_texts_are_refused() {
        for (text, error) in [
            (String::new(), TokenError::Length),
            ("A".repeat(42), TokenError::Length),
            ("A".repeat(44), TokenError::Length),
            ("+".repeat(43), TokenError::Malformed),
            // The last character has two unused bits: only one form of a token is valid.
            (format!("{}B", "A".repeat(42)), TokenError::Malformed),
        ] {
            assert_eq!(ResumeToken::parse(&text).err(), Some(error), "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_token_parses_to_itself(bytes in any::<[u8; LENGTH]>()) {
            let token = ResumeToken(bytes);
            prop_assert_eq!(ResumeToken::parse(&token.text()).map(|token| token.0), Ok(bytes));
        }

        #[test]
        fn a_parsed_token_has_the_same_text(text in any::<String>()) {
            if let Ok(token) = ResumeToken::parse(&text) {
                prop_assert_eq!(token.text(), text);
            }
        }
    }
}
