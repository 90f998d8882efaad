//! The messages of the pages, by their Fluent identifiers, in English.
//!
//! For pages and handlers. Deliberately absent: HTML. Templates escape the formatted messages.

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use std::collections::HashMap;
use unic_langid::LanguageIdentifier;

const ENGLISH: [&str; 5] = [
    include_str!("../web/locales/en/pages.ftl"),
    include_str!("../web/locales/en/countries.ftl"),
    include_str!("../web/locales/en/serving.ftl"),
    include_str!("../web/locales/en/operator.ftl"),
    include_str!("../web/locales/en/sharing.ftl"),
];

/// The messages of one language.
pub struct Catalogue {
    bundle: FluentBundle<FluentResource>,
    /// The messages without parameters, formatted once, since a schedule uses hundreds of them.
    fixed: HashMap<&'static str, String>,
    /// The identifiers of the kinds of meetings, by type code.
    kinds: HashMap<String, &'static str>,
    language: &'static str,
    direction: &'static str,
}

impl Catalogue {
    /// The English catalogue of a site without a name of its own.
    #[must_use]
    pub fn english() -> Self {
        Self::of_site(None)
    }

    /// The English catalogue of a site whose name, if any, replaces the program's.
    ///
    /// # Panics
    /// If the name has several lines, which [`crate::config::Site`] rules out.
    #[must_use]
    pub fn of_site(name: Option<&str>) -> Self {
        let english: LanguageIdentifier = "en".parse().expect("a language tag");
        let mut bundle = FluentBundle::new_concurrent(vec![english]);
        // The isolation marks would appear in titles and attributes. Text that may have another
        // direction than the page is inside an element with `dir="auto"`.
        bundle.set_use_isolating(false);
        for text in ENGLISH {
            let resource = FluentResource::try_new(text.to_owned())
                .expect("the English catalogue is compiled in and parsed by the tests");
            bundle
                .add_resource(resource)
                .expect("the tests check that no identifier occurs twice in the English catalogue");
        }
        if let Some(name) = name {
            bundle.add_resource_overriding(brand(name));
        }
        let fixed = fixed(&bundle);
        Self {
            kinds: (fixed.keys())
                .filter_map(|id| Some((id.strip_prefix("kind-")?.to_ascii_uppercase(), *id)))
                .collect(),
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

    /// The direction of its script, for the `dir` attribute.
    #[must_use]
    pub fn direction(&self) -> &'static str {
        self.direction
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

    /// The name of a type code of the Meeting Guide; upper and lower case are equal.
    #[must_use]
    pub fn kind(&self, code: &str) -> Option<&str> {
        let id = match self.kinds.get(code) {
            Some(id) => id,
            None => self.kinds.get(&code.to_ascii_uppercase())?,
        };
        self.fixed(id)
    }

    /// The text of a message with parameters. A missing message yields its identifier in brackets: the
    /// page still works, and the gap is visible.
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

/// The site's name as a string literal, so that Fluent interprets nothing in it.
fn brand(name: &str) -> FluentResource {
    let literal = name.replace('\\', r"\\").replace('"', r#"\""#);
    FluentResource::try_new(format!("brand = {{ \"{literal}\" }}\n"))
        .expect("a string literal of one line is valid")
}

fn fixed(bundle: &FluentBundle<FluentResource>) -> HashMap<&'static str, String> {
    (ENGLISH.iter().flat_map(|text| text.lines()))
        .filter_map(|line| line.split_once(" = ").map(|(id, _)| id))
        .filter_map(|id| {
            let mut errors = Vec::new();
            let pattern = bundle.get_message(id)?.value()?;
            let words = bundle.format_pattern(pattern, None, &mut errors);
            errors.is_empty().then(|| (id, words.into_owned()))
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
