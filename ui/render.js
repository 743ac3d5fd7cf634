// Binds the templates of index.html to a screen. No words and no decisions here.
//
//   data-text="key"         the sentence of that name; {path} inside is filled in; "a|b" takes the first that exists
//   data-value="path"       a value of the view, as it is
//   data-time="path"        Unix seconds, written the way the person's language writes a time
//   data-attr="name:path"   an attribute; several with commas
//   data-initial="path"     what an input holds when it is put on the page; never written again
//   data-half="path"        true: what was typed here before the field left the document is put back when it comes again
//   data-if="path"          in the document only while true (data-unless: only while not)
//   data-each="path"        once for every item, which is called "item" inside
//   data-window="path"      a long list of which the view brings a part, {first, count, rows}: its only child is the
//                           pattern of a row, data-key="name" says what tells one row from another
//   data-day="path"         as data-time, without the time of day; data-short-day is shorter
//   data-ago="path"         as data-day, but said as people say it of the last days: today, yesterday
//   data-include="id"       filled with the template of that id
//
// A path is a.b.c, may begin with "!" for its opposite and may end with "=word" to be compared.

import { settle, settleAsBefore } from "./settling.js";

function value(scope, path) {
  if (path.startsWith("!")) return !value(scope, path.slice(1));
  const [name, wanted] = path.split("=");
  const found = name.split(".").reduce((at, key) => at?.[key], scope);
  return wanted === undefined ? found : found === wanted;
}

const fill = (key, scope) => key.replace(/\{([^}]+)\}/g, (_, path) => value(scope, path) ?? "");

function sentence(keys, scope) {
  const names = keys.split("|").map((key) => fill(key, scope));
  const known = names.find((name) => name in scope.text);
  return known === undefined ? names.at(-1) : scope.text[known];
}

/** What Fluent puts around a name so that its direction is its own. Screen readers may speak it. */
const ISOLATES = /[\u2066-\u2069]/g;
const plain = (text) => text.replace(ISOLATES, "");

function within(name, parts) {
  const element = document.createElement(name);
  element.append(...parts);
  return element;
}

/** Text with each isolated name in an element that does the same. */
const isolated = (text) => text.split(/\u2068([^\u2068\u2069]*)\u2069/).map((part, i) => (i % 2 === 0 ? plain(part) : within("bdi", [part])));

/** Shows text in which **this** is strong. */
function say(element, text) {
  const parts = text.split("**").flatMap((part, i) => (i % 2 === 0 ? isolated(part) : [within("strong", isolated(part))]));
  // A button sets its parts apart from each other, as a mark from its words; these are one text.
  const whole = element.localName === "button" && parts.length > 1 ? [within("span", parts)] : parts;
  element.replaceChildren(...whole);
}

/** Calls `show` only when what is to be shown has changed. */
function whenNew(read, show) {
  let last;
  return (scope) => {
    const now = read(scope);
    if (now === last) return;
    last = now;
    show(now);
  };
}

function attribute(element, name, now) {
  if (name.startsWith("aria-") && typeof now === "boolean") element.setAttribute(name, String(now));
  else if (now === undefined || now === null || now === false || now === "") element.removeAttribute(name);
  else element.setAttribute(name, now === true ? "" : plain(String(now)));
}

function time(element, seconds, lang, style) {
  const moment = new Date(seconds * 1000);
  element.dateTime = moment.toISOString();
  element.textContent = new Intl.DateTimeFormat(lang, style).format(moment);
}

/** Days that are counted instead of named. */
const COUNTED_DAYS = 7;

/** "today", "yesterday"; a day that is longer ago by its date. */
function ago(element, seconds, lang) {
  const midnight = (moment) => new Date(moment).setHours(0, 0, 0, 0);
  const days = Math.round((midnight(Date.now()) - midnight(seconds * 1000)) / 86_400_000);
  time(element, seconds, lang, { dateStyle: "long" });
  if (days < 0 || days >= COUNTED_DAYS) return;
  element.textContent = new Intl.RelativeTimeFormat(lang, { numeric: "auto" }).format(-days, "day");
}

/** Puts a copy of `element` into the document for each of `scopesOf(scope)`; a comment keeps its place. */
function repeat(element, scopesOf) {
  const place = document.createComment("");
  const rows = [];
  element.replaceWith(place);
  return (scope) => {
    const scopes = scopesOf(scope);
    while (rows.length > scopes.length) rows.pop().node.remove();
    scopes.forEach((inner, i) => {
      if (rows[i]) return rows[i].update(inner);
      const node = element.cloneNode(true);
      const update = compile(node);
      // Filled before it is in the document, so that an alert is read out whole.
      update(inner);
      (rows[i - 1]?.node ?? place).after(node);
      rows[i] = { node, update };
    });
  };
}

/** Shows the part of a long list that the view brings. A row keeps its element, and so the focus, while it is there. */
function listed(element, path, key) {
  const pattern = element.firstElementChild;
  element.replaceChildren();
  let rows = new Map();
  return (scope) => {
    const { first, count, rows: items } = value(scope, path);
    const old = rows;
    rows = new Map();
    let last = null;
    for (const item of items) {
      const inner = { ...scope, item };
      let row = old.get(item[key]);
      if (!row) {
        const node = pattern.cloneNode(true);
        row = { node, update: compile(node) };
      }
      old.delete(item[key]);
      rows.set(item[key], row);
      row.update(inner);
      const place = last ? last.nextSibling : element.firstChild;
      if (row.node !== place) element.insertBefore(row.node, place);
      last = row.node;
    }
    old.forEach(({ node }) => node.remove());
    element.style.setProperty("--before", first);
    element.style.setProperty("--after", count - first - items.length);
  };
}

/** Fields that left the document, with what was typed into them; those of secrets until these are wiped. */
const leftFields = new Map();

/** Writes into a field what was typed there before it left the document, and tells of it as if it were typed now. */
function putBack(field) {
  const before = leftFields.get(field.name)?.value;
  if (!before) return;
  field.value = before;
  queueMicrotask(() => field.dispatchEvent(new InputEvent("input", { bubbles: true })));
}

const KINDS = {
  if: (element, path) => repeat(element, (scope) => (value(scope, path) ? [scope] : [])),
  unless: (element, path) => repeat(element, (scope) => (value(scope, path) ? [] : [scope])),
  each: (element, path) => repeat(element, (scope) => (value(scope, path) ?? []).map((item) => ({ ...scope, item }))),
};

/** A copy of what is in the template of that id. */
const copy = (id) => document.getElementById(id).content.cloneNode(true);

/** Finds what is bound inside `element`; the answer brings it up to date. */
function compile(element) {
  const updates = [];
  visit(element, updates);
  return (scope) => updates.forEach((update) => update(scope));
}

function visit(element, updates) {
  const data = element.dataset;
  for (const kind of Object.keys(KINDS)) {
    const path = data[kind];
    if (path === undefined) continue;
    delete data[kind];
    updates.push(KINDS[kind](element, path));
    return;
  }
  // WebKit takes a list without bullets for none, unless it is told.
  if (element.localName === "ul" || element.localName === "ol") element.setAttribute("role", "list");
  const { include, text, value: path, time: moment, day, shortDay, ago: since, attr, initial, half, window: part, key } = data;
  for (const name of ["include", "text", "value", "time", "day", "shortDay", "ago", "attr", "initial"]) delete data[name];
  if (include) element.append(copy(include));
  if (text) updates.push(whenNew((scope) => sentence(text, scope), (now) => say(element, now)));
  if (path) updates.push(whenNew((scope) => value(scope, path) ?? "", (now) => (element.textContent = now)));
  if (moment) updates.push((scope) => time(element, value(scope, moment), scope.lang, { dateStyle: "long", timeStyle: "short" }));
  if (day) updates.push((scope) => time(element, value(scope, day), scope.lang, { dateStyle: "long" }));
  if (shortDay) updates.push((scope) => time(element, value(scope, shortDay), scope.lang, { dateStyle: "medium" }));
  if (since) updates.push((scope) => ago(element, value(scope, since), scope.lang));
  for (const pair of attr?.split(",") ?? []) {
    const [name, from] = pair.trim().split(":");
    updates.push(whenNew((scope) => value(scope, from), (now) => attribute(element, name, now)));
  }
  if (initial) {
    let filled = false;
    updates.push((scope) => {
      if (!filled) element.value = value(scope, initial) ?? "";
      filled = true;
    });
  }
  if (half) {
    let asked = false;
    updates.push((scope) => {
      if (!asked && value(scope, half)) putBack(element);
      leftFields.set(element.name, element);
      asked = true;
    });
  }
  if (part) updates.push(listed(element, part, key));
  else for (const child of [...element.children]) visit(child, updates);
}

const card = document.getElementById("card");
const frame = compile(document.body);
let update = () => {};
/** What is asked within a screen, and what had the focus before. */
let question = null;
let asker = null;
/** The step beside the browser that is shown. */
let step = "";
/** Whether the button to go on was pressed since the last problem. */
let asked = false;
let shown = { name: "", number: 0, wiped: 0, opened: undefined, helper: false, problem: "" };
/** Milliseconds in which a screen comes in. */
const ARRIVING = 180;
/** The company's picture, which comes only when it changes. */
let picture;

/** Shows a screen: another one is put in place, the same one is patched. */
export function render({ name, lang, dir, title, text, view, logo }) {
  picture = logo ?? picture;
  const scope = { ...view, logo: view.logo && picture, name, lang, text };
  const problem = view.problem ? `${view.problem.code} ${view.problem.kind}` : "";
  Object.assign(document.documentElement, { lang, dir });
  document.body.dataset.screen = name;
  document.title = title;
  const opened = ["help", "about"].find((part) => view[part]);
  const helper = Boolean(view.helper);
  frame(scope);
  if (name !== shown.name) mount(name, scope);
  else patch(scope);
  if (view.wiped > shown.wiped) {
    const fields = [...leftFields.values(), ...card.querySelectorAll("[data-secret]")];
    for (const field of fields) if ("secret" in field.dataset) field.value = "";
  }
  if (opened !== shown.opened && name === shown.name) {
    (opened ? card.querySelector(`#${opened} h2`) : document.querySelector('[data-action="help"]')).focus();
  }
  if (problem && problem !== shown.problem) point(view.problem.field);
  if (shown.name && (name !== shown.name || helper !== shown.helper)) arrive();
  if (shown.name && view.shown !== shown.number) settle();
  else settleAsBefore();
  shown = { name, number: view.shown, wiped: view.wiped, opened, helper, problem };
  fitScroller();
}

/** What is new comes in gently, unless the system is to move nothing. */
function arrive() {
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  const from = { opacity: 0, transform: "translateY(8px)" };
  card.querySelector(".scroll").animate([from, { opacity: 1, transform: "none" }], { duration: ARRIVING, easing: "ease-out" });
}

function mount(name, scope) {
  const screen = copy("screen").firstElementChild;
  const own = copy(`screen-${name}`);
  screen.append(own.lastElementChild);
  screen.firstElementChild.append(own);
  update = compile(screen);
  update(scope);
  card.replaceChildren(screen);
  asked = false;
  question = card.querySelector("[data-ask]");
  followStep(false);
  window.scrollTo(0, 0);
  if (!enter(firstField())) focusHeading();
}

const focusHeading = () => card.querySelector("h1").focus({ preventScroll: true });

/** The field that a screen is there for, if it shows one. */
function firstField() {
  const field = card.querySelector('[data-field]:not([name="search"])');
  return field?.offsetParent ? field : null;
}

/** Puts the keyboard into a field, if there is one. Whoever hears the page hears first what it is about. */
function enter(field) {
  if (!field) return false;
  field.setAttribute("aria-describedby", `heading ${field.getAttribute("aria-describedby") ?? ""}`.trim());
  field.focus({ preventScroll: true });
  return true;
}

function patch(scope) {
  const within = card.contains(document.activeElement);
  const before = document.activeElement;
  const field = firstField();
  update(scope);
  attend(before);
  followStep(true);
  // What had the focus is gone: the field or the heading takes it, or the keyboard would start over.
  const now = document.activeElement;
  const lost = within && !card.contains(now);
  const came = firstField() !== field && (lost || now.localName === "h1");
  if (!(came && enter(firstField())) && lost) focusHeading();
}

/** The next step beside the browser has the focus, so that it is what is read next. */
function followStep(focus) {
  const shows = card.querySelector("[data-step]");
  const now = shows?.textContent ?? "";
  if (focus && shows && now !== step) shows.focus();
  step = now;
}

/** What is asked takes the focus, and gives it back. */
function attend(before) {
  const now = card.querySelector("[data-ask]");
  if (now === question) return;
  if (now) {
    if (!question) asker = before;
    now.focus();
  } else if (asker?.isConnected) asker.focus();
  question = now;
}

/** Shows the problem, and the field it speaks of; who asked to go on finds the field ready to be corrected. */
function point(field) {
  const input = field && card.querySelector(`input[name="${field}"]`);
  card.querySelector("[role=alert]").scrollIntoView({ block: "nearest" });
  input?.scrollIntoView({ block: "nearest" });
  if (asked) input?.focus({ preventScroll: true });
  asked = false;
}

/** The same problem again is news to whoever pressed the button again. */
export function lookAgain() {
  shown.problem = "";
  asked = true;
}

/** A part that scrolls can be reached with the keyboard. */
export function fitScroller() {
  const scroller = card.querySelector(".scroll");
  if (scroller) scroller.tabIndex = scroller.scrollHeight > scroller.clientHeight ? 0 : -1;
}
