//! Room outside memory that is memory after all, for tests without files.

use std::sync::{Arc, Mutex};

use wordmine::engine::Tuning;
use wordmine::engine::column::Allowance;
use wordmine::engine::storage::{Pages, Scratch, Spill, StorageError};

/// As many bytes as it is made with, together.
#[derive(Debug)]
pub struct Shelf {
    free: Arc<Mutex<usize>>,
}

impl Shelf {
    pub fn with(bytes: usize) -> Arc<Self> {
        Arc::new(Shelf { free: Arc::new(Mutex::new(bytes)) })
    }
}

#[derive(Debug)]
struct Item {
    free: Arc<Mutex<usize>>,
    bytes: Vec<u8>,
}

impl Scratch for Shelf {
    fn create(&self) -> Result<Box<dyn Spill>, StorageError> {
        Ok(Box::new(Item { free: Arc::clone(&self.free), bytes: Vec::new() }))
    }
}

impl Spill for Item {
    fn append(&mut self, bytes: &[u8]) -> Result<(), StorageError> {
        let mut free = self.free.lock().unwrap();
        *free = free.checked_sub(bytes.len()).ok_or_else(|| StorageError("the shelf is full".to_owned()))?;
        self.bytes.extend(bytes);
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<Arc<dyn Pages>, StorageError> {
        Ok(Arc::new(*self))
    }
}

impl Pages for Item {
    fn len(&self) -> u64 {
        self.bytes.len() as u64
    }

    fn read_at(&self, offset: u64, out: &mut [u8]) -> Result<(), StorageError> {
        out.copy_from_slice(&self.bytes[offset as usize..][..out.len()]);
        Ok(())
    }
}

/// `tuning` with at most so many bytes in memory for ids, n-grams and measures.
pub fn limited(tuning: Tuning, [ids, grams, measures]: [u64; 3]) -> Tuning {
    let shelf = Shelf::with(usize::MAX);
    Tuning {
        ids: Allowance::new(ids, shelf.clone()),
        grams: Allowance::new(grams, shelf.clone()),
        measures: Allowance::new(measures, shelf),
        ..tuning
    }
}
