// A model at work: what it writes is proposed beside what stands, and taken sentence by sentence, as an edit like others.
import { $, act, ask, button, data, make, queued, register, said, trouble, words } from "./workbench.js";
import { runsOf } from "./workbench-text.js";

let told = null, looking = 0, place = null;
const taken = new Map(); // by proposal, the sentences that are chosen

async function look() {
  try { shown(await (await ask("api/model")).json()); } catch (error) { trouble(error.message); }
}
const asked = (path, body) => queued(async () => {
  try { shown(await (await ask(path, body)).json()); trouble(""); } catch (error) { trouble(error.message); }
});
function shown(found) {
  told = found;
  $("write").hidden = !found.model || !data.number;
  const box = $("model");
  box.hidden = !found.state;
  clearTimeout(looking);
  if (found.state === "running") {
    looking = setTimeout(look, 700);
    box.replaceChildren(make("p", said("model_running", { name: found.model?.name || "", heading: found.heading, count: found.characters })), button(words.cancel, () => asked("api/model-stop", {})));
  } else if (found.state === "failed" || found.state === "cancelled") {
    box.replaceChildren(make("p", found.state === "failed" ? said("model_failed", { error: found.error }) : words.model_cancelled), button(words.model_close, () => asked("api/model-stop", {})));
  } else if (found.state === "done") {
    const parts = found.proposals.map(proposal);
    box.replaceChildren(make("p", parts.length ? words.model_done : words.model_same), ...parts, button(words.model_close, () => { taken.clear(); asked("api/model-stop", {}); }));
  }
}
function proposal(one) {
  const name = `${one.section}/${one.paragraph}/${one.added}`, box = make("div", "", "proposed"), row = make("p", "", "row");
  box.append(make("h3", one.added ? said("model_added", { heading: one.heading }) : one.heading));
  const boxes = one.sentences.map((sentence) => {
    if (sentence.same) { box.append(make("div", sentence.new, "quiet")); return null; }
    const line = make("label", "", "choice"), check = make("input");
    check.type = "checkbox";
    check.checked = taken.get(name)?.has(sentence.new) ?? true;
    line.append(check, runsOf(sentence.runs));
    box.append(line);
    return check;
  });
  const text = (all) => one.sentences.map((sentence, at) => (boxes[at] === null || all || boxes[at].checked ? sentence.new : sentence.old)).join("");
  row.append(button(words.model_take, () => take(one, text(false)), "main"));
  box.append(row);
  return box;
}
async function take(one, text) {
  const whole = one.added ? `${one.before}\n${text}` : text;
  if (await act("api/edit", { section: one.section, paragraph: one.paragraph, before: one.before, text: whole, by_model: true })) look();
}
// What is asked for says first where the report is sent to.
function form(title, field, send) {
  const element = make("form"), row = make("p", "", "row"), ok = make("button", words.model_send, "main"), area = field ? make("textarea") : null;
  element.append(make("strong", title), make("p", told.model.server ? said("model_server", told.model) : said("model_file", told.model), "quiet"));
  if (area) { area.setAttribute("aria-label", words.instruction); area.placeholder = words.instruction; area.maxLength = 2000; area.rows = 3; element.append(area); }
  row.append(ok, button(words.cancel, () => { $("card").hidden = true; }));
  element.append(row);
  element.addEventListener("submit", (event) => {
    event.preventDefault();
    if (area && !area.value.trim()) return;
    $("card").hidden = true;
    send(area ? area.value : "");
  });
  $("card").replaceChildren(element);
  $("card").hidden = false;
  $("card").style.left = "2rem";
  $("card").style.top = "9rem";
  (area || ok).focus();
}
$("write").addEventListener("click", () => {
  form(words.write, false, () => asked("api/write", { section: $("write-section").value || null }));
  const choice = make("select");
  choice.id = "write-section";
  choice.setAttribute("aria-label", words.write_section);
  for (const [key, text] of [["", words.write_all], ...data.sections.filter((one) => one.heading).map((one) => [one.key, one.heading])]) { const option = make("option", text); option.value = key; choice.append(option); }
  $("card").querySelector("form").insertBefore(choice, $("card").querySelector(".row"));
});
document.addEventListener("focusin", (event) => {
  const element = event.target.closest?.("#paper p[data-place]");
  if (element) place = element.dataset.place;
  else if (!event.target.closest?.("#revise, #card")) place = null;
  $("revise").hidden = !place || !told?.model;
});
$("revise").addEventListener("click", () => {
  const [section, paragraph] = place.split("/");
  form(words.revise, true, (instruction) => asked("api/revise", { section, paragraph: Number(paragraph), instruction }));
});
register("model", { show: () => { if (!told) look(); } });
