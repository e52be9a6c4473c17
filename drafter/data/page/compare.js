"use strict";
(function () {
  var root = document.documentElement;
  var from = null;

  function all(selector, within) { return Array.prototype.slice.call((within || document).querySelectorAll(selector)); }
  function byId(id) { return document.getElementById(id); }
  function shown(element) { return element.offsetParent !== null; }

  function filter(name) {
    root.dataset.filter = name;
    var any = false;
    all("section").forEach(function (section) {
      section.classList.remove("empty");
      var some = all(".row", section).some(shown);
      section.classList.toggle("empty", name !== "all" && !some);
      any = any || some;
    });
    root.classList.toggle("empty", !any && !shown(byId("r-title")));
    all("input[name=filter]").forEach(function (input) { input.checked = input.value === name; });
  }

  function light(elements) {
    all(".lit").forEach(function (element) { element.classList.remove("lit"); });
    elements.forEach(function (element) { if (element) { element.classList.add("lit"); } });
  }

  function related(element) {
    var number = element.closest("[data-cells]");
    if (number) { return [number].concat(number.dataset.cells.split(" ").map(function (cell) { return byId("c-" + cell); })); }
    var cell = element.closest("td[id]");
    var link = cell && cell.querySelector("[data-numbers]");
    if (link) { return [cell].concat(link.dataset.numbers.split(" ").map(byId)); }
    var place = element.closest("[data-findings]");
    if (place) { return place.dataset.findings.split(" ").map(function (finding) { return byId("f-" + finding); }); }
    var note = element.closest(".notes > li");
    return note ? all('[data-findings~="' + note.id.slice(2) + '"]') : [];
  }

  function go(target, origin) {
    if (!target) { return; }
    if (!shown(target)) { filter("all"); }
    from = origin || from;
    if (target.tabIndex < 0 && !target.hasAttribute("tabindex")) { target.setAttribute("tabindex", "-1"); }
    target.focus({ preventScroll: true });
    target.scrollIntoView({ block: "center", inline: "center" });
  }

  function step(forward) {
    var name = root.dataset.filter === "all" ? "changed" : root.dataset.filter;
    var rows = all('.row[data-flags~="' + name + '"]').filter(shown);
    var here = document.activeElement ? document.activeElement.closest(".row") : null;
    var index = rows.indexOf(here);
    if (index < 0 && here) {
      index = rows.filter(function (row) { return row.compareDocumentPosition(here) & 4; }).length - (forward ? 1 : 0);
    }
    var next = rows[index + (forward ? 1 : -1)];
    if (targets.indexOf(next) >= 0) { turn(targets.indexOf(next)); } else { go(next); }
  }

  var targets = all(".index a").map(function (link) { return byId(link.getAttribute("href").slice(1)); });
  var current = -1;

  function turn(index) {
    if (!targets.length) { return; }
    current = Math.min(Math.max(index, 0), targets.length - 1);
    byId("position").textContent = (current + 1) + "/" + targets.length;
    go(targets[current]);
  }

  function place() {
    var height = document.documentElement.scrollHeight;
    all(".map a").forEach(function (mark, index) {
      var target = targets[index];
      mark.hidden = !shown(target);
      mark.style.top = 100 * (target.getBoundingClientRect().top + window.scrollY) / height + "%";
    });
  }

  window.addEventListener("resize", place);
  window.addEventListener("load", place);

  document.addEventListener("change", function (event) {
    if (event.target.name === "filter") { filter(event.target.value); place(); }
  });
  document.addEventListener("mouseover", function (event) {
    if (event.target.closest) { light(related(event.target)); }
  });
  document.addEventListener("focusin", function (event) { light(related(event.target)); });
  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-step]");
    var entry = event.target.closest(".index a, .map a, .move");
    if (button) { turn(current + (button.dataset.step === "on" ? 1 : -1)); return; }
    if (entry) {
      event.preventDefault();
      var target = byId(entry.getAttribute("href").slice(1));
      if (targets.indexOf(target) >= 0) { turn(targets.indexOf(target)); } else { go(target); }
      return;
    }
    var number = event.target.closest("[data-cells]");
    var cell = event.target.closest("td[id]");
    var back = cell && cell.querySelector("[data-numbers]");
    var place = event.target.closest("[data-findings]");
    if (number) {
      event.preventDefault();
      go(byId("c-" + number.dataset.cells.split(" ")[0]), number);
    } else if (back) {
      event.preventDefault();
      var numbers = back.dataset.numbers.split(" ");
      go(byId(from && numbers.indexOf(from.id) >= 0 ? from.id : numbers[0]), back);
    } else if (place) {
      go(byId("f-" + place.dataset.findings.split(" ")[0]), place);
    } else if (event.target.closest(".notes > li") && !event.target.closest("details")) {
      go(related(event.target)[0], event.target.closest("li"));
    }
  });
  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey) { return; }
    if (event.key === "n" || event.key === "p") { step(event.key === "n"); }
    if (event.key === "Escape" && from) { go(from); }
  });
})();
