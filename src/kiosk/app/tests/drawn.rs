//! The pixels of whole screens, in every look.

use std::collections::HashMap;

use iced::Color;

use super::*;
use crate::kiosk::screen::frame as around;
use crate::kiosk::settings::Change;
use crate::kiosk::theme::{Look, TextSize, contrast};

/// The contrast a look promises for words (VVSG 2.0, 7.1-C): at least, at most.
fn promised(look: Look) -> (f32, f32) {
    match look {
        Look::Standard | Look::YellowOnBlack => (10.0, 21.01),
        Look::HighDark | Look::HighLight => (20.0, 21.01),
        Look::LowGlare => (4.5, 8.0),
    }
}

/// Looks at every node that says words by itself. Most of its place is the ground; what differs most from that
/// is a letter's full stroke, for the edges of letters are mixed with the ground.
pub(super) fn check_drawn(visitor: &mut Visitor, what: &str) -> usize {
    let frame = visitor.look();
    let picture = visitor.stage.picture();
    let theme = visitor.stand.theme();
    let (low, high) = promised(theme.look());
    let width = theme.window().width as usize;
    let mut seen = 0;
    for node in frame.root().children_recursive() {
        let says = matches!(role(&node), Role::Heading | Role::Paragraph | Role::Label | Role::Button | Role::Switch);
        // What is made of parts is looked at part by part; an image is not words.
        if !says || node.words().trim().is_empty() || node.children_recursive().next().is_some() {
            continue;
        }
        // Without the outline of a control.
        let inset = if node.is_control() { theme.radius() } else { 0.0 };
        let place = node.bounds();
        let rows = (place.y + inset) as usize..(place.y + place.height - inset) as usize;
        let columns = (place.x + inset) as usize..(place.x + place.width - inset) as usize;
        let pixels = rows.flat_map(|y| columns.clone().map(move |x| (x, y))).map(|(x, y)| picture[y * width + x]);
        let drawn = strongest(pixels);
        assert!((low..=high).contains(&drawn), "{what}: {:?} is drawn at {drawn:.2}", node.words());
        seen += 1;
    }
    seen
}

/// The ground of a part of the picture, and the contrast of what differs most from it.
fn strongest(pixels: impl Iterator<Item = [u8; 4]>) -> f32 {
    let mut counts = HashMap::<[u8; 4], usize>::new();
    pixels.for_each(|pixel| *counts.entry(pixel).or_default() += 1);
    let colour = |[r, g, b, _]: [u8; 4]| Color::from_rgb8(r, g, b);
    let ground = counts.iter().max_by_key(|(_, count)| **count).map_or([0; 4], |(pixel, _)| *pixel);
    counts
        .keys()
        .map(|pixel| contrast::ratio(colour(*pixel), colour(ground)))
        .max_by(f32::total_cmp)
        .unwrap_or_default()
}

/// Behind the curtain nobody reads along: whatever the screen holds, the same few words are drawn.
fn check_covered(visitor: &mut Visitor, what: &str) {
    let curtain = |drawn| Message::Frame(around::Message::Set(Change::Curtain(drawn)));
    let mut pictures = Vec::new();
    for screen in [around::Message::Home, around::Message::Settings] {
        visitor.happens(Message::Frame(screen));
        visitor.happens(curtain(true));
        let frame = visitor.look();
        assert!(frame.controls().len() > 8, "{what}: behind the curtain everything is still there to be heard");
        pictures.push(visitor.stage.picture());
        visitor.happens(curtain(false));
    }
    assert!(pictures[0] == pictures[1], "{what}: the curtain lets through what the screen holds");
    let (low, high) = promised(visitor.stand.theme().look());
    let drawn = strongest(pictures[0].iter().copied());
    assert!((low..=high).contains(&drawn), "{what}: the curtain's words are drawn at {drawn:.2}");
}

/// Proves: VVSG-7.1-C, WCAG-1.4.3, WCAG-1.4.6, Curtain
#[test]
fn on_every_kind_of_screen_words_are_drawn_with_the_contrast_their_look_promises() {
    let mut visitor = Visitor::before_the_demonstration(STANDING);
    let mut seen = 0;
    let all = [STANDING, LYING].into_iter().flat_map(|window| TextSize::ALL.map(|size| (window, size)));
    for (window, size) in all {
        for look in Look::ALL {
            let what = format!("{look:?}, {size:?}, {window:?}");
            visitor.happens(Message::Resized(window));
            for change in [Change::Look(look), Change::TextSize(size), Change::Speech(true)] {
                visitor.happens(Message::Frame(around::Message::Set(change)));
            }
            let mut here =
                |visitor: &mut Visitor, screen: &str| seen += check_drawn(visitor, &format!("{screen}, {what}"));
            visitor.happens(Message::Frame(around::Message::Home));
            here(&mut visitor, "home");
            let _ = visitor.stand.open_category(Category::Reception);
            here(&mut visitor, "category");
            let key: PageKey = "reception/schedule.kk".parse().expect("a page key");
            for effect in visitor.stand.open_page(&key) {
                if let Effect::Load { content, key, place } = effect {
                    let release = content.release();
                    let result = visitor.runtime.block_on(page::load(content, key)).map(Arc::new);
                    visitor.happens(Message::Loaded { place, release, result });
                }
            }
            here(&mut visitor, "page");
            let place = visitor.stand.place().clone();
            let release = visitor.stand.release().expect("content");
            let result = Err(ContentError::NoPage(key));
            visitor.happens(Message::Loaded { place, release, result });
            here(&mut visitor, "fault");
            visitor.happens(Message::Frame(around::Message::Help));
            here(&mut visitor, "help");
            visitor.happens(Message::Frame(around::Message::Settings));
            here(&mut visitor, "settings");
            visitor.happens(Message::Frame(around::Message::Home));
            visitor.hear();
            visitor.wait(Duration::from_secs(181));
            here(&mut visitor, "idle");
            visitor.happens(Message::Sign);
            check_covered(&mut visitor, &what);
        }
    }
    assert!(seen > 1_500, "only {seen} words were looked at");
}
