//! What an operator's monitoring may know: sums, in the text format of Prometheus 0.0.4.
//!
//! Promises: nothing that could tell one person or one meeting from another. Deliberately absent:
//! names, addresses, meetings, times of arrival. May import `base` and nothing else of ours.

use std::fmt::Write as _;

/// One number with its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Metric {
    /// Lower case and underscores; counters end in `_total`.
    pub name: &'static str,
    pub kind: Kind,
    pub help: &'static str,
    pub value: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Only grows, from the start of the program.
    Counter,
    /// As it is now.
    Gauge,
}

/// The page that a monitoring server reads.
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
            Kind::Counter => "counter",
            Kind::Gauge => "gauge",
        };
        // Writing into a string does not fail.
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
    fn a_metric_is_written_with_its_meaning() {
        let people = Metric {
            name: "people",
            kind: Kind::Gauge,
            help: "In rooms now.",
            value: 7,
        };
        let expected = "# HELP porchlight_people In rooms now.\n\
                        # TYPE porchlight_people gauge\n\
                        porchlight_people 7\n";
        assert_eq!(render(&[people]), expected);
    }
}
