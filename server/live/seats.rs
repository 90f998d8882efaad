//! Which secret returns to which seat. Only hashes are kept, in memory and in the snapshot.

use crate::base::ParticipantId;
use data_encoding::HEXLOWER;
use std::collections::HashMap;

/// A SHA-256 of a resume token.
pub type TokenHash = [u8; 32];

/// The resume tokens of one room.
#[derive(Debug, Default)]
pub struct Seats {
    by_hash: HashMap<TokenHash, ParticipantId>,
}

impl Seats {
    pub fn give(&mut self, hash: TokenHash, person: ParticipantId) {
        self.by_hash.insert(hash, person);
    }

    #[must_use]
    pub fn find(&self, hash: &TokenHash) -> Option<ParticipantId> {
        self.by_hash.get(hash).copied()
    }

    /// Keeps only the seats of people who are still in the room.
    pub fn retain(&mut self, mut is_here: impl FnMut(ParticipantId) -> bool) {
        self.by_hash.retain(|_, person| is_here(*person));
    }

    /// One `hash person` a line, for the store.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut lines: Vec<String> = (self.by_hash.iter())
            .map(|(hash, person)| format!("{} {person}", HEXLOWER.encode(hash)))
            .collect();
        lines.sort_unstable();
        lines.join("\n")
    }

    /// The reverse of [`to_text`](Self::to_text); lines that say nothing are left out, whose
    /// bearers then join anew.
    #[must_use]
    pub fn from_text(text: &str) -> Self {
        let by_hash = text.lines().filter_map(|line| {
            let (hash, person) = line.split_once(' ')?;
            let hash = HEXLOWER.decode(hash.as_bytes()).ok()?.try_into().ok()?;
            Some((hash, ParticipantId(person.parse().ok()?)))
        });
        Self {
            by_hash: by_hash.collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seats_survive_being_written_down() {
        let mut seats = Seats::default();
        seats.give([7; 32], ParticipantId(3));
        seats.give([9; 32], ParticipantId(4));
        let read = Seats::from_text(&seats.to_text());
        assert_eq!(read.find(&[7; 32]), Some(ParticipantId(3)));
        assert_eq!(read.find(&[9; 32]), Some(ParticipantId(4)));
        assert_eq!(read.find(&[8; 32]), None);
    }

    #[test]
    fn damaged_lines_are_left_out() {
        let seats = Seats::from_text("nonsense\n00 1\n\n");
        assert_eq!(seats.to_text(), "");
    }
}
