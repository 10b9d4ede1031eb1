// Writing messages, and the menu of commands.
"use strict";

const input = $("input");

function grow() {
  input.style.height = "44px";
  input.style.height = Math.min(160, input.scrollHeight) + "px";
  $("send").disabled = !input.value.trim();
}

function say(text) {
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
  deliver(chat, m);
}

async function deliver(chat, m) {
  try {
    await post("say", { chat: chat.id, text: m.text });
  } catch (problem) {
    if (!m.local) return; // it arrived after all
    m.failed = true;
    redraw(chat, m);
    toast("Not sent: " + problem.message, true);
  }
}

function retry(chat, m) {
  m.failed = false;
  redraw(chat, m);
  deliver(chat, m);
}

function redraw(chat, m) {
  const shown = log.querySelector(`[data-local="${m.local}"]`);
  if (shown && chat === state.open) replaceNode(chat, m, shown);
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
