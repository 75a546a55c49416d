"use strict";
// Layers on top of pages that work without them: keys, picking rows, live updates. No library, nothing inline.
(() => {
  const $ = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  // Menus close when something else is clicked, and on Escape, which gives the focus back.
  document.addEventListener("click", (event) => {
    for (const menu of all("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
  });

  // Keys: '/' search, 'g' and a letter: go to a room, 'j' 'k' move, 'x' pick, Enter open. Single letters can be switched off on the
  // page of the account: who speaks to the machine, or hits keys beside those he means, does nothing by chance (WCAG 2.1.4).
  const hasKeys = document.body.dataset.keys !== "off";
  let goes = false;
  const isTyping = (element) => element.matches("input:not([type=checkbox]), select, textarea, [contenteditable]");
  const rows = () => all("tr[data-row]");
  const move = (step) => {
    const list = rows();
    if (!list.length) return;
    const at = list.findIndex((row) => row.contains(document.activeElement));
    const next = list[Math.min(list.length - 1, Math.max(0, at < 0 ? 0 : at + step))];
    ($("a", next) || $("input", next)).focus();
  };
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      const menu = $("details.menu[open]");
      if (menu) { menu.open = false; $("summary", menu).focus(); }
      return;
    }
    if (event.ctrlKey && event.key.toLowerCase() === "k") {
      const search = $("[data-key='/']");
      if (search) { event.preventDefault(); search.focus(); }
      return;
    }
    if (!hasKeys || event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target)) return;
    if (goes) {
      goes = false;
      const link = $(`[data-go="${CSS.escape(event.key)}"]`);
      if (link) { event.preventDefault(); link.click(); }
      return;
    }
    const row = event.target.closest("tr[data-row]");
    switch (event.key) {
      case "g": goes = true; setTimeout(() => { goes = false; }, 1500); break;
      case "/": { const search = $("[data-key='/']"); if (search) { event.preventDefault(); search.focus(); } break; }
      case "j": move(1); break;
      case "k": move(-1); break;
      case "x": { const box = row && $("input[name=pick]", row); if (box) box.click(); break; }
      default: {
        const button = $(`[data-key="${CSS.escape(event.key)}"]`);
        // A link leads to a page that asks first; a button does at once what it says, so it is only gone to: Enter presses it.
        if (button) { event.preventDefault(); if (button.matches("a")) button.click(); else button.focus(); }
      }
    }
  });

  // Picking rows.
  const mark = (box) => box.closest("tr").classList.toggle("picked", box.checked);
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-pick-all]")) {
      for (const box of all("input[name=pick]")) { box.checked = event.target.checked; mark(box); }
    } else if (event.target.matches("input[name=pick]")) {
      mark(event.target);
    }
  });

  // A form is sent once. By the time that its buttons are switched off, what is sent was gathered, the pressed button's name too.
  document.addEventListener("submit", (event) => {
    for (const button of all("button", event.target)) setTimeout(() => { button.disabled = true; }, 0);
  });
  window.addEventListener("pageshow", () => { for (const button of all("form button:disabled:not([data-off])")) button.disabled = false; });

  // Errors of a form get the focus.
  const errors = $("#errors");
  if (errors) errors.focus();

  // Live parts: each event brings the HTML of one part, told by its id. Text comes escaped from the server.
  // What somebody is filling in is left alone.
  const isDefault = (field) => {
    if (field.tagName === "SELECT") return field.selectedIndex === Math.max(0, [...field.options].findIndex((option) => option.defaultSelected));
    return field.type === "checkbox" ? field.checked === field.defaultChecked : field.value === field.defaultValue;
  };
  const isInUse = (place) => place.contains(document.activeElement) || !all("input, select, textarea", place).every(isDefault);
  const live = $("[data-live]");
  if (live && window.EventSource) {
    // A browser keeps few connections to one server: pages that nobody looks at give theirs back.
    let source = null;
    const status = $("[data-live-status]");
    const say = (word) => { if (status) { status.dataset.state = word; status.textContent = "· " + status.dataset[word]; } };
    const show = (event) => {
      const part = JSON.parse(event.data);
      const place = document.getElementById(part.id);
      if (!place || isInUse(place)) return;
      const parsed = new DOMParser().parseFromString(part.html, "text/html");
      place.replaceChildren(...parsed.body.childNodes);
    };
    const open = () => {
      if (source || document.hidden) return;
      source = new EventSource(live.dataset.live);
      source.addEventListener("open", () => say("on"));
      // What was refused (too many at once, say) the browser does not ask for again: the page does, when it is looked at next.
      source.addEventListener("error", () => { say("off"); if (source && source.readyState === EventSource.CLOSED) source = null; });
      source.addEventListener("part", show);
    };
    const close = () => {
      if (!source) return;
      source.close();
      source = null;
      say("off");
    };
    document.addEventListener("visibilitychange", () => (document.hidden ? close() : open()));
    window.addEventListener("pagehide", close);
    window.addEventListener("pageshow", open);
    open();
  }
})();
