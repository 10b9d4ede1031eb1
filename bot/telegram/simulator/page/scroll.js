// Scrolling: what follows the newest message, and what lets go of it.
"use strict";

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
