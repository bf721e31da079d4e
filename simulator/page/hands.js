// The hands of a phone's owner: presses, links and answers in the open chat, and the words for what is refused.

import { startPayload } from "./messengers.js";
import { isGroup } from "./places.js";
import { sayRefusal } from "./refusals.js";
import { Refused, server } from "./server.js";
import { safeAddress } from "./text.js";

export class Hands {
  #context;
  #phone;

  // `phone` knows how to tell, mark a button, refer to a message, show a message and begin with the bot.
  constructor(context, phone) {
    this.#context = context;
    this.#phone = phone;
  }

  // In a group everybody has the same chat, so it is said whose hand it is and in which topic.
  act = async (action, body) => {
    const { chat, thread, person } = this.#context();
    const whole = isGroup(chat) ? { person: person.id, thread: thread ?? null, ...body } : body;
    try {
      this.#follow(await server.act(chat.id, action, whole));
      return true;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.#phone.tell(sayRefusal(error, action, person.language, { group: isGroup(chat) }));
      return false;
    }
  };

  click(event) {
    const { target } = event;
    const message = Number(target.closest("[data-id]")?.dataset.id);
    const link = target.closest("a[href]");
    const payload = link ? startPayload(this.#context().chat, link.href) : null;
    const command = target.closest("[data-send]");
    const change = target.closest("[data-do=edit]");
    const reply = target.closest("[data-do=reply]");
    const button = target.closest("button.inline");
    const origin = target.closest("[data-goto]");
    if (payload !== null) {
      event.preventDefault();
      this.#phone.begin(payload);
    } else if (command) this.act("text", { text: command.dataset.send });
    else if (change || reply) this.#phone.refer(change ? "edit" : "reply", this.#message(message));
    else if (button) this.#press(button, message);
    else if (origin) this.#phone.goTo(Number(origin.dataset.goto));
    else if (target.closest(".folded")) target.closest(".folded").classList.toggle("told");
    else target.closest(".spoiler")?.classList.add("told");
  }

  // Where a button led, when it was more than a message to the bot.
  #follow({ kind, url }) {
    if (kind === "other") this.#phone.tell("Такая кнопка работает только в настоящем мессенджере");
    if (kind !== "url") return;
    const payload = startPayload(this.#context().chat, url);
    if (payload !== null) this.#phone.begin(payload);
    else if (safeAddress(url)) window.open(safeAddress(url), "_blank", "noopener,noreferrer");
  }

  #message(id) {
    return this.#context().chat.messages.find((message) => message.id === id);
  }

  async #press(button, message) {
    if (button.ariaBusy === "true") return;
    const press = { message, row: Number(button.dataset.row), column: Number(button.dataset.column) };
    const waits = button.dataset.kind === "callback";
    if (waits) this.#phone.mark(press, true);
    if (!(await this.act("press", press)) && waits) this.#phone.mark(press, false);
  }
}
