//! The presets that can be chosen: those of the program, of the settings and of the project.

use std::collections::BTreeMap;

use crate::engine::query::Thresholds;
use crate::settings::Settings;
use crate::settings::lang::Pair;

/// Where a preset comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// It comes with the program.
    Program,
    /// It stands in the person's settings.
    Settings,
    /// It was saved in this project.
    Project,
}

impl Origin {
    /// What it is called on the screen, in both languages.
    #[must_use]
    pub fn name(self) -> Pair {
        match self {
            Origin::Program => ("program", "程序"),
            Origin::Settings => ("settings", "设置"),
            Origin::Project => ("project", "项目"),
        }
    }
}

/// A preset.
#[derive(Debug, Clone, PartialEq)]
pub struct Listed {
    /// Its name.
    pub name: String,
    /// Where it comes from.
    pub origin: Origin,
    /// Its thresholds.
    pub bounds: Thresholds,
    /// What it is, in both languages.
    pub sentence: Pair,
}

/// All presets, those of the project last.
#[must_use]
pub fn listed(settings: &Settings, own: &BTreeMap<String, Thresholds>) -> Vec<Listed> {
    let given = settings.threshold_presets().into_iter().map(|(preset, bounds)| {
        let (origin, chinese) = if settings.presets.contains_key(&preset.name) {
            (Origin::Settings, "设置里的阈值")
        } else {
            (Origin::Program, "苏剑林文章的阈值：出现多于 10 次，凝固度比值大于 30，左右熵都大于 3 纳特")
        };
        Listed { name: preset.name, origin, bounds, sentence: (preset.sentence, chinese) }
    });
    let own = own.iter().map(|(name, &bounds)| {
        let sentence = ("thresholds saved in this project", "本项目保存的阈值");
        Listed { name: name.clone(), origin: Origin::Project, bounds, sentence }
    });
    given.chain(own).collect()
}

/// Most characters of a name.
const LONGEST: usize = 40;

/// A name as typed, made ready.
///
/// # Errors
/// Why it cannot be the name of a preset of the project, in both languages.
pub fn name(typed: &str, settings: &Settings) -> Result<String, (String, String)> {
    let name = typed.trim();
    if name.is_empty() {
        return Err(("a name is needed".to_owned(), "需要一个名字".to_owned()));
    }
    if name.chars().count() > LONGEST || name.chars().any(char::is_control) {
        return Err((
            format!("a name has at most {LONGEST} characters, none of them hidden"),
            format!("名字最多 {LONGEST} 个字，不含控制字符"),
        ));
    }
    if settings.all_presets().iter().any(|preset| preset.name == name) {
        let english = format!("{name} is a preset of the program or the settings; choose another name");
        return Err((english, format!("{name} 是程序或设置里的预设，请换一个名字")));
    }
    Ok(name.to_owned())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn presets_are_listed_with_their_origin_and_no_name_is_given_twice() {
        let settings = Settings::load("[presets.novel]\nmin_count = 20\n").settings;
        let own = BTreeMap::from([("试".to_owned(), Thresholds { min_count: 7, ..Thresholds::OPEN })]);
        let all = listed(&settings, &own);
        let told: Vec<_> = all.iter().map(|preset| (preset.name.as_str(), preset.origin)).collect();
        assert_eq!(told, [("article-2015", Origin::Program), ("novel", Origin::Settings), ("试", Origin::Project)]);
        assert_eq!(name(" 试 ", &settings).unwrap(), "试");
        for bad in ["", "  ", "novel", "auto", "a\u{7}b", &"x".repeat(41)] {
            assert!(name(bad, &settings).is_err(), "{bad:?}");
        }
    }
}
