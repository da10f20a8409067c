/* Lets the browser make or use a passkey, then sends the form as any other one.

   Where the browser has no passkeys, the button stays away: links and passwords still work. */

"use strict";

(() => {
  if (!window.PublicKeyCredential || !navigator.credentials) {
    return;
  }

  /* A refusal in the words of the server; any other failure is told in those of the page. */
  class Told extends Error {}

  const bytesOf = (text) =>
    Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) =>
      sign.charCodeAt(0)
    );

  const textOf = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replaceAll("+", "-")
      .replaceAll("/", "_")
      .replace(/=+$/, "");

  const known = (list) => (list || []).map((item) => ({ ...item, id: bytesOf(item.id) }));

  const ask = {
    create: async (options) => {
      const publicKey = {
        ...options,
        challenge: bytesOf(options.challenge),
        user: { ...options.user, id: bytesOf(options.user.id) },
        excludeCredentials: known(options.excludeCredentials),
      };
      const made = await navigator.credentials.create({ publicKey });
      return {
        made,
        response: {
          clientDataJSON: textOf(made.response.clientDataJSON),
          attestationObject: textOf(made.response.attestationObject),
        },
      };
    },
    get: async (options) => {
      const publicKey = {
        ...options,
        challenge: bytesOf(options.challenge),
        allowCredentials: known(options.allowCredentials),
      };
      const made = await navigator.credentials.get({ publicKey });
      const { clientDataJSON, authenticatorData, signature, userHandle } = made.response;
      return {
        made,
        response: {
          clientDataJSON: textOf(clientDataJSON),
          authenticatorData: textOf(authenticatorData),
          signature: textOf(signature),
          ...(userHandle ? { userHandle: textOf(userHandle) } : {}),
        },
      };
    },
  };

  /* What the page asked already (after a password), else what the server asks now. */
  const begun = async (form) => {
    if (form.dataset.options) {
      return { token: form.elements.key_token.value, options: JSON.parse(form.dataset.options) };
    }
    const answer = await fetch(form.dataset.begin, {
      method: "POST",
      headers: { Accept: "application/json" },
      body: new FormData(form),
    });
    const told = await answer.json();
    if (!answer.ok) {
      throw new Told(told.detail);
    }
    return told;
  };

  const answer = async (form) => {
    const { token, options } = await begun(form);
    /* A person who says no, and one who waits too long, end here alike. */
    const found = await ask[form.dataset.passkey](options);
    form.elements.key_token.value = token;
    form.elements.key_answer.value = JSON.stringify({
      id: found.made.id,
      rawId: found.made.id,
      type: found.made.type,
      response: found.response,
    });
    form.submit();
  };

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const said = form.querySelector("[role=alert]");
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      said.textContent = "";
      try {
        await answer(form);
      } catch (problem) {
        said.textContent = problem instanceof Told ? problem.message : form.dataset.failed;
      }
    });
  }
  for (const item of document.querySelectorAll("[data-without-passkeys]")) {
    item.hidden = true;
  }
})();
