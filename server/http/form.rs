//! The fields of the forms for meetings and dates, as a browser sends them, and the version of a form.

use crate::pages::FormVersion;
use crate::schedule::draft::{ChangeDraft, Draft};
use aws_lc_rs::digest::{SHA256, digest};
use data_encoding::HEXLOWER;
use serde::de::DeserializeOwned;
use serde::de::value::{Error, MapDeserializer};
use serde::{Deserialize, Serialize};

/// The fields of a form with their values. A name can occur several times.
#[derive(Deserialize)]
#[serde(transparent)]
pub(crate) struct FormFields(Vec<(String, String)>);

impl FormFields {
    /// The first value with this name; empty when there is none.
    pub(crate) fn first(&self, name: &str) -> String {
        self.0
            .iter()
            .find(|(field, _)| field == name)
            .map(|(_, value)| value.clone())
            .unwrap_or_default()
    }

    /// The version of the data that the form was filled from.
    pub(crate) fn version(&self) -> FormVersion {
        FormVersion {
            revision: self.first("edition").parse().unwrap_or(0),
            content_hash: self.first("seal"),
        }
    }

    /// The entered values of a meeting.
    pub(crate) fn draft(&self) -> Draft {
        self.deserialize()
    }

    /// The entered values of a date.
    pub(crate) fn change(&self) -> ChangeDraft {
        self.deserialize()
    }

    /// Cannot fail for a draft: it ignores other names and accepts any text.
    fn deserialize<T: DeserializeOwned + Default>(&self) -> T {
        let pairs = self.0.iter().map(|(name, value)| (&**name, &**value));
        T::deserialize(MapDeserializer::<_, Error>::new(pairs)).unwrap_or_default()
    }
}

/// The version of a form that shows this draft of this revision.
pub(crate) fn form_version(revision: u32, draft: &impl Serialize) -> FormVersion {
    let text = serde_json::to_vec(draft).expect("a map of texts can be serialised as JSON");
    let hash = digest(&SHA256, &text);
    FormVersion {
        revision,
        content_hash: HEXLOWER.encode(&hash.as_ref()[..16]),
    }
}

/// The version that a save replaces. When everything that the form showed is unchanged, that is the stored
/// version, even if other data was changed: no change of another person is overwritten.
pub(crate) fn current_version(sent: FormVersion, stored: FormVersion) -> FormVersion {
    if sent.content_hash == stored.content_hash {
        stored
    } else {
        sent
    }
}
