//! The stand's program: arguments, logging, and the one thing that was asked for.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use aqparat::domain::BodyId;
use aqparat::durable;
use aqparat::kiosk::app::program::{self, Options};
use aqparat::kiosk::config::{Config, Overrides};
use aqparat::kiosk::sync::{Surroundings, SyncError, command, status};
use clap::{Parser, Subcommand};
use tracing_subscriber::EnvFilter;

/// An accessible public information stand. Without a command it stands before visitors until SIGTERM.
#[derive(Debug, Parser)]
#[command(name = "aqparat-kiosk", version, args_conflicts_with_subcommands = true)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    stand: Stand,
}

#[derive(Debug, clap::Args)]
struct Stand {
    /// The stand's data folder; made if it is not there.
    #[arg(long, env = "AQPARAT_KIOSK_DATA", default_value = "/var/lib/aqparat-kiosk")]
    data: PathBuf,
    /// The centre's address; without one the stand is fed by courier.
    #[arg(long, env = "AQPARAT_SERVER")]
    server: Option<reqwest::Url>,
    /// Seconds between two checks of the centre, when it gives no hint.
    #[arg(long, value_name = "SECONDS")]
    poll: Option<u64>,
    /// In a window instead of over the whole screen.
    #[arg(long)]
    windowed: bool,
    /// The window's size, such as 1080x1920.
    #[arg(long, value_name = "WIDTHxHEIGHT", value_parser = size)]
    size: Option<(u32, u32)>,
    /// Record frames and keys into a file, for measuring.
    #[arg(long, value_name = "FILE")]
    trace: Option<PathBuf>,
    /// Write every utterance to this file, a JSON line each: time, language, text, voice, where it was
    /// sent, and why. Never what a visitor enters.
    #[arg(long, value_name = "FILE")]
    transcript: Option<PathBuf>,
}

fn size(text: &str) -> Result<(u32, u32), String> {
    let parse = || {
        let (width, height) = text.split_once('x')?;
        let side = |text: &str| text.parse().ok().filter(|side| (320..=16_384).contains(side));
        Some((side(width)?, side(height)?))
    };
    parse().ok_or_else(|| format!("\"{text}\" is not a size such as 1080x1920"))
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Tell how the stand is: release, as-of date, last contact, last error, what waits.
    Status {
        /// The stand's data folder.
        #[arg(long, env = "AQPARAT_KIOSK_DATA", default_value = "/var/lib/aqparat-kiosk")]
        data: PathBuf,
        /// As JSON, for programs.
        #[arg(long)]
        json: bool,
    },
    /// Check the centre now, take in what is new, and say what happened.
    Sync {
        /// The stand's data folder.
        #[arg(long, env = "AQPARAT_KIOSK_DATA", default_value = "/var/lib/aqparat-kiosk")]
        data: PathBuf,
        /// The centre's address, where kiosk.toml has none.
        #[arg(long, env = "AQPARAT_SERVER")]
        server: Option<reqwest::Url>,
        /// Once, which is also the only way: a running stand does it by itself.
        #[arg(long)]
        once: bool,
    },
    /// Take in a release from a courier's file, as `aqparat-server courier` writes it.
    Courier {
        /// The courier's file.
        file: PathBuf,
        /// The stand's data folder.
        #[arg(long, env = "AQPARAT_KIOSK_DATA", default_value = "/var/lib/aqparat-kiosk")]
        data: PathBuf,
        /// The centre's root metadata, once, for a stand that was never enrolled. Bring it by
        /// another way than the courier.
        #[arg(long, value_name = "FILE")]
        root: Option<PathBuf>,
        /// The body the courier must be for.
        #[arg(long, value_name = "ID")]
        body: Option<BodyId>,
    },
}

fn main() -> ExitCode {
    let filter = EnvFilter::try_from_env("AQPARAT_LOG").unwrap_or_else(|_| EnvFilter::new("warn,aqparat=info"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .init();
    match run(Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("aqparat-kiosk: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: Arguments) -> anyhow::Result<()> {
    match arguments.command {
        None => {
            let Stand { data, server, poll, windowed, size, trace, transcript } = arguments.stand;
            is_ours(&data)?;
            std::fs::create_dir_all(&data).with_context(|| format!("{}", data.display()))?;
            let config = Config::read(&data, Overrides { server, poll_seconds: poll })?;
            program::run(config, Options { windowed, size, trace, transcript })?;
        }
        Some(Command::Status { data, json }) => {
            let status = status::read(&data)
                .with_context(|| format!("{}", status::path(&data).display()))?
                .with_context(|| format!("no stand has run with the data folder {}", data.display()))?;
            if json {
                println!("{}", status.to_json()?);
            } else {
                print!("{}", status.to_text());
            }
        }
        Some(Command::Sync { data, server, once: _ }) => {
            is_ours(&data)?;
            let config = Config::read(&data, Overrides { server, poll_seconds: None })?;
            let server = config.server.context("which centre? Give --server, or server in kiosk.toml")?;
            tell(command::sync_once(&data, &server, &Surroundings::default()))?;
        }
        Some(Command::Courier { file, data, root, body }) => {
            is_ours(&data)?;
            tell(command::courier(&data, &file, root.as_deref(), body, &Surroundings::default()))?;
        }
    }
    Ok(())
}

/// A stand could not read what another user writes into its folder.
fn is_ours(data: &Path) -> anyhow::Result<()> {
    durable::belongs_to_us(data).with_context(|| format!("{}", data.display()))
}

/// Runs a command and says what it brought about, or what to do now that it did not.
fn tell(command: impl Future<Output = Result<command::Report, SyncError>>) -> anyhow::Result<()> {
    match tokio::runtime::Runtime::new()?.block_on(command) {
        Ok(report) => println!("{report}"),
        Err(error) => anyhow::bail!("{error}; {}", error.next().words()),
    }
    Ok(())
}
