use super::super::{Left, WINDOW, window};
use serde_json::{Value, json};
use std::fs;

fn saved() -> Value {
    json!({ "main": { "width": 1024, "height": 760, "x": 60, "y": -1200, "prev_x": 0, "prev_y": 0, "maximized": false, "visible": true, "decorated": true, "fullscreen": false } })
}

/// Whether a file with this text is left.
fn stays(text: &str) -> bool {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(WINDOW);
    fs::write(&path, text).unwrap();
    window(folder.path(), "main");
    path.exists()
}

#[test]
fn a_windows_place_and_size_stay_as_they_are() {
    assert!(stays(&saved().to_string()) && stays("{}"));
    window(tempfile::tempdir().unwrap().path(), "main");
}

#[test]
fn where_a_window_was_left_is_told_by_its_name() {
    let folder = tempfile::tempdir().unwrap();
    let mut state = saved();
    let left = |state: &Value, name: &str| {
        fs::write(folder.path().join(WINDOW), state.to_string()).unwrap();
        window(folder.path(), name).map(
            |Left {
                 x,
                 y,
                 width,
                 height,
             }| (x, y, width, height),
        )
    };
    assert_eq!(left(&state, "main"), Some((60, -1200, 1024, 760)));
    assert_eq!(left(&state, "another"), None);
    // A maximized window's own place is the screen's corner.
    state["main"]["maximized"] = json!(true);
    assert_eq!(left(&state, "main"), Some((0, 0, 1024, 760)));
    state["main"]["width"] = json!(0);
    assert_eq!(left(&state, "main"), None);
}

#[test]
fn a_place_or_size_that_no_window_has_is_forgotten() {
    for (field, value) in [
        ("width", json!(4_000_000_000_u32)),
        ("height", json!(20_001)),
        ("width", json!(-1)),
        ("x", json!(i32::MIN)),
        ("y", json!(20_001)),
        ("prev_x", json!(i32::MAX)),
        ("prev_y", json!("left")),
        ("x", json!(null)),
    ] {
        let mut state = saved();
        state["main"][field] = value.clone();
        assert!(!stays(&state.to_string()), "{field} {value}");
    }
    let deep = "[".repeat(10_000);
    let many: Value = (0..1_000)
        .map(|n| (n.to_string(), saved()["main"].clone()))
        .collect::<serde_json::Map<_, _>>()
        .into();
    for text in ["", "null", "[]", &deep, &many.to_string()] {
        assert!(!stays(text));
    }
}

#[cfg(unix)]
#[test]
fn a_pipe_or_a_link_in_its_place_is_not_waited_for() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(WINDOW);
    assert!(
        std::process::Command::new("mkfifo")
            .arg(&path)
            .status()
            .unwrap()
            .success()
    );
    window(folder.path(), "main");
    assert!(fs::symlink_metadata(&path).is_err());
    let theirs = folder.path().join("theirs");
    fs::write(&theirs, saved().to_string()).unwrap();
    std::os::unix::fs::symlink(&theirs, &path).unwrap();
    window(folder.path(), "main");
    assert!(fs::symlink_metadata(&path).is_err() && theirs.exists());
}
