// A stand's CRM: the requests that the bot has told it of, as they came, and whether they could be believed.

import { fromTemplate, icon, make } from "./element.js";
import { CRM, inWindow } from "./places.js";
import { day, shortTime } from "./words.js";

const EVENTS = { "lead.created": "Новая", "lead.changed": "Изменена", "lead.withdrawn": "Отозвана" };
const LABELS = {
  kind: "Вид",
  state: "Состояние",
  name: "Имя",
  phone: "Телефон",
  email: "E-mail",
  organisation: "Организация",
  post: "Должность",
  topic: "Тема",
  starts: "Звонить с",
  ends: "до",
};
const SAID = new Set(["event", "id", "number", "stand"]); // in the head already
const WORDS = {
  true: "да",
  false: "нет",
  call: "звонок",
  materials: "материалы",
  message: "сообщение",
  new: "новая",
  taken: "взята",
  waits: "ждёт нового времени",
  called: "позвонили",
  closed: "закрыта",
  cancelled: "отменена",
};

const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;

function wordOf(value, zone) {
  if (MOMENT.test(value)) return `${day(Date.parse(value), zone)}, ${shortTime(Date.parse(value), zone)}`;
  return WORDS[value] ?? String(value);
}

function drawFacts(body, zone) {
  const facts = Object.entries(body).filter(([name, value]) => !SAID.has(name) && value !== null && value !== "");
  return make("dl", { class: "crm-facts" }, ...facts.flatMap(([name, value]) => [make("dt", {}, LABELS[name] ?? name), make("dd", {}, wordOf(value, zone))]));
}

function drawEvent({ event, stand, number, body, at, signed }, zone) {
  return make(
    "article",
    { class: `site-question crm-${event.split(".")[1]} ${signed ? "" : "unsigned"}` },
    make(
      "p",
      { class: "site-who" },
      make("b", {}, `№${number}`),
      make("em", { class: "crm-event" }, EVENTS[event]),
      make("span", {}, stand),
      make("time", { datetime: at }, shortTime(Date.parse(at), zone)),
    ),
    drawFacts(body, zone),
    make("p", { class: "site-sign" }, icon(signed ? "shield" : "ban"), signed ? "подпись верна" : "подпись неверна"),
  );
}

export class CrmWindow {
  element = fromTemplate("crm");
  place = inWindow(CRM);
  #state;
  #clock;

  constructor(state, clock, { close }) {
    this.#state = state;
    this.#clock = clock;
    this.#find("[data-do=close]").append(icon("close"));
    this.#find("[data-do=close]").addEventListener("click", close);
    this.#find(".site-face").append(icon("list"));
  }

  load() {
    this.#draw();
  }

  apply(event) {
    if (event.kind === CRM) this.#draw();
  }

  drawPerson() {}

  drawTabs() {}

  tick() {}

  focus() {
    this.#find(".site-log").focus();
  }

  #find(selector) {
    return this.element.querySelector(selector);
  }

  #draw() {
    const log = this.#find(".site-log");
    const events = this.#state.windows.get(CRM).map((event) => drawEvent(event, this.#clock.zone));
    const silence = make("p", { class: "site-silence" }, "Сюда приходят заявки посетителей, если стенд подключил свою CRM.");
    log.replaceChildren(...(events.length ? events : [silence]));
    log.scrollTop = log.scrollHeight;
  }
}
