//! A body's signed releases, made by the real publisher from editions made here.

use std::path::{Path, PathBuf};

use aqparat::domain::page::{Block, Inline};
use aqparat::domain::{Body, Page, Trilingual, WorkingHours};
use aqparat::release::api::Enrolment;
use aqparat::release::{BlobRef, PublishedSurvey};
use aqparat::server::editing::{Edition, Media};
use aqparat::server::publishing::{Publisher, RepositoryAddress};
use aqparat::server::surveys::offering::Offer;
use jiff::Timestamp;

/// The body whose stands are tested.
pub const BODY: &str = "almaly";
/// The credential its stands are given.
pub const CREDENTIAL: &str = "a-stands-secret";

/// A publisher with a repository of its own.
pub struct Publishing {
    _folder: tempfile::TempDir,
    publisher: Publisher,
    repository: PathBuf,
}

impl Publishing {
    /// Fresh keys, an empty repository.
    pub async fn new() -> Self {
        let folder = tempfile::tempdir().expect("temporary folder");
        let (keys, repository) = (folder.path().join("keys"), folder.path().join("releases"));
        let address = RepositoryAddress::Folder(repository.clone());
        Publisher::init(&keys, &address, Timestamp::now()).await.expect("keys and repository");
        let publisher = Publisher::open(&keys, &address).expect("publisher");
        Self { _folder: folder, publisher, repository }
    }

    /// The folder a web server serves.
    pub fn repository(&self) -> &Path {
        &self.repository
    }

    /// Signs and writes a release.
    pub async fn publish(&self, release: u64, pages: &[Page], media: &[(&str, &[u8])]) {
        self.publish_asking(release, pages, media, &[]).await;
    }

    /// The same with surveys.
    pub async fn publish_asking(
        &self,
        release: u64,
        pages: &[Page],
        media: &[(&str, &[u8])],
        surveys: &[PublishedSurvey],
    ) {
        let mut edition =
            Edition { body: body(), pages: pages.to_vec(), media: Vec::new(), pronunciation: Default::default() };
        edition.pages.sort_by(|a, b| a.key.cmp(&b.key));
        for (name, bytes) in media {
            let blob = BlobRef::to(bytes);
            self.publisher.add_blob(blob, bytes::Bytes::copy_from_slice(bytes)).await.expect("media");
            edition.media.push(Media { name: (*name).to_owned(), media_type: "image/png".into(), blob });
        }
        let offer = Offer { surveys: surveys.to_vec(), media: Vec::new() };
        self.publisher.publish_with(&edition, &offer, release, Timestamp::now()).await.expect("published");
    }

    /// The newest release as a courier's file.
    pub async fn courier(&self, file: &Path) {
        let body = BODY.parse().expect("a body");
        self.publisher.courier(&body, file, Timestamp::now()).await.expect("packed");
    }

    /// What a stand of this body gets when an operator approves it.
    pub async fn enrolment(&self) -> Enrolment {
        Enrolment {
            stand: uuid::Uuid::now_v7(),
            body: BODY.parse().expect("a body"),
            credential: CREDENTIAL.into(),
            root: self.publisher.root().await.expect("root"),
            repository: "/releases/".into(),
        }
    }

    /// Enrols the stand with this data folder without its asking.
    pub async fn enrol(&self, data: &Path) {
        let json = serde_json::to_vec(&self.enrolment().await).expect("JSON");
        std::fs::write(data.join("enrolment.json"), json).expect("enrolment");
    }
}

fn body() -> Body {
    let text = Trilingual {
        kk: "Алмалы әкімдігі".into(), ru: "Акимат Алмалы".into(), en: "Almaly akimat".into()
    };
    Body {
        id: BODY.parse().expect("a body"),
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

/// A page of one paragraph.
pub fn page(key: &str, title: &str, words: &str) -> Page {
    Page {
        key: key.parse().expect("a page key"),
        title: title.into(),
        summary: "A summary.".into(),
        verified_on: jiff::civil::date(2026, 11, 20),
        valid_from: None,
        expires_on: None,
        blocks: vec![Block::Paragraph { text: vec![Inline::Text { text: words.into() }] }],
    }
}

/// A survey that asks nothing yet.
pub fn survey(id: &str) -> PublishedSurvey {
    let json = serde_json::json!({
        "survey": {
            "id": id, "version": "1", "title": { "kk": "Қолжетімділік" }, "default_language": "kk", "items": [],
            "lists": {},
        },
        "recipient": "age1",
    });
    serde_json::from_value(json).expect("a survey")
}

/// Bytes that no two seeds share and no compression shrinks.
pub fn noise(seed: u64, length: usize) -> Vec<u8> {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut bytes = Vec::with_capacity(length + 8);
    while bytes.len() < length {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        bytes.extend(state.to_le_bytes());
    }
    bytes.truncate(length);
    bytes
}
