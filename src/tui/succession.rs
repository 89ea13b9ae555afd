//! What comes after a project is left: the end, another project, or the start screen.

use crate::display::Ambiguous;
use crate::project::source::Given;
use crate::settings::lang::Lang;
use crate::settings::screen::GlyphChoice;
use crate::workbench::reference::References;

use super::executor::files;
use super::state::path::PathLine;
use super::state::{Dialog, Ending, Level, Model, StartScreen};
use super::{Launch, Target};

/// What goes over from one project to the next.
#[derive(Debug, Clone)]
pub struct Heritage {
    lang: Lang,
    theme: usize,
    glyphs: GlyphChoice,
    ambiguous: Ambiguous,
    mouse: bool,
    /// What was typed in the start screen, to go on with when it cannot be opened.
    typed: String,
    /// What is to be told first.
    told: Option<String>,
}

impl Heritage {
    /// Gives it to `model`.
    pub fn endow(self, model: &mut Model) {
        (model.lang, model.theme) = (self.lang, self.theme);
        (model.glyph_choice, model.ambiguous, model.mouse) = (self.glyphs, self.ambiguous, self.mouse);
        if let Some(Dialog::Start(start)) = model.dialogs.last_mut() {
            start.line = PathLine::new(self.typed);
            start.note = self.told.clone().unwrap_or_default();
        }
        if let Some(told) = self.told {
            model.log.say(0, Level::Error, told);
        }
    }
}

/// What to go on with after `model` ended, if it is not the end; whatever was open is closed. `failure` is why loading
/// failed, `unsaved` why the last steps are not saved, `inherited` what the model began with when it was not the first:
/// when that cannot be opened, the start screen says why.
pub fn next(
    launch: &Launch,
    model: &Model,
    (failure, unsaved): (Option<String>, Option<String>),
    inherited: Option<&Heritage>,
) -> Option<(Launch, Heritage)> {
    let (lang, theme) = (model.lang, model.theme);
    let (glyphs, ambiguous, mouse) = (model.glyph_choice, model.ambiguous, model.mouse);
    let go = |target: Target, typed: String, told: Option<String>| {
        let (given, reference) = (Given::default(), References::default());
        let launch = Launch { target, given, reference, known: Vec::new(), problems: Vec::new(), ..launch.clone() };
        Some((launch, Heritage { lang, theme, glyphs, ambiguous, mouse, typed, told }))
    };
    match (model.ending, &model.opening, inherited) {
        (Some(Ending::Now), Some(opening), _) => {
            let lost =
                |why| lang.pick(format!("the last steps are not saved: {why}"), format!("最后几步没有保存：{why}"));
            go(files::target(opening), typed(model), unsaved.map(lost))
        }
        (Some(Ending::Failed), _, Some(before)) => {
            let why = failure.unwrap_or_else(|| lang.pick("loading failed", "载入失败").to_owned());
            go(Target::Start, before.typed.clone(), Some(why))
        }
        (Some(Ending::Cancelled), _, Some(before)) if !model.loading.as_ref().is_some_and(|loading| loading.quits) => {
            let told = lang.pick("loading was cancelled", "已取消载入").to_owned();
            go(Target::Start, before.typed.clone(), Some(told))
        }
        _ => None,
    }
}

fn typed(model: &Model) -> String {
    let line = model.dialogs.iter().find_map(|dialog| match dialog {
        Dialog::Start(StartScreen { line, .. }) => Some(line.path().to_owned()),
        _ => None,
    });
    line.unwrap_or_default()
}
