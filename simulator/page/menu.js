// A menu that opens from a button of a phone: chat actions above, the bot's commands below.

import { icon, make } from "./element.js";

function drawItem({ text, hint, sign, danger, run }, close) {
  return make(
    "button",
    {
      type: "button",
      role: "menuitem",
      tabindex: "-1",
      class: danger && "danger",
      onclick: () => {
        close();
        run();
      },
    },
    sign && icon(sign),
    make("span", { class: "menu-text" }, text),
    hint && make("span", { class: "menu-hint" }, hint),
  );
}

function moveIn(items, key) {
  const at = items.indexOf(document.activeElement);
  const next = { ArrowDown: at + 1, ArrowUp: at < 0 ? -1 : at - 1, Home: 0, End: -1 }[key];
  if (next === undefined) return false;
  items.at(next % items.length).focus();
  return true;
}

export function openMenu(button, place, className, entries, { focus = true } = {}) {
  const close = () => {
    menu.remove();
    button.setAttribute("aria-expanded", "false");
    document.removeEventListener("pointerdown", outside, true);
  };
  const outside = ({ target }) => menu.contains(target) || button.contains(target) || close();
  const items = entries.map((entry) => drawItem(entry, close));
  const menu = make("div", { class: `menu ${className}`, role: "menu", "aria-label": button.ariaLabel ?? button.textContent }, ...items);
  menu.addEventListener("keydown", (event) => {
    if (event.key === "Escape" || event.key === "Tab") {
      close();
      button.focus();
    } else if (!moveIn(items, event.key)) return;
    event.preventDefault();
    event.stopPropagation();
  });
  document.addEventListener("pointerdown", outside, true);
  button.setAttribute("aria-expanded", "true");
  place.append(menu);
  if (focus) items[0]?.focus();
  return { close, isOpen: () => menu.isConnected, enter: () => items.at(-1)?.focus() };
}
