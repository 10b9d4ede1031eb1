// The chat page of the demo. What comes from outside is only ever put in as
// text; the page makes its elements itself.
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

/* ---- small helpers ---- */

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
  });
  const result = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(result.error || "The demo did not answer.");
  return result;
}

function toast(text, bad) {
  const note = el("p", { class: bad ? "toast bad" : "toast", dir: "auto" }, text);
  $("toasts").append(note);
  setTimeout(() => note.remove(), 3200 + text.length * 35);
}

/* ---- text with entities ---- */

// Where the fonts have no flags, their two letters stand in a small frame.
let flagless = (() => {
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = "32px sans-serif";
  return pen.measureText("\u{1F1EB}\u{1F1F7}").width > 1.6 * pen.measureText("\u{1F1EB}").width;
})();

// put adds a text; flags stay upright in slanted words.
function put(parent, text) {
  for (const piece of text.split(/([\u{1F1E6}-\u{1F1FF}]{2})/u)) {
    const points = Array.from(piece, (c) => c.codePointAt(0) - 0x1f1e6);
    if (points.length !== 2 || points.some((n) => n < 0 || n > 25)) {
      if (piece) parent.append(piece);
      continue;
    }
    const letters = String.fromCharCode(...points.map((n) => 65 + n));
    parent.append(flagless ? el("span", { class: "flag", role: "img", "aria-label": "Flag " + letters }, letters)
      : el("span", { class: "emoji" }, piece));
  }
}

const blockKinds = new Set(["pre", "blockquote", "expandable_blockquote"]);

// richText fills parent with text from..to; entities are sorted, the outer
// ones first. A line break beside a block is the block's own.
function richText(parent, text, from, to, entities) {
  let at = from;
  let afterBlock = false;
  const plain = (end, beforeBlock) => {
    let piece = text.slice(at, end);
    if (afterBlock && piece.startsWith("\n")) piece = piece.slice(1);
    if (beforeBlock && piece.endsWith("\n")) piece = piece.slice(0, -1);
    if (piece) put(parent, piece);
  };
  for (let i = 0; i < entities.length; i++) {
    const e = entities[i];
    const end = Math.min(e.offset + e.length, to);
    if (e.offset < at || e.offset >= to || end <= e.offset) continue;
    const block = blockKinds.has(e.type);
    if (e.offset > at) plain(e.offset, block);
    const inner = [];
    while (i + 1 < entities.length && entities[i + 1].offset < end) inner.push(entities[++i]);
    const [outside, inside] = element(e, text.slice(e.offset, end));
    richText(inside, text, e.offset, end, inner);
    parent.append(outside);
    if (e.type === "expandable_blockquote") foldable(outside, inside);
    at = end;
    afterBlock = block;
  }
  if (at < to) plain(to, false);
}

// element makes an entity's node: the outermost, and where its text goes.
function element(e, text) {
  const same = (node) => [node, node];
  switch (e.type) {
    case "bold": return same(el("strong"));
    case "italic": return same(el("em"));
    case "underline": return same(el("u"));
    case "strikethrough": return same(el("s"));
    case "code": return same(el("code", { dir: "ltr" }));
    case "pre": {
      const code = el("code", { tabindex: "0" });
      return [el("pre", { dir: "ltr" }, e.language ? el("span", {}, e.language) : null, code), code];
    }
    case "blockquote": return same(el("blockquote", { dir: "auto" }));
    case "expandable_blockquote": {
      const fold = el("span", { class: "fold" });
      return [el("blockquote", { dir: "auto", class: "folded" }, fold), fold];
    }
    case "text_link": return same(link(e.url, text));
    case "url": return same(link(/^[a-z]+:\/\//i.test(text) ? text : "https://" + text));
    case "email": return same(link("mailto:" + text));
    case "bot_command":
      return same(el("button", { type: "button", class: "cmd", onclick: () => say(text) }));
    case "spoiler": {
      const node = el("span", { class: "spoiler", tabindex: "0", role: "button", "aria-label": "Hidden text" });
      const show = () => { node.classList.add("shown"); node.removeAttribute("role"); node.removeAttribute("aria-label"); };
      node.addEventListener("click", show);
      node.addEventListener("keydown", (k) => { if (k.key === "Enter") show(); });
      return same(node);
    }
    default: return same(el("span"));
  }
}

// link is an anchor to a safe address. In ordinary words spaces may collapse,
// which keeps the underline off the ends of lines.
function link(address, text = "") {
  let safe = "";
  try {
    const parsed = new URL(address);
    if (["http:", "https:", "mailto:", "tg:"].includes(parsed.protocol)) safe = parsed.href;
  } catch { /* stays plain */ }
  if (!safe) return el("span");
  return el("a", { class: /\s\s|\n/.test(text) ? null : "flow", href: safe, target: "_blank", rel: "noopener noreferrer nofollow", title: safe });
}

function foldable(quote, fold) {
  const label = el("span", {}, "Show all");
  const button = el("button", { type: "button", class: "unfold", "aria-expanded": "false" }, label, icon("down"));
  button.addEventListener("click", () => {
    const folded = quote.classList.toggle("folded");
    button.setAttribute("aria-expanded", String(!folded));
    label.textContent = folded ? "Show all" : "Show less";
  });
  quote.append(button);
  requestAnimationFrame(() => { if (fold.scrollHeight <= fold.clientHeight + 2) button.hidden = true; });
}

/* ---- one message ---- */

// faces says whether messages show who wrote them: in groups.
const faces = (chat) => chat.type !== "private" && chat.type !== "channel";
const isOut = (m) => m.from_id === state.me.id && !m.bot;

function messageNode(chat, m) {
  const out = isOut(m);
  const node = el("article", { class: "msg", "data-id": m.id, "data-local": m.local });
  if (out) node.classList.add("out");
  if (m.local) node.classList.add(m.failed ? "failed" : "pending");
  const bubble = el("div", { class: "bubble" });
  const text = el("div", { class: "text", dir: "auto" });
  richText(text, m.text, 0, m.text.length, m.entities || []);
  const foot = footer(m, out);
  if (m.file) text.prepend(el("span", { class: "attachment" }, icon(m.file.kind === "photo" ? "photo" : "file"), el("span", { dir: "auto" }, m.file.name)));
  if (endsRightToLeft(m.text)) foot.classList.add("left");
  bubble.append(text, foot);
  const stack = el("div", { class: "stack" }, bubble);
  if (m.rows && m.rows.length) {
    node.classList.add("wide");
    stack.append(keyboard(chat, m));
  }
  if (!out && faces(chat)) node.append(el("span", { class: "side-avatar" }));
  node.append(stack);
  return node;
}

// endsRightToLeft says whether a text's last line runs from the right: then the
// time stands at its left.
function endsRightToLeft(text) {
  const strong = /[\p{L}]/u.exec(text.slice(text.lastIndexOf("\n") + 1));
  return strong !== null && /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/.test(strong[0]);
}

// fit leaves room for the time in the last line of a message's text.
function fit(node) {
  const foot = node.querySelector(".foot");
  if (foot) node.querySelector(".text").style.setProperty("--foot", foot.offsetWidth + 12 + "px");
}

function footer(m, out) {
  const date = new Date(m.date * 1000);
  const time = el("time", { datetime: date.toISOString(), title: whole.format(date) }, clock.format(date));
  const foot = el("div", { class: "foot" }, m.edited ? el("span", { title: "edited " + whole.format(new Date(m.edited * 1000)) }, "edited") : null, time);
  if (out) {
    const what = m.failed ? ["alert", "Not sent"] : m.local ? ["clock", "Sending"] : ["check", "Sent"];
    const mark = icon(what[0]);
    mark.removeAttribute("aria-hidden");
    mark.setAttribute("role", "img");
    mark.setAttribute("aria-label", what[1]);
    foot.append(mark);
  }
  return foot;
}

function keyboard(chat, m) {
  const keys = el("div", { class: "keys", role: "group", "aria-label": "Buttons of the message" });
  for (const row of m.rows) {
    const line = el("div", { class: "line" });
    for (const b of row) line.append(key(chat, m, b));
    keys.append(line);
  }
  return keys;
}

function key(chat, m, b) {
  if (b.url) {
    const a = link(b.url);
    a.className = "key";
    a.append(el("span", { dir: "auto" }, b.text), icon("out", "corner"));
    return a;
  }
  const button = el("button", { type: "button", class: "key" }, el("span", { dir: "auto" }, b.text));
  if (b.callback_data) button.addEventListener("click", () => press(chat, m, b.callback_data, button));
  else button.addEventListener("click", () => toast("This kind of button does nothing in the demo."));
  return button;
}

async function press(chat, m, data, button) {
  if (button.getAttribute("aria-busy") === "true") return;
  button.setAttribute("aria-busy", "true");
  const done = () => button.removeAttribute("aria-busy");
  try {
    const { query } = await post("press", { chat: chat.id, message: m.id, data });
    if (state.answered.delete(query)) return done();
    const timer = setTimeout(() => { state.pressed.delete(query); done(); }, 15000);
    state.pressed.set(query, () => { clearTimeout(timer); done(); });
  } catch (problem) {
    done();
    toast(problem.message, true);
  }
}

function answer(e) {
  const done = state.pressed.get(e.query);
  if (done) {
    state.pressed.delete(e.query);
    done();
  } else {
    state.answered.add(e.query);
    setTimeout(() => state.answered.delete(e.query), 5000);
  }
  if (!e.text) return;
  if (e.alert) {
    $("alert-text").textContent = e.text;
    $("alert").showModal();
  } else toast(e.text);
}

/* ---- the open chat ---- */

const box = $("scroll"), log = $("log");
const atBottom = () => box.scrollHeight - box.scrollTop - box.clientHeight < 90;
// The view follows what arrives (state.stick) until the person scrolls away;
// scrolling that the page does itself never counts as theirs.
const follows = () => state.stick || atBottom();

function scrollDown(smooth) {
  box.scrollTo({ top: box.scrollHeight, behavior: smooth && !calm.matches ? "smooth" : "auto" });
}

// reveal shows a message that just came: its beginning, where it is longer
// than the screen.
function reveal(node) {
  const tall = node.offsetHeight > box.clientHeight - 40;
  state.stick = !tall;
  const top = tall ? node.offsetTop - 48 : box.scrollHeight;
  box.scrollTo({ top, behavior: calm.matches ? "auto" : "smooth" });
}

function drawChat() {
  const chat = state.open;
  log.setAttribute("aria-live", "off");
  log.replaceChildren();
  let before = null;
  for (const m of chat.messages) {
    appendNode(chat, m, before);
    before = m;
  }
  log.querySelectorAll(".msg").forEach(fit);
  drawEmpty();
  drawTyping();
  scrollDown(false);
  state.stick = true;
  setTimeout(() => log.setAttribute("aria-live", "polite"), 100);
}

function appendNode(chat, m, before) {
  if (!before || dayOf(before.date) !== dayOf(m.date)) log.append(el("p", { class: "day" }, dayLabel(m.date)));
  if (m.service) {
    log.append(el("p", { class: "service", "data-id": m.id }, m.service));
    return log.lastElementChild;
  }
  const node = messageNode(chat, m);
  const first = !before || before.service || before.from_id !== m.from_id || m.date - before.date > 300 || dayOf(before.date) !== dayOf(m.date);
  if (first) {
    node.classList.add("first");
    if (!isOut(m) && faces(chat)) {
      node.querySelector(".bubble").prepend(el("p", { class: "name " + (m.bot ? "t0" : hue(m.from)) }, m.from));
    }
  }
  if (!isOut(m) && faces(chat)) {
    const previous = log.querySelector(".msg:last-of-type");
    if (!first && previous) previous.querySelector(".side-avatar")?.replaceChildren();
    node.querySelector(".side-avatar").append(avatar(m.from, "tiny", m.bot));
  }
  const typing = log.querySelector(".typing");
  log.append(node);
  if (typing) log.append(typing);
  return node;
}

function drawEmpty() {
  const chat = state.open;
  log.querySelector(".empty")?.remove();
  const fresh = chat.messages.length === 0;
  if (fresh) {
    const words = chat.type === "private" ? (state.about || "Diplomacy news, word for word. Press Start to begin.")
      : chat.type === "channel" ? "Nothing was posted here yet." : "Nobody has written here yet. Try /latest.";
    log.append(el("section", { class: "empty" }, avatar(chat.name, "huge", chat.type === "private"), el("h3", { dir: "auto" }, chat.name), el("p", { dir: "auto" }, words)));
  }
  const start = fresh && chat.type === "private";
  $("start-bar").hidden = !start;
  $("composer").hidden = start;
  const mute = chat.type === "channel";
  $("composer").classList.toggle("mute", mute);
  $("slash").hidden = !chat.commands.length;
  $("readonly").hidden = !mute;
  $("readonly").textContent = mute ? "Only the bot posts in this channel." : "";
}

function drawHead() {
  const chat = state.open;
  $("head-avatar").replaceChildren(avatar(chat.name, "small", chat.type === "private"));
  $("head-name").textContent = chat.name;
  const line = $("head-state");
  line.classList.toggle("live", Boolean(chat.typing));
  line.textContent = chat.typing ? (chat.type === "private" ? "typing…" : state.bot.name + " is typing…")
    : chat.type === "private" ? "bot" : chat.type === "channel" ? "channel" : "group · you and " + state.bot.name;
  document.title = (totalUnread() ? `(${totalUnread()}) ` : "") + chat.name + " · " + state.bot.name + " demo";
}

function drawTyping() {
  log.querySelector(".typing")?.remove();
  const chat = state.open;
  if (!chat.typing) return;
  const near = follows();
  const dots = el("div", { class: "msg first typing", "aria-hidden": "true" },
    faces(chat) ? el("span", { class: "side-avatar" }) : null,
    el("div", { class: "bubble" }, el("i"), el("i"), el("i")));
  log.append(dots);
  if (near) scrollDown(true);
}

function openChat(id, byHand) {
  const chat = state.chats.get(id);
  if (!chat) return;
  if (state.open) state.open.draft = $("input").value;
  state.open = chat;
  chat.unread = 0;
  $("input").value = chat.draft || "";
  $("toasts").replaceChildren();
  closeMenu();
  if (byHand && phone.matches && root.dataset.pane !== "chat") history.pushState({ pane: "chat" }, "");
  if (byHand) root.dataset.pane = "chat"; // before drawing: what is hidden has no size
  drawHead();
  drawChat();
  drawList();
  grow();
  showJump();
  if (byHand && !phone.matches) $("input").focus();
}

/* ---- the list of chats ---- */

const totalUnread = () => [...state.chats.values()].reduce((sum, c) => sum + c.unread, 0);

function drawList() {
  const chats = [...state.chats.values()];
  const rows = chats.map((chat) => {
    const last = chat.messages.at(-1);
    const preview = el("span", { class: "last", dir: "auto" });
    if (chat.typing) preview.append(el("em", {}, "typing…"));
    else if (last) {
      if (isOut(last)) preview.append("You: ");
      else if (faces(chat)) preview.append(last.from + ": ");
      put(preview, Array.from((last.service || last.text || last.file?.name || "").replace(/\s+/g, " ").slice(0, 160)).join(""));
    } else preview.append(chat.type === "channel" ? "No posts yet" : "No messages yet");
    let when = null;
    if (last) {
      const today = dayOf(last.date) === new Date().toDateString();
      when = el("span", { class: "time" }, (today ? clock : shortDay).format(new Date(last.date * 1000)));
    }
    const badge = chat.unread ? el("span", { class: "badge", "aria-label": chat.unread + " unread" }, String(chat.unread)) : null;
    const kind = chat.type === "channel" ? icon("channel") : chat.type === "private" ? null : icon("group");
    const title = el("span", { class: "title" }, kind, el("b", { dir: "auto" }, chat.name));
    return el("li", {}, el("button", {
      type: "button", class: "chat", "data-chat": chat.id, "aria-current": chat === state.open ? "true" : null,
      onclick: () => openChat(chat.id, true),
    }, avatar(chat.name, "", chat.type === "private"), title, when, preview, badge));
  });
  const focused = document.activeElement?.dataset?.chat;
  $("chats").replaceChildren(...rows);
  if (focused) $("chats").querySelector(`[data-chat="${CSS.escape(focused)}"]`)?.focus();
  const elsewhere = totalUnread();
  $("back-badge").hidden = !elsewhere;
  $("back-badge").textContent = String(elsewhere);
  if (state.open) drawHead();
}

/* ---- what arrives ---- */

function arrived(chat, m) {
  const shown = chat === state.open;
  if (chat.messages.some((have) => have.id === m.id && !have.local)) return;
  if (m.bot) setTyping(chat, false);
  const mine = isOut(m) ? chat.messages.find((have) => have.local && !have.failed && have.text === m.text) : null;
  if (mine) {
    const node = shown ? log.querySelector(`[data-local="${mine.local}"]`) : null;
    delete mine.local;
    Object.assign(mine, m);
    if (node) replaceNode(chat, mine, node);
    drawList();
    return;
  }
  const before = chat.messages.at(-1);
  chat.messages.push(m);
  if (chat.messages.length > 600) chat.messages.splice(0, 100);
  const away = !shown || document.hidden || (phone.matches && root.dataset.pane !== "chat");
  if (away && !isOut(m)) chat.unread++;
  if (shown) {
    const near = follows();
    const wasEmpty = Boolean(log.querySelector(".empty"));
    if (wasEmpty) drawEmpty();
    const node = appendNode(chat, m, before);
    fit(node);
    node.classList.add("fresh");
    if (near || isOut(m)) reveal(node);
    else if (!isOut(m)) state.below = (state.below || 0) + 1;
    showJump();
  }
  drawList();
}

function replaceNode(chat, m, node) {
  const fresh = messageNode(chat, m);
  if (node.classList.contains("first")) fresh.classList.add("first");
  const name = node.querySelector(".name");
  if (name) fresh.querySelector(".bubble").prepend(name);
  const face = node.querySelector(".side-avatar");
  if (face) fresh.querySelector(".side-avatar").replaceWith(face);
  const focused = node.contains(document.activeElement);
  node.replaceWith(fresh);
  fit(fresh);
  if (focused) (fresh.querySelector("button, a") || box).focus();
  return fresh;
}

function edited(chat, m) {
  const i = chat.messages.findIndex((have) => have.id === m.id && !have.local);
  if (i < 0) return;
  chat.messages[i] = m;
  if (chat === state.open) {
    const near = follows();
    const node = log.querySelector(`.msg[data-id="${m.id}"]`);
    if (node) replaceNode(chat, m, node).classList.add("changed");
    if (near) scrollDown(true);
  }
  drawList();
}

function deleted(chat, id) {
  chat.messages = chat.messages.filter((m) => m.id !== id);
  if (chat === state.open) drawChat();
  drawList();
}

function setTyping(chat, on) {
  clearTimeout(chat.typingTimer);
  const was = Boolean(chat.typing);
  chat.typing = on;
  if (on) chat.typingTimer = setTimeout(() => setTyping(chat, false), 5500);
  if (was === on) return;
  if (chat === state.open) drawTyping();
  drawList();
}

function showJump() {
  const near = follows();
  if (near) state.below = 0;
  $("jump").hidden = near;
  const badge = $("jump").querySelector(".badge");
  badge.hidden = !state.below;
  badge.textContent = String(state.below || "");
}

/* ---- the stream ---- */

function addChat(summary) {
  let chat = state.chats.get(summary.id);
  if (!chat) {
    chat = { messages: [], commands: [], unread: 0 };
    state.chats.set(summary.id, chat);
  }
  Object.assign(chat, summary);
  if (chat.type === "private") chat.name = state.bot.name;
  return chat;
}

function begin(full) {
  state.me = full.me;
  state.bot = full.bot;
  state.about = full.about;
  $("brand").textContent = full.bot.name;
  $("notice").hidden = !full.notice;
  $("notice").querySelector("span").textContent = full.notice;
  $("fiction-notice").textContent = full.notice ? full.notice + " " : "";
  for (const c of full.chats) {
    const chat = addChat(c.chat);
    const waiting = chat.messages.filter((m) => m.local);
    const known = new Set(chat.messages.map((m) => m.id));
    if (state.open && chat !== state.open) chat.unread += c.messages.filter((m) => !known.has(m.id) && !isOut(m)).length;
    chat.messages = c.messages.concat(waiting);
    chat.commands = c.commands;
  }
  const wanted = state.open || [...state.chats.values()].find((c) => c.type === "private") || [...state.chats.values()][0];
  if (wanted) openChat(wanted.id, false);
  $("offline").hidden = true;
  root.dataset.ready = "true";
}

function handle(e) {
  const chat = e.chat ? addChat(e.chat) : null;
  switch (e.kind) {
    case "chat": return drawList();
    case "message": return arrived(chat, e.message);
    case "edit": return edited(chat, e.message);
    case "delete": return deleted(chat, e.deleted);
    case "action": return setTyping(chat, true);
    case "answer": return answer(e);
    case "commands": return loadCommands();
  }
}

async function loadCommands() {
  const lists = await (await fetch("commands")).json();
  for (const [id, list] of Object.entries(lists)) {
    const chat = state.chats.get(id);
    if (chat) chat.commands = list;
  }
  if (state.open) drawEmpty();
  if (!$("menu").hidden) suggest();
}

function listen() {
  const source = new EventSource("events");
  source.addEventListener("state", (e) => begin(JSON.parse(e.data)));
  source.addEventListener("change", (e) => handle(JSON.parse(e.data)));
  let patience = null;
  source.addEventListener("error", () => {
    clearTimeout(patience);
    patience = setTimeout(() => { $("offline").hidden = source.readyState === EventSource.OPEN; }, 800);
    if (source.readyState === EventSource.CLOSED) setTimeout(listen, 2000);
  });
  source.addEventListener("open", () => { clearTimeout(patience); $("offline").hidden = true; });
}

/* ---- writing ---- */

const input = $("input");

function grow() {
  input.style.height = "44px";
  input.style.height = Math.min(160, input.scrollHeight) + "px";
  $("send").disabled = !input.value.trim();
}

async function say(text) {
  const chat = state.open;
  text = text.trim();
  if (!chat || !text || chat.type === "channel") return;
  const m = {
    id: 0, local: "l" + state.nextLocal++, from_id: state.me.id, from: state.me.name, bot: false,
    date: Math.floor(Date.now() / 1000), text, entities: [],
  };
  const before = chat.messages.at(-1);
  chat.messages.push(m);
  drawEmpty();
  const node = appendNode(chat, m, before);
  fit(node);
  node.classList.add("fresh");
  state.stick = true;
  scrollDown(true);
  drawList();
  try {
    await post("say", { chat: chat.id, text });
  } catch (problem) {
    if (!m.local) return;
    m.failed = true;
    const shown = log.querySelector(`[data-local="${m.local}"]`);
    if (shown) replaceNode(chat, m, shown);
    toast("Not sent: " + problem.message, true);
  }
}

$("composer").addEventListener("submit", (e) => {
  e.preventDefault();
  const text = input.value;
  input.value = "";
  grow();
  closeMenu();
  say(text);
  input.focus();
});

$("start").addEventListener("click", () => { say("/start"); if (!phone.matches) input.focus(); });

/* ---- commands ---- */

let options = [], marked = -1;

function suggest() {
  const word = input.value.match(/^\/(\w*)$/);
  if (word) openMenu(word[1].toLowerCase());
  else if (!state.menuByHand) closeMenu();
}

function openMenu(prefix) {
  const list = (state.open?.commands || []).filter((c) => c.command.startsWith(prefix));
  if (!list.length) {
    closeMenu();
    if (state.menuByHand) toast("The bot has set no commands yet.");
    return;
  }
  options = list.map((c, i) => {
    const row = el("li", { class: "option", role: "option", id: "option-" + i, "aria-selected": "false" },
      el("b", {}, "/" + c.command), el("span", { dir: "auto" }, c.description));
    row.addEventListener("mousedown", (e) => e.preventDefault());
    row.addEventListener("click", () => choose(i, true));
    return row;
  });
  options.forEach((row, i) => { row.command = list[i].command; });
  $("menu-list").replaceChildren(...options);
  $("menu").hidden = false;
  input.setAttribute("aria-expanded", "true");
  $("slash").setAttribute("aria-expanded", "true");
  mark(prefix ? 0 : -1);
}

function closeMenu() {
  state.menuByHand = false;
  $("menu").hidden = true;
  options = [];
  marked = -1;
  input.setAttribute("aria-expanded", "false");
  input.removeAttribute("aria-activedescendant");
  $("slash").setAttribute("aria-expanded", "false");
}

function mark(i) {
  marked = i;
  options.forEach((row, n) => row.setAttribute("aria-selected", String(n === i)));
  if (i >= 0) {
    options[i].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", options[i].id);
  } else input.removeAttribute("aria-activedescendant");
}

function choose(i, send) {
  const command = "/" + options[i].command;
  closeMenu();
  if (send) {
    input.value = "";
    grow();
    say(command);
  } else {
    input.value = command + " ";
    grow();
  }
  input.focus();
}

input.addEventListener("input", () => { state.menuByHand = false; grow(); suggest(); });
input.addEventListener("keydown", (e) => {
  const open = !$("menu").hidden;
  if (open && (e.key === "ArrowDown" || e.key === "ArrowUp")) {
    const step = e.key === "ArrowDown" ? 1 : -1;
    mark((marked + step + options.length) % options.length);
    e.preventDefault();
  } else if (open && e.key === "Tab" && !e.shiftKey) {
    choose(Math.max(0, marked), false);
    e.preventDefault();
  } else if (open && e.key === "Escape") {
    closeMenu();
    e.preventDefault();
  } else if (e.key === "Enter" && !e.shiftKey && !e.isComposing) {
    e.preventDefault();
    if (open && marked >= 0 && options[marked].command !== input.value.slice(1)) choose(marked, true);
    else $("composer").requestSubmit();
  }
});

// Keyboards on phones, and some programs, type Enter without pressing a key.
input.addEventListener("beforeinput", (e) => {
  if (e.inputType !== "insertLineBreak" || state.shift) return;
  e.preventDefault();
  if (input.value.trim()) $("composer").requestSubmit();
});
addEventListener("keydown", (e) => { state.shift = e.shiftKey; }, true);
addEventListener("keyup", (e) => { state.shift = e.shiftKey; }, true);

$("slash").addEventListener("click", () => {
  if (!$("menu").hidden) return closeMenu();
  state.menuByHand = true;
  openMenu("");
  input.focus({ preventScroll: true });
});
document.addEventListener("click", (e) => { if (!$("composer").contains(e.target)) closeMenu(); });
document.addEventListener("keydown", (e) => {
  if (e.key === "Escape" && !$("menu").hidden) closeMenu();
});

/* ---- the rest ---- */

$("jump").addEventListener("click", () => { state.stick = true; scrollDown(true); });
$("back").addEventListener("click", () => {
  if (history.state?.pane === "chat") history.back();
  else root.dataset.pane = "list";
});
addEventListener("popstate", () => {
  root.dataset.pane = history.state?.pane || "list";
  if (state.open && root.dataset.pane === "chat") openChat(state.open.id, false);
});
phone.addEventListener("change", () => { if (state.open) drawChat(); });
document.addEventListener("visibilitychange", () => {
  if (!document.hidden && state.open) { state.open.unread = 0; drawList(); }
});
const keepDown = new ResizeObserver(() => { if (state.open && state.stick) scrollDown(true); });
keepDown.observe(box);
keepDown.observe(log);
for (const kind of ["wheel", "touchmove", "pointerdown", "keydown"]) {
  box.addEventListener(kind, () => { state.byHand = true; }, { passive: true });
}
box.addEventListener("scroll", () => {
  if (state.byHand) state.stick = atBottom();
  showJump();
}, { passive: true });
box.addEventListener("scrollend", () => {
  state.byHand = false;
  if (atBottom()) state.stick = true;
  showJump();
});

// The day stays in sight while one scrolls, then leaves the words it covers.
let resting = null;

function rest() {
  const top = box.getBoundingClientRect().top;
  for (const day of log.querySelectorAll(".day")) {
    day.classList.toggle("faded", box.scrollTop > 4 && day.getBoundingClientRect().top - top < 10);
  }
}
box.addEventListener("scroll", () => {
  clearTimeout(resting);
  for (const day of log.querySelectorAll(".faded")) day.classList.remove("faded");
  resting = setTimeout(rest, 900);
}, { passive: true });

const dark = matchMedia("(prefers-color-scheme: dark)");
const remembered = (() => { try { return localStorage.getItem("theme"); } catch { return null; } })();
if (remembered) root.dataset.theme = remembered;
const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : dark.matches);

function drawTheme() {
  for (const id of ["theme", "theme-2"]) {
    $(id).setAttribute("aria-label", isDark() ? "Use light colours" : "Use dark colours");
    $(id).querySelector("use").setAttribute("href", isDark() ? "#i-sun" : "#i-moon");
  }
}
for (const id of ["theme", "theme-2"]) {
  $(id).addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    try { localStorage.setItem("theme", root.dataset.theme); } catch { /* for this visit only */ }
    drawTheme();
  });
}
dark.addEventListener("change", drawTheme);
drawTheme();
listen();
