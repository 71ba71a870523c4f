// Names for the fields of the admin's tables, which the stock templates leave without.
(() => {
  "use strict";

  const heading = (table, cell) => {
    const column = [...cell.classList].find((name) => name.startsWith("field-"))?.slice(6);
    const head = table.querySelector(column ? `th.column-${CSS.escape(column)}` : "th:last-child");
    return head?.textContent.trim();
  };

  const nameFields = (table) => {
    for (const cell of table.querySelectorAll("tbody td")) {
      const name = heading(table, cell);
      for (const field of name ? cell.querySelectorAll("input, select, textarea, .select2-selection") : []) {
        if (!field.labels?.length) field.setAttribute("aria-label", name);
      }
    }
  };

  const nameChoices = () => {
    for (const box of document.querySelectorAll(".select2-container")) {
      const select = box.previousElementSibling;
      const name = select?.getAttribute("aria-label") || select?.labels?.[0]?.textContent.trim();
      for (const part of name ? box.querySelectorAll(".select2-selection, .select2-selection__rendered, .select2-search__field") : []) {
        part.setAttribute("aria-label", name);
        part.removeAttribute("aria-labelledby"); // it names the choice, which may be empty
      }
    }
  };

  const nameAll = () => {
    document.querySelectorAll(".tabular th.original").forEach((head) => {
      const cell = document.createElement("td");
      cell.className = "original";
      head.replaceWith(cell);
    });
    document.querySelectorAll(".tabular table").forEach(nameFields);
    nameChoices();
  };

  // After the admin's own scripts, which wait for the page by jQuery.
  (window.django?.jQuery ?? ((run) => run()))(nameAll);
  document.addEventListener("formset:added", () => setTimeout(nameAll));
})();
