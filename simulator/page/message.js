// Draws one message: its bubble with everything that can be in it, and the buttons under the bubble.

import { icon, make } from "./element.js";
import { drawFace } from "./faces.js";
import { waitingOf } from "./state.js";
import { drawText, firstAddress, safeAddress } from "./text.js";
import { exactTime, day, fileSize, initials, shortTime } from "./words.js";

function drawPhoto({ url, width, height }) {
  const image = make("img", { src: url, alt: "Фотография", width, height, style: `aspect-ratio: ${width || 4} / ${height || 3}` });
  return make("a", { class: "photo", href: url, target: "_blank", rel: "noopener", "aria-label": "Открыть фотографию" }, image);
}

// What a file is by its name, where it is told in few letters.
function endingOf(name) {
  return /\.([A-Za-z0-9]{2,4})$/.exec(name)?.[1].toLowerCase() ?? "";
}

function drawDocument({ name, size, url }) {
  return make(
    "a",
    { class: "file", href: url, target: "_blank", rel: "noopener", title: name },
    make("span", { class: "file-sign", "data-ending": endingOf(name) }, icon("file")),
    make("span", { class: "file-words" }, make("b", {}, name), make("span", {}, fileSize(size))),
  );
}

function drawContact({ name, phone }) {
  return make(
    "div",
    { class: "contact" },
    make("span", { class: "avatar", "aria-hidden": "true" }, initials(name)),
    make("span", { class: "file-words" }, make("b", {}, name), make("span", {}, phone)),
  );
}

function drawPreview({ text, entities }) {
  const address = firstAddress(text, entities);
  if (!address?.startsWith("http")) return null;
  const { hostname, pathname, search } = new URL(address);
  const path = decodeURI(pathname + search);
  return make(
    "a",
    { class: "preview", href: address, target: "_blank", rel: "noopener noreferrer" },
    make("b", {}, hostname.replace(/^www\./, "")),
    path.length > 1 && make("span", {}, path),
  );
}

function drawMeta(message, { zone, author, edited: changed }) {
  const moment = Date.parse(message.date);
  const edited = message.edited && Date.parse(message.edited);
  const title = `${day(moment, zone)}, ${exactTime(moment, zone)}${edited ? `, изменено в ${exactTime(edited, zone)}` : ""}`;
  return make(
    "span",
    { class: "meta", title },
    edited && make("span", { class: "edited" }, `${changed} `),
    make("time", { datetime: message.date }, shortTime(moment, zone)),
    author.mine && icon("ticks"),
  );
}

function drawButton({ text, kind, url, style }, place, { waiting, owner }) {
  const href = kind === "url" && safeAddress(url ?? "");
  const { message, row, column } = place;
  const common = { class: "inline", title: text, "data-row": row, "data-column": column, "data-style": style };
  const label = make("span", { class: "inline-text" }, text);
  if (href) return make("a", { ...common, href, target: "_blank", rel: "noopener noreferrer" }, label, icon("outside"));
  const busy = waiting.has(waitingOf(message, row, column, owner));
  return make("button", { ...common, type: "button", "data-kind": kind, "aria-busy": busy && "true" }, label);
}

function drawButtons(message, context) {
  const rows = message.buttons.map((buttons, row) =>
    make(
      "div",
      { class: "row" },
      ...buttons.map((button, column) => drawButton(button, { message: message.id, row, column }, context)),
    ),
  );
  return make("div", { class: "buttons", role: "group", "aria-label": "Кнопки под сообщением" }, ...rows);
}

// What a message is called where there is room for one line.
export function inOneLine({ text, photo, document, service }) {
  return [text, photo && "Фотография", document?.name, service, "Сообщение"].find(Boolean);
}

function drawOrigin(origin, author) {
  return make(
    "button",
    { type: "button", class: `origin ${author.tint ?? ""}`, "data-goto": origin.id, title: "Показать это сообщение" },
    author.tint && make("b", { class: "author" }, author.name),
    make("span", {}, inOneLine(origin)),
  );
}

function drawAuthor({ name, tag, tint }) {
  return make("p", { class: `author ${tint}` }, make("b", {}, name), tag && make("span", { class: "tag" }, tag));
}

function drawHandle(message, { author }) {
  const [action, words, sign] = author.mine
    ? ["edit", "Изменить сообщение", "pencil"]
    : ["reply", "Ответить на сообщение", "reply"];
  const attributes = { type: "button", class: "handle", "data-do": action, "aria-label": words, title: words };
  return author.mine && !message.text ? null : make("button", attributes, icon(sign));
}

function documentsOf({ document: first, more_documents: more }) {
  return first ? [first, ...(more ?? [])] : [];
}

function drawBubble(message, context) {
  const { author, origin } = context;
  const text = make("div", { class: "text" });
  if (message.text) text.append(drawText(message.text, message.entities));
  const preview = message.link_preview ? drawPreview(message) : null;
  const bubble = make(
    "div",
    { class: "bubble" },
    author.tint && !author.mine ? drawAuthor(author) : make("span", { class: "unseen" }, `${author.name}: `),
    origin && drawOrigin(origin, context.originAuthor),
    message.photo && drawPhoto(message.photo),
    ...documentsOf(message).map(drawDocument),
    message.contact && drawContact(message.contact),
    message.service && make("p", { class: "other" }, icon("clip"), message.service),
    text,
    preview,
    drawHandle(message, context),
    author.tint && !author.mine && drawFace(author),
  );
  // The time stands in the last line when there is room for it.
  if (preview) preview.after(drawMeta(message, context));
  else text.append(drawMeta(message, context));
  return bubble;
}

export function drawMessage(message, context) {
  const { author } = context;
  const classes = ["message", author.mine ? "out" : "in"];
  if (author.tint) classes.push("shared");
  if (message.photo) classes.push("pictured");
  if (!message.text) classes.push("wordless");
  if (message.buttons?.length) classes.push("armed");
  return make(
    "article",
    { class: classes.join(" "), "data-id": message.id, "data-author": author.id, "data-album": message.album },
    drawBubble(message, context),
    message.buttons?.length ? drawButtons(message, context) : null,
  );
}
