/* The form of the page « Vérifier sans rien envoyer »: the badge never leaves the browser. What
   verifies is loaded with the first badge, so that the page itself stays light. */

const form = document.querySelector("[data-here]");
const result = document.querySelector("[data-result]");
const file = form.querySelector("input[type=file]");
const pasted = form.querySelector("textarea");

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const shown = result.querySelector("[data-shown]");
  const { examine } = await import("./examining.js");
  const { state, elements } = await examine(file.files[0] ?? pasted.value, form);
  shown.replaceChildren(...elements);
  result.dataset.state = state;
  result.querySelector("[data-elsewhere]").hidden = state !== "cannot_check";
  result.hidden = false;
  result.focus();
});

// A file and a text never compete: the one that was given last counts.
file.addEventListener("change", () => {
  pasted.value = "";
});
pasted.addEventListener("input", () => {
  file.value = "";
});

document.querySelector("[data-without]").hidden = true;
form.hidden = false;
