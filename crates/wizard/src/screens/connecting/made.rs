//! Whether a request that nobody heard the answer of made a grant.

use crate::{Grant, GrantSnapshot, journey::Journey};
use std::collections::HashMap;

/// A grant of this address that was made or renewed since custom auth was sent, and is valid.
pub(super) fn newly_made(journey: &Journey, now: &[GrantSnapshot]) -> Option<Grant> {
    let before = journey.grants_before_submit.as_deref().unwrap_or_default();
    let before: HashMap<&str, &GrantSnapshot> = before.iter().map(|b| (b.id.as_str(), b)).collect();
    now.iter()
        .filter(|grant| grant.valid && grant.same_address)
        .find(|grant| match before.get(grant.id.as_str()) {
            None => true,
            Some(b) => !b.valid || grant.updated_at > b.updated_at,
        })
        .map(|grant| Grant {
            id: grant.id.clone(),
            email: None,
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_there_before_is_found_by_its_id() {
        let noted = |count: usize| {
            let snapshot = |n: usize| GrantSnapshot {
                id: format!("id-{n}"),
                updated_at: Some(1),
                valid: true,
                same_address: true,
            };
            (0..count).map(snapshot).collect::<Vec<_>>()
        };
        testing::growth("grants before and after", 128, 1 << 14, noted, |noted| {
            let journey = Journey {
                grants_before_submit: Some(noted.clone()),
                ..Journey::default()
            };
            for _ in 0..10 {
                assert_eq!(newly_made(&journey, noted), None);
            }
        });
    }
}
