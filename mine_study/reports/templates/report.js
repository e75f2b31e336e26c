"use strict";
// Adds to a page that is whole without it: reading paths, a slider of sizes, sorted tables,
// folded tables, and where a number comes from. It fetches nothing and keeps nothing.

const PATHS = ["auditor", "engineer", "financier"];

const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const block = (element) => element.closest(".report");
const shownBlock = () => all(".report").find((report) => report.getClientRects().length > 0);

// ---- reading paths ----

function readAs(path) {
  if (path === "all") delete document.body.dataset.path;
  else document.body.dataset.path = path;
  for (const radio of all(".paths input")) radio.checked = radio.value === path;
  for (const link of all(".toc a")) link.parentElement.hidden = isLeftOut(target(link.hash));
}

function isLeftOut(element) {
  const path = document.body.dataset.path;
  if (!path || !element) return false;
  for (let place = element; place; place = place.parentElement) {
    const readers = place.dataset.for;
    if (readers && !readers.split(" ").includes(path)) return true;
  }
  return false;
}

function target(hash) {
  return document.getElementById(decodeURIComponent(hash.slice(1)));
}

function choosePath(radio) {
  const place = firstInView();
  readAs(radio.value);
  const lang = block(radio).id;
  const named = PATHS.includes(radio.value) ? `${lang}-${radio.value}` : lang;
  history.replaceState(null, "", `#${named}`);
  if (place && !isLeftOut(place)) place.scrollIntoView();
}

// A link to what the path leaves out, or to what is folded, opens it.
function openAddress() {
  const place = target(location.hash);
  if (!place) return;
  const path = location.hash.split("-").pop();
  if (PATHS.includes(path) && place.closest(".where")) readAs(path);
  if (isLeftOut(place)) readAs("all");
  for (let at = place; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
  const table = place.closest("table.folded");
  if (table) unfold(table);
  if (place !== block(place)) place.scrollIntoView();
}

// ---- language ----

const HEADS = "h2[id], h3[id]";
const PLACES = `${HEADS}, h4, p, li, dt, figure, caption, tr`;
const isShown = (element) => element.getClientRects().length > 0;
const topOf = (element) => element.getBoundingClientRect().top;
const isPassed = (element) => isShown(element) && topOf(element) < 120;

function firstInView() {
  return all(HEADS, shownBlock()).filter(isPassed).pop();
}

// A heading and what a reader may have come to below it, alike in both languages.
function placesFrom(head) {
  const places = all(PLACES, block(head));
  const from = places.indexOf(head);
  const length = places.slice(from + 1).findIndex((place) => place.matches(HEADS)) + 1;
  return places.slice(from, length ? from + length : undefined);
}

function switchLanguage(event) {
  const here = firstInView();
  if (!here) return;
  const to = event.currentTarget.hash.slice(1);
  const there = document.getElementById(to + here.id.slice(block(here).id.length));
  if (!there) return;
  event.preventDefault();
  const places = placesFrom(here);
  const reached = places.findLastIndex(isPassed);
  const top = topOf(places[reached]);
  const goOn = () => {
    const same = placesFrom(there).slice(0, reached + 1).filter(isShown).pop();
    scrollBy(0, topOf(same) - top);
  };
  addEventListener("hashchange", goOn, { once: true });
  location.hash = there.id;
}

// ---- size of the plant ----

function startSlider(slider) {
  const sizing = slider.closest(".sizing");
  const input = slider.querySelector("input");
  const rows = [...sizing.querySelector(".sizes tbody").rows].map((row) =>
    [...row.cells].map((cell) => cell.textContent)
  );
  const words = all("option", slider).map((option) => option.label);
  const marks = input.dataset.marks.split(" ");
  const line = markOn(sizing.querySelector("figure svg"), input.dataset);
  const chosen = input.defaultValue;
  const show = () => {
    all("output", slider).forEach((output, column) => {
      output.textContent = rows[input.value][column];
    });
    input.setAttribute("aria-valuetext", words[input.value]);
    for (const end of ["x1", "x2"]) line.setAttribute(end, marks[input.value]);
    slider.classList.toggle("moved", input.value !== chosen);
  };
  input.addEventListener("input", show);
  slider.querySelector(".back").addEventListener("click", () => {
    input.value = chosen;
    show();
    input.focus();
  });
  input.value = chosen;
  show();
  slider.hidden = false;
}

function markOn(svg, { top, bottom }) {
  const line = document.createElementNS(svg.namespaceURI, "line");
  line.setAttribute("y1", top);
  line.setAttribute("y2", bottom);
  line.setAttribute("class", "size-mark");
  svg.append(line);
  return line;
}

// ---- tables ----

// The number that a text starts with, by the page's decimal sign; NaN where there is none.
function valueOf(text, decimal) {
  const kept = text.replace(/\u2212/g, "-").match(/-?\d[\d.,]*/);
  if (!kept) return NaN;
  const thousands = decimal === "," ? /\./g : /,/g;
  return Number(kept[0].replace(thousands, "").replace(decimal, "."));
}

// The quantity that words start with, as "1,028.4 COP/kWh (+15 %)"; NaN where they start with none.
function quantityOf(text, decimal) {
  return /^-?\d[\d.,]*\s/.test(text) ? valueOf(text, decimal) : NaN;
}

function comparison(table, column) {
  const report = block(table);
  const isNumber = table.tHead.rows[0].cells[column].classList.contains("n");
  const words = new Intl.Collator(report.lang, { numeric: true });
  return (one, other) => {
    const texts = [one, other].map((row) => row.cells[column].textContent.trim());
    const read = isNumber ? valueOf : quantityOf;
    const [a, b] = texts.map((text) => read(text, report.dataset.decimal));
    if (!isNumber) return a - b || words.compare(...texts);
    return Number.isNaN(a) || Number.isNaN(b) ? null : a - b;
  };
}

// Rows without a number stay last whichever way the others stand.
function ordered(rows, compare, sign) {
  const has = (row) => compare(row, row) !== null;
  const sorted = rows.filter(has).sort((one, other) => sign * compare(one, other));
  return [...sorted, ...rows.filter((row) => !has(row))];
}

const NEXT = { none: "ascending", ascending: "descending", descending: "none" };

function sortBy(table, head, original) {
  const next = NEXT[head.getAttribute("aria-sort") || "none"];
  for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
  if (next !== "none") head.setAttribute("aria-sort", next);
  const sign = next === "descending" ? -1 : 1;
  const rows =
    next === "none" ? original : ordered(original, comparison(table, head.cellIndex), sign);
  table.tBodies[0].append(...rows);
}

function makeSortable(table) {
  const original = [...table.tBodies[0].rows];
  if (original.length < 3) return;
  for (const head of table.tHead.rows[0].cells) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "sort";
    if (head.querySelector("a")) {
      button.setAttribute("aria-label", `${head.textContent} ↕`);
      button.textContent = "↕";
      button.classList.add("controls");
      head.append(" ", button);
    } else {
      button.append(...head.childNodes);
      head.append(button);
    }
    button.addEventListener("click", () => sortBy(table, head, original));
  }
}

function fold(button) {
  const table = button.previousElementSibling.querySelector("table");
  table.classList.add("folded");
  button.hidden = false;
  button.addEventListener("click", () => unfold(table));
}

function unfold(table) {
  table.classList.remove("folded");
  table.closest(".scroll").nextElementSibling.hidden = true;
}

// ---- where a number comes from ----

function showOrigin(event) {
  const link = event.target.closest("a.origin");
  const told = link && target(link.hash);
  if (!told) return;
  event.preventDefault();
  const box = block(link).querySelector(".origin-box");
  const copy = told.cloneNode(true);
  for (const part of [copy, ...all("[id]", copy)]) part.removeAttribute("id");
  for (const folded of all("details", copy)) folded.open = true;
  box.querySelector(".content").replaceChildren(copy);
  if (!box.open) box.showModal();
  box.scrollTop = 0;
}

function startOriginBox(box) {
  box.querySelector(".close").addEventListener("click", () => box.close());
  box.addEventListener("click", (event) => {
    const away = event.target.closest("a:not(.origin)");
    if (event.target === box || away) box.close();
  });
}

// ---- start ----

// Beside the page the contents stay open; above it they close behind whoever follows a link.
function startContents(contents) {
  const beside = matchMedia("(min-width: 78rem)");
  contents.open = beside.matches;
  contents.addEventListener("click", (event) => {
    if (event.target.closest("a") && !beside.matches) contents.open = false;
  });
}

function start() {
  for (const paths of all(".paths")) paths.hidden = false;
  for (const radio of all(".paths input")) {
    radio.addEventListener("change", () => choosePath(radio));
  }
  all(".toc").forEach(startContents);
  for (const link of all(".languages a")) link.addEventListener("click", switchLanguage);
  all(".slider").forEach(startSlider);
  all("main table").forEach(makeSortable);
  all(".unfold").forEach(fold);
  all(".origin-box").forEach(startOriginBox);
  document.addEventListener("click", showOrigin);
  addEventListener("hashchange", openAddress);
  openAddress();
}

start();
