//! The type codes of the Meeting Guide format, which describe meetings. Their words are the messages
//! `kind-*` of the catalogue.

/// The code for open meetings. Stored as the access of a meeting, never among its kinds.
pub const OPEN: &str = "O";
/// The code for closed meetings, stored in the same way.
pub const CLOSED: &str = "C";
/// "Location temporarily closed": has no meaning for a meeting that is held online.
pub const PLACE_CLOSED: &str = "TC";

/// The general codes that every directory of the format knows, including languages, O and C.
pub const GENERAL: &[&str] = &[
    "11", "12x12", "A", "ABSI", "AF", "AL", "AL-AN", "AM", "AR", "ASL", "B", "BA", "BE", "BG",
    "BI", "BRK", "C", "CAN", "CF", "D", "DA", "DB", "DD", "DE", "DR", "EL", "EN", "FA", "FF", "FI",
    "FR", "G", "GR", "H", "HE", "HI", "HR", "HU", "IS", "ITA", "JA", "KA", "KOR", "L", "LGBTQ",
    "LIT", "LS", "LT", "M", "MED", "ML", "MT", "N", "NB", "NDG", "NE", "NL", "NO", "O", "OUT", "P",
    "POA", "POC", "POL", "POR", "PUN", "RUS", "S", "SEN", "SK", "SL", "SM", "SP", "ST", "SV", "T",
    "TC", "TH", "TL", "TR", "TUR", "UK", "W", "X", "XB", "XT", "Y",
];

/// The additional codes of Heroin Anonymous.
pub const HA: &[&str] = &[
    "BEG", "BT", "CPT", "CW", "DISC", "GL", "IP", "IW", "JFT", "LC", "NS", "QA", "RA", "SMOK",
    "SPK", "STEP", "SWG", "TOP", "TRAD", "VAR",
];

/// HA codes and the general code for the same kind.
const HA_TO_GENERAL: &[(&str, &str)] = &[
    ("BEG", "BE"),
    ("DISC", "D"),
    ("SPK", "SP"),
    ("STEP", "ST"),
    ("TRAD", "TR"),
];

/// The code of each language by its primary BCP 47 tag.
const LANGUAGES: &[(&str, &str)] = &[
    ("af", "AF"),
    ("am", "AM"),
    ("ar", "AR"),
    ("bg", "BG"),
    ("da", "DA"),
    ("de", "DE"),
    ("el", "EL"),
    ("en", "EN"),
    ("es", "S"),
    ("fa", "FA"),
    ("fi", "FI"),
    ("fr", "FR"),
    ("he", "HE"),
    ("hi", "HI"),
    ("hr", "HR"),
    ("hu", "HU"),
    ("is", "IS"),
    ("it", "ITA"),
    ("ja", "JA"),
    ("ka", "KA"),
    ("ko", "KOR"),
    ("lt", "LT"),
    ("ml", "ML"),
    ("mt", "MT"),
    ("ne", "NE"),
    ("nl", "NL"),
    ("no", "NO"),
    ("pa", "PUN"),
    ("pl", "POL"),
    ("pt", "POR"),
    ("ru", "RUS"),
    ("sk", "SK"),
    ("sl", "SL"),
    ("sv", "SV"),
    ("th", "TH"),
    ("tl", "TL"),
    ("tr", "TUR"),
    ("uk", "UK"),
];

/// Other tags that map to the same codes. Only in this direction: meetings with an interpreter have
/// the code ASL too, so it does not say which language is spoken.
const LANGUAGE_ALIASES: &[(&str, &str)] = &[
    ("ase", "ASL"),
    ("fil", "TL"),
    ("iw", "HE"),
    ("nb", "NO"),
    ("nn", "NO"),
];

/// The kinds that the meeting form offers: those that make sense for an online meeting. Languages and
/// access have fields of their own.
pub const OFFERED: &[&str] = &[
    "BE", "D", "SP", "ST", "TR", "LIT", "MED", "TOP", "QA", "BT", "JFT", "IP", "IW", "LC", "SWG",
    "CPT", "11", "12x12", "CAN", "H", "A", "M", "W", "NB", "T", "LGBTQ", "POC", "NDG", "Y", "SEN",
    "CF", "P", "DD", "ASL", "POA", "XT", "VAR",
];

/// A code in any case as the tables spell it; `None` for an unknown code.
#[must_use]
pub fn known(code: &str) -> Option<&'static str> {
    let code = code.trim();
    (GENERAL.iter().chain(HA).copied()).find(|known| known.eq_ignore_ascii_case(code))
}

/// The general code for a kind; `None` where the general list has no such kind.
#[must_use]
pub fn general(code: &str) -> Option<&'static str> {
    let mapped = HA_TO_GENERAL
        .iter()
        .find(|(ha, _)| ha.eq_ignore_ascii_case(code));
    let code = mapped.map_or(code, |(_, general)| general);
    GENERAL
        .iter()
        .copied()
        .find(|known| known.eq_ignore_ascii_case(code))
}

/// The code for a spoken language, given its BCP 47 tag; a region is ignored.
#[must_use]
pub fn of_language(tag: &str) -> Option<&'static str> {
    let language = primary_language(tag);
    (LANGUAGES.iter().chain(LANGUAGE_ALIASES))
        .find(|(known, _)| known.eq_ignore_ascii_case(language))
        .map(|(_, code)| *code)
}

/// The BCP 47 tag of the language that a code stands for; `None` for all other kinds.
#[must_use]
pub fn language(code: &str) -> Option<&'static str> {
    LANGUAGES
        .iter()
        .find(|(_, known)| known.eq_ignore_ascii_case(code))
        .map(|(tag, _)| *tag)
}

/// The primary language of a BCP 47 tag, without region or script: "pt" of "pt-BR".
#[must_use]
pub fn primary_language(tag: &str) -> &str {
    tag.split_once('-').map_or(tag, |(language, _)| language)
}

/// Whether meetings of this kind are meant for newcomers.
#[must_use]
pub fn welcomes_newcomers(code: &str) -> bool {
    matches!(code, "BE" | "BEG")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_code_has_a_message_and_every_message_a_code() {
        let words = include_str!("../../web/locales/en/pages.ftl");
        let with_message: BTreeSet<&str> = (words.lines())
            .filter_map(|line| line.strip_prefix("kind-")?.split_once(" = "))
            .map(|(code, _)| code)
            .collect();
        let codes: Vec<String> = (GENERAL.iter().chain(HA))
            .map(|code| code.to_ascii_lowercase())
            .collect();
        // O and C are stored as the meeting's access.
        let expected: BTreeSet<&str> = (codes.iter().map(String::as_str))
            .filter(|code| !["o", "c"].contains(code))
            .collect();
        assert_eq!(with_message, expected);
        assert_eq!(codes.len(), expected.len() + 2, "no code occurs twice");
    }

    #[test]
    fn ha_codes_map_to_general_codes() {
        for (code, expected) in [
            ("BEG", Some("BE")),
            ("DISC", Some("D")),
            ("SPK", Some("SP")),
            ("STEP", Some("ST")),
            ("TRAD", Some("TR")),
            ("MED", Some("MED")),
            ("12X12", Some("12x12")),
            ("JFT", None),
            ("nonsense", None),
        ] {
            assert_eq!(general(code), expected, "{code}");
        }
    }

    #[test]
    fn languages_and_codes_map_to_each_other() {
        for (tag, code) in [
            ("en-GB", "EN"),
            ("es", "S"),
            ("pt-BR", "POR"),
            ("fa", "FA"),
            ("nb", "NO"),
        ] {
            assert_eq!(of_language(tag), Some(code), "{tag}");
        }
        assert_eq!(of_language("cy"), None);
        assert_eq!(language("S"), Some("es"));
        assert_eq!(language("SP"), None);
        for (tag, code) in LANGUAGES {
            assert!(GENERAL.contains(code), "{code}");
            assert_eq!(language(code), Some(*tag));
            assert_eq!(of_language(tag), Some(*code));
        }
    }

    #[test]
    fn the_form_offers_only_known_kinds_without_a_field_of_their_own() {
        for code in OFFERED {
            assert_eq!(known(code), Some(*code));
            let is_access = [OPEN, CLOSED, PLACE_CLOSED].contains(code);
            assert!(!is_access && language(code).is_none(), "{code}");
        }
    }
}
