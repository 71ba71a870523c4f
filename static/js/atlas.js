// What the pages do beyond HTML: nothing that is not there without it.
(() => {
  "use strict";

  // A filter that is empty does not stand in the address.
  document.addEventListener("htmx:configRequest", (event) => {
    const { formData } = event.detail;
    if (!formData) return;
    for (const name of new Set(formData.keys())) {
      const values = formData.getAll(name).filter((value) => value !== "");
      formData.delete(name);
      values.forEach((value) => formData.append(name, value));
    }
  });

  // What the visitor has unfolded stays unfolded while a list is updated in place.
  let unfolded = [];
  document.addEventListener("htmx:beforeSwap", () => {
    unfolded = [...document.querySelectorAll("details[id][open]")].map((part) => part.id);
  });
  document.addEventListener("htmx:afterSwap", () => {
    unfolded.forEach((id) => document.getElementById(id)?.setAttribute("open", ""));
  });

  // A link to a question opens it and puts the keyboard there.
  const openTarget = () => {
    const part = document.getElementById(location.hash.slice(1))?.closest("details");
    if (!part) return;
    part.open = true;
    part.querySelector("summary").focus();
  };
  addEventListener("hashchange", openTarget);
  openTarget();
})();
