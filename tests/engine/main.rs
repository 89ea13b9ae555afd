//! The engine against counts made by definition.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod analysis;
mod compared;
mod control;
mod derived;
mod golden;
mod naive;
mod outside;
mod reading;
mod refined;
mod texts;
