//! What the machine has.

/// Taken for free when the system does not tell, in bytes.
const GUESS: u64 = 2 << 30;

/// Bytes of memory that programs can still take, those of a container when it is in one.
#[must_use]
pub fn free_memory() -> u64 {
    let Ok(mut system) = sysinfo::System::new() else { return GUESS };
    system.refresh_memory();
    let free = system.available_memory();
    let free = system.cgroup_limits().map_or(free, |group| free.min(group.free_memory));
    if free == 0 { GUESS } else { free }
}
