//! Metrics for the operator's monitoring, in the text format 0.0.4 of Prometheus.
//!
//! Promises: only sums, from which no single person or meeting can be recognised. Deliberately absent:
//! names, addresses, meetings, times of arrival. May import `base` only.

use std::fmt::Write as _;

/// A number with its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Metric {
    /// Lower case with underscores, without the prefix `porchlight_`. Counters end in `_total`.
    pub name: &'static str,
    /// Whether it can decrease.
    pub kind: MetricKind,
    /// A sentence for the monitoring.
    pub help: &'static str,
    /// The current value.
    pub value: u64,
}

/// Whether a metric can decrease.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MetricKind {
    /// Only increases, from 0 at the start of the program.
    Counter,
    /// A current number, which can decrease.
    Gauge,
}

/// The text that a monitoring server reads.
#[must_use]
pub fn render(metrics: &[Metric]) -> String {
    let mut page = String::new();
    for Metric {
        name,
        kind,
        help,
        value,
    } in metrics
    {
        let kind = match kind {
            MetricKind::Counter => "counter",
            MetricKind::Gauge => "gauge",
        };
        // Writing to a string does not fail.
        let _ = writeln!(page, "# HELP porchlight_{name} {help}");
        let _ = writeln!(page, "# TYPE porchlight_{name} {kind}");
        let _ = writeln!(page, "porchlight_{name} {value}");
    }
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_metric_has_a_help_line_and_a_type_line() {
        let people = Metric {
            name: "people",
            kind: MetricKind::Gauge,
            help: "In rooms now.",
            value: 7,
        };
        let expected = "# HELP porchlight_people In rooms now.\n\
                        # TYPE porchlight_people gauge\n\
                        porchlight_people 7\n";
        assert_eq!(render(&[people]), expected);
    }
}
