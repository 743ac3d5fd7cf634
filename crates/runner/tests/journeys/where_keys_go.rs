//! Where a key goes: what the disk and a profile may say about it, and what is shown before it is typed.

use runner::{AccountRecord, Store};
use wizard::Action;

use crate::{
    journey::json,
    world::{KEY, NO_APPLE, NYLA, World, simulator},
};

/// Anybody could have written it: it is no more than a stranger's profile, which could not have sent a key there.
#[test]
fn a_saved_connection_to_a_place_that_no_loose_profile_may_name_does_not_count() {
    for origin in [
        "https://api.us.nylas.com.evil.example",
        "https://api.us.nylas.com:8443",
        "https://nylas.acme.example",
        "https://caldav.icloud.com",
        "https://api.us.nylas.com@evil.example",
        "no address",
    ] {
        let world = World::new().profile(NO_APPLE);
        world.disk.save_api_origin(Some(origin)).unwrap();
        world.keys.put(origin, KEY);
        let mut journey = world.begin();
        journey.screen("start");
        journey.press(Action::UseApiKey);
        let asked = journey.until("the key's field", |view| json(view)["asking"] == true);
        assert_eq!(
            json(&asked)["goesTo"],
            "api.us.nylas.com, api.eu.nylas.com",
            "{origin}"
        );
    }
}

#[test]
fn a_key_never_goes_where_a_remembered_account_says_that_it_was_made() {
    let evil = "https://api.us.nylas.com.evil.example";
    let world = World::new().profile(NO_APPLE);
    let account = AccountRecord::new("grant".into(), NYLA.into(), evil.into());
    world.disk.save_accounts(&[account]).unwrap();
    world.disk.save_api_origin(Some(evil)).unwrap();
    world.keys.put(evil, KEY);
    let mut journey = world.begin();
    journey.screen("accounts");
    journey.press_for(Action::Renew, "grant");
    let asked = journey.until("the key's field", |view| json(view)["asking"] == true);
    assert_eq!(json(&asked)["goesTo"], "api.us.nylas.com, api.eu.nylas.com");
}

/// The other end of a pipe may never come.
#[cfg(unix)]
#[test]
fn a_certificate_that_is_a_pipe_is_told_of_at_the_start_and_hangs_nothing() {
    let text =
        format!("{NO_APPLE}[connection]\nkind = \"api-key\"\n[network]\nextra_ca = \"ca.pem\"\n");
    let world = World::new().profile(&text);
    let folder = world.environment.profile.as_deref().unwrap().parent();
    let pipe = folder.unwrap().join("ca.pem");
    let made = std::process::Command::new("mkfifo").arg(pipe).status();
    assert!(made.unwrap().success());
    let refused = world.begin().problem("C11");
    assert!(format!("{:?}", refused.problem).contains("network.extra_ca"));
}

#[test]
fn where_a_key_goes_is_shown_with_its_port_before_it_is_typed() {
    let nylas = simulator();
    let place = nylas.origin().trim_start_matches("http://").to_owned();
    let asked = |world: &World| {
        let mut journey = world.begin();
        let view = journey.until("the key's field", |view| json(view)["asking"] == true);
        json(&view)["goesTo"].as_str().unwrap().to_owned()
    };
    assert_eq!(asked(&World::operator(&nylas.origin())), place);
    let region = format!("{NO_APPLE}[connection]\nkind = \"api-key\"\nregion = \"eu\"\n");
    assert_eq!(asked(&World::new().profile(&region)), "api.eu.nylas.com");
    // A saved connection, whose key is gone.
    let world = World::new().profile(NO_APPLE);
    world.disk.save_api_origin(Some(&nylas.origin())).unwrap();
    assert_eq!(asked(&world), place);
}
