//! Screens: key scripts through the real loop, model and view, on a screen in memory.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod answers;
mod columns;
mod decide;
mod dialogs;
mod edges;
mod find;
mod known;
mod narrow;
mod presets;
mod readme;
mod stage;
mod tour;
