//! Tells Tauri where this workspace keeps its permissions. The hand-written permission lists the app's own commands,
//! so that every other command is refused.

fn main() {
    // Of folders that are elsewhere than usual, Tauri's own list knows nothing.
    for folder in ["capabilities", "permissions"] {
        println!("cargo::rerun-if-changed=src-tauri/{folder}");
    }
    let manifest =
        tauri_build::AppManifest::new().permissions_path_pattern("./src-tauri/permissions/**/*");
    let attributes = tauri_build::Attributes::new()
        .app_manifest(manifest)
        .capabilities_path_pattern("./src-tauri/capabilities/**/*");
    if let Err(error) = tauri_build::try_build(attributes) {
        println!("cargo::error={error:#}");
    }
}
