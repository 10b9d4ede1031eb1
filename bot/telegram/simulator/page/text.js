// Texts with entities: how the words of a message become elements.
"use strict";

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
    case "bot_command": { // no button: that would be laid out apart from the text's direction
      const press = (e) => { e.preventDefault(); say(text); };
      return same(el("a", { class: "cmd", href: "#", role: "button", onclick: press, onkeydown: (e) => e.key === " " && press(e) }));
    }
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
