//! Files: the only layer that opens, reads, writes or locks one.

pub mod atomic;
pub mod cache;
pub mod machine;
pub mod paths;
pub mod read;
pub mod recent;
pub mod scratch;
pub mod source;
pub mod store;
pub mod told;
pub mod typed;
pub mod wordlist;
