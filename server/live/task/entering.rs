//! Which seat a person gets: their own one again, or a new one.

use super::{EntryRefusal, EntryRequest, RoomTask};
use crate::accounts::ResumeToken;
use crate::base::ParticipantId;
use crate::room::{Arrival, Command, Refusal};

/// A place in the room and the secret that leads back to it.
pub(super) struct Seat {
    pub(super) person: ParticipantId,
    pub(super) resume: ResumeToken,
}

impl RoomTask {
    /// The resume token leads back to a seat, and so does the account. A name alone never does.
    pub(super) fn find_or_create_seat(
        &mut self,
        request: &EntryRequest,
    ) -> Result<Seat, EntryRefusal> {
        let seat = match self.find_seat(request)? {
            Some(seat) => seat,
            None => self.create_seat(request)?,
        };
        if let Some(account) = request.account {
            self.seats.insert_account(account, seat.person);
        }
        Ok(seat)
    }

    fn find_seat(&mut self, request: &EntryRequest) -> Result<Option<Seat>, EntryRefusal> {
        if let Some(resume) = &request.resume
            && let Some(person) = self.seats.find(&resume.hash())
            && self.return_to_seat(person)?
        {
            let resume = resume.clone();
            return Ok(Some(Seat { person, resume }));
        }
        let own = (request.account).and_then(|account| self.seats.find_account(account));
        match own {
            Some(person) if self.return_to_seat(person)? => {
                let resume = self.new_token(person);
                Ok(Some(Seat { person, resume }))
            }
            _ => Ok(None),
        }
    }

    /// Whether the person still has a seat; they are connected then.
    fn return_to_seat(&mut self, person: ParticipantId) -> Result<bool, EntryRefusal> {
        if self.room.is_removed(person) {
            return Err(EntryRefusal::Refused(Refusal::Removed));
        }
        if self.room.person(person).is_none() {
            return Ok(false);
        }
        // Refused when the connection was never lost and another window is opened, which is fine.
        self.apply(Command::ConnectionResumed(person)).ok();
        Ok(true)
    }

    fn create_seat(&mut self, request: &EntryRequest) -> Result<Seat, EntryRefusal> {
        let person = self.add_person(request)?;
        let resume = self.new_token(person);
        Ok(Seat { person, resume })
    }

    fn new_token(&mut self, person: ParticipantId) -> ResumeToken {
        let resume = ResumeToken::random(&*self.context.entropy);
        self.seats.insert(resume.hash(), person);
        resume
    }

    fn add_person(&mut self, request: &EntryRequest) -> Result<ParticipantId, EntryRefusal> {
        let name = request.name.clone().ok_or(EntryRefusal::NameNeeded)?;
        let arrival = Arrival {
            name,
            standing: request.standing,
            newcomer: request.newcomer,
            newcomer_shown: request.newcomer_shown,
        };
        let newest_before = self.room.people().map(|person| person.id).max();
        self.apply(Command::Arrive(arrival))
            .map_err(EntryRefusal::Refused)?;
        // Seats are numbered in the order of arrival, so the newest has the greatest number.
        let newest = self.room.people().map(|person| person.id).max();
        newest
            .filter(|id| Some(*id) > newest_before)
            .ok_or(EntryRefusal::Refused(Refusal::Full))
    }
}
