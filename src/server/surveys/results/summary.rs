//! The summary that goes back to the stands: a page of the catalogue's row "Survey results" (16(3)13).

use jiff::civil::Date;

use super::cube::Count;
use super::report::Report;
use super::schema::Form;
use super::sides::Part;
use super::tally::Tally;
use super::words::{self, Words};
use crate::domain::id::Slug;
use crate::domain::page::{Block, Inline};
use crate::domain::survey::Name;
use crate::domain::{Category, Language, Page, PageKey};
use crate::i18n::{text, text_with};
use crate::release::Digest;

/// The summary as pages, one a language, checked on `today`.
pub fn pages(report: &Report, words: &Words<'_>, by_language: &[(Part, Count)], today: Date) -> Vec<Page> {
    Language::ALL.map(|language| page(report, &Words { language, ..*words }, by_language, today)).to_vec()
}

/// The name of a survey's page. A survey's name may have letters that a page's may not.
pub fn slug(survey: &Name) -> Option<Slug> {
    let plain: String =
        survey.as_str().to_lowercase().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let plain = plain.trim_matches('-');
    // Two names that differ in such letters only are two pages.
    if plain == survey.as_str() && plain.len() <= 63 {
        return plain.parse().ok();
    }
    let digest = Digest::of(survey.as_str().as_bytes()).to_string();
    let start: String = plain.chars().take(50).collect();
    format!("{}-{}", if start.is_empty() { "survey" } else { &start }, digest.get(..8)?).parse().ok()
}

fn page(report: &Report, words: &Words<'_>, by_language: &[(Part, Count)], today: Date) -> Page {
    let language = words.language;
    let mut blocks = Vec::new();
    let paragraph = |text: String| Block::Paragraph { text: plain(text) };
    match report.respondents.shown() {
        Some(count) if count > 0 => {
            let count = words::whole(language, count);
            blocks.push(paragraph(text_with(language, "summary-respondents", &[("count", count.into())])));
        }
        _ => blocks.push(paragraph(text(language, "summary-few"))),
    }
    if let Some((first, last)) = report.period {
        let day = |day| words::day(language, day);
        let period = [("from", day(first).into()), ("to", day(last).into())];
        blocks.push(paragraph(text_with(language, "summary-period", &period)));
    }
    blocks.push(paragraph(text(language, "summary-protection")));
    blocks.push(paragraph(text(language, "results-chance")));
    if report.respondents.shown().is_some_and(|count| count > 0) {
        for tally in &report.tallies {
            let about = &words.schema.variables[tally.variable];
            if about.is_asked && about.form != Form::Text && !tally.lines.is_empty() {
                blocks.extend(question(tally, words));
            }
        }
        let title = text(language, "summary-how");
        blocks.push(Block::Heading { level: 2, text: plain(title) });
        let caption = text(language, "results-by-language");
        let rows = by_language
            .iter()
            .map(|(part, count)| vec![plain(words.part(part)), plain(words::count(language, *count))]);
        blocks.push(Block::Table {
            headers: ["results-language", "results-count"].map(|id| plain(text(language, id))).to_vec(),
            rows: rows.collect(),
            caption,
        });
    }
    Page {
        key: PageKey {
            category: Category::SurveyResults,
            slug: slug(&words.schema.newest.id).unwrap_or_else(fallback),
            language,
        },
        title: text_with(language, "summary-title", &[("survey", words.survey().to_owned().into())]),
        summary: text(language, "summary-summary"),
        verified_on: today,
        valid_from: None,
        expires_on: None,
        blocks,
    }
}

/// Never needed: what [`slug`] makes is always a name. Kept so that no panic can be.
fn fallback() -> Slug {
    "survey".parse().unwrap_or_else(|_| unreachable!("a plain name"))
}

fn question(tally: &Tally, words: &Words<'_>) -> Vec<Block> {
    let language = words.language;
    let title = one_line(words.question(tally.variable));
    let first =
        if words.schema.variables[tally.variable].form == Form::Rank { "results-first" } else { "results-count" };
    let headers = ["results-answer", first, "results-share"].map(|id| plain(text(language, id)));
    let rows = tally.lines.iter().map(|line| {
        let share = line.share.map_or_else(|| "–".to_owned(), |share| words::percent(language, share.value));
        vec![
            plain(one_line(&words.what(tally.variable, line.what))),
            plain(words::count(language, line.count)),
            plain(share),
        ]
    });
    let mut blocks = vec![
        Block::Heading { level: 2, text: plain(title.clone()) },
        Block::Table { caption: title, headers: headers.to_vec(), rows: rows.collect() },
    ];
    if let Some(mean) = tally.mean {
        let number = |number| words::decimal(language, number, 2);
        let mean =
            [("mean", number(mean.value).into()), ("low", number(mean.low).into()), ("high", number(mean.high).into())];
        blocks.push(Block::Paragraph { text: plain(text_with(language, "results-mean", &mean)) });
    }
    blocks
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn plain(text: String) -> Vec<Inline> {
    vec![Inline::Text { text }]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_surveys_name_gives_a_pages_name_of_its_own() {
        let slug = |name: &str| slug(&name.parse().expect("a name")).expect("a slug").to_string();
        assert_eq!(slug("stand-accessibility"), "stand-accessibility");
        let others = [
            slug("Stand_Accessibility"),
            slug("stand_accessibility"),
            slug("сауалнама"),
            slug("_"),
            slug(&"a".repeat(64)),
        ];
        let different: std::collections::BTreeSet<_> = others.iter().collect();
        assert_eq!(different.len(), others.len(), "{others:?}");
    }
}
