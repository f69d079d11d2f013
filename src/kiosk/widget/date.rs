//! A day, chosen by going earlier and later by days, months and years: no typing, no gesture.

use jiff::Span;
use jiff::civil::Date;

use super::voice::voice;
use super::{Element, Flow, Icon, Ui};
use crate::i18n::{text, text_with};
use crate::kiosk::access::{Role, Semantics};
use crate::kiosk::theme::font::Weight;
use crate::kiosk::theme::typography::TIGHT_LINE_HEIGHT;
use crate::kiosk::theme::{Fill, Space, Step};

impl Ui {
    /// A day, called `name`: `chosen`, if one is, and how it is said. Steps go from there, else from `today`.
    /// Each button says the chosen day after its name, and again when it has changed; in private only (EN 301
    /// 549, 5.1.3.9). The day stands above the buttons on every page that they take.
    pub fn date<'a, Message: Clone + 'a>(
        self,
        name: impl Into<String>,
        chosen: Option<(Date, String)>,
        today: Date,
        on: impl Fn(Date) -> Message,
    ) -> Flow<'a, Message> {
        let words = match &chosen {
            Some((_, words)) => words.clone(),
            None => text(self.language, "pick-none"),
        };
        let is_chosen = chosen.is_some();
        let from = chosen.as_ref().map_or(today, |(date, _)| *date);
        let button = |icon, part: &str, way: &str, to: Option<Date>| {
            let part = text(self.language, part);
            let said = text_with(self.language, way, &[("part", part.as_str().into())]);
            let button = self.button(icon, part).spoken(said).standing(words.clone()).private(is_chosen);
            button.width_portion(1).on_press_maybe(to.map(&on)).into()
        };
        let parts = [
            ("pick-day", Span::new().days(1)),
            ("pick-month", Span::new().months(1)),
            ("pick-year", Span::new().years(1)),
            ("pick-ten-years", Span::new().years(10)),
        ];
        let rows: [Element<'a, Message>; 4] = parts.map(|(part, step)| {
            let earlier = button(Icon::Minus, part, "pick-earlier", from.checked_sub(step).ok());
            let later = button(Icon::Plus, part, "pick-later", from.checked_add(step).ok());
            self.row([earlier, later]).spacing(Space::Small).equal_heights().fill_width().into()
        });
        let now = self.button(Icon::CalendarDays, text(self.language, "pick-today")).standing(words.clone());
        let now = now.private(is_chosen).fill_width().on_press(on(today));
        let shown = self.plain(words.clone(), Step::Title, Weight::Bold, TIGHT_LINE_HEIGHT).width(iced::Length::Fill);
        let semantics = Semantics::new(Role::Text, words.as_str(), self.language).private(is_chosen);
        let shown = self.sheet(Fill::Card, voice(semantics, shown)).padding_each(Space::Small, Space::Medium);
        let pieces = rows.into_iter().chain([Element::from(now)]).collect();
        Flow {
            semantics: Some(Semantics::new(Role::Group, name, self.language)),
            head: Some(shown.fill_width().into()),
            pieces,
            keys: Vec::new(),
            spacing: Space::Small,
            keeps_with_next: false,
            gap: Space::Medium,
        }
    }
}
