// The workbench: what all views share, one request at a time, the bar above, and which view is shown.
export const $ = (id) => document.getElementById(id);
export const words = JSON.parse($("words").textContent);
export const said = (key, values = {}) => (words[key] || key).replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
export function make(tag, text = "", kind = "") {
  const element = document.createElement(tag);
  if (text) element.textContent = text;
  if (kind) element.className = kind;
  return element;
}
export function button(text, act, kind = "") {
  const element = make("button", text, kind);
  element.type = "button";
  element.addEventListener("click", (event) => { event.stopPropagation(); act(event); });
  return element;
}
export function trouble(text) { $("trouble").textContent = text; $("trouble").hidden = !text; }
export function saved(text) { $("saved").textContent = text; }

// --- requests -----------------------------------------------------------------------------------------------------
let sending = Promise.resolve();
export async function ask(path, body) {
  const options = body === undefined ? {} : { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
  let answer;
  try { answer = await fetch(path, options); } catch { throw new Error(words.lost); }
  if (!answer.ok) {
    const kind = answer.headers.get("content-type") || "";
    throw new Error(kind.includes("json") ? (await answer.json()).error : await answer.text());
  }
  return answer;
}
export const queued = (work) => (sending = sending.then(work, work));
export const act = (path, body, shown = show) => queued(async () => {
  try { await shown(await (await ask(path, body)).json()); trouble(""); return true; } catch (error) { trouble(error.message); return false; }
});

// --- what is typed and not saved yet stays in this browser too -----------------------------------------------------
const place = (name) => `drafter:${location.pathname}:${name}`;
export function keep(name, before, text) { try { localStorage.setItem(place(name), JSON.stringify([before, text])); } catch { /* full or forbidden */ } }
export function forget(name) { try { localStorage.removeItem(place(name)); } catch { /* forbidden */ } }
export function keptAt(name) { try { return JSON.parse(localStorage.getItem(place(name)) || "null"); } catch { return null; } }

// --- views --------------------------------------------------------------------------------------------------------
const views = {};
export let data = null;
let view = null;
export function register(name, made) { views[name] = made; }
export function show(found) {
  const first = data === null;
  data = found;
  document.title = `${data.organization} ${data.year} · ${words.title}`;
  $("name").textContent = `${data.organization} ${data.year}`;
  $("number").textContent = (data.number ? said("draft_number", { number: data.number }) : "") + (data.source ? ` · ${said("edited", { source: data.source })}` : "");
  $("left").textContent = data.open ? words.ready : said("holds", { count: data.queue.filter((item) => item.holds).length });
  $("undo").disabled = !data.undo;
  $("export").disabled = !data.open;
  for (const id of ["sign", "export-review", "review"]) $(id).disabled = !data.number;
  $("review").replaceChildren(...data.reviews.map((item) => { const option = make("option", item.label); option.value = item.review; return option; }));
  const role = localStorage.getItem("drafter-review");
  if (data.reviews.some((item) => item.review === role)) $("review").value = role;
  $("sign").disabled = !data.reviews.length;
  if (!$("by").value) $("by").value = localStorage.getItem("drafter-by") || data.clerk;
  if (first) { switchTo(); return; }
  for (const one of Object.values(views)) if (one.show) one.show(data);
}
export const read = () => queued(async () => { try { show(await (await ask("api/case")).json()); if (views[view]?.open) await views[view].open(); } catch (error) { trouble(error.message); } });
function switchTo() {
  if (data === null) return;
  const asked = location.hash.slice(1);
  const wanted = views[asked] && $(`view-${asked}`) ? asked : data && data.number ? "text" : "figures";
  if (wanted === view) return;
  view = wanted;
  for (const name of Object.keys(views)) if ($(`view-${name}`)) $(`view-${name}`).hidden = name !== view;
  for (const link of document.querySelectorAll("nav a[data-view]")) link.dataset.view === view ? link.setAttribute("aria-current", "page") : link.removeAttribute("aria-current");
  $("card").hidden = true;
  read();
}
export const shownView = () => view;
export const unsaved = () => document.querySelector(".unsaved") !== null;

// --- the bar ------------------------------------------------------------------------------------------------------
export const undo = () => { if (!$("undo").disabled) queued(async () => {
  try { await ask("api/undo", {}); trouble(""); } catch (error) { trouble(error.message); }
}).then(read); };
export const named = () => { if ($("by").value.trim()) return true; trouble(words.need_name); $("by").focus(); return false; };
async function download(review) {
  try {
    const file = await (await ask("api/export", { suffix: ".docx", review })).blob();
    const link = make("a");
    link.href = URL.createObjectURL(file);
    link.download = `${data.organization}${data.year}.docx`;
    link.click();
    URL.revokeObjectURL(link.href);
    trouble("");
  } catch (error) { trouble(error.message); }
}
$("draft").addEventListener("click", () => act("api/draft", {}).then((done) => { if (done) location.hash = "text"; }));
$("undo").addEventListener("click", undo);
$("export").addEventListener("click", () => download(false));
$("export-review").addEventListener("click", () => download(true));
$("sign").addEventListener("click", () => { if (named()) act("api/sign", { review: $("review").value, by: $("by").value }); });
$("by").addEventListener("change", () => localStorage.setItem("drafter-by", $("by").value));
$("review").addEventListener("change", () => localStorage.setItem("drafter-review", $("review").value));
addEventListener("hashchange", switchTo);
addEventListener("beforeunload", (event) => { if (unsaved()) event.preventDefault(); });
addEventListener("focus", () => { if (data && !unsaved()) read(); });
setInterval(() => { if (!unsaved()) read(); }, 60000);

Promise.all(["figures", "notes", "text", "review", "model"].map((name) => import(`./workbench-${name}.js`))).then(read);
