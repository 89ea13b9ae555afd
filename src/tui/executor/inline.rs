//! An executor that does everything at once on the calling thread: for tests and for pictures.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::Sender;

use crate::engine::derived::{Deriver, Feature};
use crate::engine::query::Explorer;
use crate::engine::{Control, Progress};
use crate::settings::Units;
use crate::workbench::{Analysis, WorkbenchError};

use super::super::effect::{Effect, Reply};
use super::super::update::Msg;
use super::super::{Launch, Target};
use super::writer::{Write, Writer};
use super::{
    Executor, context, count, derive, explain, export, files, judge, load, look_up, make_dictionary, matching, query,
    refine, rules,
};

/// Everything at once.
pub struct Inline {
    answer: Sender<Msg>,
    text: Option<Text>,
    writer: Option<Writer>,
    held: bool,
    units: Units,
    folder: PathBuf,
}

/// What is loaded, and what is computed of it.
struct Text {
    analysis: Analysis,
    explorer: Explorer,
    deriver: Deriver,
    explained: Vec<(Feature, Arc<[f32]>)>,
    folds: Option<Deriver>,
}

impl Inline {
    /// Loads what `launch` says, and sends that it is loaded to `answer`.
    ///
    /// # Errors
    /// As loading.
    pub fn start(launch: &Launch, answer: Sender<Msg>) -> Result<Self, WorkbenchError> {
        let (units, folder) = (launch.settings.units, launch.folders.projects.clone());
        if launch.target == Target::Start {
            let _ = answer.send(Msg::Reply(files::list(&folder)));
            return Ok(Inline { answer, text: None, writer: None, held: false, units, folder });
        }
        let opened = load::load(launch, &Control::new())?;
        let _ = answer.send(Msg::Reply(opened.reply));
        let writer = Some(Writer::new(opened.store, opened.memory));
        let text = Some(Text {
            explorer: Explorer::new(opened.analysis.table.clone()),
            deriver: opened.analysis.deriver(),
            explained: Vec::new(),
            folds: None,
            analysis: opened.analysis,
        });
        Ok(Inline { answer, text, writer, held: false, units, folder })
    }

    /// Holds back saving, as a slow disk does, or lets it go on.
    pub fn hold_saving(&mut self, hold: bool) {
        self.held = hold;
        self.save();
    }

    /// Answers what needs the text.
    fn of_text(&mut self, effect: &Effect, control: &Control) -> Option<Reply> {
        let text = self.text.as_mut()?;
        let mut send = |reply| {
            let _ = self.answer.send(Msg::Reply(reply));
        };
        match effect {
            Effect::Query { .. } => query(&mut text.explorer, &mut text.folds, effect, control),
            Effect::Appraise { .. } | Effect::Fit { .. } => judge(&text.analysis.table, effect, control),
            Effect::Find { .. } | Effect::Lines { .. } | Effect::Read { .. } => {
                let corpus = context::Text { corpus: &text.analysis.corpus, index: None };
                context::answer(corpus, effect, control, &mut send);
                None
            }
            Effect::Derive { .. } => {
                derive(&text.deriver, &text.analysis.corpus, effect, control, &mut send);
                None
            }
            Effect::Explain { .. } => {
                explain((&text.deriver, &text.analysis.corpus), &mut text.explained, effect, control)
            }
            Effect::Refine { .. } => refine(&text.deriver, &text.analysis.corpus, effect, control),
            Effect::Rules { .. } => rules(&text.analysis, effect),
            Effect::Search { .. } => look_up(effect, control),
            Effect::Count(_) => count(&text.analysis.corpus, effect, control),
            Effect::Match { .. } => matching(&text.analysis, effect),
            Effect::MakeDictionary(ledger) => Some(make_dictionary(&text.analysis, ledger)),
            Effect::Export { .. } => export(&text.analysis, effect, self.units),
            Effect::Preview { .. } => files::preview(&text.analysis, effect, self.units, control),
            _ => None,
        }
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
            Effect::ListRecent
            | Effect::Forget(_)
            | Effect::CompletePath { .. }
            | Effect::Place(_)
            | Effect::LookAt(_) => files::answer(&self.folder, &effect),
            Effect::Remember(counts) => {
                self.write(Write::Remember(counts));
                None
            }
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
            effect => self.of_text(&effect, &control),
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
