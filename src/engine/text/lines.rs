//! Line ends of a source: LF, CR LF, or a CR alone.

use memchr::memchr2_iter;

/// Bytes between two counted line numbers.
pub const STRIDE: usize = 1 << 16;

/// Counts the line ends of a source while it is read.
#[derive(Debug, Default)]
pub struct LineCounter {
    seen: usize,
    ends: u64,
    after_cr: bool,
    checkpoints: Vec<u64>,
}

impl LineCounter {
    /// Takes the next bytes of the source.
    pub fn feed(&mut self, bytes: &[u8]) {
        let mut rest = bytes;
        while let Some(&first) = rest.first() {
            // A CR at the end of what came before is a line end of its own unless an LF follows.
            self.ends += u64::from(std::mem::take(&mut self.after_cr) && first != b'\n');
            if self.seen > 0 && self.seen.is_multiple_of(STRIDE) {
                self.checkpoints.push(self.ends);
            }
            let take = rest.len().min(STRIDE - self.seen % STRIDE);
            let inside = line_ends(rest, 0, take);
            let open = take == rest.len() && rest.last() == Some(&b'\r');
            self.ends += inside as u64 - u64::from(open);
            self.after_cr = open;
            self.seen += take;
            rest = &rest[take..];
        }
    }

    /// The line ends before the end of each whole [`STRIDE`] of the source.
    #[must_use]
    pub fn finish(mut self) -> Vec<u64> {
        if self.seen > 0 && self.seen.is_multiple_of(STRIDE) {
            self.checkpoints.push(self.ends + u64::from(self.after_cr));
        }
        self.checkpoints
    }
}

/// Line ends whose last byte is at `from..to` of `text`; a CR at its end counts.
#[must_use]
pub fn line_ends(text: &[u8], from: usize, to: usize) -> usize {
    memchr2_iter(b'\n', b'\r', &text[from..to])
        .filter(|&at| text[from + at] == b'\n' || text.get(from + at + 1) != Some(&b'\n'))
        .count()
}
