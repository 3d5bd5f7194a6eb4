//! Tasks, time in hand and hours, exactly; and the parts of the ledger add up to the whole.

use caseload::scenario;

use super::{N, SEED, path};
use crate::conservation::{hours, tasks_and_times};
use crate::support::{Answer, Caseload, Table};

/// `conservation` and `little`, in whole numbers.
#[test]
fn every_task_and_all_its_time_is_accounted_for() {
    for name in ["everything.toml", "otherwise.toml"] {
        let (scenario, _) = scenario::load(&path(name)).expect("a sound scenario");
        for replication in 0..20 {
            tasks_and_times(&scenario, replication).unwrap_or_else(|why| panic!("{name}, {replication}: {why}"));
        }
    }
}

/// `work_balance`, in whole numbers: hours worked are those of finished work, of open work and those lost.
#[test]
fn every_hour_is_accounted_for() {
    for name in ["everything.toml", "otherwise.toml"] {
        // What was begun before counting is in no row.
        let loaded = scenario::open(&path(name)).and_then(|loaded| loaded.set("warm_up", "0 h"));
        let (scenario, _) = loaded.and_then(scenario::Loaded::into_scenario).expect("a sound scenario");
        for replication in 0..3 {
            hours(&scenario, replication).unwrap_or_else(|why| panic!("{name}, replication {replication}: {why}"));
        }
    }
}

/// Sum over the columns that begin so, in each replication.
fn sum(table: &Table, prefix: &str) -> Vec<f64> {
    let mut sums = vec![0.0; table.rows.len()];
    let columns = table.header.iter().filter(|name| name.starts_with(prefix));
    for column in columns {
        sums.iter_mut().zip(table.numbers(column)).for_each(|(sum, number)| *sum += number);
    }
    sums
}

#[test]
fn the_parts_of_the_ledger_add_up_to_the_whole() {
    let (answer, table): (Answer, Table) = Caseload::run(path("everything.toml").as_ref(), N).seed(SEED).replications();
    let whole = table.numbers("hours.total");
    for parts in ["hours.cause.", "hours.stage.", "hours.role.", "hours.kind."] {
        for (sum, whole) in sum(&table, parts).iter().zip(&whole) {
            assert!((sum - whole).abs() <= 1e-9 * whole, "{parts}: {sum} of {whole}");
        }
    }
    // Of these the table has the whole only; the answer has the parts.
    let keys = answer.keys();
    for what in ["hours.ledger", "raised", "started", "finished", "lapsed", "referred", "lost", "travel"] {
        let whole = if what == "hours.ledger" { "hours.total".to_owned() } else { format!("{what}.total") };
        let parts = keys.iter().filter(|key| key.starts_with(&format!("{what}.")) && **key != whole);
        let (lines, sum) = parts.fold((0, 0.0), |(lines, sum), key| (lines + 1, sum + answer.mean(key)));
        let whole = answer.mean(&whole);
        assert!(whole > 0.0 && (sum - whole).abs() <= 1e-9 * whole, "{what}: {sum} in {lines} lines, {whole} in all");
    }
    assert!(answer.mean("hours.total") > 500.0);
}
