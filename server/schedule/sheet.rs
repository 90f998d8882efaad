//! Meetings as a sheet for a spreadsheet program: one meeting a row.
//!
//! Promises: what is written is read back the same, with every pattern; no cell can become a formula; an
//! import is planned row by row before anything is changed, and never deletes anything. Deliberately absent:
//! messages, the store.

mod cell;
mod column;
mod dates;
mod feed;
mod plan;
mod read_row;
mod refusal;
mod row;
mod table;

pub use column::Column;
pub use feed::{Feed, read_feed};
pub use plan::{Difference, Outcome, Planned, Ready, Scope, plan};
pub use refusal::{CellRefusal, CellRefusalReason, DateRefusal, DateRefusalReason};
pub use row::SheetRow;
pub use table::{MAX_BYTES, MAX_ROWS, Sheet, SheetRefusal, read, write};
