//! Tells Tauri where this workspace keeps its permissions. The hand-written permission lists the app's own commands,
//! so that every other command is refused.

fn main() {
    // Tauri's own list of what to look at knows only its usual folder.
    println!("cargo::rerun-if-changed=src-tauri/permissions");
    let manifest =
        tauri_build::AppManifest::new().permissions_path_pattern("./src-tauri/permissions/**/*");
    let attributes = tauri_build::Attributes::new().app_manifest(manifest);
    if let Err(error) = tauri_build::try_build(attributes) {
        println!("cargo::error={error:#}");
    }
}
