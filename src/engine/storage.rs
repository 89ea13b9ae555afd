//! Room outside memory, as the engine sees it: bytes that are appended, then read at any place. The project layer
//! makes them of files that vanish with the process.

use std::fmt;
use std::sync::Arc;

/// Room outside memory failed: it is full, broken, or cannot be made. The message names the place and the remedy.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct StorageError(pub String);

/// Makes room outside memory.
pub trait Scratch: Send + Sync + fmt::Debug {
    /// Room for one sequence of bytes; it is given back when the last handle on it is dropped, however that comes.
    ///
    /// # Errors
    /// [`StorageError`].
    fn create(&self) -> Result<Box<dyn Spill>, StorageError>;
}

/// Bytes on their way out of memory.
pub trait Spill: Send + fmt::Debug {
    /// Adds `bytes` after all that was added.
    ///
    /// # Errors
    /// [`StorageError`].
    fn append(&mut self, bytes: &[u8]) -> Result<(), StorageError>;

    /// All that was added, to be read.
    ///
    /// # Errors
    /// [`StorageError`].
    fn finish(self: Box<Self>) -> Result<Arc<dyn Pages>, StorageError>;
}

/// Bytes outside memory.
pub trait Pages: Send + Sync + fmt::Debug {
    /// How many.
    fn len(&self) -> u64;

    /// Whether there are none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Fills `out` with the bytes from `offset` on; they all exist.
    ///
    /// # Errors
    /// [`StorageError`].
    fn read_at(&self, offset: u64, out: &mut [u8]) -> Result<(), StorageError>;
}
