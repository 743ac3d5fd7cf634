//! Listening, answering, and ending without cutting anybody off.

mod connections;
mod health;

use crate::config::Listen;
use crate::logs;
use crate::onboarding;
use crate::operator;
use crate::page;
use crate::relay::Relay;
use crate::secured::secured;
use crate::store::Kind;
use crate::watch::keep_watch;
use crate::webhook;
use crate::wizard;
use crate::worker::keep_working;
use axum::Router;
use connections::Listener;
use serde_json::json;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;

/// How long a relay that ends waits for the job that it is at.
const LAST_JOB: Duration = Duration::from_secs(20);

/// Answers until it is told to stop, and then until everybody who asked has an answer.
///
/// # Errors
/// One sentence on why nothing can be listened to.
pub async fn serve(relay: Relay) -> Result<(), String> {
    let relay = Arc::new(relay);
    let (stop, stopping) = watch::channel(false);
    let mut listeners = vec![];
    for (listen, router) in sides(&relay) {
        let listener = Listener::bind(&listen)
            .await
            .map_err(|error| format!("{} cannot be listened to: {error}", Shown(&listen)))?;
        logs::event("listening", json!({ "address": listener.shown() }));
        let served = listener.serve(relay.clone(), router, stopping.clone());
        listeners.push(tokio::spawn(served));
    }
    let swept = tokio::spawn(onboarding::keep_in_order(relay.clone()));
    let watched = tokio::spawn(keep_watch(relay.clone()));
    let working: Vec<_> = Kind::ALL
        .into_iter()
        .map(|kind| tokio::spawn(keep_working(relay.clone(), kind, stopping.clone())))
        .collect();
    told_to_stop().await;
    log::info!("stopping");
    // Nobody listens any more where everything ended already.
    let _ = stop.send(true);
    for listener in listeners {
        if let Err(error) = listener.await {
            log::error!("a listener ended: {error}");
        }
    }
    swept.abort();
    watched.abort();
    let worked = async {
        for worker in working {
            if let Err(error) = worker.await {
                log::error!("a worker ended: {error}");
            }
        }
    };
    // A password that is on its way gets its answer written down.
    let (worked, ()) = tokio::join!(
        tokio::time::timeout(LAST_JOB, worked),
        onboarding::finish(&relay)
    );
    if worked.is_err() {
        log::warn!("a job is left to the next relay");
    }
    relay.database.close().await;
    Ok(())
}

/// Where something is listened to, and what is answered there.
fn sides(relay: &Arc<Relay>) -> Vec<(Listen, Router)> {
    let public = health::router()
        .merge(wizard::router())
        .merge(webhook::router())
        .merge(page::router(relay.config.phone));
    let config = &relay.config;
    let mut sides = match &config.operator_listen {
        Some(listen) if *listen == config.listen => {
            vec![(config.listen.clone(), public.merge(operator::router()))]
        }
        Some(listen) => vec![
            (config.listen.clone(), public),
            (listen.clone(), health::router().merge(operator::router())),
        ],
        None => vec![(config.listen.clone(), public)],
    };
    sides
        .drain(..)
        .map(|(listen, router)| (listen, secured(router, relay)))
        .collect()
}

async fn told_to_stop() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminated) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = terminated.recv() => {}
                _ = tokio::signal::ctrl_c() => {}
            }
            return;
        }
    }
    // Where no signal can be waited for, it is ended from outside.
    let _ = tokio::signal::ctrl_c().await;
}

struct Shown<'a>(&'a Listen);

impl std::fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.0 {
            Listen::Tcp(address) => write!(f, "{address}"),
            Listen::Unix(path) => write!(f, "{}", path.display()),
        }
    }
}
