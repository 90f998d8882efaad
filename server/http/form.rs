//! What a browser sends of the forms: pairs, as they are.

use crate::pages::FormVersion;
use crate::schedule::draft::{ChangeDraft, Draft};
use aws_lc_rs::digest::{SHA256, digest};
use axum::Form;
use data_encoding::HEXLOWER;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde::de::value::{Error, MapDeserializer};

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

    /// What the form was made from.
    pub fn basis(&self) -> FormVersion {
        FormVersion {
            edition: self.one("edition").parse().unwrap_or(0),
            seal: self.one("seal"),
        }
    }

    /// Everything of a meeting that was entered.
    pub fn draft(&self) -> Draft {
        self.read()
    }

    /// Everything of one date that was entered.
    pub fn change(&self) -> ChangeDraft {
        self.read()
    }

    /// Drafts ignore other names, and any text can be a value.
    fn read<T: DeserializeOwned + Default>(&self) -> T {
        let pairs = self.0.iter().map(|(name, value)| (&**name, &**value));
        T::deserialize(MapDeserializer::<_, Error>::new(pairs)).unwrap_or_default()
    }
}

/// What a form is made from that shows `draft` of this edition.
pub fn basis(edition: u32, draft: &impl Serialize) -> FormVersion {
    let text = serde_json::to_vec(draft).expect("texts can be written as JSON");
    let hash = digest(&SHA256, &text);
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
