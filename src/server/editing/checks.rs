//! What can only be seen across pages: links between them, missing translations, categories
//! without a page, images that no page shows.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::domain::page::for_each_text;
use crate::domain::{Category, Language, Page, PageKey, Slug};

use super::findings::{Findings, did_you_mean, quoted};
use super::folder::MediaFile;
use super::media::is_safe_name;
use super::text::{is_cyrillic, is_kazakh, is_latin};

/// A page as it was read, with what it refers to.
#[derive(Debug)]
pub(super) struct ReadPage {
    /// The file, relative to the folder.
    pub(super) file: String,
    /// Which page it is.
    pub(super) key: PageKey,
    /// The page; none when its text or head could not be read.
    pub(super) page: Option<Page>,
    /// The line of its title.
    pub(super) title_line: Option<usize>,
    /// The pages it links to, each with its line.
    pub(super) pages: Vec<(usize, PageKey)>,
    /// The media files it shows, each with its line.
    pub(super) media: Vec<(usize, String)>,
}

/// Checks the pages against each other, against the images and against the categories switched off.
pub(super) fn check(
    pages: &[ReadPage],
    media: &[MediaFile],
    switched_off: &BTreeSet<Category>,
    today: Date,
    findings: &mut Findings,
) {
    let mut languages = BTreeMap::<(Category, &Slug), BTreeMap<Language, &ReadPage>>::new();
    for page in pages {
        languages.entry((page.key.category, &page.key.slug)).or_default().insert(page.key.language, page);
    }
    links(pages, &languages, switched_off, findings);
    images(pages, media, findings);
    translations(&languages, switched_off, findings);
    categories(pages, switched_off, today, findings);
    titles(pages, findings);
    languages_of_texts(pages, findings);
}

type Languages<'p> = BTreeMap<(Category, &'p Slug), BTreeMap<Language, &'p ReadPage>>;

fn links(pages: &[ReadPage], languages: &Languages<'_>, switched_off: &BTreeSet<Category>, findings: &mut Findings) {
    for page in pages {
        let mut findings = findings.of(&page.file);
        for (line, target) in &page.pages {
            let address = format!("page:{}/{}", target.category.id(), target.slug);
            match languages.get(&(target.category, &target.slug)) {
                None => {
                    let slugs = languages.keys().filter(|(category, _)| *category == target.category);
                    let slugs: Vec<String> =
                        slugs.map(|(_, slug)| format!("page:{}/{slug}", target.category.id())).collect();
                    findings.fault(
                        *line,
                        format!("the link leads to {address}, which does not exist"),
                        did_you_mean(&address, slugs.iter().map(String::as_str), || {
                            if slugs.is_empty() {
                                format!("write that page in pages/{}/, or delete the link", target.category.id())
                            } else {
                                format!("this category has: {}", slugs.join(", "))
                            }
                        }),
                    );
                }
                Some(_) if switched_off.contains(&target.category) => findings.fault(
                    *line,
                    format!("the link leads to {address}, whose category is switched off"),
                    "delete the link, or take the category off switched-off in stand.toml",
                ),
                Some(versions) if !versions.contains_key(&target.language) => findings.warning(
                    *line,
                    format!("the link leads to {address}, which is not written in {}", name_of(target.language)),
                    "translate that page; until then the visitor gets it in another language",
                ),
                Some(_) => {}
            }
        }
    }
}

fn images(pages: &[ReadPage], media: &[MediaFile], findings: &mut Findings) {
    let names: BTreeSet<&str> = media.iter().map(|file| file.name.as_str()).collect();
    let mut shown = BTreeSet::new();
    for page in pages {
        for (line, name) in &page.media {
            shown.insert(name.as_str());
            if !names.contains(name.as_str()) {
                let twin = names.iter().find(|other| other.eq_ignore_ascii_case(name));
                findings.of(&page.file).fault(
                    *line,
                    format!("the image media/{name} does not exist"),
                    twin.map_or_else(
                        || {
                            did_you_mean(name, names.iter().copied(), || {
                                "put the file into media/, or delete the image here".to_owned()
                            })
                        },
                        |twin| format!("write its name with the same capital letters: media/{twin}"),
                    ),
                );
            } else if super::image_header::Format::of_name(name).is_none() {
                findings.of(&page.file).fault(
                    *line,
                    format!("media/{name} is not an image that a stand shows"),
                    "save it as PNG, JPEG or WebP and write that name here",
                );
            }
        }
    }
    for file in media {
        if is_safe_name(&file.name)
            && super::image_header::Format::of_name(&file.name).is_some()
            && !shown.contains(file.name.as_str())
        {
            findings.of(&file.file).warning(
                None,
                "no page shows this image, yet every stand loads it",
                "show it on a page, or delete it",
            );
        }
    }
}

fn translations(languages: &Languages<'_>, switched_off: &BTreeSet<Category>, findings: &mut Findings) {
    for ((category, slug), versions) in languages {
        let Some(first) = versions.values().next().filter(|_| !switched_off.contains(category)) else { continue };
        for language in Language::ALL {
            if !versions.contains_key(&language) {
                findings.of(&first.file).warning(
                    None,
                    format!("the page is not written in {}", name_of(language)),
                    format!("write pages/{}/{slug}.{language}.md", category.id()),
                );
            }
        }
    }
}

fn categories(pages: &[ReadPage], switched_off: &BTreeSet<Category>, today: Date, findings: &mut Findings) {
    for category in Category::ALL {
        let folder = format!("pages/{}", category.id());
        let of_category = || pages.iter().filter(|page| page.key.category == category);
        let mut findings = findings.of(&folder);
        if switched_off.contains(&category) {
            if of_category().next().is_some() {
                findings.warning(
                    None,
                    "the category is switched off, so its pages are not shown",
                    "delete its pages, or take it off switched-off in stand.toml",
                );
            }
        } else if category.is_mandatory() {
            for language in [Language::Kazakh, Language::Russian] {
                let name = name_of(language);
                let written: Vec<_> = of_category().filter(|page| page.key.language == language).collect();
                let is_shown = |page: &&ReadPage| page.page.as_ref().is_none_or(|page| page.is_shown_on(today));
                if written.is_empty() {
                    findings.fault(
                        None,
                        format!(
                            "the category has no page in {name}, and the law makes it part of every stand (Art. 12(2))"
                        ),
                        format!("write a page such as {folder}/main.{language}.md"),
                    );
                } else if !written.iter().any(is_shown) {
                    findings.warning(
                        None,
                        format!("no page in {name} of this category, which the law demands, is shown today"),
                        "look at the dates valid-from and expires-on of its pages",
                    );
                }
            }
        } else if of_category().next().is_none() {
            findings.warning(
                None,
                "the category has no page",
                format!("write one, or add \"{}\" to switched-off in stand.toml", category.id()),
            );
        }
    }
}

fn titles(pages: &[ReadPage], findings: &mut Findings) {
    let mut first = BTreeMap::new();
    for read in pages {
        let Some(page) = &read.page else { continue };
        let title = page.title.to_lowercase();
        if let Some(other) = first.insert((page.key.category, page.key.language, title), &read.file) {
            findings.of(&read.file).warning(
                read.title_line,
                format!("the title {} is also that of {other}", quoted(&page.title)),
                "give each page of a category a title of its own, so that they can be told apart",
            );
        }
    }
}

/// How many letters a text must have for its language to be told from them.
const TELLING_LETTERS: usize = 200;

/// A text in the wrong file would be read aloud by the wrong voice.
fn languages_of_texts(pages: &[ReadPage], findings: &mut Findings) {
    for read in pages {
        let Some(page) = &read.page else { continue };
        let (mut latin, mut cyrillic, mut kazakh) = (0_usize, 0_usize, 0_usize);
        for_each_text(&page.blocks, &mut |text| {
            for letter in text.chars() {
                latin += usize::from(is_latin(letter));
                cyrillic += usize::from(is_cyrillic(letter));
                kazakh += usize::from(is_kazakh(letter));
            }
        });
        if latin + cyrillic < TELLING_LETTERS {
            continue;
        }
        // About a fifth of the letters of a Kazakh text are its own; in a Russian one only names have them.
        let looks_right = match read.key.language {
            Language::Kazakh => cyrillic > latin && kazakh * 50 >= cyrillic,
            Language::Russian => cyrillic > latin && kazakh * 10 <= cyrillic,
            Language::English => latin > cyrillic,
        };
        if !looks_right {
            findings.of(&read.file).warning(
                None,
                format!("the page does not look like {}", name_of(read.key.language)),
                "look whether the text is in the right file; a voice of that language will read it",
            );
        }
    }
}

fn name_of(language: Language) -> &'static str {
    match language {
        Language::Kazakh => "Kazakh",
        Language::Russian => "Russian",
        Language::English => "English",
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::findings::testing::assert_found;
    use super::*;
    use crate::release::api::Fault;

    fn page(key: &str) -> ReadPage {
        let key: PageKey = key.parse().expect("key");
        let file = format!("pages/{}/{}.{}.md", key.category.id(), key.slug, key.language);
        let page = Page {
            key: key.clone(),
            title: format!("Title of {key}"),
            summary: String::new(),
            verified_on: date(2026, 1, 1),
            valid_from: None,
            expires_on: None,
            blocks: vec![],
        };
        ReadPage { file, key, page: Some(page), title_line: Some(2), pages: vec![], media: vec![] }
    }

    fn mandatory() -> Vec<ReadPage> {
        [
            "working-hours/a.kk",
            "working-hours/a.ru",
            "reception/a.kk",
            "reception/a.ru",
            "getting-information/a.kk",
            "getting-information/a.ru",
        ]
        .map(page)
        .into()
    }

    fn checked(pages: &[ReadPage], media: &[&str], off: &[Category]) -> (Vec<Fault>, Vec<Fault>) {
        let media: Vec<_> = media
            .iter()
            .map(|name| MediaFile { name: (*name).to_owned(), file: format!("media/{name}"), path: "x".into() })
            .collect();
        let mut findings = Findings::default();
        check(pages, &media, &off.iter().copied().collect(), date(2026, 11, 23), &mut findings);
        findings.into_sorted()
    }

    /// Proves: VVSG-5.2-B, Editing
    #[test]
    fn a_mandatory_category_must_have_a_page_in_kazakh_and_in_russian() {
        assert_eq!(checked(&mandatory(), &[], &[]).0, []);
        let mut pages = mandatory();
        pages.retain(|page| page.key.to_string() != "reception/a.ru" && page.key.category != Category::WorkingHours);
        let (faults, _) = checked(&pages, &[], &[]);
        let files: Vec<_> = faults.iter().map(|fault| fault.file.as_str()).collect();
        assert_eq!(files, ["pages/reception", "pages/working-hours", "pages/working-hours"]);
        assert_found(&faults[..1], None, "no page in Russian");
    }

    #[test]
    fn a_mandatory_category_whose_pages_have_all_expired_is_warned_of() {
        let mut pages = mandatory();
        pages[0].page.as_mut().expect("page").expires_on = Some(date(2026, 11, 22));
        let (_, warnings) = checked(&pages, &[], &[]);
        assert_found(&warnings, None, "no page in Kazakh of this category");
    }

    #[test]
    fn other_categories_without_pages_and_missing_translations_are_warned_of() {
        let (_, warnings) = checked(&mandatory(), &[], &[Category::Budget]);
        let empty = warnings.iter().filter(|warning| warning.problem == "the category has no page").count();
        assert_eq!(empty, 27);
        let english = warnings.iter().filter(|warning| warning.problem == "the page is not written in English").count();
        assert_eq!(english, 3);
    }

    #[test]
    fn a_link_must_lead_to_a_page_that_exists_in_some_language() {
        let mut pages = mandatory();
        let target = |key: &str| key.parse::<PageKey>().expect("key");
        pages[0].pages = vec![
            (5, target("reception/a.kk")),
            (6, target("reception/b.kk")),
            (7, target("press/line.kk")),
            (8, target("budget/plan.kk")),
            (9, target("contacts/desk.kk")),
        ];
        pages.extend([page("contacts/desk.ru"), page("budget/plan.kk")]);
        let (faults, warnings) = checked(&pages, &[], &[Category::Budget]);
        assert_found(&faults, 6, "page:reception/b, which does not exist");
        assert_eq!(
            faults.iter().find(|f| f.line == Some(6)).expect("fault").advice,
            "did you mean \"page:reception/a\"?"
        );
        assert_found(&faults, 7, "page:press/line, which does not exist");
        assert_found(&faults, 8, "is switched off");
        assert_eq!(faults.len(), 3);
        assert_found(&warnings, 9, "not written in Kazakh");
        let off: Vec<_> = warnings.iter().filter(|w| w.file == "pages/budget").cloned().collect();
        assert_found(&off, None, "its pages are not shown");
    }

    #[test]
    fn an_image_must_be_there_and_one_that_is_not_shown_is_warned_of() {
        let mut pages = mandatory();
        pages[0].media = ["plan.png", "Map.png", "none.png", "film.gif"]
            .iter()
            .zip(3..)
            .map(|(n, l)| (l, (*n).to_owned()))
            .collect();
        let (faults, warnings) = checked(&pages, &["plan.png", "map.png", "film.gif"], &[]);
        assert_found(&faults, 4, "media/Map.png does not exist");
        assert!(faults.iter().any(|fault| fault.advice.ends_with("media/map.png")));
        assert_found(&faults, 5, "media/none.png does not exist");
        assert_found(&faults, 6, "not an image that a stand shows");
        let unused: Vec<_> = warnings.iter().filter(|warning| warning.problem.contains("no page shows")).collect();
        assert_eq!(unused.len(), 1);
        assert_eq!(unused[0].file, "media/map.png");
    }

    /// Proves: WCAG-3.1.1
    #[test]
    fn a_text_in_the_file_of_another_language_is_warned_of() {
        let texts = [
            ("kk", "Әкімдіктің құрылымы мен өкілеттіктері туралы мәліметтер осы бөлімде берілген. ".repeat(5)),
            ("ru", "Сведения о структуре и полномочиях акимата приведены в этом разделе. ".repeat(5)),
            ("en", "This section tells of the structure and the powers of the akimat. ".repeat(5)),
        ];
        for file in Language::ALL {
            for (language, text) in &texts {
                let mut read = page(&format!("functions/a.{file}"));
                let text = vec![crate::domain::page::Inline::Text { text: text.clone() }];
                read.page.as_mut().expect("page").blocks = vec![crate::domain::page::Block::Paragraph { text }];
                let (_, warnings) = checked(&[read], &[], &[]);
                let warned = warnings.iter().any(|warning| warning.problem.contains("does not look like"));
                assert_eq!(warned, file.code() != *language, "{language} in the file of {file}");
            }
        }
    }

    #[test]
    fn two_pages_of_one_title_in_a_category_are_warned_of() {
        let mut pages = mandatory();
        pages.extend([page("contacts/a.kk"), page("contacts/b.kk")]);
        for page in &mut pages[6..] {
            page.page.as_mut().expect("page").title = "Same".to_owned();
        }
        assert_found(&checked(&pages, &[], &[]).1, 2, "is also that of pages/contacts/a.kk.md");
    }
}
