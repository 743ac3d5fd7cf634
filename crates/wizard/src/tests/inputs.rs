//! Everything the page may say, on every screen of the table in every sample state.

use super::{
    play::{Play, known},
    samples::{ENTERED, Way, samples},
    world::{SECRETS, TRACES},
};
use crate::{Action, Column, Effect, Field, Input, MailProvider, Showing, Sixdigit, Use, Zoom};
use strum::VariantArray;

/// An app password, a normal one, a key, a code: each of another shape. Random walks know more.
const TYPED: [&str; 4] = [SECRETS[0], SECRETS[6], SECRETS[8], SECRETS[9]];

/// A secret that was typed somewhere is followed by leaving the field, and by going on.
type Said = Vec<Input>;

fn everything(grants: &[String]) -> Vec<Said> {
    let mut all: Vec<Said> = vec![];
    for &action in Action::VARIANTS {
        all.push(vec![Input::Press(action)]);
        for grant in grants {
            let grant = grant.clone();
            all.push(vec![Input::PressFor { action, grant }]);
        }
    }
    for &field in Field::VARIANTS {
        all.push(vec![Input::Leave(field)]);
        for (secret, pasted) in TYPED.iter().flat_map(|text| [(text, false), (text, true)]) {
            let edit = || Input::Edit {
                field,
                text: (*secret).into(),
                pasted,
            };
            all.push(vec![edit(), Input::Leave(field)]);
            all.push(vec![edit(), Input::Press(Action::Continue)]);
        }
    }
    all.extend(
        Sixdigit::VARIANTS
            .iter()
            .map(|&answer| vec![Input::SixDigit(answer)]),
    );
    all.extend(
        Showing::VARIANTS
            .iter()
            .map(|&showing| vec![Input::Show(showing)]),
    );
    all.extend(
        Column::VARIANTS
            .iter()
            .map(|&column| vec![Input::Sort(column)]),
    );
    all.extend(Zoom::VARIANTS.iter().map(|&zoom| vec![Input::Zoom(zoom)]));
    for on in [true, false] {
        let uses = Use::VARIANTS.iter();
        all.extend(uses.map(|&what| vec![Input::Use { what, on }]));
        let providers = MailProvider::VARIANTS.iter();
        all.extend(providers.map(|&what| vec![Input::OtherProvider { what, on }]));
    }
    all.extend([0, 1, usize::MAX].map(|row| vec![Input::Scroll(row)]));
    all
}

/// The grants that stand on the screen, and one that does not.
fn grants(play: &Play) -> Vec<String> {
    let view = play.json();
    let lists = [&view["rows"], &view["all"]["rows"]];
    let rows = lists
        .into_iter()
        .filter_map(|rows| rows.as_array())
        .flatten();
    rows.filter_map(|row| row["grant"].as_str())
        .take(3)
        .chain(["nobodys"])
        .map(Into::into)
        .collect()
}

fn ignored(play: &Play) -> bool {
    play.last
        .iter()
        .any(|effect| matches!(effect, Effect::Ignored(_)))
}

fn hides_secrets(play: &Play) {
    let seen = format!("{:?}{}{:?}", play.state(), play.json(), play.last).to_lowercase();
    if let Some(trace) = TRACES.iter().chain(&ENTERED).find(|t| seen.contains(**t)) {
        play.fail(&format!("{trace} is to be seen"));
    }
}

#[test]
fn every_input_is_tried_on_every_screen() {
    for (_, way) in samples() {
        let mut play = way();
        let mut before = known(play.state());
        for said in everything(&grants(&play)) {
            let mut is_same = true;
            for input in said {
                if !is_same {
                    before = known(play.state());
                }
                play.input(input);
                if ignored(&play) {
                    if known(play.state()) != before || play.last.len() != 1 {
                        play.fail("an input that does not fit changed something");
                    }
                } else {
                    is_same = false;
                    hides_secrets(&play);
                }
            }
            if !is_same {
                play = way();
                before = known(play.state());
            }
        }
    }
}

/// The samples on which neither help nor another part is open that Escape closes.
fn without_help() -> impl Iterator<Item = (&'static str, Way)> {
    samples().filter(|(_, way)| {
        let view = way().view();
        !view.help && !view.about && !view.closing
    })
}

#[test]
fn help_opens_everywhere_and_escape_closes_it_and_nothing_else() {
    for (screen, way) in without_help() {
        for close in [Action::Help, Action::Back] {
            let mut play = way();
            let before = known(play.state());
            play.press(Action::Help)
                .on(screen)
                .shows("help", true)
                .did(&[]);
            play.press(close).on(screen).shows("help", false).did(&[]);
            assert_eq!(known(play.state()), before, "{screen}: help loses nothing");
        }
    }
}

#[test]
fn escape_goes_back_where_that_is_shown_and_else_cancels_or_does_nothing() {
    for (_, way) in without_help() {
        let mut play = way();
        let is_shown = play.view().back;
        play.press(Action::Back);
        if is_shown == ignored(&play) {
            let mut cancelled = way();
            cancelled.press(Action::Cancel);
            let is_same = known(cancelled.state()) == known(play.state());
            if is_shown || !is_same {
                play.fail("the button and the key do not agree");
            }
        }
    }
}

#[test]
fn every_button_beside_a_problem_does_something() {
    for (_, way) in samples() {
        for action in way().view().problem.into_iter().flat_map(|p| p.actions) {
            let mut play = way();
            play.press(action);
            if ignored(&play) {
                play.fail("a button of the problem does nothing");
            }
        }
    }
}
