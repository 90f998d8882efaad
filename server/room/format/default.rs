//! The default format, for a group that has not written its own. The texts were written for this
//! program and come from no fellowship; groups replace them with their own.

use super::{Format, Step, StepKind};

/// Kind, title, minutes, text. The minutes add up to one hour.
const STEPS: [(StepKind, &str, u16, &str); 11] = [
    (
        StepKind::Quiet,
        "A quiet minute",
        1,
        "Let's begin with a minute of quiet.",
    ),
    (
        StepKind::ChairReads,
        "Welcome",
        3,
        "Welcome. You are in the right place, whoever you are and however today went.\n\n\
         First names are enough here. Who you see and what you hear stays here, and nobody \
         records.\n\n\
         One person speaks at a time, and nobody comments on a share. You can pass, and you can \
         just listen.",
    ),
    (
        StepKind::Reading,
        "First reading",
        3,
        "The reader the chair has asked reads the group's text.",
    ),
    (
        StepKind::Reading,
        "Second reading",
        3,
        "The reader the chair has asked reads the group's text.",
    ),
    (
        StepKind::Newcomers,
        "Newcomers",
        3,
        "If this is one of your first meetings and you would like to say your name, raise your \
         hand. You don't have to. We are glad that you are here either way.",
    ),
    (
        StepKind::Milestones,
        "Milestones",
        3,
        "If you have reached a length of time that means something to you, raise your hand and \
         tell us.",
    ),
    (
        StepKind::Announcements,
        "Announcements",
        3,
        "Any announcements? If the group shows a link for contributions, newcomers are not \
         expected to use it.",
    ),
    (
        StepKind::Speaker,
        "Speaker or topic",
        15,
        "The speaker tells their story, or opens the topic of this meeting.",
    ),
    (
        StepKind::Shares,
        "Shares",
        20,
        "Raise your hand to share. The clock is there so that many can speak; nobody will cut you off.",
    ),
    (
        StepKind::BurningDesire,
        "Before we close",
        3,
        "Is there anyone who needs to speak before they leave? Raise your hand now.",
    ),
    (
        StepKind::Closing,
        "Closing",
        3,
        "Thank you for being here. This is the end of the meeting. The room stays open for a \
         while, so that we can talk.",
    ),
];

/// A neutral format for a meeting of one hour.
#[must_use]
pub fn default_format() -> Format {
    let step = |(kind, title, minutes, text): (StepKind, &str, u16, &str)| {
        let (microphones, chat) = Step::policies(kind);
        Step {
            kind,
            title: title.to_owned(),
            text: text.to_owned(),
            link: None,
            minutes: Some(minutes),
            microphones,
            chat,
        }
    };
    Format {
        steps: STEPS.into_iter().map(step).collect(),
    }
}
