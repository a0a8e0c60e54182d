// Fields that a formula does not use are hidden, and its values are computed as it is filled.
// Without this every field is there and a button computes.
"use strict";

const USES = {
  "": [],
  sum: ["above"],
  share: ["above", "below", "fixed_year", "stated"],
  per_head: ["above", "below", "times", "fixed_year", "stated"],
  ratio: ["above", "below", "fixed_year", "stated"],
  weighted_mean: ["above", "below", "fixed_year"],
  published_only: ["above"],
  published_growth: ["above"],
};

const form = document.querySelector('form[data-draft="indicators"]');
if (form) {
  const kind = form.elements["formula.kind"];
  const of = form.elements["formula.of"];
  const show = () => {
    const spans = ["growth", "moving_average"].includes(kind.value);
    const used = spans ? ["of", "years", ...(USES[of.value] || [])] : USES[kind.value];
    for (const field of form.querySelectorAll('[data-field^="formula."]')) {
      const name = field.dataset.field.slice("formula.".length);
      field.hidden = name !== "kind" && !used.includes(name) && !field.querySelector(".wrong");
    }
  };
  let asked = 0;
  const compute = async () => {
    const mine = (asked += 1);
    const data = new FormData(form);
    data.set("do", "preview");
    const answer = await fetch(location.href, { method: "POST", body: data });
    if (!answer.ok || mine !== asked) return; // the button leads to the page that says what is wrong
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const found = page.getElementById("preview");
    if (found) document.getElementById("preview").replaceChildren(...found.childNodes);
  };
  form.addEventListener("change", (event) => {
    if (/^(formula\.|unit\.|decimals)/.test(event.target.name)) {
      show();
      if (kind.value) compute();
    }
  });
  show();
}
