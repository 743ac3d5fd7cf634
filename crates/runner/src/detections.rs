//! How often Nylas may be asked whose an address is.

use std::{
    collections::VecDeque,
    time::{Duration, Instant},
};

/// Nylas allows 20 a minute for each application; others may ask with the same key.
const MOST: usize = 20;
const MINUTE: Duration = Duration::from_secs(60);

/// When it was asked within the last minute.
#[derive(Default)]
pub(crate) struct Detections(VecDeque<Instant>);

impl Detections {
    /// Whether one more may be asked at `now`, which it then counts for.
    pub(crate) fn allow(&mut self, now: Instant) -> bool {
        while self
            .0
            .front()
            .is_some_and(|first| now.duration_since(*first) >= MINUTE)
        {
            self.0.pop_front();
        }
        let allowed = self.0.len() < MOST;
        if allowed {
            self.0.push_back(now);
        }
        allowed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twenty_a_minute_and_no_more() {
        let (mut detections, start) = (Detections::default(), Instant::now());
        assert!((0..20).all(|_| detections.allow(start)));
        assert!(!detections.allow(start + Duration::from_secs(59)));
        assert!(detections.allow(start + MINUTE));
    }
}
