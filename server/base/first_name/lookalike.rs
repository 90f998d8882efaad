//! How a name looks and sounds, so that two people can be told apart.

use super::letters::{self, Kind};
use unicode_normalization::UnicodeNormalization;
use unicode_security::skeleton;

/// Enough for every letter to settle (`every_letter_settles`).
const ROUNDS: usize = 2;

/// The look-alike skeleton of UTS 39, taken in capital and then in small letters: "Ivan" and
/// "lvan" meet in the first, and so do Latin "MIKE" and its Cyrillic twin. Folding too much costs a
/// visible mark beside a name, folding too little lets one person pass for another.
pub(super) fn folded(name: &str) -> String {
    (0..ROUNDS).fold(name.to_owned(), |look, _| {
        let capital: String = skeleton(&unaccented(&look).to_uppercase()).collect();
        let small: String = skeleton(&unaccented(&capital).to_lowercase()).collect();
        unaccented(&small)
    })
}

/// Without accents, joints, joiners and the dot of an initial, which nobody hears.
fn unaccented(text: &str) -> String {
    text.nfd()
        .filter(|&c| {
            !is_accent(c) && !matches!(letters::kind(c), Kind::Joint | Kind::Joiner | Kind::Dot)
        })
        .collect()
}

/// Marks that many people leave out. Not the vowel signs and tones that make another word.
fn is_accent(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36F}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}' // general
        | '\u{591}'..='\u{5C7}' | '\u{5F3}' // Hebrew points, and its geresh
        | '\u{640}' | '\u{64B}'..='\u{65F}' | '\u{670}' // Arabic stretching and vowels
        | '\u{2BB}' | '\u{2BC}') // the okina and the apostrophe letter
}
