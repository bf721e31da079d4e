// Says what cannot be done in the language of the phone's owner; the simulator's own reasons are for programs.

const GONE = { ru: "Этой кнопки уже нет", en: "This button is gone" };
const SILENT = { ru: "Сначала снова разрешите боту писать вам", en: "Let the bot write to you again first" };
const NO_CONTACTS = { ru: "Здесь номером не делятся кнопкой: его пишут", en: "There is no button for that here: type the number" };
const MUTE = { ru: "Здесь вы сейчас писать не можете", en: "You cannot write here now" };

const WORDS = {
  "start 400": {
    ru: "В ссылке бывают только латинские буквы, цифры, «_» и «-»",
    en: "A link may carry only Latin letters, digits, “_” and “-”",
  },
  "start 409": SILENT,
  "text 400": { ru: "Пустое сообщение не отправить", en: "An empty message cannot be sent" },
  "text 404": { ru: "Сообщения, на которое вы отвечаете, уже нет", en: "The message that you answer is gone" },
  "text 409": SILENT,
  "send 409": SILENT,
  "file 409": SILENT,
  "group text 409": MUTE,
  "group send 409": MUTE,
  "group file 409": MUTE,
  "press 404": GONE,
  "press 409": GONE,
  "keyboard 409": { ru: "Этой клавиатуры уже нет", en: "This keyboard is gone" },
  "contact 400": NO_CONTACTS,
  "contact 409": NO_CONTACTS,
  "edit 404": { ru: "Этого сообщения уже нет", en: "This message is gone" },
  "edit 409": { ru: "Это сообщение уже не изменить", en: "This message can no longer be changed" },
};

export function sayRefusal({ status, message }, action, language, { group = false } = {}) {
  const words = (group && WORDS[`group ${action} ${status}`]) || WORDS[`${action} ${status}`];
  return words ? words[language === "ru" ? "ru" : "en"] : message;
}
