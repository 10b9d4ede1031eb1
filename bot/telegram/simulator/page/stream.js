// What arrives from the server.
"use strict";

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
  $("archive").hidden = !full.archive;
  if (full.archive) $("archive").href = full.archive;
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
