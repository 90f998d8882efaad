//! The fields of the forms for meetings and dates, as a browser sends them, and the version of a form.

use crate::pages::FormVersion;
use crate::schedule::draft::{ChangeDraft, Draft};
use aws_lc_rs::digest::{SHA256, digest};
use axum::Form;
use data_encoding::HEXLOWER;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde::de::value::{Error, MapDeserializer};

/// Every field of a form with its value; several may have the same name.
pub(crate) type Sent = Form<Vec<(String, String)>>;

/// The fields of a form, found by name.
pub(crate) struct Fields(pub(crate) Vec<(String, String)>);

impl Fields {
    /// The first value with this name; empty when there is none.
    pub(crate) fn one(&self, name: &str) -> String {
        self.0
            .iter()
            .find(|(field, _)| field == name)
            .map(|(_, value)| value.clone())
            .unwrap_or_default()
    }

    /// The version that the form was made from.
    pub(crate) fn version(&self) -> FormVersion {
        FormVersion {
            edition: self.one("edition").parse().unwrap_or(0),
            seal: self.one("seal"),
        }
    }

    /// Everything of a meeting that was entered.
    pub(crate) fn draft(&self) -> Draft {
        self.read()
    }

    /// Everything of one date that was entered.
    pub(crate) fn change(&self) -> ChangeDraft {
        self.read()
    }

    /// Drafts ignore other names, and any text can be a value.
    fn read<T: DeserializeOwned + Default>(&self) -> T {
        let pairs = self.0.iter().map(|(name, value)| (&**name, &**value));
        T::deserialize(MapDeserializer::<_, Error>::new(pairs)).unwrap_or_default()
    }
}

/// The version of a form that shows this draft of this revision.
pub(crate) fn form_version(edition: u32, draft: &impl Serialize) -> FormVersion {
    let text = serde_json::to_vec(draft).expect("texts can be written as JSON");
    let hash = digest(&SHA256, &text);
    FormVersion {
        edition,
        seal: HEXLOWER.encode(&hash.as_ref()[..16]),
    }
}

/// The version that a save replaces. When everything that the form showed is unchanged, that is the stored
/// version, whatever else was changed meanwhile: no change of another person is overwritten.
pub(crate) fn current_version(sent: FormVersion, stored: FormVersion) -> FormVersion {
    if sent.seal == stored.seal {
        stored
    } else {
        sent
    }
}
