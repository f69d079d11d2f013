//! All that is told of a survey under some conditions, gathered once: what files and the summary are made of.

use jiff::civil::Date;

use super::columns::date;
use super::crosstable::{Against, CrossTable, NoTable};
use super::cube::{Count, TooFine};
use super::filter::Filter;
use super::schema::Form;
use super::sides::{By, Part};
use super::tally::{Leaving, Tally};
use super::view::View;

/// All that is told of a survey under some conditions.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// The conditions.
    pub filter: Filter,
    /// How many answers meet them.
    pub respondents: Count,
    /// The first and the last day, where there is anything to tell.
    pub period: Option<(Date, Date)>,
    /// Months and days.
    pub over_time: Vec<(Part, Count)>,
    /// Regions, bodies and stands; none under a condition on the place, nor in a brief report. Those that would be
    /// too many to protect in time are left out.
    pub places: Vec<(Part, Count)>,
    /// Every question that is asked.
    pub tallies: Vec<Tally>,
    /// Cross-tables with the circumstances.
    pub tables: Vec<CrossTable>,
    /// What was written, by question.
    pub texts: Vec<(usize, Vec<String>)>,
    /// Where those who left, left; not in a brief report.
    pub leaving: Option<Leaving>,
}

/// The circumstances that files have cross-tables with.
pub const CIRCUMSTANCES: [Against; 5] =
    [Against::Language, Against::Region, Against::Manner, Against::Complete, Against::Version];

impl Report {
    /// Gathers what is told of `view`: for files.
    ///
    /// # Errors
    /// [`TooFine`] for too many conditions at once.
    pub fn of(view: &View<'_>) -> Result<Self, TooFine> {
        let mut places = Vec::new();
        for by in [By::Region, By::Body, By::Stand] {
            if !view.has_settled(by) {
                // Many stands under many conditions: the rest of the file is still told.
                places.extend(view.breakdown(by).unwrap_or_default());
            }
        }
        Ok(Self { leaving: Some(view.leaving()?), places, ..Self::gather(view, &CIRCUMSTANCES)? })
    }

    /// The distributions alone: for the summary.
    ///
    /// # Errors
    /// [`TooFine`] for too many conditions at once.
    pub fn brief(view: &View<'_>) -> Result<Self, TooFine> {
        Self::gather(view, &[])
    }

    fn gather(view: &View<'_>, circumstances: &[Against]) -> Result<Self, TooFine> {
        let schema = &view.columns.schema;
        let respondents = view.respondents()?;
        let (mut tallies, mut tables, mut texts) = (Vec::new(), Vec::new(), Vec::new());
        for (variable, about) in schema.variables.iter().enumerate() {
            if about.form == Form::Note {
                continue;
            }
            let tally = view.tally(variable)?;
            if about.form == Form::Text {
                let written = view.texts(variable)?.unwrap_or_default();
                texts.push((variable, written.into_iter().map(ToOwned::to_owned).collect()));
            } else {
                for against in circumstances {
                    match view.cross(variable, *against) {
                        // One row and everybody say the same twice.
                        Ok(table) if table.rows.len() > 2 && !table.columns.is_empty() => tables.push(table),
                        Ok(_) | Err(NoTable::Settled | NoTable::Words) => {}
                        Err(NoTable::TooFine(too_fine)) => return Err(too_fine),
                    }
                }
            }
            tallies.push(tally);
        }
        let over_time = if view.has_settled(By::Month) { Vec::new() } else { view.breakdown(By::Day)? };
        Ok(Self {
            filter: view.filter.clone(),
            respondents,
            period: view.period()?,
            over_time,
            places: Vec::new(),
            tallies,
            tables,
            texts,
            leaving: None,
        })
    }
}

impl View<'_> {
    /// The first and the last day with answers; none where too few meet the conditions. Of days with fewer than
    /// five answers only the month is told: the first and the last day of it.
    ///
    /// # Errors
    /// [`TooFine`] for too many conditions at once.
    pub fn period(&self) -> Result<Option<(Date, Date)>, TooFine> {
        if self.respondents()?.shown().is_none_or(|count| count == 0) {
            return Ok(None);
        }
        let days = || self.rows().map(|row| self.columns.day[row]);
        let (Some(first), Some(last)) = (days().min(), days().max()) else { return Ok(None) };
        let (first, last) = (date(first), date(last));
        if self.has_settled(By::Month) {
            return Ok(Some((first.first_of_month(), last.last_of_month())));
        }
        let told = self.breakdown(By::Day)?;
        let is_told = |day: Date| told.iter().any(|(part, count)| *part == Part::Day(day) && count.shown().is_some());
        let begin = if is_told(first) { first } else { first.first_of_month() };
        let end = if is_told(last) { last } else { last.last_of_month() };
        Ok(Some((begin, end)))
    }
}
