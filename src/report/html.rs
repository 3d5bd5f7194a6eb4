//! The page: one self-contained file, readable without scripts, on paper, aloud and in grey.
//!
//! The template stands in `templates/report.html`, where a reviewer of accessibility can read it.
//! Everything that comes from a file is escaped by the template; only our own SVG is not.

use super::document::{Block, Cell, Document, Holds, Part, Section, Table, file_name};
use super::palette::{BLUE, INK, PALE, PAPER, RULE, SAND, SOFT, css};
use super::svg::svg;
use super::words::harmless;
use askama::Template;

/// The document as a page.
#[must_use]
pub fn to_html(document: &Document) -> String {
    let mut page = Page::of(document);
    page.number_ids();
    // Writing into memory cannot fail; if it ever does, the sentence still arrives.
    page.render().unwrap_or_else(|_| format!("<!DOCTYPE html><title>caseload</title><p>{}", page.sentence.len()))
}

#[derive(Template)]
#[template(path = "report.html", config = "src/report/templates/askama.toml")]
struct Page {
    title: String,
    question: Option<String>,
    date: Option<String>,
    sentence: String,
    warnings: Vec<(String, String)>,
    sections: Vec<Chapter>,
    reproduce: Vec<(String, String)>,
    ink: String,
    soft: String,
    paper: String,
    pale: String,
    rule: String,
    link: String,
    sand: String,
}

struct Chapter {
    id: String,
    heading: String,
    intro: Option<String>,
    blocks: Vec<Piece>,
}

enum Piece {
    Words(String),
    List(Vec<String>),
    Figure(Picture),
    Table(Grid),
}

struct Picture {
    caption: String,
    description: String,
    svg: String,
}

struct Grid {
    id: String,
    caption: String,
    columns: Vec<Head>,
    rows: Vec<Line>,
    note: Option<String>,
}

struct Head {
    heading: String,
    unit: Option<String>,
    number: bool,
}

struct Line {
    total: bool,
    cells: Vec<Field>,
}

struct Field {
    first: bool,
    number: bool,
    text: String,
}

impl Page {
    fn of(document: &Document) -> Self {
        Self {
            title: shown(&document.title),
            question: document.question.as_deref().map(shown),
            date: document.date.as_deref().map(shown),
            sentence: shown(&document.sentence),
            warnings: document.warnings.iter().map(|w| (shown(&w.what), shown(&w.advice))).collect(),
            sections: document.sections.iter().map(chapter).collect(),
            reproduce: document.reproduce.iter().map(|f| (shown(&f.name), harmless(&f.value))).collect(),
            ink: css(INK),
            soft: css(SOFT),
            paper: css(PAPER),
            pale: css(PALE),
            rule: css(RULE),
            link: css(BLUE),
            sand: css(SAND),
        }
    }

    /// Makes the ids of headings and captions unique.
    fn number_ids(&mut self) {
        let mut tables = 0;
        for (i, chapter) in self.sections.iter_mut().enumerate() {
            chapter.id = format!("part-{}-{}", i + 1, chapter.id);
            for piece in &mut chapter.blocks {
                if let Piece::Table(grid) = piece {
                    tables += 1;
                    grid.id = format!("table-{tables}");
                }
            }
        }
    }
}

fn chapter(section: &Section) -> Chapter {
    let mut blocks = Vec::new();
    for block in &section.blocks {
        match block {
            Block::Paragraph(words) => blocks.push(Piece::Words(shown(words))),
            Block::List(points) => blocks.push(Piece::List(points.iter().map(|p| shown(p)).collect())),
            Block::Table(table) => blocks.push(Piece::Table(grid(table))),
            Block::Figure(figure) => {
                let (caption, description) = (shown(&figure.caption), shown(&figure.description));
                blocks.push(Piece::Figure(Picture { caption, description, svg: svg(figure) }));
                blocks.push(Piece::Table(grid(&figure.table)));
            }
        }
    }
    let heading = shown(&section.heading);
    Chapter { id: file_name(&section.heading), heading, intro: section.intro.as_deref().map(shown), blocks }
}

fn grid(table: &Table) -> Grid {
    let numeric = |holds: Holds| holds != Holds::Words;
    let head = |column: &super::document::Column| Head {
        heading: shown(&column.heading),
        unit: column.unit.as_deref().map(shown),
        number: numeric(column.holds),
    };
    let line = |row: &super::document::Row| Line {
        total: row.part == Part::Total,
        cells: row.cells.iter().enumerate().map(|(i, cell)| field(i, cell)).collect(),
    };
    Grid {
        id: String::new(),
        caption: shown(&table.caption),
        columns: table.columns.iter().map(head).collect(),
        rows: table.rows.iter().map(line).collect(),
        note: table.note.as_deref().map(shown),
    }
}

fn field(index: usize, cell: &Cell) -> Field {
    Field { first: index == 0, number: !matches!(cell, Cell::Words(_)), text: shown(&cell.shown()) }
}

/// Text for the page: harmless, and with a number and its per cent sign kept on one line.
fn shown(text: &str) -> String {
    harmless(text).replace(" %", "\u{a0}%")
}

#[cfg(test)]
mod tests {
    use super::super::examples::document;
    use super::*;

    #[test]
    fn markup_in_a_name_is_shown_and_not_obeyed() {
        let mut document = document();
        document.title = "<script>alert(1)</script>".to_owned();
        document.reproduce[0].value = "\"><img src=x onerror=alert(1)>".to_owned();
        let page = to_html(&document);
        assert!(!page.contains("<script") && !page.contains("<img"));
        assert!(page.contains("&#60;script&#62;alert(1)"));
    }

    #[test]
    fn headings_are_in_order_and_none_is_skipped() {
        let page = to_html(&document());
        let mut last = 0;
        for piece in page.split("<h").skip(1) {
            if let Some(level) = piece.chars().next().and_then(|c| c.to_digit(10)) {
                assert!(level <= last + 1, "h{level} after h{last}");
                last = level;
            }
        }
        assert_eq!(page.matches("<h1").count(), 1);
    }

    #[test]
    fn every_table_has_a_caption_and_its_heads_have_a_scope() {
        let page = to_html(&document());
        assert_eq!(page.matches("<table>").count(), page.matches("<caption id=").count());
        assert_eq!(page.matches("<th ").count(), page.matches("<th scope=").count());
        assert!(!page.contains("<th>"));
        assert!(page.matches("<figure>").count() == page.matches("role=\"img\"").count());
    }

    #[test]
    fn ids_are_unique_and_what_is_referred_to_exists() {
        let page = to_html(&document());
        let ids: Vec<&str> = page.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        let mut once = ids.clone();
        once.sort_unstable();
        once.dedup();
        assert_eq!(once.len(), ids.len());
        for reference in page.split("aria-labelledby=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
            assert!(reference.split(' ').all(|id| ids.contains(&id)), "{reference}");
        }
        for target in page.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
            assert!(ids.contains(&target), "{target}");
        }
    }

    #[test]
    fn the_page_needs_nothing_from_outside_and_is_the_same_twice() {
        let document = document();
        let page = to_html(&document);
        assert_eq!(page, to_html(&document));
        assert!(!page.contains("<script") && !page.contains("<link") && !page.contains("url("));
        let outside = page.matches("http").count();
        let allowed = page.matches("http-equiv").count() + page.matches("http://www.w3.org/2000/svg").count();
        assert_eq!(outside, allowed);
    }

    #[test]
    fn the_date_stands_on_one_line_only() {
        let mut document = document();
        let without = to_html(&document);
        document.date = Some("2026-04-06".to_owned());
        let with = to_html(&document);
        let added: Vec<&str> = with.lines().filter(|line| !without.contains(line)).collect();
        assert_eq!(added, ["<p class=\"meta\">Written on 2026-04-06</p>"]);
    }
}
