//! V01-V09: long-run averages of queues.

use crate::cases::Case;
use crate::judge::Estimate;
use crate::support::Answer;

/// Runs a case whose measures are all averages of quantities.
fn averages(id: &'static str, file: &str, measures: &[(&str, &str)]) -> (Case, Answer) {
    let mut case = Case::open(id);
    let (answer, _) = case.long_run(file);
    for (measure, key) in measures {
        case.measure(measure, Estimate::mean(&answer, key));
    }
    (case, answer)
}

#[test]
fn v01_one_officer() {
    let measures = [
        ("utilisation", "utilisation.officer"),
        ("wq", "wait.mean.alert"),
        ("w", "flow.mean.alert"),
        ("lq", "waiting.mean.total"),
        ("l", "in hand.mean.total"),
        ("p_wait_gt", "waited longer than 2 h.alert"),
        ("p_overdue", "took longer than 16 h.alert"),
        ("sojourn_quantile", "flow.p90.alert"),
    ];
    averages("V01", "mm1.toml", &measures).0.close();
}

#[test]
fn v02_a_team() {
    let measures = [
        ("p_wait", "waited longer than 0 h.case"),
        ("wq", "wait.mean.case"),
        ("lq", "waiting.mean.total"),
        ("p_wait_gt", "waited longer than 1 h.case"),
        ("p_overdue", "took longer than 8 h.case"),
        ("wait_quantile", "wait.p90.case"),
        ("sd_wait", "wait.sd.case"),
        ("mean_busy", "busy.mean.officer"),
    ];
    averages("V02", "mmc.toml", &measures).0.close();
}

#[test]
fn v03_a_bounded_tray() {
    let mut case = Case::open("V03");
    let (answer, table) = case.long_run("mmck.toml");
    for (measure, key) in [
        ("p_lost", "share referred.total"),
        ("wq", "wait.mean.case"),
        ("l", "in hand.mean.total"),
        ("utilisation", "utilisation.officer"),
    ] {
        case.measure(measure, Estimate::mean(&answer, key));
    }
    let hours = answer.0["scenarios"][0]["days"].as_f64().expect("days") * 24.0;
    let (raised, referred) = (table.numbers("raised.total"), table.numbers("referred.total"));
    let accepted: Vec<f64> = raised.iter().zip(&referred).map(|(all, lost)| (all - lost) / hours).collect();
    case.measure("throughput", Estimate::of(&accepted));
    case.close();
}

#[test]
fn v04_a_skewed_handling_time() {
    let measures = [
        ("utilisation", "utilisation.specialist"),
        ("wq", "wait.mean.case"),
        ("w", "flow.mean.case"),
        ("lq", "waiting.mean.total"),
        ("sd_wait", "wait.sd.case"),
        ("p_wait", "waited longer than 0 h.case"),
    ];
    averages("V04", "mg1-lognormal.toml", &measures).0.close();
}

#[test]
fn v05_two_priorities_one_officer() {
    let mut case = Case::open("V05");
    let (answer, table) = case.long_run("priority-nonpreemptive.toml");
    case.measure("wq_p1", Estimate::mean(&answer, "wait.mean.high"));
    case.measure("wq_p2", Estimate::mean(&answer, "wait.mean.low"));
    let (high, low) = (table.numbers("wait.mean.high"), table.numbers("wait.mean.low"));
    let total: Vec<f64> = high.iter().zip(&low).map(|(h, l)| 0.05 * 4.0 * h + 0.1 * 3.0 * l).collect();
    case.measure("conservation", Estimate::of(&total));
    case.close();
}

#[test]
fn v06_two_priorities_a_team() {
    let measures = [("wq_p1", "wait.mean.high"), ("wq_p2", "wait.mean.low"), ("wq_all", "wait.mean.all")];
    averages("V06", "mmc-priority.toml", &measures).0.close();
}

#[test]
fn v07_alerts_that_lapse() {
    let measures = [
        ("p_lapse", "share lapsed.total"),
        ("p_wait", "waited longer than 0 h.alert"),
        ("ew_all", "time in queue.mean.alert"),
        ("lq", "waiting.mean.total"),
        ("utilisation", "utilisation.officer"),
    ];
    averages("V07", "erlang-a.toml", &measures).0.close();
}

#[test]
fn v08_one_open_case_a_person() {
    let measures = [("l", "in hand.mean.total"), ("wq", "wait.mean.case"), ("utilisation", "utilisation.officer")];
    let (mut case, answer) = averages("V08", "finite-caseload.toml", &measures);
    let hours = answer.0["scenarios"][0]["days"].as_f64().expect("days") * 24.0;
    case.measure("throughput", Estimate::scaled(&answer, "raised.total", 1.0 / hours));
    case.close();
}

#[test]
fn v09_triage_then_investigation() {
    let measures = [
        ("wq_triage", "wait.mean.triage"),
        ("wq_investigate", "wait.mean.investigation"),
        ("end_to_end", "from origin.mean.investigation"),
        ("l_total", "in hand.mean.total"),
    ];
    averages("V09", "tandem.toml", &measures).0.close();
}
