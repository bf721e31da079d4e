// Everybody's mailbox in one window: the list of letters, and a letter as a mail program would show it.

import { fromTemplate, icon, make } from "./element.js";
import { inWindow, MAIL } from "./places.js";
import { fileSize, shortTime } from "./words.js";

// A letter may be anything: it runs nothing, fetches nothing, and its links open beside this page.
const ALONE = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";
const BEFORE = `<meta http-equiv="Content-Security-Policy" content="${ALONE}"><base target="_blank">`;

const titleOf = ({ subject }) => subject || "Без темы";

function drawFile({ name, size, url }) {
  return make("a", { class: "letter-file", href: url, download: name }, icon("file"), make("span", {}, name), make("small", {}, fileSize(size)));
}

function drawBody({ html, text, subject }) {
  if (html === null) return make("pre", { class: "letter-text" }, text);
  return make("iframe", {
    class: "letter-page",
    title: `Письмо: ${subject}`,
    sandbox: "allow-popups allow-popups-to-escape-sandbox",
    referrerpolicy: "no-referrer",
    srcdoc: BEFORE + html,
  });
}

export class MailWindow {
  element = fromTemplate("mail");
  place = inWindow(MAIL);
  #state;
  #clock;
  #open = null; // the number of the letter that is read

  constructor(state, clock, { close }) {
    this.#state = state;
    this.#clock = clock;
    this.#find("[data-do=close]").append(icon("close"));
    this.#find("[data-do=close]").addEventListener("click", close);
    this.#find("[data-do=back]").append(icon("back"));
    this.#find("[data-do=back]").addEventListener("click", () => this.#show(null));
    this.#find(".site-face").append(icon("mail"));
  }

  load() {
    this.#draw();
  }

  apply(event) {
    if (event.kind === MAIL) this.#draw();
  }

  drawPerson() {}

  drawTabs() {}

  tick() {}

  focus() {
    this.#find(this.#open === null ? ".mails" : ".letter").focus();
  }

  #find(selector) {
    return this.element.querySelector(selector);
  }

  #show(id) {
    this.#open = id;
    this.#draw();
    this.focus();
  }

  #draw() {
    const mails = this.#state.windows.get(MAIL);
    const mail = mails.find(({ id }) => id === this.#open);
    if (!mail) this.#open = null;
    this.#find("[data-do=back]").hidden = !mail;
    this.#find(".mails").hidden = Boolean(mail);
    this.#find(".letter").hidden = !mail;
    this.#find(".mail-head h3").textContent = mail ? titleOf(mail) : "Входящие";
    if (mail) this.#drawLetter(mail);
    else this.#drawList(mails);
  }

  #drawList(mails) {
    const rows = mails.map((mail) => this.#row(mail)).reverse();
    const silence = make("li", { class: "site-silence" }, "Сюда приходят письма, которые бот отправил по электронной почте, кому бы они ни были.");
    this.#find(".mails").replaceChildren(...(rows.length ? rows : [silence]));
    this.#find(".letter").replaceChildren();
    delete this.#find(".letter").dataset.mail;
  }

  #row(mail) {
    const words = make("span", { class: "mail-words" }, make("b", {}, titleOf(mail)), make("span", {}, mail.to.join(", ")));
    const files = mail.attachments.length > 0 && make("span", { class: "mail-clip", title: "С вложениями" }, icon("clip"));
    const time = make("time", { datetime: mail.at }, shortTime(Date.parse(mail.at), this.#clock.zone));
    return make("li", {}, make("button", { type: "button", class: "mail-line", onclick: () => this.#show(mail.id) }, words, files, time));
  }

  // A letter that is being read is not drawn again when another one comes: it would jump to its beginning.
  #drawLetter(mail) {
    const letter = this.#find(".letter");
    if (letter.dataset.mail === String(mail.id)) return;
    letter.dataset.mail = mail.id;
    const line = (label, words) => make("p", {}, make("span", {}, label), words);
    letter.replaceChildren(
      make("div", { class: "letter-head" }, line("От", mail.sender), line("Кому", mail.to.join(", "))),
      make("div", { class: "letter-files" }, ...mail.attachments.map(drawFile)),
      drawBody(mail),
    );
  }
}
