// The list of messages of one chat: keeps its order, edits in place, follows the newest unless the reader went up.

import { icon, make } from "./element.js";
import { drawMessage } from "./message.js";
import { messenger } from "./messengers.js";
import { placeOf } from "./state.js";
import { enterLog, settle } from "./walking.js";
import { count, day } from "./words.js";

const NEAR_PX = 60;

export class Log {
  #element;
  #down;
  #context;
  #following = true;
  #missed = 0;
  #top = 0;

  constructor(element, down, context) {
    this.#element = element;
    this.#down = down;
    this.#context = context;
    down.addEventListener("click", () => this.toEnd());
    element.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    new ResizeObserver(() => this.#following && this.toEnd()).observe(element);
  }

  fill(messages) {
    this.#element.replaceChildren();
    if (messages.length === 0) this.#element.append(this.#welcome());
    for (const message of messages) this.#append(message);
    settle(this.#element);
    this.toEnd();
  }

  put(message) {
    const old = this.#find(message.id);
    const follow = this.#following;
    if (old) this.#replace(old, message);
    else this.#append(message).classList.add("fresh");
    settle(this.#element);
    if (follow || (message.out && !old)) this.toEnd();
    else if (!old) this.#showMissed(this.#missed + 1);
  }

  remove(id) {
    const node = this.#find(id);
    const focused = node?.contains(document.activeElement);
    node?.remove();
    for (const pill of this.#element.querySelectorAll(".day"))
      if (!pill.nextElementSibling || pill.nextElementSibling.matches(".day")) pill.remove();
    settle(this.#element);
    if (focused) enterLog(this.#element);
  }

  mark({ message, row, column }, waiting) {
    const button = this.#find(message)?.querySelector(`.inline[data-row="${row}"][data-column="${column}"]`);
    const { chat } = this.#context();
    if (waiting) chat.waiting.add(placeOf(message, row, column));
    else chat.waiting.delete(placeOf(message, row, column));
    if (waiting) button?.setAttribute("aria-busy", "true");
    else button?.removeAttribute("aria-busy");
  }

  toEnd() {
    this.#following = true;
    this.#element.scrollTop = this.#element.scrollHeight;
    this.#top = this.#element.scrollTop;
    this.#showMissed(0);
  }

  #find(id) {
    return this.#element.querySelector(`[data-id="${id}"]`);
  }

  #draw(message) {
    const { chat, person, zone } = this.#context();
    const author = message.out ? person.name : chat.title;
    const origin = chat.messages.find(({ id }) => id === message.reply_to);
    const { edited } = messenger(chat.messenger);
    return drawMessage(message, { zone, author, origin, edited, waiting: chat.waiting });
  }

  #welcome() {
    const { bot, messenger: name } = this.#context().chat;
    const { welcome, silence } = messenger(name);
    return make("div", { class: "welcome" }, make("b", {}, welcome), make("p", {}, bot.description || silence));
  }

  #append(message) {
    this.#element.querySelector(".welcome")?.remove();
    const { zone } = this.#context();
    const today = day(Date.parse(message.date), zone);
    const pills = this.#element.querySelectorAll(".day");
    if (pills[pills.length - 1]?.textContent !== today)
      this.#element.append(make("div", { class: "service day" }, make("span", {}, today)));
    const node = this.#draw(message);
    this.#element.append(node);
    return node;
  }

  // Whoever stands on a button when its message changes stays on the button in its place, or else near it.
  #replace(old, message) {
    const focused = old.contains(document.activeElement) ? document.activeElement : null;
    const fresh = this.#draw(message);
    old.className = fresh.className;
    old.replaceChildren(...fresh.childNodes);
    if (!focused) return;
    const { row, column } = focused.dataset;
    const same = old.querySelector(`.inline[data-row="${row}"][data-column="${column}"]`);
    (same ?? old.querySelector(".inline, .handle") ?? this.#element).focus({ preventScroll: true });
  }

  // Only a reader goes up by himself; a chat that became taller or lower has not been left.
  #scrolled() {
    const { scrollHeight, scrollTop, clientHeight } = this.#element;
    if (scrollHeight - scrollTop - clientHeight < NEAR_PX) this.#following = true;
    else if (scrollTop < this.#top) this.#following = false;
    this.#top = scrollTop;
    this.#showMissed(this.#following ? 0 : this.#missed);
  }

  #showMissed(missed) {
    this.#missed = missed;
    this.#down.hidden = this.#following;
    const news = count(missed, "новое сообщение", "новых сообщения", "новых сообщений");
    this.#down.setAttribute("aria-label", missed ? `Вниз: ${news}` : "Вниз, к последнему сообщению");
    this.#down.replaceChildren(icon("down"), missed ? make("span", { class: "count" }, String(missed)) : "");
  }
}
