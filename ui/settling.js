// When a press counts. It belongs to what stood there when it was made, however late a busy page comes to handle it.

/** Milliseconds in which presses do nothing after buttons came or changed their meaning: a double-click is one press. */
const SETTLING = 500;
/** Milliseconds of lateness beyond which the clock of events is taken to have begun anew. */
const ODD = 10_000;

/** Whether it is not known yet what comes of the last press, and until when the last change is quiet. */
let pressed = false;
let quiet = 0;
let timer;
/** Since when what is shown stands, and since when presses count on it. */
let shown = 0;
let free = 0;
/** How late the promptest event came: by so much the clock of events and that of the page differ. */
let apart = Infinity;
/** When the mouse went down for the next click. */
let down = 0;

/** When the person did this, by the page's clock. Events have the time of the window system, which may count from anywhere. */
function madeAt(event) {
  const late = performance.now() - event.timeStamp;
  apart = late > apart + ODD ? late : Math.min(apart, late);
  // A click comes when the button is let go.
  return event.type === "click" && event.detail > 0 ? down : event.timeStamp + apart;
}

for (const name of ["mousemove", "mousedown", "keydown"]) {
  document.addEventListener(
    name,
    (event) => {
      const at = madeAt(event);
      if (name === "mousedown") down = at;
    },
    true,
  );
}

/** Whether it was meant for what was there before. */
export const isStale = (event) => madeAt(event) < shown;

/** Whether it came before presses count: half of a double-click, or meant for what was there before. */
export const isEarly = (event) => "settling" in document.body.dataset || madeAt(event) < free;

/** Something was pressed: until it is known what comes of it, and half a second at most, presses do nothing. */
export function hold() {
  pressed = true;
  block(SETTLING);
}

/** What is shown has changed. */
export function settle() {
  pressed = false;
  shown = performance.now();
  quiet = shown + SETTLING;
  block(SETTLING);
}

/** Nothing has changed by what was pressed. */
export function settleAsBefore() {
  if (!pressed) return;
  pressed = false;
  block(quiet - performance.now());
}

function block(milliseconds) {
  if (milliseconds <= 0) return release();
  document.body.dataset.settling = "";
  clearTimeout(timer);
  timer = setTimeout(release, milliseconds);
}

function release() {
  pressed = false;
  // Not when it should have been: a page that is late has not shown yet what the person would press.
  free = performance.now();
  clearTimeout(timer);
  delete document.body.dataset.settling;
}
