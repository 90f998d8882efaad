//! What a single character is to a name.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;
use unicode_properties::{
    GeneralCategory as Category, GeneralCategoryGroup as Group, UnicodeGeneralCategory,
};
use unicode_security::mixed_script::AugmentedScriptSet;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Letter,
    /// Belongs to the letter before it: an accent, a vowel sign, a tone.
    Mark,
    /// Joins two parts of one word: a hyphen, an apostrophe, the Catalan middle dot.
    Joint,
    /// ZWJ or ZWNJ, which some scripts need for the right shapes.
    Joiner,
    Space,
    /// The dot of an initial.
    Dot,
    /// A digit, or a numeral that is no letter, of any script.
    Digit,
    /// An emoji, a currency, a mathematical or another sign.
    Sign,
    /// Control, bidirectional override, zero width, private use, unassigned.
    Hidden,
    /// Stands for a plain letter in another style: mathematical, full width, a ligature.
    Decorated,
    Other,
}

pub(super) fn kind(c: char) -> Kind {
    match c {
        ' ' => return Kind::Space,
        '.' => return Kind::Dot,
        '-' | '\'' | '\u{2019}' | '\u{B7}' => return Kind::Joint,
        '\u{200C}' | '\u{200D}' => return Kind::Joiner,
        // The Hebrew geresh is punctuation to Unicode, but makes the G of George.
        '\u{5F3}' => return Kind::Mark,
        _ => {}
    }
    let category = c.general_category();
    match c.general_category_group() {
        _ if is_invisible(c) => Kind::Hidden,
        Group::Letter if is_decorated(c) => Kind::Decorated,
        Group::Letter if category == Category::ModifierLetter && !is_spelling_modifier(c) => {
            Kind::Other
        }
        Group::Letter => Kind::Letter,
        Group::Mark if category == Category::EnclosingMark => Kind::Other,
        Group::Mark => Kind::Mark,
        Group::Number => Kind::Digit,
        Group::Symbol => Kind::Sign,
        Group::Separator if category == Category::SpaceSeparator => Kind::Space,
        Group::Separator | Group::Other => Kind::Hidden,
        Group::Punctuation => Kind::Other,
    }
}

/// Whether ZWJ or ZWNJ makes a visible difference after `c`: after a virama, and between Arabic
/// letters (RFC 5892 appendix A.1 and A.2, without the table of joining types).
pub(super) fn takes_joiner(c: char) -> bool {
    /// The canonical combining class of every virama.
    const VIRAMA: u8 = 9;
    canonical_combining_class(c) == VIRAMA
        || matches!(c, '\u{620}'..='\u{64A}' | '\u{66E}'..='\u{6D3}')
}

/// Phones and word processors type other hyphens for the same key.
pub(super) fn plain_hyphen(c: char) -> char {
    if matches!(c, '\u{2010}' | '\u{2011}') {
        '-'
    } else {
        c
    }
}

/// Default-ignorable characters, Hangul fillers included: exactly those have no skeleton (UTS 39).
fn is_invisible(c: char) -> bool {
    unicode_security::skeleton(c.encode_utf8(&mut [0; 4]))
        .next()
        .is_none()
}

fn is_decorated(c: char) -> bool {
    // Thai and Lao write a vowel and a syllable that Unicode decomposes though nobody else does.
    let decomposes_by_custom = matches!(c, '\u{E00}'..='\u{EFF}');
    !decomposes_by_custom && !std::iter::once(c).nfkc().eq(std::iter::once(c))
}

/// Modifier letters of one script belong to its spelling (the Japanese long vowel); of the common
/// ones only the okina and the apostrophe letter do.
fn is_spelling_modifier(c: char) -> bool {
    matches!(c, '\u{2BB}' | '\u{2BC}') || !AugmentedScriptSet::for_char(c).is_all()
}
