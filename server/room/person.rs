//! The people in a room.

use crate::base::{FirstName, ParticipantId, Timestamp};
use serde::{Deserialize, Serialize};

/// A service role in this occurrence (domain.md, "Roles and permissions").
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Chair,
    CoChair,
    TechHost,
    Timekeeper,
    Greeter,
    ChatMonitor,
    Reader,
    Speaker,
}

/// What someone may become, as their account tells; decided outside the room, before arrival.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// No account, or one without a service here.
    #[default]
    Visitor,
    /// A trusted servant of the group: may claim an empty chair.
    TrustedServant,
    /// Appointed to chair this meeting: takes the chair on arrival when it is empty or was theirs.
    Chair,
}

/// Tells people of one name apart while both are present; shown and spoken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    Diamond,
    Triangle,
    Square,
    Circle,
    Star,
    Cross,
}

/// Whether a person's line holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Presence {
    Here,
    /// The line dropped; the seat is kept until 2 min later.
    Away {
        since: Timestamp,
    },
    /// At the door: not in the circle yet, hears and sees nothing of it.
    Lobby {
        since: Timestamp,
    },
}

/// One seat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    pub id: ParticipantId,
    pub name: FirstName,
    /// Set while another person of the same (folded) name has a seat.
    pub mark: Option<Mark>,
    /// Beyond six of one name the marks start over and carry a number, from 2: "diamond 2".
    pub mark_number: Option<u16>,
    /// Sorted, without doubles.
    pub roles: Vec<Role>,
    pub standing: Standing,
    pub newcomer: bool,
    pub presence: Presence,
    /// Their microphone is open in an open-floor phase (in led phases see `Floor`).
    pub unmuted: bool,
    /// Shares finished in this occurrence.
    pub shared: u16,
    pub arrived: Timestamp,
}

impl Person {
    pub(super) fn give(&mut self, role: Role) {
        if let Err(place) = self.roles.binary_search(&role) {
            self.roles.insert(place, role);
        }
    }

    pub(super) fn take(&mut self, role: Role) {
        self.roles.retain(|held| *held != role);
    }
}
