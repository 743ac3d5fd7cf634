// What the person does becomes one input for the wizard; what the wizard shows is rendered.

import { dispatch, follow } from "./backend.js";
import { fitScroller, lookAgain, render } from "./render.js";
import { hold, isEarly, isStale } from "./settling.js";

/** Longest text that is sent, in characters. */
const MAX_TEXT = 5000;
const INTERACTIVE = "a, button, input, select, textarea";

/** A field that lost the focus and of which the wizard was not told yet. */
let left = null;
let pointing = false;

function tellLeft() {
  if (left !== null) dispatch({ leave: left });
  left = null;
}

function press(action) {
  tellLeft();
  dispatch({ press: action });
  hold();
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-action], button[data-fold], button[data-menu], button[data-sort]");
  if (!button || isStale(event)) return;
  if ("fold" in button.dataset) return unfold(button);
  if ("menu" in button.dataset) return button.getAttribute("aria-expanded") === "true" ? closeMenu() : openMenu(button);
  if (isEarly(event)) return;
  if (button.closest(".menu")) closeMenu();
  if ("sort" in button.dataset) return sort(button);
  if (button.type === "submit") lookAgain();
  const { action, grant } = button.dataset;
  if (grant === undefined) return press(action);
  tellLeft();
  dispatch({ "press-for": { action, grant } });
  // One after the other is selected as fast as anybody likes.
  if (action !== "select") hold();
});

// The second half of a double-click must not take the keyboard from the field that has just come.
document.addEventListener("mousedown", (event) => {
  if (isEarly(event) && event.target.closest("button")) event.preventDefault();
});

/** Shows or hides what stands behind a button. A `<summary>` would do it by itself, but WebKitGTK tells screen readers nothing of one. */
function unfold(button) {
  const open = button.getAttribute("aria-expanded") !== "true";
  button.setAttribute("aria-expanded", String(open));
  button.nextElementSibling.hidden = !open;
  fitScroller();
}

/** What else can be done about one account, behind its button of three dots. One is open at most. */
const openedMenu = () => document.querySelector('[data-menu][aria-expanded="true"]');

function openMenu(button) {
  closeMenu();
  unfold(button);
  button.nextElementSibling.scrollIntoView({ block: "nearest" });
}

/** Closes what is open. Its button takes the focus where that was within; says whether anything was open. */
function closeMenu() {
  const button = openedMenu();
  if (!button) return false;
  const within = button.parentElement.contains(document.activeElement);
  unfold(button);
  if (within) button.focus();
  return true;
}

// Whoever goes elsewhere has done with it.
for (const name of ["pointerdown", "focusin"]) {
  document.addEventListener(name, ({ target }) => {
    if (!openedMenu()?.parentElement.contains(target)) closeMenu();
  });
}

/** Sorts the long list, and shows its beginning. */
function sort(button) {
  const list = document.querySelector("#card [data-window]");
  const scroller = list.closest(".scroll");
  const head = button.closest("[role=rowgroup]").offsetHeight;
  const above = list.getBoundingClientRect().top - scroller.getBoundingClientRect().top - head;
  if (above < 0) scroller.scrollTop += above;
  dispatch({ sort: button.dataset.sort });
}

// The browser turns Enter in a field into a click on the form's first submit button.
document.addEventListener("submit", (event) => event.preventDefault());

// A text that fits is passed on as it is: each copy of a password stays in the page's memory for a while.
const cut = (text) => (text.length > MAX_TEXT ? Array.from(text).slice(0, MAX_TEXT).join("") : text);

// What is far too long for a field is put in as far as it is passed on: the engine takes half a minute for ten megabytes.
document.addEventListener("paste", (event) => {
  const field = event.target;
  const text = event.clipboardData?.getData("text/plain") ?? "";
  if (!field.matches("input[data-field]") || text.length <= MAX_TEXT) return;
  event.preventDefault();
  field.setRangeText(cut(text), field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertFromPaste" }));
});

document.addEventListener("input", ({ target, inputType }) => {
  if (!target.matches("input[data-field]")) return;
  const pasted = inputType === "insertFromPaste" || inputType === "insertFromDrop";
  dispatch({ edit: { field: target.name, text: cut(target.value), pasted } });
});

document.addEventListener("change", ({ target }) => {
  if (target.name === "six-digit") dispatch({ "six-digit": target.value });
  if (target.name === "show") dispatch({ show: target.value });
  if (target.type === "checkbox") dispatch({ [target.name]: { what: target.value, on: target.checked } });
});

// While a button is held down nothing may move under it, as a problem that appears above it would do.
document.addEventListener("focusout", ({ target }) => {
  if (!target.matches("input[data-field]")) return;
  left = target.name;
  if (!pointing) tellLeft();
});
document.addEventListener("pointerdown", () => (pointing = true), true);
for (const name of ["pointerup", "pointercancel"]) {
  document.addEventListener(name, () => {
    pointing = false;
    setTimeout(tellLeft);
  });
}

/** What keys do in every window, with Ctrl or, on a Mac, Command. */
const WITH_CONTROL = {
  q: () => press("close"),
  w: () => press("close"),
  "+": () => dispatch({ zoom: "in" }),
  "=": () => dispatch({ zoom: "in" }),
  "-": () => dispatch({ zoom: "out" }),
  0: () => dispatch({ zoom: "reset" }),
};

/** Whether this key is about to press a button: the one that has the focus, or the one of the field's form. */
const isPress = ({ key, target }) => key === "Enter" || (key === " " && target.closest("button"));

document.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  // A key that is held down is one press, too.
  if (isPress(event) && (event.repeat || isEarly(event))) return event.preventDefault();
  if (event.repeat) return;
  const control = (event.ctrlKey || event.metaKey) && !event.altKey && WITH_CONTROL[event.key.toLowerCase()];
  if (control || event.key === "F1") event.preventDefault();
  if (control) return control();
  if (event.key === "F1") press("help");
  if (event.key === "Escape" && !isStale(event) && !closeMenu()) press("back");
  if (event.key === "Enter" && !event.target.closest(INTERACTIVE)) document.querySelector("#card button[data-primary]")?.click();
});

// A long list: which row is the first that can be seen. Scrolling does not bubble.
let told = 0;
document.addEventListener("scroll", () => requestAnimationFrame(tellFirst), true);
function tellFirst() {
  const list = document.querySelector("#card [data-window]");
  const height = list?.firstElementChild?.offsetHeight;
  if (!height) return;
  const top = Math.max(0, list.closest(".scroll").getBoundingClientRect().top);
  const first = Math.max(0, Math.floor((top - list.getBoundingClientRect().top) / height));
  if (first === told) return;
  told = first;
  dispatch({ scroll: first });
}

window.addEventListener("resize", fitScroller);
// A file or a link dropped on the window must not replace the page.
for (const name of ["dragover", "drop"]) {
  document.addEventListener(name, (event) => {
    if (!event.target.closest?.("input")) event.preventDefault();
  });
}

follow(render);
