//! Which people have the same name.

use crate::base::ParticipantId;
use crate::room::Person;
use std::collections::{BTreeMap, BTreeSet};

/// The people of each folded name. Computed from the people, so it is not in the snapshot.
#[derive(Clone, Default)]
pub(super) struct Namesakes(pub(super) BTreeMap<String, BTreeSet<ParticipantId>>);

impl Namesakes {
    pub(super) fn from_people<'a>(people: impl Iterator<Item = &'a Person>) -> Self {
        let mut namesakes = Self::default();
        for person in people {
            namesakes
                .0
                .entry(person.name.folded())
                .or_default()
                .insert(person.id);
        }
        namesakes
    }
}
