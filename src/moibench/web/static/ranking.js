// Points out whoever cannot be told apart from the unit under the pointer or the keyboard.
// Without this script the list “find” above the ranking does the same by an address.
"use strict";

const place = document.querySelector("[data-alike-pattern]");
const rows = new Map([...document.querySelectorAll(".ranking li[data-code]")].map((row) => [row.dataset.code, row]));

const named = (row) => row.querySelector("a").textContent;

function point(row) {
  const alike = row ? row.dataset.alike.split(" ").filter((code) => rows.has(code)) : [];
  for (const [code, other] of rows) {
    other.classList.toggle("near", alike.includes(code));
    other.classList.toggle("here", other === row);
  }
  document.querySelector(".ranking").classList.toggle("pointing", Boolean(row));
  if (!row) {
    place.textContent = place.dataset.said;
    return;
  }
  const name = named(row);
  const names = alike.map((code) => named(rows.get(code))).join(", ");
  const pattern = alike.length ? place.dataset.alikePattern : place.dataset.alone;
  place.textContent = pattern.replace("{name}", name).replace("{count}", alike.length).replace("{names}", names);
}

if (place && rows.size) {
  const first = [...rows.values()].find((row) => row.classList.contains("here")) ?? null;
  for (const row of rows.values()) {
    row.addEventListener("pointerenter", () => point(row));
    row.addEventListener("focusin", () => point(row));
  }
  document.querySelector(".ranking").addEventListener("pointerleave", () => point(first));
  document.querySelector(".ranking").addEventListener("focusout", (event) => {
    if (!event.currentTarget.contains(event.relatedTarget)) point(first);
  });
  addEventListener("keydown", (event) => {
    if (event.key === "Escape") point(first);
  });
}
