// The fair's clock: shows its time each second and moves it forward.

import { Refused, server } from "./server.js";
import { t } from "./speech.js";
import { day, exactTime, wholeMoment } from "./words.js";

const EVE = 25_000; // before something is due: then it is waited for
const ARRIVES = 3_000;
const WAKES_MS = 60_000; // the longest that the bot is waited for
const LOOK_MS = 200;

export class Clock {
  #state;
  #ahead = 0; // fair time minus the page's own steady time
  #face = document.getElementById("now");
  #hint = document.getElementById("stop-words");
  #next = document.getElementById("next");
  #tickers = [];
  #timer;
  #waiting = false; // for the bot to wake up

  constructor(state, notify) {
    this.#state = state;
    state.watch((event) => ["reload", "clock"].includes(event.kind) && this.#set());
    const move = (action) => () => action().catch((error) => notify(error.message));
    for (const button of document.querySelectorAll("[data-minutes]"))
      button.addEventListener("click", move(() => this.#advance(Number(button.dataset.minutes))));
    this.#next.addEventListener("click", move(() => this.#toNextStop()));
    // A laptop that slept wakes with its steady time behind.
    document.addEventListener("visibilitychange", () => document.hidden || this.#follow(server.clock()).catch(() => {}));
  }

  get zone() {
    return this.#state.clock.zone;
  }

  now() {
    return performance.now() + this.#ahead;
  }

  onTick(ticker) {
    this.#tickers.push(ticker);
  }

  #set() {
    this.#ahead = Date.parse(this.#state.clock.now) - performance.now();
    this.#tick();
  }

  #tick() {
    clearTimeout(this.#timer);
    const now = this.now();
    this.#face.textContent = wholeMoment(now, this.zone);
    this.#showStop(now);
    for (const ticker of this.#tickers) ticker(now);
    this.#timer = setTimeout(() => this.#tick(), 1000 - (now % 1000));
  }

  // The button says what it waits for; while nobody has chosen anything, its press says how to begin.
  #showStop(now) {
    const due = (this.#state.clock.due ?? []).map(Date.parse).find((moment) => moment - EVE <= now && now < moment + ARRIVES);
    const stop = (this.#state.clock.stops ?? []).map(Date.parse).filter((moment) => moment > now).sort((a, b) => a - b)[0];
    this.#next.disabled = this.#waiting || due !== undefined;
    const soon = due !== undefined && t("soon", Math.max(0, Math.ceil((due - now) / 1000)));
    this.#next.textContent = this.#waiting ? t("waking") : soon || t("next");
    const sameDay = stop && day(stop, this.zone) === day(now, this.zone);
    const when = stop && `${sameDay ? "" : `${day(stop, this.zone)}, `}${exactTime(stop, this.zone)}`;
    this.#hint.textContent = stop ? t("stop", when) : t("choose");
    this.#hint.previousElementSibling.hidden = !stop;
  }

  #advance(minutes) {
    return this.#follow(server.advance(minutes));
  }

  // The very first press: those who have not begun begin, so that what comes reaches their phones.
  async #toNextStop() {
    const waiting = this.#state.people.filter((one) => one.demo && !one.blocked).map((one) => this.#state.chatOf(one));
    const begun = waiting.filter((chat) => chat && !chat.started).map((chat) => chat.id);
    for (const id of begun) await server.act(id, "start");
    if (!this.#state.clock.stops?.length) throw new Refused(t("choose-first"));
    await this.#answered(begun);
    try {
      await this.#follow(server.toNextStop());
    } catch (error) {
      throw error instanceof Refused && error.status === 404 ? new Refused(t("no-stops")) : error;
    }
  }

  // A clock that moved before the bot has woken up would leave it no time to bring anything.
  async #answered(chats) {
    const answers = (id) => this.#state.chats.get(id)?.messages.some((message) => !message.out && !message.notice) ?? true;
    this.#waiting = true;
    this.#tick();
    for (let looks = 0; looks < WAKES_MS / LOOK_MS && !chats.every(answers); looks += 1)
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    this.#waiting = false;
  }

  async #follow(answer) {
    const clock = await answer;
    if (clock?.now) this.#state.apply({ kind: "clock", ...clock });
  }
}
