//! What every other module may lean on: identifiers, time as a value, randomness as a
//! parameter, and text that hides itself in logs. Imports nothing of ours.

mod clock;
mod entropy;
mod first_name;
mod ids;
mod outage;
mod redaction;

pub use clock::{Clock, Millis, SystemClock, Timestamp};
pub use entropy::{Entropy, SystemEntropy};
pub use first_name::{FirstName, NameRefusal};
pub use ids::{AccountId, FeedId, GroupId, MeetingId, OccurrenceId, ParticipantId};
pub use outage::{Outage, OutageChange};
pub use redaction::Redacted;
