//! Summarises what listeners lose, for the reports to the speaker.

/// The percentile of the reported losses that is used. The few listeners on very bad networks above it
/// do not make the speaker send redundancy to everybody.
const PERCENTILE: u64 = 80;

/// What listeners lose of one speaker, as a histogram.
#[derive(Clone, Debug)]
pub struct ListenerLoss {
    /// Number of reports for each fraction, in 256ths.
    reports: Box<[u32; 256]>,
}

impl ListenerLoss {
    /// No reports yet.
    #[must_use]
    pub fn new() -> Self {
        Self {
            reports: Box::new([0; 256]),
        }
    }

    /// Records the loss that a listener reports.
    pub fn record(&mut self, fraction_lost: u8) {
        let count = &mut self.reports[usize::from(fraction_lost)];
        *count = count.saturating_add(1);
    }

    /// The 80th percentile of the fractions since the last call; 0 without reports. Clears the
    /// histogram.
    pub fn take(&mut self) -> u8 {
        let total: u64 = self.reports.iter().copied().map(u64::from).sum();
        let mut counted = 0;
        let reaches_percentile = |&count: &u32| {
            counted += u64::from(count);
            counted * 100 >= total * PERCENTILE
        };
        let fraction = self
            .reports
            .iter()
            .position(reaches_percentile)
            .unwrap_or(0);
        self.reports.fill(0);
        fraction as u8
    }
}

impl Default for ListenerLoss {
    fn default() -> Self {
        Self::new()
    }
}
