//! Writing: no room, no permission, an interrupt, names that a reader's program would run, other surroundings.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use super::{SOUND, did_not_panic, file, with};
use crate::support::{Answer, Caseload, Place, Table, files};

/// Whether a name ends in one of these.
fn ends_in(name: &str, endings: &[&str]) -> bool {
    Path::new(name).extension().is_some_and(|ending| endings.iter().any(|e| ending == *e))
}

fn names(folder: &Path) -> Vec<String> {
    files(folder).into_keys().collect()
}

/// No file may grow beyond 8 KiB: the write fails, earlier results stay as they were.
#[test]
fn disk_full() {
    let place = Place::new();
    let (path, run) = (file(&place, SOUND), place.path("run"));
    assert_eq!(Caseload::run(&path, 5).words("--out").file(&run).end().code(), 0);
    let before = names(&run);
    let kept = std::fs::read(run.join("replications.csv")).unwrap();
    let line = "ulimit -f 8; exec \"$0\" run \"$1\" -n 300 --quiet --out \"$2\"";
    // The signal for it ignored, as some shells have it, or left as it is, when it would end the process.
    let ignored = format!("trap '' XFSZ; {line}");
    let (old, new) = (&run, &place.path("new"));
    for (line, folder) in [(&ignored, old), (&ignored, new), (&line.to_owned(), old), (&line.to_owned(), new)] {
        let mut command = Command::new("bash");
        command.args(["-c", line, env!("CARGO_BIN_EXE_caseload")]).arg(&path).arg(folder);
        let output = command.output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert!(!said.contains("panicked"), "{said}");
        assert!(said.contains(folder.to_str().unwrap()) && said.contains("cannot be written"), "{said}");
    }
    assert_eq!(names(&run), before, "nothing of the failed runs is left");
    assert_eq!(std::fs::read(run.join("replications.csv")).unwrap(), kept, "earlier results are intact");
    assert_eq!(names(new), [""; 0], "nothing half-written, under whatever name");
}

/// A folder used before holds the new run and nothing of the old, but for files that no run wrote.
#[test]
fn used_before() {
    let place = Place::new();
    let (path, run, fresh) = (file(&place, SOUND), place.path("run"), place.path("fresh"));
    let compare = Caseload::new("compare").file(&path).file(&path).words("-n 2 --no-date --out").file(&run).end();
    assert_eq!(compare.code(), 0, "{}", compare.said());
    std::fs::write(run.join("notes.txt"), "mine").unwrap();
    let again = Caseload::new("run").file(&path).words("-n 2 --draws 0 --no-date --out").file(&run).end();
    assert_eq!(again.code(), 0, "{}", again.said());
    assert!(again.said().contains("in the place of the earlier run"), "{}", again.said());
    assert_eq!(Caseload::run(&path, 2).words("--out").file(&fresh).end().code(), 0);
    let mut left = files(&run);
    assert_eq!(left.remove("notes.txt").as_deref(), Some(b"mine".as_slice()));
    let fresh = files(&fresh);
    assert_eq!(left.keys().collect::<Vec<_>>(), fresh.keys().collect::<Vec<_>>());
    assert_eq!(left["replications.csv"], fresh["replications.csv"]);
}

/// A folder with other things in it was not meant: said before the run, which would take minutes.
#[test]
fn not_a_run_folder() {
    let place = Place::new();
    let path = file(&place, SOUND);
    let folder = path.parent().unwrap();
    let ended = Caseload::run(&path, 2_000_000).words("--out").file(folder).end();
    assert_eq!((ended.code(), ended.out()), (2, String::new()), "{}", ended.said());
    assert!(ended.said().contains("no manifest.json of an earlier run"), "{}", ended.said());
    assert!(ended.took < Duration::from_secs(5), "{:?}", ended.took);
    assert_eq!(names(folder), ["bad.toml"]);
}

/// The steps of a replication never take the place of what a run wrote, by whatever way the file is named; beside it they may stand.
#[test]
fn steps_do_not_write_over_a_run() {
    let place = Place::new();
    let (path, run) = (file(&place, SOUND), place.path("run"));
    assert_eq!(Caseload::run(&path, 2).words("--out").file(&run).end().code(), 0);
    let before = files(&run);
    std::os::unix::fs::symlink(run.join("results.json"), place.path("link.csv")).unwrap();
    std::os::unix::fs::symlink(&run, place.path("folder")).unwrap();
    let named =
        ["run/results.json", "run/manifest.json", "run/tables/../report.txt", "link.csv", "folder/quantities.csv"];
    for name in named {
        let ended = Caseload::new("run").file(&path).words("--trace").file(&place.path(name)).end();
        assert_eq!(ended.code(), 2, "{name}: {}", ended.said());
        assert!(ended.said().contains("would write over a file of the run in the folder"), "{}", ended.said());
    }
    assert!(files(&run) == before, "the run is as it was");
    let ended = Caseload::new("run").file(&path).words("--trace").file(&run.join("steps.csv")).end();
    assert_eq!(ended.code(), 0, "{}", ended.said());
}

/// What the wide table leaves out is said on standard error and in the manifest, and not where nothing is left out.
#[test]
fn what_the_table_of_replications_leaves_out_is_said() {
    let place = Place::new();
    let kind = |i: usize| {
        format!(
            "[[work]]\nname = \"w{i}\"\nraised = {{ each = \"team\", every = \"1 month\" }}\nby = \"clerk\"\neffort = \"1 h\"\n"
        )
    };
    let (one, kinds) = (kind(0), (0..60).map(kind).collect::<Vec<_>>().concat());
    let few = "title = \"t\"\nstarts = 2026-04-06\nruns_for = \"4 weeks\"\n[[staff]]\nrole = \"clerk\"\npeople = 1\n";
    for (work, left_out) in [(kinds, true), (one, false)] {
        let path = place.file("team.toml", format!("{few}{work}"));
        let run = place.path(if left_out { "many" } else { "one" });
        let ended = Caseload::new("run").file(&path).words("-n 2 --out").file(&run).end();
        assert_eq!(ended.code(), 0, "{}", ended.said());
        let manifest = String::from_utf8(files(&run)["manifest.json"].clone()).unwrap();
        let header = Table::open(&run.join("replications.csv")).header.len() - 4;
        let said = format!("replications.csv holds {header} of ");
        for text in [ended.said(), manifest] {
            assert_eq!(text.contains(&said), left_out, "{said} in {text}");
        }
    }
}

#[test]
fn device_full() {
    let place = Place::new();
    let command = Caseload::new("run").file(&file(&place, SOUND)).words("--replication 0 --trace /dev/full");
    let ended = command.end();
    did_not_panic(&ended);
    assert_eq!(ended.code(), 1, "{}", ended.said());
    assert!(ended.said().contains("`/dev/full` cannot be written"), "{}", ended.said());
    let line = "exec \"$0\" run \"$1\" -n 3 --json --quiet > /dev/full";
    let mut command = Command::new("bash");
    let output =
        command.args(["-c", line, env!("CARGO_BIN_EXE_caseload")]).arg(place.path("bad.toml")).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("standard output cannot be written"), "{said}");
}

/// Root may write anywhere, but not below a file. It is said before the run, which would take minutes.
#[test]
fn read_only() {
    let place = Place::new();
    let plain = place.file("plain", "");
    let ended = Caseload::run(&file(&place, SOUND), 2_000_000).words("--out").file(&plain.join("run")).end();
    did_not_panic(&ended);
    assert_eq!(ended.code(), 1, "{}", ended.said());
    assert!(ended.said().contains(plain.to_str().unwrap()), "{}", ended.said());
    assert!(ended.took < Duration::from_secs(5), "{:?}", ended.took);
}

/// An interrupt stops within a second, and what was finished is kept and labelled.
///
/// Up to three tries: on a machine that others use, one of them may be put off for longer than the second.
#[test]
fn sigint() {
    let quick = (0..3).any(|_| interrupted() < Duration::from_secs(1));
    assert!(quick, "none of three interrupts ended within a second");
}

/// How long an interrupted run took to end, having said and kept what it should.
fn interrupted() -> Duration {
    let place = Place::new();
    let run = place.path("run");
    let command = Caseload::new("run").file(&file(&place, SOUND)).words("-n 1000000 --threads 2 --json --out");
    let child = command.file(&run).start();
    std::thread::sleep(Duration::from_millis(1_500));
    let asked = Instant::now();
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    let output = child.wait_with_output().unwrap();
    let took = asked.elapsed();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("stopped:") && said.contains("of 1000000 replications were finished"), "{said}");
    let answer = Answer::read(&String::from_utf8(output.stdout).unwrap());
    let made = &answer.0["scenarios"][0]["replications"];
    assert_eq!(made["interrupted_of"], 1_000_000, "{made}");
    assert!(made["typical"].as_u64().unwrap() < 1_000_000, "{made}");
    let warnings = answer.0["warnings"].to_string();
    assert!(warnings.contains("interrupted") || warnings.contains("stopped"), "{warnings}");
    assert!(names(&run).contains(&"results.json".to_owned()), "{:?}", names(&run));
    took
}

const RUNS: [&str; 2] = ["=HYPERLINK(1)", "<script>alert(1)</script>"];

/// Names that a spreadsheet or a browser would run.
fn injected() -> String {
    with("bad input", "<img src=x onerror=alert(1)>")
        .replace("\"officer\"", &format!("{:?}", RUNS[0]))
        .replace("\"case\"", &format!("{:?}", RUNS[1]))
        + "[[work]]\nname = \"@SUM(1)\"\nraised = { each = \"team\", at_random = \"0.1 per hour\" }\n\
           by = \"=HYPERLINK(1)\"\neffort = \"1 h\"\ncause = \"+1\"\nstage = \"-1\"\n"
}

#[test]
fn formula_injection() {
    let place = Place::new();
    let run = place.path("run");
    let path = place.file("=1+1.toml", injected());
    let ended = Caseload::run(&path, 3).words("--out").file(&run).end();
    assert_eq!(ended.code(), 0, "{}", ended.said());
    let trace = Caseload::new("run").file(&path).words("--quiet --replication 0 --trace").file(&run.join("trace.csv"));
    assert_eq!(trace.end().code(), 0);
    let tables: Vec<String> = names(&run).into_iter().filter(|name| ends_in(name, &["csv"])).collect();
    assert!(tables.len() >= 5, "{tables:?}");
    for name in tables {
        let table = Table::open(&run.join(&name));
        for cell in table.rows.iter().flatten().chain(&table.header) {
            let runs = cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && cell.parse::<f64>().is_err();
            assert!(!runs, "{name}: {cell}");
        }
    }
}

#[test]
fn html_injection() {
    let place = Place::new();
    let run = place.path("run");
    let ended = Caseload::run(&file(&place, injected()), 3).words("--out").file(&run).end();
    assert_eq!(ended.code(), 0, "{}", ended.said());
    let pages = names(&run);
    let pages: Vec<&String> = pages.iter().filter(|name| ends_in(name, &["html", "svg"])).collect();
    assert!(!pages.is_empty(), "no page among {:?}", names(&run));
    for name in pages {
        let page = std::fs::read_to_string(run.join(name)).unwrap();
        assert!(!page.contains("<img src=x") && !page.contains("<script>alert"), "{name}");
    }
}

/// Another language, time zone, folder or terminal: the same bytes.
#[test]
fn locale() {
    let place = Place::new();
    let path = file(&place, SOUND);
    let ask = || Caseload::run(&path, 5).words("--json");
    let plain = ask().end();
    assert_eq!(plain.code(), 0, "{}", plain.said());
    for (name, value) in
        [("LC_ALL", "de_DE.UTF-8"), ("LANG", "tr_TR.UTF-8"), ("TZ", "Asia/Kathmandu"), ("NO_COLOR", "1")]
    {
        assert_eq!(ask().env(name, value).end().output.stdout, plain.output.stdout, "{name}={value}");
        let text = |command: Caseload| command.end().output.stdout;
        let other = text(Caseload::run(&path, 5).env(name, value));
        assert_eq!(other, text(Caseload::run(&path, 5)), "{name}={value}");
    }
}
