// The text with what stands on it, and the queue of what is left. Text of a report goes into the page as text only,
// never as markup; numbers and marks are painted over plain text, so that an input method finds nothing in its way.
import { $, act, ask, button, data, forget, keep, keptAt, make, named, queued, read, register, said, saved, show, shownView, trouble, undo, words } from "./workbench.js";

const PAUSE = 150; // milliseconds without a key after which what was typed is saved and checked
const KINDS = ["bound", "contradicted", "open", "unvouched", "warning", "error"];
let chosen = null, answering = null, shape = null;
const timers = new Map();
// Places count code points, the page counts UTF-16 units.
const units = (text, point) => /[\ud800-\udfff]/.test(text) ? Array.from(text).slice(0, point).join("").length : point;

// --- the text -----------------------------------------------------------------------------------------------------
const name = (place) => `${place.section}/${place.paragraph}`;
const paragraphs = () => [...document.querySelectorAll("#paper p[data-place]")];
const at = (place) => paragraphs().find((item) => item.dataset.place === name(place));
const passages = () => data.sections.flatMap((section) => section.passages);
const shapeOf = () => JSON.stringify(data.sections.map((section) => [section.key, section.passages.map((item) => [item.section, item.paragraph, item.paragraph === null ? item.text : 0])]));
const textOf = (element) => element.innerText.replace(/\n$/, "");

function shown() {
  const now = shapeOf(), same = shape === now;
  shape = now;
  $("notices").textContent = data.notices.join("\n");
  same ? renew() : lay();
  list();
  paint();
}
// Lay the whole text out anew; the caret goes back to where it was.
function lay() {
  const here = document.activeElement && document.activeElement.dataset ? document.activeElement.dataset.place : null;
  const parts = data.sections.flatMap((section) => [...(section.heading ? [make("h2", section.heading)] : []), ...section.passages.map(passage)]);
  $("paper").replaceChildren(...(parts.length ? parts : [make("p", words.no_draft)]));
  const back = here && paragraphs().find((item) => item.dataset.place === here);
  if (back) { back.focus(); getSelection().collapse(back, back.childNodes.length); }
  restore();
  was();
}
function passage(item) {
  if (item.paragraph === null) return make("h3", item.text);
  const element = make("p", item.text);
  element.dataset.place = name(item);
  element.saved = item.text;
  element.contentEditable = "plaintext-only";
  element.setAttribute("role", "textbox");
  element.setAttribute("aria-multiline", "true");
  element.setAttribute("aria-label", said("paragraph", { heading: item.heading, number: item.paragraph + 1 }));
  element.spellcheck = false;
  element.addEventListener("input", (event) => { if (!event.isComposing) typed(element); });
  element.addEventListener("compositionstart", () => { element.composing = true; });
  element.addEventListener("compositionend", () => { element.composing = false; typed(element); });
  element.addEventListener("click", (event) => card(element, event));
  return element;
}
// The same paragraphs as before: only what nobody is typing in gets its new text.
function renew() {
  for (const item of passages()) {
    const element = item.paragraph === null ? null : at(item);
    if (!element) continue;
    if (element.textContent === element.saved || element.textContent === item.text) {
      if (element.textContent !== item.text) element.textContent = item.text;
      element.classList.remove("unsaved");
    }
    element.saved = item.text;
  }
  was();
}
// What was typed before the page or the server was lost, where nobody else has changed the paragraph since.
function restore() {
  for (const element of paragraphs()) {
    const held = keptAt(element.dataset.place);
    if (!held) continue;
    if (held[0] === element.saved && held[1] !== held[0]) { element.textContent = held[1]; typed(element); }
    else if (held[1] !== element.saved) trouble(said("held", { text: held[1] }));
    else forget(element.dataset.place);
  }
}
function typed(element) {
  element.classList.add("unsaved");
  saved(words.saving);
  keep(element.dataset.place, element.saved, textOf(element));
  clearTimeout(timers.get(element));
  timers.set(element, setTimeout(() => save(element), PAUSE));
}
const save = (element) => queued(async () => {
  if (element.composing || !element.isConnected) return;
  const text = textOf(element), before = element.saved, where = element.dataset.place;
  if (text === before) { element.classList.remove("unsaved"); saved(""); forget(where); return; }
  const [section, paragraph] = where.split("/");
  try {
    const found = await (await ask("api/edit", { section, paragraph: Number(paragraph), before, text })).json();
    element.saved = textOf(element) === text ? element.textContent : text;
    if (element.saved === element.textContent) forget(where);
    show(found);
    saved(words.saved);
    trouble("");
  } catch (error) { saved(""); trouble(`${error.message} ${words.failed}`); }
});

function range(element, start, end) {
  element.normalize();
  const node = element.firstChild;
  if (!node || node.nodeType !== Node.TEXT_NODE) return null;
  const text = node.data, from = units(text, start), to = units(text, end);
  if (from >= to || to > text.length) return null;
  const found = new Range();
  found.setStart(node, from);
  found.setEnd(node, to);
  return found;
}
function paint() {
  if (!CSS.highlights) return;
  const found = Object.fromEntries(KINDS.map((kind) => [kind, []]));
  const put = (kind, element, start, end) => { const one = range(element, start, end); if (one) found[kind].push(one); };
  const elements = new Map(paragraphs().map((element) => [element.dataset.place, element]));
  for (const item of passages()) {
    const element = elements.get(name(item));
    if (!element || element.composing || element.textContent !== item.text) continue;
    for (const one of item.numbers) if (one.state !== "open") put(one.state, element, one.start, one.end);
    for (const [start, end] of item.marks) put("open", element, start, end);
    for (const one of data.queue) {
      if (one.decided || one.section !== item.section || one.paragraph !== item.paragraph) continue;
      if (["unvouched", "warning", "error"].includes(one.kind) && one.end > one.start) put(one.kind, element, one.start, one.end);
    }
  }
  for (const kind of KINDS) CSS.highlights.set(kind, new Highlight(...found[kind]));
}
// A click on a number shows the cells that it states, and leads to them.
function card(element, event) {
  const caret = getSelection();
  const item = passages().find((one) => name(one) === element.dataset.place);
  const here = item && caret.anchorNode === element.firstChild ? caret.anchorOffset : -1;
  const one = item && item.numbers.find((number) => units(item.text, number.start) <= here && here <= units(item.text, number.end));
  $("card").hidden = !one;
  if (!one) return;
  const lines = [words[`states_${one.state}`], ...(one.base ? [words[`base_${one.base}`] || ""] : []), ...one.lines];
  if (one.expected !== null) lines.push(`${words.expected} ${one.expected}`);
  const box = make("p", lines.filter(Boolean).join("\n"), "lines"), row = make("p", "", "row");
  if (one.cells.length) row.append(button(words.to_cell, () => { $("card").hidden = true; location.hash = "figures"; dispatchEvent(new CustomEvent("cell", { detail: one.cells[0] })); }));
  if (one.settled !== null) row.append(button(said("say_figure", { value: one.expected }), () => put(element, item, one.settled)));
  if (one.figure) row.append(button(said("make_figure", { value: one.figure.text }), () => { $("card").hidden = true; act("api/figures", { cells: [one.figure] }, () => {}).then(read); }));
  $("card").replaceChildren(box, ...(row.childNodes.length ? [row] : []));
  $("card").style.left = `${Math.max(8, Math.min(event.clientX, innerWidth - 320))}px`;
  $("card").style.top = `${Math.min(event.clientY + 18, innerHeight - 170)}px`;
}
function put(element, item, text) {
  $("card").hidden = true;
  if (element.textContent !== item.text) return;
  element.textContent = text;
  typed(element);
}
async function was() {
  const drop = () => document.querySelectorAll(".was").forEach((item) => item.remove());
  let lastYear = {};
  if (!$("last-year").checked) { drop(); return; }
  try { lastYear = await (await ask("api/last-year")).json(); } catch (error) { trouble(error.message); return; }
  drop();
  for (const element of paragraphs()) {
    const runs = lastYear[element.dataset.place];
    if (runs) element.after(runsOf(runs));
  }
}
export function runsOf(runs) {
  const line = make("div", "", "was");
  for (const run of runs) {
    if (run.kind === "same") line.append(run.new);
    else { if (run.old) line.append(make("del", run.old)); if (run.new) line.append(make("ins", run.new)); }
  }
  return line;
}

// --- what is left -------------------------------------------------------------------------------------------------
const listed = () => data.queue.filter((item) => $("done").checked || !item.decided);
function list() {
  const items = listed();
  if (!items.some((item) => item.id === chosen)) chosen = null;
  $("items").replaceChildren(...items.map(entry), ...(items.length ? [] : [make("li", data.number ? words.nothing_left : words.no_draft)]));
  light();
}
function entry(item) {
  const line = make("li", "", item.kind + (item.decided ? " decided" : ""));
  line.dataset.id = item.id;
  line.append(make("strong", `${item.label}${item.number ? ` ${item.number}` : ""}${item.rule ? ` · ${item.rule}` : ""}`), item.message);
  for (const text of item.related || []) line.append(make("p", text, "quiet"));
  if (item.source) line.append(make("p", item.source, "quiet"));
  if (item.decision) line.append(make("p", `${item.decision.answer}：${item.decision.reason} — ${item.decision.by} ${item.decision.date}`, "quiet"));
  line.append(...choices(item));
  if (answering && answering.id === item.id) line.append(form(item));
  line.addEventListener("click", (event) => { if (!event.target.closest("form, button")) choose(item.id); });
  return line;
}
function choices(item) {
  const row = make("p", "", "row");
  const settle = (text) => () => { choose(item.id); const element = at(item), one = passages().find((other) => name(other) === name(item)); if (element && one) put(element, one, text); };
  if (item.kind === "mark") {
    if (item.kept !== null) row.append(button(words.mark_keep, settle(item.kept)));
    row.append(button(words.mark_delete, settle(item.without)), button(words.mark_type, () => { choose(item.id); write(); }));
  } else if (item.kind === "note") {
    row.append(button(words.view_notes, () => { location.hash = "notes"; }));
  } else if (item.kind !== "review" && !item.decided) {
    for (const answer of ["accept", "dismiss"]) row.append(button(words[answer], () => { choose(item.id); reason(answer); }));
    if (item.cells.length) row.append(button(words.to_cell, () => { location.hash = "figures"; dispatchEvent(new CustomEvent("cell", { detail: item.cells[0] })); }));
  }
  return row.childNodes.length ? [row] : [];
}
function form(item) {
  const element = make("form"), input = make("input"), ok = make("button", `${words.keep}（${words[answering.answer]}）`);
  input.placeholder = words.reason;
  input.setAttribute("aria-label", words.reason);
  input.maxLength = 1000;
  input.value = answering.reason;
  input.addEventListener("input", () => { answering.reason = input.value; });
  element.append(input, ok, button(words.cancel, () => { answering = null; list(); }));
  element.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!named()) return;
    if (!input.value.trim()) { trouble(words.need_reason); return; }
    const given = { key: item.id, answer: answering.answer, reason: input.value, by: $("by").value };
    if (await act("api/decide", given)) { answering = null; list(); }
  });
  return element;
}
function reason(answer) {
  const item = data.queue.find((one) => one.id === chosen);
  if (!item || ["mark", "note", "review"].includes(item.kind) || item.decided) return;
  answering = { id: item.id, answer, reason: item.decision ? item.decision.reason : "" };
  list();
  document.querySelector("#items form input").focus();
}
function light() {
  document.querySelectorAll(".lit").forEach((item) => item.classList.remove("lit"));
  const line = [...$("items").children].find((item) => item.dataset.id === chosen), item = data.queue.find((one) => one.id === chosen);
  if (line) line.classList.add("lit");
  const element = item && item.section ? at(item) : null;
  if (element) element.classList.add("lit");
  return [line, element];
}
function choose(id) {
  chosen = id;
  const [line, element] = light();
  if (line) line.scrollIntoView({ block: "nearest" });
  if (element) element.scrollIntoView({ block: "center" });
}
function step(by) {
  const ids = listed().map((item) => item.id), here = ids.indexOf(chosen);
  if (ids.length) choose(ids[here < 0 ? (by > 0 ? 0 : ids.length - 1) : Math.min(Math.max(here + by, 0), ids.length - 1)]);
}
function write() {
  const item = data.queue.find((one) => one.id === chosen), element = item && item.section ? at(item) : null;
  if (!element) return;
  element.focus();
  const found = item.end > item.start ? range(element, item.start, item.end) : null;
  if (found) { getSelection().removeAllRanges(); getSelection().addRange(found); }
}

// --- comments -----------------------------------------------------------------------------------------------------
// Words that are chosen with the mouse or by keys can be commented on.
document.addEventListener("selectionchange", () => {
  const chosenText = getSelection(), element = chosenText.anchorNode?.parentElement?.closest?.("#paper p[data-place]");
  const quote = element && element.contains(chosenText.focusNode) ? chosenText.toString() : "";
  $("comment").hidden = !quote.trim() || document.activeElement?.closest("#card");
  if (quote.trim()) remark = { quote, around: element.textContent, element };
});
let remark = null;
$("comment").addEventListener("mousedown", (event) => event.preventDefault());
$("comment").addEventListener("click", () => {
  if (!remark || !named()) return;
  const form = make("form"), area = make("textarea"), row = make("p", "", "row"), ok = make("button", words.comment_keep, "main"), { quote, around, element } = remark;
  area.setAttribute("aria-label", words.comment);
  area.maxLength = 5000;
  area.rows = 3;
  row.append(ok, button(words.cancel, () => { $("card").hidden = true; }));
  form.append(make("blockquote", quote), area, row);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (area.value.trim() && await act("api/comment", { text: area.value, quote, around, by: $("by").value })) $("card").hidden = true;
  });
  const box = element.getBoundingClientRect();
  $("card").replaceChildren(form);
  $("card").hidden = false;
  $("card").style.left = `${Math.max(8, Math.min(box.left + 40, innerWidth - 340))}px`;
  $("card").style.top = `${Math.min(Math.max(box.bottom, 90), innerHeight - 220)}px`;
  $("comment").hidden = true;
  area.focus();
});
addEventListener("passage", (event) => setTimeout(() => {
  const element = at(event.detail);
  if (!element) return;
  document.querySelectorAll(".lit").forEach((item) => item.classList.remove("lit"));
  element.classList.add("lit");
  element.scrollIntoView({ block: "center" });
}, 60));

$("done").addEventListener("change", list);
$("last-year").addEventListener("change", was);
const keys = { j: () => step(1), k: () => step(-1), a: () => reason("accept"), d: () => reason("dismiss"), e: write, u: undo, "?": () => $("keys").scrollIntoView() };
addEventListener("keydown", (event) => {
  if (event.key === "Escape") { $("card").hidden = true; if (document.activeElement) document.activeElement.blur(); return; }
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || !data || shownView() !== "text") return;
  if (event.target.closest("input, select, textarea, [contenteditable]")) return;
  if (keys[event.key]) { event.preventDefault(); keys[event.key](); }
});
register("text", { show: shown });
