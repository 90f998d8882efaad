//! How a meeting repeats, as forms and sheets spell it.

use crate::schedule::Pattern;

/// The choices of the field [`Repeats`](super::Field::Repeats).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repeats {
    /// On its first date only.
    Once,
    /// Every so many days.
    Daily,
    /// On some days of every so many weeks.
    Weekly,
    /// Such as on every first Monday.
    MonthlyByWeekday,
    /// Such as on the 15th.
    MonthlyByDate,
}

impl Repeats {
    /// In the order of the form.
    pub const ALL: [Self; 5] = [
        Self::Weekly,
        Self::MonthlyByWeekday,
        Self::MonthlyByDate,
        Self::Daily,
        Self::Once,
    ];

    /// The value in forms and cells.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Once => "once",
            Self::Daily => "daily",
            Self::Weekly => "weekly",
            Self::MonthlyByWeekday => "monthly-weekday",
            Self::MonthlyByDate => "monthly-date",
        }
    }

    /// Reads it in any case, with spaces or underscores for hyphens.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().replace([' ', '_'], "-");
        Self::ALL
            .into_iter()
            .find(|repeats| repeats.as_str().eq_ignore_ascii_case(&text))
    }

    pub(super) const fn of(pattern: &Pattern) -> Self {
        match pattern {
            Pattern::Once => Self::Once,
            Pattern::Daily { .. } => Self::Daily,
            Pattern::Weekly { .. } => Self::Weekly,
            Pattern::MonthlyByWeekday { .. } => Self::MonthlyByWeekday,
            Pattern::MonthlyByDate { .. } => Self::MonthlyByDate,
        }
    }
}
