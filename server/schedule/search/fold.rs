//! Normalises spelling for comparison.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Removes case and accents, so that "soiree" finds "Soirée" and "strasse" finds "Straße".
pub(in crate::schedule) fn fold(text: &str) -> String {
    if text.is_ascii() {
        // Ten times faster, and most text is ASCII.
        return text.to_ascii_lowercase();
    }
    let mut folded = String::with_capacity(text.len());
    let letters = text
        .nfkd()
        .filter(|letter| !is_combining_mark(*letter))
        .flat_map(char::to_lowercase)
        .filter(|letter| !is_combining_mark(*letter));
    for letter in letters {
        match replacement(letter) {
            Some(letters) => folded.push_str(letters),
            None => folded.push(letter),
        }
    }
    folded
}

/// Letters that Unicode does not decompose but that many keyboards lack.
const fn replacement(letter: char) -> Option<&'static str> {
    Some(match letter {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'đ' | 'ð' => "d",
        'ł' => "l",
        'ħ' => "h",
        'ı' => "i",
        'þ' => "th",
        // Soft hyphen, joiners and the Arabic tatweel: nobody types them.
        '\u{ad}' | '\u{200c}' | '\u{200d}' | 'ـ' => "",
        _ => return None,
    })
}
