// Everything that moves on a page. Each part works on attributes; none knows a screen.

import * as keys from "./keys.js";
import * as reorder from "./reorder.js";
import * as selection from "./selection.js";
import * as toasts from "./toasts.js";

document.addEventListener("htmx:configRequest", (event) => {
  event.detail.headers["X-CSRFToken"] = document.querySelector("meta[name=csrf-token]")?.content ?? "";
});
// A refusal or a problem is a page of ours too: show it where the answer would have been.
document.addEventListener("htmx:beforeSwap", (event) => {
  if ([403, 404, 422].includes(event.detail.xhr.status)) event.detail.shouldSwap = true;
});
// The row that was looked at stays so after a part of the page was exchanged.
let remembered = "";
document.addEventListener("htmx:beforeSwap", () => { remembered = keys.currentRow()?.id ?? remembered; });
document.addEventListener("htmx:afterSettle", () => {
  const row = remembered && document.getElementById(remembered);
  if (row && !keys.currentRow() && !document.activeElement?.matches("input, textarea, select")) keys.makeCurrent(row, { quietly: true });
  selection.count();
});

document.addEventListener("click", (event) => {
  const target = event.target instanceof Element ? event.target : null;
  const theme = target?.closest("[data-theme-toggle]");
  if (theme) {
    const next = document.documentElement.dataset.bsTheme === "dark" ? "light" : "dark";
    document.documentElement.dataset.bsTheme = next;
    localStorage.setItem("theme", next);
  }
  const opener = target?.closest("[data-dialog]");
  if (opener) document.getElementById(opener.dataset.dialog)?.showModal();
  const closer = target?.closest("[data-close]");
  // A button that sends its form is still needed by it: the answer replaces the dialog or the page.
  if (closer && closer.type !== "submit") closer.closest("dialog")?.close();
  if (target?.closest("[data-print]")) print();
  if (target?.closest("[data-key-sheet]")) keys.sheet();
});
document.addEventListener("change", (event) => {
  if (event.target.matches?.("[data-submit-on-change]")) event.target.form.requestSubmit();
});

keys.start();
reorder.start();
selection.start();
toasts.start();
selection.count();
