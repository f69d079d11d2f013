//! The stand's program: arguments, logging, and the one thing that was asked for.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use aqparat::kiosk::sync::{Surroundings, command, status};
use clap::{Parser, Subcommand};
use tracing_subscriber::EnvFilter;

/// An accessible public information stand.
#[derive(Debug, Parser)]
#[command(name = "aqparat-kiosk", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Tell how the stand is: release, as-of date, last contact, last error, what waits.
    Status {
        /// The stand's data folder.
        #[arg(long, env = "AQPARAT_KIOSK_DATA")]
        data: PathBuf,
        /// As JSON, for programs.
        #[arg(long)]
        json: bool,
    },
    /// Check the centre now, take in what is new, and say what happened.
    Sync {
        /// The stand's data folder.
        #[arg(long, env = "AQPARAT_KIOSK_DATA")]
        data: PathBuf,
        /// The centre's address.
        #[arg(long, env = "AQPARAT_SERVER")]
        server: reqwest::Url,
        /// Once, which is also the only way: a running stand does it by itself.
        #[arg(long)]
        once: bool,
    },
}

fn main() -> ExitCode {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("warn"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    match run(Arguments::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("aqparat-kiosk: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> anyhow::Result<()> {
    match command {
        Command::Status { data, json } => {
            let status = status::read(&data)
                .with_context(|| format!("{}", status::path(&data).display()))?
                .with_context(|| format!("no stand has run with the data folder {}", data.display()))?;
            if json {
                println!("{}", status.to_json()?);
            } else {
                print!("{}", status.to_text());
            }
        }
        Command::Sync { data, server, once: _ } => {
            let runtime = tokio::runtime::Runtime::new()?;
            let surroundings = Surroundings::default();
            match runtime.block_on(command::sync_once(&data, &server, &surroundings)) {
                Ok(report) => println!("{report}"),
                Err(error) => anyhow::bail!("{error}; {}", error.next().words()),
            }
        }
    }
    Ok(())
}
