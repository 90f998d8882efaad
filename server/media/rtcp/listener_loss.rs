//! What listeners lose, summed up for the speaker.

/// The share of reports whose loss is covered, in percent: enough for almost everyone, and the
/// few on hopeless lines don't make all others pay for their repair.
const COVERED: u64 = 80;

/// What listeners lose of one speaker.
#[derive(Clone, Debug)]
pub struct ListenerLoss {
    /// How many reports named each fraction of 256.
    reports: Box<[u32; 256]>,
}

impl ListenerLoss {
    #[must_use]
    pub fn new() -> Self {
        Self {
            reports: Box::new([0; 256]),
        }
    }

    /// Takes a listener's report in.
    pub fn hear(&mut self, fraction_lost: u8) {
        let count = &mut self.reports[usize::from(fraction_lost)];
        *count = count.saturating_add(1);
    }

    /// The least fraction that 80 % of the reports since the last call don't exceed; 0 without
    /// any. Starts afresh.
    pub fn take(&mut self) -> u8 {
        let total: u64 = self.reports.iter().copied().map(u64::from).sum();
        let mut counted = 0;
        let covers = |&count: &u32| {
            counted += u64::from(count);
            counted * 100 >= total * COVERED
        };
        let fraction = self.reports.iter().position(covers).unwrap_or(0);
        self.reports.fill(0);
        fraction as u8
    }
}

impl Default for ListenerLoss {
    fn default() -> Self {
        Self::new()
    }
}
