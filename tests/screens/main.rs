//! Screens: key scripts through the real loop, model and view, on a screen in memory.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod answers;
mod columns;
mod context;
mod decide;
mod dialogs;
mod edges;
mod entry;
mod explain;
mod export;
mod filter;
mod find;
mod glyphs;
mod known;
mod languages;
mod ledger;
mod mouse;
mod narrow;
mod palette;
mod plot;
mod presets;
mod readme;
mod refine;
mod stage;
mod start;
mod tour;
mod tuning;
