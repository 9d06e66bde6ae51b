// Keyboard, focus and timing of questions. Without it everything still works.
"use strict";
{
  const begun = new Map(); // variant → when it was first shown
  const told = new Set(); // answers whose feedback was shown
  let held = null; // a key pressed while a rating was on its way

  const sectionOf = (element) => element?.closest?.(".question");
  const typing = (element) => element?.matches?.("input[type=text], textarea, select");

  // The questions a key may be meant for: the one in focus, or a session's only one.
  const current = () =>
    sectionOf(document.activeElement) ?? document.querySelector(".session .question");

  function arrive(section, { focus, scroll }) {
    const { question: variant, answered } = section.dataset;
    reach(section);
    offerSign(section);
    for (const list of section.querySelectorAll("ol.order")) offerMoves(list);
    if (variant && !begun.has(variant)) begun.set(variant, performance.now());
    if (focus) {
      const place =
        section.querySelector("h2[data-focus], input:checked:enabled") ??
        section.querySelector("[data-focus]");
      // The page of a new question begins at its top; feedback is below what is
      // read already, and is scrolled to as far as its scroll margins say.
      if (scroll && variant && section.closest(".session")) scrollTo({ top: 0, behavior: "instant" });
      // Rated, it is the same feedback again, and stays where it is.
      place?.focus({ preventScroll: !scroll || told.has(answered) });
    }
    if (answered) told.add(answered);
    const news = section.querySelector("[data-said]") ?? section.querySelector("h2[data-focus]");
    const announcement = document.getElementById("announcement");
    if (announcement) announcement.textContent = news?.textContent ?? "";
    const waiting = held;
    held = null;
    if (waiting && waiting.answered === answered) press(section, waiting.key);
  }

  // What scrolls must be reachable by keyboard.
  function reach(root) {
    for (const math of root.querySelectorAll("math")) {
      const block = math.closest("p, ul, ol");
      if (block && block.scrollWidth > block.clientWidth + 1) block.tabIndex = 0;
    }
    for (const cells of root.querySelectorAll(".answered .cells")) {
      if (cells.scrollWidth > cells.clientWidth + 1) cells.tabIndex = 0;
    }
  }

  // Some phones' number pads have no minus, so they come with a button for it, which
  // goes to the number typed last.
  function offerSign(section) {
    const button = section.querySelector(".sign");
    if (!button || !matchMedia("(hover: none)").matches) return;
    let input = section.querySelector(".number-input");
    button.hidden = false;
    for (const field of section.querySelectorAll("[data-decimal]")) field.inputMode = "decimal";
    section.addEventListener("focusin", (event) => {
      if (event.target.matches(".number-input")) input = event.target;
    });
    button.addEventListener("click", () => {
      input.value = /^[-−]/.test(input.value) ? input.value.slice(1) : `-${input.value}`;
      input.focus();
    });
  }

  // An order is made by moving; without scripts each option is given its number.
  function offerMoves(list) {
    const rows = () => [...list.querySelectorAll("li")];
    const selects = [...list.querySelectorAll("select")];
    if (!selects.length) return;
    if (selects.every((select) => select.value)) {
      const number = (row) => Number(row.querySelector("select").value);
      list.append(...rows().sort((one, other) => number(one) - number(other)));
    }
    for (const select of selects) select.hidden = true;
    for (const button of list.querySelectorAll("[data-move]")) button.hidden = false;
    const bound = () =>
      rows().forEach((row, place, all) => {
        row.querySelector('[data-move="-1"]').disabled = place === 0;
        row.querySelector('[data-move="1"]').disabled = place === all.length - 1;
      });
    const move = (row, by) => {
      const other = by < 0 ? row.previousElementSibling : row.nextElementSibling;
      if (!other) return;
      by < 0 ? other.before(row) : other.after(row);
      const all = rows();
      all.forEach((one, place) => (one.querySelector("select").value = place + 1));
      bound();
      const buttons = [...row.querySelectorAll("[data-move]")];
      (buttons.find((b) => b.dataset.move === String(by) && !b.disabled) ??
        buttons.find((b) => !b.disabled)).focus();
      const said = list.dataset.moved
        .replace("{number}", all.indexOf(row) + 1)
        .replace("{count}", all.length);
      const announcement = document.getElementById("announcement");
      if (announcement) announcement.textContent = `${row.firstElementChild.textContent}: ${said}`;
    };
    list.addEventListener("click", (event) => {
      const button = event.target.closest("[data-move]");
      if (button) move(button.closest("li"), Number(button.dataset.move));
    });
    list.addEventListener("keydown", (event) => {
      const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      if (!by || !event.target.matches("[data-move]")) return;
      event.preventDefault();
      move(event.target.closest("li"), by);
    });
    bound();
  }

  function choose(section, digit) {
    const input = section.querySelectorAll(".options input:enabled")[digit - 1];
    if (!input) return false;
    if (input.type === "checkbox" || !input.checked) input.click();
    input.focus();
    return true;
  }

  // Points are chosen in their figure, too, and it rings those that are.
  const NEAR = 36; // pixels from a point's middle that a finger may be off
  const pointsOf = (section) => [...(section?.querySelectorAll(".points input") ?? [])];
  const figureOf = (section) => section.querySelector(":scope > .plot .figure");

  function ring(section) {
    const chosen = pointsOf(section).filter((input) => input.checked);
    figureOf(section)?.view?.signal("chosen", chosen.map((input) => input.value)).runAsync();
  }

  function pointAt(section, event) {
    const figure = figureOf(section);
    const { view } = figure;
    const frame = figure.querySelector("svg").getBoundingClientRect();
    const [left, top] = view.origin();
    const padding = view.padding();
    const away = ({ dataset }) =>
      Math.hypot(
        frame.left + padding.left + left + view.scale("x")(Number(dataset.x)) - event.clientX,
        frame.top + padding.top + top + view.scale("y")(Number(dataset.y)) - event.clientY,
      );
    const [nearest] = pointsOf(section).sort((one, other) => away(one) - away(other));
    return away(nearest) <= NEAR ? nearest : null;
  }

  document.addEventListener("figure:drawn", ({ target }) => {
    const section = sectionOf(target);
    if (pointsOf(section).length && target === figureOf(section)) ring(section);
  });
  document.addEventListener("change", ({ target }) => {
    if (target.matches(".points input")) ring(sectionOf(target));
  });
  document.addEventListener("click", (event) => {
    const figure = event.target.closest?.(".plot .figure");
    const section = sectionOf(figure);
    if (!figure?.view || !pointsOf(section).some((input) => input.matches(":enabled"))) return;
    const input = figure === figureOf(section) ? pointAt(section, event) : null;
    input?.click();
    input?.focus({ preventScroll: true }); // Enter checks, and the figure stays in sight
  });

  // A letter, on whatever keyboard it was pressed.
  const letterOf = ({ key, code }) =>
    /^[a-z]$/i.test(key) ? key.toLowerCase() : (/^Key([A-Z])$/.exec(code)?.[1] ?? "").toLowerCase();

  function mark(section, letter) {
    const input = pointsOf(section).find((one) => one.value === letter && one.matches(":enabled"));
    input?.click();
    input?.focus();
    return Boolean(input);
  }

  // 0 and 1 fill a truth table cell by cell.
  function fill(radio, digit) {
    const section = sectionOf(radio);
    const cells = [...section.querySelectorAll(".bits")];
    const at = cells.indexOf(radio.closest(".bits"));
    cells[at].querySelector(`input[value="${digit}"]`).click();
    const next = cells[at + 1]?.querySelector(":checked") ?? cells[at + 1]?.querySelector("input");
    (next ?? section.querySelector("form.answer > button")).focus();
  }

  const keyed = (section, key) =>
    [...section.querySelectorAll("[data-key]")].find((element) =>
      element.dataset.key.split(" ").includes(key),
    );

  function press(section, key) {
    const target = keyed(section, key);
    target?.click();
    return Boolean(target);
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const active = document.activeElement;
    const section = current();
    if (!section || (typing(active) && !active.disabled)) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    // What is pressed now would be lost with the section that a rating replaces.
    if (section.querySelector(".rating.htmx-request") && keyed(section, key)) {
      if (!event.repeat) held = { answered: section.dataset.answered, key };
      event.preventDefault();
      return;
    }
    // Links and buttons act on Enter by themselves.
    if (event.key === "Enter" && active.matches("a, button, input, summary")) return;
    if (event.repeat) return; // held down, a rating would be set and unset
    if (/^[01]$/.test(key) && active.matches(".bits input:enabled")) {
      event.preventDefault();
      fill(active, key);
      return;
    }
    if (mark(section, letterOf(event))) {
      event.preventDefault();
      return;
    }
    const done = /^[1-9]$/.test(key) && section.dataset.question
      ? choose(section, Number(key))
      : press(section, key);
    if (done) event.preventDefault();
  });

  // Before htmx collects the form, hence in the capturing phase.
  document.addEventListener(
    "submit",
    (event) => {
      const section = sectionOf(event.target);
      const field = event.target.elements.duration_ms;
      const start = begun.get(section?.dataset.question);
      // Once only: sent again, an answer must be the same answer.
      if (field && !field.value && start !== undefined) {
        field.value = Math.min(Math.round(performance.now() - start), 86_400_000);
      }
    },
    true,
  );

  document.addEventListener("DOMContentLoaded", () => {
    for (const prose of document.querySelectorAll(".prose")) reach(prose);
    for (const section of document.querySelectorAll(".question")) {
      arrive(section, { focus: section.closest(".session") !== null, scroll: false });
    }
  });
  document.addEventListener("htmx:load", (event) => {
    if (event.target.matches?.(".question")) arrive(event.target, { focus: true, scroll: true });
  });
}
