//! What the measures are called and what they say, in both languages; the registry has them in English.

use crate::engine::derived::Feature;
use crate::settings::lang::Lang;

/// What a measure is called: in English by its name in files and flags.
pub fn name(feature: Feature, lang: Lang) -> &'static str {
    lang.pick(feature.spec().name, chinese(feature).0)
}

/// The head of a measure's column, at most 6 columns.
pub fn head(feature: Feature, lang: Lang) -> &'static str {
    lang.pick(feature.spec().head, chinese(feature).0)
}

/// What a measure says, in a sentence.
pub fn sentence(feature: Feature, lang: Lang) -> &'static str {
    lang.pick(feature.spec().sentence, chinese(feature).1)
}

fn chinese(feature: Feature) -> (&'static str, &'static str) {
    match feature {
        Feature::Count => ("词频", "出现多少次"),
        Feature::Length => ("长度", "有多少个单位"),
        Feature::Docs => ("文档", "在多少篇文档里出现"),
        Feature::Pmi => ("凝固度", "在最弱的切分处，各部分在一起比偶然多多少"),
        Feature::Npmi => ("NPMI", "凝固度占其最大可能值的比例：各部分从不分开时为 1"),
        Feature::Cohesion => ("内聚", "各部分的出现中，至少有多大比例是在这个词里"),
        Feature::Llr => ("LLR", "在最弱的切分处，各部分相互吸引有多确定（小于 0：相互排斥）"),
        Feature::Left => ("左熵", "前面的文字变化有多自由"),
        Feature::Right => ("右熵", "后面的文字变化有多自由"),
        Feature::Entropy => ("自由度", "左熵和右熵中较小的一个"),
        Feature::Variety => ("邻接", "较少的一侧有多少种不同的邻字；每个断点各算一种"),
        Feature::Vbe => ("VBE", "与同样长度的词相比，首尾两字使旁边的文字自由了多少"),
        Feature::Fragment => {
            ("残片", "出现中有多大比例是在最常见的加一字的词里：接近 1 即是更长词的残片；最长的词不知")
        }
        Feature::Surprise => ("意外", "比由更短的部分所预期的多出现多少；两个字时即凝固度"),
        Feature::Score => ("得分", "综合多个度量的名次，0 到 1：最好的第一猜测"),
        Feature::Confidence => ("可信", "把全文按所有可能的方式切分时，其出现中有多大比例是作为一个词"),
        Feature::Refined => ("精排", "综合各度量与从文本自身学到的词语模型的名次，0 到 1：最好的顺序"),
        Feature::Reference => ("参照", "在参照文本中出现多少次"),
        Feature::Keyness => {
            ("关键度", "比在参照文本中更常见有多确定（小于 0：更少见）；大于 15.13 的偶然机会为万分之一")
        }
        Feature::LogRatio => ("比率", "与参照文本相比常见多少倍，以比特计：1 为两倍，-1 为一半"),
        Feature::Trend => ("趋势", "在一个个时期里有多常见（点：该时期没有文本）；按高峰所在时期排序"),
        Feature::Burst => ("突发", "在某个时期比其他时期更常见有多确定；均匀分布时为 0"),
        Feature::Folded => ("折叠", "因为几乎只在这个词里出现而略去的候选词"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::text::{Ambiguous, width};
    use super::*;

    #[test]
    fn heads_have_room_in_their_columns() {
        for lang in Lang::ALL {
            for feature in Feature::ALL.into_iter().chain(Feature::BESIDE) {
                assert!(width(head(feature, lang), Ambiguous::Wide) <= 6, "{feature:?}");
            }
        }
    }
}
