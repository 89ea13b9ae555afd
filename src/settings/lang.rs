//! The languages of the workbench. Every text stands beside its translation where it is used, so that none can lack one.

/// A text in English and in Chinese.
pub type Pair = (&'static str, &'static str);

/// A language of the workbench.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// Chinese, in simplified characters.
    Zh,
}

impl Lang {
    /// Every language.
    pub const ALL: [Lang; 2] = [Lang::En, Lang::Zh];

    /// `en` in English, `zh` in Chinese.
    pub fn pick<T>(self, en: T, zh: T) -> T {
        match self {
            Lang::En => en,
            Lang::Zh => zh,
        }
    }

    /// The text of this language.
    #[must_use]
    pub fn of(self, (en, zh): Pair) -> &'static str {
        self.pick(en, zh)
    }

    /// The name in the settings: "en" or "zh".
    #[must_use]
    pub fn name(self) -> &'static str {
        self.pick("en", "zh")
    }
}

/// The language that is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// As the locale says.
    #[default]
    Auto,
    /// English.
    En,
    /// Chinese.
    Zh,
}

impl Language {
    /// The language to use under `locale` (as in `LC_ALL`: `zh_CN.UTF-8`), English where that names another one.
    #[must_use]
    pub fn resolve(self, locale: &str) -> Lang {
        match self {
            Language::En => Lang::En,
            Language::Zh => Lang::Zh,
            Language::Auto if locale.to_ascii_lowercase().starts_with("zh") => Lang::Zh,
            Language::Auto => Lang::En,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_setting_goes_before_the_locale() {
        for locale in ["zh_CN.UTF-8", "zh-Hant", "ZH"] {
            assert_eq!(Language::Auto.resolve(locale), Lang::Zh);
            assert_eq!(Language::En.resolve(locale), Lang::En);
        }
        for locale in ["", "C", "de_DE", "en_US.UTF-8"] {
            assert_eq!(Language::Auto.resolve(locale), Lang::En);
            assert_eq!(Language::Zh.resolve(locale), Lang::Zh);
        }
    }
}
