//! Work that arises several pieces at a time: without a queue by arithmetic, with one against the closed form of M^X/M/1
//! (Gross, Shortle, Thompson and Harris, *Fundamentals of Queueing Theory*, section 3.1).

use crate::SEED;
use crate::judge::mean;
use crate::support::{Caseload, Place, trace};

/// Mean number in hand where batches come at random: rho (E X + E X^2) / (2 E X (1 - rho)).
fn in_hand(rate: f64, (first, second): (f64, f64), service: f64) -> f64 {
    let load = rate * first * service;
    load * (first + second) / (2.0 * first * (1.0 - load))
}

/// Days of letters that come in bags, each an hour to answer on average.
fn bags(rate: &str, number: &str) -> String {
    format!(
        "title = \"bags of letters\"\ncalendar = \"none\"\nwarm_up = \"40 days\"\nruns_for = \"400 days\"\n\
         [[staff]]\nrole = \"clerk\"\npeople = 1\n\
         [[work]]\nname = \"bag\"\nraised = {{ each = \"team\", at_random = \"{rate} per hour\" }}\nby = \"no one\"\n\
         raises = [{{ work = \"letter\", number = {number} }}]\n\
         [[work]]\nname = \"letter\"\nby = \"clerk\"\neffort = {{ mean = \"1 h\", varies = \"exponential\" }}\n"
    )
}

#[test]
fn batches_at_random_queue_as_the_closed_form_says() {
    let place = Place::new();
    // Of three each; and geometric with mean two, whose second moment is m (2 m - 1).
    let cases = [("0.2", "3", (3.0, 9.0)), ("0.35", "{ mean = 2, varies = \"geometric\" }", (2.0, 6.0))];
    for (rate, number, moments) in cases {
        let file = place.file("bags.toml", bags(rate, number));
        let answer = Caseload::run(&file, 120).seed(SEED).answer();
        let rate: f64 = rate.parse().expect("a number");
        let letters = in_hand(rate, moments, 1.0);
        mean(&answer, "in hand.mean.letter", letters, 0.05);
        // Little: time in hand is number over throughput, of which an hour is work.
        mean(&answer, "wait.mean.letter", letters / (rate * moments.0) - 1.0, 0.06);
        // Far from what single arrivals at the same load would do.
        let load = rate * moments.0;
        assert!(letters > 1.4 * load / (1.0 - load), "{letters}");
    }
}

#[test]
fn a_batch_on_its_date_is_begun_at_once_while_there_are_people() {
    let text = "title = \"bags\"\ncalendar = \"none\"\nruns_for = \"3 days\"\n[[staff]]\nrole = \"clerk\"\npeople = 5\n\
                [[work]]\nname = \"bag\"\nraised = { each = \"team\", at = [\"2 h\", \"10 h\", \"10 h\", \"40 h\"] }\n\
                by = \"no one\"\nraises = [{ work = \"letter\", number = 4 }]\n\
                [[work]]\nname = \"letter\"\nby = \"clerk\"\neffort = \"90 min\"\n";
    let place = Place::new();
    let file = place.file("bags.toml", text);
    let steps = trace(&file, SEED, 0).only("kind", "letter");
    let at = |step: &str| -> Vec<f64> {
        let mut hours: Vec<f64> =
            steps.only("step", step).numbers("time_ms").iter().map(|ms| ms / 3_600_000.0).collect();
        hours.sort_by(f64::total_cmp);
        hours
    };
    let arose = [vec![2.0; 4], vec![10.0; 8], vec![40.0; 4]].concat();
    assert_eq!(at("arose"), arose);
    // Two bags at ten: five are begun at once, three an hour and a half later.
    let started = [vec![2.0; 4], vec![10.0; 5], vec![11.5; 3], vec![40.0; 4]].concat();
    assert_eq!(at("started"), started);
    assert_eq!(at("finished"), started.iter().map(|at| at + 1.5).collect::<Vec<_>>());
}
