//! The flags that say how much memory may be used.

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Result;

use super::exit::{Exit, failure};
use crate::engine::memory::{Budget, LEAST};
use crate::project::machine;
use crate::project::paths::Folders;
use crate::project::scratch::ScratchFolder;
use crate::workbench::Resources;

/// How much memory may be used, and where the rest goes.
#[derive(Debug, Clone, Default, clap::Args)]
pub(super) struct Memory {
    /// Memory the program may use, as 2G or 512M (powers of 1024); half of what is free otherwise. What does not fit is
    /// put into temporary files
    #[arg(long, value_name = "SIZE", value_parser = size)]
    memory: Option<u64>,
    /// The folder for temporary files; one in the cache folder otherwise
    #[arg(long, value_name = "FOLDER")]
    scratch: Option<PathBuf>,
}

fn size(text: &str) -> Result<u64, String> {
    let parsed = parse_size::Config::new().with_binary().parse_size(text);
    let bytes = parsed.map_err(|_| "write it as 2G, 512M or a number of bytes".to_owned())?;
    if bytes < LEAST {
        return Err(format!("at least {}M are needed", LEAST >> 20));
    }
    Ok(bytes)
}

impl Memory {
    /// What an analysis may use, with finished ones in `cache`.
    pub(super) fn resources(&self, cache: Option<PathBuf>) -> Result<Resources> {
        let scratch = match &self.scratch {
            Some(folder) if folder.is_dir() => folder.clone(),
            Some(folder) => {
                let shown = folder.display();
                return Err(failure(Exit::Usage, format!("--scratch {shown}: there is no such folder; make it first")));
            }
            // Not the system's folder for such files if that can be: it is in memory on many a machine.
            None => Folders::of_user().map_or_else(|_| std::env::temp_dir(), |folders| folders.cache).join("scratch"),
        };
        let most = self.memory.unwrap_or_else(|| (machine::free_memory() / 2).max(LEAST));
        let budget = Budget { most, scratch: Arc::new(ScratchFolder::new(&scratch)) };
        Ok(Resources { cache, budget: Some(budget), notice: None })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_powers_of_1024() {
        assert_eq!(size("512M"), Ok(512 << 20));
        assert_eq!(size("2G"), Ok(2 << 30));
        assert_eq!(size("1.5GiB"), Ok(3 << 29));
        assert_eq!(size("134217728"), Ok(1 << 27));
        for bad in ["", "much", "-1G", "10M", "2X"] {
            assert!(size(bad).is_err(), "{bad}");
        }
    }
}
