use super::*;
use proptest::prelude::*;

fn parsed(text: &str) -> Result<String, NameRefusal> {
    FirstName::parse(text).map(String::from)
}

fn folded(text: &str) -> String {
    FirstName::parse(text)
        .unwrap_or_else(|refusal| panic!("{text}: {refusal}"))
        .folded()
}

#[test]
fn names_of_many_scripts_are_accepted_unchanged() {
    for name in [
        "Mike",
        "Zoë",
        "Jean-Luc",
        "O'Neil",
        "O\u{2019}Neil",
        "Marcel\u{B7}lí",
        "Nguyễn",
        "Łukasz",
        "İpek",
        "Оля",
        "Ґалина",
        "Ελένη",
        "Նարե",
        "ნინო",
        "שרה",
        "ג\u{5F3}ורג\u{5F3}",
        "שָׂרָה",
        "محمد",
        "مُحَمَّد",
        "علی\u{200C}رضا",
        "अनिल",
        "लक्ष्मी",
        "শ্রেয়া",
        "ਗੁਰਪ੍ਰੀਤ",
        "தமிழ்",
        "ශ්\u{200D}රී",
        "สมชาย",
        "คำ",
        "น้ำ",
        "ຄຳ",
        "မောင်",
        "ភារុណ",
        "བཀྲ་ཤིས",
        "བཀྲ་ཤིས་",
        "ប\u{17CA}\u{200C}ី",
        "র\u{200D}\u{9CD}য",
        "രാജന\u{D4D}\u{200D}",
        "ג'ורג'",
        "Sa'",
        "マリー\u{30FB}アン",
        "בת-שבע",
        "בת\u{5BE}שבע",
        "ተስፋ",
        "さくら",
        "サクラ",
        "桜子",
        "田中さん",
        "マリー",
        "佐々木",
        "小明",
        "지민",
        "ᏣᎳᎩ",
        "ʻIolani",
        "J",
        "Ö",
    ] {
        assert_eq!(parsed(name).as_deref(), Ok(name));
    }
}

#[test]
fn an_initial_may_follow() {
    assert_eq!(parsed("Ana B").as_deref(), Ok("Ana B"));
    assert_eq!(parsed("  Ana \u{3000} B. ").as_deref(), Ok("Ana B."));
    assert_eq!(parsed("Оля Б.").as_deref(), Ok("Оля Б."));
    assert_eq!(parsed("अनिल कु").as_deref(), Ok("अनिल कु"));
    for (text, refusal) in [
        ("Ana B C", NameRefusal::TooManyWords),
        ("Mary Ann B.", NameRefusal::TooManyWords),
        ("Ana .", NameRefusal::Dot),
        ("Ana B..", NameRefusal::Dot),
        ("J. Mike", NameRefusal::Dot),
        ("J.", NameRefusal::Dot),
        ("J.R.", NameRefusal::Dot),
        ("Ana -", NameRefusal::NotLetters),
    ] {
        assert_eq!(parsed(text), Err(refusal), "{text}");
    }
}

fn english_roles() -> ReservedNames {
    ReservedNames::from_list("chair, co-chair, host, admin, moderator, operator, you")
}

#[test]
fn whoever_types_two_words_is_asked_once() {
    let own = |text: &str, is_confirmed| {
        FirstName::parse_own(text, is_confirmed, &english_roles()).map(String::from)
    };
    for name in [
        "Mary Ann",
        "José Luis",
        "عبد الله",
        "J Mike",
        "Ana Bc",
        "Ana B'",
    ] {
        assert_eq!(own(name, false), Err(NameRefusal::TwoWords), "{name}");
        assert_eq!(own(name, true).as_deref(), Ok(name));
        assert_eq!(
            parsed(name).as_deref(),
            Ok(name),
            "a stored name parses to itself"
        );
        let of_another = FirstName::parse_one_word(name).map(String::from);
        assert_eq!(of_another, Err(NameRefusal::TooManyWords), "{name}");
    }
    // An initial is no second word, and three words stay too many.
    for confirmed in [false, true] {
        assert_eq!(own("Ana B.", confirmed).as_deref(), Ok("Ana B."));
        let three = own("Ana Maria Lopez", confirmed);
        assert_eq!(three, Err(NameRefusal::TooManyWords));
    }
    assert_eq!(own("Maria  \u{3000}Jo", true).as_deref(), Ok("Maria Jo"));
    let long = format!("{} {}", "a".repeat(10), "b".repeat(11));
    assert_eq!(own(&long, true), Err(NameRefusal::TooLong));
    assert_eq!(own("Mary Аnn", true), Err(NameRefusal::MixedScripts));
}

#[test]
fn words_for_roles_and_their_look_alikes_are_nobodys_name() {
    for name in [
        "Chair",
        "chair",
        "CHAIR",
        "Chaír",
        "Ноѕт",
        "ᴄʜᴀɪʀ",
        "ʜᴏꜱᴛ",
        "Admin",
        "Moderator",
        "Operator",
        "You",
        "YOU",
        "yoʋ",
        "Co-Chair",
        "Co Chair",
        "cochair",
        "Chair B.",
        "Host Mary",
        "Mary Host",
        "Chair'",
        "Аԁмıп",
    ] {
        let own = FirstName::parse_own(name, true, &english_roles());
        let refused = matches!(own, Err(NameRefusal::Reserved | NameRefusal::MixedScripts));
        assert!(refused, "{name}");
    }
    for name in ["Char", "Hosta", "Adam", "Youssef", "Claire"] {
        let own = FirstName::parse_own(name, false, &english_roles()).map(String::from);
        assert_eq!(own.as_deref(), Ok(name));
    }
}

#[test]
fn the_apostrophes_and_dashes_of_every_keyboard_are_one() {
    for sign in ['`', '´', '‘', '′', '＇'] {
        assert_eq!(parsed(&format!("O{sign}Neil")).as_deref(), Ok("O’Neil"));
        assert_eq!(
            parsed(&format!("ג{sign}ורג{sign}")).as_deref(),
            Ok("ג’ורג’")
        );
    }
    for sign in ['‐', '‑', '–', '—', '−', '－'] {
        assert_eq!(parsed(&format!("Jean{sign}Luc")).as_deref(), Ok("Jean-Luc"));
    }
}

#[test]
fn composed_and_decomposed_forms_are_the_same_name() {
    assert_eq!(parsed("Zoe\u{308}"), parsed("Zoë"));
    assert_eq!(parsed("Jean\u{2010}Luc"), parsed("Jean-Luc"));
}

#[test]
fn a_mark_counts_together_with_its_letter() {
    let twenty = "न\u{93F}".repeat(20);
    assert_eq!(parsed(&twenty).as_deref(), Ok(twenty.as_str()));
    assert_eq!(parsed(&"न\u{93F}".repeat(21)), Err(NameRefusal::TooLong));
    assert_eq!(
        parsed(&format!("{} B.", "a".repeat(20))).map(|name| name.len()),
        Ok(23)
    );
    assert_eq!(parsed(&"a".repeat(21)), Err(NameRefusal::TooLong));
    assert_eq!(parsed(&"a".repeat(1_000_000)), Err(NameRefusal::TooLong));
}

#[test]
fn every_refusal_has_the_right_reason() {
    use NameRefusal::*;
    for (text, refusal) in [
        ("", Empty),
        (" \t\n", Empty),
        ("\u{3000}", Empty),
        ("Mike7", Digits),
        ("Mike٧", Digits),
        ("१अनिल", Digits),
        ("Henry Ⅷ", Digits),
        ("Mike²", Digits),
        ("mike@example.org", Address),
        ("mike＠example", Address),
        ("mike.example", Address),
        ("www-mike", Address),
        ("https", Address),
        ("HTTP", Address),
        ("http://x1.io", Address),
        ("t/me", Address),
        ("Mike.com", Address),
        ("Ana B.com", Address),
        ("Mike😀", Signs),
        ("❤\u{FE0F}Ana", Signs),
        ("Ana$", Signs),
        ("A+B", Signs),
        ("🇬🇧", Signs),
        ("Mike™", Signs),
        ("Mi\u{200B}ke", Hidden),
        ("Mi\u{202E}ke", Hidden),
        ("\u{2066}Mike", Hidden),
        ("Mi\u{AD}ke", Hidden),
        ("Mi\u{0}ke", Hidden),
        ("Mi\nke", Hidden),
        ("Mi\u{FEFF}ke", Hidden),
        ("Mi\u{200D}ke", Hidden),
        ("Mike\u{200C}", Hidden),
        ("علی\u{200C}", Hidden),
        ("\u{3164}", Hidden),
        ("지\u{115F}민", Hidden),
        ("Mike\u{E0041}", Hidden),
        ("Mike\u{E000}", Hidden),
        ("Mike\u{FE0F}", Hidden),
        ("Mi\u{34F}ke", Hidden),
        ("𝓜𝓲𝓴𝓮", Decorated),
        ("Ｍｉｋｅ", Decorated),
        ("ﬁona", Decorated),
        ("ﷲ", Decorated),
        ("Mᵢke", Decorated),
        ("ـ", NotLetters),
        ("ʻʻ", NotLetters),
        ("Mike_", NotLetters),
        ("Mike!", NotLetters),
        ("-Mike", NotLetters),
        ("Mike-", NotLetters),
        ("Jean--Luc", NotLetters),
        ("'", NotLetters),
        ("Ana.", Dot),
        ("'Ana", NotLetters),
        ("Ana''", NotLetters),
        ("न\u{200D}न", Hidden),
        ("a.b.example", Address),
        ("Mike#", NotLetters),
        ("a\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}", NotLetters),
        ("\u{301}", NotLetters),
        ("Miʲˠ", Decorated),
        ("Mˈike", NotLetters),
        ("M\u{20DD}", NotLetters),
        ("Mіke", MixedScripts),
        ("Аnna", MixedScripts),
        ("Νick", MixedScripts),
        ("Mikeさん", MixedScripts),
        ("Mike Б", MixedScripts),
    ] {
        assert_eq!(parsed(text), Err(refusal), "{text:?}");
    }
}

#[test]
fn names_that_look_or_sound_alike_fold_together() {
    for (one, other) in [
        ("Mike", "mike"),
        ("Mike", "MÍKE"),
        ("Mike", "МІКЕ"),
        ("Mike", "Міке"),
        ("Mike", "MlKE"),
        ("Ivan", "lvan"),
        ("Sha", "Ѕһа"),
        ("Pay", "Рау"),
        ("Zoë", "Zoe"),
        ("Jean-Luc", "jeanluc"),
        ("O'Neil", "O\u{2019}NEIL"),
        ("Ana B", "ana b."),
        ("Mary Ann", "Mary-Ann"),
        ("Mary Ann", "maryann"),
        ("ᴍɪᴋᴇ", "Mike"),
        ("Cac B.", "Сас В"),
        ("İpek", "Ipek"),
        ("ıpek", "Ipek"),
        ("Straße", "STRASSE"),
        ("Оля", "ОЛЯ"),
        ("مُحَمَّد", "محمد"),
        ("شَرِیف", "شریف"),
        ("שָׂרָה", "שרה"),
        ("Νίκος", "ΝΙΚΟΣ"),
    ] {
        assert_eq!(folded(one), folded(other), "{one} and {other}");
    }
    for (one, other) in [
        ("Ana", "Ana B"),
        ("Ana B", "Ana C"),
        ("Mike", "Mika"),
        ("Оля", "Оле"),
        ("さくら", "ざくら"),
        ("कि", "कु"),
    ] {
        assert_ne!(folded(one), folded(other), "{one} and {other}");
    }
}

#[test]
fn the_folded_form_of_every_letter_is_stable() {
    // The rest are Han and Hangul by the ten thousand, without case.
    for c in ('\0'..='\u{33FF}')
        .chain('\u{A000}'..='\u{ABFF}')
        .chain('\u{F900}'..='\u{16FFF}')
    {
        if letters::kind(c) == CharacterKind::Letter {
            let once = lookalike::folded(c.encode_utf8(&mut [0; 4]));
            assert_eq!(lookalike::folded(&once), once, "{c}");
        }
    }
}

#[test]
fn debug_hides_a_name_and_json_holds_it_as_text() {
    let name = FirstName::parse("Mike").expect("a plain name");
    assert_eq!(format!("{name:?}"), "[name]");
    assert_eq!(serde_json::to_string(&name).expect("text"), "\"Mike\"");
    assert!(serde_json::from_str::<FirstName>("\"Mike7\"").is_err());
}

/// Any text, and text that is likely to come close to a name.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[A-Za-zа-яא-ת\u{900}-\u{97F}\u{E00}-\u{E7F}\u{300}-\u{310}\u{600}-\u{66F}\u{200B}-\u{200F} .'-]{1,24}",
        "\\PC{1,12}",
        "\\p{L}[\\p{L}\\p{M}]{0,6}( \\p{L}\\.?)?",
    ]
}

proptest! {
    #[test]
    fn an_accepted_name_parses_to_itself(text in text()) {
        if let Ok(name) = FirstName::parse(&text) {
            prop_assert_eq!(parsed(name.as_str()), Ok(name.as_str().to_owned()));
            prop_assert!(!name.folded().is_empty());
            for c in name.as_str().chars() {
                prop_assert!(
                    matches!(letters::kind(c), CharacterKind::Letter | CharacterKind::Mark | CharacterKind::Hyphen | CharacterKind::Apostrophe | CharacterKind::Joiner | CharacterKind::Dot)
                        || c == ' '
                );
                prop_assert!(!c.is_control() && !c.is_numeric());
                let hidden = matches!(c, '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}');
                prop_assert!(!hidden);
            }
        }
    }

    #[test]
    fn case_and_decomposition_do_not_change_the_folded_form(text in "\\p{Latin}{1,10}") {
        use unicode_normalization::UnicodeNormalization;
        if let (Ok(name), Ok(upper)) = (FirstName::parse(&text), FirstName::parse(&text.nfd().collect::<String>())) {
            prop_assert_eq!(name.folded(), upper.folded());
        }
    }
}
