// What each messenger calls things: a new one is a row here and a block of colours in messengers.css.

const TELEGRAM = {
  name: "Telegram",
  badge: "TG",
  start: "Начать",
  restart: "Перезапустить бота",
  payload(url, bot) {
    const { hostname, pathname, searchParams } = new URL(url);
    const ours = hostname === "t.me" && pathname.slice(1).toLowerCase() === bot.username?.toLowerCase();
    return ours ? (searchParams.get("start") ?? "") : null;
  },
};

const ROWS = { telegram: TELEGRAM };

export const messengers = Object.keys(ROWS);

export function messenger(name) {
  return ROWS[name] ?? { ...TELEGRAM, name, badge: name.slice(0, 2).toUpperCase(), payload: () => null };
}

// A link that leads to the bot itself is followed on the table, not in the outside world.
export function startPayload(chat, url) {
  try {
    return messenger(chat.messenger).payload(url, chat.bot);
  } catch {
    return null;
  }
}
