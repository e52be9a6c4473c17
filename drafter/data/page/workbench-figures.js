// The figures: the tables as the form draws them. What is typed in a cell is in the workbook at once; what does not add
// up is marked in every cell that it is about. Nothing is added up here: all that is shown was judged by the server.
import { $, ask, button, forget, keep, keptAt, make, queued, read, register, said, saved, trouble, unsaved, words } from "./workbench.js";

let figures = null, shape = null, at = 0, wanted = null, looking = 0;
const inputs = new Map(); // by cell
const conflicts = new Map(); // by cell, what waits for an answer

async function open() {
  shown(await (await ask("api/figures")).json());
  restore();
}
function shown(found) {
  figures = found;
  const now = JSON.stringify([found.tables, found.entries.map((entry) => [entry.cell, entry.sentence])]);
  if (now !== shape) { shape = now; lay(); }
  for (const [cell, one] of conflicts) if (one.lost) conflicts.delete(cell);
  for (const one of found.lost) conflicts.set(one.cell, { ...one, lost: true });
  for (const conflict of found.conflicts || []) conflicts.set(conflict.cell, conflict);
  renew();
  $("figures-notices").textContent = found.notices.join("\n");
}

// --- drawing ------------------------------------------------------------------------------------------------------
function lay() {
  const here = document.activeElement?.dataset?.cell;
  inputs.clear();
  $("tables").replaceChildren(...figures.tables.map(table));
  const lines = figures.entries.map(entry);
  $("entries").hidden = !lines.length;
  $("entry-list").replaceChildren(...lines);
  if (here) inputs.get(here)?.focus();
}
function table(one) {
  const box = make("section", "", "table"), head = make("div", "", "table-head"), scroll = make("div", "", "scroll"), grid = make("table");
  if (one.widths.length < 6) grid.className = "few";
  const title = make("h2", one.heading);
  title.id = `table-${one.key}`;
  head.append(title, button(words.rest_zero, () => send("api/rest-zero", { table: one.key })));
  grid.setAttribute("aria-labelledby", title.id);
  const columns = make("colgroup");
  for (const width of one.widths) { const column = make("col"); column.width = `${(width * 100).toFixed(2)}%`; columns.append(column); }
  grid.append(columns, make("tbody"));
  for (const line of one.grid) {
    const row = make("tr");
    for (const slot of line) row.append(slotOf(slot));
    grid.tBodies[0].append(row);
  }
  scroll.append(grid);
  box.append(head, scroll);
  return box;
}
function slotOf(slot) {
  const cell = make(slot.cell ? "td" : "th", slot.text || "");
  cell.rowSpan = slot.rows;
  cell.colSpan = slot.columns;
  if (!slot.cell) return cell;
  cell.append(field(slot.cell, slot.name), make("span", "", "last"), make("span", "", "proposal"));
  return cell;
}
function entry(one) {
  const line = make("div", "", "entry"), sentence = make("p", "", "sentence"), row = make("p", "", "row");
  sentence.lang = "zh-CN";
  sentence.append(one.sentence.slice(0, one.start), make("mark", one.sentence.slice(one.start, one.end)), one.sentence.slice(one.end));
  row.append(make("span", one.place, "quiet"), field(one.cell, `${one.sentence} ${one.last}${one.unit}`), make("span", one.unit), make("span", "", "last"));
  line.append(sentence, row);
  if (!one.known) inputs.get(one.cell).disabled = true;
  return line;
}
function field(cell, name) {
  const input = make("input");
  input.dataset.cell = cell;
  input.setAttribute("aria-label", name);
  input.autocomplete = "off";
  input.inputMode = "decimal";
  input.maxLength = 200;
  input.saved = "";
  input.disabled = !figures.workbook;
  input.addEventListener("input", () => { input.classList.add("unsaved"); keep(cell, input.saved, input.value); });
  input.addEventListener("change", () => save(input));
  input.addEventListener("focus", () => input.select());
  input.addEventListener("keydown", (event) => keyed(input, event));
  input.addEventListener("paste", (event) => paste(input, event));
  inputs.set(cell, input);
  return input;
}
// The values of now in every cell, but in the one that somebody is typing in.
function renew() {
  const suspects = new Map(figures.relations.filter((one) => one.suspect).map((one) => [one.suspect, one.expected]));
  const involved = new Set(figures.relations.flatMap((one) => one.cells));
  for (const [cell, one] of Object.entries(figures.cells)) {
    const input = inputs.get(cell);
    if (!input) continue;
    settle(input, one.typed);
    input.placeholder = one.proposed || "";
    const box = input.parentElement;
    box.querySelector(".last").textContent = one.last === "" ? "" : said("last_short", { last: one.last }) + (one.change ? ` ${one.change === "+0" ? "=" : one.change}` : "");
    const proposal = box.querySelector(".proposal"), differs = one.total && one.typed !== "" && one.proposed !== null && one.proposed !== "" && one.proposed !== one.typed;
    proposal.replaceChildren(...(differs ? [button(said("take_total", { value: one.proposed }), () => put(cell, ""))] : []));
    box.className = suspects.has(cell) ? "suspect" : involved.has(cell) ? "involved" : one.faulty ? "faulty" : "";
    input.setAttribute("aria-invalid", String(one.faulty || suspects.has(cell) || involved.has(cell)));
    box.classList.toggle("total", one.total);
  }
  for (const one of figures.entries) {
    const input = inputs.get(one.cell);
    settle(input, one.typed);
    input.parentElement.querySelector(".last").textContent = said("last_short", { last: `${one.last}${one.unit}` });
    input.parentElement.classList.toggle("faulty", one.faulty);
  }
  bar();
  askConflicts();
  if (wanted) { const cell = wanted; wanted = null; go(cell); }
}
// A cell that nobody is typing in shows what stands in the workbook; one that is typed in keeps what was seen before.
function settle(input, typed) {
  if (input.value !== input.saved && input.value !== typed) return;
  if (input.value !== typed) { input.value = typed; if (document.activeElement === input) input.select(); }
  input.saved = typed;
  input.classList.remove("unsaved");
}
// What does not add up, one after the other.
function bar() {
  const all = figures.relations, box = $("relations");
  box.hidden = !all.length;
  if (!all.length) return;
  at = Math.min(at, all.length - 1);
  const one = all[at], step = (by) => { at = (at + by + all.length) % all.length; bar(); go(oneOf(all[at])); };
  const text = one.suspect ? said("suspect", { expected: one.expected, message: one.message }) : one.message;
  box.replaceChildren(
    make("strong", said("relations_left", { number: at + 1, count: all.length })), make("span", ` ${one.rule} · ${text} `),
    button(words.previous, () => step(-1)), button(words.next, () => step(1)), button(words.to_cell, () => go(oneOf(one))));
}
const oneOf = (relation) => relation.suspect || relation.cells[0];
function go(cell) {
  const input = inputs.get(cell);
  if (!input) return;
  input.scrollIntoView({ block: "center", inline: "center" });
  input.focus({ preventScroll: true });
}
function askConflicts() {
  $("conflicts").hidden = !conflicts.size;
  $("conflicts").replaceChildren(...[...conflicts.values()].map((one) => {
    const line = make("li", said(one.lost ? "lost_cell" : "conflict", { cell: inputs.get(one.cell)?.getAttribute("aria-label") || one.cell, now: one.now || words.blank, typed: one.typed || words.blank }));
    line.append(button(said("take_theirs", { value: one.now || words.blank }), () => { conflicts.delete(one.cell); const input = inputs.get(one.cell); input.value = one.now; settle(input, one.now); forget(one.cell); askConflicts(); if (one.lost) send("api/figures", { cells: [{ cell: one.cell, before: one.now, text: one.now }] }); }));
    line.append(button(said("take_mine", { value: one.typed || words.blank }), () => { conflicts.delete(one.cell); const input = inputs.get(one.cell); input.saved = one.now; put(one.cell, one.typed); askConflicts(); }));
    return line;
  }));
}

// --- typing -------------------------------------------------------------------------------------------------------
const typedIn = (found, cell) => found.cells[cell]?.typed ?? found.entries.find((one) => one.cell === cell)?.typed ?? "";
const send = (path, body, done = () => {}) => queued(async () => {
  saved(words.saving);
  try {
    const found = await (await ask(path, body)).json();
    done(found);
    shown(found);
    $("undo").disabled = !found.undo;
    saved(words.saved);
    trouble("");
    clearTimeout(looking);
    looking = setTimeout(() => { if (!unsaved()) read(); }, 800); // what is left in the queue is told anew
    return true;
  } catch (error) { saved(""); trouble(body.cells ? `${error.message} ${words.failed}` : error.message); return false; }
});
// All that was typed while an earlier request was under way goes with the next one.
const waiting = new Set();
function save(input) {
  if (input.value === input.saved) { input.classList.remove("unsaved"); forget(input.dataset.cell); return; }
  waiting.add(input.dataset.cell);
  queued(() => {}).then(flush);
}
function flush() {
  if (!waiting.size) return;
  const cells = [...waiting].map((cell) => ({ cell, before: inputs.get(cell).saved, text: inputs.get(cell).value }));
  waiting.clear();
  send("api/figures", { cells }, (found) => {
    const asked = new Set(found.conflicts.map((one) => one.cell));
    for (const { cell, text } of cells.filter((one) => !asked.has(one.cell))) {
      const input = inputs.get(cell);
      // The workbook gives a text back as it keeps it (1,203 as 1203).
      input.saved = input.value === text ? text : typedIn(found, cell);
      if (input.value === text) forget(cell);
    }
  }).then((done) => { if (!done) for (const { cell } of cells) waiting.add(cell); });
}
function put(cell, text) { const input = inputs.get(cell); input.value = text; input.classList.add("unsaved"); save(input); }
// What was typed before the page or the server was lost; where somebody has changed the cell since, it is asked about.
function restore() {
  for (const [cell, input] of inputs) {
    const held = input.classList.contains("unsaved") ? null : keptAt(cell);
    if (!held) continue;
    if (held[1] === input.saved) { forget(cell); continue; }
    const now = input.saved;
    input.saved = held[0];
    input.value = held[1];
    if (now === held[0]) { input.classList.add("unsaved"); save(input); }
    else { input.classList.add("unsaved"); conflicts.set(cell, { cell, now, typed: held[1] }); }
  }
  askConflicts();
}
// Keys as in a spreadsheet. Cells stand where they are seen: the nearest one in the direction of the arrow is next.
function keyed(input, event) {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  const whole = input.selectionStart === 0 && input.selectionEnd === input.value.length;
  const edge = { ArrowLeft: input.selectionEnd === 0, ArrowRight: input.selectionStart === input.value.length };
  const moves = { Enter: [0, event.shiftKey ? -1 : 1], ArrowDown: [0, 1], ArrowUp: [0, -1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
  if (event.key === "Escape") { input.value = input.saved; input.classList.remove("unsaved"); forget(input.dataset.cell); input.select(); event.stopPropagation(); return; }
  if (event.key === "F2") { input.setSelectionRange(input.value.length, input.value.length); event.preventDefault(); return; }
  if (!moves[event.key] || (event.key in edge && !whole && !edge[event.key])) return;
  event.preventDefault();
  const next = beside(input, ...moves[event.key]);
  if (next) next.focus(); else input.dispatchEvent(new Event("change"));
}
function beside(input, right, down) {
  const here = input.getBoundingClientRect(), x = here.left + here.width / 2, y = here.top + here.height / 2;
  let best = null, least = Infinity;
  for (const other of inputs.values()) {
    if (other === input || other.disabled) continue;
    const box = other.getBoundingClientRect(), dx = box.left + box.width / 2 - x, dy = box.top + box.height / 2 - y;
    const along = right ? dx * right : dy * down, across = Math.abs(right ? dy : dx);
    if (along <= 2 || (right && across > here.height)) continue;
    const far = along + across * 2;
    if (far < least) { least = far; best = other; }
  }
  return best;
}
function paste(input, event) {
  const text = event.clipboardData.getData("text/plain"), page = event.clipboardData.getData("text/html");
  if (!/[\t\r\n]/.test(text.replace(/[\r\n]+$/, "")) && !/<table/i.test(page)) return; // one value, as everywhere
  event.preventDefault();
  if (input.dataset.cell.startsWith("entry:")) { trouble(words.paste_one); return; }
  const into = input.value !== input.saved;
  if (into) { input.value = input.saved; input.classList.remove("unsaved"); }
  send("api/paste", { at: input.dataset.cell, text, page }).then((done) => { if (done) saved(said("pasted", { count: figures.written.length })); });
}

addEventListener("cell", (event) => { wanted = event.detail; });
register("figures", { open });
