// Light and dark, and the beginning of it all: this file runs last.
"use strict";

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
