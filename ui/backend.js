// The only file that names window.__TAURI__.

import first from "./first.js";

const { core, event } = window.__TAURI__;

let queue = Promise.resolve();
/** The number of what is shown. */
let shown = 0;

/** Sends one thing the person did, and on what. One at a time, so that their order is kept. */
export function dispatch(input) {
  const on = shown;
  queue = queue.then(() => core.invoke("dispatch", { input, shown: on })).catch((error) => console.error("dispatch", error));
}

/** Shows every screen from now on, beginning with the current one. */
export async function follow(render) {
  const show = (screen) => {
    shown = screen.view.shown;
    render(screen);
  };
  let newest;
  const listening = event.listen("screen-changed", ({ payload }) => show((newest = payload)));
  const ask = async () => {
    const screen = await core.invoke("current_screen");
    // An event that came meanwhile is newer than this answer, but may have left out the picture.
    show(newest ? { ...newest, logo: newest.logo ?? screen.logo } : screen);
  };
  // The first screen need not wait until later ones are heard. One that came in between is asked for.
  if (first) show(first);
  else await ask();
  await listening;
  await ask();
}
