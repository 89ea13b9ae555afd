//! The counting: partition by first symbols, ordered records, one pass over groups.
