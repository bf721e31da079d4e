// What the page knows: the clock, the people and their chats, kept true by the server's events.

import { News } from "./news.js";
import { CRM, inWindow, isGroup, MAIL, phoneOf, SITE, threadOf, topicsOf } from "./places.js";

// A button under a message, waiting in the hand of one person.
export const waitingOf = (message, row, column, person) => `${message}/${row}/${column}/${person}`;

// Beside what the server says, a chat remembers which buttons still wait for the bot's answer, and whose they are.
const remembered = (chat) => ({ ...chat, waiting: new Set() });

// What makes one thing in a window another one than before.
const identities = {
  [SITE]: ({ path, question, at }) => [path, question, at].join(" "),
  [MAIL]: ({ id }) => id,
  [CRM]: ({ stand, number, event, at, key }) => [stand, number, event, at, key].join(" "),
};

export class State {
  clock = null;
  people = [];
  chats = new Map();
  windows = new Map(); // window → what is in it
  news = new News();
  #watchers = [];
  #isSeen = () => false;

  watch(watcher) {
    this.#watchers.push(watcher);
  }

  seenWhen(isSeen) {
    this.#isSeen = isSeen;
  }

  load(snapshot) {
    this.clock = snapshot.clock;
    this.people = snapshot.people;
    this.chats = new Map(snapshot.chats.map((chat) => [chat.id, remembered(chat)]));
    this.windows = new Map([SITE, MAIL, CRM].map((name) => [name, snapshot[name]]));
    this.#tell({ kind: "reload" });
  }

  apply(event) {
    if (event.kind === "clock") this.clock = event;
    else if (event.kind === "person") this.#putPerson(event.person);
    else if (event.kind === "chat") this.#putChat(event.whole);
    else if (event.kind === "gone") this.#dropChat(event.chat);
    else if (event.kind === SITE) this.#fill(SITE, event.messages);
    else if (event.kind === MAIL) this.#fill(MAIL, event.mails);
    else if (event.kind === CRM) this.#fill(CRM, event.events);
    else if (this.chats.has(event.chat)) this.#applyToChat(this.chats.get(event.chat), event);
    this.#tell(event);
  }

  // The private chat with the bot.
  chatOf(person) {
    return [...this.chats.values()].find((chat) => !isGroup(chat) && this.isIn(chat, person));
  }

  // Every chat of a person, the private one first.
  chatsOf(person) {
    const all = [...this.chats.values()].filter((chat) => this.isIn(chat, person));
    return [...all.filter((chat) => !isGroup(chat)), ...all.filter(isGroup)];
  }

  isIn(chat, { messenger, id }) {
    return chat.messenger === messenger && (isGroup(chat) ? chat.members.includes(id) : chat.person === id);
  }

  ownerOf(phone) {
    return this.people.find((person) => phoneOf(person) === phone);
  }

  read(phone, place) {
    if (this.news.read(phone, place)) this.#tell({ kind: "unread", phone });
  }

  #putPerson(person) {
    const index = this.people.findIndex((known) => phoneOf(known) === phoneOf(person));
    if (index >= 0) this.people[index] = person;
    else this.people.push(person);
  }

  #putChat(chat) {
    this.chats.set(chat.id, remembered(chat));
    if (isGroup(chat)) this.#forgetTopics(chat);
  }

  #dropChat(id) {
    this.chats.delete(id);
    this.news.forgetAllBut(id, []);
  }

  #forgetTopics(chat) {
    this.news.forgetAllBut(chat.id, topicsOf(chat).map((topic) => topic.id));
  }

  #fill(name, things) {
    const known = new Set(this.windows.get(name).map(identities[name]));
    this.windows.set(name, things);
    if (this.#isSeen(name, inWindow(name))) return;
    for (const thing of things) if (!known.has(identities[name](thing))) this.news.add(name, inWindow(name));
  }

  #applyToChat(chat, event) {
    switch (event.kind) {
      case "message":
      case "edit":
        this.#putMessage(chat, event.message);
        break;
      case "delete":
        chat.messages = chat.messages.filter(({ id }) => id !== event.message);
        break;
      case "keyboard":
        chat.keyboard = event.keyboard;
        break;
      case "commands":
        chat.commands = event.commands;
        break;
      case "topics":
        Object.assign(chat, { topics: event.topics, forum: event.forum });
        this.#forgetTopics(chat);
        break;
      case "pressed":
        this.#press(chat, waitingOf(event.message, event.row, event.column, event.person ?? chat.person), event.state);
        break;
    }
  }

  #press(chat, button, state) {
    if (state === "waiting") chat.waiting.add(button);
    else chat.waiting.delete(button);
  }

  #putMessage(chat, message) {
    const index = chat.messages.findIndex(({ id }) => id === message.id);
    if (index >= 0) {
      chat.messages[index] = message;
      // A new keyboard under the message: nobody waits for the old one's buttons any more.
      for (const button of chat.waiting) if (button.startsWith(`${message.id}/`)) chat.waiting.delete(button);
      return;
    }
    chat.messages.push(message);
    if (message.notice) return;
    const place = { chat: chat.id, thread: threadOf(chat, message) };
    for (const person of this.people.filter((one) => this.isIn(chat, one))) {
      const own = isGroup(chat) ? message.author === person.id : message.out;
      if (!own && !this.#isSeen(phoneOf(person), place)) this.news.add(phoneOf(person), place);
    }
  }

  #tell(event) {
    for (const watcher of this.#watchers) watcher(event);
  }
}
