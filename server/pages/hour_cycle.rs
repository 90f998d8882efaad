//! Whether a visitor counts twelve hours or twenty-four, by the languages that their browser asks for.

/// How times of the day are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum HourCycle {
    /// "7:00 PM".
    Of12,
    /// "19:00".
    #[default]
    Of24,
}

/// Regions that prefer twelve hours (CLDR, `timeData`, those whose `preferred` is `h`).
const TWELVE: &str = "AE AG AL AS AU BB BD BH BM BN BS BT CA CO CY DJ DM DO DZ EG EH ER ET FJ FM GD GH GM GR GU GY \
    HK HN IN IQ JM JO KH KI KM KN KP KR KW KY LB LC LR LS LY MH MO MP MR MW MY NA NI NZ OM PA PG PH PK PR PS PW PY QA \
    SA SB SD SG SL SO SS SV SY SZ TC TD TN TO TT TW UM US VC VE VG VI VU WS YE ZM";

/// Languages whose most likely region (CLDR, `likelySubtags`) is one of those.
const TWELVE_WITHOUT_REGION: &str = "ar bn en hi ko ur";

impl HourCycle {
    /// By the value of an `Accept-Language` header: its first language decides, as in the browser. A later
    /// one decides only if it names the region of the same language, as in `en, en-GB`.
    pub(super) fn of_languages(header: &str) -> Self {
        let tags = || {
            header
                .split(',')
                .map(|part| part.split(';').next().unwrap_or_default().trim())
        };
        let Some(first) = tags().next().filter(|tag| !tag.is_empty()) else {
            return Self::default();
        };
        let language = language_of(first);
        let same_language = |tag: &&str| language_of(tag).eq_ignore_ascii_case(language);
        let region = tags().filter(same_language).find_map(region_of);
        let contains = |list: &str, wanted: &str| {
            list.split_whitespace()
                .any(|known| known.eq_ignore_ascii_case(wanted))
        };
        let is_twelve = match region {
            // French is spoken by the clock of France in Canada too.
            Some(region) => {
                contains(TWELVE, region)
                    && !(language.eq_ignore_ascii_case("fr") && region.eq_ignore_ascii_case("CA"))
            }
            None => contains(TWELVE_WITHOUT_REGION, language),
        };
        if is_twelve { Self::Of12 } else { Self::Of24 }
    }
}

fn language_of(tag: &str) -> &str {
    tag.split('-').next().unwrap_or_default()
}

/// The region of a tag, such as `US` of `en-US` or `zh-Hant-TW`.
fn region_of(tag: &str) -> Option<&str> {
    tag.split('-').skip(1).find(|part| part.len() == 2)
}

#[cfg(test)]
mod tests {
    use super::HourCycle::{self, Of12, Of24};

    #[test]
    fn the_first_language_and_its_region_decide() {
        for (header, expected) in [
            ("", Of24),
            ("*", Of24),
            ("en-US,en;q=0.9", Of12),
            ("EN-us", Of12),
            ("en", Of12),
            ("en, en-GB;q=0.5", Of24),
            ("en-GB,en-US;q=0.8,en;q=0.6", Of24),
            ("de-DE,en-US;q=0.5", Of24),
            ("fr-CA,fr;q=0.8", Of24),
            ("en-CA", Of12),
            ("zh-Hant-TW", Of12),
            ("es-419, es-CO", Of12),
            ("; q=1, ,", Of24),
        ] {
            assert_eq!(HourCycle::of_languages(header), expected, "{header}");
        }
    }
}
