use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::blobs::Keep;
use super::*;
use crate::domain::page::{Block, Inline};
use crate::domain::{Trilingual, WorkingHours};
use crate::release::{Entry, Manifest};

fn body() -> Body {
    let text = Trilingual {
        kk: "Алмалы әкімдігі".into(), ru: "Акимат Алмалы".into(), en: "Almaly akimat".into()
    };
    Body {
        id: "almaly".parse().expect("valid"),
        name: text.clone(),
        short_name: text.clone(),
        address: text,
        region: None,
        time_zone: "Asia/Almaty".into(),
        hours: WorkingHours::default(),
        phones: Vec::new(),
        heads: Vec::new(),
        round_the_clock: false,
        demonstration: true,
        switched_off: Vec::new(),
    }
}

fn page(key: &str, title: &str, words: &str) -> Page {
    Page {
        key: key.parse().expect("a page key"),
        title: title.into(),
        summary: String::new(),
        verified_on: jiff::civil::date(2026, 11, 20),
        valid_from: None,
        expires_on: None,
        blocks: vec![Block::Paragraph { text: vec![Inline::Text { text: words.into() }] }],
    }
}

async fn store(data: &Path, bytes: &[u8]) -> BlobRef {
    let blob = BlobRef::to(bytes);
    let mut part = Blobs::new(data).part(blob, Keep::Loosely).await.expect("part");
    part.write(bytes).await.expect("write");
    part.finish().await.expect("finish");
    blob
}

/// Takes in a release of these pages and switches to it, as sync does.
async fn show(data: &Path, release: u64, pages: &[Page]) -> Content {
    let mut entries = Vec::new();
    for page in pages {
        let blob = store(data, &serde_json::to_vec(page).expect("JSON")).await;
        entries.push(Entry::Page { key: page.key.clone(), blob });
    }
    let picture = store(data, format!("picture of {release}").as_bytes()).await;
    entries.push(Entry::Media { name: "plan.png".into(), media_type: "image/png".into(), blob: picture });
    let manifest = Manifest {
        format: 1,
        release,
        published_at: 1_000,
        body: body(),
        shards: Vec::new(),
        pronunciation: Default::default(),
        surveys: Vec::new(),
    };
    let digest = Digest::of(&serde_json::to_vec(&manifest).expect("JSON"));
    let stored = ingest::ingest(data, digest, &manifest, &entries).await.expect("taken in");
    let shown = Content::open_current(data).await;
    let content = pointer::switch(data, stored, shown.as_ref().map(Content::stored)).await.expect("switched");
    pointer::collect_garbage(data).await.expect("swept");
    content
}

fn titles(found: &[PageHeader]) -> Vec<&str> {
    found.iter().map(|header| header.title.as_str()).collect()
}

#[tokio::test]
async fn a_page_reads_as_the_editor_wrote_it() {
    let data = tempfile::tempdir().expect("temporary folder");
    let mut written = page("contacts/desk.kk", "Байланыс", "Бізге қоңырау шалыңыз");
    written.valid_from = Some(jiff::civil::date(2026, 1, 1));
    written.expires_on = Some(jiff::civil::date(2027, 12, 31));
    show(data.path(), 1, &[page("working-hours/week.ru", "Часы", ""), written.clone()]).await;
    let content = Content::open_current(data.path()).await.expect("content");
    assert_eq!(content.page(&written.key).await.expect("page"), written);
    assert_eq!(titles(content.headers()), ["Часы", "Байланыс"], "in catalogue order");
    let picture = content.media("plan.png").expect("known");
    assert_eq!(std::fs::read(picture).expect("picture"), b"picture of 1");
    assert!(matches!(content.page(&"news/x.kk".parse().expect("key")).await, Err(ContentError::NoPage(_))));
    content.verify().await.expect("whole");
}

#[tokio::test]
async fn the_dictionary_comes_with_the_release_and_a_database_without_one_has_none() {
    let data = tempfile::tempdir().expect("temporary folder");
    let word = crate::domain::pronunciation::Entry {
        language: Language::Russian,
        written: "ЦОН".into(),
        spoken: "цон".into(),
    };
    let pronunciation = Dictionary::new([word]);
    let manifest = Manifest {
        format: 1,
        release: 1,
        published_at: 0,
        body: body(),
        shards: Vec::new(),
        pronunciation: pronunciation.clone(),
        surveys: Vec::new(),
    };
    let mut stored = ingest::ingest(data.path(), Digest::of(b"1"), &manifest, &[]).await.expect("taken in");
    let content = Content::open(data.path(), &stored).await.expect("opened");
    assert_eq!(**content.pronunciation(), pronunciation);

    let path = pointer::folder(data.path()).join(&stored.database);
    let mut old = SqliteConnectOptions::new().filename(&path).connect().await.expect("opened");
    sqlx::raw_sql("DROP TABLE pronunciation").execute(&mut old).await.expect("as an older build left it");
    sqlx::Connection::close(old).await.expect("closed");
    stored.bytes = None;
    let content = Content::open(data.path(), &stored).await.expect("still opened");
    assert!(content.pronunciation().is_empty());
}

fn survey(id: &str) -> serde_json::Value {
    let title = serde_json::json!({ "kk": "Қолжетімділік" });
    let survey = serde_json::json!({
        "id": id, "version": "1", "title": title, "default_language": "kk", "items": [], "lists": {},
    });
    serde_json::json!({ "survey": survey, "recipient": "age1" })
}

/// A release without pages that carries these as its surveys.
async fn asking(data: &Path, release: u64, surveys: &[Vec<u8>]) -> (Manifest, Stored) {
    let mut blobs = Vec::new();
    for survey in surveys {
        blobs.push(store(data, survey).await);
    }
    let manifest = Manifest {
        format: 1,
        release,
        published_at: 0,
        body: body(),
        shards: Vec::new(),
        pronunciation: Default::default(),
        surveys: blobs,
    };
    let digest = Digest::of(&serde_json::to_vec(&manifest).expect("JSON"));
    let stored = ingest::ingest(data, digest, &manifest, &[]).await.expect("taken in");
    (manifest, stored)
}

#[tokio::test]
async fn surveys_are_there_in_their_order_and_what_a_newer_centre_wrote_holds_nothing_up() {
    let data = tempfile::tempdir().expect("temporary folder");
    let mut newer = survey("newer");
    newer["survey"]["items"] = serde_json::json!([{ "hologram": { "name": "depth" } }]);
    let huge = [br#"{"pad":""#.as_slice(), &vec![b'a'; 5 << 20], br#""}"#].concat();
    let surveys = [
        survey("b").to_string().into_bytes(),
        newer.to_string().into_bytes(),
        huge,
        survey("a").to_string().into_bytes(),
    ];
    let (manifest, stored) = asking(data.path(), 1, &surveys).await;
    let content = pointer::switch(data.path(), stored, None).await.expect("switched");
    let names: Vec<&str> = content.surveys().iter().map(|published| published.survey.id.as_str()).collect();
    assert_eq!(names, ["b", "a"]);
    content.verify().await.expect("whole");
    // What the release names is kept, to be read anew by a newer program; and a lost one is fetched again.
    pointer::collect_garbage(data.path()).await.expect("swept");
    assert!(manifest.surveys.iter().all(|blob| Blobs::new(data.path()).has(blob)));
    std::fs::remove_file(Blobs::new(data.path()).path(&manifest.surveys[0].sha256)).expect("lost");
    let missing = ingest::ingest(data.path(), Digest::of(b"1"), &manifest, &[]).await;
    assert!(matches!(missing, Err(ContentError::Blob(blob)) if blob == manifest.surveys[0]), "{missing:?}");
}

#[tokio::test]
async fn a_database_of_an_older_program_is_shown_until_it_is_built_again() {
    let data = tempfile::tempdir().expect("temporary folder");
    let (_, mut stored) = asking(data.path(), 1, &[survey("a").to_string().into_bytes()]).await;
    let path = pointer::folder(data.path()).join(&stored.database);
    let mut old = SqliteConnectOptions::new().filename(&path).connect().await.expect("opened");
    sqlx::raw_sql("DROP TABLE survey; PRAGMA user_version = 1").execute(&mut old).await.expect("as it was before");
    sqlx::Connection::close(old).await.expect("closed");
    stored.bytes = None;
    let content = Content::open(data.path(), &stored).await.expect("still opened");
    assert_eq!((content.release(), content.surveys().len()), (1, 0));
    assert!(matches!(content.verify().await, Err(ContentError::Database(why)) if why.contains("older program")));
}

#[tokio::test]
async fn a_visitor_finds_words_by_their_beginning_in_any_case() {
    let data = tempfile::tempdir().expect("temporary folder");
    let pages = [
        page("reception/a.kk", "ҚАБЫЛДАУ КЕСТЕСІ", "Үй-жай, жүктілік, ғимарат, әкім, өтініш, Һ"),
        page("reception/a.ru", "Приём граждан", "Ещё: йод и ёлка"),
        page("reception/a.en", "Reception", "Bring your passport"),
    ];
    let content = show(data.path(), 1, &pages).await;
    for query in ["қабыл", "Қабылдау кестесі", "КЕСТЕСІ қаб", "үй жай", "ҮЙ", "Жүкті", "ҒИМ", "Әкім", "ӨТІН", "һ"]
    {
        let found = content.search(Language::Kazakh, query, 10).await.expect("search");
        assert_eq!(titles(&found), ["ҚАБЫЛДАУ КЕСТЕСІ"], "{query}");
    }
    for query in ["прием", "ПРИЁМ", "елка", "Йод", "и\u{306}од"] {
        let found = content.search(Language::Russian, query, 10).await.expect("search");
        assert_eq!(titles(&found), ["Приём граждан"], "{query}");
    }
    for (language, query) in [
        (Language::Russian, "passport"),
        (Language::Russian, "иод"),
        (Language::Kazakh, "был"),
        (Language::Kazakh, "қабылдау жоқ"),
        (Language::English, ""),
    ] {
        assert_eq!(titles(&content.search(language, query, 10).await.expect("search")), [""; 0], "{query}");
    }
}

#[tokio::test]
async fn a_word_in_the_title_comes_before_one_in_the_text() {
    let data = tempfile::tempdir().expect("temporary folder");
    let pages = [
        page("working-hours/a.en", "Hours", "For the budget see elsewhere. Budget, budget."),
        page("budget/a.en", "Budget of the year", "Figures"),
    ];
    let content = show(data.path(), 1, &pages).await;
    let found = content.search(Language::English, "budg", 10).await.expect("search");
    assert_eq!(titles(&found), ["Budget of the year", "Hours"]);
    assert_eq!(content.search(Language::English, "budg", 1).await.expect("search").len(), 1);
}

#[tokio::test]
async fn a_damaged_release_gives_way_to_the_one_before_it() {
    let data = tempfile::tempdir().expect("temporary folder");
    show(data.path(), 1, &[page("contacts/desk.kk", "бір", "")]).await;
    let second = show(data.path(), 2, &[page("contacts/desk.kk", "екі", "")]).await;
    let path = pointer::folder(data.path()).join(&second.stored().database);
    let whole = std::fs::read(&path).expect("database");
    let damages: [&[u8]; 3] = [&whole[..whole.len() / 2], b"", &vec![0; whole.len()]];
    for damaged in damages {
        std::fs::write(&path, damaged).expect("damage");
        let content = Content::open_current(data.path()).await.expect("the one before");
        assert_eq!(content.release(), 1);
    }
    std::fs::write(&path, &whole).expect("mended");
    assert_eq!(Content::open_current(data.path()).await.expect("content").release(), 2);
    std::fs::write(pointer::path(data.path()), b"\0\0\0").expect("damage");
    assert_eq!(Content::open_current(data.path()).await.expect("found without the pointer").release(), 2);
}

#[tokio::test]
async fn the_release_on_screen_and_the_one_before_it_are_kept_and_older_ones_go() {
    let data = tempfile::tempdir().expect("temporary folder");
    let mut shown = Vec::new();
    for release in 1..=4 {
        shown.push(show(data.path(), release, &[page("contacts/desk.kk", &format!("{release}"), "")]).await);
    }
    let databases = pointer::names(&pointer::folder(data.path()));
    assert_eq!(databases.iter().filter(|name| name.ends_with(".db")).count(), 2, "{databases:?}");
    let there = |content: &Content| content.media("plan.png").expect("known").exists();
    assert_eq!(shown.iter().map(there).collect::<Vec<_>>(), [false, false, true, true]);
    // A screen that still holds an old release can go on reading it.
    let old = shown[0].page(&"contacts/desk.kk".parse().expect("key")).await.expect("page");
    assert_eq!(old.title, "1");
}

#[tokio::test]
async fn a_page_that_is_not_what_its_name_says_is_never_shown() {
    let data = tempfile::tempdir().expect("temporary folder");
    show(data.path(), 1, &[page("contacts/desk.kk", "бір", "")]).await;
    let blob = store(data.path(), &serde_json::to_vec(&page("news/a.kk", "", "")).expect("JSON")).await;
    let manifest = Manifest {
        format: 1,
        release: 2,
        published_at: 0,
        body: body(),
        shards: Vec::new(),
        pronunciation: Default::default(),
        surveys: Vec::new(),
    };
    for (name, blob) in [("contacts/desk.kk", blob), ("news/a.kk", store(data.path(), b"{}").await)] {
        let entries = [Entry::Page { key: name.parse().expect("key"), blob }];
        let refused = ingest::ingest(data.path(), Digest::of(b"2"), &manifest, &entries).await;
        assert!(matches!(refused, Err(ContentError::Unusable(_))), "{refused:?}");
    }
    let missing = [Entry::Page { key: "news/a.kk".parse().expect("key"), blob: BlobRef::to(b"not here") }];
    let refused = ingest::ingest(data.path(), Digest::of(b"2"), &manifest, &missing).await;
    assert!(matches!(refused, Err(ContentError::Blob(_))), "{refused:?}");
    assert_eq!(Content::open_current(data.path()).await.expect("content").release(), 1);
    assert!(!pointer::names(&pointer::folder(data.path())).iter().any(|name| name.ends_with(".part")));
}

#[tokio::test]
async fn three_thousand_pages_open_before_anyone_waits() {
    let data = tempfile::tempdir().expect("temporary folder");
    let sentence = "Азаматтарды қабылдау кестесі мен жұмыс уақыты туралы толық мәлімет. ".repeat(20);
    let pages: Vec<Page> = (0..1000)
        .flat_map(|n| ["kk", "ru", "en"].map(|code| page(&format!("news/page-{n}.{code}"), &sentence[..64], &sentence)))
        .collect();
    let began = Instant::now();
    show(data.path(), 1, &pages).await;
    let taken_in = began.elapsed();
    let best = {
        let mut best = Duration::MAX;
        for _ in 0..5 {
            let began = Instant::now();
            let content = Content::open_current(data.path()).await.expect("content");
            best = best.min(began.elapsed());
            assert_eq!(content.headers().len(), 3000);
        }
        best
    };
    println!("3,000 pages: taken in within {taken_in:?}, opened within {best:?}");
    // Debug build on a busy machine; `make bench` tells the figure of a release build.
    assert!(best < Duration::from_millis(500), "{best:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn anything_may_be_typed_into_the_search(queries in prop::collection::vec(any::<String>(), 8)) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("runtime");
        runtime.block_on(async {
            let data = tempfile::tempdir().expect("temporary folder");
            let content = show(data.path(), 1, &[page("news/a.kk", "Жаңалық", "")]).await;
            for query in queries.iter().map(String::as_str).chain(["\" OR *", "AND", "NEAR(", "title:", "\0", "٣²Ⅷ"]) {
                content.search(Language::Kazakh, query, 5).await.expect("never an error");
            }
        });
    }
}
