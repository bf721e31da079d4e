// Counts what each phone has not read yet, by chat and topic.

const keyOf = ({ chat, thread }) => [chat, thread ?? ""].join(" ");

export class News {
  #phones = new Map(); // phone → place → how many

  add(phone, place) {
    const places = this.#phones.get(phone) ?? new Map();
    this.#phones.set(phone, places.set(keyOf(place), (places.get(keyOf(place)) ?? 0) + 1));
  }

  read(phone, place) {
    return this.#phones.get(phone)?.delete(keyOf(place)) ?? false;
  }

  // What was in a chat that is gone, or in a topic that is deleted, cannot be read any more.
  forgetAllBut(chat, threads) {
    const left = new Set(threads.map((thread) => keyOf({ chat, thread })));
    for (const places of this.#phones.values())
      for (const key of [...places.keys()]) if (key.startsWith(`${chat} `) && !left.has(key)) places.delete(key);
  }

  in(phone, place) {
    return this.#phones.get(phone)?.get(keyOf(place)) ?? 0;
  }

  inChat(phone, chat) {
    return this.#sum(this.#phones.get(phone), (key) => key.startsWith(`${chat} `));
  }

  of(phone) {
    return this.#sum(this.#phones.get(phone), () => true);
  }

  #sum(places, counts) {
    return [...(places ?? [])].reduce((sum, [key, amount]) => sum + (counts(key) ? amount : 0), 0);
  }
}
