// A note and its codes: a code shows its evidence, evidence its code; arrows walk the evidence.
// Nothing here moves the note, but to bring evidence that is out of sight into it.

import { makeCurrent } from "./keys.js";

const marks = () => [...document.querySelectorAll("#note mark.evidence")];
const belongs = (mark, code) => (mark.dataset.for ?? "").split(" ").includes(code);
let at = -1;

function show(found) {
  for (const mark of marks()) mark.classList.toggle("is-current", found.includes(mark));
  const [first] = found;
  if (!first) return;
  const box = first.getBoundingClientRect();
  if (box.top < 80 || box.bottom > innerHeight - 60) first.scrollIntoView({ block: "center" });
}

document.addEventListener("row:current", (event) => {
  const code = event.target.dataset.code;
  if (!code) return;
  const found = marks().filter((mark) => belongs(mark, code));
  at = found.length ? marks().indexOf(found[0]) : at;
  show(found);
});

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest?.("input, select, textarea, dialog")) return;
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  const all = marks();
  if (!step || !all.length) return;
  event.preventDefault();
  at = Math.max(0, Math.min(all.length - 1, at + step));
  show([all[at]]);
  const row = document.getElementById(`code-${(all[at].dataset.for ?? "").split(" ")[0]}`);
  if (row) makeCurrent(row, { quietly: true });
});

document.addEventListener("click", (event) => {
  const mark = event.target.closest?.("#note mark.evidence");
  if (!mark) return;
  at = marks().indexOf(mark);
  const row = document.getElementById(`code-${(mark.dataset.for ?? "").split(" ")[0]}`);
  if (row) makeCurrent(row, { quietly: true });
  show([mark]);
});

// Words marked with the mouse are what a new question is about.
document.addEventListener("selectionchange", () => {
  const field = document.getElementById("ask-words"), chosen = getSelection(), note = document.getElementById("note");
  if (field && chosen && !chosen.isCollapsed && note?.contains(chosen.anchorNode) && note.contains(chosen.focusNode)) field.value = chosen.toString().slice(0, 300);
});
