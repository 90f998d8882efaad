//! Languages by their own names, by which their speakers look for them: data, not translations.

/// Names by the first part of a BCP 47 tag: the languages of the Meeting Guide's type codes.
const NAMES: &[(&str, &str)] = &[
    ("af", "Afrikaans"),
    ("am", "አማርኛ"),
    ("ar", "العربية"),
    ("bg", "Български"),
    ("da", "Dansk"),
    ("de", "Deutsch"),
    ("el", "Ελληνικά"),
    ("en", "English"),
    ("es", "Español"),
    ("fa", "فارسی"),
    ("fi", "Suomi"),
    ("fr", "Français"),
    ("he", "עברית"),
    ("hi", "हिन्दी"),
    ("hr", "Hrvatski"),
    ("hu", "Magyar"),
    ("is", "Íslenska"),
    ("it", "Italiano"),
    ("ja", "日本語"),
    ("ka", "ქართული"),
    ("ko", "한국어"),
    ("lt", "Lietuvių"),
    ("ml", "മലയാളം"),
    ("mt", "Malti"),
    ("ne", "नेपाली"),
    ("nl", "Nederlands"),
    ("no", "Norsk"),
    ("pa", "ਪੰਜਾਬੀ"),
    ("pl", "Polski"),
    ("pt", "Português"),
    ("ru", "Русский"),
    ("sk", "Slovenčina"),
    ("sl", "Slovenščina"),
    ("sv", "Svenska"),
    ("th", "ไทย"),
    ("tl", "Tagalog"),
    ("tr", "Türkçe"),
    ("uk", "Українська"),
];

/// The language's own name, or the tag if the name is unknown.
pub(super) fn name(tag: &str) -> &str {
    let language = primary(tag);
    NAMES
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(language))
        .map_or(tag, |(_, name)| name)
}

/// Every known language: its tag and its name.
pub(super) fn all() -> impl Iterator<Item = (&'static str, &'static str)> {
    NAMES.iter().copied()
}

/// The tag for a `lang` attribute, if the text is in another language than the page.
pub(super) fn other<'t>(tag: &'t str, page: &str) -> Option<&'t str> {
    (!primary(tag).eq_ignore_ascii_case(primary(page))).then_some(tag)
}

fn primary(tag: &str) -> &str {
    tag.split_once('-').map_or(tag, |(language, _)| language)
}
