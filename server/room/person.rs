//! The people in a room.

use crate::base::{FirstName, ParticipantId, Timestamp};
use serde::{Deserialize, Serialize};

/// A service role in this occurrence (DOMAIN.md, "Roles and permissions").
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Leads the meeting. One person at a time.
    Chair,
    /// Leads together with the chair and stands in for them.
    CoChair,
    /// May do what the chair may do; looks after the technical side.
    TechHost,
    /// Watches the time and may extend it.
    Timekeeper,
    /// Welcomes people and admits them from the lobby.
    Greeter,
    /// Deletes messages and mutes people.
    ChatMonitor,
    /// Reads a text. A label without permissions.
    Reader,
    /// Tells their story. A label without permissions.
    Speaker,
}

/// A person's service in the group, as their account says. Decided before arrival.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// No account, or one without a service in this group.
    #[default]
    Visitor,
    /// A trusted servant of the group: may claim an empty chair.
    TrustedServant,
    /// Appointed to chair this meeting: gets an empty chair on arrival and may take it back.
    Chair,
}

/// Distinguishes people of the same name while both are present. Shown, and spoken as a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// "Diamond".
    Diamond,
    /// "Triangle".
    Triangle,
    /// "Square".
    Square,
    /// "Circle".
    Circle,
    /// "Star".
    Star,
    /// "Cross".
    Cross,
}

/// Where a person is and whether they are connected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Presence {
    /// Admitted and connected.
    Here,
    /// Admitted, but the connection is down. The seat expires after `SEAT_TIMEOUT`.
    Away {
        /// When the connection dropped.
        since: Timestamp,
    },
    /// Waits in the lobby, and hears and sees nothing of the room.
    Lobby {
        /// When the wait began.
        since: Timestamp,
    },
}

/// One seat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Given in order of arrival, from 1.
    pub id: ParticipantId,
    /// The name that everyone sees.
    pub name: FirstName,
    /// Set while another person with the same (folded) name has a seat.
    pub mark: Option<Mark>,
    /// From the seventh person of one name on, the marks repeat with a number from 2: "diamond 2".
    pub mark_number: Option<u16>,
    /// Sorted, without duplicates.
    pub roles: Vec<Role>,
    /// Their service in the group.
    pub standing: Standing,
    /// Whether they said that they are new to the fellowship.
    pub newcomer: bool,
    /// Whether everyone may see that they are new; otherwise only people who serve see it. Snapshots of
    /// former versions lack it.
    #[serde(default)]
    pub newcomer_shown: bool,
    /// Where they are.
    pub presence: Presence,
    /// Their microphone is open on an open floor (while the meeting is led, see `Floor`).
    pub unmuted: bool,
    /// Shares finished in this occurrence.
    pub shared: u16,
    /// When they joined.
    pub arrived: Timestamp,
}

impl Person {
    pub(super) fn add_role(&mut self, role: Role) {
        if let Err(index) = self.roles.binary_search(&role) {
            self.roles.insert(index, role);
        }
    }

    pub(super) fn remove_role(&mut self, role: Role) {
        self.roles.retain(|existing| *existing != role);
    }
}
