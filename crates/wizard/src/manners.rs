//! What every window on a desktop does: it closes, its text grows, it says what it is, and it calls when something is done.

use crate::{
    Action, Effect, Input, Page, Request,
    session::Session,
    table::Screen,
    transition::{Context, Next},
};

/// What was done about an input, or the input where it is none of this.
pub(crate) fn take(cx: &mut Context<'_>, screen: &Screen, input: Input) -> Result<Next, Input> {
    let session = &mut *cx.session;
    Ok(match input {
        Input::Zoom(zoom) => cx.run(Effect::Zoom(zoom)),
        // Whoever asks twice means it.
        Input::Press(Action::Close) if session.closing || !screen.is_under_way() => {
            cx.ask(Request::Leave { return_page: false })
        }
        Input::Press(Action::Close) => {
            session.closing = true;
            Next::Stay
        }
        Input::Press(Action::KeepOpen | Action::Back) if session.closing => {
            session.closing = false;
            Next::Stay
        }
        Input::Press(Action::About) => {
            session.about = !session.about;
            session.licenses = false;
            session.help = false;
            Next::Stay
        }
        Input::Press(Action::Licenses) if session.about => {
            session.licenses = !session.licenses;
            Next::Stay
        }
        Input::Press(Action::Help) => {
            session.help = !session.help;
            session.about = false;
            Next::Stay
        }
        Input::Press(Action::Back) if session.help || session.about => {
            (session.help, session.about) = (false, false);
            Next::Stay
        }
        Input::Press(Action::UseNoFile) if may_use_no_file(session, screen) => {
            cx.ask(Request::UseNoFile)
        }
        Input::Press(Action::OpenPrivacy) if session.setup.has_privacy_url => {
            cx.ask(Request::Open(Page::Privacy))
        }
        Input::Press(Action::OpenProject) => cx.ask(Request::Open(Page::Project)),
        input => return Err(input),
    })
}

/// Whether the file that was opened can be put away: there is one, and nothing was begun with it.
pub(crate) fn may_use_no_file(session: &Session, screen: &Screen) -> bool {
    session.setup.from_opened_file && screen.step() <= 1
}
