// Review: comments with their answers, what changed since, and everything that happened, each act to be undone.
import { $, act, ask, button, data, make, named, queued, read, register, said, show, trouble, undo, words } from "./workbench.js";
import { runsOf } from "./workbench-text.js";

let found = null;
async function open() {
  found = await (await ask("api/review")).json();
  comments();
  history();
  const chosen = $("since").value, options = [["signed", words.since_signed], ...found.drafts.map((number) => [String(number), said("draft_number", { number })])];
  $("since").replaceChildren(...options.map(([value, text]) => { const option = make("option", text); option.value = value; return option; }));
  if (options.some(([value]) => value === chosen)) $("since").value = chosen;
}
function comments() {
  const lines = found.comments.map((one) => {
    const item = make("li", "", one.answer ? "decided" : "comment"), row = make("p", "", "row");
    item.append(make("strong", `${one.author} ${one.date || ""}`), make("blockquote", one.quote), make("p", one.text, "lines"));
    if (one.answer) item.append(make("p", `${one.answer}：${one.reason} — ${one.by}`, "quiet"));
    if (one.section) row.append(button(words.note_said, () => { location.hash = "text"; dispatchEvent(new CustomEvent("passage", { detail: one })); }));
    if (!one.answer) row.append(button(words.answer, () => answer(item, one)));
    item.append(row);
    return item;
  });
  $("comments").replaceChildren(...(lines.length ? lines : [make("li", words.no_comments, "quiet")]));
}
function answer(item, one) {
  const form = make("form", "", "row"), input = make("input");
  input.setAttribute("aria-label", words.answer);
  input.placeholder = words.answer;
  input.maxLength = 1000;
  const give = (kind) => async () => { if (named() && input.value.trim() && await act("api/decide", { key: one.id, answer: kind, reason: input.value, by: $("by").value })) read(); };
  form.append(input, button(words.accept, give("accept")), button(words.dismiss, give("dismiss")));
  form.addEventListener("submit", (event) => { event.preventDefault(); give("accept")(); });
  item.append(form);
  input.focus();
}
function history() {
  $("signatures").replaceChildren(...found.signatures.map((one) => make("li", `${one.review} · ${one.by} · ${one.date}${one.holds ? "" : ` · ${words.signed_before}`}`, one.holds ? "" : "quiet")));
  $("log").replaceChildren(...found.log.map((line) => make("li", line)));
  let last = true;
  $("acts").replaceChildren(...found.acts.map((one) => {
    const item = make("li", "", one.undone ? "undone" : "");
    item.append(make("span", one.when, "quiet"), ` ${one.kind} ${one.by} `, make("span", one.about, "about"));
    if (one.undone) item.append(make("em", ` ${words.undone}`));
    else if (last) { last = false; if (data.undo) item.append(button(words.undo, undo)); }
    return item;
  }));
}
function changes() {
  const since = $("since").value === "signed" ? `signed:${$("by").value}` : $("since").value;
  queued(async () => {
    try {
      const told = await (await ask("api/changes", { since })).json(), parts = [make("p", said("since", { name: told.since }), "quiet")];
      if (!told.passages.length && !told.cells.length) parts.push(make("p", words.no_changes));
      if (told.cells.length) {
        const list = make("ul");
        for (const cell of told.cells) { const item = make("li", `${cell.name}：`); item.append(make("del", cell.old || words.blank), " ", make("ins", cell.new || words.blank)); list.append(item); }
        parts.push(list);
      }
      for (const one of told.passages) parts.push(make("h3", one.heading), runsOf(one.runs));
      $("changes").replaceChildren(...parts);
      trouble("");
    } catch (error) { $("changes").replaceChildren(); trouble(error.message); }
  });
}
$("show-changes").addEventListener("click", changes);
register("review", { open });
