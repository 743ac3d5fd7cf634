//! What `make-profile` shows.

use crate::{Draft, Made, MailProvider, ProfileForm, Use, session::Session};
use serde::Serialize;
use strum::VariantArray;

/// The most of the list of connectors that is shown, in characters.
const LONGEST_LIST: usize = 1_000;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct View {
    /// `looking`, `ready`, `checking`, `making` or `made`.
    phase: &'static str,
    busy: bool,
    /// What is known can be shown.
    draft: bool,
    /// The form is there to be filled in.
    editing: bool,
    /// What stands in its fields at first; nothing where the page has what was typed.
    initial: Initial,
    half: bool,
    uses_chosen: Vec<Choice>,
    providers_chosen: Vec<Choice>,
    client_id: String,
    callback: String,
    registered: bool,
    connectors: String,
    path: Option<String>,
    administrator: bool,
}

#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct Initial {
    company: String,
    support_email: String,
    support_phone: String,
    privacy_page: String,
    return_page: String,
}

/// Something that can be chosen.
#[derive(Serialize)]
struct Choice {
    name: &'static str,
    chosen: bool,
}

/// What stands there, and how far it is.
pub(super) struct Form<'a> {
    pub(super) phase: &'static str,
    pub(super) draft: Option<&'a Draft>,
    pub(super) form: &'a ProfileForm,
    pub(super) again: bool,
    pub(super) made: Option<&'a Made>,
}

impl View {
    pub(super) fn of(form: &Form<'_>, session: &Session) -> View {
        let Form {
            phase,
            draft,
            form,
            again,
            made,
        } = *form;
        let initial = draft.filter(|_| !again).map(initial);
        View {
            phase,
            busy: matches!(phase, "making" | "checking")
                || phase == "looking" && session.report.is_none(),
            draft: draft.is_some(),
            editing: draft.is_some() && made.is_none(),
            initial: initial.unwrap_or_default(),
            half: again,
            uses_chosen: choices(Use::VARIANTS, &form.uses),
            providers_chosen: choices(MailProvider::VARIANTS, &form.other_providers),
            client_id: draft.map(|d| d.client_id.clone()).unwrap_or_default(),
            callback: draft.map(|d| d.callback.clone()).unwrap_or_default(),
            registered: draft.is_some_and(|d| d.registered),
            connectors: draft
                .map(|d| d.connectors.join(", ").chars().take(LONGEST_LIST).collect())
                .unwrap_or_default(),
            path: made.map(|m| m.path.clone()),
            administrator: made.is_some_and(|m| m.administrator),
        }
    }
}

fn initial(draft: &Draft) -> Initial {
    Initial {
        company: draft.name.clone(),
        support_email: draft.support_email.clone(),
        support_phone: draft.support_phone.clone(),
        privacy_page: draft.privacy_page.clone(),
        return_page: draft.return_page.clone(),
    }
}

fn choices<T: Copy + PartialEq + Into<&'static str>>(all: &[T], chosen: &[T]) -> Vec<Choice> {
    let choice = |one: &T| Choice {
        name: (*one).into(),
        chosen: chosen.contains(one),
    };
    all.iter().map(choice).collect()
}
