//! The frame that every page has: skip link, the centre's name, the choice of language, main part, foot.

use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use maud::{DOCTYPE, Markup, html};

use super::Visit;
use super::assets::address_of;
use crate::domain::Language;

/// The id of the main part, which the skip link leads to.
const MAIN: &str = "main";

/// What changes in the frame from page to page.
#[derive(Debug)]
pub struct Frame<'a> {
    visit: &'a Visit,
    title: &'a str,
    languages: Languages<'a>,
    sheets: &'a [&'a str],
    beside: Option<Markup>,
    foot: &'a str,
    is_wide: bool,
}

/// How a visitor changes the language.
#[derive(Debug, Clone, Copy)]
enum Languages<'a> {
    /// By links that keep the address.
    Links,
    /// By buttons that send the form of this id, so that what was entered is not lost: its field
    /// [`super::fields::LANGUAGE_BUTTON`] is the code of the language.
    Buttons(&'a str),
}

impl<'a> Frame<'a> {
    /// A frame for the page `title`.
    pub fn new(visit: &'a Visit, title: &'a str) -> Self {
        Self { visit, title, languages: Languages::Links, sheets: &[], beside: None, foot: "web-foot", is_wide: false }
    }

    /// With the languages as buttons that send the form with the id `form`. Enter in a field of that form
    /// still is as if its field `do` were `next`.
    pub fn languages_send(self, form: &'a str) -> Self {
        Self { languages: Languages::Buttons(form), ..self }
    }

    /// With more style sheets, named as in [`super::assets`].
    pub fn sheets(self, sheets: &'a [&'a str]) -> Self {
        Self { sheets, ..self }
    }

    /// With something in the head of the page: where one is, who is signed in.
    pub fn beside(self, markup: Markup) -> Self {
        Self { beside: Some(markup), ..self }
    }

    /// With another message at its foot: what the page keeps of who reads it.
    pub fn foot(self, foot: &'a str) -> Self {
        Self { foot, ..self }
    }

    /// Wider than a form, for tables.
    pub fn wide(self) -> Self {
        Self { is_wide: true, ..self }
    }

    /// The page with this main part. Its first heading is an `h1`.
    pub fn page(self, main: Markup) -> Page {
        let (visit, language) = (self.visit, self.visit.language);
        let service = visit.text("web-service");
        let markup = html! {
            (DOCTYPE)
            html lang=(language.code()) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    title { (self.title) " – " (service) }
                    link rel="stylesheet" href=(address_of("style.css"));
                    @for sheet in self.sheets { link rel="stylesheet" href=(address_of(sheet)); }
                    link rel="icon" href=(address_of("icon.svg")) type="image/svg+xml";
                }
                body.wide[self.is_wide] {
                    a.skip href={ "#" (MAIN) } { (visit.text("web-skip")) }
                    header {
                        div.width {
                            p.service { (service) }
                            @if let Some(beside) = &self.beside { (beside) }
                            (languages(visit, self.languages))
                        }
                    }
                    main.width #(MAIN) tabindex="-1" { (main) }
                    footer { div.width { p { (visit.text(self.foot)) } } }
                }
            }
        };
        Page { status: StatusCode::OK, markup }
    }
}

/// The languages in the law's order, each under its own name.
fn languages(visit: &Visit, how: Languages<'_>) -> Markup {
    html! {
        nav.languages aria-label=(visit.text("web-languages")) {
            @if let Languages::Buttons(form) = how {
                // Enter in a field presses the first button of its form. This is that first one: without it,
                // Enter would change the language. Nobody sees or reaches it.
                button.unseen type="submit" form=(form) name="do" value="next" tabindex="-1" aria-hidden="true" {}
            }
            ul {
                @for language in Language::ALL {
                    li { (choice(visit, how, language)) }
                }
            }
        }
    }
}

fn choice(visit: &Visit, how: Languages<'_>, language: Language) -> Markup {
    let (code, name) = (language.code(), language.own_name());
    let is_current = language == visit.language;
    html! {
        @if is_current {
            span.current lang=(code) aria-current="true" { (name) }
        } @else if let Languages::Buttons(form) = how {
            button type="submit" form=(form) name=(super::fields::LANGUAGE_BUTTON) value=(code) lang=(code) { (name) }
        } @else {
            a href=(visit.address(language)) lang=(code) hreflang=(code) rel="alternate" { (name) }
        }
    }
}

/// A whole page, ready to be sent.
#[derive(Debug)]
pub struct Page {
    status: StatusCode,
    markup: Markup,
}

impl Page {
    /// The same page under another status.
    pub fn with_status(self, status: StatusCode) -> Self {
        Self { status, ..self }
    }
}

impl IntoResponse for Page {
    fn into_response(self) -> Response {
        (self.status, Html(self.markup.into_string())).into_response()
    }
}
