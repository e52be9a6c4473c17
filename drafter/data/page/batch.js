"use strict";
// Sorts and filters the rows of the overview; each row's text is read once.
const body = document.querySelector("tbody");
const rows = Array.from(body.rows, (row) => ({ row, text: row.textContent.toLowerCase() }));
const search = document.querySelector("input[type=search]");
const filters = Array.from(document.querySelectorAll("[data-arrival]"));
const heads = Array.from(document.querySelectorAll("th"));

function show() {
  const arrival = filters.find((button) => button.getAttribute("aria-pressed") === "true").dataset.arrival;
  const words = search.value.toLowerCase().split(/\s+/);
  let count = 0;
  for (const { row, text } of rows) {
    row.hidden = Boolean(arrival && !row.classList.contains(arrival)) || !words.every((word) => text.includes(word));
    count += !row.hidden;
  }
  document.getElementById("shown").textContent = count;
}

function sort(head) {
  const column = heads.indexOf(head);
  const down = head.getAttribute("aria-sort") === "ascending";
  const numeric = "numeric" in head.dataset;
  const order = new Intl.Collator(document.documentElement.lang, { numeric: true });
  const keyed = rows.map((item, place) => ({ item, place, key: item.row.cells[column].textContent }));
  keyed.sort((a, b) => {
    if (!a.key !== !b.key) return a.key ? -1 : 1;
    const found = numeric ? Number(a.key) - Number(b.key) : order.compare(a.key, b.key);
    return (down ? -found : found) || a.place - b.place;
  });
  heads.forEach((other) => other.removeAttribute("aria-sort"));
  head.setAttribute("aria-sort", down ? "descending" : "ascending");
  body.append(...keyed.map(({ item }) => item.row));
}

filters.forEach((button) => button.addEventListener("click", () => {
  filters.forEach((other) => other.setAttribute("aria-pressed", String(other === button)));
  show();
}));
heads.forEach((head) => head.querySelector("button").addEventListener("click", () => sort(head)));
search.addEventListener("input", show);
