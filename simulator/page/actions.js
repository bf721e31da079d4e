// What a person can do in a chat besides writing and pressing: the entries of the menu «⋮».

import { askLine } from "./dialogs.js";
import { groupActions } from "./group-actions.js";
import { messenger } from "./messengers.js";
import { isGroup } from "./places.js";

async function startByLink(act, { parameter }) {
  const payload = await askLine({
    title: "Начать по ссылке",
    hint: "Так приходят с сайта или по QR-коду: человек открывает ссылку на бота, и бот узнаёт, откуда она.",
    label: `Что стоит в ссылке после «${parameter}=»`,
    value: "session-s-001",
    yes: "Начать",
    pattern: "[A-Za-z0-9_\\-]{0,64}",
  });
  if (payload !== null) act("start", { payload: payload || null });
}

const CONTACTS = {
  own: { title: "Поделиться контактом", hint: "Бот получит визитку человека с этим номером.", body: { own: true } },
  foreign: { title: "Отправить чужой контакт", hint: "Визитка не того, кто пишет: чей это номер, мессенджер не скажет.", body: { own: false } },
  forwarded: { title: "Переслать визитку", hint: "Визитка из другого чата: её номер бот не должен считать проверенным.", body: { own: true, forwarded: true } },
};

async function shareContact(act, { title, hint, body }) {
  const phone = await askLine({
    title,
    hint,
    label: "Телефон",
    value: "+7 900 000-00-00",
    yes: "Отправить",
    pattern: "[+0-9 \\(\\)\\-]{5,20}",
    mode: "tel",
  });
  if (phone !== null) act("contact", { phone, ...body });
}

async function sharePlace(act) {
  const place = await askLine({
    title: "Отправить геопозицию",
    hint: "Где человек находится: широта и долгота. Здесь стоит Петропавловск-Камчатский, там на девять часов позже.",
    label: "Широта, долгота",
    value: "53.02, 158.65",
    yes: "Отправить",
    pattern: "-?[0-9]{1,2}(\\.[0-9]+)?, ?-?[0-9]{1,3}(\\.[0-9]+)?",
  });
  if (place !== null) act("send", { kind: "location", at: place.split(",").map(Number) });
}

function chooseClient(person, clients, act) {
  return clients.map(({ client, text }) => ({
    text,
    sign: client === person.client ? "tick" : "alone",
    run: () => act("client", { client }),
  }));
}

function privateActions(person, act, offer) {
  const { link, contacts, clients, block, unblock } = messenger(person.messenger);
  return {
    first: [
      link && { text: "Начать по ссылке…", sign: "outside", run: () => startByLink(act, link) },
      ...(contacts ? Object.values(CONTACTS) : []).map((kind) => ({
        text: `${kind.title}…`,
        sign: "contact",
        run: () => shareContact(act, kind),
      })),
    ],
    last: [
      clients.length > 0 && { text: "Сменить приложение…", sign: "alone", run: () => offer(chooseClient(person, clients, act)) },
      person.blocked
        ? { text: unblock, sign: "ban", run: () => act("block", { blocked: false }) }
        : { text: block, sign: "ban", danger: true, run: () => act("block", { blocked: true }) },
    ],
  };
}

export function chatActions({ chat, thread, person }, act, offer) {
  const send = (kind) => () => act("send", { kind });
  const { first, last } = isGroup(chat) ? groupActions({ chat, thread, person }, act, offer) : privateActions(person, act, offer);
  const things = [
    { text: "Отправить геопозицию…", sign: "place", run: () => sharePlace(act) },
    { text: "Отправить стикер", sign: "sticker", run: send("sticker") },
    { text: "Отправить голосовое", sign: "voice", run: send("voice") },
    { text: "Отправить фото", sign: "photo", run: send("photo") },
    { text: "Отправить файл", sign: "file", run: send("document") },
  ];
  return [...first, ...(thread === undefined ? [] : things), ...last].filter(Boolean);
}
