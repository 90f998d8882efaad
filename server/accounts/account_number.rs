//! Account numbers. They are random, so that they reveal nothing about a person.

use crate::base::Entropy;
use std::fmt;
use unicode_properties::{GeneralCategory as Category, UnicodeGeneralCategory};

/// 15 random digits and a check digit. About 50 bits: with a rate limit on attempts, nobody can guess a
/// number that is in use, and people can still copy it by hand.
const DIGITS: usize = 16;

/// Why a text is not an account number. It does not reveal whether an account exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AccountNumberRefusal {
    /// Other characters than digits and separators.
    #[error("an account number has only digits")]
    NotDigits,
    /// Not 16 digits.
    #[error("an account number has 16 digits")]
    Length,
    /// The check digit is wrong.
    #[error("a digit is mistyped, or two are swapped")]
    Mistyped,
}

/// Sixteen digits, the last of which is a check digit. `Display` shows them in groups of four.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct AccountNumber([u8; DIGITS]);

impl AccountNumber {
    /// A new random number.
    #[must_use]
    pub fn random(entropy: &dyn Entropy) -> Self {
        let mut bytes = [0; 16];
        entropy.fill(&mut bytes);
        // With 128 bits, the bias in 15 digits is too small to be measured.
        let mut rest = u128::from_le_bytes(bytes);
        let mut digits = [0; DIGITS];
        for digit in &mut digits[..DIGITS - 1] {
            *digit = (rest % 10) as u8;
            rest /= 10;
        }
        digits[DIGITS - 1] = damm(&digits[..DIGITS - 1]);
        Self(digits)
    }

    /// Parses what a person typed or pasted, with spaces, hyphens and digits of any script.
    ///
    /// # Errors
    /// Why it is not an account number, without the text itself.
    pub fn parse(text: &str) -> Result<Self, AccountNumberRefusal> {
        let mut digits = [0; DIGITS];
        let mut count = 0;
        for c in text.chars().filter(|&c| !is_separator(c)) {
            let digit = digit_value(c).ok_or(AccountNumberRefusal::NotDigits)?;
            *digits.get_mut(count).ok_or(AccountNumberRefusal::Length)? = digit;
            count += 1;
        }
        if count != DIGITS {
            return Err(AccountNumberRefusal::Length);
        }
        if damm(&digits) != 0 {
            return Err(AccountNumberRefusal::Mistyped);
        }
        Ok(Self(digits))
    }

    /// The stored form: 16 ASCII digits.
    #[must_use]
    pub fn digits(&self) -> String {
        self.0
            .iter()
            .map(|digit| char::from(b'0' + digit))
            .collect()
    }
}

impl fmt::Display for AccountNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, digit) in self.0.iter().enumerate() {
            let gap = if index > 0 && index % 4 == 0 { " " } else { "" };
            write!(f, "{gap}{digit}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for AccountNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[account number]")
    }
}

/// Spaces, any hyphen or dash, and the invisible characters that pasted text may contain.
fn is_separator(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c.general_category(),
            Category::DashPunctuation | Category::Format
        )
}

/// The value of a digit. In every script the ten digits are consecutive (the Unicode Standard, section 4.6).
fn digit_value(c: char) -> Option<u8> {
    let is_digit = |c: char| c.general_category() == Category::DecimalNumber;
    if !is_digit(c) {
        return None;
    }
    let below = (0..u32::from(c))
        .rev()
        .map_while(char::from_u32)
        .take_while(|&c| is_digit(c));
    Some((below.count() % 10) as u8)
}

/// Damm's check digit (H. M. Damm, 2004). It detects every single wrong digit and every swap of two
/// neighbouring digits. For digits that include their check digit it is 0.
fn damm(digits: &[u8]) -> u8 {
    /// A totally anti-symmetric quasigroup of order ten, with zeros on its diagonal.
    const QUASIGROUP: [[u8; 10]; 10] = [
        [0, 3, 1, 7, 5, 9, 8, 6, 4, 2],
        [7, 0, 9, 2, 1, 5, 4, 8, 6, 3],
        [4, 2, 0, 6, 8, 7, 1, 3, 5, 9],
        [1, 7, 5, 0, 9, 8, 3, 4, 2, 6],
        [6, 1, 2, 3, 0, 4, 5, 9, 7, 8],
        [3, 6, 7, 4, 2, 0, 9, 5, 8, 1],
        [5, 8, 6, 9, 7, 2, 0, 1, 3, 4],
        [8, 9, 4, 5, 3, 6, 2, 0, 1, 7],
        [9, 4, 3, 8, 6, 1, 7, 2, 0, 5],
        [2, 5, 8, 1, 4, 3, 6, 7, 9, 0],
    ];
    digits.iter().fold(0, |interim, &digit| {
        QUASIGROUP[usize::from(interim)][usize::from(digit)]
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::SystemEntropy;
    use proptest::prelude::*;

    struct Bytes([u8; 16]);

    impl Entropy for Bytes {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.copy_from_slice(&self.0);
        }
    }

    #[test]
    fn the_published_example_has_its_check_digit() {
        assert_eq!(damm(&[5, 7, 2]), 4);
        assert_eq!(damm(&[5, 7, 2, 4]), 0);
    }

    #[test]
    fn common_ways_of_typing_are_accepted() {
        let number = AccountNumber::random(&Bytes([9; 16]));
        let text = number.to_string();
        assert_eq!(text.len(), 19);
        let arabic: String = number
            .0
            .iter()
            .filter_map(|digit| char::from_u32(0x660 + u32::from(*digit)))
            .collect();
        let bold: String = number
            .0
            .iter()
            .filter_map(|digit| char::from_u32(0x1_D7EC + u32::from(*digit)))
            .collect();
        let pasted = format!("\u{2066}\u{FEFF} {} \n", text.replace(' ', "\u{2011}"));
        for typed in [
            text.replace(' ', ""),
            text.replace(' ', "-"),
            arabic,
            bold,
            pasted,
            text,
        ] {
            assert_eq!(AccountNumber::parse(&typed), Ok(number), "{typed}");
        }
    }

    #[test]
    fn digits_of_every_script_have_their_value() {
        for (zero, nine) in [
            ('0', '9'),
            ('٠', '٩'),
            ('۰', '۹'),
            ('०', '९'),
            ('๐', '๙'),
            ('０', '９'),
        ] {
            assert_eq!((digit_value(zero), digit_value(nine)), (Some(0), Some(9)));
        }
        assert_eq!(digit_value('²'), None);
    }

    #[test]
    fn other_texts_are_refused() {
        for (text, refusal) in [
            ("", AccountNumberRefusal::Length),
            ("1234 5678 9012 345", AccountNumberRefusal::Length),
            ("0000 0000 0000 0000 0", AccountNumberRefusal::Length),
            ("1234 5678 9012 345o", AccountNumberRefusal::NotDigits),
            ("-mike@example.org", AccountNumberRefusal::NotDigits),
        ] {
            assert_eq!(AccountNumber::parse(text), Err(refusal), "{text}");
        }
    }

    #[test]
    fn debug_does_not_show_it() {
        assert_eq!(
            format!("{:?}", AccountNumber::random(&SystemEntropy)),
            "[account number]"
        );
    }

    proptest! {
        #[test]
        fn a_number_parses_to_itself(bytes in any::<[u8; 16]>()) {
            let number = AccountNumber::random(&Bytes(bytes));
            prop_assert_eq!(AccountNumber::parse(&number.to_string()), Ok(number));
            prop_assert_eq!(AccountNumber::parse(&number.digits()), Ok(number));
        }

        #[test]
        fn a_wrong_digit_is_detected(bytes in any::<[u8; 16]>(), index in 0..DIGITS, shift in 1..10u8) {
            let mut number = AccountNumber::random(&Bytes(bytes));
            number.0[index] = (number.0[index] + shift) % 10;
            prop_assert_eq!(AccountNumber::parse(&number.digits()), Err(AccountNumberRefusal::Mistyped));
        }

        #[test]
        fn swapped_neighbours_are_detected(bytes in any::<[u8; 16]>(), index in 1..DIGITS) {
            let mut number = AccountNumber::random(&Bytes(bytes));
            prop_assume!(number.0[index - 1] != number.0[index]);
            number.0.swap(index - 1, index);
            prop_assert_eq!(AccountNumber::parse(&number.digits()), Err(AccountNumberRefusal::Mistyped));
        }

        #[test]
        fn no_text_causes_a_panic(text in any::<String>()) {
            if let Ok(number) = AccountNumber::parse(&text) {
                prop_assert_eq!(AccountNumber::parse(&number.to_string()), Ok(number));
            }
        }
    }
}
