//! What must not come in: columns and cells that look like somebody's details.
//!
//! A look at each cell cannot find everything, and what it finds may be harmless; both are said in the README. It is kind where
//! it is wrong, and silent about what the cell holds where it is right.

use super::cell::{self, Day};
use crate::calendar::Date;

/// What a column heading asks for, if that is somebody's details.
pub(super) fn heading(words: &str) -> Option<&'static str> {
    const KINDS: [(&[&str], &str); 9] = [
        (
            &[
                "name",
                "names",
                "forename",
                "forenames",
                "surname",
                "firstname",
                "lastname",
                "fullname",
                "alias",
                "aka",
                "initials",
            ],
            "names",
        ),
        (&["dob", "birth", "born", "birthday", "age", "ages", "birthdate"], "dates of birth or ages"),
        (&["address", "street", "postcode", "postal", "house", "town", "latitude", "longitude", "uprn"], "addresses"),
        (
            &["phone", "telephone", "mobile", "tel", "email", "mail", "imei", "ip"],
            "telephone numbers or e-mail addresses",
        ),
        (
            &[
                "visor",
                "pnc",
                "pncid",
                "cro",
                "nino",
                "insurance",
                "crn",
                "noms",
                "prison",
                "custody",
                "passport",
                "niche",
                "nominal",
                "urn",
                "mapps",
                "reference",
                "ref",
                "id",
            ],
            "reference numbers of people",
        ),
        (&["collar", "warrant", "shoulder", "payroll", "epaulette"], "officers' numbers"),
        (
            &["victim", "victims", "offence", "offences", "conviction", "convictions", "crime"],
            "details of offences or victims",
        ),
        (
            &["ethnicity", "gender", "sex", "religion", "nationality", "disability", "health", "medical", "sickness"],
            "personal characteristics",
        ),
        (&["notes", "note", "comment", "comments", "remarks", "details", "description"], "free text"),
    ];
    let mut words = words.split(' ');
    words.find_map(|word| KINDS.iter().find(|(known, _)| known.contains(&word)).map(|(_, what)| *what))
}

/// What a cell looks like, if that is somebody's details.
pub(super) fn cell(text: &str, today: Date) -> Option<&'static str> {
    if text.is_empty() {
        return None;
    }
    let upper = text.to_uppercase();
    if let Day::Is(date) = cell::day(text) {
        let years = i32::from(today.year()) - i32::from(date.year());
        return (10..=110).contains(&years).then_some("a date of birth");
    }
    let words: Vec<&str> = upper.split([' ', ',', ';', '(', ')']).filter(|w| !w.is_empty()).collect();
    if words.iter().any(|w| w.split_once('@').is_some_and(|(who, host)| !who.is_empty() && host.contains('.'))) {
        return Some("an e-mail address");
    }
    let joined: String = upper.chars().filter(|c| !c.is_whitespace()).collect();
    if words.iter().any(|w| is_criminal_record(w)) || is_insurance(&joined) {
        return Some("a reference number of a person");
    }
    if is_telephone(&joined) {
        return Some("a telephone number");
    }
    let pairs = words.windows(2).any(|pair| is_postcode(&pair.concat()) && pair[1].len() == 3);
    if pairs || words.iter().any(|w| is_postcode(w) && w.len() >= 6) || is_house(&words) {
        return Some("an address");
    }
    is_name(text, &words).then_some("a name")
}

/// PNC id `2004/0123456X` and CRO number `123456/04X`.
fn is_criminal_record(word: &str) -> bool {
    let Some((left, right)) = word.split_once('/') else { return false };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let right_digits = right.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let letters = right.len() - right_digits.len();
    digits(left) && digits(right_digits) && letters == 1 && left.len() + right_digits.len() >= 5
}

/// National insurance number.
fn is_insurance(joined: &str) -> bool {
    let b = joined.as_bytes();
    b.len() == 9
        && b[..2].iter().all(u8::is_ascii_uppercase)
        && b[2..8].iter().all(u8::is_ascii_digit)
        && b[8].is_ascii_uppercase()
}

fn is_telephone(joined: &str) -> bool {
    let digits = joined.bytes().filter(u8::is_ascii_digit).count();
    let shaped = joined.chars().all(|c| c.is_ascii_digit() || "+-()./".contains(c));
    shaped
        && (10..=14).contains(&digits)
        && (joined.starts_with('0') || joined.starts_with('+') || joined.starts_with("(0"))
}

/// A postcode of the United Kingdom without its space: one or two letters, a digit and perhaps one more, a digit, two letters.
fn is_postcode(word: &str) -> bool {
    let b = word.as_bytes();
    if !(5..=7).contains(&b.len()) {
        return false;
    }
    let (outward, inward) = b.split_at(b.len() - 3);
    let area = outward.iter().take_while(|c| c.is_ascii_uppercase()).count();
    let district = &outward[area..];
    inward[0].is_ascii_digit()
        && inward[1..].iter().all(u8::is_ascii_uppercase)
        && (1..=2).contains(&area)
        && (1..=2).contains(&district.len())
        && district[0].is_ascii_digit()
}

const STREETS: [&str; 14] = [
    "STREET", "ROAD", "AVENUE", "LANE", "CLOSE", "DRIVE", "CRESCENT", "GARDENS", "TERRACE", "GROVE", "WAY", "COURT",
    "RD", "ST",
];

/// A house number before a street.
fn is_house(words: &[&str]) -> bool {
    let number = words.first().is_some_and(|w| {
        let digits = w.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        !digits.is_empty() && w.len() - digits.len() <= 1 && digits.bytes().all(|b| b.is_ascii_digit())
    });
    let flat = matches!(words.first(), Some(&"FLAT" | &"APARTMENT"));
    (number || flat) && words.iter().skip(1).any(|w| STREETS.contains(w))
}

/// First names common in the United Kingdom that are hardly ever the first word of a place.
const FORENAMES: [&str; 76] = [
    "ADAM",
    "ALAN",
    "ALEX",
    "AMY",
    "ANDREW",
    "ANNA",
    "ANNE",
    "ANTHONY",
    "BARRY",
    "BEN",
    "BRIAN",
    "CAROL",
    "CHRIS",
    "CHRISTOPHER",
    "CLAIRE",
    "COLIN",
    "CRAIG",
    "DANIEL",
    "DARREN",
    "DAVE",
    "DAVID",
    "DEAN",
    "DEREK",
    "EMILY",
    "EMMA",
    "GARY",
    "GRAHAM",
    "HANNAH",
    "HELEN",
    "IAN",
    "JACK",
    "JAMES",
    "JAMIE",
    "JANE",
    "JASON",
    "JEAN",
    "JOANNE",
    "JOHN",
    "JONATHAN",
    "JOSEPH",
    "JULIE",
    "KAREN",
    "KATE",
    "KEITH",
    "KELLY",
    "KENNETH",
    "KEVIN",
    "LAURA",
    "LEE",
    "LISA",
    "LUKE",
    "MARK",
    "MARTIN",
    "MARY",
    "MATTHEW",
    "MICHAEL",
    "MOHAMMED",
    "MUHAMMAD",
    "NEIL",
    "NICOLA",
    "PAUL",
    "PETER",
    "PHILIP",
    "RACHEL",
    "RICHARD",
    "ROBERT",
    "RYAN",
    "SARAH",
    "SEAN",
    "SIMON",
    "STEPHEN",
    "STEVEN",
    "SUSAN",
    "THOMAS",
    "TRACEY",
    "WAYNE",
];

const TITLES: [&str; 9] = ["MR", "MRS", "MS", "MISS", "MR.", "MRS.", "MS.", "DR", "DR."];

fn is_name(text: &str, words: &[&str]) -> bool {
    let letters = |w: &str| w.chars().count() > 1 && w.chars().all(|c| c.is_alphabetic() || "-'\u{2019}".contains(c));
    let capital = |w: &str| w.chars().next().is_some_and(char::is_uppercase);
    let titled = words.len() >= 2 && TITLES.contains(&words[0]);
    let turned = text.split_once(',').is_some_and(|(sur, fore)| {
        let fore = fore.trim();
        letters(sur.trim()) && letters(fore.split(' ').next().unwrap_or_default()) && capital(sur) && capital(fore)
    });
    let place = words.iter().skip(1).any(|w| STREETS.contains(w) || PLACES.contains(w));
    let plain = (2..=4).contains(&words.len()) && FORENAMES.contains(&words[0]) && letters(words[1]) && !place;
    titled || (turned && !place) || plain
}

/// Words that make a place of what would be a name.
const PLACES: [&str; 20] = [
    "HOUSE", "NORTH", "SOUTH", "EAST", "WEST", "CENTRAL", "PARK", "POLICE", "STATION", "CENTRE", "HILL", "OFFICE",
    "HUB", "TOWN", "VALLEY", "GREEN", "WOOD", "BRIDGE", "CROSS", "HEATH",
];

#[cfg(test)]
mod tests {
    use super::*;

    // Invented, all of them; the telephone number is from the range kept for drama.
    const DETAILS: [&str; 21] = [
        "12/03/1984",
        "1984-03-12",
        "12 March 1984",
        "01.01.1950",
        "a.person@example.org",
        "NG1 5FS",
        "ng15fs",
        "Flat, NG18 1AA",
        "2004/0123456X",
        "04/123456X",
        "123456/04X",
        "QQ123456C",
        "QQ 12 34 56 C",
        "07700 900123",
        "+44 7700 900123",
        "(0115) 496 0123",
        "12 High Street",
        "Flat 3 Station Road",
        "Mr Nobody",
        "Nobody, Norman",
        "John Nobody",
    ];
    const HARMLESS: [&str; 26] = [
        "",
        "M01",
        "OM-07",
        "Mansfield",
        "Nottingham",
        "West Bridgford",
        "very high",
        "Very High",
        "1,300",
        "60 %",
        "0.6",
        "01/04/2026",
        "2027-03-31",
        "offender manager",
        "digital monitoring officer",
        "Site 2",
        "total",
        "12",
        "500000",
        "St Ann's",
        "St John Street",
        "Victoria Street",
        "Newark, Notts Police",
        "James House",
        "1 300",
        "Team 3 North",
    ];

    #[test]
    fn details_of_people_are_seen() {
        for text in DETAILS {
            assert!(cell(text, Date::constant(2026, 4, 1)).is_some(), "{text}");
        }
        for text in
            ["surname", "name of offender", "date of birth", "dob", "home address", "visor number", "pnc id", "mobile"]
        {
            assert!(heading(text).is_some(), "{text}");
        }
    }

    #[test]
    fn counts_codes_and_places_are_not_taken_for_people() {
        for text in HARMLESS {
            assert_eq!(cell(text, Date::constant(2026, 4, 1)), None, "{text}");
        }
        for text in ["manager code", "risk level", "people", "overdue 1 to 14 days", "full time share", "from", "site"]
        {
            assert_eq!(heading(text), None, "{text}");
        }
    }
}
