//! `segment --unsupervised`: words learnt from texts.

use std::path::PathBuf;

use anyhow::Result;

use super::exit::{Exit, failure};
use super::memory::Memory;
use super::{job, session};
use crate::engine::text::Reading;
use crate::lexicon::segment::Segmenter;
use crate::project::source::{Options, Request};
use crate::workbench;
use crate::workbench::unsupervised::{self, LearnError};

/// What cuts by the words of the texts in `paths`. They are read as they are, since what is cut is cut as it is.
pub(super) fn segmenter(paths: &[PathBuf], memory: &Memory) -> Result<Segmenter> {
    let reading = Reading { unit: session::reading().unit, ..Reading::default() };
    let request = Request { inputs: session::inputs(paths), options: Options { reading, ..Options::default() } };
    let resources = memory.resources(None)?;
    job::run(false, |control| {
        let analysis = workbench::analyse(&request, unsupervised::FLOORS, &resources, control)?;
        unsupervised::segmenter(&analysis, control).map_err(|error| match error {
            LearnError::Analyse(error) => workbench::WorkbenchError::from(error).into(),
            error => failure(Exit::Data, error.to_string()),
        })
    })
}
