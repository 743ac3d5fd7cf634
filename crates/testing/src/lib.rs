//! What the tests of all readers share: how their work grows with what they read, and a thread with little stack.
#![expect(clippy::expect_used, reason = "for tests only")]

use std::{hint::black_box, panic::resume_unwind, thread, time::Duration};

use cpu_time::ThreadTime;

/// Of one measurement: less is lost in the noise.
const ENOUGH: Duration = Duration::from_millis(20);
/// How often a bad ratio is measured again.
const ROUNDS: usize = 5;
/// The least of at most so many measurements counts: others were disturbed.
const MEASUREMENTS: usize = 5;
/// The stack of a tokio worker, and of every thread that nobody gave another.
const STACK: usize = 2 << 20;

/// Twice as much may take less than three times as long: linear work takes twice, quadratic work four times.
const MOST: f64 = 3.0;

/// Fails unless reading what `input` makes of `2 * n` takes less than three times the work of what it makes of `n`. Where
/// limits stop a reader early, the larger of both is just below them, and both are read again and again. Says what
/// reading the larger one takes.
pub fn grows_linearly<I>(
    what: &str,
    n: usize,
    input: impl Fn(usize) -> I,
    mut read: impl FnMut(&I),
) -> Duration {
    let (small, large) = (input(n), input(2 * n));
    let mut time =
        |input: &I, times: u32| cpu_time(|| (0..times).for_each(|_| read(black_box(input))));
    let mut times = 1;
    let mut one = time(&small, times);
    while one < ENOUGH {
        times *= 2;
        one = time(&small, times);
    }
    let mut two = Duration::MAX;
    let mut factor = f64::MAX;
    for _ in 0..MEASUREMENTS {
        one = one.min(time(&small, times));
        two = two.min(time(&large, times));
        factor = two.as_secs_f64() / one.as_secs_f64();
        if factor < MOST {
            break;
        }
    }
    let (one, two) = (one / times, two / times);
    eprintln!("{what}: {one:.1?} for {n}, {two:.1?} for twice as much, {factor:.1} times");
    assert!(
        factor < MOST,
        "{what} costs {factor:.1} times as much when twice as much is read ({one:?}, {two:?})"
    );
    two
}

/// The time that some work takes of its thread.
pub fn cpu_time(work: impl FnOnce()) -> Duration {
    let start = ThreadTime::now();
    work();
    start.elapsed()
}

/// Fails if twice as much of something makes more than three times as much work. `least` is where it begins; it doubles
/// until one run takes 20 ms, or up to `most`: work that is not even then worth measuring is limited.
pub fn growth<T: Sync>(
    what: &str,
    least: usize,
    most: usize,
    make: impl Fn(usize) -> T + Sync,
    work: impl Fn(&T) + Sync,
) {
    on_little_stack(|| {
        let mut n = least;
        let once = loop {
            let input = make(n);
            let time = cpu_time(|| work(black_box(&input)));
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
        let (mut one, mut two, mut factor) = (once, Duration::MAX, f64::INFINITY);
        // What is quadratic stays so however often it is looked at.
        for _ in 0..ROUNDS {
            // In turn: where other programs make the machine slow for a while, both are measured before and after it.
            for _ in 0..MEASUREMENTS {
                one = one.min(cpu_time(|| work(black_box(&input))));
                two = two.min(cpu_time(|| work(black_box(&twice))));
            }
            factor = two.as_secs_f64() / one.as_secs_f64();
            if factor <= MOST {
                break;
            }
        }
        eprintln!("{what}: {n} take {one:?}, twice as many {factor:.2} times as long");
        assert!(
            factor <= MOST,
            "{what}: {n} take {one:?}, twice as many {two:?}, which is {factor:.2} times as long"
        );
    });
}

/// Works on a thread with the 2 MiB of stack that a worker has. An overflow ends the whole process.
pub fn on_little_stack<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    thread::scope(|scope| {
        let worker = thread::Builder::new()
            .stack_size(STACK)
            .spawn_scoped(scope, work)
            .expect("a thread");
        worker.join().unwrap_or_else(|panic| resume_unwind(panic))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn linear_work_passes_and_quadratic_work_does_not() {
        let count = |n: &usize| (0..*n).map(black_box).sum::<usize>();
        let again = |n: &usize| (0..*n).map(|m| count(&m)).map(black_box).sum::<usize>();
        grows_linearly("counting", 100_000, |n| n, |n| assert!(count(n) > 0));
        let quadratic = std::panic::catch_unwind(|| {
            grows_linearly("counting anew", 400, |n| n, |n| assert!(again(n) > 0));
        });
        assert!(quadratic.is_err());
    }

    #[test]
    fn what_grows_with_its_input_passes() {
        growth(
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
        growth("a list in a list", 256, 1 << 20, |n| (0..n).collect(), work);
    }
}
