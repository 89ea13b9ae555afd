//! What a frame costs, with a million candidates: drawing it, and a key through `update`.
#![allow(missing_docs, clippy::unwrap_used)]

#[path = "synthetic.rs"]
mod synthetic;

use std::hint::black_box;
use std::sync::Arc;

use criterion::{Criterion, criterion_group, criterion_main};
use ratatui::buffer::Buffer;
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::layout::Rect;
use wordmine::engine::query::Explorer;
use wordmine::engine::{Control, Corpus};
use wordmine::settings::Settings;
use wordmine::tui::effect::{Effect, Reply};
use wordmine::tui::executor::context;
use wordmine::tui::keymap::Keymap;
use wordmine::tui::state::Model;
use wordmine::tui::state::desk::Loaded;
use wordmine::tui::theme::{Depth, Themes};
use wordmine::tui::update::{Msg, update};
use wordmine::tui::view::view;

const TEXT: &str = include_str!("../data/xiyouji_opening.txt");

/// A workbench on a million candidates and the start of a novel.
struct Bench {
    model: Model,
    explorer: Explorer,
    corpus: Arc<Corpus>,
}

impl Bench {
    fn new(size: (u16, u16)) -> Bench {
        let table = synthetic::table(1_000_000);
        let corpus = Arc::new(Corpus::from_text("novel", TEXT));
        let model = Model::new(Settings::default(), Keymap::load(None).0, "novel".to_owned(), size);
        let mut bench = Bench { model, explorer: Explorer::new(table.clone()), corpus: corpus.clone() };
        let loaded = Loaded {
            corpus,
            table,
            name: "novel".to_owned(),
            project: "p.wordmine".to_owned(),
            known: None,
            beside: Vec::new(),
        };
        let reply = Reply::Loaded { loaded, ledger: Default::default(), now: 0, session: None, notes: Vec::new() };
        bench.take_in(Msg::Reply(reply));
        bench.explorer.prepare(&Control::new()).unwrap();
        bench
    }

    /// Updates, and answers at once what is asked.
    fn take_in(&mut self, msg: Msg) {
        let control = Control::new();
        for effect in update(&mut self.model, msg) {
            let reply = match effect {
                Effect::Query { generation, query, .. } => {
                    let selection = self.explorer.select(&query, &control).unwrap();
                    Reply::Selected { generation, selection, folding: None, density: None }
                }
                mut effect @ (Effect::Find { .. } | Effect::Lines { .. }) => {
                    // The synthetic words are not in the text: a word that is stands for them.
                    if let Effect::Find { wanted, .. } = &mut effect {
                        "悟空".clone_into(&mut wanted.word);
                    }
                    let mut replies = Vec::new();
                    let text = context::Text { corpus: &self.corpus, index: None };
                    context::answer(text, &effect, &control, &mut |reply| replies.push(reply));
                    replies.into_iter().for_each(|reply| self.take_in(Msg::Reply(reply)));
                    continue;
                }
                _ => continue,
            };
            self.take_in(Msg::Reply(reply));
        }
    }

    fn key(&mut self, c: char) {
        self.take_in(Msg::Key(KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE)));
    }
}

fn screen(criterion: &mut Criterion) {
    let (themes, _) = Themes::load("dark", None, Some(Depth::True));
    let theme = &themes.get(0).1;
    for size in [(80, 24), (120, 36), (200, 60)] {
        let bench = Bench::new(size);
        let mut buffer = Buffer::empty(Rect::new(0, 0, size.0, size.1));
        criterion.bench_function(&format!("frame/{}x{}", size.0, size.1), |b| {
            b.iter(|| black_box(view(&bench.model, theme, &mut buffer)));
        });
    }
    let mut bench = Bench::new((200, 60));
    bench.key('t');
    bench.key('j');
    let mut up = false;
    criterion.bench_function("step and frame/200x60", |b| {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 200, 60));
        b.iter(|| {
            up = !up;
            bench.key(if up { 'l' } else { 'h' });
            black_box(view(&bench.model, theme, &mut buffer))
        });
    });
}

criterion_group!(benches, screen);
criterion_main!(benches);
