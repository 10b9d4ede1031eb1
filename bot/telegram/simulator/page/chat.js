// The open chat and the list of chats.
"use strict";

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

function drawChat(unread = 0) {
  const chat = state.open;
  const firstNew = unread ? chat.messages.filter((m) => !isOut(m)).at(-unread) : null;
  let mark = null;
  log.setAttribute("aria-live", "off");
  log.replaceChildren();
  let before = null;
  for (const m of chat.messages) {
    if (m === firstNew) {
      mark = el("p", { class: "service new" }, "New");
      log.append(mark);
    }
    appendNode(chat, m, before);
    before = m;
  }
  log.querySelectorAll(".msg").forEach(fit);
  drawEmpty();
  drawTyping();
  scrollDown(false);
  state.stick = true;
  if (mark && log.scrollHeight - mark.offsetTop > box.clientHeight) { // begin where it was left
    state.stick = false;
    box.scrollTop = mark.offsetTop - 12;
  }
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
  const unread = chat.unread;
  chat.unread = 0;
  $("input").value = chat.draft || "";
  $("toasts").replaceChildren();
  closeMenu();
  if (byHand && phone.matches && root.dataset.pane !== "chat") history.pushState({ pane: "chat" }, "");
  if (byHand) root.dataset.pane = "chat"; // before drawing: what is hidden has no size
  drawHead();
  drawChat(unread);
  drawList();
  grow();
  showJump();
  if (byHand && !phone.matches) $("input").focus();
}

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
