// The foot of a chat: the line one writes in, the bot's commands and its keyboard, or the one button to begin with.

import { fromTemplate, icon, make } from "./element.js";
import { describeFile } from "./files.js";
import { openMenu } from "./menu.js";
import { messenger } from "./messengers.js";
import { isClosed, isGroup } from "./places.js";

// What one can do below: nothing in the list of topics, write, or begin and begin again with the bot.
function modeOf({ chat, thread, person }) {
  if (person.deactivated) return "gone";
  if (thread === undefined) return "away";
  if (isGroup(chat)) return isClosed(chat, thread) && !chat.admins.includes(person.id) ? "closed" : "write";
  if (person.blocked) return "restart";
  return chat.started ? "write" : "start";
}

export class Composer {
  #foot;
  #context;
  #act;
  #upward;
  #form = fromTemplate("composer");
  #field = this.#form.querySelector("textarea");
  #chooser = this.#form.querySelector(".attached");
  #keys = make("div", { class: "keyboard", role: "group", "aria-label": "Клавиатура бота" });
  #mode = null;
  #drawnKeyboard;
  #folded = false;
  #referred = null;
  #menu = null;
  #place = "";
  #drafts = new Map();

  constructor(foot, context, act, upward) {
    this.#foot = foot;
    this.#context = context;
    this.#act = act;
    this.#upward = upward;
    const { signs } = messenger(context().chat.messenger);
    this.#button("keyboard").append(icon(signs.keyboard));
    this.#button("attach").append(icon(signs.attach));
    this.#button("cancel").append(icon("close"));
    this.#button("commands").prepend(icon("list"));
    this.#form.querySelector(".send").append(icon(signs.send));
    this.#button("keyboard").addEventListener("click", () => this.#fold(!this.#folded));
    this.#button("commands").addEventListener("click", () => this.#toggleCommands());
    this.#button("cancel").addEventListener("click", () => this.#forget());
    this.#button("attach").addEventListener("click", () => this.#chooser.click());
    this.#chooser.addEventListener("change", () => this.#attach());
    this.#form.addEventListener("submit", (event) => (event.preventDefault(), this.#send()));
    this.#field.addEventListener("keydown", (event) => this.#key(event));
    this.#field.addEventListener("input", () => this.#typed());
  }

  draw() {
    const { chat, thread } = this.#context();
    const mode = modeOf(this.#context());
    if (mode !== this.#mode) this.#setMode(mode);
    this.#enter(`${chat.id}/${thread}`);
    this.#button("commands").hidden = chat.commands.length === 0;
    this.#field.placeholder = chat.keyboard?.placeholder || (isClosed(chat, thread) ? "Тема закрыта" : "Сообщение");
    if (chat.keyboard !== this.#drawnKeyboard) this.#drawKeyboard(chat.keyboard);
  }

  focus() {
    if (this.#mode === "write") this.#field.focus();
    else this.#foot.querySelector("button")?.focus();
  }

  // What is not yet sent stays in the chat where it was begun.
  leave() {
    this.#forget();
    this.#drafts.set(this.#place, this.#field.value);
  }

  offerKeyboard() {
    this.#folded = false;
  }

  refer(kind, message) {
    this.#referred = { kind, message };
    const words = kind === "edit" ? "Изменить: " : "Ответ на: ";
    this.#form.querySelector(".referred span").textContent = words + (message.text || "сообщение");
    this.#form.querySelector(".referred").hidden = false;
    if (kind === "edit") this.#write(message.text);
    this.focus();
  }

  #enter(place) {
    if (place === this.#place) return;
    this.#place = place;
    this.#write(this.#drafts.get(place) ?? "");
  }

  #button(name) {
    return this.#form.querySelector(`[data-do=${name}]`);
  }

  #setMode(mode) {
    const stay = this.#mode !== null && this.#foot.contains(document.activeElement);
    const { chat } = this.#context();
    const words = messenger(chat.messenger);
    this.#mode = mode;
    const parts = {
      write: () => [this.#form, this.#keys],
      away: () => [],
      closed: () => [make("p", { class: "gone" }, icon("lock"), "Тема закрыта")],
      gone: () => [make("p", { class: "gone" }, "Аккаунт удалён")],
      start: () => [this.#begin({ text: words.start, action: "start", body: { payload: null } })],
      restart: () => [this.#begin(words.restart)],
    };
    this.#foot.replaceChildren(...parts[mode]());
    this.#foot.dataset.mode = mode;
    if (stay) this.focus();
  }

  #begin({ text, action, body }) {
    return make("button", { type: "button", class: "begin", onclick: () => this.#act(action, body) }, text);
  }

  #drawKeyboard(keyboard) {
    this.#drawnKeyboard = keyboard;
    const key = ({ text, contact, location, style }, row, column) =>
      make(
        "button",
        { type: "button", class: "key", title: text, "data-style": style, onclick: () => this.#pressKey(row, column) },
        (contact && icon("contact")) || (location && icon("place")),
        make("span", {}, text),
      );
    const rows = keyboard?.rows ?? [];
    if (this.#keys.contains(document.activeElement)) this.focus();
    this.#keys.replaceChildren(
      ...rows.map((keys, row) => make("div", { class: "keys" }, ...keys.map((one, column) => key(one, row, column)))),
    );
    this.#keys.classList.toggle("tall", Boolean(keyboard) && !keyboard.resize);
    this.#button("keyboard").hidden = rows.length === 0;
    this.#fold(this.#folded);
  }

  #pressKey(row, column) {
    if (this.#drawnKeyboard.one_time) {
      this.#fold(true);
      this.focus();
    }
    this.#act("keyboard", { row, column });
  }

  #fold(folded) {
    this.#folded = folded;
    this.#keys.hidden = folded || !this.#drawnKeyboard;
    this.#button("keyboard").setAttribute("aria-expanded", String(!this.#keys.hidden));
  }

  #toggleCommands() {
    if (this.#menu?.isOpen()) this.#menu.close();
    else this.#openCommands("", true);
  }

  #openCommands(begun, focus) {
    this.#menu?.close();
    const entries = this.#context()
      .chat.commands.filter(({ command }) => command.startsWith(begun))
      .map(({ command, description }) => ({
        text: description,
        hint: `/${command}`,
        run: () => (this.#write(""), this.#act("text", { text: `/${command}` }), this.focus()),
      }));
    if (entries.length > 0)
      this.#menu = openMenu(this.#button("commands"), this.#foot, "menu-bottom", entries, { focus });
  }

  #typed() {
    this.#field.style.height = "auto";
    // Before the form stands on the page nothing can be measured.
    this.#field.style.height = this.#field.scrollHeight ? `${this.#field.scrollHeight}px` : "";
    this.#form.classList.toggle("written", this.#field.value.trim() !== "");
    const begun = /^\/(\w*)$/.exec(this.#field.value);
    if (begun) this.#openCommands(begun[1], false);
    else this.#menu?.close();
  }

  #key(event) {
    if (event.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) this.#form.requestSubmit();
    else if (event.key === "ArrowUp" && this.#menu?.isOpen()) this.#menu.enter();
    else if (event.key === "ArrowUp" && this.#field.value === "") this.#upward();
    else if (event.key === "Escape" && this.#menu?.isOpen()) this.#menu.close();
    else if (event.key === "Escape" && this.#referred) this.#forget();
    else return;
    event.preventDefault();
  }

  async #send() {
    const text = this.#field.value.trim();
    if (!text) return;
    const referred = this.#referred;
    this.#forget();
    this.#write("");
    const sent =
      referred?.kind === "edit"
        ? await this.#act("edit", { message: referred.message.id, text })
        : await this.#act("text", referred ? { text, reply_to: referred.message.id } : { text });
    if (!sent && this.#field.value === "") this.#write(text);
  }

  // What stands in the field goes along below the file.
  async #attach() {
    const [file] = this.#chooser.files;
    if (!file) return;
    const editing = this.#referred?.kind === "edit";
    const caption = editing ? "" : this.#field.value.trim();
    const told = await describeFile(file);
    this.#chooser.value = "";
    if ((await this.#act("file", { ...told, caption })) && !editing) this.#write("");
    this.focus();
  }

  #forget() {
    if (this.#referred?.kind === "edit") this.#write("");
    this.#referred = null;
    this.#form.querySelector(".referred").hidden = true;
  }

  #write(text) {
    this.#field.value = text;
    this.#typed();
  }
}
