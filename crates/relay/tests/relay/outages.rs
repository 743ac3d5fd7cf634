//! Many at once, relays that die, and a database that goes away: one grant in the end, made once.

use crate::postgres::Postgres;
use crate::site::Site;
use crate::wizard::{Wizard, kind};
use reqwest::StatusCode;
use serde_json::json;
use std::time::Duration;

on_both! {
    async fn a_hundred_at_once_over_three_relays_make_one_request(site: Site) {
        let mut site = site;
        site.start();
        site.start();
        let (_, ticket) = site.invite("bob@icloud.com").await;
        Wizard::new(&site, &ticket, 'a').claim().await;
        let submissions = (0..100).map(|n| {
            let mut wizard = Wizard::new(&site, &ticket, 'a');
            wizard.relay = n % 3;
            async move { wizard.submit("bob@icloud.com").await }
        });
        let answers = all(submissions).await;
        assert_eq!(answers.len(), 100);
        for (status, answer) in answers {
            let fine = match status.as_u16() {
                200 | 202 => true,
                409 => kind(&answer) == "invitation.under_way",
                410 => kind(&answer) == "invitation.used",
                _ => false,
            };
            assert!(fine, "{status} {answer}");
        }
        let wizard = Wizard::new(&site, &ticket, 'a');
        wizard.until(20, |c| c["state"] == "made").await;
        assert_eq!(site.simulator.custom_auth_count(), 1);
    }

    async fn a_hundred_refusals_at_once_are_five(site: Site) {
        let mut site = site;
        site.start();
        let mut tickets = vec![];
        for n in 0..20 {
            let (_, ticket) = site.invite(["refused@icloud.com", "refused@me.com"][n % 2]).await;
            Wizard::new(&site, &ticket, 'a').claim().await;
            tickets.push(ticket);
        }
        for _ in 0..5 {
            let submissions = tickets.iter().enumerate().map(|(n, ticket)| {
                let mut wizard = Wizard::new(&site, ticket, 'a');
                wizard.relay = n % 2;
                async move { wizard.submit("refused@icloud.com").await }
            });
            all(submissions).await;
        }
        assert!(site.simulator.custom_auth_count() <= 5);
        let wizard = Wizard::new(&site, &tickets[0], 'a');
        while kind(&wizard.submit("refused@icloud.com").await.1) != "invitation.too_many_tries" {}
        assert_eq!(site.simulator.custom_auth_count(), 5);
    }

    async fn of_many_computers_one_has_the_claim(site: Site) {
        let mut site = site;
        site.start();
        let (_, ticket) = site.invite("bob@icloud.com").await;
        let claims = ('a'..='h').enumerate().map(|(n, symbol)| {
            let mut wizard = Wizard::new(&site, &ticket, symbol.to_string().replace('i', "j").chars().next().unwrap());
            wizard.relay = n % 2;
            async move { wizard.claim().await.0 }
        });
        let answers = all(claims).await;
        assert_eq!(answers.iter().filter(|status| **status == StatusCode::OK).count(), 1, "{answers:?}");
    }

    async fn a_relay_that_dies_with_a_password_on_its_way_made_one_grant(site: Site) {
        let mut site = site;
        let (_, ticket) = site.invite("slow@icloud.com").await;
        Wizard::new(&site, &ticket, 'a').claim().await;
        {
            let wizard = Wizard::new(&site, &ticket, 'a');
            let submitted = wizard.submit("slow@icloud.com");
            // Whoever asked hangs up as well.
            assert!(tokio::time::timeout(Duration::from_secs(2), submitted).await.is_err());
            assert_eq!(wizard.connection().await["state"], "sending");
            assert_eq!(kind(&wizard.submit("slow@icloud.com").await.1), "invitation.under_way");
        }
        site.relays.remove(0).kill();
        site.start();
        let wizard = Wizard::new(&site, &ticket, 'a');
        // Nobody knows yet, so nothing is sent again.
        assert_eq!(kind(&wizard.submit("slow@icloud.com").await.1), "invitation.under_way");
        site.age(200).await;
        // Longer than any request takes: now it is known that nothing was made.
        let connection = wizard.until(20, |c| c["state"] == "failed").await;
        assert_eq!((&connection["refusal"]["code"], &connection["tries_left"]), (&json!("N07"), &json!(3)));
        let (status, connection) = wizard.submit("slow@icloud.com").await;
        assert_eq!(status, StatusCode::ACCEPTED, "{connection}");
        let connection = wizard.until(60, |c| c["state"] == "made").await;
        assert!(site.simulator.grant_exists(connection["connected"]["grant_id"].as_str().unwrap()));
        assert_eq!(site.grants().await, 1);
    }

    async fn what_a_dead_relay_made_is_found_and_not_made_again(site: Site) {
        let mut site = site;
        let (_, ticket) = site.invite("bob@icloud.com").await;
        Wizard::new(&site, &ticket, 'a').claim().await;
        // As it is left by a relay that died after the request and before its answer.
        let left = "UPDATE invitations SET attempt = 'sending', noted = '[]', lease_by = 'x', lease_until = 1, password_sent_at = 1";
        sqlx::query(left).execute(&site.database).await.unwrap();
        let settings = json!({ "username": "bob@icloud.com", "password": crate::wizard::PASSWORD });
        let made = site.http.post(format!("{}/v3/connect/custom", site.simulator.origin()));
        let made = made.bearer_auth(site.simulator.api_key()).json(&json!({ "provider": "icloud", "settings": settings }));
        assert!(made.send().await.unwrap().status().is_success());
        site.relays.remove(0).kill();
        site.start();
        let wizard = Wizard::new(&site, &ticket, 'a');
        wizard.until(20, |c| c["state"] == "made").await;
        assert_eq!(kind(&wizard.submit("bob@icloud.com").await.1), "invitation.used");
        assert_eq!(site.simulator.custom_auth_count(), 1);
        assert_eq!(site.grants().await, 1);
    }

    async fn a_relay_that_dies_before_anything_was_sent_lets_it_be_sent(site: Site) {
        let mut site = site;
        let (_, ticket) = site.invite("bob@icloud.com").await;
        Wizard::new(&site, &ticket, 'a').claim().await;
        // As it is left by a relay that noted the grants and died.
        sqlx::query("UPDATE invitations SET attempt = 'noting', lease_by = 'x', lease_until = 1")
            .execute(&site.database)
            .await
            .unwrap();
        site.relays.remove(0).kill();
        site.start();
        let wizard = Wizard::new(&site, &ticket, 'a');
        let (_, connection) = wizard.submit("bob@icloud.com").await;
        assert_eq!(connection["state"], "made", "{connection}");
        assert_eq!(site.simulator.custom_auth_count(), 1);
    }

    async fn a_relay_that_is_told_to_stop_ends_what_it_began(site: Site) {
        let mut site = site;
        let (_, ticket) = site.invite("bob@icloud.com").await;
        let wizard = Wizard::new(&site, &ticket, 'a');
        wizard.claim().await;
        let submitted = wizard.submit("bob@icloud.com").await;
        assert_eq!(submitted.1["state"], "made");
        let log = site.relays.remove(0).stop().await;
        assert!(log.contains("stopping") && !log.contains("cut off"), "{log}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "starts PostgreSQL: cargo xtask test brings it"]
async fn a_database_that_is_away_for_ten_seconds_costs_no_grant() {
    let mut postgres = Postgres::start();
    let site = Site::new(tempfile::tempdir().unwrap(), postgres.database()).await;
    let (_, ticket) = site.invite("slow@icloud.com").await;
    let wizard = Wizard::new(&site, &ticket, 'a');
    wizard.claim().await;
    let submission = wizard.submit("slow@icloud.com");
    assert!(
        tokio::time::timeout(Duration::from_secs(2), submission)
            .await
            .is_err()
    );
    // While Nylas is at it, and when its answer comes.
    tokio::time::sleep(Duration::from_secs(18)).await;
    postgres.stop();
    let (status, refused) = wizard.get("/v3/connection").await;
    assert_eq!(
        (status, kind(&refused)),
        (StatusCode::SERVICE_UNAVAILABLE, "relay.unavailable")
    );
    tokio::time::sleep(Duration::from_secs(10)).await;
    postgres.resume();
    let connection = wizard
        .until(30, |c| c["connected"]["calendars"].is_array())
        .await;
    assert_eq!(connection["state"], "made");
    assert_eq!(site.simulator.custom_auth_count(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_locked_sqlite_costs_no_grant() {
    let site = Site::sqlite().await;
    let (_, ticket) = site.invite("slow@icloud.com").await;
    let wizard = Wizard::new(&site, &ticket, 'a');
    wizard.claim().await;
    let submission = wizard.submit("slow@icloud.com");
    assert!(
        tokio::time::timeout(Duration::from_secs(2), submission)
            .await
            .is_err()
    );
    tokio::time::sleep(Duration::from_secs(20)).await;
    let mut lock = site.database.begin_with("BEGIN IMMEDIATE").await.unwrap();
    sqlx::query("UPDATE facts SET at = at")
        .execute(&mut *lock)
        .await
        .unwrap();
    tokio::time::sleep(Duration::from_secs(10)).await;
    assert_eq!(wizard.connection().await["state"], "sending");
    lock.commit().await.unwrap();
    wizard
        .until(30, |c| c["connected"]["calendars"].is_array())
        .await;
    assert_eq!(site.simulator.custom_auth_count(), 1);
}

/// All of them at once.
async fn all<F: Future>(futures: impl Iterator<Item = F>) -> Vec<F::Output> {
    let mut waiting: Vec<_> = futures.map(|future| (Box::pin(future), None)).collect();
    std::future::poll_fn(|context| {
        for (future, output) in &mut waiting {
            if output.is_none()
                && let std::task::Poll::Ready(ready) = future.as_mut().poll(context)
            {
                *output = Some(ready);
            }
        }
        if waiting.iter().all(|(_, output)| output.is_some()) {
            std::task::Poll::Ready(())
        } else {
            std::task::Poll::Pending
        }
    })
    .await;
    waiting
        .into_iter()
        .filter_map(|(_, output)| output)
        .collect()
}
