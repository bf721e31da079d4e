// Says that the bot is still waking up, from the first thing that somebody does until the bot's first answer.

import { isGroup } from "./places.js";

export class Waking {
  #state;
  #words = document.getElementById("waking");
  #awake = false;

  constructor(state) {
    this.#state = state;
    state.watch(() => this.#look());
  }

  #look() {
    if (this.#awake) return;
    const chats = [...this.#state.chats.values()].filter((chat) => !isGroup(chat));
    const said = chats.flatMap((chat) => chat.messages).filter((message) => !message.notice);
    this.#awake = said.some((message) => !message.out);
    this.#words.hidden = this.#awake || said.length === 0;
  }
}
