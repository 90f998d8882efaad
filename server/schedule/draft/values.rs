//! A draft: what was entered, field by field.

use super::field::{FIELDS, Field, Input};
use super::texts::Texts;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};
use std::fmt;

/// Everything of a meeting that can be entered, as text.
///
/// Deserialises from the pairs of a form, whose names may repeat: other names are ignored; of a field with
/// one value the first is taken. Serialises as a map from names to texts or lists of texts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// By [`Field`]. A field with one value has no or one text.
    values: [Vec<String>; FIELDS.len()],
}

impl Draft {
    /// The value of a field, or the first of several; empty when there is none.
    #[must_use]
    pub fn text(&self, field: Field) -> &str {
        self.list(field).first().map_or("", String::as_str)
    }

    /// All values of a field.
    #[must_use]
    pub fn list(&self, field: Field) -> &[String] {
        &self.values[field as usize]
    }

    /// Replaces the value of a field.
    pub fn set(&mut self, field: Field, text: impl Into<String>) {
        let text = text.into();
        self.values[field as usize] = if text.is_empty() {
            Vec::new()
        } else {
            vec![text]
        };
    }

    /// Replaces all values of a field.
    pub fn set_list(&mut self, field: Field, list: Vec<String>) {
        self.values[field as usize] = list;
    }

    /// The same draft with another value of a field.
    #[must_use]
    pub fn with(mut self, field: Field, text: impl Into<String>) -> Self {
        self.set(field, text);
        self
    }

    /// The same draft with other values of a field.
    #[must_use]
    pub fn with_list(mut self, field: Field, list: &[&str]) -> Self {
        let list = list.iter().map(|text| (*text).to_owned());
        self.set_list(field, list.collect());
        self
    }

    /// Takes a value of a form.
    fn add(&mut self, field: Field, text: String) {
        let values = &mut self.values[field as usize];
        if matches!(field.spec().input, Input::Many) || values.is_empty() {
            values.push(text);
        }
    }
}

impl Serialize for Draft {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(FIELDS.len()))?;
        for spec in FIELDS {
            match spec.input {
                Input::Many => map.serialize_entry(spec.name, self.list(spec.field))?,
                _ => map.serialize_entry(spec.name, self.text(spec.field))?,
            }
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for Draft {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Pairs;

        impl<'de> Visitor<'de> for Pairs {
            type Value = Draft;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the pairs of a form")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut pairs: A) -> Result<Draft, A::Error> {
                let mut draft = Draft::default();
                while let Some(name) = pairs.next_key::<String>()? {
                    let texts = pairs.next_value::<Texts>()?;
                    if let Some(field) = Field::named(&name) {
                        texts.0.into_iter().for_each(|text| draft.add(field, text));
                    }
                }
                Ok(draft)
            }
        }

        deserializer.deserialize_map(Pairs)
    }
}
