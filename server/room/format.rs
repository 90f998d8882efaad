//! The running order that the chair follows.

mod default;

pub use default::default_format;

use super::ChatPolicy;
use serde::{Deserialize, Serialize};

/// What happens in a step; decides its default policies (domain.md, "The room as a state machine").
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum StepKind {
    Quiet,
    ChairReads,
    Reading,
    Newcomers,
    Milestones,
    Announcements,
    Speaker,
    Shares,
    BurningDesire,
    Closing,
    Custom,
}

/// Who may have the floor in a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Microphones {
    /// Nobody, not even the chair: silence.
    Nobody,
    ChairOnly,
    /// The person named to read or to speak in this step, or the chair.
    Named,
    /// Whoever is called from the queue, or the chair between shares.
    FloorHolder,
    /// Chair and treasurer-like servants.
    Servants,
}

/// One step of a format. Texts are the group's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Step {
    pub kind: StepKind,
    pub title: String,
    /// What is read out or shown; may be empty. Plain text, blank lines part paragraphs.
    #[serde(default)]
    pub text: String,
    /// An outside page to read from, https only.
    #[serde(default)]
    pub link: Option<String>,
    /// Planned length; `None` for as long as it takes.
    pub minutes: Option<u16>,
    pub microphones: Microphones,
    pub chat: ChatPolicy,
}

/// An ordered list of steps, never empty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Format {
    pub steps: Vec<Step>,
}

impl Step {
    /// What a kind of step lets people do, unless the group decides otherwise (domain.md, "The
    /// room as a state machine"). A step of the group's own kind begins with the least.
    #[must_use]
    pub const fn policies(kind: StepKind) -> (Microphones, ChatPolicy) {
        match kind {
            StepKind::Quiet | StepKind::ChairReads | StepKind::Closing | StepKind::Custom => {
                (Microphones::ChairOnly, ChatPolicy::Closed)
            }
            StepKind::Reading => (Microphones::Named, ChatPolicy::Closed),
            StepKind::Newcomers | StepKind::Milestones => {
                (Microphones::FloorHolder, ChatPolicy::Closed)
            }
            StepKind::Announcements => (Microphones::Servants, ChatPolicy::Announcements),
            StepKind::Speaker => (Microphones::Named, ChatPolicy::ToHosts),
            StepKind::Shares | StepKind::BurningDesire => {
                (Microphones::FloorHolder, ChatPolicy::ToHosts)
            }
        }
    }
}
