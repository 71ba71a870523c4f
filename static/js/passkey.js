// A passkey is made or shown by the browser; its answer goes with the form like any other field.
(() => {
  "use strict";

  const form = document.querySelector("form[data-passkey]");
  if (!form || !window.PublicKeyCredential) return;
  const field = form.querySelector("input[name=answer], input[name=passkey]");
  const start = form.querySelector("[data-passkey-start]");
  const refused = document.querySelector("[data-passkey-error]");

  const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

  const question = () => {
    const asked = JSON.parse(form.dataset.options);
    asked.challenge = bytes(asked.challenge);
    if (asked.user) asked.user.id = bytes(asked.user.id);
    for (const key of [...(asked.excludeCredentials ?? []), ...(asked.allowCredentials ?? [])]) key.id = bytes(key.id);
    return { publicKey: asked };
  };

  const answer = (credential) => {
    const response = {};
    for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (credential.response[name]) response[name] = text(credential.response[name]);
    }
    return JSON.stringify({ id: credential.id, rawId: text(credential.rawId), type: credential.type, response });
  };

  const ask = async () => {
    refused.hidden = true;
    try {
      field.value = answer(await navigator.credentials[form.dataset.passkey](question()));
    } catch {
      refused.hidden = false;
      return;
    }
    form.submit();
  };

  if (start) {
    start.hidden = false;
    start.addEventListener("click", ask);
  } else {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      ask();
    });
  }
})();
