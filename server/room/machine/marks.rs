//! Marks for people with the same name. While there are several, each has a mark; it stays the same
//! until the person is the only one of that name again.
//!
//! People in the lobby count too: the greeter must distinguish them from people inside.

use crate::base::ParticipantId;
use crate::room::{Event, Mark, Person, Room};
use std::collections::BTreeSet;

/// In the order in which they are assigned.
const MARKS: [Mark; 6] = [
    Mark::Diamond,
    Mark::Triangle,
    Mark::Square,
    Mark::Circle,
    Mark::Star,
    Mark::Cross,
];

impl Room {
    /// Marks a person whose name others have, and the other one if there was only one.
    pub(super) fn assign_mark(&mut self, id: ParticipantId) {
        let Some(name) = self.person(id).map(|person| person.name.folded()) else {
            return;
        };
        let namesakes = self.namesakes.0.entry(name).or_default();
        namesakes.insert(id);
        if namesakes.len() < 2 {
            return;
        }
        let mut used: BTreeSet<usize> = namesakes
            .iter()
            .filter_map(|namesake| mark_index(self.state.people.get(namesake)?))
            .collect();
        for namesake in namesakes.clone() {
            if self
                .person(namesake)
                .is_none_or(|person| person.mark.is_some())
            {
                continue;
            }
            let free = (0..).find(|index| used.insert(*index)).unwrap_or_default();
            self.set_mark(namesake, Some(free));
        }
    }

    /// Frees the mark of a person who departs. A last one of that name needs no mark.
    pub(super) fn release_mark(&mut self, id: ParticipantId) {
        let Some(name) = self.person(id).map(|person| person.name.folded()) else {
            return;
        };
        let Some(namesakes) = self.namesakes.0.get_mut(&name) else {
            return;
        };
        namesakes.remove(&id);
        match (namesakes.len(), namesakes.first().copied()) {
            (1, Some(last)) => self.set_mark(last, None),
            (0, _) => drop(self.namesakes.0.remove(&name)),
            _ => {}
        }
    }

    fn set_mark(&mut self, id: ParticipantId, index: Option<usize>) {
        let Some(person) = self.state.people.get_mut(&id) else {
            return;
        };
        person.mark = index.map(|index| MARKS[index % MARKS.len()]);
        person.mark_number = index
            .filter(|index| *index >= MARKS.len())
            .and_then(|index| u16::try_from(index / MARKS.len() + 1).ok());
        self.events.push(Event::PersonChanged(id));
    }
}

/// The index of a person's mark, counted from 0 over all rounds.
fn mark_index(person: &Person) -> Option<usize> {
    let mark = MARKS.iter().position(|mark| Some(*mark) == person.mark)?;
    let round = usize::from(person.mark_number.unwrap_or(1)).saturating_sub(1);
    Some(round * MARKS.len() + mark)
}
