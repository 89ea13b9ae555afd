//! Screens: key scripts through the real loop, model and view, on a screen in memory.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod answers;
mod columns;
mod decide;
mod dialogs;
mod edges;
mod explain;
mod find;
mod known;
mod languages;
mod ledger;
mod narrow;
mod presets;
mod readme;
mod refine;
mod stage;
mod tour;
