// The start page: the cases of a folder, a new one from last year's file, the example.
const $ = (id) => document.getElementById(id);
const words = JSON.parse($("words").textContent);
const said = (key, values = {}) => (words[key] || key).replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
const make = (tag, text = "", kind = "") => { const element = document.createElement(tag); if (text) element.textContent = text; if (kind) element.className = kind; return element; };
const trouble = (text) => { $("trouble").textContent = text; $("trouble").hidden = !text; };
let reading = null;

async function ask(path, options = {}) {
  let answer;
  try { answer = await fetch(path, options); } catch { throw new Error(words.lost); }
  const kind = answer.headers.get("content-type") || "";
  if (!answer.ok) throw new Error(kind.includes("json") ? (await answer.json()).error : await answer.text());
  return answer.json();
}
const post = (path, body) => ask(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
async function told(work) { document.body.classList.add("busy"); try { trouble(""); await work(); } catch (error) { trouble(error.message); } document.body.classList.remove("busy"); }
const go = (name) => { location.href = `cases/${encodeURIComponent(name)}/`; };

function list(found) {
  $("folder").textContent = found.folder;
  $("cases").replaceChildren(...found.cases.map((one) => {
    const item = make("li"), link = make("a", one.trouble ? one.name : `${one.organization} ${one.year}`);
    link.href = `cases/${encodeURIComponent(one.name)}/`;
    item.append(link, make("span", one.trouble || `${one.name} · ${one.draft ? said("draft_number", { number: one.draft }) : words.no_draft_yet}`, "quiet"));
    return item;
  }));
  $("none").hidden = found.cases.length > 0;
}
// What was read, cell by cell, before anything is made of it.
function shown(found) {
  reading = found.reading;
  $("reading").hidden = false;
  $("file").textContent = found.file;
  $("organization").value = found.organization;
  $("year").value = found.year ? found.year + 1 : "";
  const counts = {};
  for (const cell of Object.values(found.cells)) counts[cell.state] = (counts[cell.state] || 0) + 1;
  $("counts").textContent = ["read", "blank", "doubtful", "unread"].filter((state) => counts[state]).map((state) => said(`cells_${state}`, { count: counts[state] })).join("　");
  $("reading-notices").textContent = found.notices.join("\n");
  $("read-tables").replaceChildren(...found.tables.map((table) => drawn(table, found.cells)));
  const parts = found.text.flatMap((part) => [...(part.heading ? [make("h3", part.heading)] : []), ...part.paragraphs.map((text) => make("p", text))]);
  if (found.unplaced.length) parts.push(make("h3", words.unplaced), ...found.unplaced.map((text) => make("p", text, "quiet")));
  $("read-text").replaceChildren(...parts);
  $("take").focus();
}
function drawn(table, cells) {
  const box = make("section", "", "table"), scroll = make("div", "", "scroll"), grid = make("table"), body = make("tbody"), columns = make("colgroup");
  for (const width of table.widths) { const column = make("col"); column.width = `${(width * 100).toFixed(2)}%`; columns.append(column); }
  for (const line of table.grid) {
    const row = make("tr");
    for (const slot of line) {
      const found = slot.cell ? cells[slot.cell] || { text: "", state: "blank", why: "" } : null;
      const cell = make(slot.cell ? "td" : "th", found ? found.text : slot.text, found ? `plain ${found.state}` : "");
      cell.rowSpan = slot.rows;
      cell.colSpan = slot.columns;
      if (found && found.why) cell.append(make("span", found.why, "last"));
      row.append(cell);
    }
    body.append(row);
  }
  grid.append(columns, body);
  scroll.tabIndex = 0;
  scroll.setAttribute("role", "region");
  scroll.setAttribute("aria-label", table.heading);
  scroll.append(grid);
  box.append(make("h3", table.heading), scroll);
  return box;
}
const dropped = (file) => file && told(async () => shown(await ask(`api/reading?name=${encodeURIComponent(file.name)}`, { method: "POST", headers: { "content-type": "application/octet-stream" }, body: file })));
const begun = (from) => told(async () => {
  const organization = $(from ? "organization" : "bare-organization").value, year = Number($(from ? "year" : "bare-year").value) || null;
  go((await post("api/new", { reading: from, organization, year })).case);
});

$("pick").addEventListener("change", () => dropped($("pick").files[0]));
for (const kind of ["dragover", "drop"]) addEventListener(kind, (event) => { event.preventDefault(); $("drop").classList.toggle("over", kind === "dragover"); });
addEventListener("dragleave", () => $("drop").classList.remove("over"));
addEventListener("drop", (event) => dropped(event.dataTransfer.files[0]));
$("taken").addEventListener("submit", (event) => { event.preventDefault(); begun(reading); });
$("bare").addEventListener("submit", (event) => { event.preventDefault(); begun(null); });
$("example").addEventListener("click", () => told(async () => go((await post("api/example", {})).case)));
told(async () => list(await ask("api/cases")));
