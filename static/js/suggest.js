// Titles are offered while one types in the search form.
(() => {
  "use strict";
  const input = document.querySelector("input[data-suggest]");
  if (!input) return;

  const list = document.createElement("ul");
  list.id = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.dataset.offers);
  input.after(list);
  const said = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id };
  Object.entries(said).forEach(([name, value]) => input.setAttribute(name, value));

  let active = -1, asked = 0, timer;

  const point = (number) => {
    active = number;
    [...list.children].forEach((option, at) => option.setAttribute("aria-selected", at === active));
    const option = list.children[active];
    if (!option) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  };

  const show = (open) => {
    list.hidden = !open;
    input.setAttribute("aria-expanded", open);
    point(-1);
  };

  const fill = ([, titles, kinds, addresses]) => {
    list.replaceChildren(...titles.map((title, at) => {
      const option = document.createElement("li"), kind = document.createElement("span");
      option.id = `suggestion-${at}`;
      option.setAttribute("role", "option");
      option.dataset.address = new URL(addresses[at]).pathname;
      kind.className = "small";
      kind.textContent = kinds[at];
      option.append(title, " ", kind);
      return option;
    }));
    show(titles.length > 0);
  };

  const ask = async () => {
    const number = ++asked, typed = input.value.trim();
    if (!typed) return show(false);
    try {
      const answer = await fetch(`${input.dataset.suggest}?q=${encodeURIComponent(typed)}`);
      if (answer.ok && number === asked) fill(await answer.json());
    } catch {
      show(false); // the form still searches
    }
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, 120);
  });
  input.addEventListener("keydown", (event) => {
    const number = list.children.length;
    if (event.key === "Escape" && !list.hidden) show(false);
    else if (event.key === "Enter" && active >= 0) location.assign(list.children[active].dataset.address);
    else if (event.key === "ArrowDown" && number) list.hidden ? show(true) : point(active + 1 < number ? active + 1 : -1);
    else if (event.key === "ArrowUp" && number && !list.hidden) point(active < 0 ? number - 1 : active - 1);
    else return;
    event.preventDefault();
  });
  input.addEventListener("blur", () => { asked++; clearTimeout(timer); show(false); });
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) location.assign(option.dataset.address);
  });
})();
