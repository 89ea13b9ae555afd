//! wordmine: find the words of a text, keep the good ones.
//!
//! | module | may use of ours | never |
//! |---|---|---|
//! | [`engine`] | engine | files, env, clock, printing, serde formats, ratatui, fst |
//! | [`display`] | nothing | files, env, printing, ratatui |
//! | [`lexicon`] | engine's text and table types | files, env, printing, ratatui |
//! | [`settings`] | engine's threshold and query types | files, env, ratatui |
//! | [`project`] | engine, lexicon, settings | printing, ratatui |
//! | [`workbench`] | engine, lexicon, settings, project | printing, ratatui |
//! | [`cli`] | all above, display; `cli/mod.rs` also `tui::run` | ratatui |
//! | `tui` (feature `tui`) | `state`, `update`, `layout`, `keymap`, `command`: engine, lexicon, settings types, display; `view`, `theme`, `text`: state, layout, keymap; `mod`, `effect`, `event`, `terminal`: workbench | files in all but the last group |
//!
//! `tests/layers.rs` reads the sources and fails on a `use` that breaks this table.

#![forbid(unsafe_code)]

pub mod cli;
pub mod display;
pub mod engine;
pub mod lexicon;
pub mod project;
pub mod settings;
#[cfg(feature = "tui")]
pub mod tui;
pub mod workbench;
