/* The filing page. Improvements only: without this file every button does the same in a round trip. */
(() => {
  "use strict";

  const form = document.getElementById("indienen");
  if (!form) return;
  const field = (name) => form.elements.namedItem(name);
  const plain = (name) => (field(name)?.value ?? "").replace(/[.\s]/g, "").replace(",", ".");
  const number = (name, empty) => (plain(name) === "" ? empty : Number(plain(name)));

  /* Rhythm: times × duration × weeks ÷ participants, as long as nobody typed another total. */
  const follow = () => {
    const total = field("volume");
    const kept = field("ritme_totaal");
    if (!form.querySelector("[data-ritme]") || !total || !kept) return;
    const weeks = form.querySelector("[data-weken]")?.dataset.weken;
    const keer = number("keer", NaN);
    const duur = field("duur") ? number("duur", NaN) : 1;
    const weken = number("weken", weeks ? Number(weeks) : NaN);
    const sum = Math.floor((keer * duur * weken) / Math.max(number("deelnemers", 1), 1) + 0.5);
    if (!(sum > 0) || (plain("volume") !== "" && plain("volume") !== plain("ritme_totaal"))) return;
    total.value = sum.toLocaleString("nl-NL");
    kept.value = String(sum);
  };
  const inRhythm = ["keer", "duur", "weken", "deelnemers"];
  form.addEventListener("input", (event) => { if (inRhythm.includes(event.target.name)) follow(); });

  /* While a field has the focus after typing, its half-finished value is not called wrong. */
  form.addEventListener("htmx:configRequest", (event) => {
    if (event.detail.elt !== form) return;
    const typing = event.detail.triggeringEvent?.type === "input";
    event.detail.parameters.set("bezig", typing ? document.activeElement?.name ?? "" : "");
  });

  /* Messages came in from the live check: mark their fields, in colour and for screen readers. */
  const mark = () => {
    for (const place of form.querySelectorAll(".field__messages")) {
      const wrong = place.querySelector(".utrecht-form-field-error-message") !== null;
      place.closest(".field")?.classList.toggle("field--invalid", wrong);
      const control = document.getElementById(place.id.replace(/_error$/, ""));
      if (!control) continue;
      if (wrong) control.setAttribute("aria-invalid", "true");
      else control.removeAttribute("aria-invalid");
      for (const kind of ["utrecht-textbox", "utrecht-select", "utrecht-textarea"]) {
        if (control.classList.contains(kind)) control.classList.toggle(`${kind}--invalid`, wrong);
      }
    }
  };
  /* A part that is drawn again shows what was sent; what was typed since then goes back in. */
  const ofServer = ["wat_sleutel", "aanbod_sleutel", "eenheid", "frequentie"];
  const controls = () => [...form.querySelectorAll("#omvang [name], #aanbod [name]")]
    .filter((control) => !ofServer.includes(control.name));
  const ticked = (control) => ["radio", "checkbox"].includes(control.type);
  const key = (control) => (ticked(control) ? `${control.name}=${control.value}` : control.name);
  let typed = new Map();
  form.addEventListener("htmx:beforeSwap", () => {
    typed = new Map(controls().map((c) => [key(c), ticked(c) ? c.checked : c.value]));
  });
  form.addEventListener("htmx:afterSwap", () => {
    for (const control of controls()) {
      if (!typed.has(key(control))) continue;
      if (ticked(control)) control.checked = typed.get(key(control));
      else if (control.value !== typed.get(key(control))) control.value = typed.get(key(control));
    }
  });
  form.addEventListener("htmx:afterSettle", () => { follow(); mark(); });

  /* Enter checks, it does not file; without a script the same button does a round trip. */
  form.addEventListener("submit", (event) => {
    const action = event.submitter?.name === "actie" ? event.submitter.value : "";
    if (action !== "controleren") return;
    event.preventDefault();
    form.dispatchEvent(new Event("change", { bubbles: true }));
  });

  /* The finder: narrow the list while typing; a choice goes into the product field. */
  const search = form.querySelector("[data-filter-list]");
  if (search) {
    const items = [...document.getElementById(search.dataset.filterList).children];
    const none = form.querySelector("[data-filter-none]");
    search.closest("[data-filter-box]").hidden = false;
    search.addEventListener("input", (event) => {
      event.stopPropagation();
      const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
      for (const item of items) {
        const text = item.textContent.toLowerCase();
        item.hidden = !words.every((word) => text.includes(word));
      }
      none.hidden = items.some((item) => !item.hidden);
    });
    search.addEventListener("change", (event) => event.stopPropagation());
    search.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
  }
  form.addEventListener("click", (event) => {
    const choose = event.target.closest("[data-kies]");
    if (!choose) return;
    event.preventDefault();
    const product = field("product");
    product.value = choose.dataset.kies;
    document.getElementById("productzoeker").open = false;
    product.focus();
    product.dispatchEvent(new Event("change", { bubbles: true }));
  });
})();
