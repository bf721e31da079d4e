// The head of a phone: whose chats there are, which one is open, and what is pinned in it.

import { icon, make } from "./element.js";
import { drawTopicSign } from "./faces.js";
import { inOneLine } from "./message.js";
import { messenger } from "./messengers.js";
import { isGroup, messagesAt, topicAt } from "./places.js";
import { count, initials } from "./words.js";

const news = (amount) => count(amount, "новое сообщение", "новых сообщения", "новых сообщений");
const people = (amount) => count(amount, "участник", "участника", "участников");

export function drawTabs(element, chats, current, unread, open) {
  const stays = element.contains(document.activeElement);
  element.hidden = chats.length < 2;
  const tabs = chats.map((chat) => {
    const words = isGroup(chat) ? chat.title : messenger(chat.messenger).own;
    const amount = unread(chat);
    const attributes = {
      type: "button",
      class: "tab",
      title: words,
      "aria-current": chat.id === current && "true",
      "aria-label": amount ? `${words}: ${news(amount)}` : words,
      onclick: () => open(chat),
    };
    return make("button", attributes, make("span", {}, words), make("span", { class: "count" }, String(amount || "")));
  });
  element.replaceChildren(...tabs);
  const tab = element.querySelector("[aria-current]");
  if (stays) tab?.focus();
  if (tab) element.scrollLeft = tab.offsetLeft - (element.clientWidth - tab.offsetWidth) / 2;
}

function groupState(chat, thread) {
  if (typeof thread === "number") return [topicAt(chat, thread).closed && "закрыта", chat.title].filter(Boolean).join(" · ");
  return people(chat.members.length + (chat.started ? 1 : 0)); // the bot is one of them
}

function drawChatFace(chat) {
  const look = ["avatar", isGroup(chat) ? "tint-5" : "bot", chat.forum && "squared"].filter(Boolean).join(" ");
  return make("span", { class: look, "aria-hidden": "true" }, initials(chat.title));
}

export function drawTitle(element, { chat, thread, person }) {
  const topic = chat.forum && thread !== undefined ? topicAt(chat, thread) : null;
  const group = isGroup(chat);
  const typing = !group && person.typing;
  const state = element.querySelector(".title-state");
  element.querySelector("h3").textContent = topic?.title ?? chat.title;
  state.textContent = typing ? "печатает…" : group ? groupState(chat, thread) : messenger(chat.messenger).state;
  state.classList.toggle("typing", typing);
  element.querySelector("[data-do=back]").hidden = !topic;
  element.querySelector(".avatar, .topic-sign").replaceWith(topic ? drawTopicSign(topic) : drawChatFace(chat));
}

export function drawPinned(element, { chat, thread }) {
  const pinned = thread === undefined ? [] : messagesAt(chat, thread).filter((message) => message.pinned);
  const newest = pinned.at(-1);
  element.hidden = !newest;
  if (!newest) return;
  element.dataset.goto = newest.id;
  element.replaceChildren(
    make("span", { class: "pinned-words" }, make("b", {}, "Закреплённое сообщение"), make("span", {}, inOneLine(newest))),
    icon("pin"),
  );
}
