// Keep what is said of work that goes on up to date, and show the page anew once it has ended.
// Without this script the page has a link that does the same.
"use strict";

const EVERY = 3000;  // milliseconds

async function look() {
  let found = null;
  try {
    const answer = await fetch(location.pathname, { credentials: "same-origin" });
    if (answer.ok) found = new DOMParser().parseFromString(await answer.text(), "text/html");
  } catch {
    found = null;  // the server is away for a moment
  }
  if (found !== null) {
    const before = [...document.querySelectorAll("[data-live]")];
    const after = [...found.querySelectorAll("[data-live]")];
    if (before.length !== after.length) {
      location.replace(location.pathname);
      return;
    }
    before.forEach((shown, at) => {
      if (shown.textContent !== after[at].textContent) shown.textContent = after[at].textContent;
      if (shown.tagName === "PROGRESS") shown.value = after[at].value;
    });
  }
  setTimeout(look, EVERY);
}

if (document.querySelector("[data-live]")) setTimeout(look, EVERY);
