"use strict";
// The acts of the page of a batch: each is asked for once, and the page is shown anew.
const acts = Array.from(document.querySelectorAll("[data-act]"));

async function act(button) {
  const said = document.getElementById("said");
  acts.forEach((other) => { other.disabled = true; });
  said.textContent = button.dataset.doing;
  try {
    const answer = await fetch(button.dataset.act, {
      method: "POST", headers: { "content-type": "application/json" }, body: "{}",
    });
    const data = await answer.json();
    if (answer.ok) { location.reload(); return; }
    said.textContent = data.error;
  } catch (error) {
    said.textContent = String(error);
  }
  acts.forEach((other) => { other.disabled = false; });
}

acts.forEach((button) => button.addEventListener("click", () => act(button)));
setInterval(() => fetch("/static/workbench-batch.js", { cache: "no-store" }).catch(() => {}), 60000);
