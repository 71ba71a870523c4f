// Keeps what is typed in a form of the desk until it is saved, and tells who else has it open.
(() => {
  "use strict";

  const EVERY = 15000; // ms between two signs of life
  const PAUSE = 2000; // ms without a key after which what was typed is kept

  const start = () => {
    const status = document.querySelector("[data-sitting]");
    const form = status?.closest("form");
    if (!form) return;

    const { watch, address, there, saved } = status.dataset;
    const mayKeep = !("waiting" in status.dataset);
    let typed = false;
    let timer;

    const entries = () =>
      [...new FormData(form)].filter(([name, value]) => typeof value === "string" && name !== "csrfmiddlewaretoken");

    const say = ({ others, by }) => {
      const lines = [];
      if (others.length) lines.push(`${there} ${others.join(", ")}`);
      if (by) lines.push(`${saved} ${by}`);
      status.textContent = lines.join(" · ");
    };

    const send = async () => {
      const body = new FormData();
      body.set("address", address);
      body.set("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
      if (typed && mayKeep) body.set("typed", JSON.stringify(entries()));
      const had = typed;
      typed = false;
      try {
        const answer = await fetch(watch, { method: "POST", body, credentials: "same-origin" });
        if (answer.ok) say(await answer.json());
        else typed ||= had; // nothing can be kept now: the next time
      } catch {
        typed ||= had; // the network is away
      }
    };

    const note = () => {
      typed = true;
      clearTimeout(timer);
      timer = setTimeout(send, PAUSE);
    };

    form.addEventListener("input", note);
    form.addEventListener("change", note);
    window.django?.jQuery?.(form).on("change", note); // choices that are looked up
    document.addEventListener("formset:added", note);
    document.addEventListener("formset:removed", note);
    form.addEventListener("submit", () => {
      clearTimeout(timer);
      clearInterval(life);
    });
    const life = setInterval(send, EVERY);
  };

  (window.django?.jQuery ?? ((run) => run()))(start);
})();
