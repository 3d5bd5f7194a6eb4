//! The validation cases V01 to V09 and V21 (closed forms in 50-digit arithmetic), and identities.

use super::*;

#[track_caller]
fn close(found: f64, expected: f64) {
    let error = (found - expected).abs();
    assert!(error <= 1e-12 * expected.abs(), "{found} is not {expected}: {error:e}");
}

#[test]
fn v01_one_officer() {
    let (arrivals, rate) = (0.3, 0.4);
    close(mm1_mean_wait(arrivals, rate), 7.5);
    close(mmc_mean_wait(arrivals, rate, 1), 7.5);
    close(mmc_mean_flow(arrivals, rate, 1), 10.0);
    close(mmc_wait_tail(arrivals, rate, 1, 2.0), 0.614_048_064_808_486_4);
    close(mm1_flow_tail(arrivals, rate, 16.0), 0.201_896_517_994_655_4);
    close(mmc_flow_tail(arrivals, rate, 1, 16.0), 0.201_896_517_994_655_4);
    close(mm1_flow_quantile(arrivals, rate, 0.9), 23.025_850_929_940_457);
}

#[test]
fn v02_a_team_of_three() {
    let (arrivals, rate) = (0.8, 1.0 / 3.0);
    close(erlang_c(2.4, 3), 0.647_191_011_235_955_1);
    close(mmc_mean_wait(arrivals, rate, 3), 3.235_955_056_179_775);
    close(mmc_wait_tail(arrivals, rate, 3, 1.0), 0.529_875_184_014_514_1);
    close(mmc_flow_tail(arrivals, rate, 3, 8.0), 0.283_724_817_685_126_9);
    close(mmc_wait_quantile(arrivals, rate, 3, 0.9), 9.337_356_454_818_757);
    close(mmc_wait_sd(arrivals, rate, 3), 4.678_476_828_646_509);
    close(mmc_mean_busy(arrivals, rate, 3), 2.4);
}

#[test]
fn v03_a_bounded_tray() {
    let found = mmck(1.2, 0.4, 4, 10).unwrap();
    close(found.lost, 0.024_320_928_008_422_062);
    close(found.throughput, 1.170_814_886_389_893_5);
    close(found.mean_wait, 0.777_392_923_178_237_6);
    close(found.in_system, 3.837_220_423_005_969);
    close(found.utilisation, 0.731_759_303_993_683_5);
}

#[test]
fn v04_a_specialist_with_lognormal_times() {
    let spread: f64 = 1.0 + 1.1 * 1.1;
    let moments = [4.5, 20.25 * spread, 91.125 * spread * spread * spread];
    close(mg1_mean_wait(0.15, moments[0], moments[1]), 10.3275);
    close(mg1_wait_sd(0.15, moments), 16.061_721_093_955_03);
    close(allen_cunneen_wait(0.15, 1.0 / 4.5, 1, 1.0, 1.21), 10.3275);
}

#[test]
fn v05_and_v06_the_urgent_first() {
    let classes = [
        WorkClass { arrival_rate: 0.05, mean: 4.0, square: 32.0 },
        WorkClass { arrival_rate: 0.1, mean: 3.0, square: 18.0 },
    ];
    let waits = mg1_priority_waits(&classes);
    close(waits[0], 2.125);
    close(waits[1], 4.25);
    let waits = mmc_priority_waits(&[0.3, 0.5], 1.0 / 3.0, 3);
    close(waits[0], 0.924_558_587_479_935_8);
    close(waits[1], 4.622_792_937_399_679);
    close((0.3 * waits[0] + 0.5 * waits[1]) / 0.8, 3.235_955_056_179_775);
}

#[test]
fn the_most_urgent_do_not_notice_others_when_work_is_interrupted() {
    let classes = [0.2, 0.3].map(|arrival_rate| WorkClass { arrival_rate, mean: 1.0, square: 2.0 });
    let flows = mg1_preemptive_flows(&classes);
    close(flows[0], 1.0 / 0.8);
    // Number in an M/M/1 queue does not depend on who is served: Little's law over both classes.
    close(0.2 * flows[0] + 0.3 * flows[1], 1.0);
}

#[test]
fn v07_lapsing_alerts() {
    let found = erlang_a(1.5, 0.5, 0.125, 3).unwrap();
    close(found.lapse, 0.151_594_940_847_087_06);
    close(found.p_wait, 0.713_654_000_622_168_9);
    close(found.mean_queue_time, 1.212_759_526_776_696_5);
    close(found.waiting, 1.819_139_290_165_044_7);
    close(found.utilisation, 0.848_405_059_152_912_9);
}

#[test]
fn v08_a_finite_caseload() {
    let found = finite_source(40, 0.03, 0.5, 2).unwrap();
    close(found.in_system, 8.079_265_834_108_78);
    close(found.throughput, 0.957_622_024_976_736_6);
    close(found.mean_wait, 6.436_800_348_556_153);
    close(found.utilisation, 0.957_622_024_976_736_6);
}

#[test]
fn v09_triage_then_investigation() {
    close(mmc_mean_wait(0.7, 0.5, 2), 1.921_568_627_450_980_4);
    close(mmc_mean_wait(0.7, 1.0 / 6.0, 6), 1.119_925_665_538_287_6);
    let flow = tandem_flow(0.7, &[(0.5, 2), (1.0 / 6.0, 6)]);
    close(flow, 11.041_494_292_989_268);
    close(0.7 * flow, 7.729_046_005_092_488);
}

#[test]
fn v21_fewest_officers() {
    let rate = 1.0 / 3.0;
    assert_eq!(servers_for_wait(1.0, rate, 2.0, 0.1, 1000), Some(5));
    close(mmc_wait_tail(1.0, rate, 5, 2.0), 0.062_248_886_843_655_59);
    close(mmc_wait_tail(1.0, rate, 4, 2.0), 0.261_552_117_243_018_6);
    assert_eq!(servers_for_wait(5.0, rate, 2.0, 0.1, 1000), Some(18));
    close(mmc_wait_tail(5.0, rate, 18, 2.0), 0.048_901_291_201_249_836);
    assert_eq!(servers_for_wait(5.0, rate, 2.0, 0.1, 3), None);
}

#[test]
fn a_hundred_thousand_servers_are_no_trouble() {
    let waits = erlang_c(99_000.0, 100_000);
    let rule = halfin_whitt_delay(1000.0 / libm::sqrt(99_000.0));
    assert!(waits > 0.0 && (waits / rule - 1.0).abs() < 0.1, "{waits} {rule}");
    assert!(erlang_a(99_000.0, 1.0, 0.5, 99_500).unwrap().lapse < 0.01);
}

#[test]
fn overload_is_endless_and_never_no_number() {
    assert!(mmc_mean_wait(2.0, 1.0, 2).is_infinite());
    assert!(mg1_mean_wait(1.0, 1.0, 1.0).is_infinite());
    close(mmc_wait_tail(2.0, 1.0, 1, 5.0), 1.0);
    let waits = mmc_priority_waits(&[0.5, 5.0], 1.0, 1);
    assert!(waits[0].is_finite() && waits[1].is_infinite());
    let idle = mmck(0.0, 1.0, 2, 5).unwrap();
    assert!(idle.lost == 0.0 && idle.mean_wait == 0.0);
    assert!(mmck(1.0, 1.0, 0, 5).is_none() && erlang_a(1.0, 1.0, 0.0, 1).is_none());
}

#[test]
fn a_fluid_backlog_grows_and_drains_and_stops_at_nothing() {
    let piece = |inflow| FluidPiece { duration: 10.0, inflow, capacity: 3.0 };
    let found = fluid_backlog(5.0, &[piece(4.0), piece(2.5), piece(0.0)]);
    assert_eq!(found, [15.0, 10.0, 0.0]);
}

#[test]
fn a_fluid_with_lapses_follows_its_equation_across_the_level() {
    for (opening, arrivals) in [(0.0, 6.0), (30.0, 1.0), (4.0, 6.0), (4.0, 2.0), (2.0, 1.0)] {
        let (mut x, steps) = (opening, 200_000);
        for _ in 0..steps {
            let x_waiting = f64::max(x - 4.0, 0.0);
            x += 20.0 / f64::from(steps) * (arrivals - f64::min(x, 4.0) - 0.1 * x_waiting);
        }
        let exact = fluid_with_lapses(opening, arrivals, 1.0, 0.1, 4.0, 20.0);
        assert!((exact - x).abs() < 1e-3, "{exact} {x}");
    }
}
