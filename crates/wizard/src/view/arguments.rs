//! The values that sentences need.

use super::{Argument, drafting};
use crate::screens::{Asking, Desking, Phase, Screen, Signing, may_try_anyway, offered};
use crate::{Sixdigit, State, Use};

pub(super) fn arguments(state: &State) -> Vec<(&'static str, Argument)> {
    let text = |text: &str| Argument::Text(text.to_owned());
    let flag = |yes: bool| text(if yes { "yes" } else { "no" });
    let mut arguments = vec![
        ("practice", flag(state.practice())),
        ("label", text(&state.setup.label)),
        ("conceals", flag(state.setup.conceals)),
        ("anyway", flag(may_try_anyway(state))),
    ];
    let mut add = |name, value| arguments.push((name, value));
    if let Some(organization) = &state.setup.organization {
        add("company", text(organization));
    }
    if let Some(shown) = &state.account.shown {
        add("address", text(&shown.to_string()));
    }
    if let Some(icloud) = &state.account.icloud {
        add("icloud", text(&icloud.to_string()));
    }
    if let Some(desk) = &state.desk {
        add("host", text(&desk.host));
        add("application", text(&desk.application));
    }
    if let Some(hosted) = &state.setup.hosted {
        add("host", text(&hosted.host));
        add("callback", text(&hosted.callback));
    }
    add("hosted", flag(state.hosted()));
    add("elsewhere", flag(state.elsewhere.is_some()));
    let goes_on = state
        .report
        .as_ref()
        .is_some_and(|report| offered(&state.setup, report).is_some());
    add("offered", flag(goes_on));
    // Elsewhere nothing is made whose fate could be unclear.
    add(
        "making",
        flag(matches!(
            state.screen,
            Screen::SignIn(_) | Screen::Connecting(_)
        )),
    );
    add(
        "scope",
        text(if state.mail_only() { "mail" } else { "all" }),
    );
    if let Some(report) = &state.report {
        add("kind", text(report.kind));
        for (name, value) in &report.values {
            add(name, text(value));
        }
    }
    if let Some(file) = &state.set_aside {
        add("aside", text(file));
    }
    let needed = state.renewing.as_ref().map(|renewal| renewal.needed);
    add(
        "renewing",
        text(needed.map_or("no", |needed| if needed { "needed" } else { "wanted" })),
    );
    add("notice", text(state.notice.unwrap_or("")));
    add("tries", Argument::Number(state.tries_left().into()));
    let uses = &state.setup.uses;
    let uses = match (uses.contains(&Use::Mail), uses.contains(&Use::Calendar)) {
        (true, true) => "both",
        (true, false) => "mail",
        (false, true) => "calendar",
        (false, false) => "not-said",
    };
    add("uses", text(uses));
    match &state.screen {
        Screen::Profile(profile) => {
            add("phase", text(drafting(&profile.phase)));
            if let Some(draft) = &profile.draft {
                add("callback", text(&draft.callback));
            }
        }
        Screen::SignIn(sign_in) => {
            let phase = match sign_in.phase {
                Signing::Closed => "closed",
                Signing::Opening => "opening",
                Signing::Waiting { .. } => "waiting",
            };
            add("phase", text(phase));
        }
        Screen::Password(form) => add("shape", text(form.shape)),
        Screen::Prepare(p) => {
            add("opened", flag(p.opened));
            add("again", flag(p.again));
            add(
                "step",
                Argument::Number(p.helper.unwrap_or_default().into()),
            );
            add("sixdigit", text(p.six_digit.map_or("", Sixdigit::name)));
        }
        Screen::Accounts(a) => {
            let number =
                |number: usize| Argument::Number(u32::try_from(number).unwrap_or(u32::MAX));
            let (loaded, fitting) = a.all.as_ref().map_or((0, 0), |all| all.counts());
            add("loaded", number(loaded));
            add(
                "count",
                number(if a.all.is_some() {
                    fitting
                } else {
                    state.accounts.len()
                }),
            );
            add(
                "complete",
                flag(a.all.as_ref().is_some_and(|all| all.complete)),
            );
            add(
                "searched",
                flag(a.all.as_ref().is_some_and(|all| all.is_searched())),
            );
            add("all", flag(a.all.is_some()));
        }
        Screen::Connecting(c) => {
            add("wait", Argument::Number(c.wait));
            add("stopped", flag(c.phase == Phase::Stopped));
        }
        Screen::Operator(o) => {
            let phase = match o.phase {
                Desking::Found if state.desk.as_ref().is_some_and(|d| d.connector) => "ready",
                Desking::Found => "no-connector",
                Desking::Finding | Desking::Checking | Desking::MakingConnector => "busy",
                Desking::Asking => "asking",
            };
            add("phase", text(phase));
        }
        Screen::Done(d) => {
            add("removed", flag(d.asking == Asking::Removed));
            add(
                "count",
                Argument::Number(
                    d.calendars
                        .as_ref()
                        .map_or(0, |c| u32::try_from(c.len()).unwrap_or(u32::MAX)),
                ),
            );
        }
        _ => {}
    }
    arguments
}
