// The page's state and its small helpers. What comes from outside is only ever
// put in as text; the page makes its elements itself.
"use strict";

const $ = (id) => document.getElementById(id);
const root = document.documentElement;
const phone = matchMedia("(max-width: 719px)");
const calm = matchMedia("(prefers-reduced-motion: reduce)");

const state = {
  me: null, bot: null,
  chats: new Map(), // id -> {id, type, name, user, messages, commands, unread, typing, draft}
  open: null,       // the chat that is shown
  answered: new Set(), pressed: new Map(), // queries: answered early, waiting buttons
  nextLocal: 1,
};

function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "class") node.className = value;
    else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((c) => c !== null && c !== undefined));
  return node;
}

const SVG = "http://www.w3.org/2000/svg";

function icon(name, className) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("aria-hidden", "true");
  if (className) svg.setAttribute("class", className);
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", "#i-" + name);
  svg.append(use);
  return svg;
}

function hue(text) {
  let sum = 7;
  for (const c of String(text)) sum = (sum * 31 + c.codePointAt(0)) >>> 0;
  return "t" + (sum % 6);
}

function avatar(name, size, bot) {
  const first = Array.from(String(name).trim())[0] || "?";
  return el("span", { class: `avatar ${size} ${bot ? "t0" : hue(name)}`, "aria-hidden": "true" }, first.toUpperCase());
}

const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const whole = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "short" });
const dayName = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "long" });
const shortDay = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" });

const dayOf = (seconds) => new Date(seconds * 1000).toDateString();

function dayLabel(seconds) {
  const date = new Date(seconds * 1000);
  if (date.toDateString() === new Date().toDateString()) return "Today";
  if (date.toDateString() === new Date(Date.now() - 864e5).toDateString()) return "Yesterday";
  return dayName.format(date);
}

async function post(path, body) {
  const answer = await fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  }).catch(() => { throw new Error("The demo does not answer."); });
  const result = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(result.error || "The demo did not answer.");
  return result;
}

function toast(text, bad) {
  const note = el("p", { class: bad ? "toast bad" : "toast", dir: "auto" }, text);
  $("toasts").append(note);
  setTimeout(() => note.remove(), 3200 + text.length * 35);
}
