//! The questions, one after the other, on a terminal.

use std::io::{self, BufRead, Write};

use super::answers::{Answers, QUESTIONS};

/// Asks what no option has answered. An empty line takes the default; what makes no sense is asked again. When the input ends
/// before the questions do, nothing has been decided.
pub(super) fn ask(
    input: &mut impl BufRead,
    screen: &mut impl Write,
    answers: &mut Answers,
    open: &dyn Fn(&str) -> bool,
) -> io::Result<Result<(), String>> {
    writeln!(
        screen,
        "A few numbers about your team. Enter takes the default; all of it can be changed in the file later.\n"
    )?;
    for question in QUESTIONS.iter().filter(|question| open(question.option)) {
        loop {
            write!(screen, "{}\n  [{}: {}] ", question.text, question.default, question.from)?;
            screen.flush()?;
            let mut line = String::new();
            if io::Read::take(&mut *input, 1_000).read_line(&mut line)? == 0 {
                return Ok(Err("the questions were not all answered; nothing was written".to_owned()));
            }
            let typed = line.trim();
            let mut tried = answers.clone();
            // A default must fit the earlier answers as well.
            let taken = tried.take(question, if typed.is_empty() { question.default } else { typed });
            match taken.map_or_else(Some, |()| tried.at_odds()) {
                Some(fault) => writeln!(screen, "  {fault}\n")?,
                None if typed.is_empty() => break,
                None => {
                    *answers = tried;
                    break;
                }
            }
        }
    }
    writeln!(screen)?;
    Ok(Ok(()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answered(typed: &str, open: &dyn Fn(&str) -> bool) -> (Result<Answers, String>, String) {
        let (mut answers, mut screen) = (Answers::default(), Vec::new());
        let ended = ask(&mut typed.as_bytes(), &mut screen, &mut answers, open).unwrap();
        (ended.map(|()| answers), String::from_utf8(screen).unwrap())
    }

    #[test]
    fn an_empty_line_takes_the_default_and_nonsense_is_asked_again() {
        let (answers, screen) = answered("900\n\nmany\n14\n\n\n\n0\n", &|_| true);
        let answers = answers.unwrap();
        assert_eq!((answers.offenders, answers.managers, answers.risk), (Some(900), Some(14), None));
        assert_eq!(answers.overdue, Some([0; 4]));
        assert_eq!(screen.matches("How many offender managers").count(), 2);
        assert!(screen.contains("from 1 to 10000") && screen.contains("Nottinghamshire, 2021 (C6)"), "{screen}");
    }

    #[test]
    fn what_options_have_answered_is_not_asked_and_an_end_of_input_decides_nothing() {
        let (answers, screen) = answered("14\n", &|option| option == "managers");
        assert_eq!(answers.unwrap().managers, Some(14));
        assert!(!screen.contains("registered offenders"));
        assert!(answered("900\n", &|_| true).0.is_err());
    }

    #[test]
    fn a_contradiction_is_asked_again_where_it_arises() {
        // 40 offenders: the default of 50 licences does not fit, so its question needs an answer.
        let (answers, screen) = answered("40\n\n4\n1\n\n\n30\n0\n", &|_| true);
        let answers = answers.unwrap();
        assert_eq!(answers.monitored, Some(30), "{screen}");
    }
}
