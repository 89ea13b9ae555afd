//! What the person says about the terminal.

/// Which signs borders, bars and histograms are drawn with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum GlyphChoice {
    /// Box drawing and blocks, unless the terminal gives them two columns.
    #[default]
    Auto,
    /// Box drawing and blocks.
    Unicode,
    /// ASCII and Braille, which have one column everywhere.
    Ascii,
}

impl GlyphChoice {
    /// Every choice.
    pub const ALL: [GlyphChoice; 3] = [GlyphChoice::Auto, GlyphChoice::Unicode, GlyphChoice::Ascii];

    /// Its name, as in the settings.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            GlyphChoice::Auto => "auto",
            GlyphChoice::Unicode => "unicode",
            GlyphChoice::Ascii => "ascii",
        }
    }
}

/// How many columns the terminal gives characters of ambiguous East Asian width.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AmbiguousWidth {
    /// As the terminal shows when it is asked at the start; one if it does not answer.
    #[default]
    Auto,
    /// One.
    Narrow,
    /// Two.
    Wide,
}
