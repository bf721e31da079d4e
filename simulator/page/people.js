// The people of the table: who they are, who has news, whose phones lie side by side.

import { askPerson } from "./dialogs.js";
import { icon, make } from "./element.js";
import { drawAvatar } from "./faces.js";
import { messenger, oldClient } from "./messengers.js";
import { phoneOf, SITE } from "./places.js";
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

function drawSiteRow(onShow, onBeside) {
  return make(
    "li",
    { class: "person site-row", "data-phone": SITE },
    make(
      "button",
      { type: "button", class: "person-main", onclick: onShow },
      make("span", { class: "person-face" }, make("span", { class: "avatar site-face", "aria-hidden": "true" }, icon("play"))),
      make("span", { class: "person-words" }, make("b", {}, "Чат у плеера"), make("span", { class: "person-role" }, "сайт салона")),
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
  #site;

  constructor(state, phones, notify) {
    this.#state = state;
    this.#phones = phones;
    const add = document.getElementById("add");
    add.append(icon("add"));
    add.addEventListener("click", () => this.#add().catch((error) => notify(error.message)));
    this.#site = drawSiteRow(
      () => phones.show(SITE),
      () => phones.toggle(SITE),
    );
    this.#list.append(this.#site);
    phones.onChange(() => this.draw());
    const kinds = new Set(["reload", "person", "chat", "gone", "topics", "message", "unread", "site"]);
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
    const unread = this.#refresh(this.#site, SITE);
    this.#site.firstElementChild.setAttribute("aria-label", ["Чат у плеера", unread && newMessages(unread)].filter(Boolean).join(", "));
    this.#site.lastElementChild.setAttribute("aria-label", "Окно на столе: чат у плеера");
    const all = [...known, SITE].reduce((sum, phone) => sum + this.#state.news.of(phone), 0);
    document.title = `${all ? `(${all}) ` : ""}Fairway: мессенджеры на столе`;
  }

  #addRow(person, phone) {
    const row = drawRow(
      person,
      () => this.#phones.show(phone),
      () => this.#phones.toggle(phone),
    );
    this.#rows.set(phone, row);
    this.#list.insertBefore(row, this.#site);
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
