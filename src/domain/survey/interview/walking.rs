//! From page to page, to the review, and back.

use super::{Complaint, Interview, Page, Progress, Step};
use crate::domain::survey::{Group, Name, Question};

impl Interview {
    /// The pages that apply, in order.
    pub(super) fn applying(&self) -> impl Iterator<Item = usize> {
        let applies = |page: &usize| self.plan.pages[*page].questions.iter().any(|at| self.applies[*at]);
        (0..self.plan.pages.len()).filter(applies)
    }

    pub(super) fn page_of(&self, name: &Name) -> Option<usize> {
        self.plan.page_of[*self.plan.index.get(name)?]
    }

    /// Marks the open page as opened.
    pub(super) fn look(&mut self) {
        if let Some(page) = self.place {
            self.seen[page] = true;
        }
    }

    /// The open page; none: the review.
    pub fn page(&self) -> Option<Page<'_>> {
        let (outline, sheet) = (self.outline(), &self.plan.pages[self.place?]);
        let applying = sheet.questions.iter().filter(|at| self.applies[**at]);
        let questions = applying.map(|at| outline.questions[*at]).collect();
        Some(Page { groups: self.inwards(sheet.group), questions })
    }

    /// The groups around a question, from the outermost: on a page of a group, those within it have labels too.
    pub fn groups(&self, question: &Question) -> Vec<&Group> {
        let at = self.plan.index.get(&question.name);
        self.inwards(at.and_then(|at| self.outline().around[*at]))
    }

    /// The groups from the outermost to `inner`.
    fn inwards(&self, inner: Option<usize>) -> Vec<&Group> {
        let outline = self.outline();
        let mut groups: Vec<_> = outline.outwards(inner).map(|group| outline.groups[group]).collect();
        groups.reverse();
        groups
    }

    /// How far the respondent is.
    pub fn progress(&self) -> Progress {
        let of = self.applying().count();
        let at = self.place.map_or(of, |place| self.applying().filter(|page| *page <= place).count());
        Progress { at, of }
    }

    /// To the next page that applies. From a page opened at the review, to what the change made necessary, and
    /// back to the review.
    ///
    /// # Errors
    /// What is missing or wrong on this page: it stays open.
    #[expect(clippy::should_implement_trait, reason = "one walks through an interview; it is no list")]
    pub fn next(&mut self) -> Result<Step, Vec<Complaint>> {
        let Some(place) = self.place else { return Ok(Step::Review) };
        let complaints = self.complaints(self.plan.pages[place].questions.iter().copied());
        if !complaints.is_empty() {
            return Err(complaints);
        }
        let waits = |page: &usize| {
            !self.seen[*page] || !self.complaints(self.plan.pages[*page].questions.iter().copied()).is_empty()
        };
        let next =
            if self.returning { self.applying().find(waits) } else { self.applying().find(|page| *page > place) };
        self.place = next;
        self.returning &= next.is_some();
        self.look();
        Ok(if next.is_some() { Step::Page } else { Step::Review })
    }

    /// To the page before; false at the first.
    pub fn back(&mut self) -> bool {
        let before = self.applying().filter(|page| self.place.is_none_or(|place| *page < place)).last();
        self.place = before.or(self.place);
        self.look();
        before.is_some()
    }

    /// Opens the page of a question, to change its answer, from the review. False if it does not apply.
    pub fn open(&mut self, name: &Name) -> bool {
        let Some(page) = self.page_of(name).filter(|_| self.applies(name)) else { return false };
        self.returning |= self.place.is_none();
        self.place = Some(page);
        self.look();
        true
    }

    /// Whether "next" leads back to the review.
    pub fn is_returning(&self) -> bool {
        self.returning
    }
}
