//! People of one name: each gets a mark while there are several, the first comer the first mark.
//! A mark stays with its bearer until they are the only one of their name again.
//!
//! People at the door count too: whoever lets them in must tell them from those inside.

use crate::base::ParticipantId;
use crate::room::{Event, Mark, Person, Room};
use std::collections::{BTreeMap, BTreeSet};

/// In the order in which they are given out.
const MARKS: [Mark; 6] = [
    Mark::Diamond,
    Mark::Triangle,
    Mark::Square,
    Mark::Circle,
    Mark::Star,
    Mark::Cross,
];

/// Who bears which name, folded. Read off the people, so no snapshot holds it.
#[derive(Clone, Default)]
pub(super) struct Namesakes(BTreeMap<String, BTreeSet<ParticipantId>>);

impl Namesakes {
    pub fn of<'a>(people: impl Iterator<Item = &'a Person>) -> Self {
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

impl Room {
    /// Marks a newcomer to their name, and the first bearer when there was only one.
    pub(super) fn mark(&mut self, id: ParticipantId) {
        let Some(name) = self.person(id).map(|person| person.name.folded()) else {
            return;
        };
        let bearers = self.namesakes.0.entry(name).or_default();
        bearers.insert(id);
        if bearers.len() < 2 {
            return;
        }
        let mut taken: BTreeSet<usize> = bearers
            .iter()
            .filter_map(|bearer| place(self.state.people.get(bearer)?))
            .collect();
        for bearer in bearers.clone() {
            if self
                .person(bearer)
                .is_none_or(|person| person.mark.is_some())
            {
                continue;
            }
            let free = (0..).find(|place| taken.insert(*place)).unwrap_or_default();
            self.set_place(bearer, Some(free));
        }
    }

    /// Forgets a bearer who goes; one who is left alone needs no mark.
    pub(super) fn unmark(&mut self, id: ParticipantId) {
        let Some(name) = self.person(id).map(|person| person.name.folded()) else {
            return;
        };
        let Some(bearers) = self.namesakes.0.get_mut(&name) else {
            return;
        };
        bearers.remove(&id);
        match (bearers.len(), bearers.first().copied()) {
            (1, Some(last)) => self.set_place(last, None),
            (0, _) => drop(self.namesakes.0.remove(&name)),
            _ => {}
        }
    }

    fn set_place(&mut self, id: ParticipantId, place: Option<usize>) {
        let Some(person) = self.state.people.get_mut(&id) else {
            return;
        };
        person.mark = place.map(|place| MARKS[place % MARKS.len()]);
        person.mark_number = place
            .filter(|place| *place >= MARKS.len())
            .and_then(|place| u16::try_from(place / MARKS.len() + 1).ok());
        self.outbox.tell(Event::PersonChanged(id));
    }
}

/// Which mark a person bears, counted from 0 over all rounds.
fn place(person: &Person) -> Option<usize> {
    let mark = MARKS.iter().position(|mark| Some(*mark) == person.mark)?;
    let round = usize::from(person.mark_number.unwrap_or(1)).saturating_sub(1);
    Some(round * MARKS.len() + mark)
}
