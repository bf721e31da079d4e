// The phones on the table: as many side by side as fit, those used last stay, the choice lives in the address.

import { Device } from "./device.js";
import { make } from "./element.js";

const PHONE_PX = 330;
const MOST = 3;
const AT_FIRST = 2;

export class Phones {
  #state;
  #clock;
  #stage = document.getElementById("phones");
  #devices = new Map();
  #chosen = []; // the phone used last is the last one
  #awaited = null;
  #watchers = [];

  constructor(state, clock) {
    this.#state = state;
    this.#clock = clock;
    this.#chosen = decodeURIComponent(location.hash.slice(1)).split(",").filter(Boolean);
    state.watch((event) => this.#apply(event));
    state.seenWhen((chat) => this.shows(chat) && !document.hidden);
    clock.onTick((now) => this.#devices.forEach((device) => device.tick(now)));
    new ResizeObserver(() => state.clock && this.#lay()).observe(this.#stage);
    document.addEventListener("visibilitychange", () => document.hidden || this.#readShown());
  }

  onChange(watcher) {
    this.#watchers.push(watcher);
  }

  shows(chat) {
    return this.#devices.has(chat);
  }

  show(chat) {
    if (!this.shows(chat)) {
      const others = this.#visible();
      const free = this.#room() === 1 || others.length >= Math.min(AT_FIRST, this.#room());
      if (free) this.#forget(others[0]);
    }
    this.#use(chat);
    this.#lay();
    this.#devices.get(chat)?.focus();
  }

  showLater(find) {
    this.#awaited = find;
    this.#showAwaited();
  }

  toggle(chat) {
    if (this.shows(chat)) this.#forget(chat);
    else this.#use(chat);
    this.#lay();
  }

  #room() {
    return Math.max(1, Math.min(MOST, Math.floor(this.#stage.clientWidth / PHONE_PX)));
  }

  #visible() {
    return this.#chosen.filter((id) => this.#state.chats.has(id)).slice(-this.#room());
  }

  #use(chat) {
    this.#forget(chat);
    this.#chosen.push(chat);
  }

  #forget(chat) {
    this.#chosen = this.#chosen.filter((id) => id !== chat);
  }

  #apply(event) {
    if (event.kind === "reload") this.#reload();
    else if (event.kind === "person") this.#devices.forEach((device) => device.drawPerson());
    else if (event.chat !== undefined) this.#devices.get(event.chat)?.apply(event);
    if (event.kind === "chat" || event.kind === "person") this.#showAwaited();
  }

  #reload() {
    this.#chosen = this.#chosen.filter((id) => this.#state.chats.has(id));
    if (this.#chosen.length === 0)
      this.#chosen = this.#inOrder([...this.#state.chats.keys()]).slice(0, AT_FIRST).reverse();
    this.#devices.forEach((device, id) => this.#state.chats.has(id) && device.load());
    this.#lay();
  }

  #inOrder(ids) {
    return this.#state.people.map((person) => this.#state.chatOf(person)?.id).filter((id) => ids.includes(id));
  }

  #lay() {
    const wanted = this.#inOrder(this.#visible());
    for (const [id, device] of this.#devices) if (!wanted.includes(id)) (device.element.remove(), this.#devices.delete(id));
    this.#stage.querySelector(":scope > .quiet")?.remove();
    if (wanted.length === 0) this.#stage.append(make("p", { class: "quiet" }, "Выберите, чей телефон взять."));
    wanted.forEach((id, index) => this.#put(id, index));
    history.replaceState(null, "", `#${wanted.join(",")}`);
    this.#readShown();
    for (const watcher of this.#watchers) watcher();
  }

  #put(id, index) {
    if (this.#devices.has(id)) return;
    const device = new Device(id, this.#state, this.#clock, () => this.toggle(id));
    this.#devices.set(id, device);
    this.#stage.insertBefore(device.element, this.#stage.children[index] ?? null);
    device.element.addEventListener("focusin", () => this.#use(id));
    device.load();
  }

  #readShown() {
    if (!document.hidden) for (const id of this.#devices.keys()) this.#state.read(id);
  }

  #showAwaited() {
    const chat = this.#awaited?.();
    if (!chat) return;
    this.#awaited = null;
    this.show(chat.id);
  }
}
