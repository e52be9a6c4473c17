// The notes by topic, each with what it became in the text.
import { $, ask, button, forget, keep, keptAt, make, queued, register, said, saved, trouble, words } from "./workbench.js";

const PAUSE = 600; // milliseconds without a key after which notes are saved
const areas = new Map(), timers = new Map(); // by place

async function open() {
  shown(await (await ask("api/notes")).json());
  for (const [name, area] of areas) {
    const held = keptAt(`notes/${name}`);
    if (held && held[1] !== area.saved && !area.classList.contains("unsaved")) {
      if (held[0] === area.saved) { area.value = held[1]; typed(area); } else trouble(said("held", { text: held[1] }));
    }
  }
}
const name = (place) => `${place.section}/${place.topic || ""}`;
function shown(found) {
  const now = found.places.map(name);
  if (now.join() !== [...areas.keys()].join()) { areas.clear(); $("note-list").replaceChildren(...found.places.map(box)); }
  for (const place of found.places) {
    const area = areas.get(name(place));
    // A line that somebody has just begun stays as it is: the file does not keep the blanks at its end.
    const same = area.value.trim() === place.text, writing = document.activeElement === area;
    if (same || area.value === area.saved) { if (!same || !writing) area.value = place.text; area.classList.remove("unsaved"); }
    area.saved = place.text;
    area.rows = Math.max(2, area.value.split("\n").length + 1);
    area.parentElement.querySelector(".said").replaceChildren(...place.notes.map((note) => line(note, found.drafted)));
  }
}
function box(place) {
  const element = make("section", "", "note"), head = make("h2", place.heading), area = make("textarea"), list = make("ul", "", "said");
  head.id = `note-${name(place)}`;
  area.setAttribute("aria-labelledby", head.id);
  area.placeholder = place.asks;
  area.place = place;
  area.saved = "";
  area.lang = "zh-CN";
  area.addEventListener("input", () => typed(area));
  areas.set(name(place), area);
  element.append(head, area, list);
  return element;
}
function line(note, drafted) {
  const item = make("li", "", note.said.length ? "told" : "untold");
  item.append(make("span", note.text, "what"), " ");
  if (!note.said.length) item.append(make("strong", drafted ? words.note_unsaid : words.note_no_draft));
  for (const one of note.said) item.append(button(words.note_said, () => { location.hash = "text"; dispatchEvent(new CustomEvent("passage", { detail: one })); }));
  return item;
}
function typed(area) {
  area.classList.add("unsaved");
  saved(words.saving);
  keep(`notes/${name(area.place)}`, area.saved, area.value);
  clearTimeout(timers.get(area));
  timers.set(area, setTimeout(() => save(area), PAUSE));
}
const save = (area) => queued(async () => {
  const text = area.value, before = area.saved, { section, topic } = area.place;
  if (text.trim() === before) { area.classList.remove("unsaved"); saved(""); forget(`notes/${name(area.place)}`); return; }
  try {
    const found = await (await ask("api/notes", { section, topic, before, text })).json();
    if (area.value === text) { area.classList.remove("unsaved"); area.saved = text.trim(); forget(`notes/${name(area.place)}`); }
    shown(found);
    $("undo").disabled = !found.undo;
    saved(words.saved);
    trouble("");
  } catch (error) { saved(""); trouble(`${error.message} ${words.failed}`); }
});
register("notes", { open });
