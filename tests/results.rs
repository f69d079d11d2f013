//! Results as those who run surveys meet them, each journey on SQLite and on a real PostgreSQL: signing in, pages,
//! what is withheld in each of them and in every file, and the way of a summary to the stands.

#[path = "support/browser.rs"]
#[allow(dead_code, reason = "shared with other journeys")]
mod browser;
#[path = "support/postgres.rs"]
#[allow(dead_code, reason = "shared with other journeys")]
mod postgres;
#[path = "support/world.rs"]
#[allow(dead_code, reason = "shared with other journeys")]
mod world;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use aqparat::domain::page::{Block, plain_text};
use aqparat::domain::survey::answer::response_id;
use aqparat::domain::survey::{Mode, Name, Survey, Value};
use aqparat::domain::{Language, Region};
use aqparat::server::store::AnswerRow;
use aqparat::server::{accounts, releasing};
use browser::{Browser, Habit, Key};
use reqwest::{StatusCode, header};
use serde_json::json;
use uuid::Uuid;
use world::{Folder, World};

macro_rules! on_both_databases {
    ($($journey:ident)*) => {
        mod on_sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $journey() {
                super::$journey(super::World::on_sqlite().await).await;
            })*
        }
        mod on_postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $journey() {
                super::$journey(super::World::on_postgres().await).await;
            })*
        }
    };
}

on_both_databases! {
    only_who_is_signed_in_reads_results
    a_sign_in_ends_by_itself_by_hand_and_with_its_account
    forms_of_other_sites_change_nothing
    new_answers_and_versions_are_counted_along
    no_page_and_no_file_tells_a_small_number
    a_table_of_too_many_stands_is_named_and_is_in_the_files
    a_summary_reaches_the_stands_and_outlives_the_next_import
}

/// What the answers say, so that a test knows what must not be told.
const SMALL: &[&str] = &["no-ramp-here"];

fn survey(version: &str) -> Survey {
    let text = |words: &str| json!({ "kk": format!("{words} (kk)"), "ru": format!("{words} (ru)"), "en": words });
    let question = |name: &str, kind: serde_json::Value| json!({ "question": { "name": name, "kind": kind, "label": text(name), "may_decline": true } });
    let choice = |name: &str| json!({ "name": name, "label": text(name) });
    let mut items = vec![
        question("found", json!({ "one": { "list": "answers" } })),
        question("rate", json!({ "scale": { "from": 1.0, "to": 5.0, "step": 1.0 } })),
        question("lacking", json!({ "many": { "list": "things" } })),
        question("order", json!({ "rank": { "list": "things" } })),
        question("age", json!("integer")),
        question("day", json!("date")),
        question("children", json!("integer")),
        question("moved", json!("date")),
        question("words", json!("paragraph")),
    ];
    if version != "1" {
        items.push(question("added", json!({ "one": { "list": "answers" } })));
    }
    let survey = json!({
        "id": "stand_access", "version": version, "title": text("Stand access"), "default_language": "kk",
        "partial": "send", "items": items,
        "lists": {
            "answers": (["yes", "partly", "no"].map(choice)),
            "things": (["ramp", "voice", "braille"].map(choice)),
        },
    });
    serde_json::from_value(survey).expect("a survey")
}

fn name(text: &str) -> Name {
    text.parse().expect("a name")
}

/// The answer of one of the people: 3 of the first 200 say "no", all in Russian and at the second body; 2 left.
fn answer(number: u32, version: &str, hour: i64) -> AnswerRow {
    let mut random = [0; 10];
    random[..4].copy_from_slice(&number.wrapping_mul(2_654_435_761).to_be_bytes());
    let says_no = number < 3;
    let is_second = says_no || number.is_multiple_of(4);
    let left = (10..12).contains(&number);
    let found = if says_no {
        "no"
    } else if number.is_multiple_of(3) {
        "partly"
    } else {
        "yes"
    };
    let things = |names: &[&str]| names.iter().map(ToString::to_string).collect::<Vec<_>>();
    let mut values = BTreeMap::from([
        (name("found"), Value::One(found.into())),
        (name("rate"), Value::Number(f64::from(number % 5 + 1))),
    ]);
    if !left {
        let lacking: &[&str] = if number.is_multiple_of(2) { &["ramp"] } else { &["voice", "braille"] };
        let order: &[&str] =
            if number.is_multiple_of(3) { &["braille", "ramp", "voice"] } else { &["ramp", "voice", "braille"] };
        values.insert(name("lacking"), Value::Many(things(lacking)));
        values.insert(name("order"), Value::Rank(things(order)));
        values.insert(name("age"), Value::Number(f64::from(18 + number % 60)));
        values.insert(
            name("day"),
            Value::Date(jiff::civil::date(2026, 11, 1 + i8::try_from(number % 28).expect("small"))),
        );
        if says_no {
            values.insert(name("words"), Value::Text(SMALL[0].into()));
            // Nobody else says how many children, or when they moved.
            values.insert(name("children"), Value::Number(f64::from(number * 2 + 7)));
            values.insert(name("moved"), Value::Date(jiff::civil::date(2026, 3, 8)));
        } else if number.is_multiple_of(10) {
            values.insert(name("words"), Value::Text(format!("=cmd|'{number}'!A0")));
        }
    }
    AnswerRow {
        id: response_id(hour, random),
        survey: name("stand_access"),
        version: version.into(),
        body: if is_second { "medeu" } else { "almaly" }.parse().expect("an id"),
        region: Some(if is_second { Region::Astana } else { Region::AlmatyCity }),
        stand: Some(Uuid::from_u128(if is_second { 2 } else { 1 })),
        hour,
        hour_is_ours: false,
        language: if says_no || number.is_multiple_of(5) { Language::Russian } else { Language::Kazakh },
        mode: Mode { speech: number.is_multiple_of(7), large_text: number.is_multiple_of(50), ..Mode::default() },
        complete: !left,
        reached: left.then(|| name("lacking")),
        values,
    }
}

/// A centre with a survey and the answers of `people`, and a reader signed in.
async fn asked(world: &mut World, people: u32) -> Reader {
    world.centre.store.add_survey_version(&survey("1"), &[], world.now()).await.expect("kept");
    keep(world, 0..people, "1").await;
    world.serve().await;
    let password = accounts::add(&world.centre, "reader").await.expect("made");
    let reader = Reader::sign_in(world, "reader", &password).await.expect("signed in");
    reader.wait_for(world, u64::from(people)).await;
    reader
}

async fn keep(world: &World, numbers: std::ops::Range<u32>, version: &str) {
    let hour = world.now() / 3_600_000;
    let answers: Vec<AnswerRow> =
        numbers.map(|number| answer(number, version, hour - i64::from(number % 100) * 7)).collect();
    world.centre.store.keep_answers(&answers, hour).await.expect("kept");
}

/// Someone with a browser.
struct Reader {
    client: reqwest::Client,
    cookie: String,
    url: String,
}

impl Reader {
    async fn sign_in(world: &World, account: &str, password: &str) -> Option<Self> {
        let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().expect("a client");
        let url = world.url();
        let form = form(&[("account", account), ("password", password)]);
        let answer = client
            .post(format!("{url}/results/sign-in?lang=en"))
            .header(header::ORIGIN, &url)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(form)
            .send()
            .await
            .expect("sent");
        let set = answer.headers().get(header::SET_COOKIE)?.to_str().expect("text").to_owned();
        assert!(set.contains("HttpOnly") && set.contains("SameSite=Strict"), "{set}");
        assert_eq!(answer.status(), StatusCode::SEE_OTHER);
        let cookie = set.split(';').next().expect("a cookie").to_owned();
        Some(Self { client, cookie, url })
    }

    async fn get(&self, path: &str) -> reqwest::Response {
        self.client.get(format!("{}{path}", self.url)).header(header::COOKIE, &self.cookie).send().await.expect("sent")
    }

    async fn page(&self, path: &str) -> String {
        let answer = self.get(path).await;
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
        answer.text().await.expect("a page")
    }

    async fn post(&self, path: &str, origin: &str, fields: &[(&str, &str)]) -> reqwest::Response {
        self.client
            .post(format!("{}{path}", self.url))
            .header(header::COOKIE, &self.cookie)
            .header(header::ORIGIN, origin)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(form(fields))
            .send()
            .await
            .expect("sent")
    }

    /// The token that the forms of this sign-in carry.
    async fn token(&self) -> String {
        let page = self.page("/results?lang=en").await;
        let at = page.find("name=\"token\" value=\"").expect("a token") + 20;
        page[at..].split('"').next().expect("a token").to_owned()
    }

    /// Waits until so many answers are counted.
    async fn wait_for(&self, world: &World, answers: u64) {
        let _ = world;
        let wanted = format!("Answers: {answers}");
        for _ in 0..100 {
            let answer = self.get("/results/surveys/stand_access?lang=en").await;
            if answer.text().await.expect("a page").contains(&wanted) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("{answers} answers were not counted");
    }
}

fn form(fields: &[(&str, &str)]) -> String {
    let encode = |text: &str| -> String {
        text.bytes()
            .map(
                |byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") },
            )
            .collect()
    };
    let pairs: Vec<String> = fields.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
    pairs.join("&")
}

async fn only_who_is_signed_in_reads_results(mut world: World) {
    let reader = asked(&mut world, 60).await;
    let paths = [
        "/results",
        "/results/aside",
        "/results/surveys/stand_access",
        "/results/surveys/stand_access/files/results.xlsx",
    ];
    let stranger =
        Reader { cookie: "aqparat_session=aqw_0000".into(), client: reader.client.clone(), url: world.url() };
    for path in paths {
        assert_eq!(reader.get(path).await.status(), StatusCode::OK, "{path}");
        let answer = stranger.get(path).await;
        assert_eq!(answer.status(), StatusCode::SEE_OTHER, "{path}");
        let to = answer.headers()[header::LOCATION].to_str().expect("text").to_owned();
        assert!(to.starts_with("/results/sign-in?"), "{to}");
    }
    // A wrong password and an unknown name are told the same.
    let mut told = Vec::new();
    for account in ["reader", "nobody"] {
        let fields = [("account", account), ("password", "guess")];
        let answer = stranger.post("/results/sign-in?lang=en", &world.url(), &fields).await;
        assert_eq!(answer.status(), StatusCode::FORBIDDEN);
        told.push(answer.text().await.expect("a page").replace(account, ""));
    }
    assert_eq!(told[0], told[1]);
    for _ in 0..8 {
        stranger.post("/results/sign-in", &world.url(), &[("account", "reader"), ("password", "guess")]).await;
    }
    let answer = stranger.post("/results/sign-in", &world.url(), &[("account", "reader"), ("password", "guess")]).await;
    assert_eq!(answer.status(), StatusCode::TOO_MANY_REQUESTS);
}

async fn a_sign_in_ends_by_itself_by_hand_and_with_its_account(mut world: World) {
    let first = asked(&mut world, 10).await;
    let password = accounts::renew_password(&world.centre, "reader").await.expect("renewed");
    assert_eq!(first.get("/results").await.status(), StatusCode::SEE_OTHER, "another password signs out");

    let reader = Reader::sign_in(&world, "reader", &password).await.expect("signed in");
    world.pass(Duration::from_secs(11 * 3600));
    assert_eq!(reader.get("/results").await.status(), StatusCode::OK);
    world.pass(Duration::from_secs(11 * 3600));
    assert_eq!(reader.get("/results").await.status(), StatusCode::OK, "use keeps it");
    world.pass(Duration::from_secs(13 * 3600));
    assert_eq!(reader.get("/results").await.status(), StatusCode::SEE_OTHER, "twelve hours without use end it");

    let reader = Reader::sign_in(&world, "reader", &password).await.expect("signed in");
    let token = reader.token().await;
    let out = reader.post("/results/sign-out", &world.url(), &[("token", &token)]).await;
    assert_eq!(out.status(), StatusCode::SEE_OTHER);
    assert_eq!(reader.get("/results").await.status(), StatusCode::SEE_OTHER);

    let reader = Reader::sign_in(&world, "reader", &password).await.expect("signed in");
    accounts::disable(&world.centre, "reader").await.expect("disabled");
    assert_eq!(reader.get("/results").await.status(), StatusCode::SEE_OTHER);
    assert!(Reader::sign_in(&world, "reader", &password).await.is_none());
}

async fn forms_of_other_sites_change_nothing(mut world: World) {
    world.publish_body("almaly").await;
    let reader = asked(&mut world, 60).await;
    let token = reader.token().await;
    let path = "/results/surveys/stand_access/publish";
    let (ours, other) = (world.url(), "https://evil.example".to_owned());
    for (origin, token) in [(&other, token.as_str()), (&ours, "guess"), (&ours, "")] {
        let answer = reader.post(path, origin, &[("token", token), ("body", "almaly"), ("do", "put")]).await;
        assert_eq!(answer.status(), StatusCode::FORBIDDEN);
    }
    assert_eq!(reader.post("/results/sign-out", &other, &[("token", &token)]).await.status(), StatusCode::FORBIDDEN);
    assert_eq!(reader.get("/results").await.status(), StatusCode::OK);
    let draft = world.centre.store.draft(&"almaly".parse().expect("id")).await.expect("read").expect("a draft");
    assert!(draft.edition.pages.iter().all(|page| !page.title.contains("Stand access")));
}

async fn new_answers_and_versions_are_counted_along(mut world: World) {
    let reader = asked(&mut world, 60).await;
    keep(&world, 60..80, "1").await;
    reader.wait_for(&world, 80).await;
    world.centre.store.add_survey_version(&survey("2"), &[], world.now() + 1).await.expect("kept");
    keep(&world, 80..120, "2").await;
    reader.wait_for(&world, 120).await;
    let added = reader.page("/results/surveys/stand_access/questions/added?lang=en").await;
    assert!(added.contains("These versions lack the question: 1."), "{added}");
    let newer = reader.page("/results/surveys/stand_access?lang=en&version=2").await;
    assert!(newer.contains("Answers: 40"), "{newer}");

    // Another process of the centre counts the same.
    world.reopen().await;
    world.serve().await;
    let again = Reader { url: world.url(), ..reader };
    again.wait_for(&world, 120).await;
}

/// The numbers in the cells of a page's tables.
fn cells(page: &str) -> Vec<u64> {
    let cells = page.split("<td class=\"number").skip(1).filter_map(|rest| rest.split_once('>')).map(|(_, rest)| rest);
    let numbers = cells.map(|rest| rest.trim_start_matches("<span class=\"count\">"));
    numbers
        .filter_map(|rest| rest.split('<').next())
        .filter_map(|text| text.trim().replace([',', '\u{a0}'], "").parse().ok())
        .collect()
}

/// What the rows of a page's tables are called, those whose first number is withheld.
fn withheld_rows(page: &str) -> Vec<String> {
    let rows = page.split("<th scope=\"row\">").skip(1);
    let withheld =
        rows.filter(|row| row.split_once("<td class=\"").is_some_and(|(_, td)| td.starts_with("number withheld")));
    withheld.map(|row| row.split('<').next().unwrap_or_default().trim().to_owned()).collect()
}

async fn no_page_and_no_file_tells_a_small_number(mut world: World) {
    world.publish_body("almaly").await;
    let reader = asked(&mut world, 200).await;
    let base = "/results/surveys/stand_access";
    let questions = ["found", "rate", "lacking", "order", "age", "day", "children", "moved"];
    let conditions = [
        "",
        "&language=ru",
        "&language=kk",
        "&place=region/astana",
        "&place=body/almaly",
        "&manner=speech",
        "&manner=large-text",
        "&sent=sent",
        "&sent=left",
        "&language=ru&place=region/astana",
        "&month=2026-11",
    ];
    let mut paths = Vec::new();
    for condition in conditions {
        paths.push(format!("{base}?lang=en{condition}"));
        paths.push(format!("{base}/leaving?lang=en{condition}"));
        paths.push(format!("{base}/questions/words/texts?lang=en{condition}"));
        for question in questions {
            paths.push(format!("{base}/questions/{question}?lang=en{condition}"));
        }
        for against in ["language", "region", "manner", "sent", "question/rate", "question/lacking"] {
            paths.push(format!("{base}/cross?lang=en&question=found&against={against}{condition}"));
        }
    }
    let (mut numbers, mut withheld) = (0, 0);
    for path in &paths {
        let page = reader.page(path).await;
        for number in cells(&page) {
            numbers += 1;
            assert!(number == 0 || number >= 5, "{path} tells {number}");
        }
        if ["age", "day", "children", "moved"].iter().any(|question| path.contains(&format!("questions/{question}?"))) {
            for row in withheld_rows(&page) {
                withheld += 1;
                assert!(row.parse::<f64>().is_err() && row != "March 2026", "{path} tells of {row}");
            }
        }
    }
    assert!(withheld > 5, "rows are withheld: {withheld}");
    assert!(numbers > 500, "the pages have numbers: {numbers}");

    // The three who said "no" are all in Russian and in Astana: what three of them wrote is not told there.
    let few =
        reader.page(&format!("{base}/questions/words/texts?lang=en&language=ru&place=region/astana&sent=sent")).await;
    let list = few.split_once("<ul class=\"texts\">").map_or("", |(_, list)| list.split("</ul>").next().unwrap_or(""));
    assert!(!few.contains("no-ramp-here") || list.matches("<li>").count() >= 5, "{few}");
    // Nor are two who left, by any way round.
    let sent = reader.page(&format!("{base}?lang=en&sent=sent")).await;
    assert!(!sent.contains("Answers: 198"), "200 without 198 are the two who left");
    // A formula that someone wrote is words in every file.
    let folder = tempfile::tempdir().expect("a folder");
    for file in
        ["counts.csv", "distributions.csv", "tables.csv", "spss.csv", "spss.sps", "open-data.json", "results.xlsx"]
    {
        let answer = reader.get(&format!("{base}/files/{file}?lang=en")).await;
        assert_eq!(answer.status(), StatusCode::OK, "{file}");
        let saved = answer.headers()[header::CONTENT_DISPOSITION].to_str().expect("text").to_owned();
        assert!(saved.contains("stand_access"), "{saved}");
        let name = if file == "spss.csv" { "stand_access-spss.csv" } else { file };
        std::fs::write(folder.path().join(name), answer.bytes().await.expect("bytes")).expect("written");
    }
    let read = |file: &str| std::fs::read_to_string(folder.path().join(file)).expect("a file");
    for (file, column) in [
        ("counts.csv", "count"),
        ("distributions.csv", "count"),
        ("tables.csv", "count"),
        ("stand_access-spss.csv", "weight"),
    ] {
        let text = read(file);
        let counts = column_of(text.trim_start_matches('\u{feff}'), column);
        assert!(counts.len() > 10, "{file}");
        for count in counts.iter().filter(|count| !count.is_empty()) {
            let count: u64 = count.parse().expect("a number");
            assert!(count == 0 || count >= 5, "{file} tells {count}");
        }
    }
    // What only three answered has no row that says what they answered.
    let distributions = read("distributions.csv");
    for question in ["children", "moved"] {
        let rows = distributions.lines().filter(|line| line.starts_with(&format!("{question},"))).collect::<Vec<_>>();
        let said = |name: &str| rows.iter().any(|row| row.contains(&format!(",{name},")));
        assert!(rows.len() == 3 && ["declined", "passed", "unseen"].into_iter().all(said), "{rows:?}");
    }
    let open: serde_json::Value = serde_json::from_str(&read("open-data.json")).expect("JSON");
    for row in open["data"].as_array().expect("rows") {
        assert!(row["count"].as_u64().is_none_or(|count| count == 0 || count >= 5), "{row}");
    }
    opened_by_libreoffice(folder.path());
    run_by_pspp(folder.path());
}

/// A column of a file of comma-separated values without line breaks in its fields.
fn column_of(text: &str, column: &str) -> Vec<String> {
    let fields = |line: &str| {
        let (mut fields, mut quoted) = (vec![String::new()], false);
        for c in line.chars() {
            match c {
                '"' => quoted = !quoted,
                ',' if !quoted => fields.push(String::new()),
                c => fields.last_mut().expect("a field").push(c),
            }
        }
        fields
    };
    let mut lines = text.lines();
    let head = fields(lines.next().expect("a head"));
    let at = head.iter().position(|name| name == column).expect("a column");
    lines.map(|line| fields(line)[at].clone()).collect()
}

/// The workbook as LibreOffice reads it: every sheet is there, and a formula that someone wrote stays words.
fn opened_by_libreoffice(folder: &Path) {
    let out = folder.join("sheets");
    let done = Command::new("libreoffice")
        .arg(format!("-env:UserInstallation=file://{}/profile", folder.display()))
        .args([
            "--headless",
            "--convert-to",
            "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1",
        ])
        .arg("--outdir")
        .arg(&out)
        .arg(folder.join("results.xlsx"))
        .output()
        .expect("libreoffice-calc is installed");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let mut sheets = BTreeMap::new();
    for file in std::fs::read_dir(&out).expect("sheets") {
        let path = file.expect("a file").path();
        let text = std::fs::read_to_string(&path).expect("text");
        sheets.insert(path.file_name().expect("a name").to_string_lossy().into_owned(), text);
    }
    assert_eq!(sheets.len(), 7, "{:?}", sheets.keys());
    let all: String = sheets.values().cloned().collect();
    assert!(all.contains("=cmd|'20'!A0"), "what was written stays as it was written");
    assert!(all.contains("withheld") && all.contains("Stand access"));
    let distributions = sheets.iter().find(|(name, _)| name.contains("Distribution")).expect("a sheet").1;
    for count in column_of(distributions, "Number") {
        assert!(count.parse::<u64>().is_ok_and(|count| count == 0 || count >= 5) || count == "withheld", "{count}");
    }
}

/// The syntax runs, and its frequencies are those of the pages.
fn run_by_pspp(folder: &Path) {
    let done = Command::new("pspp")
        .args(["-o", "-", "-O", "format=csv", "spss.sps"])
        .current_dir(folder)
        .output()
        .expect("pspp is installed");
    let said = String::from_utf8_lossy(&done.stdout);
    assert!(done.status.success(), "{said}{}", String::from_utf8_lossy(&done.stderr));
    assert!(!said.contains("error:") && !said.contains("warning:"), "{said}");
    // 40 people gave each step of the scale.
    let steps = said.lines().filter(|line| line.contains(",40,")).count();
    assert!(steps >= 5, "{said}");
}

async fn a_table_of_too_many_stands_is_named_and_is_in_the_files(mut world: World) {
    let reader = asked(&mut world, 10).await;
    let hour = world.now() / 3_600_000;
    let answers: Vec<AnswerRow> = (1_000..1_700)
        .map(|number| {
            let row = answer(number, "1", hour);
            AnswerRow { stand: Some(Uuid::from_u128(u128::from(10 + number % 120))), ..row }
        })
        .collect();
    world.centre.store.keep_answers(&answers, hour).await.expect("kept");
    reader.wait_for(&world, 710).await;
    let overview = reader.page("/results/surveys/stand_access?lang=en&language=kk").await;
    assert!(overview.contains("By stand: ") && overview.contains(" rows are too many for this page."), "{overview}");
    assert!(overview.contains("href=\"/results/surveys/stand_access/files?language=kk&amp;lang=en\""), "{overview}");
    let counts = reader.page("/results/surveys/stand_access/files/counts.csv?lang=en").await;
    let stands = counts.lines().filter(|line| line.starts_with("stand,")).count();
    assert!(stands > 120, "{stands}: {counts}");
}

async fn a_summary_reaches_the_stands_and_outlives_the_next_import(mut world: World) {
    let folder: Folder = world.publish_body("almaly").await;
    let reader = asked(&mut world, 200).await;
    let token = reader.token().await;
    let path = "/results/surveys/stand_access/publish?lang=en";
    let preview = reader.page(path).await;
    assert!(preview.contains("Results: Stand access") && preview.contains("200 answers were received."), "{preview}");
    let none = reader.post(path, &world.url(), &[("token", &token), ("do", "put")]).await;
    assert_eq!(none.status(), StatusCode::UNPROCESSABLE_ENTITY, "no body was chosen");
    let done = reader.post(path, &world.url(), &[("token", &token), ("body", "almaly"), ("do", "put")]).await;
    assert_eq!(done.status(), StatusCode::OK);

    let body = "almaly".parse().expect("id");
    let summaries = async |world: &World| {
        let draft = world.centre.store.draft(&body).await.expect("read").expect("a draft");
        let pages = draft.edition.pages.into_iter().filter(|page| page.title.contains("Stand access"));
        pages.map(|page| page.key.to_string()).collect::<Vec<_>>()
    };
    let keys = summaries(&world).await;
    assert_eq!(keys.len(), 3, "{keys:?}");
    assert!(keys.iter().all(|key| key.starts_with("survey-results/")), "{keys:?}");
    let published = releasing::publish(&world.centre, Some(&body)).await.expect("published");
    assert_eq!(published.published.len(), 1, "the summary is a change like any other");

    folder.change("Another title");
    world.import(&folder).await;
    assert_eq!(summaries(&world).await, keys, "the editors' next import does not lose it");

    let draft = world.centre.store.draft(&body).await.expect("read").expect("a draft");
    let page = draft.edition.pages.iter().find(|page| page.title.contains("Stand access")).expect("a page");
    for block in &page.blocks {
        let Block::Table { rows, .. } = block else { continue };
        for row in rows {
            let told = plain_text(&row[1]);
            assert!(told.parse::<u64>().is_ok_and(|count| count == 0 || count >= 5) || told == "жасырылған", "{told}");
        }
    }

    let removed = reader.post(path, &world.url(), &[("token", &token), ("body", "almaly"), ("do", "remove")]).await;
    assert_eq!(removed.status(), StatusCode::OK);
    assert!(summaries(&world).await.is_empty());
}

/// Every page in a real browser: axe-core finds nothing, the rules hold that it cannot see, and nothing is cut off at 320
/// pixels. With `AQPARAT_PICTURES` set, pictures of the pages are put there.
///
/// Proves: EN-9.1.3.2, EN-9.1.4.5, EN-9.1.4.10, EN-9.2.3.1, EN-9.2.4.4, EN-9.2.4.6, EN-9.2.4.11, EN-9.2.5.2, EN-9.2.5.3
/// Proves: EN-9.3.2.1, EN-9.3.2.3, EN-9.3.2.4, EN-9.3.3.8
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_pages_are_accessible_and_fit_a_phone() {
    let mut world = World::on_sqlite().await;
    world.publish_body("almaly").await;
    world.publish_body_beside("medeu").await;
    asked(&mut world, 400).await;
    let password = accounts::add(&world.centre, "viewer").await.expect("made");
    let browser = Browser::start().await;
    let pictures = std::env::var_os("AQPARAT_PICTURES").map(std::path::PathBuf::from);
    let base = "/results/surveys/stand_access";
    let pages = [
        ("list", "/results".to_owned()),
        ("overview", base.to_owned()),
        ("filtered", format!("{base}?language=kk&place=body%2Falmaly")),
        ("found", format!("{base}/questions/found")),
        ("order", format!("{base}/questions/order")),
        ("age", format!("{base}/questions/age")),
        ("texts", format!("{base}/questions/words/texts")),
        ("cross", format!("{base}/cross?question=found&against=language")),
        ("cross-question", format!("{base}/cross?question=lacking&against=question%2Frate")),
        ("leaving", format!("{base}/leaving")),
        ("files", format!("{base}/files")),
        ("publish", format!("{base}/publish")),
        ("aside", "/results/aside".to_owned()),
    ];
    for (at, language) in ["kk", "ru", "en"].into_iter().enumerate() {
        let mut habit = Habit::default();
        browser.go(&format!("{}/results/sign-in?lang={language}", world.url())).await;
        browser.assert_accessible().await;
        browser.assert_rules(&mut habit).await;
        if at == 0 {
            browser.tab_to("the account", |focused| focused.id == "account").await;
            browser.press("viewer").await;
            browser.tab_to("the password", |focused| focused.id == "password").await;
            // As a browser that remembers it fills it in, or as one pastes it: nobody need know it by heart.
            let remembers = "const it = document.activeElement; return [it.type, it.autocomplete, it.readOnly]";
            assert_eq!(browser.run(remembers).await, json!(["password", "current-password", false]));
            browser.paste(&password).await;
            browser.follow(Key::Enter).await;
        }
        for (name, path) in &pages {
            let mark = if path.contains('?') { '&' } else { '?' };
            for (width, height) in [(320, 640), (390, 844), (1280, 900)] {
                browser.size(width, height, 1).await;
                browser.go(&format!("{}{path}{mark}lang={language}", world.url())).await;
                browser.assert_fits().await;
                if let Some(folder) =
                    pictures.as_ref().filter(|_| width > 320 && language == "kk" || *name == "overview")
                {
                    browser.picture(&folder.join(format!("{name}-{language}-{width}.png"))).await;
                }
            }
            browser.assert_accessible().await;
            browser.assert_rules(&mut habit).await;
        }
    }
    browser.quit().await;
}

/// Answers to a survey as people drawn by lot would give them.
fn drawn(survey: &Survey, people: u32, hour: i64) -> Vec<AnswerRow> {
    use aqparat::domain::survey::Kind;
    let mut seed = 1_u64;
    let mut draw = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % below.max(1)
    };
    let mut answers = Vec::new();
    for number in 0..people {
        let mut values = BTreeMap::new();
        for question in survey.questions() {
            let list = question.kind.choices().map_or(&[][..], |choices| survey.list(&choices.list));
            let names: Vec<String> = list.iter().map(|choice| choice.name.clone()).collect();
            let value = match &question.kind {
                _ if question.relevant.is_some() && draw(3) > 0 => continue,
                _ if question.may_decline && draw(12) == 0 => Value::Declined,
                // The first choices are drawn more often.
                Kind::One(_) => Value::One(names[draw(names.len()).min(draw(names.len()))].clone()),
                Kind::Many(_) => Value::Many(names.into_iter().filter(|_| draw(3) == 0).collect()),
                Kind::Rank(_) => Value::Rank(names),
                Kind::Scale { from, to, .. } => {
                    Value::Number((from + draw(5) as f64).min(*to).max(from + draw(5) as f64 - 2.0))
                }
                Kind::Line | Kind::Paragraph if draw(6) == 0 => {
                    Value::Text(format!("Кіреберісте пандус жоқ, {number}"))
                }
                _ => continue,
            };
            values.insert(question.name.clone(), value);
        }
        let mut row = answer(number, &survey.version, hour - draw(900) as i64);
        row.survey = survey.id.clone();
        row.language = Language::ALL[draw(3).min(draw(3))];
        row.mode = Mode { speech: draw(4) == 0, large_text: draw(5) == 0, phone: draw(6) == 0, ..Mode::default() };
        (row.complete, row.reached) = (true, None);
        row.values = values;
        answers.push(row);
    }
    answers
}

/// The ministry's survey, with its long questions in three languages.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_results_of_the_ministrys_survey_are_accessible_and_fit_a_phone() {
    let mut world = World::on_sqlite().await;
    world.publish_body("almaly").await;
    let workbook = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/surveys/stand-accessibility.xlsx");
    let imported = world.run(&["survey", "import", workbook]);
    assert!(imported.status.success(), "{}", String::from_utf8_lossy(&imported.stderr));
    let listed = world.centre.store.surveys().await.expect("listed");
    let row = listed.first().expect("a survey").clone();
    let found = world.centre.store.survey_version(&row.id, &row.version).await.expect("read").expect("there");
    let hour = world.now() / 3_600_000;
    world.centre.store.keep_answers(&drawn(&found.survey, 300, hour), hour).await.expect("kept");
    world.serve().await;
    let password = accounts::add(&world.centre, "viewer").await.expect("made");
    let browser = Browser::start().await;
    browser.go(&format!("{}/results/sign-in?lang=kk", world.url())).await;
    browser.tab_to("the account", |focused| focused.id == "account").await;
    browser.press("viewer").await;
    browser.tab_to("the password", |focused| focused.id == "password").await;
    browser.press(&password).await;
    browser.follow(Key::Enter).await;
    let base = format!("/results/surveys/{}", row.id);
    let asked = found.survey.questions();
    let counted = asked.iter().find(|question| question.kind.choices().is_some()).expect("a question with choices");
    let other = asked.iter().rfind(|question| question.kind.choices().is_some()).expect("another");
    let pages = [
        ("overview", String::new()),
        ("question", format!("/questions/{}", other.name)),
        ("cross", format!("/cross?question={}&against=question%2F{}", counted.name, other.name)),
        ("leaving", "/leaving".to_owned()),
        ("publish", "/publish".to_owned()),
    ];
    let pictures = std::env::var_os("AQPARAT_PICTURES").map(std::path::PathBuf::from);
    for language in ["kk", "ru", "en"] {
        for (name, below) in &pages {
            let mark = if below.contains('?') { '&' } else { '?' };
            for (width, height) in [(320, 640), (1280, 900)] {
                browser.size(width, height, 1).await;
                browser.go(&format!("{}{base}{below}{mark}lang={language}", world.url())).await;
                browser.assert_fits().await;
                if let Some(folder) = &pictures {
                    browser.picture(&folder.join(format!("ministry-{name}-{language}-{width}.png"))).await;
                }
            }
            browser.assert_accessible().await;
        }
    }
    browser.prefer(&[("prefers-color-scheme", "dark")]).await;
    browser.go(&format!("{}{base}?lang=ru", world.url())).await;
    browser.assert_accessible().await;
    if let Some(folder) = &pictures {
        browser.picture(&folder.join("ministry-dark.png")).await;
    }
    browser.quit().await;
}

#[test]
fn a_new_centre_has_an_account_whose_password_is_shown_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let run_in = |centre: &str, args: &[&str]| {
        let done = Command::new(env!("CARGO_BIN_EXE_aqparat-server"))
            .args(args)
            .env("AQPARAT_DATA", folder.path().join(centre))
            .env_remove("DATABASE_URL")
            .output()
            .expect("runs");
        (
            done.status.success(),
            String::from_utf8_lossy(&done.stdout).into_owned() + &String::from_utf8_lossy(&done.stderr),
        )
    };
    let run = |args: &[&str]| run_in("centre", args);
    let (_, said) = run(&["init"]);
    let password = said.split("password: ").nth(1).and_then(|rest| rest.split_whitespace().next()).expect("a password");
    assert_eq!(password.len(), 29, "{said}");
    assert!(run(&["account", "list"]).1.contains("operator"));
    assert!(!run(&["init", "--if-new"]).1.contains("password"));
    // As a service makes it, whose words stay in a log.
    let (made, said) = run_in("of-a-service", &["init", "--if-new"]);
    assert!(made && !said.contains("password") && said.contains("account add"), "{said}");
    assert!(!run_in("of-a-service", &["account", "list"]).1.contains("operator"));
    let (added, said) = run(&["account", "add", "aigul@example.kz"]);
    assert!(added && said.contains("only time"), "{said}");
    assert!(!run(&["account", "add", "aigul@example.kz"]).0, "the name is taken");
    assert!(!run(&["account", "add", "no spaces"]).0);
    assert!(run(&["account", "disable", "aigul@example.kz"]).0);
    assert!(run(&["account", "list"]).1.contains("disabled"));
    assert!(!run(&["account", "password", "nobody"]).0);
}
