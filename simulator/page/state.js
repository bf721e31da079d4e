// What the page knows: the clock, the people and their chats, kept true by the server's events.

export const placeOf = (message, row, column) => `${message}/${row}/${column}`;

// Beside what the server says, a chat remembers which buttons still wait for the bot's answer.
const remembered = (chat) => ({ ...chat, waiting: new Set() });

export class State {
  clock = null;
  people = [];
  chats = new Map();
  unread = new Map();
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
    this.#tell({ kind: "reload" });
  }

  apply(event) {
    if (event.kind === "clock") this.clock = { now: event.now, zone: event.zone, stops: event.stops };
    else if (event.kind === "person") this.#putPerson(event.person);
    else if (event.kind === "chat") this.chats.set(event.chat, remembered(event.whole));
    else if (this.chats.has(event.chat)) this.#applyToChat(this.chats.get(event.chat), event);
    this.#tell(event);
  }

  chatOf(person) {
    return [...this.chats.values()].find((chat) => chat.person === person.id && chat.messenger === person.messenger);
  }

  personOf(chat) {
    return this.people.find((person) => person.id === chat.person && person.messenger === chat.messenger);
  }

  read(chat) {
    if (this.unread.delete(chat)) this.#tell({ kind: "unread", chat });
  }

  #putPerson(person) {
    const index = this.people.findIndex(({ id, messenger }) => id === person.id && messenger === person.messenger);
    if (index >= 0) this.people[index] = person;
    else this.people.push(person);
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
      case "pressed":
        this.#press(chat, placeOf(event.message, event.row, event.column), event.state);
        break;
    }
  }

  #press(chat, place, state) {
    if (state === "waiting") chat.waiting.add(place);
    else chat.waiting.delete(place);
  }

  #putMessage(chat, message) {
    const index = chat.messages.findIndex(({ id }) => id === message.id);
    if (index >= 0) {
      chat.messages[index] = message;
      // A new keyboard under the message: nobody waits for the old one's buttons any more.
      for (const place of chat.waiting) if (place.startsWith(`${message.id}/`)) chat.waiting.delete(place);
      return;
    }
    chat.messages.push(message);
    if (!message.out && !this.#isSeen(chat.id)) this.unread.set(chat.id, (this.unread.get(chat.id) ?? 0) + 1);
  }

  #tell(event) {
    for (const watcher of this.#watchers) watcher(event);
  }
}
