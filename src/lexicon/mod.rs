//! What the person decided, and the dictionary made of it. No files, no screen.

pub mod decision;
pub mod dictionary;
pub mod entry;
pub mod evaluation;
pub mod format;
pub mod moment;
pub mod segment;
mod soundness;

pub use decision::{Change, Decision, Edit, Event, Ledger, Reason, Tally, Verdict};
pub use dictionary::Dictionary;
pub use entry::{Details, Entry};
pub use moment::Moment;
