// Turns a text with its entities into nodes; nothing that a person or a bot wrote is ever read as HTML.

import { make } from "./element.js";

const TAGS = {
  bold: "strong",
  italic: "em",
  underline: "u",
  strikethrough: "s",
  code: "code",
  pre: "pre",
  blockquote: "blockquote",
};
const BLOCKS = new Set(["pre", "blockquote", "expandable_blockquote"]);
const SCHEMES = new Set(["http:", "https:", "mailto:", "tel:", "tg:"]);

export function safeAddress(url) {
  const written = /^[a-z][a-z0-9+.-]*:/i.test(url) ? url : `https://${url}`;
  try {
    return SCHEMES.has(new URL(written).protocol) ? written : null;
  } catch {
    return null;
  }
}

function link(address) {
  const href = safeAddress(address);
  return href ? make("a", { href, target: "_blank", rel: "noopener noreferrer" }) : make("span");
}

function wrapper(entity, text) {
  switch (entity.type) {
    case "text_link":
      return link(entity.url ?? "");
    case "url":
      return link(entity.url ?? text);
    case "email":
      return link(`mailto:${text}`);
    case "phone_number":
      return link(`tel:${text.replace(/[^\d+]/g, "")}`);
    case "bot_command":
      return make("button", { type: "button", class: "command", "data-send": text });
    case "spoiler":
      return make("span", { class: "spoiler", role: "button", tabindex: "0", "aria-label": "Скрытый текст, нажмите, чтобы прочесть" });
    case "expandable_blockquote":
      return make("blockquote", { class: "folded", role: "button", tabindex: "0" });
    case "mention":
    case "text_mention":
    case "hashtag":
    case "cashtag":
      return make("span", { class: "mention" });
    default:
      return make(TAGS[entity.type] ?? "span");
  }
}

// An entity that crosses the end of its neighbour is cut in two, as messengers do.
function split(entities, end) {
  const inside = [];
  const after = [];
  for (const entity of entities) {
    const close = entity.offset + entity.length;
    if (entity.offset >= end) after.push(entity);
    else if (close <= end) inside.push(entity);
    else {
      inside.push({ ...entity, length: end - entity.offset });
      after.push({ ...entity, offset: end, length: close - end });
    }
  }
  return [inside, after];
}

function draw(parent, text, start, end, entities) {
  let at = start;
  let rest = entities;
  while (rest.length > 0) {
    const [entity, ...others] = rest;
    const open = Math.max(entity.offset, at);
    const close = Math.min(entity.offset + entity.length, end);
    if (open > at) parent.append(text.slice(at, open));
    const node = wrapper(entity, text.slice(open, close));
    const [inside, after] = split(others, close);
    draw(node, text, open, close, inside);
    parent.append(node);
    at = close;
    if (BLOCKS.has(entity.type) && text[at] === "\n") at += 1; // the block already ends its line
    rest = after;
  }
  if (at < end) parent.append(text.slice(at, end));
}

export function drawText(text, entities = []) {
  const sorted = entities
    .filter((entity) => entity.length > 0 && entity.offset < text.length)
    .toSorted((one, other) => one.offset - other.offset || other.length - one.length);
  const fragment = document.createDocumentFragment();
  draw(fragment, text, 0, text.length, sorted);
  return fragment;
}

export function firstAddress(text, entities = []) {
  const entity = entities.find(({ type }) => type === "url" || type === "text_link");
  return entity ? safeAddress(entity.url ?? text.slice(entity.offset, entity.offset + entity.length)) : null;
}
