// Faces: the round pictures of people, bots and groups, and the colours of their names.

import { make } from "./element.js";
import { isGroup } from "./places.js";
import { fullName, initials } from "./words.js";

const TINTS = 7;

const tintOf = (id) => `tint-${Math.abs(id) % TINTS}`;

export function drawAvatar(person) {
  return make("span", { class: `avatar ${tintOf(person.id)}`, "aria-hidden": "true" }, initials(fullName(person)));
}

export function drawTopicSign({ id, title }) {
  const letter = id === null ? "#" : (/^\d{1,2}/.exec(title)?.[0] ?? initials(title)[0]); // the hour of a session
  return make("span", { class: `topic-sign ${id === null ? "general" : tintOf(id)}`, "aria-hidden": "true" }, letter);
}

// Who wrote a message, as the phone's owner sees it: `id` is the same for all messages of one author.
export function authorOf(message, chat, owner, people) {
  if (!isGroup(chat)) return { id: message.out, mine: message.out, name: message.out ? owner.name : chat.title };
  if (message.author === null) return { id: "bot", mine: false, name: chat.bot.name, short: "Бот", tint: "tint-bot" };
  if (message.author === "anonymous")
    return { id: "anonymous", mine: false, name: chat.title, short: "Администратор", tint: "tint-5", tag: "анонимно" };
  const person = people.find(({ id, messenger }) => id === message.author && messenger === chat.messenger);
  return {
    id: message.author,
    mine: message.author === owner.id,
    name: person ? fullName(person) : "Кто-то",
    short: person?.name ?? "Кто-то",
    tint: tintOf(message.author),
    tag: person?.role,
  };
}

export function drawFace({ name, tint }) {
  return make("span", { class: `avatar face ${tint}`, "aria-hidden": "true" }, initials(name));
}
