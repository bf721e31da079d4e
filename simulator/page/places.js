// Where a phone is open: a chat and, in a forum, one of its topics or (thread undefined) the list of them.

export const GENERAL = { id: null, title: "Общая тема", closed: false };

// Not phones: the windows of the fair's own site, of everybody's mail and of a stand's CRM.
export const SITE = "site";
export const MAIL = "mail";
export const CRM = "crm";
export const WINDOWS = [SITE, MAIL, CRM];
export const inWindow = (name) => ({ chat: name, thread: null });

export const phoneOf = ({ messenger, id }) => `${messenger}:${id}`;
export const isGroup = (chat) => chat.kind === "group";
export const samePlace = (one, other) => one.chat === other.chat && one.thread === other.thread;

export const threadOf = (chat, message) => (chat.forum ? (message.thread ?? null) : null);
export const topicsOf = (chat) => [GENERAL, ...chat.topics];
export const topicAt = (chat, thread) => topicsOf(chat).find(({ id }) => id === thread);

export const isClosed = (chat, thread) => Boolean(chat.forum && topicAt(chat, thread)?.closed);

export const messagesAt = (chat, thread) => chat.messages.filter((message) => threadOf(chat, message) === thread);

// A forum opens with its topics, any other chat with its messages.
export const entrance = (chat) => ({ chat: chat.id, thread: chat.forum ? undefined : null });

export function writePlace(phone, { chat, thread }) {
  if (chat === phone) return phone;
  return `${phone}@${chat}${thread == null ? "" : `/${thread}`}`;
}

// A phone and, when it is written, what is open on it.
export function readPlace(text) {
  const [, phone, chat, thread] = /^([^@]+)(?:@([^/]+)(?:\/(\d+))?)?$/.exec(text) ?? [];
  return { phone, place: chat ? { chat, thread: thread ? Number(thread) : undefined } : null };
}
