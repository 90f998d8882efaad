//! Tokens: 256 random bits that stand for a person. Whoever holds one is taken for its bearer, so
//! only its hash is kept.

use crate::base::Entropy;
use aws_lc_rs::constant_time::verify_slices_are_equal;
use aws_lc_rs::digest::{SHA256, digest};
use data_encoding::BASE64URL_NOPAD;
use std::fmt;

/// In bytes: beyond guessing, so that a fast hash is enough to keep it.
const LENGTH: usize = 32;

/// Why a text is no token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    #[error("a token has 43 characters")]
    Length,
    #[error("a token has only letters, digits, - and _")]
    Malformed,
}

macro_rules! token {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone)]
        pub struct $name([u8; LENGTH]);

        impl $name {
            #[must_use]
            pub fn random(entropy: &dyn Entropy) -> Self {
                let mut bytes = [0; LENGTH];
                entropy.fill(&mut bytes);
                Self(bytes)
            }

            /// # Errors
            /// When the text was not made by [`Self::text`].
            pub fn parse(text: &str) -> Result<Self, TokenError> {
                decode(text).map(Self)
            }

            /// For its bearer alone: 43 characters that fit into a URL.
            #[must_use]
            pub fn text(&self) -> String {
                BASE64URL_NOPAD.encode(&self.0)
            }

            /// What is kept of it: SHA-256.
            #[must_use]
            pub fn hash(&self) -> [u8; 32] {
                hash(&self.0)
            }

            /// Whether `kept` is this token's hash, in constant time.
            #[must_use]
            pub fn matches(&self, kept: &[u8; 32]) -> bool {
                verify_slices_are_equal(&self.hash(), kept).is_ok()
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
    /// In the cookie of whoever is signed in.
    SessionToken
}
token! {
    /// In a single-use link that makes its bearer a servant.
    InviteToken
}
token! {
    /// In one tab's memory: returns it to its seat in a room.
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

    struct Same(u8);

    impl Entropy for Same {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill(self.0);
        }
    }

    #[test]
    fn only_its_hash_is_kept() {
        let token = SessionToken::random(&Same(0));
        assert_eq!(token.text(), "A".repeat(43));
        let kept = data_encoding::HEXLOWER.encode(&token.hash());
        assert_eq!(
            kept,
            "66687aadf862bd776c8fc18b8e9f8e20089714856ee233b3902a591d0d5f2925"
        );
        assert!(token.matches(&token.hash()));
        assert!(!SessionToken::random(&Same(1)).matches(&token.hash()));
    }

    #[test]
    fn tokens_differ_and_hide_themselves() {
        let (one, other) = (
            InviteToken::random(&SystemEntropy),
            InviteToken::random(&SystemEntropy),
        );
        assert_ne!(one.text(), other.text());
        assert_eq!(format!("{one:?}"), "[token]");
    }

    #[test]
    fn other_texts_are_refused() {
        for (text, problem) in [
            (String::new(), TokenError::Length),
            ("A".repeat(42), TokenError::Length),
            ("A".repeat(44), TokenError::Length),
            ("+".repeat(43), TokenError::Malformed),
            // The last character has two bits to spare: another form of the same token is none.
            (format!("{}B", "A".repeat(42)), TokenError::Malformed),
        ] {
            assert_eq!(ResumeToken::parse(&text).err(), Some(problem), "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_token_is_read_back(bytes in any::<[u8; LENGTH]>()) {
            let token = ResumeToken(bytes);
            prop_assert_eq!(ResumeToken::parse(&token.text()).map(|token| token.0), Ok(bytes));
        }

        #[test]
        fn what_is_read_is_written_the_same(text in any::<String>()) {
            if let Ok(token) = ResumeToken::parse(&text) {
                prop_assert_eq!(token.text(), text);
            }
        }
    }
}
