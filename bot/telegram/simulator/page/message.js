// One message: its bubble, its time, its buttons.
"use strict";

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
  if (m.file && m.file.kind === "photo") text.prepend(photo(m));
  else if (m.file) text.prepend(el("span", { class: "attachment" }, icon("file"), el("span", { dir: "auto" }, m.file.name)));
  if (endsRightToLeft(m.text)) foot.classList.add("left");
  bubble.append(text, foot);
  const stack = el("div", { class: "stack" }, bubble);
  if (m.rows && m.rows.length) {
    node.classList.add("wide");
    stack.append(keyboard(chat, m));
  }
  if (m.failed) {
    const again = el("button", { type: "button", class: "key", onclick: () => retry(chat, m) }, "Try again");
    stack.append(el("div", { class: "keys" }, again));
  }
  if (!out && faces(chat)) node.append(el("span", { class: "side-avatar" }));
  node.append(stack);
  return node;
}

// photo is a picture, described by the words below it; its name where it is not kept.
function photo(m) {
  const name = el("span", { class: "attachment" }, icon("photo"), el("span", { dir: "auto" }, m.file.name));
  const shown = el("img", { class: "photo", src: "/picture/" + encodeURIComponent(m.file.id), alt: m.text.slice(0, 300) || m.file.name, width: 1200, height: 630 });
  shown.addEventListener("error", () => shown.replaceWith(name));
  return shown;
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
