//! The columns there are: one list for the command line, the screen and the help.

use crate::engine::query::Column;

/// A number that every candidate has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Feature {
    /// Occurrences.
    Count,
    /// Units.
    Length,
    /// Documents that have it.
    Docs,
    /// Smallest PMI over the splits.
    Pmi,
    /// Normalised PMI.
    Npmi,
    /// Conditional cohesion.
    Cohesion,
    /// Log-likelihood ratio.
    Llr,
    /// Left entropy.
    Left,
    /// Right entropy.
    Right,
    /// The smaller entropy.
    Entropy,
    /// Accessor variety.
    Variety,
    /// Variation of branching entropy.
    Vbe,
    /// Share that goes on to one longer candidate.
    Fragment,
    /// Maximum-entropy surprise.
    Surprise,
    /// The score.
    Score,
    /// Share of its occurrences that are uses as a word.
    Confidence,
    /// The refined score.
    Refined,
    /// Occurrences in the reference.
    Reference,
    /// Log-likelihood against the reference.
    Keyness,
    /// Ratio to the reference.
    #[serde(rename = "log_ratio")]
    LogRatio,
    /// How its rate goes over the periods.
    Trend,
    /// How sharply it gathers in one period.
    Burst,
    /// Candidates folded under it.
    Folded,
}

/// What the numbers of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Nats; shown in the unit of the settings.
    Nats,
    /// Whole numbers: of occurrences, units, neighbours or documents.
    Whole,
    /// Without a unit.
    None,
}

/// What a column is.
#[derive(Debug, Clone, Copy)]
pub struct Spec {
    /// The column.
    pub feature: Feature,
    /// Its name on the command line and in files.
    pub name: &'static str,
    /// Its head on the screen, at most 6 columns.
    pub head: &'static str,
    /// What it says, in a sentence.
    pub sentence: &'static str,
    /// How it is computed, where f is a count, N the units of the text, w = ab a split.
    pub formula: &'static str,
    /// Who described it.
    pub source: &'static str,
    /// What its numbers are.
    pub unit: Unit,
    /// Whether a word is rather one with a large value.
    pub larger_is_better: bool,
}

const fn spec(
    feature: Feature,
    (name, head): (&'static str, &'static str),
    sentence: &'static str,
    (formula, source): (&'static str, &'static str),
    (unit, larger_is_better): (Unit, bool),
) -> Spec {
    Spec { feature, name, head, sentence, formula, source, unit, larger_is_better }
}

const SPECS: [Spec; 23] = [
    spec(Feature::Count, ("count", "Count"), "how often it occurs", ("f(w)", ""), (Unit::Whole, true)),
    spec(Feature::Length, ("length", "Length"), "how many units it has", ("n", ""), (Unit::Whole, true)),
    spec(
        Feature::Docs,
        ("docs", "Docs"),
        "in how many documents it occurs",
        ("documents with w", "Sparck Jones 1972"),
        (Unit::Whole, true),
    ),
    spec(
        Feature::Pmi,
        ("pmi", "PMI"),
        "how much more often its parts stand together than by chance, at its weakest split",
        ("min ln(f(w) N / (f(a) f(b)))", "Church and Hanks 1990"),
        (Unit::Nats, true),
    ),
    spec(
        Feature::Npmi,
        ("npmi", "NPMI"),
        "PMI as a share of the most it could be: 1 if the parts never stand apart",
        ("pmi / -ln(f(w) / N)", "Bouma 2009"),
        (Unit::None, true),
    ),
    spec(
        Feature::Cohesion,
        ("cohesion", "Coh"),
        "the share of their occurrences that its parts spend in it, at the least",
        ("min f(w) / max(f(a), f(b))", "Matrix67 2012"),
        (Unit::None, true),
    ),
    spec(
        Feature::Llr,
        ("llr", "LLR"),
        "how sure it is that its parts are drawn to each other (below 0: kept apart), at its weakest split",
        ("min 2 sum k ln(k / e) over the table of a and b, signed", "Dunning 1993"),
        (Unit::None, true),
    ),
    spec(
        Feature::Left,
        ("left", "HL"),
        "how freely the text changes before it",
        ("-sum p ln p over left neighbours", "Harris 1955; Tanaka-Ishii 2005"),
        (Unit::Nats, true),
    ),
    spec(
        Feature::Right,
        ("right", "HR"),
        "how freely the text changes after it",
        ("-sum p ln p over right neighbours", "Harris 1955; Tanaka-Ishii 2005"),
        (Unit::Nats, true),
    ),
    spec(
        Feature::Entropy,
        ("entropy", "H"),
        "the smaller of left and right entropy",
        ("min(left, right)", "Matrix67 2012"),
        (Unit::Nats, true),
    ),
    spec(
        Feature::Variety,
        ("variety", "AV"),
        "how many different neighbours it has, on the side with fewer; each break is one of its own",
        ("min(left kinds, right kinds)", "Feng and others 2004"),
        (Unit::Whole, true),
    ),
    spec(
        Feature::Vbe,
        ("vbe", "VBE"),
        "how much its outer units free the text beside it, against others of its length",
        ("z(H_L(w) - H_L(w without first)) + z(H_R(w) - H_R(w without last))", "Magistry and Sagot 2012"),
        (Unit::None, true),
    ),
    spec(
        Feature::Fragment,
        ("fragment", "Frag"),
        "the share of its occurrences in its commonest extension by a unit: near 1 it is a piece of a longer word; \
         not known for the longest",
        ("max(f(xw), f(wx)) / f(w)", ""),
        (Unit::None, false),
    ),
    spec(
        Feature::Surprise,
        ("surprise", "Surpr"),
        "how much more often it occurs than its shorter parts let one expect; PMI for two units",
        ("ln(f(w) f(inner) / (f(w without last) f(w without first)))", "Brendel and others 1986"),
        (Unit::Nats, true),
    ),
    spec(
        Feature::Score,
        ("score", "Score"),
        "the rank by several measures together, from 0 to 1: the best first guess",
        ("share of candidates whose sum of ranks is not larger", ""),
        (Unit::None, true),
    ),
    spec(
        Feature::Confidence,
        ("confidence", "Conf"),
        "the share of its occurrences in which it is a word, when the whole text is cut into words every likely way",
        ("expected uses in all segmentations / f(w)", "Dempster, Laird and Rubin 1977; Deng and others 2016"),
        (Unit::None, true),
    ),
    spec(
        Feature::Refined,
        ("refined", "Ref"),
        "the rank by the measures and by what a model of words, learnt from the text itself, finds, from 0 to 1: the best \
         order there is",
        ("share of candidates whose sum is not larger", ""),
        (Unit::None, true),
    ),
    spec(
        Feature::Reference,
        ("reference", "Ref f"),
        "how often it occurs in the reference",
        ("g(w)", ""),
        (Unit::Whole, false),
    ),
    spec(
        Feature::Keyness,
        ("keyness", "Key"),
        "how sure it is that it is more common here than in the reference (below 0: less common); above 15.13 by chance \
         once in 10000",
        ("2 (f ln(f / e) + g ln(g / e')), signed; e, e' expected of one rate", "Dunning 1993; Rayson and Garside 2000"),
        (Unit::None, true),
    ),
    spec(
        Feature::LogRatio,
        ("log_ratio", "Ratio"),
        "how many times as common it is here as in the reference, in bits: 1 is twice, -1 half as common",
        ("log2 ((f + 0.5) / N) / ((g + 0.5) / M)", "Hardie 2014"),
        (Unit::None, true),
    ),
    spec(
        Feature::Trend,
        ("trend", "Trend"),
        "how common it is in one period after another (a dot: no text of that period); sorted by the period of its peak",
        ("f(w) / N of each period, against the largest", "Tufte 2006"),
        (Unit::Whole, true),
    ),
    spec(
        Feature::Burst,
        ("burst", "Burst"),
        "how sure it is that it is more common in some period than in the others; 0 if evenly spread",
        ("max keyness of one period against the rest", "Rayson and Garside 2000"),
        (Unit::None, true),
    ),
    spec(
        Feature::Folded,
        ("folded", "Folds"),
        "the listed candidates that are left out because they hardly occur outside this one",
        ("parts v with f(w) >= 0.8 f(v)", ""),
        (Unit::Whole, true),
    ),
];

/// The columns from here on need more than the text.
const BESIDE: usize = Feature::Reference as usize;

/// The features of the specs from `start` on.
const fn from<const N: usize>(start: usize) -> [Feature; N] {
    let mut all = [Feature::Count; N];
    let mut k = 0;
    while k < N {
        all[k] = SPECS[start + k].feature;
        k += 1;
    }
    all
}

/// What a column needs beside the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// Other texts to compare with.
    Reference,
    /// Texts of several periods.
    Periods,
    /// A list whose pieces of longer candidates are folded.
    Folding,
}

impl Feature {
    /// Every column that follows from the text alone, in the order of the help.
    pub const ALL: [Feature; BESIDE] = from(0);
    /// The columns that need more than the text: see [`Feature::needs`]. In the order of the help, after the others.
    pub const BESIDE: [Feature; SPECS.len() - BESIDE] = from(BESIDE);

    /// What it is.
    #[must_use]
    pub fn spec(self) -> &'static Spec {
        &SPECS[self as usize]
    }

    /// Its name on the command line and in files.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.spec().name
    }

    /// The column called `name`.
    #[must_use]
    pub fn by_name(name: &str) -> Option<Feature> {
        SPECS.iter().find(|spec| spec.name == name).map(|spec| spec.feature)
    }

    /// The column of the query for one that the table itself sorts by.
    #[must_use]
    pub fn built_in(self) -> Option<Column> {
        match self {
            Feature::Count => Some(Column::Count),
            Feature::Pmi => Some(Column::Pmi),
            Feature::Left => Some(Column::Left),
            Feature::Right => Some(Column::Right),
            Feature::Entropy => Some(Column::Entropy),
            Feature::Score => Some(Column::Score),
            _ => None,
        }
    }

    /// What it needs beside the text.
    #[must_use]
    pub fn needs(self) -> Option<Need> {
        match self {
            Feature::Reference | Feature::Keyness | Feature::LogRatio => Some(Need::Reference),
            Feature::Trend | Feature::Burst => Some(Need::Periods),
            Feature::Folded => Some(Need::Folding),
            _ => None,
        }
    }

    /// Whether its value for a row follows from that row of the table alone.
    #[must_use]
    pub fn is_local(self) -> bool {
        self.built_in().is_some() || matches!(self, Feature::Length | Feature::Npmi | Feature::Variety)
    }

    /// Whether it is had by reading the text again.
    #[must_use]
    pub fn needs_text(self) -> bool {
        matches!(self, Feature::Docs | Feature::Confidence | Feature::Refined)
    }
}
