// A field that holds codes in order (data-reorder): Alt with an arrow moves the code under the cursor.

export function start() {
  document.addEventListener("keydown", (event) => {
    const field = event.target;
    if (!event.altKey || !(field instanceof HTMLInputElement) || !("reorder" in field.dataset)) return;
    const step = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const words = field.value.split(/[\s,;]+/).filter(Boolean);
    let start = 0;
    const at = field.value.slice(0, field.selectionStart ?? 0).split(/[\s,;]+/).length - 1;
    const to = at + step;
    if (at >= words.length || to < 0 || to >= words.length) return;
    words.splice(to, 0, ...words.splice(at, 1));
    field.value = words.join(" ");
    for (let place = 0; place < to; place += 1) start += words[place].length + 1;
    field.setSelectionRange(start, start + words[to].length);
  });
}
