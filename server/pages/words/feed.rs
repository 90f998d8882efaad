//! The texts in the feed of this site's meetings.

use super::super::Frame;
use crate::base::Millis;
use crate::schedule::{Recurrence, guide};
use jiff::civil::{Date, DateTime};

impl guide::Words for Frame<'_> {
    fn country(&self, code: &str) -> String {
        let id = format!("country-{}", code.to_ascii_lowercase());
        if self.catalogue.has(&id) {
            self.t(&id)
        } else {
            code.to_owned()
        }
    }

    fn no_location(&self) -> String {
        self.t("feed-nowhere")
    }

    fn pattern(&self, when: &Recurrence, today: Date) -> String {
        self.recurrence(when, today)
    }

    fn season(&self, when: &Recurrence, today: Date) -> Option<String> {
        Frame::season(self, when, today)
    }

    fn cancelled(&self, date: Date) -> String {
        self.say(
            "feed-cancelled",
            &[("date", self.date_of_year(date).into())],
        )
    }

    fn moved(&self, date: Date, to: DateTime) -> String {
        let parameters = [
            ("date", self.date_of_year(date).into()),
            ("to", self.date_of_year(to.date()).into()),
            ("time", self.clock(to).into()),
        ];
        self.say("feed-moved", &parameters)
    }

    fn kinds(&self, codes: &[&str]) -> String {
        let kinds = (codes.iter())
            .map(|code| self.catalogue.kind(code).unwrap_or(code).to_owned())
            .collect();
        self.say("feed-kinds", &[("kinds", self.list(kinds).into())])
    }

    fn how_to_join(&self, before: Millis) -> String {
        let minutes = before.0 / Millis::from_mins(1).0;
        self.say("feed-doors", &[("minutes", minutes.into())])
    }
}
