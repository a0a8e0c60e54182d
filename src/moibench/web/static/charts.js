// Draws the specs that a page carries, in the colours of the page and at its width.
"use strict";

const NARROW = 720;
const dark = matchMedia("(prefers-color-scheme: dark)");

function coloured(text) {
  const style = getComputedStyle(document.documentElement);
  const palette = JSON.parse(text).usermeta.palette;
  for (const [name, colour] of Object.entries(palette)) {
    const value = style.getPropertyValue(name).trim();
    if (value) text = text.replaceAll(`"${colour}"`, `"\u0000${value}"`);
  }
  return JSON.parse(text.replaceAll("\u0000", ""));
}

// Small multiples stand in as many columns as fit; on a phone in two that fill the width.
function fitted(spec, room) {
  if (spec.usermeta.map) {
    const [map] = spec.vconcat;
    const width = Math.min(map.width, room - 20);
    map.height = Math.round((map.height * width) / map.width);
    for (const part of spec.vconcat) part.width = width;
    return spec;
  }
  if (!spec.usermeta.columns) return spec;
  const margin = 68;
  const columns = room < NARROW ? 2 : spec.columns;
  spec.columns = columns;
  if (columns === 2) spec.config.header.labelFontSize = 11;
  spec.spec.width = Math.floor((room - margin) / columns) - spec.spacing.column;
  return spec;
}

async function draw(place) {
  const text = document.getElementById(place.dataset.spec).textContent;
  const label = place.getAttribute("aria-label");
  const spec = fitted(coloured(text), place.clientWidth);
  await document.fonts.ready;
  const result = await vegaEmbed(place, spec, { ast: true, actions: false, defaultStyle: false, renderer: "svg", tooltip: { theme: "custom", disableDefaultStyle: true } });
  // One picture with one text alternative; its numbers are in the table below it.
  place.setAttribute("role", "img");
  place.setAttribute("aria-label", label);
  place.querySelector("svg").setAttribute("aria-hidden", "true");
  place.dataset.drawn = "yes";
  return result.view;
}

async function picture(view) {
  const address = await view.toImageURL("png", 2);
  const bytes = Uint8Array.from(atob(address.split(",")[1]), (sign) => sign.charCodeAt(0));
  await navigator.clipboard.write([new ClipboardItem({ "image/png": new Blob([bytes], { type: "image/png" }) })]);
}

const places = [...document.querySelectorAll(".drawing[data-spec]")];
const views = new Map();

async function drawAll() {
  for (const place of places) views.set(place, await draw(place));
}

drawAll();
dark.addEventListener("change", drawAll);

let width = innerWidth;
let waiting;
addEventListener("resize", () => {
  if (innerWidth === width) return;
  width = innerWidth;
  clearTimeout(waiting);
  waiting = setTimeout(drawAll, 200);
});

for (const place of places) {
  const caption = place.closest("figure").querySelector("figcaption");
  caption.append(button(words.copyPicture, () => picture(views.get(place))));
}
