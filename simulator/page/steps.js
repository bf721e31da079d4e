// The strip that tells an untold visitor what this is: three steps that tick themselves.

import { isGroup } from "./places.js";

export class Steps {
  #state;
  #steps = [...document.querySelectorAll("#steps [data-step]")];
  #done = new Set();

  constructor(state, clock) {
    this.#state = state;
    state.watch(() => this.#look(clock));
    clock.onTick(() => this.#look(clock));
  }

  #look(clock) {
    const begun = [...this.#state.chats.values()].filter((chat) => !isGroup(chat) && chat.messages.length > 0);
    const messengers = new Set(begun.map((chat) => chat.messenger));
    if (messengers.size > 1) this.#tick("start");
    if (this.#state.clock?.chosen > 0) this.#tick("subscribe");
    const due = (this.#state.clock?.due ?? []).map(Date.parse);
    if (due.some((moment) => moment <= clock.now())) this.#tick("remind");
    const current = this.#steps.find((step) => !this.#done.has(step.dataset.step));
    for (const step of this.#steps) {
      step.classList.toggle("done", this.#done.has(step.dataset.step));
      if (step === current) step.setAttribute("aria-current", "step");
      else step.removeAttribute("aria-current");
    }
  }

  #tick(name) {
    this.#done.add(name);
  }
}
