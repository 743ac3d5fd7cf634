// The only file that names window.__TAURI__.

import first from "./first.js";

const { core } = window.__TAURI__;

/** How soon a question that failed is asked again, in milliseconds. */
const AGAIN = 500;

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
  let seen = null;
  const show = ({ number, screen }) => {
    seen = number;
    shown = screen.view.shown;
    render(screen);
  };
  if (first) show(first);
  for (;;) {
    try {
      // The answer comes when there is a newer one, or is empty after a while.
      const newer = await core.invoke("current_screen", { seen });
      if (newer) show(newer);
    } catch (error) {
      console.error("current_screen", error);
      await new Promise((done) => setTimeout(done, AGAIN));
    }
  }
}
