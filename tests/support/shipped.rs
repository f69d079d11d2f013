//! The ministry's own survey, as it is shipped.

use std::path::Path;

use aqparat::domain::survey::Survey;
use aqparat::server::surveys::xlsform;

/// The survey.
pub fn survey() -> Survey {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/surveys/stand-accessibility.xlsx");
    let reading = xlsform::read_file(&path, xlsform::Options::default()).expect("the workbook");
    assert!(reading.faults.is_empty(), "{:#?}", reading.faults);
    reading.survey.expect("a survey")
}
