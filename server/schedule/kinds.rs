//! The type codes of the Meeting Guide: what a meeting can be said to be like. Their words are the
//! catalogue's `kind-*`.

/// The code of everybody's welcome; said by [`super::Access`] instead, never among a meeting's kinds.
pub const OPEN: &str = "O";
/// Likewise, of meetings for those who want to stop.
pub const CLOSED: &str = "C";
/// "Location temporarily closed": says nothing about a meeting that is held online.
pub const PLACE_CLOSED: &str = "TC";

/// What every directory of the format knows, languages and O and C included.
pub const GENERAL: &[&str] = &[
    "11", "12x12", "A", "ABSI", "AF", "AL", "AL-AN", "AM", "AR", "ASL", "B", "BA", "BE", "BG",
    "BI", "BRK", "C", "CAN", "CF", "D", "DA", "DB", "DD", "DE", "DR", "EL", "EN", "FA", "FF", "FI",
    "FR", "G", "GR", "H", "HE", "HI", "HR", "HU", "IS", "ITA", "JA", "KA", "KOR", "L", "LGBTQ",
    "LIT", "LS", "LT", "M", "MED", "ML", "MT", "N", "NB", "NDG", "NE", "NL", "NO", "O", "OUT", "P",
    "POA", "POC", "POL", "POR", "PUN", "RUS", "S", "SEN", "SK", "SL", "SM", "SP", "ST", "SV", "T",
    "TC", "TH", "TL", "TR", "TUR", "UK", "W", "X", "XB", "XT", "Y",
];

/// What Heroin Anonymous adds to them.
pub const HA: &[&str] = &[
    "BEG", "BT", "CPT", "CW", "DISC", "GL", "IP", "IW", "JFT", "LC", "NS", "QA", "RA", "SMOK",
    "SPK", "STEP", "SWG", "TOP", "TRAD", "VAR",
];

/// What an HA code is called elsewhere.
const ALIKE: &[(&str, &str)] = &[
    ("BEG", "BE"),
    ("DISC", "D"),
    ("SPK", "SP"),
    ("STEP", "ST"),
    ("TRAD", "TR"),
];

/// Languages by the first part of their BCP 47 tag.
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

/// Other tags of the same codes. Meetings with an interpreter say ASL as well: it does not tell back
/// which language is spoken.
const LANGUAGES_TOO: &[(&str, &str)] = &[
    ("ase", "ASL"),
    ("fil", "TL"),
    ("iw", "HE"),
    ("nb", "NO"),
    ("nn", "NO"),
];

/// What the form for a meeting offers: what makes sense of a meeting that is held online. Languages
/// and access have fields of their own there.
pub const OFFERED: &[&str] = &[
    "BE", "D", "SP", "ST", "TR", "LIT", "MED", "TOP", "QA", "BT", "JFT", "IP", "IW", "LC", "SWG",
    "CPT", "11", "12x12", "CAN", "H", "A", "M", "W", "NB", "T", "LGBTQ", "POC", "NDG", "Y", "SEN",
    "CF", "P", "DD", "ASL", "POA", "XT", "VAR",
];

/// A code as the tables spell it, whatever its case; `None` for what nobody knows.
#[must_use]
pub fn known(code: &str) -> Option<&'static str> {
    let code = code.trim();
    (GENERAL.iter().chain(HA).copied()).find(|known| known.eq_ignore_ascii_case(code))
}

/// What other directories call it; `None` where they have no such kind.
#[must_use]
pub fn general(code: &str) -> Option<&'static str> {
    let alike = ALIKE
        .iter()
        .find(|(ours, _)| ours.eq_ignore_ascii_case(code));
    let code = alike.map_or(code, |(_, theirs)| theirs);
    GENERAL
        .iter()
        .copied()
        .find(|known| known.eq_ignore_ascii_case(code))
}

/// The code that says that a language is spoken; the tag may have a region.
#[must_use]
pub fn of_language(tag: &str) -> Option<&'static str> {
    let language = super::primary_language(tag);
    (LANGUAGES.iter().chain(LANGUAGES_TOO))
        .find(|(known, _)| known.eq_ignore_ascii_case(language))
        .map(|(_, code)| *code)
}

/// The language that a code says, as a BCP 47 tag; `None` for all other kinds.
#[must_use]
pub fn language(code: &str) -> Option<&'static str> {
    LANGUAGES
        .iter()
        .find(|(_, known)| known.eq_ignore_ascii_case(code))
        .map(|(tag, _)| *tag)
}

/// Whether a meeting of this kind is meant for people who are new.
#[must_use]
pub fn welcomes_newcomers(code: &str) -> bool {
    matches!(code, "BE" | "BEG")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_code_has_its_word_and_every_word_its_code() {
        let words = include_str!("../../web/locales/en/pages.ftl");
        let worded: BTreeSet<&str> = (words.lines())
            .filter_map(|line| line.strip_prefix("kind-")?.split_once(" = "))
            .map(|(code, _)| code)
            .collect();
        let codes: Vec<String> = (GENERAL.iter().chain(HA))
            .map(|code| code.to_ascii_lowercase())
            .collect();
        // O and C are told as the meeting's access.
        let coded: BTreeSet<&str> = (codes.iter().map(String::as_str))
            .filter(|code| !["o", "c"].contains(code))
            .collect();
        assert_eq!(worded, coded);
        assert_eq!(codes.len(), coded.len() + 2, "a code occurs twice");
    }

    #[test]
    fn what_is_ours_is_told_in_the_general_codes() {
        for (ours, theirs) in [
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
            assert_eq!(general(ours), theirs, "{ours}");
        }
    }

    #[test]
    fn languages_and_their_codes_tell_each_other() {
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
    fn the_form_offers_known_kinds_that_have_no_field_of_their_own() {
        for code in OFFERED {
            assert_eq!(known(code), Some(*code));
            let elsewhere = [OPEN, CLOSED, PLACE_CLOSED].contains(code);
            assert!(!elsewhere && language(code).is_none(), "{code}");
        }
    }
}
