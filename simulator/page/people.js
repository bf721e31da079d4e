// The people of the table: who they are, who has news, whose phones lie side by side.

import { askPerson } from "./dialogs.js";
import { icon, make } from "./element.js";
import { drawAvatar } from "./faces.js";
import { messenger, oldClient } from "./messengers.js";
import { CRM, MAIL, phoneOf, SITE, WINDOWS } from "./places.js";
import { server } from "./server.js";
import { count, nameAndRole } from "./words.js";

function drawRow(person, onShow, onBeside) {
  const row = make(
    "li",
    { class: `person messenger-${person.messenger}`, "data-phone": phoneOf(person) },
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

const DOORS = {
  [SITE]: { title: "Чат у плеера", where: "сайт салона", sign: "play" },
  [MAIL]: { title: "Почта", where: "все письма", sign: "mail" },
  [CRM]: { title: "CRM стенда", where: "заявки", sign: "list" },
};

function drawWindowRow(name, onShow, onBeside) {
  const { title, where, sign } = DOORS[name];
  return make(
    "li",
    { class: `person window-row ${name}-row`, "data-phone": name },
    make(
      "button",
      { type: "button", class: "person-main", onclick: onShow },
      make("span", { class: "person-face" }, make("span", { class: `avatar ${name}-face`, "aria-hidden": "true" }, icon(sign))),
      make("span", { class: "person-words" }, make("b", {}, title), make("span", { class: "person-role" }, where)),
      make("span", { class: "count unread" }),
    ),
    make(
      "button",
      { type: "button", class: "round small beside", title: "Держать окно на столе", onclick: onBeside },
      icon("beside"),
    ),
  );
}

const newMessages = (unread) => count(unread, "новое сообщение", "новых сообщения", "новых сообщений");

function describe(person, unread) {
  const words = [nameAndRole(person), messenger(person.messenger).name];
  if (oldClient(person)) words.push("старое приложение");
  if (person.blocked) words.push(messenger(person.messenger).blocked);
  if (unread) words.push(newMessages(unread));
  return words.join(", ");
}

export class People {
  #state;
  #phones;
  #list = document.getElementById("people");
  #rows = new Map();
  #windows = new Map();

  constructor(state, phones, notify) {
    this.#state = state;
    this.#phones = phones;
    const add = document.getElementById("add");
    add.append(icon("add"));
    add.addEventListener("click", () => this.#add().catch((error) => notify(error.message)));
    for (const name of WINDOWS) {
      const row = drawWindowRow(
        name,
        () => phones.show(name),
        () => phones.toggle(name),
      );
      this.#windows.set(name, row);
      this.#list.append(row);
    }
    phones.onChange(() => this.draw());
    const kinds = new Set(["reload", "person", "chat", "gone", "topics", "message", "unread", ...WINDOWS]);
    state.watch(({ kind }) => kinds.has(kind) && this.draw());
    document.addEventListener("keydown", (event) => this.#goByNumber(event));
  }

  draw() {
    const people = this.#state.people.filter((person) => this.#state.chatOf(person));
    const known = new Set(people.map(phoneOf));
    for (const [phone, row] of this.#rows) if (!known.has(phone)) (row.remove(), this.#rows.delete(phone));
    for (const person of people) {
      const phone = phoneOf(person);
      if (!this.#rows.has(phone)) this.#addRow(person, phone);
      this.#refreshPerson(this.#rows.get(phone), person, phone);
    }
    for (const [name, row] of this.#windows) {
      const unread = this.#refresh(row, name);
      row.firstElementChild.setAttribute("aria-label", [DOORS[name].title, unread && newMessages(unread)].filter(Boolean).join(", "));
      row.lastElementChild.setAttribute("aria-label", `Окно на столе: ${DOORS[name].title}`);
    }
    const all = [...known, ...WINDOWS].reduce((sum, phone) => sum + this.#state.news.of(phone), 0);
    document.title = `${all ? `(${all}) ` : ""}Fairway: мессенджеры на столе`;
  }

  #addRow(person, phone) {
    const row = drawRow(
      person,
      () => this.#phones.show(phone),
      () => this.#phones.toggle(phone),
    );
    this.#rows.set(phone, row);
    this.#list.insertBefore(row, this.#windows.get(SITE));
  }

  #refreshPerson(row, person, phone) {
    const unread = this.#refresh(row, phone);
    row.classList.toggle("blocked", person.blocked);
    row.firstElementChild.setAttribute("aria-label", describe(person, unread));
    row.querySelector(".person-client").textContent = oldClient(person) ? "старое приложение" : "";
    row.lastElementChild.setAttribute("aria-label", `Телефон на столе: ${person.name}`);
  }

  #refresh(row, phone) {
    const shown = this.#phones.shows(phone);
    const unread = this.#state.news.of(phone);
    const [main, beside] = row.children;
    if (shown && !row.classList.contains("shown")) row.scrollIntoView({ block: "nearest", inline: "nearest" });
    row.classList.toggle("shown", shown);
    main.setAttribute("aria-current", String(shown));
    row.querySelector(".unread").textContent = unread || "";
    beside.setAttribute("aria-pressed", String(shown));
    return unread;
  }

  async #add() {
    const answers = await askPerson();
    if (!answers) return;
    const person = await server.addPerson(answers);
    this.#phones.showLater(() => this.#state.chatOf(person) && person);
  }

  #goByNumber(event) {
    const digit = event.altKey && !event.ctrlKey && /^Digit([1-9])$/.exec(event.code)?.[1];
    const row = digit && this.#list.children[digit - 1];
    if (!row) return;
    event.preventDefault();
    this.#phones.show(row.dataset.phone);
  }
}
