use std::os::unix::fs::PermissionsExt;

use age::x25519::Identity;
use sqlx::Connection;

use super::*;
use crate::domain::Language;
use crate::domain::survey::answer::response_id;
use crate::domain::survey::{Mode, Value};
use crate::release::api::AnswerBatch;

const EVERYTHING: (usize, usize) = (usize::MAX, usize::MAX);

fn response(number: u8) -> Response {
    Response {
        id: response_id(495_000, [number; 10]),
        survey: "access".parse().expect("a name"),
        version: "1".into(),
        hour: 495_000,
        language: Language::Kazakh,
        mode: Mode::default(),
        complete: true,
        reached: None,
        values: [("missing".parse().expect("a name"), Value::Text(format!("Пандус {number}")))].into(),
    }
}

/// A stand's folder and a survey's key.
struct Place {
    data: tempfile::TempDir,
    key: Identity,
}

impl Place {
    fn new() -> Self {
        Self { data: tempfile::tempdir().expect("temporary folder"), key: Identity::generate() }
    }

    fn file(&self) -> PathBuf {
        self.data.path().join(file::NAME)
    }

    async fn open(&self) -> Outbox {
        Outbox::open(self.data.path()).await.expect("opened")
    }

    async fn keep(&self, outbox: &Outbox, number: u8) {
        outbox.keep(&response(number), &self.key.to_public().to_string()).await.expect("kept");
    }

    async fn responses(&self, outbox: &Outbox) -> Vec<Response> {
        let waiting = outbox.waiting(EVERYTHING.0, EVERYTHING.1).await.expect("read");
        waiting.iter().map(|answer| answer.open(&self.key).expect("opens")).collect()
    }

    /// Ends an outbox as the end of its process does.
    async fn close(&self, outbox: Outbox) {
        let connection = outbox.inner.file.lock().await.take();
        if let Some(connection) = connection {
            connection.close().await.expect("closed");
        }
    }
}

#[tokio::test]
async fn what_was_kept_is_there_after_a_restart_in_the_order_of_ids() {
    let place = Place::new();
    let outbox = place.open().await;
    for number in [7, 3, 5] {
        place.keep(&outbox, number).await;
    }
    place.keep(&outbox, 3).await;
    assert_eq!(outbox.count(), 3, "the same again changes nothing");
    place.close(outbox).await;
    let outbox = place.open().await;
    assert_eq!(place.responses(&outbox).await, [response(3), response(5), response(7)]);
    assert_eq!((outbox.count(), outbox.given(&response(3).survey)), (3, 3));
    assert_eq!(outbox.trouble(), None);
}

#[tokio::test]
async fn nobody_else_on_the_machine_can_read_it_and_it_tells_nothing_to_a_thief() {
    let place = Place::new();
    let outbox = place.open().await;
    place.keep(&outbox, 1).await;
    for ending in ["", "-wal"] {
        let path = file::beside(&place.file(), ending);
        let mode = std::fs::metadata(&path).expect("there").permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{}", path.display());
        let bytes = std::fs::read(&path).expect("read");
        let word = "Пандус".as_bytes();
        assert!(!bytes.windows(word.len()).any(|part| part == word), "{}", path.display());
    }
}

#[tokio::test]
async fn what_the_centre_has_leaves_no_trace_but_a_count() {
    let place = Place::new();
    let outbox = place.open().await;
    for number in 0..100 {
        place.keep(&outbox, number).await;
    }
    let sealed = outbox.waiting(EVERYTHING.0, EVERYTHING.1).await.expect("read");
    let full = std::fs::metadata(file::beside(&place.file(), "-wal")).expect("there").len();
    let ids: Vec<Uuid> = sealed.iter().map(|answer| answer.id).collect();
    outbox.acknowledged(&ids).await.expect("deleted");
    outbox.acknowledged(&ids).await.expect("once more, by a replay");
    assert_eq!((outbox.count(), outbox.given(&response(0).survey)), (0, 100));
    let bytes = std::fs::read(place.file()).expect("read");
    assert!((bytes.len() as u64) < full / 4, "{} bytes are left", bytes.len());
    for answer in sealed {
        let text = answer.sealed.as_bytes();
        assert!(!bytes.windows(text.len()).any(|part| part == text));
        assert!(!bytes.windows(16).any(|part| part == answer.id.as_bytes()));
    }
    assert_eq!(std::fs::metadata(file::beside(&place.file(), "-wal")).expect("there").len(), 0);
}

#[tokio::test]
async fn a_batch_has_as_many_as_fit_and_one_at_least() {
    let place = Place::new();
    let outbox = place.open().await;
    for number in 0..5 {
        place.keep(&outbox, number).await;
    }
    let three = outbox.waiting(3, usize::MAX).await.expect("read");
    let three = serde_json::to_vec(&AnswerBatch { answers: three }).expect("JSON").len();
    let lengths = [(5, 0), (5, three), (2, usize::MAX), (0, usize::MAX)];
    let mut found = Vec::new();
    for (most, bytes) in lengths {
        found.push(outbox.waiting(most, bytes).await.expect("read").len());
    }
    assert_eq!(found, [1, 3, 2, 0]);
}

#[tokio::test]
async fn a_refused_answer_is_kept_aside_until_another_program_tries_again() {
    let place = Place::new();
    let outbox = place.open().await;
    for number in [1, 2] {
        place.keep(&outbox, number).await;
    }
    outbox.refused(response(1).id, "the centre answered 400").await.expect("put aside");
    assert_eq!(place.responses(&outbox).await, [response(2)]);
    assert!(outbox.trouble().is_some_and(|trouble| trouble.contains("refused 1 answers")));
    {
        let mut file = outbox.inner.file.lock().await;
        let connection = file.as_mut().expect("open");
        sqlx::raw_sql("UPDATE refused SET program = '0.0.1'").execute(connection).await.expect("as before a renewal");
    }
    place.close(outbox).await;
    let outbox = place.open().await;
    assert_eq!(place.responses(&outbox).await, [response(1), response(2)]);
    assert_eq!(outbox.trouble(), None);
}

#[tokio::test]
async fn a_row_that_has_rotted_keeps_no_other_back() {
    let place = Place::new();
    let outbox = place.open().await;
    for number in [1, 2, 3] {
        place.keep(&outbox, number).await;
    }
    {
        let mut file = outbox.inner.file.lock().await;
        let rot = sqlx::query("UPDATE answer SET survey = '?' WHERE id = $1").bind(response(1).id.as_bytes().to_vec());
        rot.execute(file.as_mut().expect("open")).await.expect("rotten");
    }
    assert_eq!(place.responses(&outbox).await, [response(2), response(3)]);
    assert_eq!(outbox.count(), 3, "it is still there");
}

#[tokio::test]
async fn a_file_with_a_damaged_page_is_set_aside_and_the_readable_answers_go_on() {
    let place = Place::new();
    let outbox = place.open().await;
    for number in 0..60 {
        place.keep(&outbox, number).await;
    }
    place.close(outbox).await;
    let before = {
        let mut bytes = std::fs::read(place.file()).expect("read");
        // A leaf of the tree, from the middle: a page above the leaves takes all below it along.
        let leaf = (20..40).find_map(|number| {
            let id = response(number).id;
            let page = bytes.windows(16).position(|part| part == id.as_bytes())? / 4096 * 4096;
            (bytes[page] == 0x0a).then_some(page)
        });
        let found = leaf.expect("there");
        bytes[found..found + 4096].fill(0xa5);
        std::fs::write(place.file(), &bytes).expect("damage");
        bytes
    };
    let outbox = place.open().await;
    let saved = place.responses(&outbox).await;
    println!("{} of 60 answers saved", saved.len());
    assert!((1..60).contains(&saved.len()), "{}", saved.len());
    assert!(saved.contains(&response(0)) && saved.contains(&response(59)), "from both ends");
    assert_eq!(outbox.given(&response(0).survey), 60);
    let aside = place.data.path().join("answers.sqlite.damaged-1");
    let aside = std::fs::read(aside).expect("kept");
    assert!(aside == before);
    assert!(outbox.trouble().is_some_and(|trouble| trouble.contains("answers.sqlite.damaged-1")));
    place.keep(&outbox, 200).await;
    assert!(place.responses(&outbox).await.contains(&response(200)));
}

#[tokio::test]
async fn whatever_lies_in_its_place_is_set_aside_and_never_deleted() {
    let place = Place::new();
    let newer = place.data.path().join("newer");
    file::create(&newer).expect("made");
    let mut connection = file::connect(&newer).await.ok().expect("made");
    sqlx::raw_sql("PRAGMA user_version = 99").execute(&mut connection).await.expect("as a newer program does");
    connection.close().await.expect("closed");
    let strange: [&[u8]; 3] = [b"not a database at all", &[0; 5000], &std::fs::read(newer).expect("read")];
    for (number, bytes) in strange.iter().enumerate() {
        std::fs::write(place.file(), bytes).expect("written");
        let outbox = place.open().await;
        place.keep(&outbox, 1).await;
        assert_eq!(place.responses(&outbox).await, [response(1)]);
        place.close(outbox).await;
        let aside = place.data.path().join(format!("answers.sqlite.damaged-{}", number + 1));
        assert!(std::fs::read(aside).expect("kept") == *bytes, "{number}");
        std::fs::remove_file(place.file()).expect("removed");
    }
}

#[tokio::test]
async fn setting_aside_that_a_power_cut_broke_off_is_ended_with_the_next_start() {
    for step in 0..3 {
        let place = Place::new();
        let outbox = place.open().await;
        place.keep(&outbox, 1).await;
        place.close(outbox).await;
        // As it stands between the steps: the new file built, then the log moved, then the old file.
        std::fs::rename(place.file(), place.data.path().join("answers.sqlite.salvaged")).expect("built");
        if step < 1 {
            std::fs::write(file::beside(&place.file(), "-wal"), b"an old log").expect("written");
        }
        if step < 2 {
            std::fs::write(place.file(), b"damaged").expect("written");
        }
        let outbox = place.open().await;
        assert_eq!(place.responses(&outbox).await, [response(1)], "{step}");
        assert_eq!(outbox.trouble().is_some(), step < 2);
        assert!(!place.data.path().join("answers.sqlite.salvaged").exists());
    }
}

#[tokio::test]
async fn a_file_that_another_process_has_is_not_taken_for_damaged() {
    let place = Place::new();
    let outbox = place.open().await;
    place.keep(&outbox, 1).await;
    let second = Outbox::open(place.data.path()).await.expect_err("locked");
    assert!(matches!(&second, OutboxError::Disk(why) if why.contains("locked")), "{second}");
    assert_eq!(place.responses(&outbox).await, [response(1)]);
    assert_eq!(damage::files(place.data.path()), [""; 0]);
}

#[tokio::test]
async fn a_disk_that_could_not_be_used_at_the_start_is_used_once_it_can_be() {
    let place = Place::new();
    std::fs::create_dir(place.file()).expect("in the way");
    assert!(matches!(Outbox::open(place.data.path()).await, Err(OutboxError::Disk(_))));
    let outbox = Outbox::at(place.data.path());
    let key = place.key.to_public().to_string();
    assert!(matches!(outbox.keep(&response(1), &key).await, Err(OutboxError::Disk(_))));
    assert!(outbox.trouble().is_some_and(|trouble| trouble.starts_with("answers cannot be kept")));
    std::fs::remove_dir(place.file()).expect("mended");
    place.keep(&outbox, 1).await;
    assert_eq!((outbox.count(), outbox.trouble()), (1, None));
}

#[tokio::test]
async fn a_key_that_is_none_is_told_and_keeps_nothing() {
    let place = Place::new();
    let outbox = place.open().await;
    let refused = outbox.keep(&response(1), "age1nonsense").await;
    assert_eq!(refused, Err(OutboxError::Seal(SealError::Recipient)));
    assert_eq!((outbox.count(), outbox.given(&response(1).survey)), (0, 0));
}

#[tokio::test]
async fn a_stand_whose_clock_stands_at_1970_keeps_answers_too() {
    let place = Place::new();
    let outbox = place.open().await;
    let early = Response { id: response_id(0, [1; 10]), hour: 0, ..response(1) };
    let negative = Response { id: response_id(-5, [2; 10]), hour: -5, ..response(2) };
    for response in [&early, &negative] {
        outbox.keep(response, &place.key.to_public().to_string()).await.expect("kept");
    }
    assert_eq!(place.responses(&outbox).await, [early, negative]);
}
