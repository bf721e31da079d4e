// What is done to a group and its topics by hand: the misfortunes that a bot in it has to live with.

import { askLine } from "./dialogs.js";
import { messenger } from "./messengers.js";
import { topicAt } from "./places.js";

async function openTopic(person, act) {
  const title = await askLine({
    title: "Новая тема",
    hint: "Её открывает человек, а не бот.",
    label: "Название",
    value: "",
    yes: "Открыть",
    pattern: ".{1,128}",
  });
  if (title) act("topic", { title, person: person.id });
}

function topicActions(chat, thread, act) {
  const { closed } = topicAt(chat, thread);
  const turn = () => act("topic-close", { thread, closed: !closed });
  return [
    { text: closed ? "Открыть тему снова" : "Закрыть тему", sign: "lock", run: turn },
    { text: "Удалить тему", sign: "close", danger: true, run: () => act("topic-delete", { thread }) },
  ];
}

function chooseRights(chat, act) {
  const rights = (admin, topics) => () => act("rights", chat.forum ? { admin, topics } : { admin });
  return [
    { text: "Администратор", sign: "shield", run: rights(true, true) },
    chat.forum && { text: "Администратор, но без тем", sign: "shield", run: rights(true, false) },
    { text: "Обычный участник", sign: "contact", run: rights(false, false) },
  ].filter(Boolean);
}

function chooseName(person, act) {
  const hide = (anonymous) => () => act("anonymous", { person: person.id, anonymous });
  return [
    { text: "Писать от своего имени", sign: "contact", run: hide(false) },
    { text: "Писать анонимно", sign: "people", run: hide(true) },
  ];
}

const isSuper = (chat) => /:-100\d{10}/.test(chat.id); // a plain group has a short number

export function groupActions({ chat, thread, person }, act, offer) {
  const rules = chat.admins.includes(person.id);
  const { supergroups } = messenger(chat.messenger);
  const nameOrSize = isSuper(chat)
    ? { text: "Моё имя в группе…", sign: "contact", run: () => offer(chooseName(person, act)) }
    : { text: "Сделать супергруппой", sign: "people", run: () => act("migrate", {}) };
  const inTopic = chat.forum && typeof thread === "number";
  return {
    first: [chat.forum && thread === undefined && { text: "Новая тема…", sign: "add", run: () => openTopic(person, act) }],
    last: [
      ...(rules && inTopic ? topicActions(chat, thread, act) : []),
      rules && chat.started && { text: "Права бота…", sign: "shield", run: () => offer(chooseRights(chat, act)) },
      rules && supergroups && nameOrSize,
      rules && !chat.started && { text: "Пригласить бота", sign: "add", run: () => act("invite", { admin: true }) },
      rules && chat.started && { text: "Удалить бота из чата", sign: "ban", danger: true, run: () => act("kick", {}) },
    ],
  };
}
