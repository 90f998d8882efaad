//! What a browser sends of the forms: pairs, as they are.

use crate::pages::FormVersion;
use crate::schedule::draft::{ChangeDraft, Draft};
use aws_lc_rs::digest::{SHA256, digest};
use axum::Form;
use data_encoding::HEXLOWER;
use std::fmt::Debug;

/// Every field with its value; several may have one name.
pub type Sent = Form<Vec<(String, String)>>;

/// The pairs of a form, to be asked by name.
pub struct Fields(pub Vec<(String, String)>);

impl Fields {
    pub fn one(&self, name: &str) -> String {
        self.0
            .iter()
            .find(|(field, _)| field == name)
            .map(|(_, value)| value.clone())
            .unwrap_or_default()
    }

    pub fn all(&self, name: &str) -> Vec<String> {
        let named = self.0.iter().filter(|(field, _)| field == name);
        named.map(|(_, value)| value.clone()).collect()
    }

    /// What the form was made from.
    pub fn basis(&self) -> FormVersion {
        FormVersion {
            edition: self.one("edition").parse().unwrap_or(0),
            seal: self.one("seal"),
        }
    }

    pub fn draft(&self) -> Draft {
        Draft {
            title: self.one("title"),
            slug: self.one("slug"),
            notes: self.one("notes"),
            other_ways: self.one("other_ways"),
            kinds: self.all("kinds"),
            language: self.one("language"),
            access: self.one("access"),
            repeats: self.one("repeats"),
            every: self.one("every"),
            days: self.all("days"),
            places: self.all("places"),
            weekday: self.one("weekday"),
            day_of_month: self.one("day_of_month"),
            from: self.one("from"),
            until: self.one("until"),
            time: self.one("time"),
            zone: self.one("zone"),
            minutes: self.one("minutes"),
            doors: self.one("doors"),
            fellowship: self.one("fellowship"),
        }
    }

    pub fn change(&self) -> ChangeDraft {
        ChangeDraft {
            fate: self.one("fate"),
            date: self.one("date"),
            time: self.one("time"),
            topic: self.one("topic"),
            speaker: self.one("speaker"),
            chair: self.one("chair"),
        }
    }
}

/// What a form is made from that shows `draft` of this edition.
pub fn basis(edition: u32, draft: &impl Debug) -> FormVersion {
    let hash = digest(&SHA256, format!("{draft:?}").as_bytes());
    FormVersion {
        edition,
        seal: HEXLOWER.encode(&hash.as_ref()[..16]),
    }
}

/// A form that was made from an earlier edition goes with the present one, if whatever it shows is as
/// it was: then nobody's change is overwritten.
pub fn brought_up(sent: FormVersion, now: FormVersion) -> FormVersion {
    if sent.seal == now.seal { now } else { sent }
}
