//! The program itself on a real terminal: start, resize, quit, signals, panic, kill -9 and going on. Each step waits for
//! a text, never for a time.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod asking;
mod exits;
mod resume;
mod switch;
mod terminal;
