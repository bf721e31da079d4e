// Asks the person at the table: a new person, one line of text, or shows the hints.

import { messenger, messengers } from "./messengers.js";
import { make } from "./element.js";

for (const button of document.querySelectorAll("dialog [data-do=cancel]"))
  button.addEventListener("click", () => button.closest("dialog").close(""));

function open(dialog) {
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}

// A disabled field is not part of the answer.
function offerClients(field, clients) {
  field.replaceChildren(...clients.map(({ client, text }) => make("option", { value: client }, text)));
  field.disabled = clients.length === 0;
  field.closest("label").hidden = field.disabled;
}

export async function askPerson() {
  const dialog = document.getElementById("person");
  const form = dialog.querySelector("form");
  form.reset();
  const { messenger: chosen } = form.elements;
  chosen.replaceChildren(...messengers.map((name) => make("option", { value: name }, messenger(name).name)));
  chosen.onchange = () => offerClients(form.elements.client, messenger(chosen.value).clients);
  chosen.onchange();
  return (await open(dialog)) ? Object.fromEntries(new FormData(form)) : null;
}

export async function askLine({ title, hint, label, value, yes, pattern, mode }) {
  const dialog = document.getElementById("ask");
  const field = dialog.querySelector("input");
  dialog.querySelector("#ask-title").textContent = title;
  dialog.querySelector("#ask-hint").textContent = hint;
  dialog.querySelector("#ask-label").textContent = label;
  dialog.querySelector("#ask-yes").textContent = yes;
  field.pattern = pattern;
  field.inputMode = mode ?? "text";
  field.value = value ?? "";
  return (await open(dialog)) ? field.value.trim() : null;
}

export function showHints() {
  document.getElementById("hints").showModal();
}
