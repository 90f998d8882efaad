//! Comparing names by their look and sound, so that people can be told apart.

use super::letters::{self, CharacterKind};
use unicode_normalization::UnicodeNormalization;
use unicode_security::skeleton;

/// After so many rounds the form of every letter is stable; a test checks this for all letters.
const ROUNDS: usize = 2;

/// The look-alike skeleton of UTS 39, of upper case and then of lower case. In upper case "Ivan" and "lvan"
/// become equal, and so do Latin "MIKE" and its Cyrillic look-alike. If two different names become equal,
/// a mark is shown beside a name; if two look-alikes differ, one person can pass for another.
pub(super) fn folded(name: &str) -> String {
    (0..ROUNDS).fold(name.to_owned(), |name, _| {
        let upper: String = skeleton(&unaccented(&name).to_uppercase()).collect();
        let lower: String = skeleton(&unaccented(&upper).to_lowercase()).collect();
        unaccented(&lower)
    })
}

/// Removes accents, joints, joiners and the dot of an initial, which are not heard when spoken.
fn unaccented(text: &str) -> String {
    text.nfd()
        .filter(|&c| {
            !is_accent(c)
                && !matches!(
                    letters::kind(c),
                    CharacterKind::Joint | CharacterKind::Joiner | CharacterKind::Dot
                )
        })
        .collect()
}

/// Whether a mark is one that many people leave out. Vowel signs and tones are not, because they change the word.
fn is_accent(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36F}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}' // general
        | '\u{591}'..='\u{5C7}' | '\u{5F3}' // Hebrew points, and its geresh
        | '\u{640}' | '\u{64B}'..='\u{65F}' | '\u{670}' // Arabic stretching and vowels
        | '\u{2BB}' | '\u{2BC}') // the okina and the apostrophe letter
}
