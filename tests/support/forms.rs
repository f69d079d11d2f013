//! Workbooks made for tests, and the public converter that they are held against.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use rust_xlsxwriter::Workbook;
use serde_json::Value;

/// A sheet: its name and its rows.
pub type Sheet<'a> = (&'a str, &'a [&'a [&'a str]]);

/// An `.xlsx` with these sheets.
pub fn xlsx(sheets: &[Sheet<'_>]) -> Vec<u8> {
    let mut book = Workbook::new();
    for (name, rows) in sheets {
        let sheet = book.add_worksheet().set_name(*name).expect("a name of a sheet");
        for (row, cells) in (0..).zip(*rows) {
            for (column, text) in (0..).zip(*cells) {
                if !text.is_empty() {
                    sheet.write_string(row, column, *text).expect("a cell");
                }
            }
        }
    }
    book.save_to_buffer().expect("a workbook")
}

/// An `.xls` with these sheets, as the program of another make writes it.
pub fn xls(sheets: &[Sheet<'_>]) -> Vec<u8> {
    const WRITE: &str = "
import json, sys, xlwt
book = xlwt.Workbook()
for name, rows in json.load(sys.stdin):
    sheet = book.add_sheet(name)
    for row, cells in enumerate(rows):
        for column, text in enumerate(cells):
            if text:
                sheet.write(row, column, text)
book.save(sys.stdout.buffer)
";
    run(WRITE, &serde_json::to_vec(sheets).expect("JSON"))
}

/// What the public converter says of each file: none, if it takes it, else why not.
pub fn converted(files: &[PathBuf]) -> BTreeMap<PathBuf, Option<String>> {
    const CONVERT: &str = "
import json, sys
from pyxform.xls2xform import convert
said = {}
for path in json.load(sys.stdin):
    try:
        assert convert(path, warnings=[]).xform
        said[path] = None
    except Exception as error:
        said[path] = f'{type(error).__name__}: {error}'
json.dump(said, sys.stdout)
";
    let names: Vec<_> = files.iter().map(|file| file.to_str().expect("a path in UTF-8")).collect();
    let answer = run(CONVERT, &serde_json::to_vec(&names).expect("JSON"));
    let answer: BTreeMap<String, Value> = serde_json::from_slice(&answer).expect("the converter's answer");
    answer.into_iter().map(|(file, said)| (file.into(), said.as_str().map(str::to_owned))).collect()
}

fn run(script: &str, input: &[u8]) -> Vec<u8> {
    let mut python = Command::new(interpreter())
        .args(["-c", script])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("Python starts");
    python.stdin.take().expect("its input").write_all(input).expect("its input is read");
    let output = python.wait_with_output().expect("Python ends");
    assert!(output.status.success(), "Python failed");
    output.stdout
}

/// The interpreter of the environment that `scripts/python-tools` makes.
fn interpreter() -> PathBuf {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts/python-tools");
    let output = Command::new(script).stderr(Stdio::inherit()).output().expect("scripts/python-tools");
    assert!(output.status.success(), "scripts/python-tools failed");
    String::from_utf8(output.stdout).expect("a path").trim().into()
}
