//! The explanation of the candidate under the cursor: why it stands where it stands.

use crate::engine::CandidateId;
use crate::engine::derived::Explanation;

/// The state of the explanation pane.
#[derive(Debug, Clone, Default)]
pub struct ExplainPane {
    /// The last answer.
    pub shown: Option<Box<Explanation>>,
    /// The candidate last asked for.
    pub asked: Option<CandidateId>,
    /// The generation of the last request.
    pub generation: u64,
}

impl ExplainPane {
    /// Asks anew with the next step: more is known by now.
    pub fn renew(&mut self) {
        self.asked = None;
    }

    /// Forgets what is shown; what is on its way is void.
    pub fn clear(&mut self) {
        *self = ExplainPane { generation: self.generation + 1, ..ExplainPane::default() };
    }
}
