// The list of messages of one chat: keeps its order, edits in place, follows the newest unless the reader went up.

import { icon, make } from "./element.js";
import { authorOf } from "./faces.js";
import { drawMessage } from "./message.js";
import { messenger } from "./messengers.js";
import { isGroup } from "./places.js";
import { waitingOf } from "./state.js";
import { enterLog, settle } from "./walking.js";
import { count, day } from "./words.js";

const NEAR_PX = 60;

function drawNotice({ id, notice }) {
  return make("div", { class: "service", "data-id": id }, make("span", {}, notice));
}

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
    this.#settle();
    this.toEnd();
  }

  put(message) {
    const old = this.#find(message.id);
    const follow = this.#following;
    if (old) this.#replace(old, message);
    else this.#append(message).classList.add("fresh");
    this.#settle();
    if (follow || (!old && this.#isMine(message))) this.toEnd();
    else if (!old) this.#showMissed(this.#missed + 1);
  }

  remove(id) {
    const node = this.#find(id);
    const focused = node?.contains(document.activeElement);
    node?.remove();
    for (const pill of this.#element.querySelectorAll(".day"))
      if (!pill.nextElementSibling || pill.nextElementSibling.matches(".day")) pill.remove();
    this.#settle();
    if (focused) enterLog(this.#element);
  }

  mark({ message, row, column }, waiting) {
    const button = this.#find(message)?.querySelector(`.inline[data-row="${row}"][data-column="${column}"]`);
    const { chat, person } = this.#context();
    const held = waitingOf(message, row, column, person.id);
    if (waiting) chat.waiting.add(held);
    else chat.waiting.delete(held);
    if (waiting) button?.setAttribute("aria-busy", "true");
    else button?.removeAttribute("aria-busy");
  }

  // Brings a message that another one speaks of into sight.
  goTo(id) {
    const node = this.#find(id);
    if (!node) return;
    this.#following = false;
    node.scrollIntoView({ block: "center", behavior: "smooth" });
    node.classList.remove("found");
    requestAnimationFrame(() => node.classList.add("found"));
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

  #authorOf(message) {
    const { chat, person, people } = this.#context();
    return authorOf(message, chat, person, people);
  }

  #isMine(message) {
    return this.#authorOf(message).mine;
  }

  #draw(message) {
    const { chat, person, zone } = this.#context();
    const origin = chat.messages.find(({ id }) => id === message.reply_to);
    return drawMessage(message, {
      zone,
      author: this.#authorOf(message),
      origin,
      originAuthor: origin && this.#authorOf(origin),
      edited: messenger(chat.messenger).edited,
      waiting: chat.waiting,
      owner: person.id,
    });
  }

  // The first of a run of one author's messages bears the name, the last one the face; an album is one whole.
  #settle() {
    const album = (node) => node?.dataset.album;
    for (const node of this.#element.querySelectorAll("[data-album]"))
      node.classList.toggle("goes-on", album(node.nextElementSibling) === album(node));
    const speaker = (node) => node?.dataset.author;
    for (const node of this.#element.querySelectorAll(".shared")) {
      node.classList.toggle("first", speaker(node.previousElementSibling) !== speaker(node));
      node.classList.toggle("last", speaker(node.nextElementSibling) !== speaker(node));
    }
    settle(this.#element);
  }

  #welcome() {
    const { chat } = this.#context();
    const { welcome, silence } = messenger(chat.messenger);
    const [title, words] = isGroup(chat)
      ? ["Пока тихо", "Здесь ещё никто не писал."]
      : [welcome, chat.bot.description || silence];
    return make("div", { class: "welcome" }, make("b", {}, title), make("p", {}, words));
  }

  #append(message) {
    this.#element.querySelector(".welcome")?.remove();
    const { zone } = this.#context();
    const today = day(Date.parse(message.date), zone);
    const pills = this.#element.querySelectorAll(".day");
    if (pills[pills.length - 1]?.textContent !== today)
      this.#element.append(make("div", { class: "service day" }, make("span", {}, today)));
    const node = message.notice ? drawNotice(message) : this.#draw(message);
    this.#element.append(node);
    return node;
  }

  // Whoever stands on a button when its message changes stays on the button in its place, or else near it.
  #replace(old, message) {
    const focused = old.contains(document.activeElement) ? document.activeElement : null;
    const fresh = message.notice ? drawNotice(message) : this.#draw(message);
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
