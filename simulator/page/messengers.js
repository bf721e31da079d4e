// What each messenger calls things and can do: a new one is a row here and a block of looks in messengers.css.

const TELEGRAM = {
  name: "Telegram",
  badge: "TG",
  state: "бот",
  own: "Бот",
  welcome: "Что умеет этот бот?",
  silence: "Здесь пока пусто. Бот ответит, когда вы его начнёте.",
  edited: "изменено",
  start: "Начать",
  restart: { text: "Перезапустить бота", action: "start", body: { payload: null } },
  block: "Заблокировать бота",
  unblock: "Разблокировать бота",
  blocked: "бот заблокирован",
  link: { host: "t.me", parameter: "start" },
  contacts: true,
  clients: [],
  supergroups: true, // a plain group may become one, and an administrator of one may hide the name
  signs: { keyboard: "keyboard", attach: "clip", send: "plane" },
};

const VK = {
  name: "ВКонтакте",
  badge: "VK",
  state: "чат-бот",
  own: "Бот",
  welcome: "Начните общение",
  silence: "Нажмите «Начать», и сообщество ответит.",
  edited: "ред.",
  start: "Начать",
  restart: { text: "Разрешить сообщения", action: "block", body: { blocked: false } },
  block: "Запретить сообщения",
  unblock: "Разрешить сообщения",
  blocked: "писать нельзя",
  link: { host: "vk.me", parameter: "ref" },
  contacts: false, // nobody can share a phone here by a button
  clients: [
    { client: "new", text: "новое" },
    { client: "no callback", text: "старое: кнопки только пишут" },
    { client: "no inline", text: "старое: без кнопок в сообщениях" },
    { client: "no keyboard", text: "очень старое: совсем без кнопок" },
  ],
  supergroups: false,
  signs: { keyboard: "dots", attach: "add", send: "arrow" },
};

const ROWS = { telegram: TELEGRAM, vk: VK };

export const messengers = Object.keys(ROWS);

export function messenger(name) {
  return ROWS[name] ?? { ...TELEGRAM, name, badge: name.slice(0, 2).toUpperCase(), link: null };
}

// How a person's old application is called; nothing when it is of today.
export function oldClient(person) {
  const [newest, ...old] = messenger(person.messenger).clients;
  return person.client === newest?.client ? null : (old.find(({ client }) => client === person.client)?.text ?? null);
}

// A link that leads to the bot itself is followed on the table, not in the outside world.
export function startPayload(chat, url) {
  const { link } = messenger(chat.messenger);
  if (!link || !URL.canParse(url)) return null;
  const { hostname, pathname, searchParams } = new URL(url);
  const ours = hostname === link.host && pathname.slice(1).toLowerCase() === chat.bot.username?.toLowerCase();
  return ours ? (searchParams.get(link.parameter) ?? "") : null;
}
