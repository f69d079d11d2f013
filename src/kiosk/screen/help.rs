//! How to use the stand: by touch and by keys.

use crate::domain::page::Inline;
use crate::i18n::text;
use crate::kiosk::theme::Space;
use crate::kiosk::widget::Element;

use super::Scene;

/// The keys and what they do: ids of their words.
const KEYS: [(&str, &str); 8] = [
    ("help-key-next", "help-does-next"),
    ("help-key-previous", "help-does-previous"),
    ("help-key-open", "help-does-open"),
    ("help-key-pages", "help-does-pages"),
    ("help-key-back", "help-does-back"),
    ("help-key-home", "help-does-home"),
    ("help-key-language", "help-does-language"),
    ("help-key-help", "help-does-help"),
];

/// Draws it.
pub fn view<'a, M: Clone + 'a>(scene: &Scene<'_>) -> Element<'a, M> {
    let ui = scene.ui();
    let cell = |id: &str| vec![Inline::Text { text: text(scene.language, id) }];
    let keys = text(scene.language, "help-keys");
    let headers = [cell("help-key"), cell("help-does")];
    let rows: Vec<_> = KEYS.iter().map(|(key, does)| vec![cell(key), cell(does)]).collect();
    let table = ui.table(keys.clone(), &headers, &rows);
    ui.column([
        ui.heading(1, text(scene.language, "help-title")),
        ui.paragraph(text(scene.language, "help-touch")),
        ui.heading(2, keys),
        ui.sheet(crate::kiosk::theme::Fill::None, table).reading_width().into(),
    ])
    .spacing(Space::Medium)
    .fill_width()
    .fill_height()
    .into()
}
