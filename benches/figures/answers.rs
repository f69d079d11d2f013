//! How fast answers are taken: a thousand stands bring what waited on them, while the centre's pages are asked for.

use std::collections::{BTreeMap, HashSet};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use aqparat::domain::survey::answer::response_id;
use aqparat::domain::survey::interview::{Interview, Step, Surroundings};
use aqparat::domain::survey::{Kind, Mode, Name, Question, Response, Survey, Value};
use aqparat::domain::{Language, Region};
use aqparat::release::SealedAnswer;
use aqparat::release::api::{AnswerBatch, AnswerReceipts, EnrolmentRequest, EnrolmentState};
use aqparat::server::http::raise_open_files;
use aqparat::server::secret::Secret;
use aqparat::server::state::Clock;
use aqparat::server::store::AnswerRow;
use aqparat::server::surveys::terms;
use aqparat::server::surveys::xlsform::{self, Options};
use aqparat::server::{Centre as Library, fleet};
use bytes::Bytes;
use uuid::Uuid;

use super::postgres::Postgres;
use super::programs::{Centre, demonstration};
use super::{figure, p95};

const STANDS: usize = 1_000;
/// How many batches each stand brings, and how many answers are in each.
const BATCHES: usize = 6;
const IN_A_BATCH: usize = 20;
/// How many answers are there before.
const BEFORE: u64 = 1_000_000;
/// How many different answers there are.
const WAYS: u64 = 2_000;
/// Every so many batches one comes twice, as after a lost acknowledgement.
const TWICE: usize = 20;

/// On SQLite and on a PostgreSQL that waits for its disk.
pub fn of_a_thousand_stands() {
    println!("SQLite");
    measure(None);
    println!("PostgreSQL");
    let postgres = Postgres::durable();
    measure(Some(postgres.new_database()));
}

fn measure(database: Option<String>) {
    assert!(raise_open_files() > 3 * STANDS as u64, "this needs more open files: raise ulimit -Hn");
    let _ = rustls::crypto::ring::default_provider().install_default();
    let runtime = tokio::runtime::Runtime::new().expect("runtime");
    let mut centre = Centre::at_rest(&demonstration(), database);
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/surveys/stand-accessibility.xlsx");
    let reading = xlsform::read_file(&file, Options::default()).expect("read");
    let survey = Arc::new(reading.survey.expect("a survey"));
    centre.say(&["survey", "import", file.to_str().expect("UTF-8")]);
    centre.say(&["survey", "open", survey.id.as_str()]);
    centre.say(&["publish"]);

    let (credentials, batches, sent) = runtime.block_on(async {
        let library = Library::open(centre.config(), Clock::system()).await.expect("opens");
        let credentials = enrol(&library).await;
        let row = terms::find(&library, &survey.id).await.expect("there");
        let begin = Instant::now();
        fill(&library, &survey).await;
        println!("{:<58} {:>10.0} /s", "  a million answers straight into the database", rate(BEFORE, begin));
        let (batches, sent) = sealed(&survey, &row.recipient.expect("a key")).await;
        library.store.close().await;
        (credentials, batches, sent)
    });
    centre.start();
    let (taken, pages) = runtime.block_on(bring(&centre.url(), credentials, batches));

    let per_second = sent.len() as f64 / taken.as_secs_f64();
    let verdict = if per_second >= 2_000.0 { "within" } else { "UNDER" };
    println!("{:<58} {per_second:>10.0} /s     bound 2000 {verdict}", "answers of 1,000 stands, taken and on the disk");
    println!("{:<58} {:>10}", "  pages asked for meanwhile", pages.len());
    figure("  a page meanwhile, p95", p95(pages.clone()), "ms", 300.0);
    figure("  a page meanwhile, the slowest", pages.into_iter().fold(0.0, f64::max), "ms", 300.0);
    centre.kill();

    let (lost, twice) = runtime.block_on(async {
        let library = Library::open(centre.config(), Clock::system()).await.expect("opens");
        let all = library.store.count_answers(&survey.id).await.expect("counted");
        let (mut after, mut missing) = (None, sent.clone());
        loop {
            let page = library.store.all_answers(&survey.id, after, 10_000).await.expect("read");
            let Some(last) = page.last() else { break };
            after = Some(last.id);
            for row in page {
                missing.remove(&row.id);
            }
        }
        assert_eq!(library.store.count_quarantine(None).await.expect("counted"), 0, "answers were set aside");
        (missing.len(), all - BEFORE - (sent.len() - missing.len()) as u64)
    });
    figure("answers lost", lost as f64, "", 0.0);
    figure("answers doubled", twice as f64, "", 0.0);
}

fn rate(count: u64, since: Instant) -> f64 {
    count as f64 / since.elapsed().as_secs_f64()
}

/// The credentials of a thousand stands.
async fn enrol(centre: &Library) -> Vec<String> {
    let body = "almalybak-akimat".parse().expect("id");
    let mut credentials = Vec::new();
    for _ in 0..STANDS {
        let request = EnrolmentRequest { machine: "bench".into(), version: "bench".into() };
        let ticket = fleet::request_enrolment(centre, &request, "127.0.0.1").await.expect("taken");
        let code = ticket.pairing_code.parse().expect("a code");
        fleet::approve(centre, code, &body, None).await.expect("approved");
        let state = fleet::enrolment_state(centre, &Secret::presented(&ticket.ticket)).await.expect("a state");
        let EnrolmentState::Approved { enrolment } = state else { panic!("not approved: {state:?}") };
        credentials.push(enrolment.credential);
    }
    credentials
}

/// A number that nobody would guess from the one before.
fn scatter(number: u64) -> u64 {
    number.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(31).wrapping_mul(0xBF58_476D_1CE4_E5B9)
}

fn id(hour: i64, number: u64) -> Uuid {
    let mut random = [0; 10];
    random[..8].copy_from_slice(&scatter(number).to_be_bytes());
    random[8..].copy_from_slice(&(number as u16).to_be_bytes());
    response_id(hour, random)
}

/// So many different ways through the survey, each with every question answered that comes up.
fn ways(survey: &Arc<Survey>) -> Vec<BTreeMap<Name, Value>> {
    (0..WAYS).map(|seed| answers(survey, scatter(seed))).collect()
}

fn answers(survey: &Arc<Survey>, seed: u64) -> BTreeMap<Name, Value> {
    let mut interview = Interview::begin(survey.clone(), Surroundings { today: None, seed });
    for turn in 0.. {
        let questions: Vec<Question> =
            interview.page().map(|page| page.questions.into_iter().cloned().collect()).unwrap_or_default();
        let mixed = scatter(seed ^ turn) >> 8;
        for question in questions {
            let choices: Vec<String> = interview.choices(&question).iter().map(|choice| choice.name.clone()).collect();
            let choice = choices.get(mixed as usize % choices.len().max(1)).cloned();
            let value = match &question.kind {
                Kind::One(_) => choice.map(Value::One),
                Kind::Many(_) => choice.map(|choice| Value::Many(vec![choice])),
                Kind::Rank(_) => Some(Value::Rank(choices)),
                Kind::Scale { from, step, .. } => Some(Value::Number(from + step)),
                Kind::Integer | Kind::Decimal => Some(Value::Number(1.0)),
                Kind::Acknowledge => Some(Value::Acknowledged),
                Kind::Line | Kind::Paragraph if mixed.is_multiple_of(10) => {
                    Some(Value::Text(format!("Көтергіш жұмыс істемейді, {} қабат", mixed % 9)))
                }
                _ => None,
            };
            interview.answer(&question.name, value).expect("fits");
        }
        if interview.next().expect("nothing is missing") == Step::Review {
            break;
        }
    }
    interview.finish().expect("whole")
}

/// A million answers of the last year.
async fn fill(centre: &Library, survey: &Arc<Survey>) {
    const AT_ONCE: u64 = 5_000;
    let now = centre.clock.millis() / 3_600_000;
    let ways = ways(survey);
    for begin in (0..BEFORE).step_by(AT_ONCE as usize) {
        let rows: Vec<_> = (begin..begin + AT_ONCE)
            .map(|number| {
                let hour = now - 8_000 + (number * 7_900 / BEFORE) as i64;
                let mixed = scatter(number);
                AnswerRow {
                    id: id(hour, number),
                    survey: survey.id.clone(),
                    version: survey.version.clone(),
                    body: "almalybak-akimat".parse().expect("id"),
                    region: Some(Region::ALL[(mixed % 20) as usize]),
                    stand: None,
                    hour,
                    hour_is_ours: false,
                    language: Language::ALL[(mixed >> 8) as usize % 3],
                    mode: Mode { speech: mixed & 1 << 20 != 0, keys: mixed & 1 << 21 != 0, ..Mode::default() },
                    complete: true,
                    reached: None,
                    values: ways[(mixed >> 24) as usize % ways.len()].clone(),
                }
            })
            .collect();
        centre.store.keep_answers(&rows, now).await.expect("kept");
    }
    centre.store.forget_feed(now + 1).await.expect("forgotten");
}

/// The batches of each stand as they go over the wire, and the ids in them.
async fn sealed(survey: &Arc<Survey>, key: &str) -> (Vec<Vec<Bytes>>, HashSet<Uuid>) {
    let hour = jiff::Timestamp::now().as_second() / 3600;
    let ways = ways(survey);
    let mut sent = HashSet::new();
    let mut stands = Vec::new();
    let mut number = BEFORE;
    for _ in 0..STANDS {
        let mut batches = Vec::new();
        for _ in 0..BATCHES {
            let mut sealed = Vec::new();
            for _ in 0..IN_A_BATCH {
                number += 1;
                let response = Response {
                    id: id(hour, number),
                    survey: survey.id.clone(),
                    version: survey.version.clone(),
                    hour,
                    language: Language::Kazakh,
                    mode: Mode::default(),
                    complete: true,
                    reached: None,
                    values: ways[scatter(number) as usize % ways.len()].clone(),
                };
                sent.insert(response.id);
                sealed.push(SealedAnswer::seal(&response, key).expect("sealed"));
            }
            let batch = serde_json::to_vec(&AnswerBatch { answers: sealed }).expect("JSON");
            batches.push(Bytes::from(batch));
        }
        stands.push(batches);
    }
    (stands, sent)
}

/// Brings everything, each stand by a connection of its own, and asks for a page all the while. Gives how long it took,
/// and how long each page did in milliseconds.
async fn bring(url: &str, credentials: Vec<String>, stands: Vec<Vec<Bytes>>) -> (Duration, Vec<f64>) {
    let client = reqwest::Client::builder().http1_only().pool_max_idle_per_host(2 * STANDS).build().expect("a client");
    let done = Arc::new(AtomicBool::new(false));
    let asking = tokio::spawn(ask(format!("{url}/healthz"), done.clone()));
    let begin = Instant::now();
    let bringing: Vec<_> = credentials
        .into_iter()
        .zip(stands)
        .enumerate()
        .map(|(number, (credential, batches))| {
            let (client, address) = (client.clone(), format!("{url}/api/v1/answers"));
            tokio::spawn(async move {
                for (turn, batch) in batches.into_iter().enumerate() {
                    bring_one(&client, &address, &credential, batch.clone()).await;
                    if (number + turn).is_multiple_of(TWICE) {
                        bring_one(&client, &address, &credential, batch).await;
                    }
                }
            })
        })
        .collect();
    for stand in bringing {
        stand.await.expect("brought");
    }
    let taken = begin.elapsed();
    done.store(true, Ordering::SeqCst);
    (taken, asking.await.expect("asked"))
}

/// Brings a batch until it is acknowledged, as a stand does.
async fn bring_one(client: &reqwest::Client, address: &str, credential: &str, batch: Bytes) {
    loop {
        let call = client.post(address).bearer_auth(credential).header("content-type", "application/json");
        let answer = call.body(batch.clone()).send().await.expect("the centre");
        if answer.status().is_success() {
            let receipts: AnswerReceipts = answer.json().await.expect("receipts");
            assert_eq!(receipts.kept.len(), IN_A_BATCH);
            return;
        }
        assert_eq!(answer.status(), reqwest::StatusCode::SERVICE_UNAVAILABLE);
        let wait = answer.headers()["retry-after"].to_str().expect("text").parse().expect("seconds");
        tokio::time::sleep(Duration::from_secs(wait)).await;
    }
}

async fn ask(address: String, done: Arc<AtomicBool>) -> Vec<f64> {
    let client = reqwest::Client::new();
    let mut pages = Vec::new();
    while !done.load(Ordering::SeqCst) {
        let begin = Instant::now();
        let answer = client.get(&address).send().await.expect("the centre").error_for_status().expect("a page");
        answer.bytes().await.expect("whole");
        pages.push(begin.elapsed().as_secs_f64() * 1000.0);
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    pages
}
