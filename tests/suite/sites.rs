//! Two sites and the way between them, through a scenario file and the command line: hours of travel by arithmetic.

use caseload::scenario::from_text;

use crate::support::{Answer, Caseload, Place, scenarios, trace};

/// Forty offenders, a quarter of them in the north, and the way.
fn county(north: &str) -> String {
    format!(
        "title = \"two sites\"\ncalendar = \"none\"\nruns_for = \"60 days\"\n\
         [offenders]\nnumber = 40\nsite = {{ North = \"{north}\", South = \"rest\" }}\n\
         [travel]\nwithin = \"25 min\"\nbetween = \"55 min\"\n"
    )
}

/// One officer in the north and two in the south, who hold offenders by name.
const HOLDERS: &str = "[[staff]]\nrole = \"officer\"\nname = \"n\"\npeople = 1\nholds = \"offenders\"\nsite = \"North\"\n\
                       [[staff]]\nrole = \"officer\"\nname = \"s\"\npeople = 2\nholds = \"offenders\"\nsite = \"South\"\n";
/// A visit to everybody, all due at one moment.
const VISIT: &str = "[[work]]\nname = \"visit\"\nby = \"holder\"\neffort = \"1 h\"\ntravels = true\n\
                     raised = { each = \"offender\", at = [\"1 day\"] }\n";

fn run(text: &str) -> Answer {
    let place = Place::new();
    Caseload::run(&place.file("sites.toml", text), 3).seed(7).answer()
}

/// Asserts that a mean is an exact number of minutes, in every replication.
fn minutes(answer: &Answer, key: &str, expected: f64) {
    let mean = answer.mean(key) * 60.0;
    assert!((mean - expected).abs() < 1e-3 && answer.sd(key) < 1e-6, "{key} is {mean} min, not {expected}");
}

#[test]
fn a_check_says_how_much_of_the_hours_asked_for_is_the_way() {
    let place = Place::new();
    let file = place.file("sites.toml", format!("{}{HOLDERS}{VISIT}", county("25 %")));
    let said = Caseload::new("check").file(&file).end().out().split_whitespace().collect::<Vec<_>>().join(" ");
    // 40 visits of 25 min in 60 days, 101.4 h a year, of 40 times 85 min.
    assert!(said.contains("On the way: 101 of the 345 hours a year asked for of officer are travel"), "{said}");
    let near = file.with_file_name("near.toml");
    std::fs::write(&near, format!("{}{HOLDERS}{}", county("25 %"), VISIT.replace("travels = true\n", ""))).unwrap();
    assert!(!Caseload::new("check").file(&near).end().out().contains("On the way"));
}

#[test]
fn everyone_is_held_at_their_own_site_and_visited_from_there() {
    let answer = run(&format!("{}{HOLDERS}{VISIT}", county("25 %")));
    minutes(&answer, "travel.officer", 40.0 * 25.0);
    minutes(&answer, "travel.total", 40.0 * 25.0);
    // Travel is among the hours worked and those that the work asks for.
    minutes(&answer, "hours.total", 40.0 * (60.0 + 25.0));
    minutes(&answer, "hours.kind.visit", 40.0 * (60.0 + 25.0));
    minutes(&answer, "demand.total", 40.0 * (60.0 + 25.0));
    // Said by role where a reader looks first.
    let place = Place::new();
    let file = place.file("sites.toml", format!("{}{HOLDERS}{VISIT}", county("25 %")));
    let near = place.file("near.toml", format!("{}{HOLDERS}{}", county("25 %"), VISIT.replace("travels = true\n", "")));
    let shown = Caseload::run(&file, 3).end().out();
    assert!(shown.contains("travel"), "{shown}");
    let compared = Caseload::new("compare").file(&near).file(&file).words("--replications 3").end().out();
    assert!(compared.contains("travel"), "{compared}");
    // Ten in a row for the one officer of the north, fifteen for each of the south.
    let rows = |n: f64| n * (n + 1.0) / 2.0 * 85.0;
    minutes(&answer, "flow.mean.visit", (rows(10.0) + 2.0 * rows(15.0)) / 40.0);
}

#[test]
fn those_for_whom_nobody_of_their_site_has_room_go_to_the_other_and_are_travelled_to() {
    let text = format!("{}{HOLDERS}{VISIT}", county("25 %"));
    let bounded = text.replace("holds = \"offenders\"\n", "holds = \"offenders\"\nmost_held = 18\n");
    // With room for eighteen each the north's ten have their own officer.
    minutes(&run(&bounded), "travel.officer", 40.0 * 25.0);
    // Thirty in the north: eighteen are held there, and six by each of the south, beside five of its own.
    let north = bounded.replace("\"25 %\"", "\"75 %\"");
    let answer = run(&north);
    minutes(&answer, "travel.officer", 28.0 * 25.0 + 12.0 * 55.0);
    minutes(&answer, "demand.total", 40.0 * 60.0 + 28.0 * 25.0 + 12.0 * 55.0);
}

#[test]
fn who_has_no_holder_at_all_at_their_site_is_reached_from_the_other() {
    let far = HOLDERS.replace("site = \"North\"", "site = \"South\"");
    let desk = "[[staff]]\nrole = \"desk\"\npeople = 1\nsite = \"North\"\n";
    let answer = run(&format!("{}{far}{desk}{VISIT}", county("25 %")));
    minutes(&answer, "travel.officer", 30.0 * 25.0 + 10.0 * 55.0);
    assert!(!answer.keys().contains(&"travel.desk".to_owned()), "nobody of the desk travels");
}

#[test]
fn a_crew_goes_together_and_takes_as_long_as_its_longest_way() {
    // The second officer's only site is the south: each visit in the north takes both of them the longer way.
    let crew = "[[staff]]\nrole = \"second\"\npeople = 1\nsite = \"South\"\n";
    let visit = VISIT.replace("effort", "with = { role = \"second\", effort = \"30 min\" }\neffort");
    let answer = run(&format!("{}{HOLDERS}{crew}{visit}", county("25 %")));
    minutes(&answer, "travel.officer", 30.0 * 25.0 + 10.0 * 55.0);
    minutes(&answer, "travel.second", 30.0 * 25.0 + 10.0 * 55.0);
    minutes(&answer, "travel.total", 2.0 * (30.0 * 25.0 + 10.0 * 55.0));
    minutes(&answer, "hours.role.second", 40.0 * 30.0 + 30.0 * 25.0 + 10.0 * 55.0);
    // Where there is a second officer at each site, the one of the offender's site goes.
    let pair = "[[staff]]\nrole = \"second\"\nname = \"a\"\npeople = 1\nsite = \"South\"\n\
                [[staff]]\nrole = \"second\"\nname = \"b\"\npeople = 1\nsite = \"North\"\n";
    let apart = visit.replace("at = [\"1 day\"]", "every = \"2 days\", first = \"1 day\"");
    let apart = apart.replace("effort = \"1 h\"", "effort = \"1 s\"").replace("\"30 min\"", "\"1 s\"");
    let one = county("0 %").replace("number = 40", "number = 1");
    let answer = run(&format!("{one}{HOLDERS}{pair}{apart}"));
    minutes_of(&answer, "travel.second", "finished.visit", 25.0);
}

/// Asserts how many minutes of travel there are for each task.
fn minutes_of(answer: &Answer, key: &str, tasks: &str, each: f64) {
    let (travel, number) = (answer.mean(key) * 60.0, answer.mean(tasks));
    assert!((travel - each * number).abs() < 1e-3, "{travel} min for {number} tasks");
}

#[test]
fn of_those_free_somebody_of_the_offenders_site_goes_first() {
    let pooled = HOLDERS.replace("holds = \"offenders\"\n", "").replace("people = 2", "people = 1");
    let visit = VISIT.replace("\"holder\"", "\"officer\"");
    let number = |n: u32, visit: &str| {
        format!("{}{pooled}{visit}", county("100 %").replace("number = 40", &format!("number = {n}")))
    };
    // One after the other: whose turn it is does not matter, the officer of the north goes.
    let often = visit.replace("at = [\"1 day\"]", "every = \"2 days\", first = \"1 day\"");
    minutes(&run(&number(1, &often)), "travel.officer", 30.0 * 25.0);
    // Two at once: the second is for the one of the south, who is free.
    minutes(&run(&number(2, &often)), "travel.officer", 30.0 * (25.0 + 55.0));
    // Without a word on who lives where, and nobody who holds, everything is near.
    let nowhere = number(2, &often).replace("site = { North = \"100 %\", South = \"rest\" }\n", "");
    minutes(&run(&nowhere), "travel.officer", 60.0 * 25.0);
}

#[test]
fn one_site_is_the_same_as_the_way_inside_the_effort() {
    let world = |site: &str, effort: &str| {
        format!(
            "title = \"one site\"\ncalendar = \"none\"\nruns_for = \"200 days\"\n[offenders]\nnumber = 60\n\
             [[staff]]\nrole = \"officer\"\npeople = 4\nholds = \"offenders\"\n{site}rota = \"Mon-Fri 08:00-16:00\"\n\
             productive = \"80 %\"\n[[work]]\nname = \"visit\"\nby = \"holder\"\nwith = {{ role = \"officer\", chance = \"50 %\" }}\n\
             effort = \"{effort}\"\nraised = {{ each = \"offender\", at_random = \"3 per offender per month\" }}\n"
        )
    };
    let apart = world("site = \"Here\"\n", "40 min\"\ntravels = true\nstage = \"visits")
        + "[travel]\nwithin = \"25 min\"\nbetween = \"3 h\"\n";
    let inside = world("", "65 min\"\nstage = \"visits");
    let (apart, inside) = (run(&apart), run(&inside));
    for key in [
        "hours.total",
        "demand.total",
        "excessive weeks.officer",
        "wait.mean.visit",
        "wait.p95.visit",
        "flow.mean.visit",
        "utilisation.officer",
    ] {
        assert_eq!(apart.quantity(key)["centre"], inside.quantity(key)["centre"], "{key}");
    }
    // The way counts when it is begun; at the end somebody may be at work.
    let (travel, share) = (apart.mean("travel.total"), apart.mean("hours.total") * 25.0 / 65.0);
    assert!(travel >= share - 1e-6 && travel <= share + 4.0 * 25.0 / 60.0, "{travel} of {share}");
    assert!(!inside.keys().iter().any(|key| key.starts_with("travel.")));
}

#[test]
fn work_taken_up_again_is_not_travelled_to_again() {
    // Two hours into a visit of 25 minutes' way and three hours, something urgent takes ten minutes.
    let text = |when: &str| {
        format!(
            "title = \"again\"\ncalendar = \"none\"\nruns_for = \"5 days\"\n[offenders]\nnumber = 1\n\
             [[staff]]\nrole = \"officer\"\npeople = 1\n[travel]\nwithin = \"25 min\"\nbetween = \"1 h\"\n\
             [[work]]\nname = \"visit\"\nby = \"officer\"\neffort = \"3 h\"\ntravels = true\nwhen_interrupted = \"{when}\"\n\
             raised = {{ each = \"offender\", at = [\"0 h\"] }}\n\
             [[work]]\nname = \"call\"\nby = \"officer\"\neffort = \"10 min\"\npriority = 1\ninterrupts = true\n\
             raised = {{ each = \"team\", at = [\"2 h\"] }}\n"
        )
    };
    let resumed = run(&text("resume"));
    minutes(&resumed, "flow.mean.visit", 25.0 + 180.0 + 10.0);
    minutes(&resumed, "travel.total", 25.0);
    // Begun again from the start, it takes its three hours again, and not the way.
    let restarted = run(&text("restart"));
    minutes(&restarted, "flow.mean.visit", 120.0 + 10.0 + 180.0);
    minutes(&restarted, "travel.total", 25.0);
    // Interrupted on the way, nothing of the visit is lost, and the rest of the way is before them.
    let early = text("restart").replace("at = [\"2 h\"]", "at = [\"10 min\"]");
    minutes(&run(&early), "flow.mean.visit", 25.0 + 180.0 + 10.0);
}

#[test]
fn who_leaves_hands_over_to_a_colleague_of_the_same_site() {
    // Twenty in the north, ten each for two officers, of whom one leaves; the south has one officer and one offender.
    let staff = "[[staff]]\nrole = \"officer\"\nname = \"a\"\npeople = 1\nholds = \"offenders\"\nsite = \"North\"\n\
                 [[staff]]\nrole = \"officer\"\nname = \"b\"\npeople = 1\nholds = \"offenders\"\nsite = \"North\"\nuntil = \"10 days\"\n\
                 [[staff]]\nrole = \"officer\"\nname = \"c\"\npeople = 1\nholds = \"offenders\"\nsite = \"South\"\n";
    let visit = VISIT.replace("\"1 day\"", "\"15 days\"");
    let text = format!("{}{staff}{visit}", county("95 %").replace("number = 40", "number = 20"));
    minutes(&run(&text), "travel.officer", 20.0 * 25.0);
    // With room for twelve, the one who stays takes two or three, and the rest go to the south.
    let bounded = text.replace("holds = \"offenders\"\n", "holds = \"offenders\"\nmost_held = 12\n");
    minutes(&run(&bounded), "travel.officer", (12.0 + 1.0) * 25.0 + 7.0 * 55.0);
    // A newcomer at the site takes those of the site first: the third of all, whoever holds them.
    let newcomer = format!(
        "{}{}",
        bounded.replace("15 days", "30 days"),
        "[[staff]]\nrole = \"officer\"\nname = \"d\"\npeople = 1\nholds = \"offenders\"\nmost_held = 12\nsite = \"North\"\nfrom = \"20 days\"\n"
    );
    let place = Place::new();
    let steps = trace(&place.file("sites.toml", &newcomer), 7, 0);
    let visited = |who: &str| {
        let told = steps.columns(&["step", "person"]);
        told.iter().filter(|row| row[0] == "started" && row[1] == who).count()
    };
    // The newcomer takes six, the average, of the north: five from the first while that one holds most, then one from the other.
    assert_eq!([visited("0"), visited("2"), visited("3")], [7, 7, 6], "a, c and d");
}

/// (what is changed, into what, words, cure)
#[rustfmt::skip]
const BAD: &[(&str, &str, &str, &str)] = &[
    ("[travel]\nwithin = \"25 min\"\nbetween = \"55 min\"\n", "", "`visit` travels, and nothing says how long that takes", "add [travel]"),
    ("between = \"55 min\"\n", "", "`between` is missing", "another site"),
    ("travels = true\n", "", "no work travels, so that `travel` changes nothing", "say travels = true"),
    ("North = \"25 %\"", "Noth = \"25 %\"", "there is no site `Noth`", "did you mean `North`?"),
    ("North = \"25 %\", ", "", "nothing is said for the site `North`", "give every site a share"),
    ("\"rest\"", "\"70 %\"", "the shares of sites add up to 0.95 (North 0.25, South 0.7)", "make them add up to 1"),
    ("{ North = \"25 %\", South = \"rest\" }", "\"North\"", "stands where sites are wanted", "write { North"),
    ("site = \"North\"\n", "", "there is no site `North`", "there are: `South`"),
    ("people = 2\n", "people = \"unlimited\"\n", "`site` is about posts, and these people are unlimited", "or leave it out"),
    ("by = \"holder\"\neffort = \"1 h\"\n", "by = \"no one\"\n", "`visit` is done by no one, so nobody travels", "leave `travels` out"),
    ("travels = true\n", "travels = \"yes\"\n", "stands where true or false is wanted", "write true or false"),
];

#[test]
fn what_contradicts_itself_is_refused_with_its_cure() {
    let good = format!("{}{HOLDERS}{VISIT}", county("25 %"));
    let said = |text: &str| match from_text("sites.toml", text) {
        Ok((_, warnings)) => warnings.iter().map(|d| d.drawn(false)).collect::<Vec<_>>(),
        Err(found) => found.iter().map(|d| d.drawn(false)).collect(),
    };
    assert_eq!(said(&good), Vec::<String>::new());
    for (from, to, words, cure) in BAD {
        assert_eq!(good.matches(from).count(), 1, "{from}");
        let found = said(&good.replace(from, to));
        assert!(found.iter().any(|d| d.contains(words) && d.contains(cure)), "{to:?}: {found:#?}");
    }
    let mixed = good.clone() + "[[staff]]\nrole = \"officer\"\nname = \"x\"\npeople = 1\nholds = \"offenders\"\n";
    assert!(said(&mixed).iter().any(|d| d.contains("some of the people of `officer` have a site")), "{mixed}");
    let siteless = good.replace("site = \"North\"\n", "").replace("site = \"South\"\n", "");
    assert!(said(&siteless).iter().any(|d| d.contains("offenders have sites, and no staff has one")));
}

#[test]
fn check_foresees_the_way_of_whoever_is_nearest() {
    let place = Place::new();
    let asked = |text: &str| {
        let ended = Caseload::new("check").words("--json").file(&place.file("sites.toml", text)).end();
        let list: serde_json::Value = serde_json::from_str(&ended.out()).unwrap();
        let loads = list[0]["loads"].as_array().expect("loads").clone();
        loads.iter().filter_map(|load| load["asked"].as_f64()).sum::<f64>()
    };
    let text = format!("{}{HOLDERS}{VISIT}", county("25 %"));
    let a_year = 365.0 / 60.0;
    assert!((asked(&text) - a_year * 40.0 * 85.0 / 60.0).abs() < 1e-6);
    // Nobody who visits is in the north, and the desk is.
    let far = text.replacen("site = \"North\"", "site = \"South\"", 1)
        + "[[staff]]\nrole = \"desk\"\npeople = 1\nsite = \"North\"\n";
    assert!((asked(&far) - a_year * (30.0 * 85.0 + 10.0 * 115.0) / 60.0).abs() < 1e-6);
    // Posts that are empty send nobody: none at all, or all vacant and never filled.
    let nobody = text.replacen("people = 1", "people = 0", 1);
    assert!((asked(&nobody) - a_year * (30.0 * 85.0 + 10.0 * 115.0) / 60.0).abs() < 1e-6);
    let vacant = text.replacen("people = 1", "people = 1\nvacant = 1", 1);
    assert!((asked(&vacant) - a_year * (30.0 * 85.0 + 10.0 * 115.0) / 60.0).abs() < 1e-6);
    let filled = text.replacen("people = 1", "people = 1\nvacant = 1\nrecruitment = { advert = \"2 days\" }", 1);
    assert!((asked(&filled) - a_year * 40.0 * 85.0 / 60.0).abs() < 1e-6);
}

/// The recipe of `scenarios/README.md` is sound as it stands.
#[test]
fn the_recipe_of_the_readme_can_be_cooked() {
    let readme = std::fs::read_to_string(scenarios().join("README.md")).unwrap();
    let (_, recipe) = readme.split_once("## Two sites").unwrap();
    let recipe = recipe.split("```").nth(1).unwrap().strip_prefix("toml").unwrap();
    let answer = run(&format!("title = \"recipe\"\nstarts = 2026-04-01\nruns_for = \"6 months\"\n{recipe}"));
    let visits = answer.mean("started.home visit");
    let travel = answer.mean("travel.total");
    assert!(visits > 300.0 && travel > 2.0 * 50.0 / 60.0 * visits && travel < 2.0 * 100.0 / 60.0 * visits, "{travel}");
}
