//! What axe-core cannot see of a page, held to it in the browser: each rule is a success criterion of WCAG 2.2.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::{Value, json};

use super::{Browser, Key, MANY};

/// What is visible to the eye: not the skip link, and not what is there for screen readers alone.
const VISIBLE: &str = "const visible = it => it.checkVisibility() && !it.closest('.unseen, .skip');";

impl Browser {
    /// Asserts every rule of this module.
    pub async fn assert_rules(&self, habit: &mut Habit) {
        self.assert_order().await;
        self.assert_text_at_rest().await;
        self.assert_names().await;
        self.assert_focus().await;
        self.assert_press_can_be_taken_back().await;
        habit.assert_kept(self).await;
    }

    /// Asserts that a script finds nothing wrong: it gives a list of words.
    async fn assert_nothing(&self, rule: &str, script: &str) {
        let wrong = self.run(&format!("{VISIBLE} {script}")).await;
        assert_eq!(wrong, json!([]), "{rule}, on \"{}\"", self.title().await);
    }

    /// Asserts that what comes later in the page stands further down, or further on in its line (1.3.2).
    async fn assert_order(&self) {
        const SCRIPT: &str = "
            const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
            const wrong = [];
            let last = null;
            let count = 0;
            while (walker.nextNode()) {
                const text = walker.currentNode;
                if (!text.data.trim() || !visible(text.parentElement)) continue;
                const range = document.createRange();
                range.selectNodeContents(text);
                const lines = range.getClientRects();
                if (!lines.length) continue;
                count += 1;
                const first = lines[0];
                if (last && first.top < last.bottom - 2 && first.left < last.right - 2) wrong.push(text.data.trim());
                last = lines[lines.length - 1];
            }
            return count > 5 ? wrong : ['there are next to no words'];";
        self.assert_nothing("words out of their order", SCRIPT).await;
    }

    /// Asserts that what is read is text (1.4.5), and that nothing moves, flashes or goes on by itself (2.2.2, 2.3.1).
    /// What a survey's author shows, with the words that stand for it, is theirs.
    async fn assert_text_at_rest(&self) {
        const SCRIPT: &str = "
            const drawn = [...document.querySelectorAll('body *')].filter(it =>
                ['', '::before', '::after'].some(part => getComputedStyle(it, part || null).backgroundImage.includes('url(')));
            const moving = [...document.querySelectorAll('video, audio, canvas, object, embed, iframe, marquee, blink, \
                animate, animateTransform, meta[http-equiv=refresh]')];
            const pictures = [...document.images].filter(it => !new URL(it.src).pathname.endsWith('/image'));
            const wrong = [...drawn, ...moving, ...pictures].map(it => it.outerHTML.slice(0, 100));
            return wrong.concat(document.getAnimations().map(it => String(it)));";
        self.assert_nothing("a picture of text, or something that moves", SCRIPT).await;
    }

    /// Asserts that headings and labels say something, each something else, and that the headings' levels follow one
    /// another (2.4.6); that links of the same words lead to the same page (2.4.4); and that whatever is named otherwise
    /// than it reads holds what it reads (2.5.3).
    async fn assert_names(&self) {
        const SCRIPT: &str = "
            const wrong = [];
            const words = it => it.textContent.replace(/\\s+/g, ' ').trim();
            let level = 0;
            const headings = [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')];
            if (headings.filter(it => it.tagName === 'H1').length !== 1) wrong.push('not one h1');
            for (const it of headings) {
                const own = Number(it.tagName[1]);
                if (own > level + 1) wrong.push('a level is left out before: ' + words(it));
                level = own;
            }
            const twice = (what, list) => list.forEach((it, at) => {
                if (!it) wrong.push(what + ' without words');
                else if (list.indexOf(it) !== at) wrong.push(what + ' twice: ' + it);
            });
            twice('heading', headings.map(words));
            const fields = [...document.querySelectorAll('input, select, textarea')].filter(it => it.type !== 'hidden');
            for (const it of fields) {
                if (!it.labels.length || ![...it.labels].every(words)) wrong.push('no label: ' + it.outerHTML.slice(0, 100));
            }
            // Fields of one question may be called alike with those of another: \"I prefer not to say\".
            const groups = Map.groupBy(fields, it => it.closest('fieldset') ?? document);
            for (const group of groups.values()) twice('label', group.map(it => [...it.labels].map(words).join(' ')));
            const links = Map.groupBy([...document.querySelectorAll('a[href]')], it =>
                it.getAttribute('aria-label') ?? words(it));
            for (const [name, all] of links) {
                if (!name) wrong.push('a link without words: ' + all[0].outerHTML);
                if (new Set(all.map(it => it.href)).size > 1) wrong.push('links of one name to several pages: ' + name);
            }
            for (const it of document.querySelectorAll('[aria-label]:is(a, button, input, select, textarea, summary)')) {
                const name = it.getAttribute('aria-label').toLowerCase();
                if (visible(it) && !name.includes(words(it).toLowerCase())) wrong.push('named otherwise: ' + words(it));
            }
            return wrong;";
        self.assert_nothing("headings and names", SCRIPT).await;
    }

    /// Asserts, by Tab from the page's beginning to its end, that the focus alone changes nothing (3.2.1), comes to each
    /// thing once (2.4.3), and that what has it can be seen (2.4.11).
    async fn assert_focus(&self) {
        const STATE: &str = "
            const it = document.activeElement;
            if (it === document.body) return null;
            window.passed ??= [];
            const before = window.passed.indexOf(it);
            if (before === -1) window.passed.push(it);
            const box = (it.labels?.[0] ?? it).getBoundingClientRect();
            const points = [[0.5, 0.5], [0.1, 0.1], [0.9, 0.1], [0.1, 0.9], [0.9, 0.9]];
            const shows = points.some(([x, y]) => {
                const top = document.elementFromPoint(box.left + box.width * x, box.top + box.height * y);
                return top && (top === it || it.contains(top) || top.contains(it) && top.closest('label') ||
                               [...(it.labels ?? [])].some(label => label.contains(top)));
            });
            return { before, shows, what: it.outerHTML.slice(0, 120) };";
        const PAGE: &str = "return [location.href, document.title, document.body.innerHTML]";
        self.run("window.passed = []; document.activeElement.blur(); window.scrollTo(0, 0)").await;
        let page = self.run(PAGE).await;
        for passed in 0..MANY {
            self.key(Key::Tab).await;
            let state = self.run(STATE).await;
            assert_eq!(self.run(PAGE).await, page, "the focus changed the page at {state}");
            if state.is_null() || (passed > 0 && state["before"] == 0) {
                assert!(passed > 3, "Tab reaches next to nothing");
                return;
            }
            assert_eq!(state["before"], -1, "the focus comes twice to {state}");
            assert_eq!(state["shows"], true, "covered: {state}, on \"{}\"", self.title().await);
        }
        panic!("Tab comes to no end on \"{}\"", self.title().await);
    }

    /// Asserts that a button or link which was pressed, and is left before the finger is lifted, does nothing (2.5.2).
    async fn assert_press_can_be_taken_back(&self) {
        const PLACES: &str = "
            return [...document.querySelectorAll('a[href], button')].filter(visible).map(it => {
                it.scrollIntoView({ block: 'center', behavior: 'instant' });
                const box = it.getClientRects()[0];
                return [window.scrollY, box.left + box.width / 2, box.top + box.height / 2];
            });";
        let page = self.run("window.stays = true; return document.title").await;
        let places = self.run(&format!("{VISIBLE} {PLACES}")).await;
        let places = places.as_array().expect("a list");
        assert!(!places.is_empty(), "nothing to press on {page}");
        for place in places {
            self.run(&format!("window.scrollTo({{ top: {}, behavior: 'instant' }})", place[0])).await;
            self.mouse("mousePressed", &place[1], &place[2]).await;
            self.mouse("mouseMoved", &json!(1), &json!(1)).await;
            self.mouse("mouseReleased", &json!(1), &json!(1)).await;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
        assert_eq!(self.run("return window.stays && document.title").await, page, "a press could not be taken back");
    }

    async fn mouse(&self, what: &str, x: &Value, y: &Value) {
        let event = json!({ "type": what, "x": x, "y": y, "button": "left", "buttons": 1, "clickCount": 1 });
        self.devtools("Input.dispatchMouseEvent", event).await;
    }
}

/// What the pages of one language call the same thing, and in which order they show what repeats.
#[derive(Debug, Default)]
pub struct Habit {
    names: BTreeMap<String, String>,
    orders: Vec<Vec<String>>,
}

impl Habit {
    /// Takes in a page. What does the same must be called as it was on the pages before (3.2.4), and what stands on
    /// several pages, in the same order (3.2.3).
    async fn assert_kept(&mut self, browser: &Browser) {
        const CONTROLS: &str = "
            const words = it => it.textContent.replace(/\\s+/g, ' ').trim();
            const repeated = [...document.querySelectorAll('.skip, header a[href], header button, nav a[href], footer a[href]')];
            const buttons = [...document.querySelectorAll('main button[name]')];
            const key = it => it.href ? 'link to ' + new URL(it.href).pathname + new URL(it.href).hash
                                      : 'button ' + it.name + '=' + it.value;
            return [[...repeated, ...buttons].filter(visible).filter(it => !it.hreflang).map(it => [key(it), words(it)]),
                    [...document.querySelectorAll('.skip, header, nav, main, footer, header nav li')].map(it =>
                        it.matches('li') ? words(it) : it.tagName + '.' + it.className)];";
        let title = browser.title().await;
        let found = browser.run(&format!("{VISIBLE} {CONTROLS}")).await;
        let (controls, order): (Vec<(String, String)>, Vec<String>) = serde_json::from_value(found).expect("controls");
        for (what, name) in controls {
            let before = self.names.entry(what.clone()).or_insert_with(|| name.clone());
            assert_eq!(*before, name, "{what} has two names, on \"{title}\"");
        }
        for before in &self.orders {
            let shared = |one: &[String], other: &[String]| -> Vec<String> {
                one.iter().filter(|it| other.contains(it)).cloned().collect()
            };
            assert_eq!(shared(before, &order), shared(&order, before), "another order, on \"{title}\"");
        }
        self.orders.push(order);
    }
}
