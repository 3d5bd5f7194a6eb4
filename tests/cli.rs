//! The command as a user meets it: what it prints, what it writes, how it ends.

#![expect(clippy::unwrap_used, reason = "clippy's allowance for tests does not cover helpers")]

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

const BASE: &str = "scenarios/nottinghamshire-2021/base.toml";
const APP: &str = "scenarios/nottinghamshire-2021/app.toml";
const MM1: &str = "scenarios/textbook/crn-base.toml";

fn caseload(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_caseload")).args(arguments).env("NO_COLOR", "1").output().unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn without_arguments_a_newcomer_is_told_what_to_type() {
    let output = caseload(&[]);
    assert_eq!(output.status.code(), Some(0));
    assert!(out(&output).contains("caseload check") && out(&output).contains("caseload compare"));
}

#[test]
fn check_shows_load_and_rungs_and_a_difference() {
    let output = caseload(&["check", BASE]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    assert!(out(&output).contains("offender manager") && out(&output).contains("50"));
    let output = caseload(&["check", "--diff", BASE, APP]);
    assert!(out(&output).contains("monitored"), "{}", out(&output));
    let output = caseload(&["check", "--json", BASE]);
    let json: serde_json::Value = serde_json::from_str(&out(&output)).unwrap();
    assert_eq!(json[0]["sound"], true);
}

#[test]
fn a_faulty_request_or_file_ends_with_2() {
    for arguments in [
        vec!["run"],
        vec!["run", "no-such-file.toml"],
        vec!["run", MM1, "--replications", "0"],
        vec!["run", MM1, "--replications", "18446744073709551615"],
        vec!["run", MM1, "--require", "no such thing<=1"],
        vec!["run", MM1, "--set", "no.such.key=1"],
        vec!["sweep", MM1, "--vary", "no.such.key=1,2"],
        vec!["check", "--diff", MM1],
    ] {
        let output = caseload(&arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {}", err(&output));
        assert!(!err(&output).is_empty() && out(&output).is_empty(), "{arguments:?}");
    }
}

#[test]
fn a_folder_that_cannot_be_written_is_found_before_the_run() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("file");
    fs::write(&file, "x").unwrap();
    let output = caseload(&["run", BASE, "--out", file.to_str().unwrap(), "-n", "1000000"]);
    assert!(matches!(output.status.code(), Some(1 | 2)), "{}", err(&output));
    let output = caseload(&["run", MM1, "--out", file.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    assert!(err(&output).contains("cannot be written"));
}

#[test]
fn json_stands_alone_on_standard_output_and_is_the_same_for_any_threads() {
    let json = |threads: &str| {
        let output = caseload(&["run", MM1, "--json", "-q", "-n", "20", "--threads", threads]);
        assert_eq!(output.status.code(), Some(0), "{}", err(&output));
        assert!(output.stderr.is_empty());
        out(&output)
    };
    let one = json("1");
    assert_eq!(one, json("2"));
    assert_eq!(one, json("7"));
    let answer: serde_json::Value = serde_json::from_str(&one).unwrap();
    assert_eq!(answer["scenarios"][0]["replications"]["typical"], 20);
}

#[test]
fn a_scenario_comes_in_by_standard_input() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_caseload"))
        .args(["run", "-", "-q", "-n", "3"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(&fs::read(MM1).unwrap()).unwrap();
    assert_eq!(child.wait_with_output().unwrap().status.code(), Some(0));
}

#[test]
fn a_missed_target_ends_with_3_and_a_met_one_with_0() {
    let output = caseload(&["run", MM1, "-q", "-n", "5", "--require", "demand.total<=1"]);
    assert_eq!(output.status.code(), Some(3));
    assert!(err(&output).contains("demand.total<=1"));
    let output = caseload(&["run", MM1, "-q", "-n", "5", "--require", "demand.total>=1"]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
}

fn files_of(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<(String, Vec<u8>)> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.file_type().unwrap().is_file())
        .map(|entry| (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap()))
        .collect();
    files.sort();
    files
}

#[test]
fn two_runs_write_the_same_bytes_and_the_manifest_names_every_file() {
    let dir = tempfile::tempdir().unwrap();
    let write = |name: &str, threads: &str| {
        let folder = dir.path().join(name);
        let to = folder.to_str().unwrap();
        let common = ["-q", "-n", "4", "--draws", "2", "--no-date", "--out", to, "--threads", threads];
        let output = caseload(&[&["compare", BASE, APP], &common[..]].concat());
        assert_eq!(output.status.code(), Some(0), "{}", err(&output));
        files_of(&folder)
    };
    let first = write("a", "1");
    assert!(first == write("b", "2"), "two runs differ");
    let manifest = first.iter().find(|(name, _)| name == "manifest.json").unwrap();
    let manifest: serde_json::Value = serde_json::from_slice(&manifest.1).unwrap();
    let named: Vec<&str> = manifest["files"].as_array().unwrap().iter().map(|f| f["name"].as_str().unwrap()).collect();
    for (name, _) in first.iter().filter(|(name, _)| name != "manifest.json") {
        assert!(named.contains(&name.as_str()), "{name} is not in the manifest");
    }
    assert!(manifest.get("date").is_none());
    let rows = first.iter().find(|(name, _)| name == "replications.csv").unwrap();
    assert_eq!(String::from_utf8_lossy(&rows.1).lines().count(), 1 + 2 * (4 + 2 * 2));
}

#[test]
fn one_replication_writes_its_event_log() {
    let dir = tempfile::tempdir().unwrap();
    let log = dir.path().join("log.csv");
    let output = caseload(&["run", BASE, "--replication", "3", "--trace", log.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    let text = fs::read_to_string(&log).unwrap();
    assert!(text.starts_with("time_ms,clock,step,task,kind"));
    assert!(text.lines().count() > 1_000 && text.contains("home visit"));
}

#[test]
fn a_sweep_writes_its_grid() {
    let dir = tempfile::tempdir().unwrap();
    let to = dir.path().to_str().unwrap();
    let vary = ["--vary", "offenders.number=1200,1300", "--vary", "staff.offender manager.people=24,26"];
    let output = caseload(&[&["sweep", BASE, "-q", "-n", "3", "--draws", "0", "--out", to], &vary[..]].concat());
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    let grid = fs::read_to_string(dir.path().join("sweep.csv")).unwrap();
    assert!(grid.starts_with("offenders.number,staff.offender manager.people,key"), "{grid}");
    assert!(grid.contains("1300,26,utilisation.offender manager"));
}

#[test]
#[cfg(unix)]
fn an_interrupt_ends_the_run_within_a_second_and_says_what_was_finished() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_caseload"))
        .args(["run", BASE, "-n", "50000", "--draws", "0"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    std::thread::sleep(std::time::Duration::from_millis(1500));
    let id = child.id().to_string();
    assert!(Command::new("kill").args(["-INT", &id]).status().unwrap().success());
    let asked = std::time::Instant::now();
    assert_eq!(child.wait().unwrap().code(), Some(1));
    // A second is promised; the machine of the tests may be busy.
    assert!(asked.elapsed().as_secs() < 5, "{:?}", asked.elapsed());
    let output = child.wait_with_output().unwrap();
    assert!(err(&output).contains("replications were finished"), "{}", err(&output));
}

#[test]
fn the_schema_is_json() {
    let output = caseload(&["schema"]);
    let schema: serde_json::Value = serde_json::from_str(&out(&output)).unwrap();
    assert!(schema["$schema"].is_string());
}

#[test]
fn a_trace_neither_writes_over_its_scenario_nor_takes_options_it_would_ignore() {
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("copy.toml");
    fs::copy(MM1, &copy).unwrap();
    let path = copy.to_str().unwrap();
    let output = caseload(&["run", path, "--trace", path]);
    assert_eq!(output.status.code(), Some(2), "{}", err(&output));
    assert!(err(&output).contains("write over the scenario"), "{}", err(&output));
    assert_eq!(fs::read(&copy).unwrap(), fs::read(MM1).unwrap());
    for option in ["--json", "--out=x", "--replications=3", "--require=hours.total<=1"] {
        let output = caseload(&["run", MM1, "--trace", "-", option]);
        assert_eq!(output.status.code(), Some(2), "{option}");
    }
}

#[test]
fn a_name_that_stands_for_something_else_or_cannot_be_read_is_refused() {
    let text = |name: &str| {
        format!(
            "title = \"names\"\ncalendar = \"none\"\nruns_for = \"1 day\"\n[[staff]]\nrole = \"clerk\"\npeople = 1\n\
             [[work]]\nname = \"{name}\"\nraised = {{ each = \"team\", every = \"6 h\" }}\nby = \"clerk\"\neffort = \"1 h\"\n"
        )
    };
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("names.toml");
    for (name, fine) in [("letter", true), ("total", false), (" ", false), ("bell\\u0007", false)] {
        fs::write(&file, text(name)).unwrap();
        let output = caseload(&["check", file.to_str().unwrap()]);
        assert_eq!(output.status.code(), Some(if fine { 0 } else { 2 }), "{name:?}: {}", err(&output));
    }
}

#[test]
fn sixty_four_roles_work_together_and_one_more_is_refused() {
    let role = |role: usize| {
        format!(
            "[[staff]]\nrole = \"r{role}\"\npeople = 1\n[[work]]\nname = \"w{role}\"\n\
             raised = {{ each = \"team\", every = \"6 h\" }}\nby = \"r{role}\"\neffort = \"1 h\"\n"
        )
    };
    let head = "title = \"roles\"\ncalendar = \"none\"\nruns_for = \"1 day\"\n";
    let text = head.to_owned() + &(0..64).map(role).collect::<Vec<_>>().concat();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("roles.toml");
    fs::write(&file, &text).unwrap();
    let run = ["run", file.to_str().unwrap(), "-n", "2", "--quiet"];
    assert_eq!(caseload(&run).status.code(), Some(0));
    fs::write(&file, text + "[[staff]]\nrole = \"one more\"\npeople = 1\n").unwrap();
    let output = caseload(&run);
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains("more than 64 roles"), "{}", err(&output));
}
