//! What an editor can rely on when writing a page.

use proptest::prelude::*;

use super::super::findings::testing::{assert_found, findings_of};
use super::*;
use crate::domain::Language;
use crate::domain::page::LinkTarget;
use crate::release::api::Fault;

fn compiled(text: &str) -> (Compiled, Vec<Fault>, Vec<Fault>) {
    let source = Source::new(text);
    let key: PageKey = "contacts/desk.kk".parse().expect("key");
    let mut result = Compiled::default();
    let (faults, warnings) = findings_of(|findings| result = compile(&source, 0, &key, "Title", findings));
    (result, faults, warnings)
}

fn good(text: &str) -> Vec<Block> {
    let (compiled, faults, warnings) = compiled(text);
    assert_eq!((faults, warnings), (vec![], vec![]), "{text}");
    compiled.blocks
}

fn text(text: &str) -> Inline {
    Inline::Text { text: text.to_owned() }
}

fn paragraph(words: &str) -> Block {
    Block::Paragraph { text: vec![text(words)] }
}

/// Proves: WCAG-1.3.1, EN-11.8.3
#[test]
fn every_kind_of_block_and_run_is_compiled() {
    let blocks = good(
        "## Heading *one*\nA **strong**, *soft* word\nand more.\\\nNew line.\n\n- one\n- two\n  1. inner\n\n> quote\n\n\
         ![Plan](media/plan.png)\n\n### Prices\n\n| A | B |\n|---|:-:|\n| 1 | 2 |\n| | 3 \\| 4 |\n",
    );
    assert_eq!(
        blocks,
        [
            Block::Heading { level: 2, text: vec![text("Heading "), Inline::Emphasis { text: "one".into() }] },
            Block::Paragraph {
                text: vec![
                    text("A "),
                    Inline::Strong { text: "strong".into() },
                    text(", "),
                    Inline::Emphasis { text: "soft".into() },
                    text(" word and more."),
                    Inline::Break,
                    text("New line."),
                ],
            },
            Block::List {
                start: None,
                items: vec![
                    vec![paragraph("one")],
                    vec![paragraph("two"), Block::List { start: Some(1), items: vec![vec![paragraph("inner")]] }],
                ],
            },
            Block::Quote { blocks: vec![paragraph("quote")] },
            Block::Image { media: "plan.png".into(), alternative: "Plan".into() },
            Block::Heading { level: 3, text: vec![text("Prices")] },
            Block::Table {
                caption: "Prices".into(),
                headers: vec![vec![text("A")], vec![text("B")]],
                rows: vec![vec![vec![text("1")], vec![text("2")]], vec![vec![], vec![text("3 | 4")]]],
            },
        ]
    );
}

/// Proves: WCAG-3.1.2, EN-11.8.3
#[test]
fn links_phones_and_foreign_words_become_runs_of_their_own() {
    let (compiled, faults, _) = compiled(
        "[Press](page:press/line) [Site](https://www.gov.kz) <info@example.kz> <https://gov.kz>\n\
         [+7 (727) 000-00-00](tel:+77270000000) <tel:112> **[слово](lang:ru)** [by name][n]\n\n[n]: mailto:a@b.kz",
    );
    assert_eq!(faults, []);
    let Block::Paragraph { text } = &compiled.blocks[0] else { panic!("{:?}", compiled.blocks) };
    let address = |text: &str, address: &str| Inline::Link {
        text: text.to_owned(),
        target: LinkTarget::Address { address: address.to_owned() },
    };
    for expected in [
        Inline::Link { text: "Press".into(), target: LinkTarget::Page { key: "press/line.kk".parse().expect("key") } },
        address("Site", "https://www.gov.kz"),
        address("info@example.kz", "mailto:info@example.kz"),
        address("https://gov.kz", "https://gov.kz"),
        Inline::Phone { text: "+7 (727) 000-00-00".into(), number: "+77270000000".into() },
        Inline::Phone { text: "112".into(), number: "112".into() },
        Inline::Foreign { text: "слово".into(), language: Language::Russian },
        address("by name", "mailto:a@b.kz"),
    ] {
        assert!(text.contains(&expected), "{expected:?} not in {text:#?}");
    }
    assert_eq!(compiled.pages, [(1, "press/line.kk".parse().expect("key"))]);
}

/// Proves: WCAG-1.3.1
#[test]
fn a_table_without_a_heading_is_named_by_the_title() {
    let Block::Table { caption, .. } = &good("| A |\n|---|\n| 1 |")[0] else { panic!("no table") };
    assert_eq!(caption, "Title");
}

#[test]
fn a_table_keeps_its_rows_within_a_list_or_a_quotation_and_without_outer_bars() {
    let row = |cells: [&str; 2]| cells.map(|cell| vec![text(cell)]).to_vec();
    let table = Block::Table { caption: "Title".into(), headers: row(["A", "B"]), rows: vec![row(["1", "2"])] };
    let plain = good("A | B\n---|---\n1 | 2\n");
    assert_eq!(plain, std::slice::from_ref(&table));
    let quoted = good("> | A | B |\n> |---|---|\n> | 1 | 2 |\n");
    assert_eq!(quoted, [Block::Quote { blocks: vec![table.clone()] }]);
    let listed = good("- x\n\n  | A | B |\n  |---|---|\n  | 1 | 2 |\n");
    assert_eq!(listed, [Block::List { start: None, items: vec![vec![paragraph("x"), table]] }]);
}

#[test]
fn an_image_in_a_list_stands_alone_too() {
    let blocks = good("- ![Plan](media/plan.png)\n- text");
    let image = Block::Image { media: "plan.png".into(), alternative: "Plan".into() };
    assert_eq!(blocks, [Block::List { start: None, items: vec![vec![image], vec![paragraph("text")]] }]);
}

#[test]
fn decomposed_letters_become_whole_ones_even_when_written_as_entities() {
    assert_eq!(good("и&#774;"), [paragraph("й")]);
}

#[test]
fn signs_written_with_a_backslash_are_meant() {
    assert_eq!(good(r"\*\*a\*\* \[b\](c) \[^1\] \<br> 5 * 3 * 2"), [paragraph("**a** [b](c) [^1] <br> 5 * 3 * 2")]);
}

/// Proves: WCAG-1.1.1, EN-5.1.3.6, EN-11.8.4, Editing
#[test]
fn each_fault_of_a_text_has_its_line_and_advice() {
    for (markdown, line, problem) in [
        ("\n# One\n\ntext", 2, "first level"),
        ("Text\n===\n\ntext", 1, "first level"),
        ("a\n\n#### Four", 3, "skips a level"),
        ("## Two\n\n### Three\n\n##### Five", 5, "too deep"),
        ("a\n\n##\n\nb", 3, "heading is empty"),
        ("- ## In a list", 1, "within a list"),
        ("a\n\n<div>x</div>\n", 3, "HTML has no place"),
        ("a\nb <b>c</b>", 2, "HTML has no place on a stand: \"<b>\""),
        ("a\n</b>", 2, "HTML has no place"),
        ("a\n\n<!-- note -->", 3, "HTML has no place"),
        ("a\n\n```\nx\n```", 3, "code block"),
        ("a\n\n    x", 3, "code block"),
        ("a[^1]\n\n[^1]: b", 1, "footnotes"),
        ("a\nb [^9] c", 2, "footnotes"),
        ("a\n\n***\n\nb", 3, "dividing line"),
        ("a\n~~b~~", 2, "struck-out"),
        ("- a\n- [ ] b", 2, "box to tick"),
        ("- a\n-\n- b", 2, "empty item"),
        ("a\n\n>", 3, "quotation is empty"),
        ("> > > a", 1, "quotations lie too deep"),
        ("- a\n  - b\n    - c\n      - d\n        - e", 5, "too deep in lists"),
        ("| A |   |\n|---|---|\n| 1 | 2 |", 1, "column 2 of the table has no header"),
        ("| A | B |\n|---|---|\n| 1 | 2 |\n| 1 |", 4, "row has 1 cells, but the table 2 columns"),
        ("| A | B |\n|---|---|\n| 1 | 2 | 3 |", 3, "row has 3 cells"),
        ("| A | B |\n|---|---|\n| 1 | 2 |\nand text", 4, "row has 1 cells"),
        ("| A | B |\n|---|---|", 1, "no rows"),
        ("| A | B |\n|---|\n| 1 | 2 |", 1, "looks like a table"),
        ("a\n[](https://gov.kz)", 2, "no words"),
        ("a\n[b](javascript:alert)", 2, "cannot follow"),
        ("a\n[b](file:///etc/passwd)", 2, "cannot follow"),
        ("a\n[112](tel:abc)", 2, "not a phone number to dial"),
        ("a\n[b][c]", 2, "has no address"),
        ("a\n[b](https://gov.kz and more)", 2, "a link was meant"),
        ("a\n**«Сөз»**сөз", 2, "two asterisks"),
        ("a\n\n![](media/a.png)", 3, "no alternative text"),
        ("a\n\n![ ](media/a.png)", 3, "no alternative text"),
        ("a ![b](media/a.png)", 1, "within a paragraph"),
        ("## ![b](media/a.png) c", 1, "an image stands in a heading"),
        ("| ![b](media/a.png) c |\n|---|\n| 1 |", 1, "an image stands in a table"),
        ("[![b](media/a.png) c](https://gov.kz)", 1, "within a link"),
        ("![b](https://gov.kz/a.png)", 1, "not in the content folder"),
        ("![b](../media/a.png)", 1, "not an image in media/"),
        ("![b](media/план.png)", 1, "works everywhere"),
        ("![b](media/../a.png)", 1, "works everywhere"),
        ("a\nb &#8238; c", 2, "U+202E"),
        ("a\n[b](https://gov.kz/&#8238;x)", 2, "U+202E"),
        ("", 1, "no text"),
    ] {
        let (_, faults, _) = compiled(markdown);
        let found = faults.iter().filter(|fault| fault.line == Some(line) && fault.problem.contains(problem)).count();
        assert!(found >= 1, "{markdown:?} gave {faults:#?}");
        assert!(faults.iter().all(|fault| fault.advice.len() > 10));
        assert!(faults.len() <= 2, "{markdown:?} gave {faults:#?}");
    }
}

/// Proves: WCAG-2.4.4, WCAG-2.4.9, EN-11.8.4
#[test]
fn what_may_stay_but_reads_badly_is_warned_of() {
    for (markdown, problem) in [
        ("[толығырақ](https://gov.kz)", "do not say where"),
        ("`code`", "ordinary words"),
        ("Text\n---\n\nmore", "makes it a heading"),
        ("![plan.png](media/plan.png)", "is a file name"),
        ("[b](https://gov.kz \"title\")", "title in quotes"),
        ("|A|B|C|D|E|F|G|\n|-|-|-|-|-|-|-|\n|1|2|3|4|5|6|7|", "hard to follow"),
    ] {
        let (_, faults, warnings) = compiled(markdown);
        assert_eq!(faults, [], "{markdown}");
        assert_found(&warnings, 1, problem);
    }
}

#[test]
fn a_page_of_nothing_but_traps_is_compiled_in_bounded_time_and_depth() {
    let size = 256 << 10;
    for piece in [
        "[",
        "]",
        "![",
        "*",
        "*a ",
        "_a*",
        "> ",
        "- ",
        "1. ",
        "`",
        "<",
        "<!--",
        "|",
        "|-",
        "&",
        "\\",
        "[a](",
        "~~",
        "[^a]: ",
        "[^a]",
        "[a]: b\n",
        "# \n",
        "a\n",
        "- a\n",
        "\t- ",
        "<a ",
        "<?",
        "<![CDATA[",
        "a*b_",
        "![a](b)",
        "[a][b]",
        "| a |\n|---|\n",
        "  ",
        "((",
        "[a](<",
    ] {
        let began = std::time::Instant::now();
        compiled(&piece.repeat(size / piece.len()));
        assert!(began.elapsed().as_secs() < 20, "{piece:?} took {:?}", began.elapsed());
    }
}

proptest! {
    #[test]
    fn no_text_can_bring_it_down(text in "(?s).{0,300}") {
        compiled(&text);
    }

    #[test]
    fn no_markdown_can_bring_it_down(pieces in proptest::collection::vec(
        proptest::sample::select(vec![
            "# ", "## ", "#### ", "- ", "1. ", "> ", "| a | b |\n", "|---|---|\n", "\n", "\n\n", "    ", "**", "*", "_", "~~", "`", "```\n",
            "[a]", "(page:press/b)", "(tel:112)", "![", "](media/a.png)", "<b>", "<!--", "[^1]", "[^1]: ", "***\n", "===\n", "\\", "&#8238;",
            "ә", "a ", "| ", "[ ] ", "<tel:1>", "й",
        ]), 0..60)
    ) {
        let text = pieces.concat();
        let (first, faults, warnings) = compiled(&text);
        let lines = text.lines().count().max(1) + 1;
        for finding in faults.iter().chain(&warnings) {
            prop_assert!(finding.line.is_none_or(|line| (1..=lines).contains(&line)), "{finding:?}");
        }
        prop_assert_eq!(first.blocks, compiled(&text).0.blocks);
    }
}
