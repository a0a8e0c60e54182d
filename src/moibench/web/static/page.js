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
    copy.querySelectorAll("svg, .s, small").forEach((part) => part.remove());
    return copy.textContent.replace(/\s+/g, " ").trim();
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
  form.addEventListener("change", async () => {
    const query = new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== ""));
    const address = `${form.action.split("#")[0]}?${query}`;
    const answer = await fetch(address);
    if (!answer.ok) return; // the button leads to the page that says what is wrong
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const place = document.getElementById(form.dataset.live);
    place.replaceChildren(...page.getElementById(form.dataset.live).childNodes);
    history.replaceState(null, "", address);
  });
}
