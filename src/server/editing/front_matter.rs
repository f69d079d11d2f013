//! The head of a page: `key: value` lines between two lines of three dashes.

use jiff::civil::Date;

use super::findings::{FileFindings, did_you_mean, quoted};
use super::text::Source;

/// The longest title, in characters: what fits a tile.
const MAX_TITLE: usize = 120;
/// The longest summary, in characters.
const MAX_SUMMARY: usize = 300;
/// Years a date of a page can reasonably have; the stand's law is of 2015.
const YEARS: std::ops::RangeInclusive<i16> = 1990..=2199;

const KEYS: [&str; 5] = ["title", "summary", "verified-on", "valid-from", "expires-on"];

/// What a page's head says; what is missing or wrong is empty, and a fault.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct FrontMatter {
    pub(super) title: String,
    pub(super) summary: String,
    pub(super) verified_on: Option<Date>,
    pub(super) valid_from: Option<Date>,
    pub(super) expires_on: Option<Date>,
    /// The line of each key, in the order of [`KEYS`].
    lines: [Option<usize>; 5],
    /// Where the Markdown begins, in bytes.
    pub(super) body: usize,
}

/// Reads the head of a page. `today` is only warned by.
pub(super) fn read(source: &Source, today: Date, findings: &mut FileFindings<'_>) -> FrontMatter {
    let mut front = FrontMatter::default();
    let is_fence = |line: &str| line.trim_end() == "---";
    let mut lines = source.lines().enumerate();
    if lines.next().is_none_or(|(_, (_, line))| !is_fence(line)) {
        findings.fault(
            1,
            "the page does not begin with a front matter",
            "begin with a line of three dashes, then title, summary and verified-on, each on its line, then three dashes",
        );
        return front;
    }
    let is_closed = source.lines().skip(1).any(|(_, line)| is_fence(line));
    if !is_closed {
        findings.fault(1, "the front matter is not closed", "put a line of three dashes after its last entry");
    }
    for (index, (offset, line)) in lines {
        let number = index + 1;
        front.body = offset;
        if is_fence(line) {
            front.body = (offset + line.len() + 1).min(source.text().len());
            break;
        }
        if !front.entry(line.trim(), number, findings) {
            if !is_closed {
                // The closing line was forgotten: this is where the text begins.
                break;
            }
            if !line.trim().is_empty() {
                findings.fault(
                    number,
                    format!("{} is not of the form key: value", quoted(line.trim())),
                    "write each entry whole on one line, such as title: Contacts",
                );
            }
        }
    }
    front.check(today, findings);
    front
}

impl FrontMatter {
    /// The line of the title, if there is one.
    pub(super) fn title_line(&self) -> Option<usize> {
        self.lines[0]
    }

    /// Takes one line; false when it is not an entry at all.
    fn entry(&mut self, line: &str, number: usize, findings: &mut FileFindings<'_>) -> bool {
        if line.starts_with('#') && !line.starts_with("##") {
            return true;
        }
        let Some((key, value)) = line.split_once(':') else { return false };
        let key = key.trim_end();
        if key.is_empty() || key.contains(char::is_whitespace) {
            return false;
        }
        let Some(index) = KEYS.iter().position(|known| *known == key) else {
            findings.fault(
                number,
                format!("unknown key {}", quoted(key)),
                did_you_mean(key, KEYS, || format!("a page has only: {}", KEYS.join(", "))),
            );
            return true;
        };
        if let Some(first) = self.lines[index].replace(number) {
            self.lines[index] = Some(first);
            findings.fault(
                number,
                format!("{key} stands here again, first on line {first}"),
                "keep one of the two lines",
            );
            return true;
        }
        let value = unquoted(value.trim());
        match index {
            0 => self.title = value.to_owned(),
            1 => self.summary = value.to_owned(),
            2 => self.verified_on = date(key, value, number, findings),
            3 => self.valid_from = date(key, value, number, findings),
            _ => self.expires_on = date(key, value, number, findings),
        }
        true
    }

    fn check(&self, today: Date, findings: &mut FileFindings<'_>) {
        let [title, summary, verified_on, valid_from, expires_on] = self.lines;
        for (line, key, text, most) in
            [(title, "title", &self.title, MAX_TITLE), (summary, "summary", &self.summary, MAX_SUMMARY)]
        {
            let length = text.chars().count();
            match line {
                None => findings.fault(1, format!("the page has no {key}"), format!("add a line {key}: … to its head")),
                Some(line) if text.is_empty() || text == ">" || text == "|" => {
                    findings.fault(
                        line,
                        format!("the {key} is empty"),
                        format!("write the {key} on this line, after {key}:"),
                    );
                }
                Some(line) if length > most => findings.fault(
                    line,
                    format!("the {key} is {length} characters long, {most} at most fit"),
                    "say it shorter, and the rest in the text",
                ),
                Some(line) if ["**", "](", "`", "<"].iter().any(|sign| text.contains(sign)) => findings.fault(
                    line,
                    format!("the {key} is plain words: Markdown signs would be shown in it"),
                    "delete the signs and keep the words",
                ),
                Some(_) => {}
            }
        }
        if verified_on.is_none() {
            findings.fault(
                1,
                "the page does not say when it was last verified",
                format!("add a line verified-on: {today} once someone has checked that it is true"),
            );
        }
        if let (Some(line), Some(date)) = (verified_on, self.verified_on) {
            if date > today {
                findings.warning(
                    line,
                    format!("verified-on {date} is in the future"),
                    "write the day on which someone last checked the page",
                );
            } else if date.saturating_add(jiff::Span::new().years(1)) < today {
                findings.warning(
                    line,
                    format!("no one has verified the page since {date}, for more than a year"),
                    "check that it is still true, then write today's date",
                );
            }
        }
        if let (Some(from), Some(last)) = (self.valid_from, self.expires_on)
            && from > last
        {
            findings.fault(
                valid_from,
                format!("valid-from {from} is after expires-on {last}: the page would never be shown"),
                "correct one of the two dates",
            );
        }
        if let (Some(line), Some(last)) = (expires_on, self.expires_on)
            && last < today
        {
            findings.warning(
                line,
                format!("the page is not shown since {last}"),
                "renew the page and its date, or delete it",
            );
        }
    }
}

fn date(key: &str, value: &str, line: usize, findings: &mut FileFindings<'_>) -> Option<Date> {
    let date = parse_date(value);
    if date.is_none() {
        findings.fault(
            line,
            format!("{key} {} is not a date", quoted(value)),
            "write year-month-day, such as 2026-11-20, or delete the line if the key is not needed",
        );
    }
    date
}

/// A date written `YYYY-MM-DD` and nothing else.
pub(super) fn parse_date(text: &str) -> Option<Date> {
    let is_plain = text.len() == 10
        && text.bytes().enumerate().all(|(i, b)| if i == 4 || i == 7 { b == b'-' } else { b.is_ascii_digit() });
    text.parse::<Date>().ok().filter(|date| is_plain && YEARS.contains(&date.year()))
}

/// The value without quotation marks around the whole of it, which editors of YAML are used to.
fn unquoted(value: &str) -> &str {
    for quote in ['"', '\''] {
        if let Some(inner) = value.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote))
            && !inner.contains(quote)
        {
            return inner.trim();
        }
    }
    value
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::findings::testing::{assert_found, findings_of};
    use super::*;
    use crate::release::api::Fault;

    const TODAY: Date = date(2026, 11, 23);

    fn read_text(text: &str) -> (FrontMatter, Vec<Fault>, Vec<Fault>) {
        let source = Source::new(text);
        let mut front = FrontMatter::default();
        let (faults, warnings) = findings_of(|findings| front = read(&source, TODAY, findings));
        (front, faults, warnings)
    }

    #[test]
    fn a_good_head_is_read_and_the_text_begins_after_it() {
        let text = "---\ntitle: Байланыс: мекенжай\nsummary: \"Қайда\"\n# a remark\nverified-on: 2026-11-20\n\nvalid-from: 2026-01-01\nexpires-on: 2027-12-31\n---\nText";
        let (front, faults, warnings) = read_text(text);
        assert_eq!((faults, warnings), (vec![], vec![]));
        assert_eq!(front.title, "Байланыс: мекенжай");
        assert_eq!(front.summary, "Қайда");
        assert_eq!(front.verified_on, Some(date(2026, 11, 20)));
        assert_eq!(front.expires_on, Some(date(2027, 12, 31)));
        assert_eq!(&text[front.body..], "Text");
    }

    #[test]
    fn each_fault_of_a_head_has_its_line() {
        let long = "x".repeat(121);
        let text = format!(
            "---\ntitle: {long}\nsumary: y\nsummary:\nsummary: again\nverified-on: 20.11.2026\nvalid-from: 2027-01-01\nexpires-on: 2026-02-30\nnonsense\n---\n"
        );
        let (_, faults, _) = read_text(&text);
        assert_found(&faults, 2, "121 characters long");
        assert_found(&faults, 3, "unknown key \"sumary\"");
        assert!(faults.iter().any(|fault| fault.advice == "did you mean \"summary\"?"));
        assert_found(&faults, 4, "summary is empty");
        assert_found(&faults, 5, "again, first on line 4");
        assert_found(&faults, 6, "verified-on \"20.11.2026\" is not a date");
        assert_found(&faults, 8, "expires-on \"2026-02-30\" is not a date");
        assert_found(&faults, 9, "not of the form key: value");
        assert_eq!(faults.len(), 7);
    }

    #[test]
    fn a_page_that_could_never_be_shown_is_a_fault() {
        let (_, faults, _) = read_text(
            "---\ntitle: t\nsummary: s\nverified-on: 2026-01-01\nvalid-from: 2027-01-02\nexpires-on: 2027-01-01\n---\n",
        );
        assert_found(&faults, 5, "would never be shown");
    }

    #[test]
    fn dates_that_are_past_or_ahead_are_warned_of() {
        let (_, faults, warnings) =
            read_text("---\ntitle: t\nsummary: s\nverified-on: 2026-11-24\nexpires-on: 2026-11-22\n---\n");
        assert_eq!(faults, []);
        assert_found(&warnings, 4, "in the future");
        assert_found(&warnings, 5, "not shown since 2026-11-22");
    }

    #[test]
    fn a_page_that_no_one_looked_at_for_a_year_is_warned_of() {
        let verified = |on: &str| read_text(&format!("---\ntitle: t\nsummary: s\nverified-on: {on}\n---\n")).2;
        assert_found(&verified("2025-11-22"), 4, "since 2025-11-22");
        assert_eq!(verified("2025-11-23"), []);
    }

    #[test]
    fn markdown_in_a_title_or_summary_is_a_fault() {
        let (_, faults, _) = read_text("---\ntitle: **t**\nsummary: [s](x)\nverified-on: 2026-11-20\n---\n");
        assert_found(&faults, 2, "the title is plain words");
        assert_found(&faults, 3, "the summary is plain words");
    }

    #[test]
    fn a_missing_or_unclosed_head_is_a_fault_and_the_text_is_still_read() {
        let (front, faults, _) = read_text("## Heading");
        assert_eq!(front.body, 0);
        assert_found(&faults, 1, "does not begin with a front matter");
        let text = "---\ntitle: t\nsummary: s\nverified-on: 2026-01-01\n\nText: x\n";
        let (front, faults, _) = read_text(text);
        assert_found(&faults, 1, "not closed");
        assert_eq!(&text[front.body..], "\nText: x\n");
        assert_eq!(faults.len(), 1);
        assert_found(&read_text("").1, 1, "does not begin");
    }

    #[test]
    fn missing_entries_are_each_named() {
        let (_, faults, _) = read_text("---\n---\ntext");
        for missing in ["no title", "no summary", "last verified"] {
            assert_found(&faults, 1, missing);
        }
    }

    #[test]
    fn only_whole_quotation_marks_are_taken_off() {
        assert_eq!(unquoted("\"A\" және \"B\""), "\"A\" және \"B\"");
        assert_eq!(unquoted("'A'"), "A");
        assert_eq!(unquoted("\""), "\"");
    }
}
