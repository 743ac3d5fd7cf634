//! What the company says of itself in the profile for its customers, as it is entered on `make-profile`.

use crate::{Field, MailProvider, Use};
use secrecy::SecretString;

/// What will be in a profile for the company's customers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// The company's name, as far as it is known.
    pub name: String,
    /// The host of the API.
    pub host: String,
    pub client_id: String,
    /// The address by which a browser comes back.
    pub callback: String,
    /// Whether that is registered at Nylas already.
    pub registered: bool,
    /// The providers that the application has connectors for.
    pub connectors: Vec<String>,
    /// What the operator's own profile says of the company.
    pub uses: Vec<Use>,
    pub support_email: String,
    pub support_phone: String,
    pub privacy_page: String,
    pub return_page: String,
    /// Whose addresses may go on besides Apple's.
    pub other_providers: Vec<MailProvider>,
}

/// Whatever is typed may be a secret, until it is read as what it is for.
#[derive(Clone, Debug, Default)]
pub struct ProfileForm {
    pub name: SecretString,
    pub support_email: SecretString,
    pub support_phone: SecretString,
    pub privacy_page: SecretString,
    pub return_page: SecretString,
    /// What the company says it will use.
    pub uses: Vec<Use>,
    /// Whose addresses may go on besides Apple's.
    pub other_providers: Vec<MailProvider>,
}

impl ProfileForm {
    /// What stands in the form at first.
    pub(crate) fn of(draft: &Draft) -> Self {
        ProfileForm {
            name: draft.name.clone().into(),
            support_email: draft.support_email.clone().into(),
            support_phone: draft.support_phone.clone().into(),
            privacy_page: draft.privacy_page.clone().into(),
            return_page: draft.return_page.clone().into(),
            uses: draft.uses.clone(),
            other_providers: draft.other_providers.clone(),
        }
    }

    /// Whether the form has this field; then it holds this text from now on.
    pub(crate) fn edit(&mut self, field: Field, text: SecretString) -> bool {
        let place = match field {
            Field::Company => &mut self.name,
            Field::SupportEmail => &mut self.support_email,
            Field::SupportPhone => &mut self.support_phone,
            Field::PrivacyPage => &mut self.privacy_page,
            Field::ReturnPage => &mut self.return_page,
            _ => return false,
        };
        *place = text;
        true
    }

    pub(crate) fn choose_use(&mut self, what: Use, on: bool) {
        choose(&mut self.uses, what, on);
    }

    pub(crate) fn choose_provider(&mut self, what: MailProvider, on: bool) {
        choose(&mut self.other_providers, what, on);
    }
}

/// The field in which this key of a profile is entered.
pub(crate) fn field_of(key: &str) -> Option<Field> {
    Some(match key {
        "organization.name" => Field::Company,
        "organization.support_email" => Field::SupportEmail,
        "organization.support_phone" => Field::SupportPhone,
        "organization.privacy_url" => Field::PrivacyPage,
        "organization.return_url" => Field::ReturnPage,
        _ => return None,
    })
}

/// Each stands once, in one order, whatever was chosen first.
fn choose<T: Copy + Ord>(chosen: &mut Vec<T>, what: T, on: bool) {
    chosen.retain(|other| *other != what);
    if on {
        chosen.push(what);
    }
    chosen.sort();
}

/// A form that is left for a while, with what it was made from.
#[derive(Clone, Debug)]
pub(crate) struct ProfileWork {
    pub(crate) draft: Draft,
    pub(crate) form: ProfileForm,
}
