//! What every module may use: identifiers, time and randomness as parameters, first names, and values that
//! logs do not show. Imports no other module.

mod clock;
mod entropy;
mod first_name;
mod ids;
mod outage;
mod redaction;

pub use clock::{Clock, ClockStep, Millis, StepDetector, SystemClock, Timestamp};
pub use entropy::{Entropy, SystemEntropy};
pub use first_name::{FirstName, NameRefusal, ReservedNames};
pub use ids::{AccountId, FeedId, GroupId, MeetingId, OccurrenceId, ParticipantId};
pub use outage::{Outage, OutageChange};
pub use redaction::Redacted;
