//! Where the window fits: what an earlier run left, or the usual size, within what of a screen is free for windows. And
//! where the small one does beside the browser.

use tauri::{
    AppHandle, LogicalSize, LogicalUnit, Monitor, PhysicalPosition, PhysicalSize, WebviewWindow,
};

/// Width and height of the window at first, in logical pixels.
pub(crate) const USUAL: LogicalSize<f64> = LogicalSize {
    width: 1024.0,
    height: 760.0,
};
/// What a title bar takes of the height, in logical pixels: a size is that of the page within.
const TITLE_BAR: f64 = 40.0;
/// The smallest size of the window, in logical pixels.
pub(crate) const SMALLEST: LogicalSize<f64> = LogicalSize {
    width: 360.0,
    height: 480.0,
};

/// The small window's size, in logical pixels, with text of the usual size: as narrow as the page can be, and beside most
/// browsers.
const SMALL: LogicalSize<f64> = LogicalSize {
    width: 380.0,
    height: 720.0,
};
/// What a browser that fills the screen has at its top, in logical pixels: its tabs and the window's buttons, and below
/// them the address bar and the menu. The second is left free only where there is room.
const BROWSER_TABS: f64 = 48.0;
const BROWSER_TOP: f64 = 96.0;
/// And what at its side: the scroll bar.
const BROWSER_SIDE: f64 = 24.0;

/// A place in pixels of the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) x: i32,
    pub(crate) y: i32,
    pub(crate) width: u32,
    pub(crate) height: u32,
}

/// Puts the window where all of it is seen. `left`: where an earlier run left it.
pub(crate) fn fit(
    app: &AppHandle,
    window: &WebviewWindow,
    left: Option<runner::state_file::Left>,
) -> tauri::Result<()> {
    let monitors = app.available_monitors()?;
    let first = app.primary_monitor()?.or_else(|| monitors.first().cloned());
    let Some(first) = first else {
        return Ok(());
    };
    let areas = std::iter::once(&first).chain(&monitors).map(free);
    let areas: Vec<Place> = areas.collect();
    let wanted = left.map_or_else(
        || {
            let PhysicalSize { width, height } = USUAL.to_physical(first.scale_factor());
            let (x, y) = (areas[0].x, areas[0].y);
            Place {
                x,
                y,
                width,
                height,
            }
        },
        |left| Place {
            x: left.x,
            y: left.y,
            width: left.width,
            height: left.height,
        },
    );
    let place = fitted(wanted, &areas);
    if (place.width, place.height) != (wanted.width, wanted.height) {
        resize(window, place)?;
    }
    // Where it was never moved, the window system knows best.
    if left.is_some() && place != wanted {
        window.set_position(PhysicalPosition::new(place.x, place.y))?;
    }
    Ok(())
}

/// Gives the window this size. Where a screen's large pixels leave less room than [`SMALLEST`], it may be smaller there: a
/// button below the screen's edge helps nobody.
pub(crate) fn resize(window: &WebviewWindow, place: Place) -> tauri::Result<()> {
    let size = PhysicalSize::new(place.width, place.height);
    let smallest: PhysicalSize<u32> = SMALLEST.to_physical(window.scale_factor()?);
    window.set_min_size(Some(PhysicalSize::new(
        smallest.width.min(size.width),
        smallest.height.min(size.height),
    )))?;
    window.set_size(size)
}

/// The place of the small window beside the browser. `text`: how large text is, where 1 is usual. `left`: where a person put
/// the window before.
pub(crate) fn beside(
    app: &AppHandle,
    window: &WebviewWindow,
    text: f64,
    left: Option<PhysicalPosition<i32>>,
) -> tauri::Result<Option<Place>> {
    let Some(monitor) = window.current_monitor()? else {
        return Ok(None);
    };
    let place = beside_browser(free(&monitor), monitor.scale_factor(), text);
    let Some(left) = left else {
        return Ok(Some(place));
    };
    let areas: Vec<Place> = app.available_monitors()?.iter().map(free).collect();
    let wanted = Place {
        x: left.x,
        y: left.y,
        ..place
    };
    Ok(Some(fitted(wanted, &areas)))
}

/// At the right, below what a browser has at its top, and as large as the text needs.
fn beside_browser(area: Place, scale: f64, text: f64) -> Place {
    let pixels = |logical: f64| -> u32 { LogicalUnit::new(logical).to_physical(scale).0 };
    let width = pixels(SMALL.width * text).min(area.width / 2);
    let width = width.max(pixels(SMALLEST.width)).min(area.width);
    let height = pixels(SMALL.height * text);
    let room = area.height.saturating_sub(pixels(SMALLEST.height));
    let top = room.clamp(pixels(BROWSER_TABS), pixels(BROWSER_TOP));
    let side = pixels(BROWSER_SIDE).min(area.width - width);
    let from = |start: i32, far: u32| start.saturating_add_unsigned(far);
    Place {
        x: from(area.x, area.width - width - side),
        y: from(area.y, top),
        width,
        height: height.min(area.height.saturating_sub(top)),
    }
}

/// What of a screen is free for the inside of a window.
fn free(monitor: &Monitor) -> Place {
    let area = monitor.work_area();
    let bar = LogicalSize::new(0.0, TITLE_BAR).to_physical::<u32>(monitor.scale_factor());
    Place {
        x: area.position.x,
        y: area.position.y,
        width: area.size.width,
        height: area.size.height.saturating_sub(bar.height),
    }
}

/// The place nearest to the wanted one that is wholly within the area of which it covers the most, or else within the first.
fn fitted(wanted: Place, areas: &[Place]) -> Place {
    let mut best = (0, areas.first());
    for area in areas {
        let covered = overlap(&wanted, area);
        if covered > best.0 {
            best = (covered, Some(area));
        }
    }
    let Some(area) = best.1 else {
        return wanted;
    };
    let (x, width) = within(wanted.x, wanted.width, area.x, area.width);
    let (y, height) = within(wanted.y, wanted.height, area.y, area.height);
    Place {
        x,
        y,
        width,
        height,
    }
}

fn overlap(a: &Place, b: &Place) -> i64 {
    let side = |start: i32, long: u32, other: i32, other_long: u32| {
        let end =
            (i64::from(start) + i64::from(long)).min(i64::from(other) + i64::from(other_long));
        (end - i64::from(start.max(other))).max(0)
    };
    side(a.x, a.width, b.x, b.width) * side(a.y, a.height, b.y, b.height)
}

/// A start and a length that lie within others; as they are where they do.
fn within(start: i32, long: u32, area: i32, area_long: u32) -> (i32, u32) {
    let long = long.min(area_long);
    let last = i64::from(area) + i64::from(area_long - long);
    let start = i64::from(start).clamp(i64::from(area), last);
    (i32::try_from(start).unwrap_or(area), long)
}

#[cfg(test)]
mod tests {
    use super::{Place, beside_browser, fitted};

    const fn place(x: i32, y: i32, width: u32, height: u32) -> Place {
        Place {
            x,
            y,
            width,
            height,
        }
    }

    const SCREEN: Place = place(0, 27, 1024, 533);
    const BESIDE: Place = place(1024, 0, 1920, 1040);

    #[test]
    fn a_window_is_put_where_all_of_it_is_seen() {
        for (what, wanted, areas, expected) in [
            (
                "it fits",
                place(10, 40, 400, 500),
                &[SCREEN][..],
                place(10, 40, 400, 500),
            ),
            ("too high", place(0, 27, 1024, 760), &[SCREEN], SCREEN),
            (
                "larger than any screen",
                place(-50, -50, 9000, 9000),
                &[SCREEN],
                SCREEN,
            ),
            (
                "half over the edge",
                place(900, 300, 400, 480),
                &[SCREEN],
                place(624, 80, 400, 480),
            ),
            (
                "off every screen",
                place(5000, 5000, 400, 480),
                &[SCREEN],
                place(624, 80, 400, 480),
            ),
            (
                "off to the left",
                place(-4000, 100, 400, 480),
                &[SCREEN],
                place(0, 80, 400, 480),
            ),
            (
                "mostly on the second screen",
                place(1000, 10, 1024, 760),
                &[SCREEN, BESIDE],
                place(1024, 10, 1024, 760),
            ),
            (
                "the second screen is gone",
                place(1500, 10, 1024, 760),
                &[SCREEN],
                SCREEN,
            ),
            (
                "farthest numbers",
                place(i32::MAX, i32::MIN, u32::MAX, u32::MAX),
                &[SCREEN],
                SCREEN,
            ),
            (
                "no screen is known",
                place(1, 2, 3, 4),
                &[],
                place(1, 2, 3, 4),
            ),
        ] {
            assert_eq!(fitted(wanted, areas), expected, "{what}");
        }
    }

    #[test]
    fn the_small_window_leaves_the_browser_its_top_and_grows_with_the_text() {
        for (what, area, scale, text, expected) in [
            (
                "usual",
                place(0, 0, 1920, 1040),
                1.0,
                1.0,
                place(1516, 96, 380, 720),
            ),
            (
                "large text",
                place(0, 0, 1920, 1040),
                1.0,
                1.5,
                place(1326, 96, 570, 944),
            ),
            (
                "largest text, never more than half of the screen",
                place(0, 0, 1024, 1040),
                1.0,
                2.0,
                place(488, 96, 512, 944),
            ),
            (
                "many pixels",
                place(0, 54, 3840, 2000),
                2.0,
                1.0,
                place(3032, 246, 760, 1440),
            ),
            (
                "a low screen: the tabs stay free",
                place(0, 27, 1024, 533),
                1.0,
                1.0,
                place(620, 80, 380, 480),
            ),
            (
                "no room at all",
                place(0, 0, 300, 40),
                1.0,
                1.0,
                place(0, 48, 300, 0),
            ),
            (
                "farthest numbers",
                place(i32::MAX, i32::MAX, u32::MAX, u32::MAX),
                1.0,
                1.0,
                place(i32::MAX, i32::MAX, 380, 720),
            ),
        ] {
            assert_eq!(beside_browser(area, scale, text), expected, "{what}");
        }
    }
}
