//! Which pages a visitor finds: the categories of this body, each page in the visitor's language or,
//! where that text is missing, in the next.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::domain::{Body, Category, Language, PageKey, Slug};
use crate::kiosk::content::PageHeader;

/// The categories asked for most at the counter: the first page of the home screen.
pub const MOST_ASKED: [Category; 8] = [
    Category::WorkingHours,
    Category::Reception,
    Category::GettingInformation,
    Category::Appeals,
    Category::Contacts,
    Category::PublicServices,
    Category::Disability,
    Category::Emergency,
];

/// How many news of the body are shown at most.
const NEWEST: usize = 2;

/// What stands on the stand today for a visitor of one language.
#[derive(Debug, Clone, Default)]
pub struct Shelf {
    categories: Vec<(Category, Vec<PageHeader>)>,
}

impl Shelf {
    /// Sorts the headers of a release for `language` on `day`. With no credible clock there is no
    /// day, and every page is shown: too much is better than an empty stand.
    pub fn new(body: &Body, headers: &[PageHeader], language: Language, day: Option<Date>) -> Self {
        let mut best: BTreeMap<(Category, &Slug), &PageHeader> = BTreeMap::new();
        let rank = |header: &PageHeader| language.fallbacks().position(|other| other == header.key.language);
        for header in headers.iter().filter(|header| is_shown(header, day)) {
            let place = best.entry((header.key.category, &header.key.slug)).or_insert(header);
            if rank(header) < rank(place) {
                *place = header;
            }
        }
        let mut categories: Vec<(Category, Vec<PageHeader>)> = body.categories().map(|c| (c, Vec::new())).collect();
        for ((category, _), header) in best {
            if let Some((_, pages)) = categories.iter_mut().find(|(other, _)| *other == category) {
                pages.push(header.clone());
            }
        }
        categories.retain(|(category, pages)| category.is_mandatory() || !pages.is_empty());
        if let Some((_, news)) = categories.iter_mut().find(|(category, _)| *category == Category::News) {
            news.sort_by_key(|header| std::cmp::Reverse(since(header)));
        }
        Self { categories }
    }

    /// The categories to show, in catalogue order: those with a page, and the mandatory ones.
    pub fn categories(&self) -> impl Iterator<Item = Category> + '_ {
        self.categories.iter().map(|(category, _)| *category)
    }

    /// The categories of the home screen's first page.
    pub fn most_asked(&self) -> Vec<Category> {
        self.categories().filter(|category| MOST_ASKED.contains(category)).collect()
    }

    /// The categories of the home screen's other pages.
    pub fn others(&self) -> Vec<Category> {
        self.categories().filter(|category| !MOST_ASKED.contains(category)).collect()
    }

    /// The pages of a category, each once, in the order of the stand.
    pub fn pages(&self, category: Category) -> &[PageHeader] {
        self.categories.iter().find(|(other, _)| *other == category).map_or(&[], |(_, pages)| pages)
    }

    /// The page of this name in whatever language it is shown.
    pub fn find(&self, category: Category, slug: &Slug) -> Option<&PageHeader> {
        self.pages(category).iter().find(|header| header.key.slug == *slug)
    }

    /// The page that stands for `key` on this shelf: itself, or the same page in another language.
    pub fn resolve(&self, key: &PageKey) -> Option<&PageHeader> {
        self.find(key.category, &key.slug)
    }

    /// What is new: the body's newest news and the pages that came into force last, newest first.
    pub fn newest(&self) -> Vec<&PageHeader> {
        let mut found: Vec<&PageHeader> = self
            .categories
            .iter()
            .flat_map(|(category, pages)| {
                pages.iter().filter(move |header| *category == Category::News || header.valid_from.is_some())
            })
            .collect();
        found.sort_by_key(|header| {
            (std::cmp::Reverse(since(header)), header.key.category != Category::News, header.key.clone())
        });
        found.truncate(NEWEST);
        found
    }
}

/// The day a page became news.
pub fn since(header: &PageHeader) -> Date {
    header.valid_from.unwrap_or(header.verified_on)
}

fn is_shown(header: &PageHeader, day: Option<Date>) -> bool {
    day.is_none_or(|day| {
        header.valid_from.is_none_or(|from| from <= day) && header.expires_on.is_none_or(|last| day <= last)
    })
}

#[cfg(test)]
pub(crate) mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::domain::{Trilingual, WorkingHours};

    pub(crate) fn body() -> Body {
        let name = |text: &str| Trilingual { kk: text.into(), ru: text.into(), en: text.into() };
        Body {
            id: "test-body".parse().expect("a short name"),
            name: name("Body"),
            short_name: name("Body"),
            address: name("Street 1"),
            region: None,
            time_zone: "Asia/Almaty".into(),
            hours: WorkingHours::default(),
            phones: Vec::new(),
            heads: Vec::new(),
            round_the_clock: false,
            demonstration: false,
            switched_off: vec![Category::Press],
        }
    }

    pub(crate) fn header(key: &str) -> PageHeader {
        PageHeader {
            key: key.parse().expect("a page key"),
            title: key.into(),
            summary: String::new(),
            verified_on: date(2026, 11, 1),
            valid_from: None,
            expires_on: None,
        }
    }

    fn keys(pages: &[PageHeader]) -> Vec<String> {
        pages.iter().map(|page| page.key.to_string()).collect()
    }

    #[test]
    fn a_page_missing_in_the_visitors_language_is_found_in_the_next() {
        let headers = [header("contacts/desk.ru"), header("contacts/desk.kk"), header("contacts/lift.ru")];
        let shelf = |language| Shelf::new(&body(), &headers, language, None);
        assert_eq!(keys(shelf(Language::English).pages(Category::Contacts)), ["contacts/desk.kk", "contacts/lift.ru"]);
        assert_eq!(keys(shelf(Language::Russian).pages(Category::Contacts)), ["contacts/desk.ru", "contacts/lift.ru"]);
    }

    #[test]
    fn empty_categories_are_left_out_but_never_the_mandatory_ones() {
        let headers = [header("budget/plan.en"), header("press/desk.kk")];
        let shelf = Shelf::new(&body(), &headers, Language::Kazakh, None);
        let numbers: Vec<_> = shelf.categories().map(Category::number).collect();
        assert_eq!(numbers, [1, 2, 3, Category::Budget.number()]);
    }

    #[test]
    fn a_page_is_shown_from_its_first_day_to_its_last() {
        let mut page = header("vacancies/clerk.kk");
        page.valid_from = Some(date(2026, 11, 10));
        page.expires_on = Some(date(2026, 11, 20));
        let shown = |day| {
            !Shelf::new(&body(), std::slice::from_ref(&page), Language::Kazakh, day)
                .pages(Category::Vacancies)
                .is_empty()
        };
        assert!(!shown(Some(date(2026, 11, 9))));
        assert!(shown(Some(date(2026, 11, 10))));
        assert!(shown(Some(date(2026, 11, 20))));
        assert!(!shown(Some(date(2026, 11, 21))));
        assert!(shown(None), "with no credible clock everything is shown");
    }

    #[test]
    fn what_is_new_is_the_newest_first_and_never_a_wall() {
        let mut meeting = header("open-meetings/december.kk");
        meeting.valid_from = Some(date(2026, 11, 22));
        let mut old = header("news/a-road.kk");
        old.verified_on = date(2026, 10, 1);
        let mut new = header("news/b-park.kk");
        new.verified_on = date(2026, 11, 20);
        let headers = [meeting, old, new, header("contacts/desk.kk")];
        let shelf = Shelf::new(&body(), &headers, Language::Kazakh, None);
        let newest: Vec<_> = shelf.newest().iter().map(|page| page.key.to_string()).collect();
        assert_eq!(newest, ["open-meetings/december.kk", "news/b-park.kk"]);
        assert_eq!(keys(shelf.pages(Category::News)), ["news/b-park.kk", "news/a-road.kk"]);
    }
}
