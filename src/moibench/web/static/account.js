// Show what is typed into a password field, and say how long a new one is. Forms work without it.
"use strict";

const said = document.body.dataset;
const SHORTEST = 12;
const LONG = 18;

function strength(typed) {
  if (typed.length < SHORTEST) return said.short;
  return typed.length < LONG ? said.fair : said.strong;
}

for (const field of document.querySelectorAll("input[data-password]")) {
  const label = document.createElement("label");
  label.className = "box";
  const box = document.createElement("input");
  box.type = "checkbox";
  box.addEventListener("change", () => { field.type = box.checked ? "text" : "password"; });
  label.append(box, said.show);
  field.after(label);
  if ("strength" in field.dataset) {
    const shown = document.createElement("span");
    shown.className = "about";
    shown.setAttribute("role", "status");
    label.after(shown);
    field.addEventListener("input", () => { shown.textContent = field.value ? strength(field.value) : ""; });
  }
}
