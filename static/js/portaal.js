/* Improvements only: every page works without this file. */
(() => {
  "use strict";

  const $ = (selector, root = document) => root.querySelectorAll(selector);
  const say = (text) => { document.getElementById("aankondiging").textContent = text; };

  /* The menu link of narrow screens becomes a button that opens and closes. */
  for (const link of $("[data-menu]")) {
    const menu = document.getElementById(link.hash.slice(1));
    const button = document.createElement("button");
    button.type = "button";
    button.className = link.className;
    button.textContent = link.textContent;
    button.setAttribute("aria-controls", menu.id);
    const set = (open) => {
      menu.classList.toggle("is-open", open);
      button.setAttribute("aria-expanded", String(open));
    };
    set(false);
    button.addEventListener("click", () => set(!menu.classList.contains("is-open")));
    menu.parentElement.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && menu.classList.contains("is-open")) {
        set(false);
        button.focus();
      }
    });
    link.replaceWith(button);
  }

  /* Buttons that print or copy; hidden while there is no script. */
  const prepare = (root) => {
    for (const button of $("[data-print], [data-copy], [data-dialog], [data-close]", root)) button.hidden = false;
  };
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-print], [data-copy], [data-dialog], [data-close]");
    if (!button) return;
    const { print, copy, dialog } = button.dataset;
    if (print !== undefined) window.print();
    else if (copy) {
      await navigator.clipboard.writeText(document.getElementById(copy).textContent.trim());
      say(document.body.dataset.copied);
    } else if (dialog) document.getElementById(dialog).showModal();
    else button.closest("dialog")?.close();
  });

  /* Error summary or confirmation: where the eye and the screen reader must go. */
  const focusFirst = (root) => {
    const target = $("[role=alert][data-focus]", root)[0] ?? $("[data-focus]", root)[0];
    if (target) target.focus();
    return Boolean(target);
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest(".alert__list a[href^='#'], .checks a[href^='#']");
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    field.focus();
    (field.closest(".field") ?? field).scrollIntoView({ block: "center" });
  });

  /* Leaving a form with unsaved input asks first; `data-guard` on the form switches it on. */
  let dirty = false;
  document.addEventListener("input", (event) => { if (event.target.closest("form[data-guard]")) dirty = true; });
  document.addEventListener("submit", () => { dirty = false; });
  window.addEventListener("beforeunload", (event) => { if (dirty) event.preventDefault(); });

  /* After a swap: say what came, and keep the focus from falling back to the top of the page. */
  document.addEventListener("htmx:afterSettle", (event) => {
    const part = document.getElementById(event.detail.elt.id) ?? event.detail.elt;
    prepare(part);
    if (part.dataset.announce) say(part.dataset.announce);
    if (!focusFirst(part) && document.activeElement === document.body) {
      $(".table-bar__count", part)[0]?.focus();
    }
  });
  for (const name of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(name, () => {
      const place = document.getElementById("meldingen");
      const alert = document.createElement("p");
      alert.className = "utrecht-alert alert alert--must";
      alert.textContent = document.body.dataset.lost;
      place.replaceChildren(alert);
    });
  }

  /* What was folded or unfolded stays so on the next page; the group of the page itself is open. */
  for (const group of $("details[data-keep-open]")) {
    const key = group.dataset.keepOpen;
    try {
      const kept = localStorage.getItem(key);
      if (kept !== null && !group.querySelector("[aria-current]")) group.open = kept === "1";
      group.firstElementChild.addEventListener("click", () => localStorage.setItem(key, group.open ? "0" : "1"));
    } catch { /* without storage the page decides */ }
  }

  prepare(document);
  focusFirst(document);
})();
