// Keys: every element with data-key is pressed by its key; lists with data-rows are walked with J and K.
// Nothing happens while somebody types, and the browser's own combinations stay the browser's.

const typing = (target) =>
  target instanceof HTMLElement &&
  (target.isContentEditable || (target.matches("input, select, textarea") && !target.matches("[type=checkbox], [type=radio], [type=submit], [type=button]")));

const shown = (element) => element.getClientRects().length > 0 && !element.closest("[hidden]");

const list = () => document.querySelector("[data-rows]");
export const rows = () => [...(list()?.querySelectorAll("[data-row]") ?? [])].filter(shown);
export const currentRow = () => rows().find((row) => row.classList.contains("is-current"));

export function makeCurrent(row, { quietly = false } = {}) {
  for (const other of rows()) {
    other.classList.toggle("is-current", other === row);
    if (other === row) other.setAttribute("aria-current", "true");
    else other.removeAttribute("aria-current");
  }
  row.scrollIntoView({ block: "nearest" });
  (row.querySelector("[data-open]") ?? row).focus({ preventScroll: true });
  if (!quietly) row.dispatchEvent(new CustomEvent("row:current", { bubbles: true }));
}

function move(step) {
  const all = rows();
  if (!all.length) return false;
  const at = all.indexOf(currentRow());
  makeCurrent(all[Math.max(0, Math.min(all.length - 1, at < 0 ? 0 : at + step))]);
  return true;
}

function press(key, event) {
  const wanted = (scope) => [...scope.querySelectorAll("[data-key]")].find((e) => e.dataset.key.toLowerCase() === key && shown(e) && !e.disabled);
  const dialog = document.querySelector("dialog[open]");
  const element = dialog ? wanted(dialog) : (currentRow() && wanted(currentRow())) || wanted(document);
  if (!element) return false;
  event.preventDefault();
  if (element.matches("input:not([type=checkbox]):not([type=radio]), select, textarea")) element.focus();
  else element.click();
  return true;
}

export function sheet() {
  const dialog = document.getElementById("key-sheet");
  const names = dialog.querySelector(".key-list");
  const found = new Map();
  if (list()) found.set("J", "next").set("K", "previous");
  for (const element of document.querySelectorAll("[data-key]")) {
    if (!dialog.contains(element) && shown(element)) {
      const label = element.dataset.keyLabel ?? element.getAttribute("aria-label") ?? element.textContent.replace(element.querySelector("kbd")?.textContent ?? "", "");
      found.set(element.dataset.key === " " ? "Space" : element.dataset.key, label.trim().replace(/\s+/g, " "));
    }
  }
  names.replaceChildren(
    ...[...found].flatMap(([key, label]) => {
      const term = document.createElement("dt"), cap = document.createElement("kbd"), text = document.createElement("dd");
      cap.textContent = key;
      text.textContent = label;
      term.append(cap);
      return [term, text];
    }),
  );
  dialog.showModal();
}

export function start() {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.isComposing) return;
    if (typing(event.target)) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    const key = (event.altKey ? "alt+" : "") + event.key.toLowerCase();
    if (document.querySelector("dialog[open]")) {
      press(key, event);
      return;
    }
    const onControl = event.target instanceof Element && event.target.closest("a, button, summary, input");
    if (onControl && (event.key === "Enter" || event.key === " ")) {
      if (event.key === " " && !event.target.closest("[data-space]")) return;
      if (event.key === "Enter") return;
    }
    if (key === "?") { event.preventDefault(); sheet(); }
    else if (key === "j" || (key === "arrowdown" && list() && !onControl)) { if (move(1)) event.preventDefault(); }
    else if (key === "k" || (key === "arrowup" && list() && !onControl)) { if (move(-1)) event.preventDefault(); }
    else if (key === "enter" && currentRow()) { currentRow().querySelector("[data-open]")?.click(); }
    else press(key, event);
  });
  document.addEventListener("click", (event) => {
    const row = event.target instanceof Element && event.target.closest("[data-rows] [data-row]");
    if (row && !event.target.closest("a, button, input, label, select")) makeCurrent(row);
  });
}
