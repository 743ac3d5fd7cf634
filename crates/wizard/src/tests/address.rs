//! `address`: whose account it is.

use super::play::{ADDRESS, NORMAL_PASSWORD, PASSWORD, Play};
use crate::{Action, Field};

pub(super) fn form() -> Play {
    Play::api_key().up_to_address()
}

pub(super) fn accepted(play: &Play) -> (String, String) {
    let account = &play.state().journey.account;
    (
        account.shown.as_ref().unwrap().to_string(),
        account.icloud.as_ref().unwrap().to_string(),
    )
}

#[test]
fn an_address_of_apple_is_taken_as_it_is() {
    for address in [ADDRESS, "nyla@me.com", "nyla@mac.com"] {
        let mut play = form();
        play.edit(Field::Address, address)
            .no_problem()
            .press(Action::Continue)
            .on("prepare")
            .did(&["Prepare"]);
        assert_eq!(accepted(&play), (address.into(), address.into()));
        assert_eq!(play.progress().unwrap().address.as_deref(), Some(address));
        assert_eq!(play.progress().unwrap().apple_id, None);
    }
}

#[test]
fn a_tag_is_shown_and_never_signs_in() {
    let mut play = form();
    play.edit(Field::Address, "Nyla.Park+shop@iCloud.com")
        .press(Action::Continue)
        .on("prepare");
    assert_eq!(
        accepted(&play),
        ("nyla.park+shop@icloud.com".into(), ADDRESS.into())
    );
}

#[test]
fn a_look_alike_is_offered_its_right_form() {
    let mut play = form();
    play.edit(Field::Address, "nyla.park@iclould.com")
        .press(Action::Continue)
        .on("address")
        .problem("P05")
        .kind("meant");
    play.shows("meant", ADDRESS)
        .press(Action::UseSuggestion)
        .on("prepare")
        .no_problem();
    assert_eq!(accepted(&play), (ADDRESS.into(), ADDRESS.into()));
}

#[test]
fn without_a_suggestion_there_is_none_to_take() {
    let mut play = form();
    play.press(Action::UseSuggestion)
        .on("address")
        .was_ignored();
    play.edit(Field::Address, "nyla@iclould.com")
        .press(Action::Continue)
        .edit(Field::Address, "nyla@iclould.co");
    play.shows("meant", serde_json::json!(null))
        .press(Action::UseSuggestion)
        .was_ignored();
}

#[test]
fn what_is_offered_is_what_was_meant_and_one_press_takes_it() {
    for (text, meant) in [
        ("rose", "rose@icloud.com"),
        ("rose@icloud,com", "rose@icloud.com"),
        ("ros\u{e9}@icloud.com", "rose@icloud.com"),
        ("rose @icloud.com", "rose@icloud.com"),
        ("rose@icloud", "rose@icloud.com"),
        ("rose@me", "rose@me.com"),
    ] {
        let mut play = form();
        play.edit(Field::Address, text)
            .press(Action::Continue)
            .problem("P05")
            .shows("meant", meant)
            .shows("main", "use-suggestion")
            .shows("second", false)
            .shows("keeps", false);
        play.press(Action::UseSuggestion).on("prepare").no_problem();
        assert_eq!(accepted(&play), (meant.into(), meant.into()));
    }
}

#[test]
fn a_slip_in_a_large_providers_name_is_offered_and_then_the_icloud_address_is_asked_for() {
    let mut play = form();
    play.edit(Field::Address, "rose@gmial.com")
        .press(Action::Continue)
        .kind("meant")
        .shows("meant", "rose@gmail.com")
        .shows("keeps", true)
        .shows("second", false)
        .press(Action::UseSuggestion)
        .on("address")
        .kind("other-provider")
        .shows("second", true);
    play.edit(Field::AppleId, ADDRESS)
        .press(Action::Continue)
        .on("prepare");
    assert_eq!(accepted(&play), ("rose@gmail.com".into(), ADDRESS.into()));
}

#[test]
fn a_slip_in_the_second_field_is_offered_and_the_first_stays_for_display() {
    let mut play = form();
    play.edit(Field::Address, "rose@gmail.com")
        .press(Action::Continue)
        .edit(Field::AppleId, "rose@iclod.com")
        .press(Action::Continue)
        .kind("apple-id-meant")
        .shows("meant", "rose@icloud.com")
        .press(Action::UseSuggestion)
        .on("prepare");
    assert_eq!(
        accepted(&play),
        ("rose@gmail.com".into(), "rose@icloud.com".into())
    );
}

#[test]
fn hide_my_email_is_told_as_apples_and_asks_for_no_second_address() {
    form()
        .edit(Field::Address, "x7k2@privaterelay.appleid.com")
        .press(Action::Continue)
        .problem("P05")
        .kind("hide-my-email")
        .shows("second", false)
        .did(&[]);
}

#[test]
fn a_question_is_no_alarm() {
    for (text, mild) in [
        ("rose@gmail.com", true),
        ("rose@gmial.com", true),
        ("rose@park.example", true),
        ("rose@icloud,com", false),
        ("", false),
    ] {
        let mut play = form();
        play.edit(Field::Address, text).press(Action::Continue);
        assert_eq!(play.view().problem.unwrap().mild, mild, "{text}");
    }
}

#[test]
fn what_was_typed_and_not_taken_is_put_back_when_somebody_comes_back() {
    let mut play = form();
    play.shows("half", false)
        .edit(Field::Address, "rose@icl")
        .press(Action::Back)
        .on("welcome")
        .press(Action::Continue)
        .on("address")
        .shows("half", true)
        .shows("address", "");
    // Taken: then the wizard knows it, and the page has nothing to add.
    play.edit(Field::Address, "rose@icloud.com")
        .press(Action::Continue)
        .on("prepare")
        .press(Action::Back)
        .shows("half", false)
        .press(Action::Back)
        .press(Action::Continue)
        .shows("half", false)
        .shows("address", "rose@icloud.com");
    play.edit(Field::Address, "rose@ic")
        .press(Action::Back)
        .press(Action::Continue)
        .shows("half", true);
}

#[test]
fn half_a_password_is_put_back_until_it_is_wiped() {
    let mut play = Play::api_key().up_to_password();
    play.shows("half", false)
        .edit(Field::AppPassword, "abcd-efgh")
        .press(Action::Back)
        .on("prepare")
        .press(Action::HavePassword)
        .shows("half", true);
    let wiped = play.view().wiped;
    play.edit(Field::AppPassword, "abcd-efgh")
        .press(Action::Back)
        .feed(crate::Event::Clock(1_000_000))
        .press(Action::HavePassword)
        .shows("half", false);
    assert!(play.view().wiped > wiped);
}

#[test]
fn a_phone_number_is_told_apart() {
    let mut play = form();
    play.edit(Field::Address, "+1 (555) 010-0199")
        .press(Action::Continue)
        .on("address")
        .problem("P06")
        .edit(Field::Address, "n")
        .no_problem();
    play.edit(Field::Address, "+1 (555) 010-0199")
        .press(Action::Continue)
        .leave(Field::Address)
        .problem("P06");
}

#[test]
fn every_oddity_is_named_and_goes_with_the_first_edit() {
    let long = "n".repeat(600);
    for (text, kind) in [
        ("", "empty"),
        ("nyla", "no-at"),
        ("nyla@@icloud.com", "many-ats"),
        ("nyla park@icloud.com", "space"),
        ("nyla@icloud,com", "comma"),
        ("nyl\u{e0}@icloud.com", "accent"),
        ("nyla@i\u{441}loud.com", "alphabet"),
        ("nyla(1)@icloud.com", "character"),
        ("nyla@privaterelay.appleid.com", "hide-my-email"),
        ("nyla@", "unfinished"),
        (long.as_str(), "too-long"),
    ] {
        let mut play = form();
        play.edit(Field::Address, text)
            .no_problem()
            .press(Action::Continue)
            .on("address")
            .problem("P05")
            .kind(kind)
            .did(&[]);
        assert_eq!(play.view().problem.unwrap().field, Some(Field::Address));
        play.edit(Field::Address, "n").no_problem();
    }
}

#[test]
fn nothing_is_judged_before_continue() {
    form()
        .edit(Field::Address, "ny")
        .leave(Field::Address)
        .no_problem();
}

#[test]
fn a_password_in_the_wrong_field_is_never_shown() {
    for text in [PASSWORD, NORMAL_PASSWORD] {
        let mut play = form();
        play.edit(Field::Address, text)
            .press(Action::Continue)
            .problem("P05")
            .kind("no-at");
        assert!(!format!("{:?} {}", play.view(), play.json()).contains(text));
        play.edit(Field::Address, "nyla@gmail.com")
            .press(Action::Continue)
            .edit(Field::AppleId, text)
            .press(Action::Continue);
        assert!(!format!("{:?} {}", play.view(), play.json()).contains(text));
    }
}

#[test]
fn the_password_stays_for_the_same_account_and_is_wiped_for_another() {
    let mut play = Play::api_key().up_to_password();
    play.paste(Field::AppPassword, PASSWORD)
        .press(Action::Back)
        .press(Action::Back)
        .on("address")
        .shows("address", ADDRESS);
    play.press(Action::Continue)
        .press(Action::HavePassword)
        .on("password")
        .shows("shape", "held")
        .shows("good", true);
    let wiped = play.view().wiped;
    play.press(Action::Back)
        .press(Action::Back)
        .edit(Field::Address, "someone@icloud.com")
        .press(Action::Continue);
    assert!(play.state().journey.password.is_none() && play.view().wiped > wiped);
    play.press(Action::HavePassword)
        .shows("shape", "empty")
        .shows("good", false);
}

#[test]
fn what_was_sent_for_another_account_says_nothing_of_this_one() {
    let mut play = Play::api_key().up_to_sending();
    play.press(Action::Cancel)
        .press(Action::Back)
        .press(Action::Back)
        .edit(Field::Address, "someone@icloud.com")
        .press(Action::Continue)
        .on("prepare");
    assert!(play.state().journey.grants_before_submit.is_none());
}

#[test]
fn back_leads_to_welcome_and_the_address_is_still_there() {
    let mut play = form();
    play.edit(Field::Address, ADDRESS)
        .press(Action::Continue)
        .press(Action::Back)
        .on("address")
        .press(Action::Back)
        .on("welcome");
    play.press(Action::Continue)
        .on("address")
        .shows("address", ADDRESS)
        .press(Action::Continue)
        .on("prepare");
}
