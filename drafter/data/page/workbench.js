"use strict";
// The page of the workbench. Text of a report goes into the page as text only, never as markup; numbers and marks are
// painted over plain text, so that an input method finds nothing in its way.
(() => {
  const PAUSE = 150; // milliseconds without a key after which what was typed is saved and checked
  const KINDS = ["bound", "contradicted", "open", "unvouched", "warning", "error"];
  const $ = (id) => document.getElementById(id);
  let data = null, words = {}, lastYear = null, chosen = null, sending = Promise.resolve(), answering = null;
  const timers = new Map();

  const said = (key, values = {}) => Object.entries(values).reduce((text, [name, value]) => text.replace(`{${name}}`, value), words[key] || key);
  const make = (name, text = "", kind = "") => {
    const element = document.createElement(name);
    element.textContent = text;
    if (kind) element.className = kind;
    return element;
  };
  const trouble = (text) => { $("trouble").textContent = text || ""; $("trouble").hidden = !text; };
  // Places count code points, the page counts UTF-16 units.
  const units = (text, point) => /[\ud800-\udfff]/.test(text) ? Array.from(text).slice(0, point).join("").length : point;

  async function ask(path, body) {
    const options = body === undefined ? {} : { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
    let answer;
    try { answer = await fetch(path, options); } catch { throw new Error(words.lost || "?"); }
    if (!answer.ok) {
      const kind = answer.headers.get("content-type") || "";
      throw new Error(kind.includes("json") ? (await answer.json()).error : await answer.text());
    }
    return answer;
  }
  const queued = (work) => (sending = sending.then(work, work));
  const act = (path, body) => queued(async () => {
    try { show(await (await ask(path, body)).json()); trouble(""); return true; } catch (error) { trouble(error.message); return false; }
  });

  // --- the text ---------------------------------------------------------------------------------------------------
  const name = (place) => `${place.section}/${place.paragraph}`;
  const paragraphs = () => [...document.querySelectorAll("#paper p[data-place]")];
  const at = (place) => paragraphs().find((item) => item.dataset.place === name(place));
  const shape = (found) => JSON.stringify(found.map((section) => [section.key, section.passages.map((item) => [item.section, item.paragraph, item.paragraph === null ? item.text : 0])]));

  function show(found) {
    const same = data && shape(data.sections) === shape(found.sections);
    data = found; words = found.words;
    document.title = `${data.organization} ${data.year} · ${words.title}`;
    $("name").textContent = `${data.organization} ${data.year}`;
    $("number").textContent = (data.number ? said("draft_number", { number: data.number }) : "") + (data.source ? ` · ${said("edited", { source: data.source })}` : "");
    const left = data.queue.filter((item) => item.holds).length;
    $("left").textContent = data.open ? words.ready : said("holds", { count: left });
    $("undo").disabled = !data.undo;
    $("export").disabled = !data.open;
    for (const id of ["sign", "export-review", "review"]) $(id).disabled = !data.number;
    $("review").replaceChildren(...data.reviews.map((item) => { const option = make("option", item.label); option.value = item.review; return option; }));
    $("sign").disabled = !data.reviews.length;
    $("notices").textContent = data.notices.join("\n");
    if (!$("by").value) $("by").value = localStorage.getItem("drafter-by") || data.clerk;
    same ? renew() : lay();
    list();
    paint();
  }
  // Lay the whole text out anew; the caret goes back to where it was.
  function lay() {
    const here = document.activeElement && document.activeElement.dataset ? document.activeElement.dataset.place : null;
    const parts = data.sections.flatMap((section) => [make("h2", section.heading), ...section.passages.map(passage)]);
    $("paper").replaceChildren(...(parts.length ? parts : [make("p", words.no_draft)]));
    const back = here && paragraphs().find((item) => item.dataset.place === here);
    if (back) { back.focus(); getSelection().collapse(back, back.childNodes.length); }
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
    element.setAttribute("aria-label", `${item.section} ${item.paragraph + 1}`);
    element.spellcheck = false;
    element.addEventListener("input", (event) => { if (!event.isComposing) typed(element); });
    element.addEventListener("compositionstart", () => { element.composing = true; });
    element.addEventListener("compositionend", () => { element.composing = false; typed(element); });
    element.addEventListener("click", (event) => card(element, event));
    return element;
  }
  // The same paragraphs as before: only what nobody is typing in gets its new text.
  function renew() {
    for (const item of data.sections.flatMap((section) => section.passages)) {
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
  function typed(element) {
    element.classList.add("unsaved");
    $("saved").textContent = words.saving;
    clearTimeout(timers.get(element));
    timers.set(element, setTimeout(() => save(element), PAUSE));
  }
  const save = (element) => queued(async () => {
    if (element.composing || !element.isConnected) return;
    const text = element.innerText.replace(/\n$/, ""), before = element.saved;
    if (text === before) { element.classList.remove("unsaved"); $("saved").textContent = ""; return; }
    const [section, paragraph] = element.dataset.place.split("/");
    try {
      const found = await (await ask("/api/edit", { section, paragraph: Number(paragraph), before, text })).json();
      if (element.innerText.replace(/\n$/, "") === text) element.saved = element.textContent; else element.saved = text;
      show(found);
      $("saved").textContent = words.saved;
      trouble("");
    } catch (error) { $("saved").textContent = ""; trouble(`${error.message} ${words.failed}`); }
  });
  addEventListener("beforeunload", (event) => { if (document.querySelector(".unsaved")) event.preventDefault(); });

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
    for (const item of data.sections.flatMap((section) => section.passages)) {
      const element = item.paragraph === null ? null : at(item);
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
  // A click on a number shows the cells that it states.
  function card(element, event) {
    const caret = getSelection();
    const item = data.sections.flatMap((section) => section.passages).find((one) => name(one) === element.dataset.place);
    const here = item && caret.anchorNode === element.firstChild ? caret.anchorOffset : -1;
    const one = item && item.numbers.find((number) => units(item.text, number.start) <= here && here <= units(item.text, number.end));
    $("card").hidden = !one;
    if (!one) return;
    const lines = [words[`states_${one.state}`], ...(one.base ? [words[`base_${one.base}`] || ""] : []), ...one.lines];
    if (one.expected !== null) lines.push(`${words.expected} ${one.expected}`);
    $("card").textContent = lines.filter(Boolean).join("\n");
    $("card").style.left = `${Math.min(event.clientX, innerWidth - 300)}px`;
    $("card").style.top = `${Math.min(event.clientY + 18, innerHeight - 120)}px`;
  }
  async function was() {
    document.querySelectorAll(".was").forEach((item) => item.remove());
    if (!$("last-year").checked) return;
    try { lastYear = await (await ask("/api/last-year")).json(); } catch (error) { trouble(error.message); return; }
    document.querySelectorAll(".was").forEach((item) => item.remove());
    for (const element of paragraphs()) {
      const runs = lastYear[element.dataset.place];
      if (!runs) continue;
      const line = make("div", "", "was");
      for (const run of runs) {
        if (run.kind === "same") line.append(run.new);
        else { if (run.old) line.append(make("del", run.old)); if (run.new) line.append(make("ins", run.new)); }
      }
      element.after(line);
    }
  }

  // --- what is left -----------------------------------------------------------------------------------------------
  const shown = () => data.queue.filter((item) => $("done").checked || !item.decided);
  function list() {
    const items = shown();
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
    if (item.kind !== "mark" && !item.decided) {
      const row = make("p");
      for (const answer of ["accept", "dismiss"]) {
        const button = make("button", words[answer]);
        button.addEventListener("click", (event) => { event.stopPropagation(); choose(item.id); reason(answer); });
        row.append(button, " ");
      }
      line.append(row);
    }
    if (answering && answering.id === item.id) line.append(form(item));
    line.addEventListener("click", (event) => { if (!event.target.closest("form, button")) choose(item.id); });
    return line;
  }
  function form(item) {
    const element = make("form"), input = make("input"), keep = make("button", `${words.keep}（${words[answering.answer]}）`), cancel = make("button", words.cancel);
    input.placeholder = words.reason;
    input.setAttribute("aria-label", words.reason);
    input.maxLength = 1000;
    input.value = answering.reason;
    input.addEventListener("input", () => { answering.reason = input.value; });
    cancel.type = "button";
    cancel.addEventListener("click", () => { answering = null; list(); });
    element.append(input, keep, cancel);
    element.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (!$("by").value.trim()) { trouble(words.need_name); $("by").focus(); return; }
      if (!input.value.trim()) { trouble(words.need_reason); return; }
      const given = { key: item.id, answer: answering.answer, reason: input.value, by: $("by").value };
      if (await act("/api/decide", given)) { answering = null; list(); }
    });
    return element;
  }
  function reason(answer) {
    const item = data.queue.find((one) => one.id === chosen);
    if (!item || item.kind === "mark" || item.decided) return;
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
    const ids = shown().map((item) => item.id), here = ids.indexOf(chosen);
    if (ids.length) choose(ids[here < 0 ? (by > 0 ? 0 : ids.length - 1) : Math.min(Math.max(here + by, 0), ids.length - 1)]);
  }
  function write() {
    const item = data.queue.find((one) => one.id === chosen), element = item && item.section ? at(item) : null;
    if (!element) return;
    element.focus();
    const place = item.end > item.start ? range(element, item.start, item.end) : null;
    if (place) { getSelection().removeAllRanges(); getSelection().addRange(place); }
  }

  // --- acts -------------------------------------------------------------------------------------------------------
  const undo = () => { if (data.undo) act("/api/undo", {}); };
  async function download(review) {
    try {
      const file = await (await ask("/api/export", { suffix: ".docx", review })).blob();
      const link = make("a");
      link.href = URL.createObjectURL(file);
      link.download = `${data.organization}${data.year}.docx`;
      link.click();
      URL.revokeObjectURL(link.href);
      trouble("");
    } catch (error) { trouble(error.message); }
  }
  $("draft").addEventListener("click", () => act("/api/draft", {}));
  $("undo").addEventListener("click", undo);
  $("export").addEventListener("click", () => download(false));
  $("export-review").addEventListener("click", () => download(true));
  $("sign").addEventListener("click", () => {
    if (!$("by").value.trim()) { trouble(words.need_name); $("by").focus(); return; }
    act("/api/sign", { review: $("review").value, by: $("by").value });
  });
  $("by").addEventListener("change", () => localStorage.setItem("drafter-by", $("by").value));
  $("done").addEventListener("change", list);
  $("last-year").addEventListener("change", was);
  const keys = { j: () => step(1), k: () => step(-1), a: () => reason("accept"), d: () => reason("dismiss"), e: write, u: undo, "?": () => $("keys").scrollIntoView() };
  addEventListener("keydown", (event) => {
    if (event.key === "Escape") { $("card").hidden = true; if (document.activeElement) document.activeElement.blur(); return; }
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || !data) return;
    if (event.target.closest("input, select, [contenteditable]")) return;
    if (keys[event.key]) { event.preventDefault(); keys[event.key](); }
  });
  const read = () => queued(async () => { try { show(await (await ask("/api/case")).json()); } catch (error) { trouble(error.message); } });
  addEventListener("focus", () => { if (!document.querySelector(".unsaved")) read(); });
  setInterval(() => { if (!document.querySelector(".unsaved")) read(); }, 60000);
  read();
})();
