// What was done, for ten seconds, with a way back. A response says so in its header
// HX-Trigger: {"toast": {"message": "…", "undo": "/address/to/post/to/"}}; a page, in [data-toast].

const TIME = 10_000;

function token() { return document.querySelector("meta[name=csrf-token]")?.content ?? ""; }

async function takeBack(address) {
  const answer = await fetch(address, { method: "POST", headers: { "X-CSRFToken": token(), "HX-Request": "true" } });
  if (answer.ok) location.reload();
  else show({ message: "It could not be taken back: somebody has changed it since." });
}

export function show({ message, undo }) {
  const region = document.getElementById("toasts"), line = document.createElement("div"), text = document.createElement("span");
  line.className = "toast-line";
  text.textContent = message;
  line.append(text);
  for (const old of document.querySelectorAll(".toast-line [data-key=z]")) old.removeAttribute("data-key");
  if (undo) {
    const button = document.createElement("button"), key = document.createElement("kbd"), left = document.createElement("span");
    button.type = "button";
    button.dataset.key = "z";
    button.dataset.keyLabel = "undo";
    key.textContent = "Z";
    button.append("Undo ", key);
    button.addEventListener("click", () => { line.remove(); takeBack(undo); });
    let seconds = TIME / 1000;
    left.textContent = `${seconds} s`;
    const clock = setInterval(() => { seconds -= 1; left.textContent = `${seconds} s`; if (seconds <= 0) clearInterval(clock); }, 1000);
    line.append(button, left);
  }
  region.append(line);
  setTimeout(() => line.remove(), TIME);
}

export function start() {
  document.body.addEventListener("toast", (event) => show(event.detail));
  for (const waiting of document.querySelectorAll("[data-toast]")) {
    show({ message: waiting.dataset.toast, undo: waiting.dataset.toastUndo });
    waiting.remove();
  }
}
