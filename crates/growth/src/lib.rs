//! For tests: how the work of a reader grows with what it is given, and that a small stack is enough for it.
#![expect(clippy::panic, reason = "a test may panic")]

use std::{hint::black_box, thread, time::Duration};

/// The stack that tokio's workers and Rust's threads have.
pub const STACK: usize = 2 << 20;
/// What one run takes at least, so that its time says something.
const ENOUGH: Duration = Duration::from_millis(20);
/// Runs of each size; the least of them counts.
const RUNS: usize = 5;
/// Twice as much may take this many times as long. What grows by the square takes four times as long.
const MOST: f64 = 3.0;

/// Runs `work` on a thread with the stack of a worker.
pub fn on_a_small_stack<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    thread::scope(|scope| {
        let thread = thread::Builder::new()
            .stack_size(STACK)
            .spawn_scoped(scope, work);
        match thread.map(thread::ScopedJoinHandle::join) {
            Ok(Ok(result)) => result,
            Ok(Err(panic)) => std::panic::resume_unwind(panic),
            Err(error) => panic!("no thread: {error}"),
        }
    })
}

/// Fails if twice as much of something makes more than three times as much work. `least` is where it begins; it doubles
/// until one run takes 20 ms, or up to `most`: work that is not even then worth measuring is limited.
pub fn check<T: Sync>(
    what: &str,
    least: usize,
    most: usize,
    make: impl Fn(usize) -> T + Sync,
    work: impl Fn(&T) + Sync,
) {
    on_a_small_stack(|| {
        let mut n = least;
        let once = loop {
            let time = time_of(&work, &make(n), 1);
            if time >= ENOUGH {
                break time;
            }
            if n >= most {
                eprintln!("{what}: {n} take {time:?}");
                return;
            }
            n *= 2;
        };
        let (input, twice) = (make(n), make(2 * n));
        let one = time_of(&work, &input, RUNS).min(once);
        let two = time_of(&work, &twice, RUNS);
        let factor = two.as_secs_f64() / one.as_secs_f64();
        eprintln!("{what}: {n} take {one:?}, twice as many {factor:.2} times as long");
        assert!(
            factor <= MOST,
            "{what}: {n} take {one:?}, twice as many {two:?}, which is {factor:.2} times as long"
        );
    });
}

fn time_of<T>(work: impl Fn(&T), input: &T, runs: usize) -> Duration {
    (0..runs)
        .map(|_| {
            let began = now();
            work(black_box(input));
            now().saturating_sub(began)
        })
        .min()
        .unwrap_or_default()
}

#[cfg(unix)]
/// The processor time of this thread; elsewhere than on Unix just a time.
pub fn now() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::new(
        time.tv_sec.try_into().unwrap_or_default(),
        time.tv_nsec.try_into().unwrap_or_default(),
    )
}

#[cfg(not(unix))]
/// The processor time of this thread; elsewhere than on Unix just a time.
pub fn now() -> Duration {
    use std::{sync::OnceLock, time::Instant};
    static BEGAN: OnceLock<Instant> = OnceLock::new();
    BEGAN.get_or_init(Instant::now).elapsed()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_grows_with_its_input_passes() {
        check(
            "a sum",
            1 << 16,
            1 << 26,
            |n| vec![1_u64; n],
            |input| {
                black_box(input.iter().fold(0, |sum, one| black_box(sum + one)));
            },
        );
    }

    #[test]
    #[should_panic(expected = "times as long")]
    fn what_grows_by_the_square_fails() {
        let work = |input: &Vec<usize>| {
            let twice = input
                .iter()
                .filter(|one| input.iter().rposition(|other| other == *one) == Some(0));
            black_box(twice.count());
        };
        check("a list in a list", 256, 1 << 20, |n| (0..n).collect(), work);
    }
}
