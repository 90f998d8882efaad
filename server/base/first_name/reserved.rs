//! Words for roles, which are nobody's name.

use super::lookalike;
use std::collections::BTreeSet;

/// Names that would pass for a role or for a part of the program, such as "Host". The message catalogue of each
/// language has its own.
#[derive(Clone, Debug, Default)]
pub struct ReservedNames {
    folded: BTreeSet<String>,
}

impl ReservedNames {
    /// From a list with commas.
    #[must_use]
    pub fn from_list(list: &str) -> Self {
        let words = list.split(',').map(str::trim);
        Self {
            folded: (words.filter(|word| !word.is_empty()))
                .map(lookalike::folded)
                .collect(),
        }
    }

    /// Whether a name, or one of its words, is reserved or looks like a reserved one.
    pub(super) fn contains_part_of(&self, name: &str) -> bool {
        let mut parts = name.split(' ').chain([name]);
        parts.any(|part| self.folded.contains(&lookalike::folded(part)))
    }
}
