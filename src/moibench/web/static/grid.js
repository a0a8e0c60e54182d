// The entry grid: cells move by keyboard, are saved as one goes, and take ranges from Excel. What
// cannot be sent is kept on this computer and sent again. Without this the page is a plain form.
const form = document.querySelector("form.grid-form");
const say = form.dataset;
const stateLine = document.querySelector(".grid-state");
const rows = new Map([...form.querySelectorAll("tr[data-key]")]
  .filter((tr) => tr.querySelector(".v")).map((tr) => [tr.dataset.key, tr]));
const KEPT = `grid ${document.querySelector(".mine-link").textContent} ${location.pathname}`;
const RETRY = 4000;
const field = (tr, name) => tr.querySelector(`.${name}`);
const version = (tr) => tr.querySelector("input[type=hidden]");
const saidOf = (tr) => document.getElementById(field(tr, "v").getAttribute("aria-describedby"));
const pending = new Map(); // key of a cell → what is to be sent
const goes = []; // keys that are sent together
let isSending = false;
let trouble = "";
let elsewhere = []; // typed earlier for cells that are closed by now, or of another source

function typedIn(tr) {
  return {
    key: tr.dataset.key, value: field(tr, "v").value, status: field(tr, "s").value,
    reason: field(tr, "r").value, version: version(tr).value,
  };
}

const printOf = (one) => JSON.stringify([one.value, one.status, one.reason]);
const fingerprint = (tr) => printOf(typedIn(tr));
const stored = new Map([...rows].map(([key, tr]) => [key, fingerprint(tr)]));

function told() {
  const blocked = [...rows.values()].filter((tr) => tr.dataset.blocked && !pending.has(tr.dataset.key));
  const count = pending.size + blocked.length;
  const words = !count ? say.allSaved : trouble || (isSending ? say.saving : say.unsaved);
  const text = words.replace("{count}", count);
  if (stateLine.textContent !== text) stateLine.textContent = text;
  stateLine.classList.toggle("warn", Boolean(count));
  try {
    const unsaved = [...pending.values(), ...blocked.map(typedIn), ...elsewhere];
    if (unsaved.length) localStorage.setItem(KEPT, JSON.stringify(unsaved));
    else localStorage.removeItem(KEPT);
  } catch { /* a browser that keeps nothing still sends */ }
}

function mark(tr, text, isUnsaved) {
  field(tr, "mark").textContent = text;
  field(tr, "v").classList.toggle("unsaved", isUnsaved);
}

function sayOf(tr, said) {
  const place = saidOf(tr);
  place.replaceChildren(...said.map(([grade, text]) => {
    const line = document.createElement("p");
    line.className = grade;
    line.textContent = text;
    return line;
  }));
  field(tr, "v").toggleAttribute("data-flagged", said.length > 0);
  if (said.some(([grade]) => grade === "impossible")) field(tr, "v").setAttribute("aria-invalid", "true");
  else field(tr, "v").removeAttribute("aria-invalid");
  const list = document.querySelector(".grid-found ul");
  list.querySelectorAll("li").forEach((li) => { if (!li.dataset.of || li.dataset.of === tr.dataset.key) li.remove(); });
  if (said.length) {
    const item = document.createElement("li"), link = document.createElement("a");
    item.dataset.of = tr.dataset.key;
    link.href = `#${field(tr, "v").id}`;
    link.textContent = tr.querySelector("th").innerText.replace(/\s+/g, " ");
    item.append(link, `: ${said.map(([, text]) => text).join(" ")}`);
    list.append(item);
  } else if (!list.children.length) {
    const none = document.createElement("li");
    none.textContent = say.nothing;
    list.append(none);
  }
}

// A link to a cell leads the keyboard there too.
document.querySelector(".grid-found").addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (!link) return;
  event.preventDefault();
  document.getElementById(link.hash.slice(1)).focus();
});

function queue(trs) {
  const keys = [];
  for (const tr of trs) {
    const key = tr.dataset.key, wasRefused = tr.dataset.blocked;
    delete tr.dataset.blocked;
    if (fingerprint(tr) === stored.get(key) && !pending.has(key) && !wasRefused) { mark(tr, "", false); continue; }
    pending.set(key, typedIn(tr));
    mark(tr, say.cellUnsaved, true);
    keys.push(key);
  }
  if (keys.length) goes.push(keys);
  told();
  send();
}

async function ask(cells, more) {
  const body = new FormData();
  body.set("cells", JSON.stringify(cells));
  for (const [name, value] of more || []) body.set(name, value);
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const answer = await fetch(say.cells, { method: "POST", body, headers: { "X-CSRFToken": token } });
  const isJson = (answer.headers.get("Content-Type") || "").includes("json");
  return { status: answer.redirected ? 401 : answer.status, said: isJson && !answer.redirected ? await answer.json() : null };
}

// Who signs in again in another window is given another token there.
async function renewed() {
  try {
    const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
    const token = page.querySelector(".grid-form [name=csrfmiddlewaretoken]");
    if (token) form.querySelector("[name=csrfmiddlewaretoken]").value = token.value;
  } catch { /* tried again with the next sending */ }
}

async function send() {
  if (isSending || !goes.length) return;
  const keys = goes[0].filter((key) => pending.has(key));
  if (!keys.length) { goes.shift(); send(); return; }
  isSending = true;
  trouble = "";
  told();
  const sent = keys.map((key) => ({ ...pending.get(key), version: version(rows.get(key)).value }));
  let answer;
  try { answer = await ask(sent); } catch { answer = { status: 0, said: null }; }
  isSending = false;
  if (!answer.said) {
    const isOut = answer.status === 401 || answer.status === 403;
    trouble = isOut ? say.signedOut : say.offline;
    told();
    setTimeout(async () => { if (isOut) await renewed(); send(); }, RETRY);
    return;
  }
  goes.shift();
  for (const one of sent) received(rows.get(one.key), one, answer.said, keys.length);
  told();
  send();
}

function received(tr, one, said, together) {
  const cell = said.cells ? said.cells[one.key] : {};
  const isSaved = said.outcome === "saved";
  if (isSaved) version(tr).value = cell.version;
  // What was typed since is a go of its own, and this answer is not about it.
  if (!pending.has(one.key) || printOf(pending.get(one.key)) !== printOf(one)) return;
  if (isSaved) settled(tr, one, cell);
  else if (cell.theirs) conflict(tr, cell.theirs);
  else if (cell.blocks || said.error) refused(tr, said.error ? [["impossible", said.error]] : cell.said);
  else if (together > 1) goes.push([one.key]); // another cell of the go was refused, not this one
}

function settled(tr, one, cell) {
  const place = field(tr, "v");
  pending.delete(one.key);
  delete tr.dataset.blocked;
  sayOf(tr, cell.said);
  stored.set(one.key, printOf(one));
  mark(tr, say.cellSaved, false);
  if (fingerprint(tr) !== printOf(one)) return; // being typed in
  field(tr, "s").value = cell.status;
  if (document.activeElement !== place) place.value = cell.shown;
  else if (before === place.value) { place.value = before = cell.shown; place.select(); }
  stored.set(one.key, fingerprint(tr));
}

function refused(tr, said) {
  pending.delete(tr.dataset.key);
  tr.dataset.blocked = "1";
  mark(tr, say.cellUnsaved, true);
  sayOf(tr, said);
}

function conflict(tr, theirs) {
  refused(tr, [["impossible", theirs.said]]);
  const choose = (text, act) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = text;
    button.addEventListener("click", () => { version(tr).value = theirs.version; act(); field(tr, "v").focus(); });
    saidOf(tr).append(button);
  };
  choose(say.mine, () => { sayOf(tr, []); queue([tr]); });
  choose(say.theirs, () => {
    field(tr, "v").value = theirs.value;
    field(tr, "s").value = theirs.status;
    field(tr, "r").value = theirs.reason;
    stored.set(tr.dataset.key, fingerprint(tr));
    delete tr.dataset.blocked;
    sayOf(tr, []);
    mark(tr, "", false);
    told();
  });
}

// ---- keyboard ----
let before = "";
let isInside = false; // F2: the arrows move within the text

function move(from, down) {
  const all = [...rows.values()].map((tr) => tr.querySelector(`.${from.classList[0]}`));
  const next = all[all.indexOf(from) + down];
  if (next) next.focus();
  return Boolean(next);
}

// The last cell is not left by Enter, so that nothing but this would send it.
function entered(cell, down) {
  if (move(cell, down)) return;
  before = cell.value;
  isInside = false;
  cell.select();
  queue([cell.closest("tr")]);
}

form.addEventListener("focusin", (event) => {
  if (!event.target.matches(".v, .r")) return;
  before = event.target.value;
  isInside = false;
  event.target.select();
});

form.addEventListener("keydown", (event) => {
  const cell = event.target;
  if (!cell.matches(".v, .r, .s") || event.isComposing) return;
  const tr = cell.closest("tr"), isText = cell.matches(".v, .r");
  if (event.key === "Enter") { event.preventDefault(); entered(cell, event.shiftKey ? -1 : 1); }
  else if (event.key === "F2" && isText) { event.preventDefault(); isInside = true; cell.setSelectionRange(cell.value.length, cell.value.length); }
  else if (event.key === "Escape" && isText) { cell.value = before; cell.select(); isInside = false; mark(tr, say.undone, pending.has(tr.dataset.key)); }
  else if (isText && (event.key === "ArrowDown" || event.key === "ArrowUp")) { event.preventDefault(); move(cell, event.key === "ArrowDown" ? 1 : -1); }
  else if (isText && !isInside && (event.key === "ArrowLeft" || event.key === "ArrowRight")) {
    const isWhole = cell.selectionStart === 0 && cell.selectionEnd === cell.value.length;
    if (!isWhole) return;
    const line = [field(tr, "v"), field(tr, "s"), field(tr, "r"), field(tr, "more")];
    const next = line[line.indexOf(cell) + (event.key === "ArrowRight" ? 1 : -1)];
    if (next) { event.preventDefault(); next.focus(); }
  }
});

form.addEventListener("change", (event) => {
  const tr = event.target.closest("tr[data-key]");
  if (tr) queue([tr]);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  queue([...rows.values()]);
});
addEventListener("online", send);
addEventListener("beforeunload", (event) => { if (pending.size) event.preventDefault(); });

// ---- paste ----
const pasted = document.querySelector(".grid-paste");
let applied = [];

function thaiYears(text) { return text.replace(/[๐-๙]/g, (d) => "๐๑๒๓๔๕๖๗๘๙".indexOf(d)); }

// Excel puts cells that hold a line break or a quotation mark between quotation marks.
function cellsOf(text) {
  const lines = [[]];
  for (const [, cell, end] of text.replace(/\r\n?/g, "\n").replace(/\n$/, "").matchAll(/("(?:[^"]|"")*"(?=[\t\n]|$)|[^\t\n]*)(\t|\n|$)/g)) {
    const isQuoted = cell.length > 1 && cell.startsWith('"') && cell.endsWith('"');
    lines.at(-1).push((isQuoted ? cell.slice(1, -1).replaceAll('""', '"') : cell).replace(/\s+/g, " ").trim());
    if (end === "\n") lines.push([]);
    if (end === "") break;
  }
  return lines;
}

// What was pasted as values with what stands beside them: a column, one headed by the open year,
// or value, status and reason side by side as in the officer's workbook.
function understood(text) {
  const lines = cellsOf(text), years = say.years.split(" ");
  const yearOf = (c) => (thaiYears(c).match(/^(?:ปี\s*)?(?:พ\.?\s?ศ\.?|ค\.?\s?ศ\.?)?\s*(\d{4})$/) || [])[1];
  const heads = lines[0].map(yearOf);
  const isHead = lines.length > 1 && heads.some((y) => years.includes(y)) && lines[0].every((c, i) => heads[i] ? years.includes(heads[i]) : !/\d/.test(thaiYears(c)));
  const alone = (value) => ({ value: value ?? "", status: "", reason: "" });
  if (isHead) {
    const at = heads.findIndex((y) => years.slice(-2).includes(y));
    if (at < 0) return { note: say.wide, cells: [] };
    return { note: say.heads.replace("{years}", heads.filter(Boolean).join(", ")), cells: lines.slice(1).map((line) => alone(line[at])) };
  }
  const widest = Math.max(...lines.map((line) => line.length));
  if (widest === 1) return { note: "", cells: lines.map((line) => alone(line[0])) };
  const options = [...rows.values().next().value.querySelectorAll(".s option")];
  const statusOf = (word) => (options.find((o) => word && (o.textContent === word || o.value === word)) || {}).value;
  const isEach = (at, good) => lines.every((line) => !line[at] || good(line[at]));
  const hasStatus = isEach(1, (c) => statusOf(c) !== undefined);
  const isWords = (c) => statusOf(c) === undefined && !/^[\d\s.,+-]*$/.test(thaiYears(c));
  if (hasStatus ? widest > 3 || !isEach(2, isWords) : widest > 2 || !isEach(1, isWords)) return { note: say.wide, cells: [] };
  return {
    note: "",
    cells: lines.map((line) => ({ value: line[0], status: (hasStatus && statusOf(line[1])) || "", reason: line[hasStatus ? 2 : 1] || "" })),
  };
}

// Reasons are words and need no preview: they fill the column downwards.
function fillReasons(from, text) {
  const all = [...form.querySelectorAll("tr[data-key]")], at = all.indexOf(from);
  const filled = cellsOf(text).map(([reason], n) => [all[at + n], reason]).filter(([tr, reason]) => tr && rows.has(tr.dataset.key) && reason);
  for (const [tr, reason] of filled) field(tr, "r").value = reason;
  queue(filled.map(([tr]) => tr));
}

form.addEventListener("paste", async (event) => {
  const text = event.clipboardData.getData("text/plain");
  if (!event.target.matches(".v, .r") || !/[\n\t]/.test(text.trim() && text.replace(/\r?\n$/, ""))) return;
  event.preventDefault();
  if (event.target.matches(".r")) { fillReasons(event.target.closest("tr"), text); return; }
  const { note, cells: given } = understood(text);
  const all = [...form.querySelectorAll("tr[data-key]")];
  const from = all.indexOf(event.target.closest("tr"));
  const cells = given.map((one, n) => ({ ...one, tr: all[from + n] })).filter((one) => one.value || one.status);
  const open = cells.filter(({ tr }) => tr && rows.has(tr.dataset.key));
  const left = cells.length - open.length;
  const notes = [note, left ? say.beyond.replace("{count}", left) : ""];
  let found = {};
  if (open.length) {
    const sent = open.map(({ tr, value, status, reason }) => ({ ...typedIn(tr), value, status, reason: reason || typedIn(tr).reason }));
    try {
      const answer = await ask(sent, [["only_read", "1"]]);
      if (!answer.said || !answer.said.cells) throw new Error("no answer");
      found = answer.said.cells;
    } catch { notes.push(say.offline.replace("{count}", pending.size)); open.length = 0; }
  }
  applied = open;
  pasted.querySelector(".paste-note").textContent = notes.filter(Boolean).join(" · ");
  pasted.querySelector("tbody").replaceChildren(...open.map(({ tr, value }) => {
    const line = document.createElement("tr"), cell = found[tr.dataset.key];
    const status = [...field(tr, "s").options].find((o) => o.value === cell.status);
    const word = status && status.value && (!cell.shown || status.value !== "final") ? status.textContent : "";
    const read = [cell.shown, cell.shown && word ? `(${word})` : word].filter(Boolean).join(" ") || "–";
    for (const part of [tr.querySelector("th").innerText, value, read, cell.said.map(([, t]) => t).join(" ")]) {
      const td = document.createElement("td");
      td.textContent = part;
      line.append(td);
    }
    line.children[1].className = line.children[2].className = "num";
    return line;
  }));
  pasted.querySelector("[data-do=apply]").disabled = !open.length;
  pasted.querySelector("#paste-reason").value = "";
  pasted.showModal();
});

pasted.querySelector("[data-do=cancel]").addEventListener("click", () => pasted.close());
pasted.querySelector("[data-do=apply]").addEventListener("click", () => {
  const reason = pasted.querySelector("#paste-reason").value.trim();
  const lines = [...pasted.querySelectorAll("tbody tr")];
  applied.forEach(({ tr, value, status, reason: own }, n) => {
    field(tr, "v").value = value;
    field(tr, "s").value = status;
    if (own || (reason && lines[n].children[3].textContent)) field(tr, "r").value = own || reason;
  });
  pasted.close();
  queue(applied.map(({ tr }) => tr));
});

// ---- side panel ----
const panel = document.querySelector(".grid-panel");
const panelForm = panel.querySelector("form");
let opened = null;

form.addEventListener("click", async (event) => {
  const link = event.target.closest("a.more");
  if (!link || event.ctrlKey || event.metaKey) return;
  const tr = link.closest("tr");
  event.preventDefault();
  opened = tr;
  panelForm.reset();
  panelForm.hidden = !rows.has(tr.dataset.key);
  panel.querySelector("#panel-title").textContent = tr.querySelector("th").innerText;
  panelForm.elements.comment.value = link.dataset.comment;
  panelForm.elements.follow.checked = Boolean(link.dataset.follow);
  panel.querySelector(".kept").textContent = link.dataset.evidence;
  panel.querySelector(".panel-said").textContent = "";
  panel.showModal();
  await remember(link);
});

async function remember(link) {
  const place = panel.querySelector(".panel-history");
  place.replaceChildren();
  try {
    const answer = await fetch(link.href);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    place.replaceChildren(...page.querySelectorAll("#content section"));
    place.querySelectorAll("form").forEach((part) => part.remove());
  } catch { place.textContent = say.offline.replace("{count}", pending.size); }
}

function flags(link) {
  for (const part of link.parentElement.querySelectorAll(".has")) part.hidden = !link.dataset[part.dataset.of];
}

panelForm.addEventListener("submit", async (event) => {
  event.preventDefault();
  const tr = opened, link = field(tr, "more"), notice = panel.querySelector(".panel-said");
  const fields = new FormData(panelForm);
  if (!fields.get("evidence").size) fields.delete("evidence");
  const sent = typedIn(tr);
  let answer;
  try { answer = await ask([sent], fields); } catch { answer = { status: 0, said: null }; }
  const cell = answer.said && answer.said.cells && answer.said.cells[tr.dataset.key];
  if (!answer.said || answer.said.outcome !== "saved") {
    const said = cell ? (cell.theirs ? cell.theirs.said : cell.said.map(([, text]) => text).join(" ")) : answer.said && answer.said.error;
    notice.textContent = said || say.offline.replace("{count}", pending.size);
    return;
  }
  version(tr).value = cell.version;
  settled(tr, sent, cell);
  link.dataset.comment = fields.get("comment");
  link.dataset.follow = fields.get("follow") || "";
  link.dataset.evidence = cell.evidence;
  flags(link);
  told();
  panel.close();
  link.focus();
});
panel.querySelector("[data-do=close]").addEventListener("click", () => panel.close());

// ---- what an earlier visit could not send ----
document.querySelector(".grid-keys").hidden = false;
stateLine.hidden = false;
let kept = [];
try { kept = JSON.parse(localStorage.getItem(KEPT) || "[]"); } catch { kept = []; }
for (const one of kept) {
  const tr = rows.get(one.key);
  if (!tr) { elsewhere.push(one); closed(one); continue; }
  field(tr, "v").value = one.value;
  field(tr, "s").value = one.status;
  field(tr, "r").value = one.reason;
  version(tr).value = one.version;
  queue([tr]);
}
told();

// Typed before the cell was closed: nobody's words go without being told.
function closed(one) {
  const tr = [...form.querySelectorAll("tr[data-key]")].find((row) => row.dataset.key === one.key);
  if (!tr) return; // of another source, and kept until that one is opened
  const item = document.createElement("li"), button = document.createElement("button");
  item.dataset.of = one.key;
  button.type = "button";
  button.textContent = say.discard;
  button.addEventListener("click", () => { elsewhere = elsewhere.filter((other) => other !== one); item.remove(); told(); });
  item.append(`${tr.querySelector("th").innerText.replace(/\s+/g, " ")}: ${say.closed.replace("{typed}", one.value || one.status)} `, button);
  document.querySelector(".grid-found ul").append(item);
}

// On a narrow screen the new year comes before the past.
const newest = form.querySelector(".grid .new"), scroll = form.querySelector(".grid-scroll");
const names = form.querySelector(".grid thead th");
if (newest && newest.offsetLeft > scroll.clientWidth) scroll.scrollLeft = newest.offsetLeft - names.offsetWidth;
