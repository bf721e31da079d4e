// One phone: the chat of one person with the bot, and everything the person can do in it.

import { chatActions } from "./actions.js";
import { Composer } from "./composer.js";
import { fromTemplate, icon } from "./element.js";
import { Log } from "./log.js";
import { openMenu } from "./menu.js";
import { messenger, oldClient, startPayload } from "./messengers.js";
import { alert, toast } from "./notices.js";
import { drawAvatar } from "./people.js";
import { sayRefusal } from "./refusals.js";
import { Refused, server } from "./server.js";
import { safeAddress } from "./text.js";
import { enterLog, walkLog } from "./walking.js";
import { initials, nameAndRole, shortTime } from "./words.js";

export class Device {
  element = fromTemplate("device");
  #id;
  #state;
  #clock;
  #log;
  #composer;
  #menu = null;

  constructor(id, state, clock, close) {
    this.#id = id;
    this.#state = state;
    this.#clock = clock;
    this.#log = new Log(this.#find(".log"), this.#find(".down"), () => this.#context());
    this.#composer = new Composer(this.#find(".foot"), () => this.#context(), this.#act, () => enterLog(this.#find(".log")));
    walkLog(this.#find(".log"), () => this.focus());
    this.#find("[data-do=close]").append(icon("close"));
    this.#find("[data-do=close]").addEventListener("click", close);
    this.#find("[data-do=menu]").append(icon("more"));
    this.#find("[data-do=menu]").addEventListener("click", () => this.#toggleMenu());
    this.#find(".log").addEventListener("click", (event) => this.#click(event));
    this.element.addEventListener("keydown", (event) => this.#key(event));
  }

  load() {
    const { chat, person } = this.#context();
    this.element.classList.add(`messenger-${chat.messenger}`);
    this.#find(".phone").setAttribute("aria-label", `Телефон: ${nameAndRole(person)}`);
    this.#find(".title h3").textContent = chat.title;
    this.#find(".title .avatar").textContent = initials(chat.title);
    this.#find(".badge").textContent = messenger(chat.messenger).name;
    this.#log.fill(chat.messages);
    this.drawPerson();
    this.tick(this.#clock.now());
  }

  drawPerson() {
    const { chat, person } = this.#context();
    const client = oldClient(person);
    const caption = this.#find(".caption");
    caption.querySelector(".avatar")?.remove();
    caption.prepend(drawAvatar(person));
    this.#find("h2").textContent = nameAndRole(person);
    this.#find(".note").hidden = !client;
    this.#find(".note").title = client ?? "";
    this.#find(".title-state").textContent = person.typing ? "печатает…" : messenger(chat.messenger).state;
    this.#find(".title-state").classList.toggle("typing", person.typing);
    this.#composer.draw();
  }

  apply(event) {
    if (event.kind === "chat") this.load();
    else if (event.kind === "message" || event.kind === "edit") this.#log.put(event.message);
    else if (event.kind === "delete") this.#log.remove(event.message);
    else if (event.kind === "pressed") this.#log.mark(event, event.state === "waiting");
    else if (event.kind === "toast" && event.alert) alert(this.#find(".phone"), this.#context().chat.title, event.text);
    else if (event.kind === "toast") this.#toast(event.text);
    else if (event.kind === "keyboard") this.#composer.offerKeyboard();
    if (event.kind !== "toast") this.#composer.draw();
  }

  tick(now) {
    this.#find(".status-time").textContent = shortTime(now, this.#clock.zone);
  }

  focus() {
    this.#composer.focus();
  }

  #find(selector) {
    return this.element.querySelector(selector);
  }

  #context() {
    const chat = this.#state.chats.get(this.#id);
    return { chat, person: this.#state.personOf(chat), zone: this.#clock.zone };
  }

  #toast(text) {
    toast(this.#find(".toasts"), text);
  }

  #act = async (action, body) => {
    try {
      this.#follow(await server.act(this.#id, action, body));
      return true;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.#toast(sayRefusal(error, action, this.#context().person.language));
      return false;
    }
  };

  // Where a button led, when it was more than a message to the bot.
  #follow({ kind, url }) {
    if (kind === "other") this.#toast("Такая кнопка работает только в настоящем мессенджере");
    if (kind === "url") this.#open(url);
  }

  #open(url) {
    const payload = startPayload(this.#context().chat, url);
    if (payload !== null) this.#act("start", { payload });
    else if (safeAddress(url)) window.open(safeAddress(url), "_blank", "noopener,noreferrer");
  }

  #click(event) {
    const { target } = event;
    const message = Number(target.closest("[data-id]")?.dataset.id);
    const link = target.closest("a[href]");
    const payload = link ? startPayload(this.#context().chat, link.href) : null;
    const command = target.closest("[data-send]");
    const change = target.closest("[data-do=edit]");
    const reply = target.closest("[data-do=reply]");
    const button = target.closest("button.inline");
    if (payload !== null) {
      event.preventDefault();
      this.#act("start", { payload });
    } else if (command) this.#act("text", { text: command.dataset.send });
    else if (change || reply) this.#composer.refer(change ? "edit" : "reply", this.#message(message));
    else if (button) this.#press(button, message);
    else target.closest(".spoiler")?.classList.add("told");
  }

  #message(id) {
    return this.#context().chat.messages.find((message) => message.id === id);
  }

  async #press(button, message) {
    if (button.ariaBusy === "true") return;
    const press = { message, row: Number(button.dataset.row), column: Number(button.dataset.column) };
    const waits = button.dataset.kind === "callback";
    if (waits) this.#log.mark(press, true);
    if (!(await this.#act("press", press)) && waits) this.#log.mark(press, false);
  }

  #key(event) {
    if (event.key === "Escape" && event.target.closest(".wall")) this.focus();
    else if (event.key === "Enter" && event.target.matches(".spoiler")) event.target.click();
    else return;
    event.preventDefault();
  }

  #toggleMenu() {
    if (this.#menu?.isOpen()) this.#menu.close();
    else this.#openMenu(chatActions(this.#context().person, this.#act, (entries) => this.#openMenu(entries)));
  }

  #openMenu(entries) {
    this.#menu = openMenu(this.#find("[data-do=menu]"), this.#find(".glass"), "menu-top", entries);
  }
}
