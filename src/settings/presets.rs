//! Presets: names for ways to choose the words of a table.

use crate::engine::query::Thresholds;

use super::{Settings, nearest};

/// How a preset chooses words.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Rule {
    /// The rows that pass these thresholds, in nats.
    Thresholds(Thresholds),
    /// The rows that the text itself accepts (see [`crate::engine::refined::accept`]).
    Auto,
    /// The pieces of the text, cut where nothing holds it together (see [`crate::engine::segmentation::Lattice::cut`]).
    Cut,
}

/// A rule with its name.
#[derive(Debug, Clone, PartialEq)]
pub struct Preset {
    /// Its name.
    pub name: String,
    /// What it does, in a few words.
    pub sentence: &'static str,
    /// What it does.
    pub rule: Rule,
}

/// The names that no preset of the settings may have.
const BUILT_IN: [(&str, &str); 3] = [
    ("article-2015", "the thresholds of Su Jianlin's article: count above 10, ratio above 30, entropy above 3 nats"),
    ("auto", "the words that the text itself accepts"),
    ("cut", "the pieces of the text, cut where nothing holds it together"),
];
/// What is said of a preset of the settings.
const OWN: &str = "thresholds of the settings";

/// The selection of Su Jianlin (2015): 2 to 4 units; more than 10 occurrences; at every split `N f(w) / (f(a) f(b))` above
/// 30, where N is the number of units; both entropies above 3 nats. All three comparisons are strict there, so these
/// bounds are the next larger values.
///
/// What remains different is the text. The article deletes line ends and common punctuation before it counts, so its
/// n-grams and neighbours go over them; here a break ends every candidate and is a neighbour unlike any other. Runs of
/// Latin letters and digits are one unit here, a unit a character there, and signs that it does not delete are units
/// there.
#[must_use]
pub fn article_2015() -> Thresholds {
    Thresholds {
        min_count: 11,
        min_pmi: (30f64.ln() as f32).next_up(),
        min_entropy: 3f32.next_up(),
        min_length: 2,
        max_length: 4,
        ..Thresholds::OPEN
    }
}

impl Settings {
    /// The presets there are: those that come with the program, then those of the settings by name.
    #[must_use]
    pub fn all_presets(&self) -> Vec<Preset> {
        let rules = [Rule::Thresholds(article_2015()), Rule::Auto, Rule::Cut];
        let built_in = BUILT_IN.iter().zip(rules);
        let built_in = built_in.map(|(&(name, sentence), rule)| Preset { name: name.to_owned(), sentence, rule });
        let own = self.presets.iter();
        let own =
            own.map(|(name, &bounds)| Preset { name: name.clone(), sentence: OWN, rule: Rule::Thresholds(bounds) });
        built_in.chain(own).collect()
    }

    /// The preset called `name`.
    ///
    /// # Errors
    /// What to write instead.
    pub fn preset(&self, name: &str) -> Result<Rule, String> {
        let all = self.all_presets();
        if let Some(preset) = all.iter().find(|preset| preset.name == name) {
            return Ok(preset.rule);
        }
        let names = || all.iter().map(|preset| preset.name.as_str());
        let hint = nearest(name, names()).map_or_else(String::new, |known| format!("the nearest is {known}; "));
        Err(format!("unknown preset {name}; {hint}there are {}", names().collect::<Vec<_>>().join(", ")))
    }

    /// What is wrong with the presets, if anything.
    pub(super) fn presets_fault(&self) -> Option<String> {
        self.presets.iter().find_map(|(name, bounds)| {
            let in_name = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
            if BUILT_IN.iter().any(|(built_in, _)| built_in == name) {
                Some(format!("the preset {name} comes with the program; choose another name"))
            } else if name.is_empty() || !name.chars().all(in_name) {
                Some("the name of a preset has letters a to z, digits, - and _".to_owned())
            } else {
                super::bounds_fault(bounds, &format!("presets.{name}"))
            }
        })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn presets_of_the_settings_stand_beside_those_of_the_program() {
        let text = "[presets.novel]\nmin_count = 20\nmin_pmi = 2.5\nmax_length = 4\n[presets.x]\n";
        let loaded = Settings::load(text);
        assert_eq!(loaded.problems, []);
        let novel = Thresholds { min_count: 20, min_pmi: 2.5, max_length: 4, ..Thresholds::OPEN };
        assert_eq!(loaded.settings.preset("novel"), Ok(Rule::Thresholds(novel)));
        assert_eq!(loaded.settings.preset("x"), Ok(Rule::Thresholds(Thresholds::OPEN)));
        assert_eq!(loaded.settings.preset("auto"), Ok(Rule::Auto));
        let names: Vec<String> = loaded.settings.all_presets().into_iter().map(|preset| preset.name).collect();
        assert_eq!(names, ["article-2015", "auto", "cut", "novel", "x"]);
        let told = loaded.settings.preset("nover").unwrap_err();
        assert!(told.contains("the nearest is novel") && told.contains("article-2015"), "{told}");
        let again: String = loaded.settings.rows().iter().map(|(name, value)| format!("{name} = {value}\n")).collect();
        assert_eq!(Settings::load(&again).settings, loaded.settings);
    }

    #[test]
    fn mistakes_in_presets_are_told_with_their_line() {
        let text = "[presets.novel]\nmin_pm = 2.0\nmin_count = -1\nmin_length = 3\nmax_length = 2\n[presets.auto]\nmin_count = 3\n\
                    [presets]\nx = 3\n\"a.b\" = {}\n";
        let loaded = Settings::load(text);
        let told: Vec<String> = loaded.problems.iter().map(ToString::to_string).collect();
        assert_eq!(told.len(), 6, "{told:#?}");
        assert_eq!(told[0], "line 2: unknown setting presets.novel.min_pm; the nearest is presets.novel.min_pmi");
        assert!(told[1].starts_with("line 3: presets.novel.min_count"), "{}", told[1]);
        assert_eq!(told[2], "line 4: presets.novel.min_length must not be above presets.novel.max_length");
        assert!(told[3].starts_with("line 6: the preset auto comes with the program"), "{}", told[3]);
        assert!(told[4].starts_with("line 9: presets.x is a table"), "{}", told[4]);
        assert!(told[5].starts_with("line 10: the name of a preset"), "{}", told[5]);
        assert_eq!(loaded.settings.presets.keys().collect::<Vec<_>>(), ["novel"]);
    }

    #[test]
    fn the_bounds_of_the_article_are_strict() {
        let bounds = article_2015();
        assert_eq!((bounds.min_count, bounds.min_length, bounds.max_length), (11, 2, 4));
        assert!(f64::from(bounds.min_pmi) > 30f64.ln() && f64::from(bounds.min_pmi) < 30f64.ln() + 1e-6);
        assert!(bounds.min_entropy > 3.0 && bounds.min_entropy < 3.0001);
    }
}
