// The chat beside the player on the fair's own site: what the bot has told it, and whether it could be believed.

import { fromTemplate, icon, make } from "./element.js";
import { inWindow, SITE } from "./places.js";
import { shortTime } from "./words.js";

// An event without the words of its question is shown as it came.
const wordsOf = (body) => body.text ?? JSON.stringify(body);
const nameOf = (body) => body.name ?? "Без имени";

function drawQuestion({ at, body, signed }, zone) {
  return make(
    "article",
    { class: `site-question ${signed ? "" : "unsigned"}` },
    make(
      "p",
      { class: "site-who" },
      make("b", {}, nameOf(body)),
      body.number && make("span", {}, `№${body.number}`),
      make("time", { datetime: at }, shortTime(Date.parse(at), zone)),
    ),
    make("p", { class: "site-text" }, wordsOf(body)),
    body.session && make("p", { class: "site-session" }, String(body.session)),
    make("p", { class: "site-sign" }, icon(signed ? "shield" : "ban"), signed ? "подпись верна" : "подпись неверна"),
  );
}

export class SiteWindow {
  element = fromTemplate("site");
  place = inWindow(SITE);
  #state;
  #clock;

  constructor(state, clock, { close }) {
    this.#state = state;
    this.#clock = clock;
    this.#find("[data-do=close]").append(icon("close"));
    this.#find("[data-do=close]").addEventListener("click", close);
    for (const sign of [".player-sign", ".site-face"]) this.#find(sign).append(icon("play"));
  }

  load() {
    this.#draw();
    this.tick(this.#clock.now());
  }

  apply(event) {
    if (event.kind === SITE) this.#draw();
  }

  drawPerson() {}

  drawTabs() {}

  tick(now) {
    this.#find(".player-time").textContent = shortTime(now, this.#clock.zone);
  }

  focus() {
    this.#find(".site-log").focus();
  }

  #find(selector) {
    return this.element.querySelector(selector);
  }

  #draw() {
    const log = this.#find(".site-log");
    const questions = this.#state.windows.get(SITE).map((message) => drawQuestion(message, this.#clock.zone));
    const silence = make("p", { class: "site-silence" }, "Сюда приходят вопросы, которые модераторы передали на сайт салона.");
    log.replaceChildren(...(questions.length ? questions : [silence]));
    log.scrollTop = log.scrollHeight;
  }
}
