//! The words of the pages, by Fluent identifiers. English is complete; other languages follow it.
//!
//! May be used by pages and handlers. Knows no page and no HTML: askama escapes what comes out.

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
    /// The messages without parameters, formatted once: a schedule has hundreds of them.
    fixed: HashMap<&'static str, String>,
    /// Of those, the kinds of meetings by their code.
    kinds: HashMap<String, &'static str>,
    language: &'static str,
    direction: &'static str,
}

impl Catalogue {
    /// On a site without a name of its own.
    #[must_use]
    pub fn english() -> Self {
        Self::of_site(None)
    }

    /// On a site that may have a name, which then stands in the place of the program's.
    ///
    /// # Panics
    /// If the name is more than a line, which [`crate::config::Site`] never has.
    #[must_use]
    pub fn of_site(name: Option<&str>) -> Self {
        let english: LanguageIdentifier = "en".parse().expect("a language tag");
        let mut bundle = FluentBundle::new_concurrent(vec![english]);
        // Everything of the page runs in one direction, and the marks would stand in titles and
        // attributes. Text that may run the other way has `dir="auto"` around it.
        bundle.set_use_isolating(false);
        for text in ENGLISH {
            let resource = FluentResource::try_new(text.to_owned())
                .expect("the English catalogue is part of the program and read by its tests");
            bundle
                .add_resource(resource)
                .expect("no identifier occurs twice in the English catalogue, as its tests show");
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

    /// For the `lang` attribute.
    #[must_use]
    pub fn language(&self) -> &'static str {
        self.language
    }

    /// For the `dir` attribute.
    #[must_use]
    pub fn direction(&self) -> &'static str {
        self.direction
    }

    #[must_use]
    pub fn has(&self, id: &str) -> bool {
        self.bundle.has_message(id)
    }

    /// The words of a message without parameters.
    #[must_use]
    pub fn get(&self, id: &str) -> String {
        self.fixed(id)
            .map_or_else(|| self.text(id, &[]), str::to_owned)
    }

    /// The same, without a copy. `None` for what is no such message.
    #[must_use]
    pub fn fixed(&self, id: &str) -> Option<&str> {
        self.fixed.get(id).map(String::as_str)
    }

    /// What a type code of the Meeting Guide stands for, however it is written.
    #[must_use]
    pub fn kind(&self, code: &str) -> Option<&str> {
        let id = match self.kinds.get(code) {
            Some(id) => id,
            None => self.kinds.get(&code.to_ascii_uppercase())?,
        };
        self.fixed(id)
    }

    /// The words of a message. One that is missing shows its identifier: a page with a hole
    /// still serves, and the hole can be seen.
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
        let mut problems = Vec::new();
        self.bundle
            .format_pattern(pattern, Some(&arguments), &mut problems)
            .into_owned()
    }
}

/// As a string literal, so that nothing in it means anything to Fluent.
fn brand(name: &str) -> FluentResource {
    let literal = name.replace('\\', r"\\").replace('"', r#"\""#);
    FluentResource::try_new(format!("brand = {{ \"{literal}\" }}\n"))
        .expect("a literal of one line")
}

fn fixed(bundle: &FluentBundle<FluentResource>) -> HashMap<&'static str, String> {
    (ENGLISH.iter().flat_map(|text| text.lines()))
        .filter_map(|line| line.split_once(" = ").map(|(id, _)| id))
        .filter_map(|id| {
            let mut problems = Vec::new();
            let pattern = bundle.get_message(id)?.value()?;
            let words = bundle.format_pattern(pattern, None, &mut problems);
            problems.is_empty().then(|| (id, words.into_owned()))
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
