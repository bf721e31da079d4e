// One phone: the chats of one person with the bot and with others, and the one that is open.

import { chatActions } from "./actions.js";
import { Composer } from "./composer.js";
import { fromTemplate, icon } from "./element.js";
import { drawAvatar } from "./faces.js";
import { Hands } from "./hands.js";
import { drawPinned, drawTabs, drawTitle } from "./head.js";
import { Log } from "./log.js";
import { openMenu } from "./menu.js";
import { messenger, oldClient } from "./messengers.js";
import { alert, toast } from "./notices.js";
import { entrance, messagesAt, samePlace, threadOf, topicAt } from "./places.js";
import { drawTopics } from "./topics.js";
import { enterLog, walkLog } from "./walking.js";
import { nameAndRole, shortTime } from "./words.js";

export class Device {
  element = fromTemplate("device");
  #phone;
  #place;
  #state;
  #clock;
  #moved;
  #log;
  #hands;
  #composer;
  #menu = null;

  constructor(phone, place, state, clock, { close, moved }) {
    this.#phone = phone;
    this.#state = state;
    this.#clock = clock;
    this.#moved = moved;
    this.#place = place ?? this.#firstPlace();
    this.#log = new Log(this.#find(".log"), this.#find(".down"), () => this.#context());
    this.#hands = new Hands(() => this.#context(), {
      tell: (text) => this.#toast(text),
      mark: (press, waiting) => this.#log.mark(press, waiting),
      refer: (kind, message) => this.#composer.refer(kind, message),
      goTo: (message) => this.#log.goTo(message),
      begin: (payload) => this.#begin(payload),
    });
    this.#composer = new Composer(this.#find(".foot"), () => this.#context(), this.#hands.act, () => enterLog(this.#find(".log")));
    this.#listen(close);
  }

  get place() {
    return this.#place;
  }

  load() {
    this.#settle();
    const { chat, person } = this.#context();
    this.element.classList.add(`messenger-${chat.messenger}`);
    this.#find(".phone").setAttribute("aria-label", `Телефон: ${nameAndRole(person)}`);
    this.#find(".badge").textContent = messenger(chat.messenger).name;
    this.#drawCaption();
    this.#fill();
    this.tick(this.#clock.now());
  }

  drawPerson() {
    this.#drawCaption();
    this.#drawAround();
  }

  #drawCaption() {
    const { person } = this.#context();
    const client = oldClient(person);
    const caption = this.#find(".caption");
    caption.querySelector(".avatar")?.remove();
    caption.prepend(drawAvatar(person));
    this.#find("h2").textContent = nameAndRole(person);
    this.#find(".note").hidden = !client;
    this.#find(".note").title = client ?? "";
  }

  apply(event) {
    const mine = (event.person ?? this.#owner.id) === this.#owner.id; // a toast and a press are one person's
    if (event.kind === "toast") mine && this.#has(event.chat) && this.#tell(event);
    else if (event.kind === "gone" && event.chat === this.#place.chat) this.#follow(event.moved);
    else if (this.#settle()) this.#show();
    else if (event.chat === this.#place.chat) this.#applyHere(event, mine);
    else this.drawTabs();
  }

  drawTabs() {
    const { chat: current, person } = this.#context();
    const unread = (chat) => this.#state.news.inChat(this.#phone, chat.id);
    const open = (chat) => this.#open(entrance(chat));
    drawTabs(this.#find(".chats"), this.#state.chatsOf(person), current.id, unread, open);
    this.#drawTopics();
  }

  tick(now) {
    this.#find(".status-time").textContent = shortTime(now, this.#clock.zone);
  }

  focus() {
    if (this.#listsTopics()) this.#find(".topics").firstElementChild?.focus();
    else this.#composer.focus();
  }

  #find(selector) {
    return this.element.querySelector(selector);
  }

  #listen(close) {
    walkLog(this.#find(".log"), () => this.focus());
    const press = (name, sign, does) => {
      this.#find(`[data-do=${name}]`).append(icon(sign));
      this.#find(`[data-do=${name}]`).addEventListener("click", does);
    };
    press("close", "close", close);
    press("back", "back", () => this.#open({ chat: this.#place.chat, thread: undefined }));
    press("menu", "more", () => this.#toggleMenu());
    this.#find(".pinned").addEventListener("click", (event) => this.#hands.click(event));
    this.#find(".log").addEventListener("click", (event) => this.#hands.click(event));
    this.element.addEventListener("keydown", (event) => this.#key(event));
  }

  #context() {
    const { chat, thread } = this.#place;
    const { people } = this.#state;
    return { chat: this.#state.chats.get(chat), thread, person: this.#owner, people, zone: this.#clock.zone };
  }

  get #owner() {
    return this.#state.ownerOf(this.#phone);
  }

  #has(id) {
    const chat = this.#state.chats.get(id);
    return chat && this.#state.isIn(chat, this.#owner);
  }

  // A topic may be deleted and a person shown out while the phone lies open there.
  #stands() {
    const chat = this.#state.chats.get(this.#place.chat);
    if (!this.#has(this.#place.chat)) return false;
    return chat.forum ? this.#place.thread === undefined || topicAt(chat, this.#place.thread) : this.#place.thread === null;
  }

  // Whether what was open is no more.
  #settle() {
    if (this.#stands()) return false;
    this.#place = this.#firstPlace();
    return true;
  }

  // Whoever sits in a forum works there; everybody else is with the bot. A chat that still stands is not left.
  #firstPlace() {
    const current = this.#place && this.#has(this.#place.chat) && this.#state.chats.get(this.#place.chat);
    const chats = this.#state.chatsOf(this.#owner);
    return entrance(current || (!this.#place && chats.find(({ forum }) => forum)) || chats[0]);
  }

  #listsTopics() {
    return this.#context().thread === undefined;
  }

  #open(place) {
    if (!samePlace(place, this.#place)) {
      this.#composer.leave();
      this.#place = place;
      this.#show();
    }
    this.focus();
  }

  #follow(moved) {
    this.#place = this.#has(moved) ? entrance(this.#state.chats.get(moved)) : this.#firstPlace();
    this.#show();
  }

  // Another place is open now.
  #show() {
    this.#fill();
    this.#moved();
  }

  #fill() {
    const { chat, thread } = this.#context();
    this.#log.fill(thread === undefined ? [] : messagesAt(chat, thread));
    this.#drawAround();
  }

  // Everything but the messages themselves.
  #drawAround() {
    const context = this.#context();
    drawTitle(this.#find(".title"), context);
    drawPinned(this.#find(".pinned"), context);
    this.#find(".log").hidden = this.#listsTopics();
    this.#composer.draw();
    this.drawTabs();
  }

  #drawTopics() {
    const context = this.#context();
    const list = this.#find(".topics");
    list.hidden = context.thread !== undefined;
    const unread = (thread) => this.#state.news.in(this.#phone, { chat: context.chat.id, thread });
    if (list.hidden) list.replaceChildren();
    else drawTopics(list, context, unread, (thread) => this.#open({ chat: context.chat.id, thread }));
  }

  #applyHere(event, mine) {
    const { chat, thread } = this.#context();
    if (event.kind === "pressed") return mine && this.#log.mark(event, event.state === "waiting");
    if (event.kind === "chat") this.#fill();
    else if (event.kind === "message" || event.kind === "edit") {
      if (threadOf(chat, event.message) === thread) this.#log.put(event.message);
    } else if (event.kind === "delete") this.#log.remove(event.message);
    else if (event.kind === "keyboard") this.#composer.offerKeyboard();
    this.#drawAround();
  }

  #tell({ chat, text, alert: loud }) {
    if (loud) alert(this.#find(".phone"), this.#state.chats.get(chat).bot.name, text);
    else this.#toast(text);
  }

  #toast(text) {
    toast(this.#find(".toasts"), text);
  }

  // A link to the bot leads to the private chat with it, wherever it stood.
  #begin(payload) {
    this.#open(entrance(this.#state.chatsOf(this.#owner)[0]));
    this.#hands.act("start", { payload });
  }

  #key(event) {
    if (event.key === "Escape" && event.target.closest(".wall")) this.focus();
    else if (event.key === "Enter" && event.target.matches(".spoiler, .folded")) event.target.click();
    else return;
    event.preventDefault();
  }

  #toggleMenu() {
    if (this.#menu?.isOpen()) this.#menu.close();
    else this.#openMenu(chatActions(this.#context(), this.#hands.act, (entries) => this.#openMenu(entries)));
  }

  #openMenu(entries) {
    this.#menu = openMenu(this.#find("[data-do=menu]"), this.#find(".title"), "menu-top", entries);
  }
}
