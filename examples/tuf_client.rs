//! The stand's own verifier, by the command line of the public TUF client conformance suite
//! (github.com/theupdateframework/tuf-conformance, `CLIENT-CLI.md`).
//!
//! ```text
//! tuf_client --metadata-dir D init ROOT
//! tuf_client --metadata-dir D --metadata-url U refresh
//! tuf_client --metadata-dir D --metadata-url U --target-name N --target-base-url B --target-dir T download
//! ```
//!
//! To hold it against the suite (which needs Python and `faketime`):
//!
//! ```text
//! cargo build --example tuf_client
//! git clone https://github.com/theupdateframework/tuf-conformance && cd tuf-conformance && make dev
//! ./env/bin/pytest tuf_conformance --entrypoint …/target/debug/examples/tuf_client
//! ```
//!
//! Ends with 0 if all went well and 1 if anything did not. The clock is the system's: the suite
//! moves it with `faketime`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, bail};
use aqparat::durable;
use aqparat::release::Digest;
use aqparat::release::trust::Client;
use clap::{Parser, Subcommand};
use jiff::Timestamp;
use sigstore_tuf::transport::FetchFuture;
use sigstore_tuf::{Error, Repository, TargetFile};

/// The largest target that is downloaded, bytes.
const MAX_TARGET: u64 = 64 << 20;

#[derive(Parser)]
struct Arguments {
    /// Where verified metadata are kept.
    #[arg(long)]
    metadata_dir: PathBuf,
    /// Where metadata are fetched from.
    #[arg(long)]
    metadata_url: Option<String>,
    /// A target to download; may be given several times.
    #[arg(long)]
    target_name: Vec<String>,
    /// Where targets are fetched from.
    #[arg(long)]
    target_base_url: Option<String>,
    /// Where targets are stored.
    #[arg(long)]
    target_dir: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Begins from a trusted root.
    Init {
        /// The file of the root.
        root: PathBuf,
    },
    /// Brings the metadata up to date.
    Refresh,
    /// Brings the metadata up to date and downloads targets.
    Download,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match run(&Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("tuf_client: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let folder = &arguments.metadata_dir;
    let pinned = folder.join("pinned-root");
    if let Command::Init { root } = &arguments.command {
        let root = fs::read(root).with_context(|| root.display().to_string())?;
        durable::write(&pinned, &root)?;
        return Ok(durable::write(&folder.join("root.json"), &root)?);
    }
    let url = arguments.metadata_url.as_deref().context("--metadata-url is needed")?;
    let repository = Arc::new(Http::new(url, arguments.target_base_url.as_deref())?);
    let root = fs::read(&pinned).context("init has not been run")?;
    let mut client = Client::open(folder, &root, MAX_TARGET)?;
    let mut session = client.refresh(repository, Timestamp::now()).await?;
    if let Command::Download = arguments.command {
        let targets = arguments.target_dir.as_deref().context("--target-dir is needed")?;
        for name in &arguments.target_name {
            let target = session.target(name).await?.with_context(|| format!("nobody vouches for {name}"))?;
            let file = targets.join(file_name(name));
            if !is_there(&file, &target) {
                durable::write(&file, &session.download(&target, name).await?)?;
            }
        }
    }
    Ok(())
}

/// A target's name as one file name: no path in it can leave the folder.
fn file_name(target: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    let encode = |byte: u8| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    target.bytes().map(encode).collect()
}

fn is_there(file: &Path, target: &TargetFile) -> bool {
    let hash = target.hashes.get("sha256").and_then(|hash| hash.parse::<Digest>().ok());
    fs::read(file).is_ok_and(|bytes| bytes.len() as u64 == target.length && Some(Digest::of(&bytes)) == hash)
}

/// A repository over HTTP, read no further than asked.
struct Http {
    client: reqwest::Client,
    metadata: reqwest::Url,
    targets: Option<reqwest::Url>,
}

impl Http {
    fn new(metadata: &str, targets: Option<&str>) -> anyhow::Result<Self> {
        if rustls::crypto::ring::default_provider().install_default().is_err() {
            bail!("another TLS provider is installed");
        }
        let client = reqwest::Client::builder()
            .connect_timeout(Duration::from_secs(10))
            .read_timeout(Duration::from_secs(30))
            .timeout(Duration::from_secs(120))
            .build()?;
        Ok(Self { client, metadata: base(metadata)?, targets: targets.map(base).transpose()? })
    }

    async fn get(&self, url: reqwest::Url, limit: u64) -> sigstore_tuf::Result<Option<Vec<u8>>> {
        let failed = |error| Error::transport_with_source("request failed", error);
        let mut response = self.client.get(url).send().await.map_err(failed)?;
        if matches!(response.status().as_u16(), 403 | 404) {
            return Ok(None);
        }
        if !response.status().is_success() {
            return Err(Error::transport(format!("answered {}", response.status())));
        }
        let mut bytes = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(failed)? {
            if (bytes.len() + chunk.len()) as u64 > limit {
                return Err(Error::transport(format!("longer than {limit} bytes")));
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok(Some(bytes))
    }
}

/// A base address with a slash at its end, so that names are put behind it.
fn base(url: &str) -> anyhow::Result<reqwest::Url> {
    Ok(format!("{}/", url.trim_end_matches('/')).parse()?)
}

fn join(base: &reqwest::Url, path: &str) -> sigstore_tuf::Result<reqwest::Url> {
    base.join(path).map_err(|error| Error::transport_with_source(format!("{path} is no address"), error))
}

impl Repository for Http {
    fn fetch_metadata<'a>(&'a self, name: &'a str, max_length: u64) -> FetchFuture<'a> {
        Box::pin(async move { self.get(join(&self.metadata, name)?, max_length).await })
    }

    fn fetch_target<'a>(&'a self, path: &'a str, max_length: u64) -> FetchFuture<'a> {
        Box::pin(async move {
            let base = self.targets.as_ref().ok_or_else(|| Error::transport("--target-base-url is needed"))?;
            self.get(join(base, path)?, max_length).await
        })
    }
}
