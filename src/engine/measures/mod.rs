//! The measures of a candidate, one file a family.
