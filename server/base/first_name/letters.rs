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
    /// A hyphen, or another sign between two parts of one word: the Catalan and the Japanese middle dot.
    Hyphen,
    /// A sign between two parts of one word or at its end: an apostrophe, the dot of Tibetan syllables.
    Apostrophe,
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
        '-' | '\u{58A}' | '\u{5BE}' | '\u{B7}' | '\u{30FB}' => return CharacterKind::Hyphen,
        '\'' | '\u{2019}' | '\u{F0B}' | '\u{F0C}' => return CharacterKind::Apostrophe,
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

/// Whether ZWJ or ZWNJ has a visible effect between `before` and `after`; `None` for the end of the word. After a
/// virama and between Arabic letters: RFC 5892 appendix A.1 and A.2, without the table of joining types. Before a
/// virama and before a Khmer vowel: The Unicode Standard, chapters 12 and 16.
pub(super) fn takes_joiner(before: char, after: Option<char>) -> bool {
    if is_virama(before) {
        return true;
    }
    let Some(after) = after else {
        return false;
    };
    match before {
        '\u{620}'..='\u{64A}' | '\u{66E}'..='\u{6D3}' => true,
        '\u{900}'..='\u{DFF}' => is_virama(after),
        '\u{1780}'..='\u{17D3}' => matches!(after, '\u{17B6}'..='\u{17D3}'),
        _ => false,
    }
}

fn is_virama(c: char) -> bool {
    /// The canonical combining class of every virama.
    const VIRAMA: u8 = 9;
    canonical_combining_class(c) == VIRAMA
}

/// Replaces the dashes and apostrophes that keyboards, phones and word processors have beside the usual ones.
pub(super) fn plain_sign(c: char) -> char {
    match c {
        '\u{2010}'..='\u{2014}'
        | '\u{2043}'
        | '\u{2212}'
        | '\u{FE58}'
        | '\u{FE63}'
        | '\u{FF0D}' => '-',
        '`' | '\u{B4}' | '\u{55A}' | '\u{2018}' | '\u{201B}' | '\u{2032}' | '\u{FF07}' => {
            '\u{2019}'
        }
        _ => c,
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
