//! Themes: a style for each role, read from `themes/*.toml`.

use std::collections::HashMap;
use std::str::FromStr;

use ratatui::style::{Color, Modifier, Style};

/// What a piece of the screen is, as far as its looks go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// Plain text.
    Text,
    /// Less important text.
    Dim,
    /// The title of a pane.
    Title,
    /// The border of a pane.
    Border,
    /// The border of the pane that has the keys.
    BorderFocused,
    /// The head of a column.
    Header,
    /// The current row.
    Cursor,
    /// An accepted word.
    Accepted,
    /// A rejected word.
    Rejected,
    /// A word put off.
    Later,
    /// A marked word.
    Marked,
    /// The word in its context.
    Keyword,
    /// An accepted word in the context of another.
    Known,
    /// A bar of a histogram that passes the cut.
    Bar,
    /// A bar that does not.
    BarOut,
    /// The cut.
    Cut,
    /// A key in a hint.
    Key,
    /// Good news.
    Good,
    /// A warning.
    Warning,
    /// An error.
    Error,
    /// A line being typed.
    Input,
}

const ROLES: [(Role, &str); 21] = [
    (Role::Text, "text"),
    (Role::Dim, "dim"),
    (Role::Title, "title"),
    (Role::Border, "border"),
    (Role::BorderFocused, "border-focused"),
    (Role::Header, "header"),
    (Role::Cursor, "cursor"),
    (Role::Accepted, "accepted"),
    (Role::Rejected, "rejected"),
    (Role::Later, "later"),
    (Role::Marked, "marked"),
    (Role::Keyword, "keyword"),
    (Role::Known, "known"),
    (Role::Bar, "bar"),
    (Role::BarOut, "bar-out"),
    (Role::Cut, "cut"),
    (Role::Key, "key"),
    (Role::Good, "good"),
    (Role::Warning, "warning"),
    (Role::Error, "error"),
    (Role::Input, "input"),
];

/// How many colours a terminal has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Depth {
    /// The sixteen of its palette.
    Sixteen,
    /// 256: those, a cube and greys.
    Indexed,
    /// Any.
    #[default]
    True,
}

impl Depth {
    /// What the environment says of the terminal: `COLORTERM` and `TERM`.
    #[must_use]
    pub fn of(colorterm: &str, term: &str) -> Depth {
        if matches!(colorterm, "truecolor" | "24bit") || term.ends_with("-direct") {
            Depth::True
        } else if term.contains("256color") {
            Depth::Indexed
        } else {
            Depth::Sixteen
        }
    }

    fn nearest(self, colour: Color) -> Color {
        let rgb = match colour {
            Color::Rgb(r, g, b) => anstyle::RgbColor(r, g, b),
            Color::Indexed(n @ 16..) if self == Depth::Sixteen => {
                anstyle_lossy::xterm_to_rgb(n.into(), anstyle_lossy::palette::DEFAULT)
            }
            colour => return colour,
        };
        match self {
            Depth::True => colour,
            Depth::Indexed => Color::Indexed(anstyle_lossy::rgb_to_xterm(rgb).0),
            // The first sixteen of the 256 are the palette.
            Depth::Sixteen => Color::Indexed(anstyle_lossy::rgb_to_ansi(rgb, anstyle_lossy::palette::DEFAULT) as u8),
        }
    }
}

/// The shipped themes by name.
const SHIPPED: [(&str, &str); 5] = [
    ("dark", include_str!("../../config/themes/dark.toml")),
    ("light", include_str!("../../config/themes/light.toml")),
    ("high-contrast", include_str!("../../config/themes/high-contrast.toml")),
    ("cvd", include_str!("../../config/themes/cvd.toml")),
    ("mono", include_str!("../../config/themes/mono.toml")),
];

/// A style for each role.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Theme {
    styles: HashMap<Role, Style>,
}

#[derive(serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
#[derive(Default)]
struct Look {
    fg: Option<String>,
    bg: Option<String>,
    bold: bool,
    dim: bool,
    italic: bool,
    underline: bool,
    reverse: bool,
}

impl Theme {
    /// The style of `role`.
    #[must_use]
    pub fn style(&self, role: Role) -> Style {
        self.styles.get(&role).copied().unwrap_or_default()
    }

    /// The theme with every colour replaced by the nearest that a terminal of `depth` has.
    #[must_use]
    fn on(mut self, depth: Depth) -> Theme {
        for style in self.styles.values_mut() {
            style.fg = style.fg.map(|colour| depth.nearest(colour));
            style.bg = style.bg.map(|colour| depth.nearest(colour));
        }
        self
    }

    /// Reads a theme file; with every fault of it. What is faulty looks like plain text.
    #[must_use]
    pub fn parse(text: &str) -> (Theme, Vec<String>) {
        let mut theme = Theme::default();
        let mut faults = Vec::new();
        let table: toml::Table = match text.parse() {
            Ok(table) => table,
            Err(error) => return (theme, vec![format!("not TOML: {}", error.to_string().trim_end())]),
        };
        for (name, value) in table {
            let Some(&(role, _)) = ROLES.iter().find(|(_, known)| *known == name) else {
                faults.push(format!("there is no role {name:?}"));
                continue;
            };
            let look: Result<Look, toml::de::Error> = value.try_into();
            match look.map_err(|e| e.message().to_owned()).and_then(|look| look.style()) {
                Ok(style) => {
                    theme.styles.insert(role, style);
                }
                Err(fault) => faults.push(format!("{name}: {fault}")),
            }
        }
        (theme, faults)
    }
}

impl Look {
    fn style(&self) -> Result<Style, String> {
        let mut style = Style::default();
        if let Some(fg) = &self.fg {
            style = style.fg(colour(fg)?);
        }
        if let Some(bg) = &self.bg {
            style = style.bg(colour(bg)?);
        }
        for (on, modifier) in [
            (self.bold, Modifier::BOLD),
            (self.dim, Modifier::DIM),
            (self.italic, Modifier::ITALIC),
            (self.underline, Modifier::UNDERLINED),
            (self.reverse, Modifier::REVERSED),
        ] {
            if on {
                style = style.add_modifier(modifier);
            }
        }
        Ok(style)
    }
}

fn colour(name: &str) -> Result<Color, String> {
    Color::from_str(name).map_err(|_| format!("{name:?} is no colour"))
}

/// The themes to choose from, the first the one to start with.
#[derive(Debug, Clone)]
pub struct Themes {
    all: Vec<(String, Theme)>,
}

impl Themes {
    /// The shipped themes, the user's own one (name and text of its file) if any, and every fault. The theme called
    /// `first` comes first; without a depth, where colour is unwanted, there is only "mono".
    #[must_use]
    pub fn load(first: &str, own: Option<&(String, String)>, depth: Option<Depth>) -> (Themes, Vec<String>) {
        let mut all: Vec<(String, Theme)> = Vec::new();
        let mut faults = Vec::new();
        for (name, text) in SHIPPED {
            if depth.is_some() || name == "mono" {
                all.push((name.to_owned(), Theme::parse(text).0));
            }
        }
        if let (Some((name, text)), true) = (own, depth.is_some()) {
            let (theme, found) = Theme::parse(text);
            faults.extend(found.into_iter().map(|fault| format!("theme {name}: {fault}")));
            all.retain(|(known, _)| known != name);
            all.push((name.clone(), theme));
        }
        match all.iter().position(|(name, _)| name == first) {
            Some(at) => all.rotate_left(at),
            None if depth.is_none() => {}
            None => {
                let known = all.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(", ");
                faults.push(format!("there is no theme {first:?}; the themes are {known}"));
            }
        }
        let depth = depth.unwrap_or_default();
        let all = all.into_iter().map(|(name, theme)| (name, theme.on(depth))).collect();
        (Themes { all }, faults)
    }

    /// Number of themes, at least one.
    #[must_use]
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether there is none: never.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Their names, in order.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        self.all.iter().map(|(name, _)| name.clone()).collect()
    }

    /// Name and theme number `index`, counted round and round.
    #[must_use]
    pub fn get(&self, index: usize) -> &(String, Theme) {
        &self.all[index % self.all.len()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shipped_themes_are_sound_and_name_every_role() {
        for (_, text) in SHIPPED {
            let (theme, faults) = Theme::parse(text);
            assert_eq!(faults, Vec::<String>::new());
            for (role, name) in ROLES {
                assert!(theme.styles.contains_key(&role), "{name}");
            }
        }
    }

    #[test]
    fn all_faults_of_a_theme_are_told() {
        let (_, faults) = Theme::parse("txt = {}\ncut = { fg = \"blurple\" }\nbar = { bolt = true }\n");
        assert_eq!(faults.len(), 3, "{faults:?}");
    }

    #[test]
    fn a_colour_that_the_terminal_lacks_is_the_nearest_it_has() {
        let own = ("mine".to_owned(), "text = { fg = \"#ff5555\", bg = \"21\" }\ndim = { fg = \"red\" }".to_owned());
        let style = |depth, role| Themes::load("mine", Some(&own), Some(depth)).0.get(0).1.style(role);
        assert_eq!(style(Depth::True, Role::Text).fg, Some(Color::Rgb(0xff, 0x55, 0x55)));
        assert_eq!(style(Depth::Indexed, Role::Text).fg, Some(Color::Indexed(203)));
        assert_eq!(style(Depth::Indexed, Role::Text).bg, Some(Color::Indexed(21)));
        assert_eq!(style(Depth::Sixteen, Role::Text).fg, Some(Color::Indexed(9)));
        assert_eq!(style(Depth::Sixteen, Role::Text).bg, Some(Color::Indexed(4)));
        assert_eq!(style(Depth::Sixteen, Role::Dim).fg, Some(Color::Red));
        assert_eq!(Depth::of("", "xterm-256color"), Depth::Indexed);
        assert_eq!(Depth::of("truecolor", "xterm"), Depth::True);
        assert_eq!(Depth::of("", "linux"), Depth::Sixteen);
    }

    #[test]
    fn without_colour_no_style_has_one() {
        let own = ("mine".to_owned(), "text = { fg = \"red\" }".to_owned());
        let (themes, _) = Themes::load("dark", Some(&own), None);
        assert_eq!(themes.len(), 1);
        for (role, _) in ROLES {
            let style = themes.get(0).1.style(role);
            assert!(style.fg.is_none() && style.bg.is_none());
        }
    }
}
