//! Tables that stay readable: rows and columns where they fit, a card for each row where they do not.
//! Text never shrinks.

use iced::Length;

use super::prose::Run;
use super::text::shown_text;
use super::voice::voice;
use super::{Align, Element, Flow, Ui};
use crate::domain::page::Inline;
use crate::kiosk::access::{Role, Semantics};
use crate::kiosk::theme::font::Weight;
use crate::kiosk::theme::typography::{LINE_HEIGHT, TIGHT_LINE_HEIGHT};
use crate::kiosk::theme::{Fill, Ink, Space, Step};

/// A table with a header for each column.
pub struct Table {
    ui: Ui,
    caption: String,
    headers: Vec<String>,
    rows: Vec<Vec<Vec<Inline>>>,
}

impl Ui {
    /// A table. `caption` says what it shows; a row shorter than the headers has empty cells.
    pub fn table(self, caption: impl Into<String>, headers: &[Vec<Inline>], rows: &[Vec<Vec<Inline>>]) -> Table {
        Table {
            ui: self,
            caption: caption.into(),
            headers: headers.iter().map(|header| shown_text(header)).collect(),
            rows: rows.to_vec(),
        }
    }
}

impl Table {
    /// The share of the width each column gets; none if they do not fit side by side.
    fn columns(&self) -> Option<Vec<u16>> {
        let theme = self.ui.theme();
        // A letter of body text, in pixels; words are measured in letters, a little generously.
        let letter = theme.font_size(Step::Body) * 0.6;
        let padding = theme.space(Space::Small) * 2.0;
        let margins = theme.space(Space::Large) * 2.0;
        let room = self.ui.width() - margins;
        let (mut least, mut wanted) = (Vec::new(), Vec::new());
        for (column, header) in self.headers.iter().enumerate() {
            let texts = || {
                self.rows.iter().filter_map(|row| row.get(column)).map(|cell| shown_text(cell)).chain([header.clone()])
            };
            let longest_word = |text: &str| text.split_whitespace().map(|w| w.chars().count()).max().unwrap_or(1);
            let cells = self.rows.iter().filter_map(|row| row.get(column));
            let in_cells = cells.map(|cell| longest_word(&shown_text(cell))).max().unwrap_or(1) as f32;
            // Headers and the first column are set bold, and so wider.
            let in_cells = if column == 0 { in_cells * 1.2 } else { in_cells };
            let longest_word = in_cells.max(longest_word(header) as f32 * 1.2);
            let longest = texts().map(|text| text.chars().count()).max().unwrap_or(1);
            least.push(longest_word * letter + padding);
            // Long texts wrap: three lines of them are no worse than one.
            wanted.push((longest as f32).min(12.0 + longest as f32 / 3.0) * letter + padding);
        }
        let sum: f32 = least.iter().sum();
        if sum > room || self.headers.is_empty() {
            return None;
        }
        let spare = room - sum;
        let wish: f32 = wanted.iter().zip(&least).map(|(wanted, least)| (wanted - least).max(0.0)).sum();
        // Rows whose cells would wrap to many short lines are read more easily as cards.
        if self.headers.len() > 2 && wish > spare * 3.0 {
            return None;
        }
        // First what each column wants, as far as it goes round; what is then left, in equal parts.
        let granted = if wish > spare { spare / wish } else { 1.0 };
        let equal = (spare - wish).max(0.0) / least.len() as f32;
        let share = least.iter().zip(&wanted).map(|(least, wanted)| {
            (least + (wanted - least).max(0.0) * granted + equal).round().clamp(1.0, 60_000.0) as u16
        });
        Some(share.collect())
    }

    fn row<'a, Message: 'a>(&self, columns: &[u16], index: usize, row: &[Vec<Inline>]) -> Element<'a, Message> {
        let ui = self.ui;
        let cells = columns.iter().enumerate().map(|(column, share)| {
            let cell = row.get(column).map_or(&[][..], Vec::as_slice);
            let weight = if column == 0 { Weight::Semibold } else { Weight::Regular };
            let semantics = Semantics::new(Role::Cell { row: index + 1, column }, shown_text(cell), ui.language());
            let text = ui.runs(runs(cell, weight), Step::Body, weight, TIGHT_LINE_HEIGHT).ink(Ink::Text);
            let text = text.width(Length::Fill).passages(ui.passages(cell, 0));
            voice(semantics, ui.sheet(Fill::None, text).padding(Space::Small).width_portion(*share))
        });
        let cells = ui.row(cells).fill_width();
        let rule = iced::widget::container(iced::widget::space())
            .width(Length::Fill)
            .height(ui.theme.line_width() * 0.5)
            .class(Fill::Rule);
        let row = ui.column([cells.into(), rule.into()]).fill_width();
        voice(Semantics::new(Role::Row { row: index + 1 }, String::new(), ui.language()), row)
    }

    fn head<'a, Message: 'a>(&self, columns: &[u16]) -> Element<'a, Message> {
        let ui = self.ui;
        let cells = columns.iter().zip(&self.headers).enumerate().map(|(column, (share, header))| {
            let semantics = Semantics::new(Role::ColumnHeader { column }, header.as_str(), ui.language());
            let text = ui.plain(header.clone(), Step::Body, Weight::Bold, TIGHT_LINE_HEIGHT);
            let text = text.ink(Ink::Text).width(Length::Fill);
            voice(semantics, ui.sheet(Fill::None, text).padding(Space::Small).width_portion(*share))
        });
        let cells = ui.row(cells).fill_width().align(Align::End);
        let rule = iced::widget::container(iced::widget::space())
            .width(Length::Fill)
            .height(ui.theme.line_width())
            .class(Fill::Rule);
        let row = ui.column([ui.sheet(Fill::Tint, cells).fill_width().into(), rule.into()]).fill_width();
        voice(Semantics::new(Role::Row { row: 0 }, String::new(), ui.language()), row)
    }

    /// A row as a card: "header: value", line by line, the first value as its title.
    fn card<'a, Message: 'a>(&self, index: usize, row: &[Vec<Inline>]) -> Element<'a, Message> {
        let ui = self.ui;
        let mut card = ui.column([]).spacing(Space::Half).fill_width();
        for (column, header) in self.headers.iter().enumerate() {
            let cell = row.get(column).map_or(&[][..], Vec::as_slice);
            let words = shown_text(cell);
            if words.is_empty() {
                continue;
            }
            let semantics =
                Semantics::new(Role::Cell { row: index + 1, column }, words, ui.language()).described(header.as_str());
            let title = column == 0;
            let value = runs(cell, if title { Weight::Bold } else { Weight::Regular });
            let header = Run { words: format!("{header}: ").into(), weight: Weight::Semibold, underlined: false };
            let first = usize::from(!title);
            let text = (!title).then_some(header).into_iter().chain(value);
            let text = ui.runs(text, Step::Body, Weight::Regular, LINE_HEIGHT).named_from(first);
            let text = text.ink(Ink::Text).width(Length::Fill).passages(ui.passages(cell, first));
            card = card.push(voice(semantics, text));
        }
        let card = ui.sheet(Fill::Card, card).padding_each(Space::Small, Space::Medium).fill_width();
        voice(Semantics::new(Role::Row { row: index + 1 }, String::new(), ui.language()), card)
    }
}

/// What a cell shows, a run an inline.
fn runs(cell: &[Inline], weight: Weight) -> impl Iterator<Item = Run<'static>> {
    cell.iter().map(move |inline| {
        let words = shown_text(std::slice::from_ref(inline));
        Run { words: words.into(), weight, underlined: false }
    })
}

impl<'a, Message: 'a> From<Table> for Flow<'a, Message> {
    fn from(table: Table) -> Self {
        let columns = table.columns();
        let role = Role::Table { rows: table.rows.len(), columns: table.headers.len() };
        let pieces = table
            .rows
            .iter()
            .enumerate()
            .map(|(index, row)| match &columns {
                Some(columns) => table.row(columns, index, row),
                None => table.card(index, row),
            })
            .collect();
        Self {
            semantics: Some(Semantics::new(role, table.caption.as_str(), table.ui.language())),
            head: columns.as_ref().map(|columns| table.head(columns)),
            pieces,
            spacing: if columns.is_some() { Space::None } else { Space::Small },
            keeps_with_next: false,
            keys: Vec::new(),
            gap: Space::Medium,
        }
    }
}

impl<'a, Message: 'a> From<Table> for Element<'a, Message> {
    fn from(table: Table) -> Self {
        let ui = table.ui;
        ui.whole(table.into())
    }
}

#[cfg(test)]
mod tests {
    use accesskit::Role as Exported;
    use iced::Size;
    use kittest::{NodeT as _, Queryable as _};

    use super::*;
    use crate::domain::Language;
    use crate::kiosk::access::atspi::Bridge;
    use crate::kiosk::access::testing::{Frame, Stage};
    use crate::kiosk::theme::{TextSize, Theme};

    fn cells(words: &[&str]) -> Vec<Vec<Inline>> {
        words.iter().map(|words| vec![Inline::Text { text: (*words).to_owned() }]).collect()
    }

    fn show(theme: Theme, headers: &[&str], rows: &[&[&str]]) -> Frame<()> {
        let ui = Ui::new(&theme, Language::Kazakh);
        let rows: Vec<_> = rows.iter().map(|row| cells(row)).collect();
        let table = ui.table("Жұмыс тәртібі", &cells(headers), &rows);
        let sheet = ui.sheet(Fill::None, table).padding(Space::Large).fill_width();
        Stage::new(theme).show(ui.window("Сынақ", &Bridge::closed(), sheet))
    }

    const HOURS: [&[&str]; 2] = [&["Дүйсенбі", "09:00–18:30", "13:00–14:30"], &["Сейсенбі", "09:00–18:30", ""]];

    const POSTS: [&[&str]; 1] = [&[
        "Әкімнің бірінші орынбасары",
        "Экономика, кәсіпкерлік, жер қатынастары және құрылыс мәселелері",
        "Әр сәрсенбі, 15:00–17:00",
        "+7 (727) 000-00-02",
    ]];

    /// Proves: WCAG-1.3.1
    #[test]
    fn a_table_that_fits_has_rows_and_columns() {
        let theme = Theme::default();
        let frame = show(theme, &["Күн", "Жұмыс уақыты", "Үзіліс"], &HOURS);
        frame.check(&theme);
        let root = frame.root();
        let table = root.get_by_role_and_label(Exported::Table, "Жұмыс тәртібі").accesskit_node();
        assert_eq!((table.data().row_count(), table.data().column_count()), (Some(3), Some(3)));
        assert_eq!(root.get_all_by_role(Exported::ColumnHeader).count(), 3);
        let cell = root.get_by_role_and_label(Exported::Cell, "13:00–14:30").accesskit_node();
        assert_eq!((cell.data().row_index(), cell.data().column_index()), (Some(1), Some(2)));
        // Columns stand straight: every cell begins where its header does.
        let header = root.get_by_role_and_label(Exported::ColumnHeader, "Үзіліс").bounds();
        let cell = root.get_by_role_and_label(Exported::Cell, "13:00–14:30").bounds();
        assert!((header.x - cell.x).abs() < 0.5);
    }

    /// Proves: WCAG-3.1.2, EN-5.1.3.14
    #[test]
    fn a_cell_with_words_of_another_language_says_each_in_its_own() {
        let name = "Комитет по языковой политике";
        let mixed = || {
            let own = Inline::Text { text: "Мекеме: ".to_owned() };
            vec![own, Inline::Foreign { text: name.to_owned(), language: Language::Russian }]
        };
        for size in [TextSize::Small, TextSize::Largest] {
            let theme = Theme::default().with_text_size(size);
            let ui = Ui::new(&theme, Language::Kazakh);
            let rows = [vec![vec![Inline::Text { text: "Мекеме".to_owned() }], mixed()]];
            let table = ui.table("Құрылым", &cells(&["Түрі", "Атауы"]), &rows);
            let sheet = ui.sheet(Fill::None, table).padding(Space::Large).fill_width();
            let frame: Frame<()> = Stage::new(theme).show(ui.window("Сынақ", &Bridge::closed(), sheet));
            frame.check(&theme);
            let words = format!("Мекеме: {name}");
            let cell = frame.root().get_by_role_and_label(Exported::Cell, &words).accesskit_node().data().clone();
            let passages = frame.snapshot.nodes.iter().filter(|(id, _)| cell.children().contains(id));
            let told: Vec<_> = passages.map(|(_, node)| (node.value(), node.language())).collect();
            assert_eq!(told, [(Some("Мекеме:"), Some("kk")), (Some(name), Some("ru"))]);
        }
    }

    /// Proves: WCAG-1.4.10
    #[test]
    fn a_table_too_wide_becomes_cards_that_name_every_value() {
        let theme = Theme::default().with_text_size(TextSize::Largest);
        let frame = show(theme, &["Лауазым", "Мәселелер", "Қабылдау уақыты", "Телефон"], &POSTS);
        frame.check(&theme);
        let root = frame.root();
        assert_eq!(root.query_all_by_role(Exported::ColumnHeader).count(), 0);
        let cell = root.get_by_role_and_label(Exported::Cell, "Әр сәрсенбі, 15:00–17:00").accesskit_node();
        assert_eq!(cell.data().description(), Some("Қабылдау уақыты"));
    }

    /// Proves: WCAG-1.4.4, WCAG-1.4.10, VVSG-7.1-H
    #[test]
    fn no_table_reaches_out_of_the_window_at_any_size() {
        for size in TextSize::ALL {
            for window in [Size::new(1080.0, 1920.0), Size::new(1920.0, 1080.0)] {
                let theme = Theme::default().with_text_size(size).with_window(window);
                show(theme, &["Күн", "Жұмыс уақыты", "Үзіліс"], &HOURS).check(&theme);
                show(theme, &["Лауазым", "Мәселелер", "Қабылдау уақыты", "Телефон"], &POSTS).check(&theme);
            }
        }
    }
}
