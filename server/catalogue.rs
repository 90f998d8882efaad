//! The texts of the pages: English messages, looked up by Fluent identifier.
//!
//! Imported by pages and handlers. Deliberately absent: HTML. Templates escape the formatted messages.

use crate::base::ReservedNames;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use std::collections::HashMap;
use std::sync::Arc;
use unic_langid::LanguageIdentifier;

/// The sources of all English messages, in Fluent's syntax.
const ENGLISH: [&str; 6] = [
    include_str!("../web/locales/en/pages.ftl"),
    include_str!("../web/locales/en/countries.ftl"),
    include_str!("../web/locales/en/serving.ftl"),
    include_str!("../web/locales/en/operator.ftl"),
    include_str!("../web/locales/en/sharing.ftl"),
    include_str!("../web/locales/en/demo.ftl"),
];

/// The message with the words that are nobody's name, separated by commas.
const RESERVED_NAMES: &str = "reserved-names";

/// The messages of one language.
pub struct Catalogue {
    bundle: FluentBundle<FluentResource>,
    /// The texts of the messages without parameters. They are formatted once, because a schedule uses hundreds.
    fixed: HashMap<&'static str, String>,
    /// The message identifier of each kind of meeting, by its type code in upper case.
    kinds: HashMap<String, &'static str>,
    reserved_names: Arc<ReservedNames>,
    language: &'static str,
    direction: &'static str,
}

impl Catalogue {
    /// The English catalogue of a site that uses the program's name.
    #[must_use]
    pub fn english() -> Self {
        Self::for_site(None)
    }

    /// The English catalogue of a site. `name` replaces the program's name in the texts.
    ///
    /// # Panics
    /// If the name has more than one line; [`crate::config::Site`] refuses such a name.
    #[must_use]
    pub fn for_site(name: Option<&str>) -> Self {
        let english: LanguageIdentifier = "en".parse().expect("\"en\" is a valid language tag");
        let mut bundle = FluentBundle::new_concurrent(vec![english]);
        // Fluent's isolation marks would be part of titles and attributes. Instead, text that may have another
        // direction than the page is in an element with `dir="auto"`.
        bundle.set_use_isolating(false);
        for text in ENGLISH {
            let resource = FluentResource::try_new(text.to_owned())
                .expect("the English catalogue is compiled in and parsed by the tests");
            bundle
                .add_resource(resource)
                .expect("the tests check that no identifier occurs twice in the English catalogue");
        }
        if let Some(name) = name {
            bundle.add_resource_overriding(brand_resource(name));
        }
        let fixed = format_fixed(&bundle);
        Self {
            kinds: (fixed.keys())
                .filter_map(|id| Some((id.strip_prefix("kind-")?.to_ascii_uppercase(), *id)))
                .collect(),
            reserved_names: Arc::new(ReservedNames::from_list(
                fixed.get(RESERVED_NAMES).map_or("", String::as_str),
            )),
            fixed,
            bundle,
            language: "en",
            direction: "ltr",
        }
    }

    /// The language tag, for the `lang` attribute.
    #[must_use]
    pub fn language(&self) -> &'static str {
        self.language
    }

    /// The text direction of the language, for the `dir` attribute.
    #[must_use]
    pub fn direction(&self) -> &'static str {
        self.direction
    }

    /// The words that are nobody's name in this language.
    #[must_use]
    pub fn reserved_names(&self) -> &Arc<ReservedNames> {
        &self.reserved_names
    }

    /// Whether there is a message with this identifier.
    #[must_use]
    pub fn has(&self, id: &str) -> bool {
        self.bundle.has_message(id)
    }

    /// The text of a message without parameters.
    #[must_use]
    pub fn get(&self, id: &str) -> String {
        self.fixed(id)
            .map_or_else(|| self.text(id, &[]), str::to_owned)
    }

    /// The text of a message without parameters, borrowed. `None` if there is no such message.
    #[must_use]
    pub fn fixed(&self, id: &str) -> Option<&str> {
        self.fixed.get(id).map(String::as_str)
    }

    /// The name of the kind with this type code of the Meeting Guide. The case of the code does not matter.
    #[must_use]
    pub fn kind(&self, code: &str) -> Option<&str> {
        let id = match self.kinds.get(code) {
            Some(id) => id,
            None => self.kinds.get(&code.to_ascii_uppercase())?,
        };
        self.fixed(id)
    }

    /// The text of a message with parameters. A missing message gives its identifier in brackets: the
    /// page still works, and the mistake is visible.
    #[must_use]
    pub fn text(&self, id: &str, parameters: &[(&str, FluentValue<'_>)]) -> String {
        let pattern = self
            .bundle
            .get_message(id)
            .and_then(|message| message.value());
        let Some(pattern) = pattern else {
            return format!("⟦{id}⟧");
        };
        let arguments: FluentArgs<'_> = parameters.iter().cloned().collect();
        let mut errors = Vec::new();
        self.bundle
            .format_pattern(pattern, Some(&arguments), &mut errors)
            .into_owned()
    }
}

/// The message `brand`. Its value is a string literal, so that Fluent does not interpret characters of the name.
fn brand_resource(name: &str) -> FluentResource {
    let literal = name.replace('\\', r"\\").replace('"', r#"\""#);
    FluentResource::try_new(format!("brand = {{ \"{literal}\" }}\n"))
        .expect("an escaped string literal of one line is valid Fluent")
}

/// Formats each message that needs no parameters.
fn format_fixed(bundle: &FluentBundle<FluentResource>) -> HashMap<&'static str, String> {
    (ENGLISH.iter().flat_map(|text| text.lines()))
        .filter_map(|line| line.split_once(" = ").map(|(id, _)| id))
        .filter_map(|id| {
            let mut errors = Vec::new();
            let pattern = bundle.get_message(id)?.value()?;
            let text = bundle.format_pattern(pattern, None, &mut errors);
            errors.is_empty().then(|| (id, text.into_owned()))
        })
        .collect()
}

impl std::fmt::Debug for Catalogue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Catalogue")
            .field("language", &self.language)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
