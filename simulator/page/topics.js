// The list of a forum's topics: what was said last in each, and how much of it is new.

import { icon, make } from "./element.js";
import { authorOf, drawTopicSign } from "./faces.js";
import { inOneLine } from "./message.js";
import { GENERAL, messagesAt, topicsOf } from "./places.js";
import { count, shortTime } from "./words.js";

function lastWords(message, { chat, person, people }) {
  if (!message) return [make("span", {}, "Сообщений пока нет")];
  if (message.notice) return [make("span", {}, message.notice)];
  const { mine, short } = authorOf(message, chat, person, people);
  return [make("b", {}, `${mine ? "Вы" : short}: `), inOneLine(message)];
}

function drawTopic(topic, context, unread, open) {
  const last = messagesAt(context.chat, topic.id).at(-1);
  const news = unread ? `, ${count(unread, "новое сообщение", "новых сообщения", "новых сообщений")}` : "";
  return make(
    "button",
    { type: "button", class: "topic", "aria-label": `${topic.title}${topic.closed ? ", закрыта" : ""}${news}`, onclick: open },
    drawTopicSign(topic),
    make("b", { class: "topic-title" }, topic.title),
    make("span", { class: "topic-when" }, topic.closed && icon("lock"), last && shortTime(Date.parse(last.date), context.zone)),
    make("span", { class: "topic-last" }, ...lastWords(last, context)),
    make("span", { class: "count" }, unread ? String(unread) : ""),
  );
}

const freshness = (chat, { id }) => Date.parse(messagesAt(chat, id).at(-1)?.date ?? 0) || 0;

// Where nobody has said anything there is nothing to see; the general one is where a talk begins.
const isSeen = (chat, { id }) => id === GENERAL.id || messagesAt(chat, id).some(({ notice }) => !notice);

// The newest talk stands first, as in the messenger.
export function drawTopics(element, context, unread, open) {
  const { chat } = context;
  const at = [...element.children].indexOf(document.activeElement);
  const topics = topicsOf(chat).filter((topic) => isSeen(chat, topic)).toSorted((one, other) => freshness(chat, other) - freshness(chat, one));
  element.replaceChildren(...topics.map((topic) => drawTopic(topic, context, unread(topic.id), () => open(topic.id))));
  if (at >= 0) element.children[at]?.focus();
}
