//! The calls beside claim and submission.

use super::{Relay, call::Failure};
use reqwest::Method;
use wizard::{Problem, Report};

impl Relay {
    /// Whether the company is still ready and the invitation still good.
    pub(crate) async fn prepare(&self) -> Result<(), Report> {
        let told: invitation::Invitation = self
            .call(Method::GET, invitation::INVITATION, None)
            .await
            .map_err(Failure::report)?;
        if told.ready {
            Ok(())
        } else {
            Err(Problem::CompanyNotReady.into())
        }
    }

    /// The account that was connected is somebody else's. What was there before stays, and the company hears of it.
    pub(crate) async fn not_mine(&self) -> Result<(), Report> {
        let said: invitation::Disowned = self
            .call(Method::POST, invitation::NOT_MINE, None)
            .await
            .map_err(Failure::report)?;
        if said.deleted {
            Ok(())
        } else {
            Err(Report::new(Problem::OtherAccount).kind("disputed"))
        }
    }

    /// Tells the company how far the person is. Nobody waits for it, and nothing depends on it.
    pub(crate) async fn report_progress(&self, progress: invitation::Progress) {
        let Ok(body) = serde_json::to_vec(&progress) else {
            return;
        };
        if let Err(failure) = self.tell(invitation::PROGRESS, Some(body)).await {
            log::info!("the relay did not hear of the progress: {}", failure.name());
        }
    }
}
