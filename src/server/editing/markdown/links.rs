//! What the address of a link means on a stand.

use pulldown_cmark::LinkType;

use crate::domain::page::{Inline, LinkTarget};
use crate::domain::{Category, Language, PageKey, Slug};

use super::super::findings::{did_you_mean, quoted};

/// Why a link was refused: the problem and the advice.
pub(super) type Refusal = (String, String);

/// Words that say nothing to someone who hears links one by one (WCAG 2.4.9).
const EMPTY_WORDS: [&str; 30] = [
    "click here",
    "click",
    "here",
    "more",
    "read more",
    "learn more",
    "details",
    "link",
    "this link",
    "page",
    "осында",
    "мұнда",
    "осы жерде",
    "осы жерге басыңыз",
    "мына жерде",
    "басыңыз",
    "толығырақ",
    "толық",
    "сілтеме",
    "сілтеме бойынша",
    "здесь",
    "тут",
    "сюда",
    "нажмите здесь",
    "жмите сюда",
    "подробнее",
    "подробности",
    "далее",
    "ссылка",
    "по ссылке",
];

/// Whether a link's words tell nothing of where it leads.
pub(super) fn says_nothing(words: &str) -> bool {
    let words = words.to_lowercase();
    let words = words.trim_matches(|c: char| !c.is_alphanumeric());
    EMPTY_WORDS.contains(&words)
}

/// The run of text that a link becomes. `words` are not empty.
///
/// # Errors
/// What is wrong with the address, and what to do.
pub(super) fn resolve(words: &str, address: &str, kind: LinkType, page: &PageKey) -> Result<Inline, Refusal> {
    if matches!(kind, LinkType::ReferenceUnknown | LinkType::CollapsedUnknown) {
        return Err((
            format!("the link {} has no address", quoted(words)),
            "write the address in round brackets right after the words: [words](https://…)".to_owned(),
        ));
    }
    let text = words.to_owned();
    if kind == LinkType::Email {
        return mail(&format!("mailto:{address}")).map(|target| Inline::Link { text, target });
    }
    let scheme = address.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
    match scheme.as_deref() {
        Some("page") => page_link(&address[5..], page).map(|target| Inline::Link { text, target }),
        Some("https" | "http") => web(address).map(|target| Inline::Link { text, target }),
        Some("mailto") => mail(address).map(|target| Inline::Link { text, target }),
        Some("tel") => phone(words, &address[4..], kind == LinkType::Autolink),
        Some("lang") => foreign(words, &address[5..], page.language),
        _ => Err(unknown(address, scheme.as_deref(), page)),
    }
}

fn unknown(address: &str, scheme: Option<&str>, page: &PageKey) -> Refusal {
    let ends_with = |endings: &[&str]| {
        let address = address.to_ascii_lowercase();
        endings.iter().any(|ending| address.ends_with(ending))
    };
    let problem = format!("a stand cannot follow a link to {}", quoted(address));
    let advice = if address.is_empty() {
        return (
            "the link has no address".to_owned(),
            "write it in the round brackets: page:category/name, https://…, mailto:… or tel:…".to_owned(),
        );
    } else if address.starts_with("media/") || ends_with(&[".pdf", ".doc", ".docx", ".xls", ".xlsx", ".zip"]) {
        "files cannot be opened on a stand: write what the file says as a page, or give its full https:// address"
            .to_owned()
    } else if ends_with(&[".md"]) {
        format!("write a page of the stand as page:category/name, such as page:{}/{}", page.category.id(), page.slug)
    } else if scheme.is_none() && address.contains('@') {
        format!("write an e-mail address as mailto:{address}")
    } else if scheme.is_none() && (address.starts_with("www.") || address.contains(".kz")) {
        format!("write a web address whole: https://{address}")
    } else {
        "use page:category/name, https://…, mailto:…, tel:… or lang:ru, or delete the link and keep its words"
            .to_owned()
    };
    (problem, advice)
}

fn page_link(address: &str, page: &PageKey) -> Result<LinkTarget, Refusal> {
    let Some((category, slug)) = address.split_once('/') else {
        return Err((
            format!("page:{address} does not name a page"),
            "write page:category/name, such as page:contacts/desk".to_owned(),
        ));
    };
    let Some(category) = Category::from_id(category) else {
        return Err((
            format!("{} is no category of a stand", quoted(category)),
            did_you_mean(category, Category::ALL.map(Category::id), || {
                "use a category's id, the name of its folder in pages/".to_owned()
            }),
        ));
    };
    let slug: Slug = slug.parse().map_err(|_| {
        let whole = slug.split(['.', '#', '?']).next().unwrap_or_default();
        (
            format!("{} is not a page name", quoted(slug)),
            format!("write only the name, without language or ending: page:{}/{whole}", category.id()),
        )
    })?;
    Ok(LinkTarget::Page { key: PageKey { category, slug, language: page.language } })
}

fn web(address: &str) -> Result<LinkTarget, Refusal> {
    let rest = address.split_once("//").map_or("", |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let is_host = host.contains('.')
        && !host.contains('@')
        && host.split('.').all(|label| !label.is_empty())
        && !address.contains(char::is_whitespace);
    if is_host {
        Ok(LinkTarget::Address { address: address.to_owned() })
    } else {
        Err((
            format!("{} is not a web address", quoted(address)),
            "write it whole, as it stands in the browser: https://www.gov.kz/…".to_owned(),
        ))
    }
}

fn mail(address: &str) -> Result<LinkTarget, Refusal> {
    let (_, mailbox) = address.split_once(':').unwrap_or_default();
    let is_mailbox = mailbox.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty()
            && host.contains('.')
            && host.split('.').all(|label| !label.is_empty())
            && !mailbox.contains(|c: char| c.is_whitespace() || matches!(c, ',' | '?' | '<' | '>'))
            && !host.contains('@')
    });
    if is_mailbox {
        Ok(LinkTarget::Address { address: address.to_owned() })
    } else {
        Err((
            format!("{} is not an e-mail address", quoted(mailbox)),
            "write one address, such as mailto:info@example.kz".to_owned(),
        ))
    }
}

fn phone(words: &str, number: &str, is_bare: bool) -> Result<Inline, Refusal> {
    let digits = number.strip_prefix('+').unwrap_or(number);
    let least = if number.starts_with('+') { 7 } else { 2 };
    if !(least..=15).contains(&digits.len()) || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err((
            format!("{} is not a phone number to dial", quoted(number)),
            "write only digits after tel:, with a plus for the country: tel:+77270000000, or tel:112".to_owned(),
        ));
    }
    let text = if is_bare { number } else { words };
    let shown: String = text.chars().filter(char::is_ascii_digit).collect();
    if shown.is_empty() {
        return Err((
            format!("the words {} do not show the number, and no one can dial it on a stand", quoted(words)),
            "put the number itself into the square brackets, and the other words before them".to_owned(),
        ));
    }
    // Within the country people write 8 for +7; an extension may follow.
    let national =
        |text: &str| text.strip_prefix(['7', '8']).filter(|rest| rest.len() >= 10).unwrap_or(text).to_owned();
    if !national(&shown).starts_with(&national(digits)) {
        return Err((
            format!("the number shown, {}, is not the number dialled, {}", quoted(words), quoted(number)),
            "make the two the same number".to_owned(),
        ));
    }
    Ok(Inline::Phone { text: text.to_owned(), number: number.to_owned() })
}

fn foreign(words: &str, code: &str, page: Language) -> Result<Inline, Refusal> {
    match Language::from_code(code) {
        Some(language) if language == page => Err((
            format!("{} is marked as {language}, which the whole page is", quoted(words)),
            "write the words without the brackets".to_owned(),
        )),
        Some(language) => Ok(Inline::Foreign { text: words.to_owned(), language }),
        None => Err((
            format!("{} is not a language of a stand", quoted(code)),
            "use lang:kk (Kazakh), lang:ru (Russian) or lang:en (English)".to_owned(),
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(words: &str, address: &str) -> Result<Inline, Refusal> {
        let page: PageKey = "contacts/desk.kk".parse().expect("key");
        resolve(words, address, LinkType::Inline, &page)
    }

    #[test]
    fn each_kind_of_address_becomes_what_the_stand_can_do_with_it() {
        let target = |inline| match inline {
            Ok(Inline::Link { target, .. }) => target,
            other => panic!("{other:?}"),
        };
        let key = "press/line.kk".parse().expect("key");
        assert_eq!(target(link("w", "page:press/line")), LinkTarget::Page { key });
        for address in ["https://www.gov.kz/a?b=c#d", "http://adilet.zan.kz", "mailto:info@example.kz"] {
            assert_eq!(target(link("w", address)), LinkTarget::Address { address: address.to_owned() });
        }
        assert_eq!(link("слово", "lang:ru"), Ok(Inline::Foreign { text: "слово".into(), language: Language::Russian }));
    }

    #[test]
    fn a_phone_number_shows_what_it_dials() {
        for (words, address) in [
            ("+7 (727) 000-00-00", "tel:+77270000000"),
            ("8 (727) 000-00-00", "tel:+77270000000"),
            ("+7 (727) 000-00-00, ішкі 12", "tel:+77270000000"),
            ("112", "tel:112"),
        ] {
            assert!(matches!(link(words, address), Ok(Inline::Phone { .. })), "{words} {address}");
        }
        for (words, address, problem) in [
            ("+7 (727) 000-00-01", "tel:+77270000000", "is not the number dialled"),
            ("Reception", "tel:+77270000000", "do not show the number"),
            ("112", "tel:1 1 2", "not a phone number to dial"),
            ("112", "tel:", "not a phone number to dial"),
            ("+7 727", "tel:+7727", "not a phone number to dial"),
            ("٣٣", "tel:٣٣", "not a phone number to dial"),
        ] {
            let (found, advice) = link(words, address).expect_err(address);
            assert!(found.contains(problem) && !advice.is_empty(), "{found}");
        }
    }

    #[test]
    fn addresses_that_lead_nowhere_or_do_harm_are_refused_with_advice() {
        for (address, problem, advice) in [
            ("javascript:alert(1)", "cannot follow", "delete the link"),
            ("file:///etc/passwd", "cannot follow", "delete the link"),
            ("data:text/html,x", "cannot follow", "delete the link"),
            ("", "no address", "page:category/name"),
            ("../press/line.kk.md", "cannot follow", "page:contacts/desk"),
            ("media/form.pdf", "cannot follow", "files cannot be opened"),
            ("www.gov.kz", "cannot follow", "https://www.gov.kz"),
            ("info@example.kz", "cannot follow", "mailto:info@example.kz"),
            ("https://", "not a web address", "https://www.gov.kz"),
            ("https://user@evil.example", "not a web address", "https://"),
            ("mailto:nobody", "not an e-mail address", "mailto:info@"),
            ("page:press", "does not name a page", "page:contacts/desk"),
            ("page:pres/line", "no category", "did you mean \"press\"?"),
            ("page:press/line.kk.md", "not a page name", "page:press/line"),
            ("lang:kk", "which the whole page is", "without the brackets"),
            ("lang:kz", "not a language", "lang:kk"),
        ] {
            let (found, told) = link("words", address).expect_err(address);
            assert!(found.contains(problem) && told.contains(advice), "{address}: {found} / {told}");
        }
    }

    /// Proves: WCAG-2.4.4, WCAG-2.4.9
    #[test]
    fn words_that_say_nothing_are_known_in_three_languages() {
        for words in ["Click here", "здесь!", "Толығырақ…", "«ссылка»"] {
            assert!(says_nothing(words), "{words}");
        }
        assert!(!says_nothing("Working hours"));
    }
}
