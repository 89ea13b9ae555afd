//! An executor that does everything at once on the calling thread: for tests and for pictures.

use std::sync::Arc;
use std::sync::mpsc::Sender;

use crate::engine::derived::{Deriver, Feature};
use crate::engine::query::Explorer;
use crate::engine::{Control, Progress};
use crate::settings::Units;
use crate::workbench::{Analysis, WorkbenchError};

use super::super::Launch;
use super::super::effect::{Effect, Reply};
use super::super::update::Msg;
use super::writer::{Write, Writer};
use super::{
    Executor, context, count, derive, explain, export, judge, load, look_up, make_dictionary, matching, query, refine,
    rules,
};

/// Everything at once.
pub struct Inline {
    answer: Sender<Msg>,
    analysis: Analysis,
    explorer: Explorer,
    deriver: Deriver,
    explained: Vec<(Feature, Arc<[f32]>)>,
    folds: Option<Deriver>,
    writer: Option<Writer>,
    held: bool,
    units: Units,
}

impl Inline {
    /// Loads what `launch` says, and sends that it is loaded to `answer`.
    ///
    /// # Errors
    /// As loading.
    pub fn start(launch: &Launch, answer: Sender<Msg>) -> Result<Self, WorkbenchError> {
        let opened = load::load(launch, &Control::new())?;
        let _ = answer.send(Msg::Reply(opened.reply));
        Ok(Inline {
            answer,
            explorer: Explorer::new(opened.analysis.table.clone()),
            deriver: opened.analysis.deriver(),
            explained: Vec::new(),
            folds: None,
            analysis: opened.analysis,
            writer: Some(Writer::new(opened.store)),
            held: false,
            units: launch.settings.units,
        })
    }

    /// Holds back saving, as a slow disk does, or lets it go on.
    pub fn hold_saving(&mut self, hold: bool) {
        self.held = hold;
        self.save();
    }

    fn save(&mut self) {
        if !self.held
            && let Some(reply) = self.writer.as_mut().and_then(Writer::save)
        {
            let _ = self.answer.send(Msg::Reply(reply));
        }
    }

    fn write(&mut self, write: Write) {
        if let Some(writer) = &mut self.writer {
            writer.add(write);
        }
        self.save();
    }
}

impl Executor for Inline {
    fn execute(&mut self, effect: Effect) {
        let control = Control::new();
        let reply = match effect {
            Effect::Query { .. } => query(&mut self.explorer, &mut self.folds, &effect, &control),
            Effect::Appraise { .. } | Effect::Fit { .. } => judge(&self.analysis.table, &effect, &control),
            Effect::Find { .. } | Effect::Lines { .. } | Effect::Read { .. } => {
                let text = context::Text { corpus: &self.analysis.corpus, index: None };
                context::answer(text, &effect, &control, &mut |reply| {
                    let _ = self.answer.send(Msg::Reply(reply));
                });
                None
            }
            Effect::Derive { .. } => {
                derive(&self.deriver, &self.analysis.corpus, &effect, &control, &mut |reply| {
                    let _ = self.answer.send(Msg::Reply(reply));
                });
                None
            }
            Effect::Explain { .. } => {
                explain((&self.deriver, &self.analysis.corpus), &mut self.explained, &effect, &control)
            }
            Effect::Refine { .. } => refine(&self.deriver, &self.analysis.corpus, &effect, &control),
            Effect::Rules { .. } => rules(&self.analysis, &effect),
            Effect::Search { .. } => look_up(&effect, &control),
            Effect::Count(_) => count(&self.analysis.corpus, &effect, &control),
            Effect::Match { .. } => matching(&self.analysis, &effect),
            Effect::MakeDictionary(ledger) => Some(make_dictionary(&self.analysis, &ledger)),
            Effect::Export { .. } => export(&self.analysis, &effect, self.units),
            Effect::Record { ticket, event, session } => {
                self.write(Write::Event(ticket, event, session));
                None
            }
            Effect::SaveSession(session) => {
                self.write(Write::Session(session));
                None
            }
            Effect::RetrySave => {
                self.write(Write::Retry);
                None
            }
            Effect::CancelLoading => Some(Reply::Cancelled),
            Effect::Copy(_) | Effect::Mouse(_) | Effect::Title(_) | Effect::Suspend | Effect::Redraw => None,
        };
        if let Some(reply) = reply {
            let _ = self.answer.send(Msg::Reply(reply));
        }
    }

    fn progress(&self) -> Option<Progress> {
        None
    }

    fn finish(&mut self) -> Option<String> {
        self.writer.take().and_then(Writer::close)
    }

    fn failure(&mut self) -> Option<WorkbenchError> {
        None
    }
}
