//! Puts a content folder on a stand without a centre and without signatures: for an editor's or a
//! designer's own desk.
//!
//! ```text
//! cargo run --example preview -- assets/demonstration /tmp/stand
//! cargo run --bin aqparat-kiosk -- --data /tmp/stand --windowed
//! ```

use std::path::Path;
use std::process::ExitCode;

#[path = "../tests/support/content.rs"]
mod content;

fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1);
    let (Some(folder), Some(data)) = (arguments.next(), arguments.next()) else {
        eprintln!("usage: preview FOLDER DATA");
        return ExitCode::FAILURE;
    };
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("preview: {error}");
            return ExitCode::FAILURE;
        }
    };
    match runtime.block_on(content::fill(Path::new(&folder), Path::new(&data))) {
        Ok(content) => {
            println!("release {} of {} is on the stand {}", content.release(), content.body().id, data.display());
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("preview: {error}");
            ExitCode::FAILURE
        }
    }
}
