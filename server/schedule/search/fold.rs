//! Spellings put aside.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Case and accents put aside, so that "soiree" finds "Soirée" and "strasse" finds "Straße".
pub(in crate::schedule) fn folded(text: &str) -> String {
    if text.is_ascii() {
        // Ten times faster, and most text is.
        return text.to_ascii_lowercase();
    }
    let mut folded = String::with_capacity(text.len());
    let letters = text
        .nfkd()
        .filter(|letter| !is_combining_mark(*letter))
        .flat_map(char::to_lowercase)
        .filter(|letter| !is_combining_mark(*letter));
    for letter in letters {
        match plain(letter) {
            Some(plain) => folded.push_str(plain),
            None => folded.push(letter),
        }
    }
    folded
}

/// Letters that Unicode does not take apart but that many keyboards lack.
const fn plain(letter: char) -> Option<&'static str> {
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
        // Word joiners and other characters that nobody types.
        '\u{ad}' | '\u{200c}' | '\u{200d}' | 'ـ' => "",
        _ => return None,
    })
}
