//! Who leads. The chair belongs to the room and not to a connection: when the chair is empty, a
//! permitted person stands in at once, and the person it belongs to may take it back.

use crate::base::{ParticipantId, Timestamp};
use crate::room::{Event, Person, Presence, Refusal, Role, Room, Standing};

impl Room {
    /// Empties the chair of a person who is not connected, and fills an empty chair if possible.
    pub(super) fn fill_chair(&mut self, now: Timestamp) {
        if let Some(acting) = self.chair() {
            if self.state.is_here(acting) {
                self.state.chair.awaited_until = None;
                return;
            }
            if self.state.chair.awaited_until.is_some() && self.state.admitted(acting).is_some() {
                return;
            }
            self.vacate_chair();
            self.state.chair.empty_since = now;
        }
        if let Some(next) = self.successor() {
            self.seat_in_chair(next);
        }
    }

    /// The person the chair belongs to, else a co-chair, a tech host, or another appointed chair. The
    /// first to arrive of each kind.
    fn successor(&self) -> Option<ParticipantId> {
        let first = |wanted: &dyn Fn(&Person) -> bool| {
            self.people()
                .find(|p| p.presence == Presence::Here && wanted(p))
                .map(|p| p.id)
        };
        let rightful = self.state.chair.rightful;
        first(&|person| rightful == Some(person.id))
            .or_else(|| first(&|person| person.roles.contains(&Role::CoChair)))
            .or_else(|| first(&|person| person.roles.contains(&Role::TechHost)))
            .or_else(|| first(&|person| person.standing == Standing::Chair))
    }

    /// Puts a person into the empty chair. If it belongs to nobody, it now belongs to an appointed
    /// person who takes it.
    fn seat_in_chair(&mut self, id: ParticipantId) {
        let appointed = self
            .person(id)
            .is_some_and(|person| person.standing == Standing::Chair);
        let chair = &mut self.state.chair;
        chair.acting = Some(id);
        chair.awaited_until = None;
        if appointed {
            chair.rightful.get_or_insert(id);
        }
        self.change_person(id, |person| person.add_role(Role::Chair));
        self.events.push(Event::StageChanged);
    }

    fn vacate_chair(&mut self) {
        self.state.chair.awaited_until = None;
        if let Some(id) = self.state.chair.acting.take() {
            self.change_person(id, |person| person.remove_role(Role::Chair));
            self.events.push(Event::StageChanged);
        }
    }

    /// Any trusted servant may claim an empty chair. An occupied chair may be claimed by the person it
    /// belongs to and by a person whom the group appointed, unless another appointed person has it.
    /// So an appointed chair who handed it over may take it back.
    pub(super) fn check_claim(&self, by: ParticipantId) -> Result<(), Refusal> {
        let claimant = self.require_seat(by)?;
        let chair = &self.state.chair;
        let is_rightful = chair.rightful == Some(by);
        let appointed = |id| {
            self.state
                .admitted(id)
                .is_some_and(|person| person.standing == Standing::Chair)
        };
        match chair.acting {
            Some(acting) if acting == by => Err(Refusal::Unchanged),
            Some(acting) if is_rightful || appointed(by) && !appointed(acting) => Ok(()),
            Some(_) => Err(Refusal::ChairTaken),
            None if is_rightful || claimant.standing != Standing::Visitor => Ok(()),
            None => Err(Refusal::NotAllowed),
        }
    }

    pub(super) fn take_chair(&mut self, by: ParticipantId) -> Result<(), Refusal> {
        self.check_claim(by)?;
        self.vacate_chair();
        self.seat_in_chair(by);
        Ok(())
    }

    /// Gives the chair to another person for good: it belongs to them from now on.
    pub(super) fn hand_over(&mut self, id: ParticipantId) -> Result<(), Refusal> {
        let person = self.require_admitted(id)?;
        if person.presence != Presence::Here {
            return Err(Refusal::Away);
        }
        if self.chair() == Some(id) {
            return Err(Refusal::Unchanged);
        }
        self.vacate_chair();
        self.state.chair.rightful = Some(id);
        self.seat_in_chair(id);
        Ok(())
    }
}
