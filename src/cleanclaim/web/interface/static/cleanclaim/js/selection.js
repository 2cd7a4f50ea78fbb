// Ticked rows: how many, and what they are worth, counted in cents.

const boxes = () => [...document.querySelectorAll("[data-rows] [data-select]")];

export const cents = (text) => {
  const [, sign, whole, part = ""] = /^(-?)(\d+)(?:\.(\d{1,2}))?$/.exec(text.trim()) ?? [null, "", "0", ""];
  return (sign ? -1 : 1) * (Number(whole) * 100 + Number(part.padEnd(2, "0")));
};

export const dollars = (total) => {
  const sign = total < 0 ? "−" : "", all = Math.abs(total);
  return `${sign}${Math.floor(all / 100).toLocaleString("en-US")}.${String(all % 100).padStart(2, "0")}`;
};

export function count() {
  const ticked = boxes().filter((box) => box.checked);
  for (const box of boxes()) box.closest("[data-row]")?.classList.toggle("is-selected", box.checked);
  for (const bar of document.querySelectorAll("[data-selection]")) {
    bar.hidden = ticked.length === 0;
    for (const place of bar.querySelectorAll("[data-selected-count]")) place.textContent = String(ticked.length);
    for (const place of bar.querySelectorAll("[data-selected-amount]"))
      place.textContent = dollars(ticked.reduce((sum, box) => sum + cents(box.dataset.amount ?? "0"), 0));
  }
  const all = document.querySelector("[data-select-all]");
  if (all) {
    all.checked = ticked.length > 0 && ticked.length === boxes().length;
    all.indeterminate = ticked.length > 0 && !all.checked;
  }
}

export function start() {
  document.addEventListener("change", (event) => {
    if (event.target.matches?.("[data-select-all]")) for (const box of boxes()) box.checked = event.target.checked;
    if (event.target.matches?.("[data-select], [data-select-all]")) count();
  });
}
