//! Finds names that look or sound the same, so that people can be distinguished.

use super::letters::{self, CharacterKind};
use unicode_normalization::UnicodeNormalization;
use unicode_security::skeleton;

/// The number of rounds after which the folded form no longer changes; a test checks this for all letters.
const ROUNDS: usize = 2;

/// The folded form: the look-alike skeleton of UTS 39, of upper case and then of lower case. In upper case "Ivan"
/// and "lvan" become equal, and so do Latin "MIKE" and its Cyrillic look-alike. It is safe if different names
/// become equal (a mark is shown beside the name), but not if look-alikes differ (one person could pretend to be
/// another).
pub(super) fn folded(name: &str) -> String {
    (0..ROUNDS).fold(name.to_owned(), |name, _| {
        let upper: String = skeleton(&remove_accents(&name).to_uppercase()).collect();
        let lower: String = skeleton(&remove_accents(&upper).to_lowercase()).collect();
        remove_accents(&lower)
    })
}

/// Removes accents, spaces, hyphens, joiners and the dot of an initial, because they do not change how a name
/// sounds.
fn remove_accents(text: &str) -> String {
    text.nfd()
        .filter(|&c| {
            !is_accent(c)
                && !matches!(
                    letters::kind(c),
                    CharacterKind::Hyphen
                        | CharacterKind::Apostrophe
                        | CharacterKind::Joiner
                        | CharacterKind::Dot
                        | CharacterKind::Space
                )
        })
        .map(full_size)
        .collect()
}

/// Small capitals are letters of phonetic alphabets, which UTS 39 does not compare with ordinary ones.
fn full_size(c: char) -> char {
    const SMALL_CAPITALS: [(char, char); 26] = [
        ('ᴀ', 'a'),
        ('ʙ', 'b'),
        ('ᴄ', 'c'),
        ('ᴅ', 'd'),
        ('ᴇ', 'e'),
        ('ꜰ', 'f'),
        ('ɢ', 'g'),
        ('ʜ', 'h'),
        ('ɪ', 'i'),
        ('ᴊ', 'j'),
        ('ᴋ', 'k'),
        ('ʟ', 'l'),
        ('ᴍ', 'm'),
        ('ɴ', 'n'),
        ('ᴏ', 'o'),
        ('ᴘ', 'p'),
        ('ꞯ', 'q'),
        ('ʀ', 'r'),
        ('ꜱ', 's'),
        ('ᴛ', 't'),
        ('ᴜ', 'u'),
        ('ᴠ', 'v'),
        ('ᴡ', 'w'),
        ('ʏ', 'y'),
        ('ᴢ', 'z'),
        ('ᴁ', 'æ'),
    ];
    let found = SMALL_CAPITALS.iter().find(|(small, _)| *small == c);
    found.map_or(c, |(_, full)| *full)
}

/// Whether a character is a mark that many people leave out. Vowel signs and tones do not count, because without
/// them it is another word.
fn is_accent(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36F}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}' // general
        | '\u{591}'..='\u{5C7}' | '\u{5F3}' // Hebrew points and the geresh
        | '\u{640}' | '\u{64B}'..='\u{65F}' | '\u{670}' // Arabic tatweel and vowels
        | '\u{2BB}' | '\u{2BC}') // the okina and the modifier apostrophe
}
