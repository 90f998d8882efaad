//! What the forms for groups, meetings and dates have in common.

mod choices;
mod field;
mod notice;
mod preview;
mod version;

pub(super) use choices::choices;
pub(super) use field::{ChoiceView, FieldView, RefusedView};
pub use notice::{Done, Notice};
pub(super) use preview::PreviewView;
pub use version::FormVersion;
