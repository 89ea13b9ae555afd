//! What must hold when the disk, the system or a file is not what one hopes for.
//!
//! Not here: a simulated power cut, which needs a file system that forgets what was not synced.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod damage;
mod encodings;
mod formats;
mod fst_images;
mod kill;
mod migration;
mod source;
mod store;
mod util;
