//! Lists: numbered or not, each item knowing its place.

use super::voice::voice;
use super::{Element, Flow, Ui};
use crate::kiosk::access::{Role, Semantics};
use crate::kiosk::theme::font::Weight;
use crate::kiosk::theme::typography::LINE_HEIGHT;
use crate::kiosk::theme::{Ink, Space, Step};

/// A list of items.
pub struct List<'a, Message> {
    ui: Ui,
    name: String,
    start: Option<u64>,
    items: Vec<Element<'a, Message>>,
}

impl Ui {
    /// A list; numbered from `start`, if there is one. `name` says what is listed; it may be empty
    /// under a heading that says so.
    pub fn list<'a, Message: 'a>(
        self,
        name: impl Into<String>,
        start: Option<u64>,
        items: impl IntoIterator<Item = Element<'a, Message>>,
    ) -> List<'a, Message> {
        List { ui: self, name: name.into(), start, items: items.into_iter().collect() }
    }
}

impl<'a, Message: 'a> From<List<'a, Message>> for Flow<'a, Message> {
    fn from(list: List<'a, Message>) -> Self {
        let List { ui, name, start, items } = list;
        let of = items.len();
        let last = start.map(|start| start + of.saturating_sub(1) as u64);
        let pieces = items
            .into_iter()
            .enumerate()
            .map(|(index, item)| {
                let mark = match start {
                    Some(start) => format!("{}.", start + index as u64),
                    None => "•".to_owned(),
                };
                // All marks as wide as the widest, so that the words stand in one line.
                let figures = last.map_or(1, |last| last.to_string().len() + 1);
                let width = ui.theme.font_size(Step::Body) * (0.6 * figures as f32 + 0.15);
                let mark = ui.plain(mark, Step::Body, Weight::Semibold, LINE_HEIGHT).ink(Ink::Action);
                // A number is said before its item, a dot is only drawn.
                let mark = if start.is_some() { mark } else { mark.aside() };
                let row = ui
                    .row([mark.width(width).into(), ui.column([item]).fill_width().into()])
                    .spacing(Space::Small)
                    .fill_width();
                let role = Role::ListItem { position: index + 1, of };
                voice(Semantics::new(role, String::new(), ui.language), row)
            })
            .collect();
        Self {
            semantics: Some(Semantics::new(Role::List { items: of }, name, ui.language)),
            head: None,
            pieces,
            spacing: Space::Small,
            keeps_with_next: false,
            keys: Vec::new(),
            gap: Space::Medium,
        }
    }
}

impl<'a, Message: 'a> From<List<'a, Message>> for Element<'a, Message> {
    fn from(list: List<'a, Message>) -> Self {
        let ui = list.ui;
        ui.whole(list.into())
    }
}
