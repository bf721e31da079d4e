// What a phone says over the chat: a toast that goes away by itself, and an alert that waits for «OK».

import { make } from "./element.js";

const TOAST_MS = 4000;

export function toast(place, text) {
  const node = make("p", { class: "toast" }, text);
  place.append(node);
  while (place.childElementCount > 2) place.firstElementChild.remove();
  setTimeout(() => node.remove(), TOAST_MS);
}

export function alert(phone, title, text) {
  const glass = phone.querySelector(".glass");
  const curtain = phone.querySelector(".curtain");
  const before = phone.contains(document.activeElement) ? document.activeElement : null;
  const close = () => {
    curtain.hidden = true;
    curtain.replaceChildren();
    glass.inert = false;
    before?.focus();
  };
  const ok = make("button", { type: "button", class: "alert-ok", onclick: close }, "OK");
  curtain.replaceChildren(
    make(
      "div",
      { class: "alert", role: "alertdialog", "aria-label": title, onkeydown: ({ key }) => key === "Escape" && close() },
      make("h3", {}, title),
      make("p", {}, text),
      ok,
    ),
  );
  glass.inert = true;
  curtain.hidden = false;
  if (before) ok.focus();
}
