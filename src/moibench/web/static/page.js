// Buttons that a page can do without: print, copy a table. Everything else works before this runs.
"use strict";

const words = document.body.dataset;

function say(text) {
  document.querySelector("p.said").textContent = text;
}

function button(label, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "tool";
  made.textContent = label;
  made.addEventListener("click", () => act().then(() => say(words.copied), () => say(words.notCopied)));
  return made;
}

function tableText(table) {
  const clean = (cell) => {
    const copy = cell.cloneNode(true);
    copy.querySelectorAll("svg, .s, small, .trust, .hid").forEach((part) => part.remove());
    // A spreadsheet takes neither the true minus sign nor a word joiner for part of a number.
    return copy.textContent.replace(/\s+/g, " ").replaceAll("\u2060", "").replaceAll("\u2212", "-").trim();
  };
  return [...table.rows].map((row) => [...row.cells].map(clean).join("\t")).join("\n");
}

function copyButton(table) {
  return button(words.copyTable, () => navigator.clipboard.writeText(tableText(table)));
}

for (const table of document.querySelectorAll("table[data-copy]")) {
  const head = table.closest("section").querySelector(".head");
  let tools = head.querySelector(".tools");
  if (!tools) {
    tools = document.createElement("span");
    tools.className = "tools";
    head.append(tools);
  }
  tools.append(copyButton(table));
}

for (const figure of document.querySelectorAll("figure.chart")) {
  const table = figure.querySelector("table");
  if (table) figure.querySelector("figcaption").append(copyButton(table));
}

for (const print of document.querySelectorAll("[data-print]")) {
  print.hidden = false;
  print.addEventListener("click", () => window.print());
}

// A link to a row inside something folded opens it.
function unfold() {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const folded = target && target.closest("details");
  if (folded) folded.open = true;
}
addEventListener("hashchange", unfold);
unfold();

// A form that only asks answers as soon as a value is changed; without this its button does.
for (const form of document.querySelectorAll("form[data-live]")) {
  let asking = false;
  let again = false;
  async function ask() {
    if (asking) {
      again = true; // while a slider is dragged, only where it is now matters
      return;
    }
    asking = true;
    const query = new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== ""));
    const address = `${form.action.split("#")[0]}?${query}`;
    try {
      const answer = await fetch(address, { headers: { "HX-Request": "true" } });
      if (answer.ok) { // else the button leads to the page that says what is wrong
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const place = document.getElementById(form.dataset.live);
        place.replaceChildren(...page.getElementById(form.dataset.live).childNodes);
        if (!again) history.replaceState(null, "", address);
      }
    } finally {
      asking = false;
    }
    if (again) {
      again = false;
      ask();
    }
  }
  form.addEventListener("change", ask);
  for (const field of form.querySelectorAll("input[data-least]")) slide(field, ask);
}

for (const field of document.querySelectorAll("form:not([data-live]) input[data-least]")) slide(field, () => {});

// A slider beside a field that holds a number: dragging writes the number and asks.
function slide(field, ask) {
  const { least, most, step, now } = field.dataset;
  const slider = document.createElement("input");
  Object.assign(slider, { type: "range", min: least, max: most, step, value: field.value || now });
  slider.setAttribute("aria-label", field.closest("label").querySelector("span").firstChild.textContent.trim());
  slider.addEventListener("input", () => {
    field.value = slider.value;
    ask();
  });
  field.addEventListener("input", () => {
    slider.value = field.value || now;
  });
  field.closest("label").after(slider);
}

// A range of cells pasted into a table of entry is put into it by the server, which reads it all.
for (const table of document.querySelectorAll("table[data-entry]")) {
  table.addEventListener("paste", (event) => {
    const pasted = event.clipboardData.getData("text/plain");
    if (!/[\t\n]/.test(pasted.trim())) return;
    event.preventDefault();
    const form = table.closest("form");
    form.elements.pasted.value = pasted;
    form.querySelector("button[value=paste]").click();
  });
}
