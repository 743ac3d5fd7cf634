#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may panic")]

mod page;

use crate::{
    Newest, bundle::languages, callback_page, invitation_mail, plain, practice_page, screen,
};
use secrecy::ExposeSecret;
use std::{collections::BTreeSet, fmt::Write as _, fs, path::Path};
use wizard::{
    AccountRecord, Action, Answer, Connection, Ended, Event, Field, GrantStatus, HostedSetup,
    Input, InvitationMail, MadeInvitation, NylasApplication, Opened, Problem, RelayDesk, Report,
    Setup, SignIn, State,
};

struct Play(Option<State>);

impl Play {
    fn new(setup: Setup) -> Self {
        let mut play = Play(Some(State::new(setup)));
        play.take(Event::Opened(Box::default()));
        play
    }

    fn take(&mut self, event: Event) {
        self.0 = self.0.take().map(|state| wizard::step(state, event).0);
    }

    fn press(&mut self, action: Action) {
        self.take(Event::Person(Input::Press(action)));
    }

    fn edit(&mut self, field: Field, text: &str) {
        self.take(Event::Person(Input::Edit {
            field,
            text: text.into(),
            pasted: false,
        }));
    }

    /// Every sentence of the screen, a line each.
    fn sentences(&self) -> String {
        let shown = screen(&wizard::view(self.0.as_ref().unwrap()), "en");
        let mut lines = format!("screen: {}\n", shown.name);
        for (key, sentence) in shown.text {
            // The marks that isolate a value's direction are there, but make a snapshot hard to read.
            let sentence = sentence
                .replace(['\u{2068}', '\u{2069}'], "")
                .replace('\n', " ⏎ ");
            writeln!(lines, "{key}: {sentence}").unwrap();
        }
        lines
    }
}

fn company() -> Setup {
    Setup {
        organization: Some("Acme CRM".into()),
        label: "Acme CRM".into(),
        ..Setup::default()
    }
}

fn application(connector: bool) -> NylasApplication {
    NylasApplication {
        host: "api.us.nylas.com".into(),
        origin: "https://api.us.nylas.com".into(),
        application_id: Some("app".into()),
        lacks: vec![],
        application: "Acme".into(),
        connector,
        from_environment: false,
    }
}

#[test]
fn every_screen_in_words() {
    let mut play = Play::new(company());
    insta::assert_snapshot!("start", play.sentences());
    play.press(Action::UseApiKey);
    play.take(Event::Answer(Answer::FindKey(Ok(false))));
    insta::assert_snapshot!("operator", play.sentences());
    play.edit(Field::ApiKey, "nyk_v0_x");
    play.press(Action::Continue);
    play.take(Event::Answer(Answer::CheckKey(Ok(application(false)))));
    play.press(Action::MakeProfile);
    insta::assert_snapshot!("make-profile", play.sentences());
    play.press(Action::Back);
    play.press(Action::Back);
    play.press(Action::UsePractice);
    insta::assert_snapshot!("welcome", play.sentences());
    play.press(Action::Continue);
    insta::assert_snapshot!("address", play.sentences());
    play.edit(Field::Address, "nyla.park@icloud.com");
    play.press(Action::Continue);
    insta::assert_snapshot!("prepare", play.sentences());
    play.press(Action::HavePassword);
    insta::assert_snapshot!("password", play.sentences());
    play.edit(Field::AppPassword, "abcd-efgh-ijkl-mnop");
    play.press(Action::Continue);
    insta::assert_snapshot!("connecting", play.sentences());
}

/// On the announcement of Nylas' page.
fn on_sign_in() -> Play {
    let hosted = HostedSetup {
        host: "api.us.nylas.com".into(),
        callback: "http://localhost:9007/callback".into(),
    };
    let mut play = Play::new(Setup {
        connection: Some(Connection::Hosted),
        connection_from_profile: true,
        hosted: Some(hosted),
        ..company()
    });
    play.press(Action::Continue);
    play.edit(Field::Address, "nyla.park@icloud.com");
    play.press(Action::Continue);
    play.press(Action::HavePassword);
    play
}

#[test]
fn signing_in_on_nylas_page_in_words() {
    let mut play = on_sign_in();
    insta::assert_snapshot!("sign-in", play.sentences());
    play.press(Action::SignIn);
    play.take(Event::Attempt {
        id: 1,
        answer: Answer::SignIn(SignIn::Ready(Ok(()))),
    });
    insta::assert_snapshot!("sign-in-waiting", play.sentences());
}

#[test]
fn what_is_connected_in_words() {
    let account = |grant: &str, address: &str, status| AccountRecord {
        status,
        ..AccountRecord::new(
            grant.into(),
            address.into(),
            "https://api.us.nylas.com".into(),
        )
    };
    let accounts = vec![
        account("1", "nyla.park@icloud.com", Some(GrantStatus::Works)),
        account("2", "jo@me.com", Some(GrantStatus::NeedsPassword)),
    ];
    let mut play = Play(Some(State::new(company())));
    play.take(Event::Opened(Box::new(Opened {
        accounts,
        ..Opened::default()
    })));
    insta::assert_snapshot!("accounts", play.sentences());
    play.take(Event::Person(Input::PressFor {
        action: Action::Renew,
        grant: "2".into(),
    }));
    play.take(Event::Answer(Answer::FindKey(Ok(true))));
    let application = application(true);
    play.take(Event::Answer(Answer::CheckKey(Ok(application))));
    insta::assert_snapshot!("renewal", play.sentences());
    for action in [Action::Back, Action::Back, Action::AllGrants] {
        play.press(action);
    }
    insta::assert_snapshot!("all", play.sentences());
}

/// An operator whose key is at hand, at their home.
fn at_home() -> Play {
    let mut play = Play::new(company());
    play.press(Action::UseApiKey);
    play.take(Event::Answer(Answer::FindKey(Ok(true))));
    let application = application(true);
    play.take(Event::Answer(Answer::CheckKey(Ok(application))));
    play
}

fn made_invitation() -> MadeInvitation {
    MadeInvitation {
        account: "nyla.park@icloud.com".into(),
        name: "Nyla Park".into(),
        label: Some("Bob’s Bakery".into()),
        reference: "K7M-2QX".into(),
        expires_at: 14 * 24 * 60 * 60,
        link: "https://connect.maplecare.com/i/00112233445566778899aabbccddeeff".into(),
    }
}

#[test]
fn inviting_in_words_and_the_message_that_is_copied_is_the_one_that_is_shown() {
    let mut play = at_home();
    insta::assert_snapshot!("home", play.sentences());
    play.press(Action::Invite);
    play.take(Event::Answer(Answer::FindRelay(Ok(None))));
    insta::assert_snapshot!("relay-key", play.sentences());
    play.edit(Field::Relay, "https://connect.maplecare.com");
    play.edit(Field::RelayKey, "icr_0123");
    play.press(Action::Continue);
    play.take(Event::Answer(Answer::CheckRelay(Ok(RelayDesk {
        place: "connect.maplecare.com".into(),
        kept: true,
    }))));
    insta::assert_snapshot!("invite", play.sentences());
    play.edit(Field::Account, "nyla.park@icloud.com");
    play.edit(Field::Recipient, "Nyla Park");
    play.press(Action::Continue);
    play.take(Event::Answer(Answer::MakeInvitation(Ok(Box::new(
        made_invitation(),
    )))));
    insta::assert_snapshot!("invite-made", play.sentences());
    let shown = screen(&wizard::view(play.0.as_ref().unwrap()), "en");
    let shown = plain(&shown.text["mail"]).trim_end().to_owned();
    let mail = InvitationMail {
        company: Some("Acme CRM".into()),
        invitation: made_invitation(),
        days: 14,
    };
    let copied = invitation_mail("en", &mail);
    assert_eq!(copied.expose_secret(), shown);
    insta::assert_snapshot!("invitation-mail", shown);
    play.press(Action::Invite);
    play.press(Action::InviteSeveral);
    insta::assert_snapshot!("several", play.sentences());
    play.press(Action::Back);
    play.press(Action::Back);
    play.press(Action::Invitations);
    insta::assert_snapshot!("invitations", play.sentences());
    // Neither a company nor a label has to be there.
    let bare = InvitationMail {
        company: None,
        invitation: MadeInvitation {
            label: None,
            ..made_invitation()
        },
        days: 1,
    };
    let text = invitation_mail("en", &bare);
    let text = text.expose_secret();
    assert!(text.contains("We invite you to connect your iCloud account nyla.park@icloud.com. It"));
    assert!(
        text.contains("for 1 day and") && text.ends_with("already know."),
        "{text}"
    );
}

#[test]
fn every_problem_in_words() {
    let mut all = String::new();
    for problem in Problem::ALL.iter().copied() {
        let mut play = Play::new(Setup {
            profile_error: Some(Report::new(problem)),
            ..company()
        });
        play.press(Action::Help);
        let shown = screen(&wizard::view(play.0.as_ref().unwrap()), "en");
        writeln!(all, "{}", problem.code()).unwrap();
        for key in ["problem-title", "problem-text", "problem-next"] {
            let sentence = shown
                .text
                .get(key)
                .unwrap_or_else(|| panic!("{} has no {key}", problem.code()));
            assert!(
                !sentence.trim().is_empty(),
                "{} has an empty {key}",
                problem.code()
            );
            writeln!(all, "  {}", sentence.replace(['\u{2068}', '\u{2069}'], "")).unwrap();
        }
    }
    insta::assert_snapshot!("problems", all);
}

#[test]
fn the_provider_of_an_address_is_named_where_it_is_known() {
    let domains = [
        ("gmail.com", "Google’s"),
        ("hotmail.de", "Microsoft’s"),
        ("yahoo.com", "Yahoo’s"),
        ("aol.com", "AOL’s"),
        ("gmx.net", "GMX’s"),
        ("web.de", "WEB.DE’s"),
        ("t-online.de", "T-Online’s"),
        ("pm.me", "Proton’s"),
        ("fastmail.com", "Fastmail’s"),
        ("zoho.com", "Zoho’s"),
        ("mail.ru", "Mail.ru’s"),
        ("yandex.ru", "Yandex’s"),
        ("qq.com", "QQ’s"),
        ("163.com", "NetEase’s"),
        ("park.example", "not Apple’s"),
    ];
    for (domain, named) in domains {
        let mut play = Play::new(company());
        play.press(Action::UsePractice);
        play.press(Action::Continue);
        play.edit(Field::Address, &format!("nyla@{domain}"));
        play.press(Action::Continue);
        let sentences = play.sentences();
        assert!(
            sentences.contains(&format!("{domain} is {named}. You may use this address")),
            "{sentences}"
        );
    }
}

#[test]
fn every_file_parses_and_every_message_of_english_is_in_every_language() {
    let english: BTreeSet<_> = languages().pick("en").unwrap().ids.iter().collect();
    for language in languages().all() {
        assert_eq!(language.faults, Vec::<String>::new(), "{}", language.tag);
        let own: BTreeSet<_> = language.ids.iter().collect();
        assert_eq!(english, own, "{}", language.tag);
    }
}

#[test]
fn only_where_something_is_made_it_is_said_to_be_unclear() {
    let mut play = on_sign_in();
    play.press(Action::SignIn);
    play.take(Event::Attempt {
        id: 1,
        answer: Answer::SignIn(SignIn::Ready(Ok(()))),
    });
    play.take(Event::Attempt {
        id: 1,
        answer: Answer::SignIn(SignIn::Back(wizard::Return::SignedIn)),
    });
    play.take(Event::Attempt {
        id: 2,
        answer: Answer::Exchange(Err(Problem::NotUnderstood.into())),
    });
    assert!(
        play.sentences()
            .contains("whether the connection was created")
    );
    let mut operator = Play::new(company());
    operator.press(Action::UseApiKey);
    operator.take(Event::Answer(Answer::FindKey(Ok(true))));
    operator.take(Event::Answer(Answer::CheckKey(Err(
        Problem::NotUnderstood.into()
    ))));
    assert!(
        operator
            .sentences()
            .contains("problem-title: We got an unexpected answer")
    );
    assert!(
        !operator
            .sentences()
            .contains("whether the connection was created")
            && !operator.sentences().contains("two connections")
    );
}

#[test]
fn every_notice_has_its_sentence() {
    let ids = &languages().pick("en").unwrap().ids;
    let said = wizard::Notice::all();
    let missing: Vec<_> = said
        .map(wizard::Notice::name)
        .filter(|notice| !ids.contains_key(&format!("notice-{notice}")))
        .collect();
    assert_eq!(missing, Vec::<&str>::new());
}

#[test]
fn the_words_are_plain() {
    // The operator's screen and problems may speak of keys; nobody is asked to know these words.
    let jargon = [
        "credential",
        "authenticat",
        "endpoint",
        "token",
        "imap",
        "caldav",
        "grant ",
        "invalid",
        "oops",
        "please enter a valid",
    ];
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/locales/en");
    let mut found = vec![];
    for file in fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        // A profile is written by those who know.
        if path.file_name().is_some_and(|name| name == "profile.ftl") {
            continue;
        }
        for line in fs::read_to_string(&path)
            .unwrap()
            .lines()
            .filter(|line| !line.trim_start().starts_with('#'))
        {
            let words = line
                .split_once('=')
                .map_or(line, |(_, words)| words)
                .to_lowercase()
                .replace("grant id", "")
                .replace("two-factor authentication", "")
                .replace("query_imap", "");
            found.extend(
                jargon
                    .iter()
                    .filter(|word| words.contains(*word))
                    .map(|word| format!("{}: {word}: {line}", path.display())),
            );
        }
    }
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn the_practice_page_is_filled_in_escaped_and_asks_for_nothing() {
    let page = practice_page("en", "<b>Acme & \"Co\"</b>", "prac-tise-only-here");
    assert!(!page.contains("{{"), "every word is filled in");
    assert!(!page.contains("<b>Acme"), "a name is text, never markup");
    assert!(page.contains("prac-tise-only-here") && page.contains("PRACTICE"));
    assert!(!page.contains("<input") && !page.contains("<textarea"));
}

#[test]
fn the_practice_page_has_the_steps_and_the_name_of_the_window_beside_it() {
    let mut play = Play::new(Setup {
        connection: Some(Connection::Practice),
        ..Setup::default()
    });
    play.press(Action::Continue);
    play.edit(Field::Address, "nyla@icloud.com");
    play.press(Action::Continue);
    play.press(Action::OpenApple);
    let page = practice_page("en", "icloud-connect", "prac-tise-only-here");
    let steps = page.matches("<h2").count();
    for step in 1..=steps {
        let screen = screen(&wizard::view(play.0.as_ref().unwrap()), "en");
        assert_eq!(screen.view["appleSteps"], steps);
        let (window, _) = screen.title.split_once(' ').unwrap();
        assert!(page.contains(&format!("“{window}”")), "{}", screen.title);
        // What is to be pressed there is strong.
        let said = &screen.text[&format!("step-{step}")];
        let button = said.split("**").nth(1).unwrap();
        assert!(page.contains(&format!(">{button}</button>")), "{said}");
        play.press(Action::Continue);
    }
}

#[test]
fn the_page_on_which_a_browser_ends_is_filled_in_and_needs_nothing_else() {
    const LOGO: &str = "data:image/png;base64,iVBORw0KGgo=";
    let mut headings = BTreeSet::new();
    for ended in Ended::ALL {
        for logo in [None, Some(LOGO)] {
            let page = callback_page("en", Some("<b>Acme & \"Co\"</b>"), logo, *ended);
            assert!(!page.contains("{{") && !page.contains("<b>"), "{page}");
            assert!(
                page.contains("<html lang=\"en\" dir=\"ltr\">")
                    && page.contains("You can close this page.")
            );
            assert_eq!(page.contains(&format!("src=\"{LOGO}\"")), logo.is_some());
            for part in [
                "<script", "<link", "<a ", "<form", "http", "url(", "@import",
            ] {
                assert!(!page.contains(part), "{part} would not be allowed");
            }
            let (_, after) = page.split_once("<h1>").unwrap();
            headings.insert(after.split('<').next().map(str::to_owned));
            let ended: &str = ended.into();
            for part in [
                format!("<main data-ended=\"{ended}\">"),
                format!("[data-ended=\"{ended}\"] ."),
            ] {
                assert!(page.contains(&part), "{part}: each has its own drawing");
            }
        }
    }
    assert_eq!(headings.len(), Ended::ALL.len(), "{headings:?}");
}

#[test]
fn a_folder_that_cannot_be_used_is_named_with_its_owner() {
    for kind in ["folder-owner", "folder"] {
        let values = vec![
            ("folder", "/srv/shared".to_owned()),
            ("owner", "root".to_owned()),
        ];
        let report = Report {
            values,
            ..Report::new(Problem::CannotSave).kind(kind)
        };
        let mut play = Play(Some(State::new(company())));
        play.take(Event::Opened(Box::new(Opened {
            no_folder: Some(report),
            ..Opened::default()
        })));
        let said = play.sentences();
        assert!(
            said.contains("/srv/shared, and it belongs to root"),
            "{said}"
        );
    }
}

#[test]
fn only_where_the_window_can_be_concealed_help_speaks_of_it() {
    for conceals in [false, true] {
        let mut play = Play::new(Setup {
            conceals,
            ..company()
        });
        for action in [Action::UsePractice, Action::Continue] {
            play.press(action);
        }
        play.edit(Field::Address, "nyla.park@icloud.com");
        for action in [Action::Continue, Action::HavePassword, Action::Help] {
            play.press(action);
        }
        assert_eq!(play.sentences().contains("they see black"), conceals);
    }
}

#[test]
fn only_where_apple_is_asked_first_it_is_said() {
    for check_first in [false, true] {
        let mut play = Play::new(Setup {
            check_first,
            ..company()
        });
        play.press(Action::UseApiKey);
        play.take(Event::Answer(Answer::FindKey(Ok(false))));
        play.edit(Field::ApiKey, "nyk_v0_x");
        play.press(Action::Continue);
        play.take(Event::Answer(Answer::CheckKey(Ok(application(true)))));
        for action in [Action::ConnectCustomer, Action::Continue] {
            play.press(action);
        }
        play.edit(Field::Address, "nyla.park@icloud.com");
        for action in [Action::Continue, Action::HavePassword] {
            play.press(action);
        }
        let password = play.sentences();
        assert!(password.starts_with("screen: password"), "{password}");
        assert_eq!(password.contains("We send it to Apple"), check_first);
        play.edit(Field::AppPassword, "abcd-efgh-ijkl-mnop");
        for action in [Action::Continue, Action::Help] {
            play.press(action);
        }
        let connecting = play.sentences();
        assert!(connecting.starts_with("screen: connecting"), "{connecting}");
        assert_eq!(connecting.contains("First we ask Apple"), check_first);
    }
}

#[test]
fn an_unknown_language_is_english() {
    for tag in ["en-GB", "en_US", "tlh", "", "-", "../../etc"] {
        let play = Play::new(Setup::default());
        assert_eq!(
            screen(&wizard::view(play.0.as_ref().unwrap()), tag).lang,
            "en",
            "{tag:?}"
        );
    }
}

#[test]
fn a_picture_is_told_to_a_page_that_does_not_have_it_and_is_absent_otherwise() {
    let shown = |picture: Option<&str>| {
        let setup = Setup {
            logo: picture.map(Into::into),
            ..company()
        };
        screen(&wizard::view(Play::new(setup).0.as_ref().unwrap()), "en")
    };
    let mut newest = Newest::default();
    assert!(newest.since(None).is_none(), "there is no screen yet");
    let mut next = |picture| {
        let seen = Some(newest.number());
        newest.replace(shown(picture));
        let told = serde_json::to_value(newest.since(seen).unwrap()).unwrap();
        let screen = &told["screen"];
        (screen["view"]["logo"].clone(), screen.get("logo").cloned())
    };
    let (yes, no) = (serde_json::json!(true), serde_json::json!(false));
    assert_eq!(next(None), (no.clone(), None));
    assert_eq!(next(Some("data:1")), (yes.clone(), Some("data:1".into())));
    assert_eq!(next(Some("data:1")), (yes.clone(), None));
    assert_eq!(next(None), (no, None));
    assert_eq!(
        next(Some("data:1")),
        (yes.clone(), None),
        "the page still has it"
    );
    assert_eq!(next(Some("data:2")), (yes, Some("data:2".into())));
    // A page that was loaded anew has none, one that missed some screens an older one.
    let logo = |seen| newest.since(seen).map(|told| told.screen.logo.unwrap());
    for seen in [None, Some(1), Some(5)] {
        assert_eq!(logo(seen).as_deref(), Some("data:2"), "{seen:?}");
    }
    assert_eq!(logo(Some(6)), None, "it has the newest screen");
}

#[test]
fn an_empty_window_is_told_of_in_each_systems_own_words() {
    let of = |system| crate::blank("en", system).1;
    assert!(of("linux").contains("\nWEBKIT_DISABLE_DMABUF_RENDERER=1 icloud-connect\n"));
    for (system, name) in [("windows", "WebView2"), ("macos", "Mac")] {
        let text = of(system);
        assert!(text.contains(name) && text.contains("open icloud-connect again"));
        assert!(!text.contains("WEBKIT") && !text.contains('$'), "{text}");
    }
}
