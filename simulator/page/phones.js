// The phones on the table: as many side by side as fit, those used last stay, the choice lives in the address.

import { CrmWindow } from "./crm.js";
import { Device } from "./device.js";
import { make } from "./element.js";
import { MailWindow } from "./mail.js";
import { CRM, MAIL, phoneOf, readPlace, samePlace, SITE, WINDOWS, writePlace } from "./places.js";
import { SiteWindow } from "./site.js";

const KINDS = { [SITE]: SiteWindow, [MAIL]: MailWindow, [CRM]: CrmWindow };

const PHONE_PX = 330;
const MOST = 3;
const ENOUGH = 2; // one more is put beside them only when it is asked for

export class Phones {
  #state;
  #clock;
  #stage = document.getElementById("phones");
  #devices = new Map();
  #chosen = []; // the phone used last is the last one
  #places = new Map(); // what was open on a phone when it was put away
  #awaited = null;
  #watchers = [];

  constructor(state, clock) {
    this.#state = state;
    this.#clock = clock;
    this.#readAddress();
    state.watch((event) => this.#apply(event));
    state.seenWhen((phone, place) => !document.hidden && this.shows(phone) && samePlace(this.#devices.get(phone).place, place));
    clock.onTick((now) => this.#devices.forEach((device) => device.tick(now)));
    new ResizeObserver(() => state.clock && this.#lay()).observe(this.#stage);
    document.addEventListener("visibilitychange", () => document.hidden || this.#readShown());
  }

  onChange(watcher) {
    this.#watchers.push(watcher);
  }

  shows(phone) {
    return this.#devices.has(phone);
  }

  show(phone) {
    if (!this.shows(phone)) {
      const others = this.#visible();
      const free = this.#room() === 1 || others.length >= Math.min(ENOUGH, this.#room());
      if (free) this.#forget(others[0]);
    }
    this.#use(phone);
    this.#lay();
    this.#devices.get(phone)?.focus();
  }

  showLater(find) {
    this.#awaited = find;
    this.#showAwaited();
  }

  toggle(phone) {
    if (this.shows(phone)) this.#forget(phone);
    else this.#use(phone);
    this.#lay();
  }

  #readAddress() {
    const written = decodeURIComponent(location.hash.slice(1)).split(",").filter(Boolean).map(readPlace);
    this.#chosen = written.map(({ phone }) => phone).filter(Boolean);
    for (const { phone, place } of written) if (place) this.#places.set(phone, place);
  }

  #room() {
    return Math.max(1, Math.min(MOST, Math.floor(this.#stage.clientWidth / PHONE_PX)));
  }

  #exists(phone) {
    const owner = this.#state.ownerOf(phone);
    return WINDOWS.includes(phone) || Boolean(owner && this.#state.chatOf(owner));
  }

  #visible() {
    return this.#chosen.filter((phone) => this.#exists(phone)).slice(-this.#room());
  }

  #use(phone) {
    this.#forget(phone);
    this.#chosen.push(phone);
  }

  #forget(phone) {
    this.#chosen = this.#chosen.filter((id) => id !== phone);
  }

  #apply(event) {
    if (event.kind === "reload") this.#reload();
    else if (event.kind === "person") this.#devices.forEach((device) => device.drawPerson());
    else if (event.kind === "unread") this.#devices.get(event.phone)?.drawTabs();
    else if (event.kind !== "clock") this.#devices.forEach((device) => device.apply(event));
    if (event.kind === "chat" || event.kind === "person") this.#showAwaited();
  }

  #reload() {
    this.#chosen = this.#chosen.filter((phone) => this.#exists(phone));
    if (this.#chosen.length === 0) this.#chosen = this.#firstPhones().reverse();
    this.#devices.forEach((device, phone) => this.#exists(phone) && device.load());
    this.#lay();
  }

  // One of each kind: who is a visitor and who sits in a forum, in every messenger.
  #firstPhones() {
    const kinds = new Map();
    for (const person of this.#state.people.filter((one) => this.#state.chatOf(one))) {
      const kind = [person.messenger, this.#state.chatsOf(person).some(({ forum }) => forum)].join();
      if (!kinds.has(kind)) kinds.set(kind, phoneOf(person));
    }
    return [...kinds.values()].slice(0, MOST);
  }

  #inOrder(phones) {
    return [...this.#state.people.map(phoneOf), ...WINDOWS].filter((phone) => phones.includes(phone));
  }

  #lay() {
    const wanted = this.#inOrder(this.#visible());
    for (const phone of [...this.#devices.keys()]) if (!wanted.includes(phone)) this.#putAway(phone);
    this.#stage.querySelector(":scope > .quiet")?.remove();
    if (wanted.length === 0) this.#stage.append(make("p", { class: "quiet" }, "Выберите, чей телефон взять."));
    wanted.forEach((phone, index) => this.#put(phone, index));
    this.#settle();
  }

  // After anything was laid, put away or opened on a phone.
  #settle() {
    const written = this.#inOrder([...this.#devices.keys()]).map((phone) => writePlace(phone, this.#devices.get(phone).place));
    history.replaceState(null, "", `#${written.join(",")}`);
    this.#readShown();
    for (const watcher of this.#watchers) watcher();
  }

  #put(phone, index) {
    if (this.#devices.has(phone)) return;
    const device = this.#make(phone, { close: () => this.toggle(phone), moved: () => this.#settle() });
    this.#devices.set(phone, device);
    this.#stage.insertBefore(device.element, this.#stage.children[index] ?? null);
    device.element.addEventListener("focusin", () => this.#use(phone));
    device.load();
  }

  #make(phone, hooks) {
    if (KINDS[phone]) return new KINDS[phone](this.#state, this.#clock, hooks);
    return new Device(phone, this.#places.get(phone), this.#state, this.#clock, hooks);
  }

  #putAway(phone) {
    const device = this.#devices.get(phone);
    if (this.#exists(phone)) this.#places.set(phone, device.place);
    device.element.remove();
    this.#devices.delete(phone);
  }

  #readShown() {
    if (!document.hidden) for (const [phone, { place }] of this.#devices) this.#state.read(phone, place);
  }

  #showAwaited() {
    const person = this.#awaited?.();
    if (!person) return;
    this.#awaited = null;
    this.show(phoneOf(person));
  }
}
