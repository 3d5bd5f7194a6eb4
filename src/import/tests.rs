//! Whatever the bytes, an import ends with a sound part of a scenario or with faults that repeat nothing.

use super::*;
use proptest::prelude::*;
use toml::de::DeTable;

const TODAY: Date = Date::constant(2026, 4, 1);

const CASELOAD: &str = "manager code,site,risk level,people,overdue 1 to 14 days,overdue over 14 days\n\
                        M01,Mansfield,high,10,2,1\nM01,Mansfield,low,30,0,0\nM02,Nottingham,low,25,0,4\n";
const STAFF: &str = "role,people,full-time share,hours a week,site,from,until\n\
                     offender manager,2,,,Mansfield,,\nOffender Manager,1,,24,Nottingham,01/06/2026,\nsergeant,1,,,,,\n";

fn one(text: &str) -> Result<Imported, Vec<Fault>> {
    import(&[Input { name: "a.csv", bytes: text.as_bytes() }], &Options::new(TODAY))
}

fn told(text: &str) -> String {
    let faults = one(text).unwrap_err();
    faults.iter().map(Fault::to_string).collect::<Vec<_>>().join("\n")
}

#[test]
fn both_tables_become_tables_of_a_scenario() {
    let files = [("a.csv", CASELOAD), ("b.csv", STAFF)].map(|(name, text)| Input { name, bytes: text.as_bytes() });
    let made = import(&files, &Options::new(TODAY)).unwrap();
    assert!(DeTable::parse(&made.toml).is_ok(), "{}", made.toml);
    for part in [
        "number     = 65\n",
        "very_high = \"0 %\", high = \"15.384615 %\", medium = \"0 %\", low = \"rest\" }   # 0, 10, 0, 55\n",
        "role       = \"offender manager\"\npeople     = 2\nsite       = \"Mansfield\"\n",
        "name       = \"offender manager, Nottingham\"\npeople     = 1\nsite       = \"Nottingham\"\nfull_time_share = \"60 %\"\nfrom       = 2026-06-01\n",
        "risk       = \"high\"\nnumber     = 2\nage        = { low = \"15 days\", mode = \"21.5 days\", high = \"28 days\"",
        "name       = \"home visit, low, 15 days and more\"",
    ] {
        assert!(made.toml.contains(part), "{part}\n{}", made.toml);
    }
    // How long beyond the open band is in no sheet, and is said to be assumed, with its rule.
    let open = made.toml.lines().find(|line| line.contains("overdue by 15 days and more")).unwrap();
    for part in [
        "mode = \"59 days\", high = \"394 days\"",
        "confidence = \"assumption\"",
        "How long beyond 15 days is not in the sheet",
    ] {
        assert!(open.contains(part), "{part}\n{open}");
    }
    assert_eq!(made.toml.matches("confidence = \"assumption\", note").count(), 2, "{}", made.toml);
    assert!(made.notes.iter().any(|note| note.starts_with("how long beyond 15 days")), "{:?}", made.notes);
    // Four of the first band, so that each takes the place of the starter's; two of the second.
    assert_eq!(made.toml.matches("[[backlog]]").count(), 6);
    assert_eq!(made.toml.matches("[[staff]]").count(), 3);
    assert!(!made.toml.contains("M01") && !made.toml.contains("M02"), "a manager's code is no part of a scenario");
    assert!(made.notes[0].contains("65 people, 2 managers with 25 to 40 each, 7 visits overdue"), "{:?}", made.notes);
}

#[test]
fn each_manager_holds_what_the_sheet_says_where_the_tables_agree_who_they_are() {
    let both = |caseload: &str, staff: &str| {
        let files = [("a.csv", caseload), ("b.csv", staff)].map(|(name, text)| Input { name, bytes: text.as_bytes() });
        import(&files, &Options::new(TODAY)).unwrap()
    };
    let more = format!("{CASELOAD}M03,Mansfield,low,44,0,0\nunallocated,Mansfield,low,7,0,0\n");
    let heads = "role,people,full-time share,hours a week,site,from,until\n";
    // Two at Mansfield with 40 and 44, one at Nottingham with 25; a post that begins later holds nobody at first.
    let sited = format!(
        "{heads}offender manager,2,,,Mansfield,,\noffender manager,1,,24,Nottingham,,\noffender manager,1,,,Mansfield,01/06/2026,\n"
    );
    let made = both(&more, &sited);
    let held: Vec<&str> = made.toml.lines().filter(|line| line.starts_with("held_at_start")).collect();
    assert_eq!(held, ["held_at_start = [44, 40]", "held_at_start = [25]"], "{}", made.toml);
    assert!(made.notes.iter().any(|note| note.contains("how many each manager holds is in")), "{:?}", made.notes);
    assert!(!["M01", "M02", "M03"].iter().any(|code| made.toml.contains(code)), "{}", made.toml);
    // One group for all of them, without sites.
    let one_group = both(&more, &format!("{heads}offender manager,3,,,,,\n"));
    assert!(one_group.toml.contains("held_at_start = [44, 40, 25]\n"), "{}", one_group.toml);
    // Another number of people, or somebody at both sites: nobody can be told to be anybody.
    for (caseload, staff) in [
        (more.as_str(), sited.replace("manager,2", "manager,3")),
        (&more.replace("M02,Nottingham", "M02,Mansfield"), sited.clone()),
        (CASELOAD, STAFF.to_owned()),
    ] {
        let made = both(caseload, &staff);
        assert!(!made.toml.contains("held_at_start"), "{}", made.toml);
        assert!(
            made.notes.iter().any(|note| note.contains("cannot be told to be the same people")),
            "{:?}",
            made.notes
        );
    }
    // The caseload alone: as many managers as codes.
    let alone = one(&more).unwrap();
    assert!(
        alone.toml.contains("people     = 3\nholds      = \"offenders\"\nheld_at_start = [44, 40, 25]\n"),
        "{}",
        alone.toml
    );
    // Where anybody holds a few, nobody's number is told.
    let few = both(&format!("{more}M04,Mansfield,low,3,0,0\n"), &sited.replace("manager,2", "manager,3"));
    assert!(!few.toml.contains("held_at_start") && few.notes[0].contains(", 4 managers, "), "{:?}", few.notes);
    assert!(!one(&format!("{more}M04,Mansfield,low,3,0,0\n")).unwrap().toml.contains("held_at_start"));
    for (text, said) in [
        (CASELOAD.replace("M02,", "M01,"), "65 people, 1 manager with 65,"),
        (CASELOAD.replace("low,25", "low,40"), "80 people, 2 managers with 40 each,"),
    ] {
        let made = one(&text).unwrap();
        assert!(made.notes[0].contains(said), "{:?}", made.notes);
    }
}

#[test]
fn sites_come_in_where_both_tables_have_them_and_agree() {
    let both = |caseload: &str, staff: &str| {
        let files = [("a.csv", caseload), ("b.csv", staff)].map(|(name, text)| Input { name, bytes: text.as_bytes() });
        import(&files, &Options::new(TODAY))
    };
    let made = both(&CASELOAD.replace("Mansfield,low", "MANSFIELD,low"), STAFF).unwrap();
    // 40 of 65 live near Mansfield, however it is written; the sergeant's role has no site.
    assert!(
        made.toml.contains("site       = { \"Mansfield\" = \"61.538462 %\", \"Nottingham\" = \"rest\" }\n"),
        "{}",
        made.toml
    );
    assert!(made.toml.contains("people     = 2\nsite       = \"Mansfield\"\n"), "{}", made.toml);
    assert_eq!(made.toml.matches("\nsite ").count(), 3, "{}", made.toml);
    // One site says nothing, and without staff nobody works from any.
    let one_site = both(&CASELOAD.replace("Nottingham", "Mansfield"), &STAFF.replace("Nottingham", "Mansfield"));
    assert!(!one_site.unwrap().toml.contains("\nsite "));
    let alone = one(CASELOAD).unwrap();
    assert!(!alone.toml.contains("\nsite ") && alone.notes.iter().any(|note| note.contains("they are left out")));
    // Rows without a site live as the others do, and are told of.
    let some =
        both(&CASELOAD.replace("M02,Nottingham,low,25", "M02,Nottingham,low,20,0,4\nM03,,medium,5"), STAFF).unwrap();
    assert!(
        some.toml.contains("\"Mansfield\" = \"66.666667 %\"")
            && some.notes.join("\n").contains("5 people have no site")
    );
    // Where a few live somewhere no count and no share says how many, whatever is taken from the whole.
    let few = |text: &str| both(&CASELOAD.replace("M02,Nottingham,low,25,0,4", text), STAFF).unwrap();
    for text in ["M02,Nottingham,low,3,0,0", "M02,Nottingham,low,22,0,0\nM03,,low,3,0,0"] {
        let made = few(text);
        let said = format!("{}{}", made.toml, made.notes.join("\n"));
        for told in ["Mansfield 40", "Nottingham 3", "3 people have no site", "93.023256 %", "64.516129 %"] {
            assert!(!said.contains(told), "{told}\n{said}");
        }
        assert!(said.contains("# By site no counts are given: at one there are fewer than 5 people.\n"), "{said}");
        assert!(said.contains("the largest site has the rest"), "{said}");
        assert!(said.contains(" managers, 3 visits overdue") && !said.contains(" each, "), "{said}");
    }
    assert!(
        few("M02,Nottingham,low,3,0,0")
            .toml
            .contains("site       = { \"Nottingham\" = { typical = \"4.651163 %\", uncertain = { uniform = [\"0 %\", \"9.302326 %\"] }, confidence = \"low\", ")
    );
    // From one to four there, everything but the checksum is the same, so that nothing tells them apart; and all lie in the range.
    let like = |n: u32| few(&format!("M02,Nottingham,low,{n},0,0\nM03,Mansfield,low,{},0,0", 30 - n)).toml;
    let body = |text: String| text.lines().filter(|l| !l.starts_with("source")).map(str::to_owned).collect::<Vec<_>>();
    let [one_there, four] = [like(1), like(4)].map(body);
    assert_eq!(one_there, four);
    let found = one_there.iter().find(|line| line.starts_with("site ")).unwrap();
    assert!(found.contains("\"5.714286 %\"") && found.ends_with("\"Mansfield\" = \"rest\" }"), "{found}");
    // A site where nobody lives is said all the same: every site has its share.
    let empty = both(CASELOAD, &format!("{STAFF}clerk,1,,,Worksop,,\n")).unwrap();
    assert!(empty.toml.contains("site       = { \"Worksop\" = \"0 %\", \"Mansfield\" = "), "{}", empty.toml);
    // A site that nobody works from is refused, and not repeated.
    let faults = both(&CASELOAD.replace("Nottingham", "Newark"), STAFF).unwrap_err();
    let told: Vec<String> = faults.iter().map(Fault::to_string).collect();
    assert!(
        told[0].contains("a.csv, row 4 (site): nobody in b.csv works from this site") && !told[0].contains("Newark"),
        "{told:?}"
    );
}

/// Whatever few are at a risk level, and however few have no manager, what is made is the same and says so; five are told.
#[test]
fn a_few_at_a_risk_level_or_without_a_manager_are_not_counted_out() {
    let with = |high: u32, nobody: u32| {
        let text = format!(
            "manager code,risk level,people\nM01,very high,{high}\nM01,medium,30\nM02,low,{}\nunallocated,low,{nobody}\n",
            70 - high - nobody
        );
        let made = one(&text).unwrap();
        format!("{}{}", made.toml, made.notes.join("\n"))
    };
    let same = with(1, 1);
    for (high, nobody) in [(2, 1), (4, 3), (3, 4)] {
        assert_eq!(with(high, nobody), same);
    }
    for told in [
        "very_high = { typical = \"2 %\", uncertain = { uniform = [\"0 %\", \"4 %\"] }, confidence = \"low\"",
        "medium = \"30 %\", low = \"rest\" }   # fewer than 5, fewer than 5, 30, the rest\n",
        "fewer than 5 people have no manager",
        "fewer than 5 people are at a risk level",
        "100 people, 2 managers",
    ] {
        assert!(same.contains(told), "{told}\n{same}");
    }
    assert!(!same.contains("SHA-256") && !same.contains("held_at_start"), "{same}");
    let five = with(5, 5);
    for told in [
        "very_high = \"5 %\", high = \"0 %\"",
        "# 5, 0, 30, 65\n",
        "5 people have no manager",
        "held_at_start = [60, 35]",
        "SHA-256",
    ] {
        assert!(five.contains(told), "{told}\n{five}");
    }
}

#[test]
fn where_counts_are_held_back_no_hash_lets_them_be_guessed() {
    let with =
        |people: u32| one(&format!("manager code,risk level,people\nM01,low,50\nM02,low,{people}\n")).unwrap().toml;
    assert!(with(5).contains("SHA-256"));
    let few = with(3);
    assert!(!few.contains("SHA-256") && few.contains("source     = \"a.csv\"\n"), "{few}");
}

#[test]
fn the_habits_of_spreadsheets_change_nothing() {
    let plain = one(CASELOAD).unwrap();
    let body = |made: &Imported| -> Vec<String> {
        made.toml.lines().filter(|line| !line.starts_with("source")).map(str::to_owned).collect()
    };
    let utf16: Vec<u8> =
        [0xFF, 0xFE].into_iter().chain(CASELOAD.replace(',', "\t").encode_utf16().flat_map(u16::to_le_bytes)).collect();
    for bytes in [
        format!("\u{FEFF}{}", CASELOAD.replace('\n', "\r\n")).into_bytes(),
        CASELOAD.replace(',', ";").into_bytes(),
        format!("sep=;\n{}", CASELOAD.replace(',', ";")).into_bytes(),
        utf16,
        CASELOAD.replace('\n', ",,\n").into_bytes(),
        format!("{CASELOAD},,,,,\n\n,,\n").into_bytes(),
        format!("Caseload on 1 April,,\n\n{CASELOAD}").into_bytes(),
        CASELOAD.replace("risk level", " RISK_Level ").replace("high", "High").into_bytes(),
        CASELOAD.replace("10,2,1", "\"10\",\" 2 \",1").into_bytes(),
        format!("{CASELOAD}Total,,,65,2,5\n").into_bytes(),
        format!("{CASELOAD}Grand Total,,,65,,\n").into_bytes(),
    ] {
        let made = import(&[Input { name: "a.csv", bytes: &bytes }], &Options::new(TODAY));
        let made = made.unwrap_or_else(|faults| panic!("{faults:?}"));
        assert_eq!(body(&made), body(&plain));
    }
}

#[test]
fn all_faults_are_told_at_once_each_with_its_place() {
    let text = "risk level,people,surname,overdue 1 to 14 days\nhigh,ten,x,1\nstandard,5,x,\nlow,3,x,4\n";
    let told = told(text);
    for part in [
        "a.csv, row 1, column C: by its heading this column holds names",
        "a.csv, row 2, column B (people): this is text where a number is wanted",
        "a.csv, row 3, column A (risk level): this is not a risk level",
        "a.csv, row 3, column D (overdue 1 to 14 days): this cell is empty",
        "a.csv, row 4: more visits are overdue than there are people",
    ] {
        // The table is read even though a column must go, so that one pass finds everything.
        assert!(told.contains(part), "{part}\n{told}");
    }
    assert!(told.lines().all(|line| !line.contains("standard") || line.contains("help")), "{told}");
}

#[test]
fn a_sum_that_is_wrong_or_stands_in_the_middle_is_refused() {
    assert!(told(&format!("{CASELOAD}Total,,,66,2,5\n")).contains("row 5, column D (people): the total is not what"));
    assert!(
        told(&CASELOAD.replace("M02", "Mansfield total,,,40,2,1\nM02"))
            .contains("row 4: this is a row of totals among")
    );
    assert!(told(&CASELOAD.replace("M02,Nottingham,low", "M01,Mansfield,low")).contains("are those of row 3"));
}

/// A cell that nothing the program says by itself contains.
const SECRET: &str = "zqxjkv";

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_bring_it_down(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = import(&[Input { name: "a.csv", bytes: &bytes }], &Options::new(TODAY));
    }

    /// A sound table with cells put at random: refused with words, or made into TOML that can be read.
    #[test]
    fn no_cells_bring_it_down(
        staff in any::<bool>(),
        cells in proptest::collection::vec((0usize..40, "[ -~\u{A0}-\u{FF}\n\"]{0,12}"), 0..6),
        separator in prop_oneof![Just(","), Just(";"), Just("\t")],
    ) {
        let text = if staff { STAFF } else { CASELOAD };
        let mut parts: Vec<String> = text.split(',').map(str::to_owned).collect();
        for (at, cell) in cells {
            let at = at % parts.len();
            parts[at] = cell;
        }
        if let Ok(made) = one(&parts.join(separator)) {
            prop_assert!(DeTable::parse(&made.toml).is_ok(), "{}", made.toml);
        }
    }

    #[test]
    fn no_message_repeats_a_cell(staff in any::<bool>(), at in 0usize..40, shape in 0usize..6) {
        let text = if staff { STAFF } else { CASELOAD };
        let mut parts: Vec<String> = text.split(',').map(str::to_owned).collect();
        let at = at % parts.len();
        let end = if parts[at].contains('\n') { "\nM05" } else { "" };
        let secret = [
            format!("{SECRET} {SECRET}"), format!("Mr {SECRET}"), format!("{SECRET}, {SECRET}"), format!("{SECRET}@x.org"),
            format!("{SECRET}12345"), format!("name of {SECRET}"),
        ];
        parts[at] = format!("{}{end}", secret[shape]);
        if let Err(faults) = one(&parts.join(",")) {
            for fault in faults {
                prop_assert!(!fault.to_string().contains(SECRET), "{fault}");
            }
        }
    }
}
