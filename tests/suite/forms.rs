//! `init` and `import` as a manager meets them: what is written is sound, what makes no sense is refused with its place and a
//! cure, and nothing that a refused cell holds is ever repeated.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use caseload::scenario;

use crate::support::{Answer, Caseload, Ended, Place, files, scenarios};

#[path = "../../fuzz/tables.rs"]
mod tables;

fn starter() -> PathBuf {
    scenarios().join("your-force")
}

fn template(name: &str) -> PathBuf {
    starter().join("templates").join(name)
}

fn init(folder: &Path, words: &str) -> Ended {
    Caseload::new("init").file(folder).words(words).end()
}

fn import(tables: &[PathBuf]) -> Caseload {
    tables.iter().fold(Caseload::new("import"), |command, table| command.file(table)).words("--today 2026-04-01")
}

/// What `check` says of a file, which must be sound and give rise to no warning.
fn checked(file: &Path) -> serde_json::Value {
    let ended = Caseload::new("check").words("--json").file(file).end();
    assert_eq!(ended.code(), 0, "{}", ended.out());
    let list: serde_json::Value = serde_json::from_str(&ended.out()).unwrap();
    assert_eq!(list[0]["sound"], true);
    assert_eq!(list[0]["diagnostics"].as_array().unwrap().len(), 0, "{}", list[0]["diagnostics"]);
    list[0].clone()
}

#[test]
fn the_shipped_starter_is_what_init_writes_byte_for_byte() {
    let place = Place::new();
    let ended = init(&place.path("your-force"), "--yes");
    assert_eq!(ended.code(), 0, "{}", ended.said());
    let (made, shipped) = (files(&place.path("your-force")), files(&starter()));
    assert_eq!(made.keys().collect::<Vec<_>>(), shipped.keys().collect::<Vec<_>>());
    for (name, bytes) in &shipped {
        assert!(made[name] == *bytes, "{name} is not what init writes");
    }
    // Each default is named, with where it comes from.
    let said = ended.out();
    for part in [
        "--offenders",
        "--managers",
        "Nottinghamshire, 2021 (C6)",
        "Warwickshire's licences, 2023 (A2)",
        "not counted yet",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
}

#[test]
fn init_has_a_folder_by_default_and_asks_nothing_without_a_terminal() {
    let place = Place::new();
    let ended = Caseload::new("init").folder(&place.path("")).words("--managers 20").end();
    assert_eq!(ended.code(), 0, "{}", ended.said());
    assert!(place.path("your-force/base.toml").is_file());
    assert!(!ended.out().contains("--managers"), "{}", ended.out());
}

#[test]
fn what_init_writes_is_sound_and_answers() {
    let place = Place::new();
    let answers = "--offenders 900 --risk 18,160,270,452 --managers 14 --sergeants 2 --productive-hours 1300-1500 --monitored 60 --overdue 1,4,11,20";
    for (name, words) in [("defaults", "--yes"), ("answers", answers)] {
        let folder = place.path(name);
        assert_eq!(init(&folder, words).code(), 0);
        let (base, app) = (folder.join("base.toml"), folder.join("app.toml"));
        checked(&base);
        checked(&app);
        let run = Caseload::run(&base, 3).answer();
        assert!(run.mean("demand.total") > 10_000.0);
        let compared =
            Caseload::new("compare").file(&base).file(&app).words("-n 3 --draws 0 --quiet --no-date").answer();
        let extra = compared.0["comparisons"][0]["other"].as_str().unwrap();
        assert_eq!(extra, "app");
    }
    let (scenario, _) = scenario::load(place.path("answers/base.toml").to_str().unwrap()).unwrap();
    let numbers = scenario.numbers();
    let written = |key: &str| numbers.iter().find(|n| n.key == key).unwrap_or_else(|| panic!("{key}")).written.clone();
    assert_eq!(written("offenders.number"), "900");
    assert_eq!(written("staff.offender manager.people"), "14");
    assert_eq!(written("staff.sergeant.people"), "2");
    assert_eq!(written("backlog.home visit, low.number"), "20");
    for key in ["offenders.number", "offenders.risk.high", "staff.sergeant.people", "backlog.home visit, high.number"] {
        let number = numbers.iter().find(|n| n.key == key).unwrap();
        assert!(number.passport.source.as_deref().unwrap().starts_with("own figure"), "{key}");
    }
    // 18, 160, 270 and 452 people, exactly.
    let shares: Vec<f64> = scenario.offenders.shares.iter().map(|share| (share.typical * 900.0).round()).collect();
    assert_eq!(shares, [18.0, 160.0, 270.0, 452.0]);
    let per_post = &checked(&place.path("answers/base.toml"))["ladder"]["ratio"]["per_post"];
    assert!((per_post.as_f64().unwrap() - 900.0 / 14.0).abs() < 0.1, "{per_post}");
}

/// Evidence 10.1: at 54 offenders a manager the team is nearly full, 30 are comfortable, 100 cannot be done. Evidence 10.2: 160
/// monitored people mean 5 to 25 further confirmed breaches a year, and 0.4 to 1.4 posts of extra work; the forensics unit's
/// hours come on top. Few replications and a fixed seed: what is asked is wide of the noise.
#[test]
fn the_starter_reproduces_what_the_evidence_adds_up_to() {
    let place = Place::new();
    for (offenders, load) in [(720, 0.4..0.65), (1296, 0.86..1.0), (2400, 1.4..2.1)] {
        let folder = place.path(&offenders.to_string());
        assert_eq!(init(&folder, &format!("--offenders {offenders} --monitored 160")).code(), 0);
        let loads = checked(&folder.join("base.toml"))["loads"].clone();
        let manager = loads.as_array().unwrap().iter().find(|l| l["role"] == "offender manager").unwrap().clone();
        let asked = manager["load"].as_f64().unwrap();
        assert!(load.contains(&asked), "{offenders}: {manager}");
    }
    let folder = place.path("1296");
    let compare = Caseload::new("compare").file(&folder.join("base.toml")).file(&folder.join("app.toml"));
    let answer = compare.words("-n 20 --draws 0 --seed 2021 --quiet --no-date").answer();
    let mean = |of: usize, key: &str| answer.of(of, key)["centre"]["mean"].as_f64().unwrap();
    let more = |key: &str| mean(1, key) - mean(0, key);
    assert!((5.0..25.0).contains(&more("counted.breach")), "{}", more("counted.breach"));
    let posts = (more("demand.total") - more("demand.kind.device examination")) / 1_400.0;
    assert!((0.4..1.4).contains(&posts), "{posts} posts");
}

#[test]
fn init_writes_over_nothing() {
    let place = Place::new();
    let folder = place.path("force");
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(folder.join("app.toml"), "mine").unwrap();
    let ended = init(&folder, "--yes");
    assert_eq!(ended.code(), 2);
    assert!(ended.said().contains("app.toml") && ended.said().contains("another folder"), "{}", ended.said());
    assert_eq!(files(&folder).len(), 1, "nothing else was written");
    assert_eq!(std::fs::read(folder.join("app.toml")).unwrap(), b"mine");
    let file = place.file("file", "x");
    assert_eq!(init(&file, "--yes").code(), 2);
    // A folder with other things in it will do.
    assert_eq!(init(&place.path(""), "--yes").code(), 0);
    let ended = init(&place.path(""), "--yes");
    assert_eq!(ended.code(), 2);
    assert!(ended.said().contains("routine-work.toml and 23 more already"), "{}", ended.said());
}

#[test]
fn nonsense_is_refused_by_its_option_and_nothing_is_written() {
    let place = Place::new();
    let folder = place.path("force");
    for (words, parts) in [
        ("--offenders none", ["--offenders", "whole number from 1 to 500000"]),
        ("--offenders 24 --managers 1300", ["--managers", "swapped"]),
        ("--offenders 30 --managers 2 --sergeants 1 --yes", ["--monitored", "at most 30"]),
        ("--risk 2,18,30,51", ["--risk", "add up to 101"]),
        ("--overdue 40", ["--overdue", "who waits"]),
        ("--productive-hours 38", ["--productive-hours", "hours a year"]),
    ] {
        let ended = init(&folder, words);
        assert_eq!(ended.code(), 2, "{words}");
        assert!(parts.iter().all(|part| ended.said().contains(part)), "{words}: {}", ended.said());
        assert!(!folder.exists());
    }
    // All of it at once.
    let said = init(&folder, "--offenders none --managers 0").said();
    assert!(said.contains("--offenders") && said.contains("--managers"), "{said}");
}

#[test]
fn every_number_of_the_starter_says_where_it_comes_from() {
    for name in ["base.toml", "app.toml"] {
        let (scenario, _) = scenario::load(starter().join(name).to_str().unwrap()).unwrap();
        let explained: BTreeSet<&str> = scenario.sources.iter().map(|(id, _)| id.as_str()).collect();
        for number in scenario.numbers() {
            let source = number.passport.source.as_deref().unwrap_or_default();
            assert!(!source.is_empty() && number.passport.confidence.is_some(), "{name}: {}", number.key);
            let known = source == "not counted yet" || source.split(", ").all(|id| explained.contains(id));
            assert!(known, "{name}: {} cites {source}", number.key);
        }
    }
}

#[test]
fn the_templates_lie_over_the_starter() {
    let place = Place::new();
    let folder = place.path("force");
    assert_eq!(init(&folder, "--yes").code(), 0);
    let out = folder.join("imported.toml");
    let ended = import(&[template("caseload.csv"), template("staff.csv")]).words("--out").file(&out).end();
    assert_eq!(ended.code(), 0, "{}", ended.said());
    assert_eq!(ended.out(), "");
    assert!(ended.said().contains("115 people, 2 managers with 54 to 56 each, 15 visits overdue"), "{}", ended.said());
    assert!(ended.said().contains("5 people have no manager"), "{}", ended.said());
    for (name, below) in [("ours.toml", "base.toml"), ("ours-app.toml", "app.toml")] {
        std::fs::write(folder.join(name), format!("extends = [\"{below}\", \"imported.toml\"]\ntitle = \"Ours\"\n"))
            .unwrap();
        checked(&folder.join(name));
    }
    let (scenario, _) = scenario::load(folder.join("ours-app.toml").to_str().unwrap()).unwrap();
    let numbers = scenario.numbers();
    let typical = |key: &str| numbers.iter().find(|n| n.key == key).unwrap_or_else(|| panic!("{key}")).typical;
    assert!((typical("offenders.number") - 115.0).abs() < 1e-9);
    let people: Vec<f64> = scenario.offenders.shares.iter().map(|share| (share.typical * 115.0).round()).collect();
    assert_eq!(people, [6.0, 19.0, 33.0, 57.0]);
    // 115 offenders, three managers: one full time, one at 60 %, one from September to March.
    assert!((typical("staff.offender manager.people") - 1.0).abs() < 1e-9);
    assert!((typical("staff.offender manager, South.people") - 1.0).abs() < 1e-9);
    // One manager holds 56 and the other 54; nobody holds the five of nobody, so that all are given out in that proportion.
    let held: Vec<&[u32]> = scenario.roles.iter().flat_map(|r| &r.staff).map(|s| s.held_at_start.as_slice()).collect();
    assert!(held.contains(&&[56][..]) && held.contains(&&[54][..]), "{held:?}");
    // 56 live in the North and 59 in the South, where the managers work.
    assert_eq!(scenario.sites.names, ["North", "South"]);
    let living = scenario.sites.living.as_ref().unwrap().shares_at(&scenario::Point::Typical);
    assert_eq!(living.iter().map(|share| (share * 115.0).round()).collect::<Vec<_>>(), [56.0, 59.0]);
    let managers = scenario.roles.iter().find(|role| role.name == "offender manager").unwrap();
    assert_eq!(managers.staff.iter().map(|group| group.site).collect::<Vec<_>>(), [Some(0), Some(1), Some(1)]);
    // What the starter said is overdue has been replaced, not added to.
    let backlog: Vec<_> =
        numbers.iter().filter(|n| n.key.starts_with("backlog.") && n.key.ends_with(".number")).collect();
    assert!((backlog.iter().map(|n| n.typical).sum::<f64>() - 15.0).abs() < 1e-9);
    for number in backlog {
        let source = number.passport.source.as_deref().unwrap();
        assert!(source.starts_with("caseload.csv, imported 2026-04-01, SHA-256 "), "{source}");
    }
    let answer: Answer = Caseload::run(&folder.join("ours.toml"), 3).answer();
    assert!(answer.mean("demand.total") > 1_000.0);
    // The same again is refused, or replaced on request; the same bytes either way.
    let bytes = std::fs::read(&out).unwrap();
    let again = |words: &str| {
        import(&[template("caseload.csv"), template("staff.csv")]).words(words).arg("--out").file(&out).end()
    };
    assert_eq!(again("").code(), 2);
    assert_eq!(again("--force").code(), 0);
    assert_eq!(std::fs::read(&out).unwrap(), bytes);
    // A table that is to be read is never written over, by whatever path it is named.
    let table = folder.join("caseload.csv");
    std::fs::copy(template("caseload.csv"), &table).unwrap();
    let counts = std::fs::read(&table).unwrap();
    let over = folder.join(".").join("caseload.csv");
    let refused = import(std::slice::from_ref(&table)).words("--force --out").file(&over).end();
    assert!(refused.code() == 2 && refused.said().contains("nothing is written over it"), "{}", refused.said());
    assert_eq!(std::fs::read(&table).unwrap(), counts);
}

/// What each broken sample must be told, and what it holds that must not be repeated.
const BROKEN: [(&str, &[&str]); 18] = [
    ("addresses.csv", &["rows 2 and 3, column A: this looks like an address"]),
    (
        "births-without-a-heading.csv",
        &[
            "rows 2 and 3, column D: this looks like a date of birth",
            "row 1, column D: this column has content and no heading",
        ],
    ),
    (
        "births.csv",
        &[
            "rows 2 and 3, column D: this looks like a date of birth",
            "row 1, column D: by its heading this column holds dates of birth",
        ],
    ),
    ("empty.csv", &["empty.csv: the file is empty"]),
    ("manager-names.csv", &["rows 2 and 3, column A (manager code): this is not a code; it may be a name"]),
    ("names.csv", &["row 1, column B: by its heading this column holds names"]),
    ("no-headings.csv", &["no row of headings", "A caseload table has: manager code", "a staff table has: role"]),
    (
        "numbers.csv",
        &[
            "row 2, column B (people): this is text where a number is wanted",
            "row 3, column B (people): this has a comma where no thousands end",
            "row 4, column B (people): this is a negative number",
            "row 5, column B (people): the spreadsheet shows an error",
            "row 5, column C (overdue 1 to 14 days): this cell is empty",
            "row 6, column A (risk level): this is not a risk level",
            "row 6, column B (people): this is a percentage where a count is wanted",
            "row 7, column B (people): this is in the short form",
        ],
    ),
    (
        "one-row-a-person.csv",
        &[
            "row 1, column A: by its heading this column holds reference numbers of people",
            "row 1, column B: by its heading this column holds names",
            "row 1, column C: by its heading this column holds dates of birth",
            "row 2, column C: this looks like a date of birth",
        ],
    ),
    (
        "overdue-overlaps.csv",
        &[
            "column D (overdue 14 to 28 days): this column overlaps another",
            "row 3: more visits are overdue than there are people",
        ],
    ),
    (
        "references.csv",
        &[
            "row 2, column A: this looks like a reference number",
            "row 3, column B: this looks like an e-mail address",
            "row 4, column B: this looks like a telephone number",
        ],
    ),
    ("some-sites.csv", &["row 3, column C (site): this role has a site in other rows, and none in this"]),
    (
        "staff-numbers.csv",
        &[
            "row 2, column B (people): this is not a whole number",
            "row 3, column C (full-time share): this is more than one full-time post",
            "row 4, column D (hours a week): share and hours say different things",
            "row 5, column B (people): nobody is in this row",
            "row 6, column D (hours a week): these are not the hours",
            "row 6, column E (from): there is no such day",
            "row 7, column E (from): there is no such month",
            "row 8, column F (until): the last day is not after the first",
            "row 9, column A (role): the role is missing",
            "row 9, column E (from): this is not a date",
        ],
    ),
    ("subtotals.csv", &["row 4: this is a row of totals among the rows"]),
    ("twice.csv", &["row 4: manager, site and risk level are those of row 2"]),
    ("unicode-text.csv", &["row 1, column B: by its heading this column holds names"]),
    ("workbook.csv", &["this is an Excel workbook"]),
    ("wrong-total.csv", &["row 4, column C (people): the total is not what the rows above it add up to, 50"]),
];

#[test]
fn every_broken_sample_is_refused_by_place_and_nothing_in_it_is_repeated() {
    let shipped: Vec<String> = files(&template("broken")).into_keys().collect();
    assert_eq!(shipped, BROKEN.map(|(name, _)| name));
    for (name, parts) in BROKEN {
        let ended = import(&[template("broken").join(name)]).end();
        let said = ended.said();
        assert_eq!(ended.code(), 2, "{name}: {said}");
        assert_eq!(ended.out(), "", "{name}");
        for part in parts {
            assert!(said.contains(part), "{name} should be told: {part}\nIt is told:\n{said}");
        }
        assert_eq!(said.matches("error: ").count(), said.matches("= help: ").count(), "{name}: {said}");
        for held in [
            "Nobody",
            "Somebody",
            "1984",
            "1959",
            "07700",
            "example.org",
            "NG0",
            "Nowhere",
            "V000000",
            "0000000X",
            "soon",
            "ten;",
        ] {
            assert!(!said.contains(held), "{name} repeats {held}: {said}");
        }
    }
}

#[test]
fn two_tables_of_one_kind_and_a_file_that_is_not_there_are_refused() {
    let ended = import(&[template("staff.csv"), template("staff.csv")]).end();
    assert_eq!(ended.code(), 2);
    assert!(ended.said().contains("second staff table"), "{}", ended.said());
    assert_eq!(import(&[template("no-such.csv")]).end().code(), 2);
    assert_eq!(import(&[starter()]).end().code(), 2);
}

#[test]
fn no_file_of_the_corpus_brings_the_import_down() {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus/import");
    let folders = [files(&seeds), files(&starter().join("templates"))];
    assert!(folders.iter().all(|folder| folder.len() > 5));
    for bytes in folders.iter().flat_map(|folder| folder.values()) {
        tables::importing_never_panics(bytes);
        // Cut short, as by a full disk.
        for end in 0..bytes.len() {
            tables::importing_never_panics(&bytes[..end]);
        }
    }
}
