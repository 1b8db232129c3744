// Passkeys: the button of a form with data-passkey asks the authenticator and sends its answer with the form.
//   data-passkey="create" or "get", data-options: what the node wants, as JSON; the field named answer takes the answer.
// Without script, or where the browser has no passkeys, the form stays hidden and the page offers a code.
"use strict";
(() => {
  const able = () => typeof PublicKeyCredential !== "undefined"
    && typeof PublicKeyCredential.parseRequestOptionsFromJSON === "function";

  const ask = (form) => {
    const wanted = JSON.parse(form.dataset.options);
    return form.dataset.passkey === "create"
      ? navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(wanted) })
      : navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(wanted) });
  };

  const send = async (form) => {
    const failed = form.querySelector("[data-failed]");
    const button = form.querySelector("button");
    failed.hidden = true;
    button.disabled = true;
    try {
      const credential = await ask(form);
      form.elements.namedItem("answer").value = JSON.stringify(credential.toJSON());
      form.submit();
    } catch {
      failed.hidden = false;
      button.disabled = false;
      button.focus();
    }
  };

  document.addEventListener("DOMContentLoaded", () => {
    if (!able()) return;
    for (const form of document.querySelectorAll("form[data-passkey]")) {
      if (location.hostname !== form.dataset.host) continue;
      form.hidden = false;
      form.addEventListener("submit", (event) => { event.preventDefault(); send(form); });
    }
  });
})();
