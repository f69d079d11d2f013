//! An editor's content folder: good content becomes an edition, anything else a list of what to mend.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use aqparat::domain::page::{Block, Inline, LinkTarget};
use aqparat::domain::{Category, Language};
use aqparat::release::BlobRef;
use aqparat::server::editing::{Reading, read_folder, read_folder_at};
use jiff::Timestamp;
use proptest::prelude::*;

const STAND: &str = r#"id = "almaly-akimat"
[name]
kk = "Алмалы ауданының әкімдігі"
ru = "Акимат Алмалинского района"
en = "Akimat of Almaly district"
[short-name]
kk = "Алмалы әкімдігі"
ru = "Алмалинский акимат"
en = "Almaly akimat"
[address]
kk = "Үлгі көшесі, 1"
ru = "Примерная улица, 1"
en = "1 Example street"
[hours]
monday = { open = "09:00-18:30", breaks = ["13:00-14:30"] }
[[phones]]
label = { kk = "Анықтама", ru = "Справка", en = "Information" }
number = "+7 (727) 000-00-00"
"#;

const HEAD: &str = "---\ntitle: Title\nsummary: Summary.\nverified-on: 2026-11-20\n---\n";

/// The smallest PNG there is: one grey pixel.
const PIXEL: &[u8] = &[
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x48, 0x44, 0x52, 0x00, 0x00, 0x00,
    0x01, 0x00, 0x00, 0x00, 0x01, 0x08, 0x00, 0x00, 0x00, 0x00, 0x3a, 0x7e, 0x9b, 0x55, 0x00, 0x00, 0x00, 0x0a, 0x49,
    0x44, 0x41, 0x54, 0x78, 0xda, 0x63, 0x68, 0x00, 0x00, 0x00, 0x82, 0x00, 0x81, 0xda, 0x45, 0x08, 0x3b, 0x00, 0x00,
    0x00, 0x00, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82,
];

struct Folder(tempfile::TempDir);

impl Folder {
    fn good() -> Self {
        let folder = Self(tempfile::tempdir().expect("temporary folder"));
        folder.write("stand.toml", STAND);
        for category in Category::ALL {
            for language in Language::ALL {
                folder.write(&format!("pages/{}/main.{language}.md", category.id()), format!("{HEAD}Text.\n"));
            }
        }
        folder
    }

    fn write(&self, file: &str, content: impl AsRef<[u8]>) {
        let path = self.0.path().join(file);
        fs::create_dir_all(path.parent().expect("parent")).expect("folders");
        fs::write(path, content).expect("file");
    }

    fn page(&self, file: &str, markdown: &str) {
        self.write(&format!("pages/{file}"), format!("{HEAD}{markdown}"));
    }

    fn read(&self) -> Reading {
        let now: Timestamp = "2026-11-23T12:00:00Z".parse().expect("moment");
        read_folder_at(self.0.path(), now).expect("readable")
    }
}

/// Proves: EN-11.8.3
#[test]
fn a_good_folder_becomes_an_edition_with_everything_in_its_place() {
    let folder = Folder::good();
    folder.write("media/plan.png", PIXEL);
    folder.page(
        "contacts/main.ru.md",
        "## Где мы\n\n[Часы работы](page:working-hours/main)\n\n![План этажа](media/plan.png)\n\n| Кто | Телефон |\n|---|---|\n| Приёмная | [112](tel:112) |\n",
    );
    let reading = folder.read();
    assert_eq!(reading.report.faults, []);
    assert_eq!(reading.report.warnings, []);
    assert_eq!((reading.report.pages, reading.report.media), (93, 1));
    let edition = reading.edition.expect("an edition");
    assert_eq!(reading.report.body.as_ref(), Some(&edition.body.id));
    assert!(edition.pages.is_sorted_by(|a, b| a.key < b.key));
    assert_eq!(edition.media[0].name, "plan.png");
    assert_eq!(edition.media[0].blob, BlobRef::to(PIXEL));
    assert_eq!(fs::read(&reading.media_files[0]).expect("media file"), PIXEL);
    let page = edition.pages.iter().find(|page| page.key.to_string() == "contacts/main.ru").expect("the page");
    assert_eq!(page.blocks.len(), 4);
    let Block::Paragraph { text } = &page.blocks[1] else { panic!("{:?}", page.blocks) };
    let key = "working-hours/main.ru".parse().expect("key");
    assert_eq!(text, &[Inline::Link { text: "Часы работы".into(), target: LinkTarget::Page { key } }]);
    let Block::Table { caption, .. } = &page.blocks[3] else { panic!("{:?}", page.blocks) };
    assert_eq!(caption, "Где мы");
}

#[test]
fn the_same_words_give_the_same_edition_whenever_and_however_they_were_saved() {
    let (one, other) = (Folder::good(), Folder::good());
    one.page("contacts/main.kk.md", "Ең жақын аялдама: «й».\n");
    other.write(
        "pages/contacts/main.kk.md",
        format!("\u{feff}{HEAD}Ең жақын аялдама: «и\u{306}».\n").replace('\n', "\r\n"),
    );
    let first = one.read().edition.expect("an edition");
    assert_eq!(Some(&first), other.read().edition.as_ref());
    let years_later: Timestamp = "2031-01-01T00:00:00Z".parse().expect("moment");
    let later = read_folder_at(one.0.path(), years_later).expect("readable").edition.expect("an edition");
    let json = |edition| serde_json::to_string(edition).expect("json");
    assert_eq!(json(&first), json(&later));
}

/// Proves: EN-11.8.2, EN-11.8.4, Editing
#[test]
fn a_folder_of_forty_faults_names_them_all_at_once_and_makes_nothing() {
    let folder = Folder::good();
    folder.write(
        "stand.toml",
        STAND
            .replace("almaly-akimat", "Almaly")
            .replace("en = \"1 Example street\"\n", "")
            .replace("13:00-14:30", "12:00-19:00")
            .replace("+7 (727) 000-00-00", "call us")
            .replace("[name]", "switched-off = [\"reception\"]\ntime-zone = \"Asia/Nowhere\"\nmotto = \"x\"\n[name]"),
    );
    let body = |markdown: &str| format!("{HEAD}{markdown}");
    let expected: Vec<(&str, Option<usize>, &str)> = vec![
        ("stand.toml", Some(1), "not a short name"),
        ("stand.toml", Some(2), "cannot be switched off"),
        ("stand.toml", Some(3), "not a time zone"),
        ("stand.toml", Some(4), "unknown key \"motto\""),
        ("stand.toml", Some(13), "the key en is missing in address"),
        ("stand.toml", Some(17), "not within the hours"),
        ("stand.toml", Some(20), "not a phone number"),
        ("pages/weather", None, "no category"),
        ("pages/loose.md", None, "in no category"),
        ("pages/contacts/Desk.kk.md", None, "not a page name"),
        ("pages/contacts/desk.kz.md", None, "unknown language"),
        ("pages/contacts/large.kk.md", None, "larger than 256 KB"),
        ("pages/contacts/cp1251.ru.md", Some(6), "not UTF-8"),
        ("pages/budget/head.kk.md", Some(1), "does not begin with a front matter"),
        ("pages/budget/open.kk.md", Some(1), "not closed"),
        ("pages/budget/keys.kk.md", Some(2), "unknown key \"titel\""),
        ("pages/budget/keys.kk.md", Some(1), "no title"),
        ("pages/budget/keys.kk.md", Some(4), "is not a date"),
        ("pages/budget/keys.kk.md", Some(6), "stands here again"),
        ("pages/budget/empty.kk.md", Some(6), "no text"),
        ("pages/faq/text.en.md", Some(6), "first level"),
        ("pages/faq/text.en.md", Some(8), "skips a level"),
        ("pages/faq/text.en.md", Some(10), "HTML"),
        ("pages/faq/text.en.md", Some(12), "code block"),
        ("pages/faq/text.en.md", Some(16), "footnotes"),
        ("pages/faq/text.en.md", Some(17), "control character U+0007"),
        ("pages/faq/text.en.md", Some(18), "direction override"),
        ("pages/faq/text.en.md", Some(19), "font cannot show"),
        ("pages/faq/links.en.md", Some(6), "no words"),
        ("pages/faq/links.en.md", Some(7), "cannot follow"),
        ("pages/faq/links.en.md", Some(8), "not a phone number to dial"),
        ("pages/faq/links.en.md", Some(9), "page:faq/nothing, which does not exist"),
        ("pages/faq/table.en.md", Some(6), "column 2 of the table has no header"),
        ("pages/faq/table.en.md", Some(8), "row has 1 cells"),
        ("pages/faq/images.en.md", Some(6), "no alternative text"),
        ("pages/faq/images.en.md", Some(8), "media/none.png does not exist"),
        ("pages/faq/images.en.md", Some(10), "not in the content folder"),
        ("media/план.png", None, "works everywhere"),
        ("media/fake.png", None, "not a PNG image"),
        ("media/photo.jpg", None, "is a PNG image"),
    ];
    folder.write("pages/weather/today.kk.md", body("x"));
    folder.write("pages/loose.md", body("x"));
    folder.write("pages/contacts/Desk.kk.md", body("x"));
    folder.write("pages/contacts/desk.kz.md", body("x"));
    folder.write("pages/contacts/large.kk.md", body(&"x".repeat(256 << 10)));
    folder.write("pages/contacts/cp1251.ru.md", [HEAD.as_bytes(), b"\xcf\xf0\xe8\xe2\xe5\xf2"].concat());
    folder.write("pages/budget/head.kk.md", "Text");
    folder.write("pages/budget/open.kk.md", "---\ntitle: a\nsummary: b\nverified-on: 2026-11-20\n\nText");
    folder.write(
        "pages/budget/keys.kk.md",
        "---\ntitel: a\nsummary: b\nverified-on: yesterday\nexpires-on: 2027-01-01\nsummary: c\n---\nText",
    );
    folder.page("budget/empty.kk.md", "");
    folder.page(
        "faq/text.en.md",
        "# One\n\n#### Four\n\n<p>x</p>\n\n```\nx\n```\n\na[^1]\nb\u{7}\nc\u{202e}\nd 你\n\n[^1]: x\n",
    );
    folder.page(
        "faq/links.en.md",
        "[](https://gov.kz)\n[a](javascript:x)\n[112](tel:one)\n[b](page:faq/nothing)\n[c](page:faq/main)",
    );
    folder.page("faq/table.en.md", "| A | |\n|---|---|\n| 1 |\n");
    folder.page("faq/images.en.md", "![](media/a.png)\n\n![b](media/none.png)\n\n![c](https://example.kz/c.png)\n");
    folder.write("media/a.png", PIXEL);
    folder.write("media/план.png", PIXEL);
    folder.write("media/fake.png", "<svg/>");
    folder.write("media/photo.jpg", PIXEL);

    let reading = folder.read();
    let faults = &reading.report.faults;
    for (file, line, problem) in &expected {
        let found = faults.iter().any(|f| f.file == *file && f.line == *line && f.problem.contains(problem));
        assert!(found, "{file}:{line:?} {problem} is not among {faults:#?}");
    }
    assert!(faults.iter().all(|fault| fault.advice.len() > 10), "every fault says what to do");
    assert!(faults.is_sorted(), "faults come in the order of files and lines");
    let places: BTreeSet<_> = faults.iter().collect();
    assert_eq!(places.len(), faults.len(), "no fault is told twice");
    assert!(reading.edition.is_none() && reading.media_files.is_empty(), "nothing is made of it");
}

/// Proves: EN-11.8.2, Editing, WCAG-3.1.6
#[test]
fn the_bodys_own_pronunciation_is_read_checked_and_kept_in_the_edition() {
    let folder = Folder::good();
    let without = serde_json::to_string(&folder.read().edition.expect("an edition")).expect("JSON");
    assert!(!without.contains("pronunciation"), "an edition without it is the same as ever: {without}");

    folder.write("pronunciation.toml", "[kk]\n\"ХҚКО\" = \"ха ка ко\"\n[ru]\n\"ЦОН\" = \"цон\"\n");
    let reading = folder.read();
    assert_eq!((reading.report.faults.as_slice(), reading.report.warnings.as_slice()), (&[][..], &[][..]));
    let edition = reading.edition.expect("an edition");
    assert_eq!(edition.pronunciation.apply("в ЦОН", Language::Russian), "в цон");
    let json = serde_json::to_string(&edition).expect("JSON");
    assert_eq!(serde_json::from_str::<aqparat::server::editing::Edition>(&json).expect("an edition"), edition);

    folder.write("pronunciation.toml", "[ru]\n\"ЦОН\" = \"цон\"\n\"цон\" = \"цо эн\"\n[uz]\n");
    folder.write("pronounciation.toml", "");
    let reading = folder.read();
    let told: Vec<_> = reading.report.faults.iter().map(|f| (f.file.as_str(), f.line, f.problem.as_str())).collect();
    let again = "\"цон\" stands here again, first on line 2; capital letters make no difference";
    assert_eq!(told, [("pronunciation.toml", Some(3), again), ("pronunciation.toml", Some(4), "unknown key \"uz\"")]);
    assert_eq!(reading.report.warnings[0].advice, "did you mean \"pronunciation.toml\"?");
    assert!(reading.edition.is_none(), "a fault in it is a fault of the folder");
}

#[test]
fn one_fault_is_enough_to_make_nothing() {
    let folder = Folder::good();
    fs::remove_file(folder.0.path().join("pages/reception/main.kk.md")).expect("removed");
    let reading = folder.read();
    assert_eq!(reading.report.faults.len(), 1, "{:#?}", reading.report.faults);
    assert_eq!(reading.report.faults[0].file, "pages/reception");
    assert!(reading.edition.is_none());
}

#[test]
fn an_empty_folder_is_told_what_a_stand_needs_and_a_missing_one_is_an_error() {
    let empty = tempfile::tempdir().expect("temporary folder");
    let reading = read_folder(empty.path()).expect("readable");
    let files: Vec<_> = reading.report.faults.iter().map(|fault| fault.file.as_str()).collect();
    assert!(files.contains(&"stand.toml") && files.contains(&"pages/getting-information"), "{files:?}");
    assert!(read_folder(&empty.path().join("nowhere")).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_bytes_in_any_file_can_bring_the_import_down(
        stand in proptest::collection::vec(any::<u8>(), 0..200),
        page in proptest::collection::vec(any::<u8>(), 0..200),
        image in proptest::collection::vec(any::<u8>(), 0..200),
        slug in "[^/\\x00]{1,20}",
    ) {
        let folder = Folder(tempfile::tempdir().expect("temporary folder"));
        folder.write("stand.toml", stand);
        folder.write("pages/news/bytes.kk.md", &page);
        folder.write("pages/news/after-head.ru.md", [HEAD.as_bytes(), &page].concat());
        folder.write("media/image.png", [&PIXEL[..8], &image].concat());
        folder.write(&format!("media/{slug}_.webp"), &image);
        folder.write(&format!("pages/news/{slug}_.kk.md"), &page);
        let reading = folder.read();
        prop_assert!(reading.edition.is_none());
        prop_assert!(!reading.report.faults.is_empty());
    }
}

#[test]
fn the_guide_for_editors_names_every_category() {
    let guide = include_str!("../docs/admin.md");
    for category in Category::ALL {
        assert!(guide.contains(&format!("| `{}` |", category.id())), "{} is not in the guide", category.id());
    }
}

/// Proves: EN-11.8.5, VVSG-5.2-B
#[test]
fn the_demonstration_stand_is_without_fault() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/demonstration");
    let written: Timestamp = "2026-11-23T12:00:00Z".parse().expect("moment");
    let reading = read_folder_at(&folder, written).expect("the demonstration content");
    assert_eq!(reading.report.faults, []);
    assert_eq!(reading.report.warnings, []);
    let edition = reading.edition.expect("an edition");
    assert!(edition.body.demonstration, "it says that it is made up");
    for category in edition.body.categories() {
        for language in Language::ALL {
            let has_page = edition.pages.iter().any(|p| p.key.category == category && p.key.language == language);
            assert!(has_page, "no page in {language} in {}", category.id());
        }
    }
}
