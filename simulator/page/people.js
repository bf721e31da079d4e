// The people of the table: who they are, who has news, whose phones lie side by side.

import { askPerson } from "./dialogs.js";
import { icon, make } from "./element.js";
import { messenger, oldClient } from "./messengers.js";
import { server } from "./server.js";
import { count, fullName, initials, nameAndRole } from "./words.js";

const TINTS = 7;

export function drawAvatar(person) {
  return make("span", { class: `avatar tint-${person.id % TINTS}`, "aria-hidden": "true" }, initials(fullName(person)));
}

function drawRow(person, chat, onShow, onBeside) {
  const row = make(
    "li",
    { class: `person messenger-${person.messenger}`, "data-chat": chat },
    make(
      "button",
      { type: "button", class: "person-main", onclick: onShow },
      make("span", { class: "person-face" }, drawAvatar(person), make("span", { class: "badge" }, messenger(person.messenger).badge)),
      make(
        "span",
        { class: "person-words" },
        make("b", {}, person.name, person.last_name && make("span", { class: "person-last" }, ` ${person.last_name}`)),
        make("span", { class: "person-role" }, person.role || "без роли"),
        make("span", { class: "person-client" }),
        make("span", { class: "person-blocked" }, icon("ban"), messenger(person.messenger).blocked),
      ),
      make("span", { class: "count unread" }),
    ),
    make(
      "button",
      { type: "button", class: "round small beside", title: "Держать телефон на столе", onclick: onBeside },
      icon("beside"),
    ),
  );
  return row;
}

function describe(person, unread) {
  const words = [nameAndRole(person), messenger(person.messenger).name];
  if (oldClient(person)) words.push("старое приложение");
  if (person.blocked) words.push(messenger(person.messenger).blocked);
  if (unread) words.push(count(unread, "новое сообщение", "новых сообщения", "новых сообщений"));
  return words.join(", ");
}

export class People {
  #state;
  #phones;
  #list = document.getElementById("people");
  #rows = new Map();

  constructor(state, phones, notify) {
    this.#state = state;
    this.#phones = phones;
    const add = document.getElementById("add");
    add.append(icon("add"));
    add.addEventListener("click", () => this.#add().catch((error) => notify(error.message)));
    phones.onChange(() => this.draw());
    state.watch(({ kind }) => ["reload", "person", "chat", "message", "unread"].includes(kind) && this.draw());
    document.addEventListener("keydown", (event) => this.#goByNumber(event));
  }

  draw() {
    const pairs = this.#state.people.map((person) => [person, this.#state.chatOf(person)]).filter(([, chat]) => chat);
    const known = new Set(pairs.map(([, chat]) => chat.id));
    for (const [id, row] of this.#rows) if (!known.has(id)) (row.remove(), this.#rows.delete(id));
    for (const [person, chat] of pairs) {
      if (!this.#rows.has(chat.id)) this.#addRow(person, chat.id);
      this.#refresh(this.#rows.get(chat.id), person, chat.id);
    }
    const unread = [...this.#state.unread.values()].reduce((sum, n) => sum + n, 0);
    document.title = `${unread ? `(${unread}) ` : ""}Fairway: мессенджеры на столе`;
  }

  #addRow(person, chat) {
    const row = drawRow(
      person,
      chat,
      () => this.#phones.show(chat),
      () => this.#phones.toggle(chat),
    );
    this.#rows.set(chat, row);
    this.#list.append(row);
  }

  #refresh(row, person, chat) {
    const shown = this.#phones.shows(chat);
    const unread = this.#state.unread.get(chat) ?? 0;
    const [main, beside] = row.children;
    row.classList.toggle("shown", shown);
    row.classList.toggle("blocked", person.blocked);
    main.setAttribute("aria-current", String(shown));
    main.setAttribute("aria-label", describe(person, unread));
    row.querySelector(".person-client").textContent = oldClient(person) ? "старое приложение" : "";
    row.querySelector(".unread").textContent = unread || "";
    beside.setAttribute("aria-pressed", String(shown));
    beside.setAttribute("aria-label", `Телефон на столе: ${person.name}`);
  }

  async #add() {
    const answers = await askPerson();
    if (!answers) return;
    const person = await server.addPerson(answers);
    const whenKnown = () => this.#state.chatOf(person);
    this.#phones.showLater(whenKnown);
  }

  #goByNumber(event) {
    const digit = event.altKey && !event.ctrlKey && /^Digit([1-9])$/.exec(event.code)?.[1];
    const row = digit && this.#list.children[digit - 1];
    if (!row) return;
    event.preventDefault();
    this.#phones.show(row.dataset.chat);
  }
}
