//! The running order that the chair follows.

mod default;

pub use default::default_format;

use super::ChatPolicy;
use serde::{Deserialize, Serialize};

/// What happens in a step. It decides the default policies (DOMAIN.md, "Steps").
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum StepKind {
    /// Silence.
    Quiet,
    /// The chair reads or explains.
    ChairReads,
    /// The assigned reader reads a text.
    Reading,
    /// Newcomers who want to may introduce themselves.
    Newcomers,
    /// People with a milestone may announce it.
    Milestones,
    /// Servants of the group make announcements.
    Announcements,
    /// The lead speaker speaks.
    Speaker,
    /// Timed shares from the queue.
    Shares,
    /// A late slot for urgent shares.
    BurningDesire,
    /// The end of the meeting.
    Closing,
    /// A step that the group defines.
    Custom,
}

/// Who may have the floor in a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Microphones {
    /// Nobody, not even the chair.
    Nobody,
    /// The chair.
    ChairOnly,
    /// The person assigned to this step, or the chair.
    Named,
    /// The person called from the queue, or the chair between shares.
    FloorHolder,
    /// The chair, hosts and trusted servants of the group.
    Servants,
}

/// One step of a format. The group writes the texts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Step {
    /// What happens in it.
    pub kind: StepKind,
    /// A few words for the list of steps.
    pub title: String,
    /// The text to read out or show; may be empty. Plain text, paragraphs separated by blank lines.
    #[serde(default)]
    pub text: String,
    /// A web page to read from, https only.
    #[serde(default)]
    pub link: Option<String>,
    /// Planned length in minutes; `None` for no plan.
    pub minutes: Option<u16>,
    /// Who may have the floor.
    pub microphones: Microphones,
    /// Who may write.
    pub chat: ChatPolicy,
}

/// An ordered list of steps, never empty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Format {
    /// In order.
    pub steps: Vec<Step>,
}

impl Step {
    /// The default policies of a kind of step; a group may choose others (DOMAIN.md, "Steps").
    /// Custom steps start with the strictest.
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
