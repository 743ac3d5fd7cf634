use crate::{Fault, Progress, Refused, State, Step, Submission, operator};
use secrecy::ExposeSecret;
use std::collections::BTreeSet;

#[test]
fn each_fault_is_told_from_the_others_and_says_whose_it_is() {
    let names: BTreeSet<_> = Fault::ALL.map(Fault::name).into();
    assert_eq!(names.len(), Fault::ALL.len());
    for fault in Fault::ALL {
        assert_eq!(Fault::named(fault.name()), Some(fault));
        assert_eq!(fault.status() == 401, fault == Fault::NotKnown, "{fault:?}");
        let company = fault.name() == "invitation.company_not_ready";
        assert_eq!(fault.problem() == Some("I10"), company);
    }
    let told: BTreeSet<_> = Fault::ALL.into_iter().filter_map(Fault::problem).collect();
    let all = "I01 I02 I03 I04 I05 I06 I08 I09 I10 I11";
    assert_eq!(
        told,
        all.split(' ').collect(),
        "I07 is decided without a relay"
    );
}

#[test]
fn an_answer_of_a_later_relay_is_no_known_fault() {
    let answer = r#"{"request_id":"1","error":{"type":"invitation.other","message":"","more":1}}"#;
    let refused: Refused = serde_json::from_str(answer).unwrap();
    assert_eq!(refused.error.fault(), None);
}

#[test]
fn a_submission_has_nothing_that_the_relay_knows_better() {
    let icloud = r#"{"provider":"icloud","settings":{"username":"a@icloud.com","password":"p"}}"#;
    let imap = r#"{"provider":"imap","settings":{"imap_password":"p"}}"#;
    for good in [icloud, imap] {
        let submission: Submission = serde_json::from_str(good).unwrap();
        assert_eq!(submission.password().expose_secret(), "p");
        assert_eq!(serde_json::to_string(&submission).unwrap(), good);
        assert!(!format!("{submission:?}").contains(r#""p""#));
    }
    for bad in [
        r#"{"provider":"imap","settings":{"imap_password":"p","imap_host":"evil.example"}}"#,
        r#"{"provider":"imap","settings":{"imap_password":"p","imap_username":"b@icloud.com"}}"#,
        r#"{"provider":"imap","settings":{"imap_password":"p","smtp_port":25}}"#,
        r#"{"provider":"icloud","settings":{"username":"a","password":"p","x":1}}"#,
        r#"{"provider":"icloud","settings":{"username":"a","password":"p"},"state":"s"}"#,
        r#"{"provider":"icloud","settings":{"username":"a"}}"#,
        r#"{"provider":"google","settings":{"refresh_token":"r"}}"#,
        r#"{"provider":"icloud","provider":"imap","settings":{"imap_password":"p"}}"#,
        r#"[]"#,
    ] {
        assert!(serde_json::from_str::<Submission>(bad).is_err(), "{bad}");
    }
}

#[test]
fn progress_carries_no_text() {
    for step in Step::ALL {
        let body = format!(r#"{{"step":"{}","problem":"A02"}}"#, step.name());
        let progress: Progress = serde_json::from_str(&body).unwrap();
        assert_eq!(progress.step, step);
    }
    for bad in [
        r#"{"step":"done","problem":"a@icloud.com"}"#,
        r#"{"step":"done","problem":"A2"}"#,
        r#"{"step":"done","problem":"A022"}"#,
        r#"{"step":"mail"}"#,
        r#"{"step":"done","address":"a@icloud.com"}"#,
        r#"{}"#,
    ] {
        assert!(serde_json::from_str::<Progress>(bad).is_err(), "{bad}");
    }
}

#[test]
fn states_and_roles_have_the_names_that_they_are_written_by() {
    for state in State::ALL {
        assert_eq!(State::named(state.name()), Some(state));
        let json = serde_json::to_string(&state).unwrap();
        assert_eq!(json, format!("\"{}\"", state.name()));
    }
    let open: Vec<_> = State::ALL.into_iter().filter(|s| s.is_open()).collect();
    assert_eq!(open, [State::Created, State::Sent, State::Claimed]);
    for role in operator::Role::ALL {
        assert_eq!(operator::Role::named(role.name()), Some(role));
    }
    assert!(operator::Role::Admin > operator::Role::Invite);
    assert!(operator::Role::Invite > operator::Role::Read);
}
