//! Classifies the characters of a name.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;
use unicode_properties::{
    GeneralCategory as Category, GeneralCategoryGroup as Group, UnicodeGeneralCategory,
};
use unicode_security::mixed_script::AugmentedScriptSet;

/// The role of a character in a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CharacterKind {
    Letter,
    /// Part of the letter before it: an accent, a vowel sign, a tone.
    Mark,
    /// A hyphen, or another sign between two parts of one word: an apostrophe, the Catalan middle dot.
    Hyphen,
    /// ZWJ or ZWNJ, which some scripts need for correct letter shapes.
    Joiner,
    Space,
    /// The dot of an initial.
    Dot,
    /// A digit of any script, or a numeral that is not a letter.
    Digit,
    /// An emoji, a currency symbol, a mathematical or another symbol.
    Symbol,
    /// Control, bidirectional override, zero width, private use, unassigned.
    Hidden,
    /// A letter in another style: mathematical, full-width, a ligature.
    Decorated,
    Other,
}

pub(super) fn kind(c: char) -> CharacterKind {
    match c {
        ' ' => return CharacterKind::Space,
        '.' => return CharacterKind::Dot,
        '-' | '\'' | '\u{2019}' | '\u{B7}' => return CharacterKind::Hyphen,
        '\u{200C}' | '\u{200D}' => return CharacterKind::Joiner,
        // The Hebrew geresh is punctuation in Unicode, but part of letters such as the G of George.
        '\u{5F3}' => return CharacterKind::Mark,
        _ => {}
    }
    let category = c.general_category();
    match c.general_category_group() {
        _ if is_invisible(c) => CharacterKind::Hidden,
        Group::Letter if is_decorated(c) => CharacterKind::Decorated,
        Group::Letter if category == Category::ModifierLetter && !is_spelling_modifier(c) => {
            CharacterKind::Other
        }
        Group::Letter => CharacterKind::Letter,
        Group::Mark if category == Category::EnclosingMark => CharacterKind::Other,
        Group::Mark => CharacterKind::Mark,
        Group::Number => CharacterKind::Digit,
        Group::Symbol => CharacterKind::Symbol,
        Group::Separator if category == Category::SpaceSeparator => CharacterKind::Space,
        Group::Separator | Group::Other => CharacterKind::Hidden,
        Group::Punctuation => CharacterKind::Other,
    }
}

/// Whether ZWJ or ZWNJ has a visible effect after `c`: after a virama, and between Arabic
/// letters (RFC 5892 appendix A.1 and A.2, without the table of joining types).
pub(super) fn takes_joiner(c: char) -> bool {
    /// The canonical combining class of every virama.
    const VIRAMA: u8 = 9;
    canonical_combining_class(c) == VIRAMA
        || matches!(c, '\u{620}'..='\u{64A}' | '\u{66E}'..='\u{6D3}')
}

/// Replaces the hyphens that phones and word processors insert for the hyphen key.
pub(super) fn plain_hyphen(c: char) -> char {
    if matches!(c, '\u{2010}' | '\u{2011}') {
        '-'
    } else {
        c
    }
}

/// Whether a character is default-ignorable, such as a Hangul filler: only these have no skeleton (UTS 39).
fn is_invisible(c: char) -> bool {
    unicode_security::skeleton(c.encode_utf8(&mut [0; 4]))
        .next()
        .is_none()
}

fn is_decorated(c: char) -> bool {
    // Unicode decomposes a vowel and a syllable of Thai and Lao that are ordinary letters there.
    let is_thai_or_lao = matches!(c, '\u{E00}'..='\u{EFF}');
    !is_thai_or_lao && !std::iter::once(c).nfkc().eq(std::iter::once(c))
}

/// Whether a modifier letter is part of ordinary spelling. Those of a single script are, such as the Japanese
/// long vowel mark; of those that several scripts share, only the okina and the modifier apostrophe are.
fn is_spelling_modifier(c: char) -> bool {
    matches!(c, '\u{2BB}' | '\u{2BC}') || !AugmentedScriptSet::for_char(c).is_all()
}
