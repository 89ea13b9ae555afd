//! Symbols (the distinct units of a text) and their dense ids.
