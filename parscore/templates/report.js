(() => {
  "use strict";
  const all = (selector, within = document) => Array.from(within.querySelectorAll(selector));

  // --- what only works with a script is shown by it
  document.documentElement.classList.add("js");
  all("[hidden]").forEach((element) => { element.hidden = false; });

  // --- sorting: cells carry their place among the exact values, so no figure is read back from its text
  const place = (row, column) => Number(row.cells[column].dataset.v || Infinity);
  const sort = (table, column, down) => {
    const body = table.tBodies[0];
    const rows = Array.from(body.rows).sort((a, b) => {
      const x = place(a, column), y = place(b, column);
      if (x === y) return a.dataset.at - b.dataset.at;
      if (x === Infinity || y === Infinity) return x === Infinity ? 1 : -1;
      return down ? y - x : x - y;
    });
    body.append(...rows);
    all("thead th", table).forEach((head, at) => {
      if (at === column) head.setAttribute("aria-sort", down ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    });
  };
  for (const table of all("table.sortable")) {
    Array.from(table.tBodies[0].rows).forEach((row, at) => { row.dataset.at = at; });
    all("thead th", table).forEach((head, column) => {
      const control = document.createElement("span"); // Chromium drops buttons from headings repeated on paper
      control.setAttribute("role", "button");
      control.tabIndex = 0;
      control.title = head.dataset.label;
      control.append(...head.childNodes);
      head.append(control);
      const act = () => {
        const first = "down" in head.dataset ? "descending" : "ascending";
        const now = head.getAttribute("aria-sort");
        sort(table, column, now === null ? first === "descending" : now === "ascending");
      };
      control.addEventListener("click", act);
      control.addEventListener("keydown", (event) => {
        if (event.key === "Enter" || event.key === " ") { event.preventDefault(); act(); }
      });
    });
  }

  // --- filter: words without accents, each group of letters at the start of a word
  const plain = (text) => text.normalize("NFD").replace(/\p{Mn}/gu, "").toLowerCase()
    .replace(/[đð]/g, "d").replace(/[^\p{L}\p{N}]+/gu, " ").trim();
  const field = document.getElementById("loc/o");
  const told = document.getElementById("loc/dem");
  const sections = all("details.agency");
  const filtered = [...all("tr[data-q]"), ...sections];
  const bars = new Map(sections.map((section) => [section.id, []]));
  for (const link of all(".bars a")) bars.get(decodeURIComponent(link.hash.slice(1))).push(link);
  const filter = () => {
    const wanted = ` ${plain(field.value)}`;
    for (const element of filtered) element.hidden = !` ${element.dataset.q}`.includes(wanted.trimEnd());
    for (const section of sections) bars.get(section.id).forEach((link) => { link.parentElement.hidden = section.hidden; });
    const shown = sections.filter((section) => !section.hidden).length;
    told.textContent = shown ? told.dataset.text.replace("{shown}", shown).replace("{all}", sections.length) : told.dataset.none;
  };
  field.addEventListener("input", filter);
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { field.value = ""; filter(); }
  });

  // --- a link to a score opens it and everything around it
  const open = () => {
    let target = null;
    try { target = document.getElementById(decodeURIComponent(location.hash.slice(1))); } catch { return; }
    if (!target) return;
    if (target.closest("[hidden]")) { field.value = ""; filter(); }
    for (let around = target; around; around = around.parentElement) if (around.tagName === "DETAILS") around.open = true;
    target.scrollIntoView();
    const head = target.querySelector(":scope > summary");
    if (head) head.focus({ preventScroll: true });
  };
  window.addEventListener("hashchange", open);
  window.addEventListener("load", open); // before it, the browser's own jump would take the focus again
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (link && link.hash === location.hash) open(); // the same address again: no hashchange
  });

  // --- a score that is opened shows the rule it leads to, and a link to itself
  document.addEventListener("toggle", (event) => {
    const leaf = event.target;
    if (!leaf.open || !leaf.matches("details.leaf") || leaf.lastElementChild.tagName === "A") return;
    const rule = leaf.querySelector("a[href^='#quy-tac/']");
    const told = document.getElementById(decodeURIComponent(rule.hash.slice(1)));
    rule.parentElement.replaceWith(...all("dd", told).map((line) => line.cloneNode(true)));
    const link = document.createElement("a");
    link.href = `#${encodeURI(leaf.id)}`;
    link.textContent = `#${leaf.id}`;
    leaf.append(link);
  }, true);

  // --- opening, closing, printing; printing by the browser prints what is open
  const set = (state) => sections.forEach((section) => { section.open = state && !section.hidden; });
  const printed = (prepare) => {
    const before = new Set(sections.filter((section) => section.open));
    prepare();
    window.addEventListener("afterprint", () => {
      document.documentElement.classList.remove("summary-only");
      sections.forEach((section) => { section.open = before.has(section); });
    }, { once: true });
    window.print();
  };
  const acts = {
    open: () => set(true),
    close: () => { set(false); all("details.leaf[open]").forEach((leaf) => { leaf.open = false; }); },
    leaves: (button) => {
      const leaves = all("details.leaf", button.closest("details.agency"));
      const state = leaves.some((leaf) => !leaf.open);
      leaves.forEach((leaf) => { leaf.open = state; });
    },
    "print-summary": () => printed(() => document.documentElement.classList.add("summary-only")),
    "print-agencies": () => printed(() => set(true)),
  };
  all("button[data-do]").forEach((button) => button.addEventListener("click", () => acts[button.dataset.do](button)));
})();
