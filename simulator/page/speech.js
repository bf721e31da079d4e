// What the bar and the strip say, in Russian or English: by the browser's language, until somebody chooses.

const WORDS = {
  ru: {
    brand: "мессенджеры на столе",
    fair: "Салон:",
    nearest: "ближайшая ",
    next: "К следующему слоту",
    soon: (seconds) => `Напоминание через ${seconds} с…`,
    stop: (when) => `остановка ${when}`,
    choose: "выберите лекцию, о которой напомнить",
    "choose-first": "Найдите лекцию и нажмите ⭐ или «Напоминать» — тогда часы дойдут до напоминания",
    "no-stops": "Остановок впереди больше нет",
    five: "+5 минут",
    hour: "+1 час",
    about: "Здесь помощник салона и все, кто ему пишет: каждый телефон — в ваших руках.",
    start: "Начните за Анну и Виктора",
    subscribe: "Найдите лекцию и нажмите ⭐ или «Напоминать»",
    remind: "Переведите часы: придёт ссылка",
    waking: "Бот ещё просыпается…",
    other: "EN",
    "other-name": "Switch to English",
  },
  en: {
    brand: "messengers on your desk",
    fair: "The fair:",
    nearest: "next ",
    next: "To the next slot",
    soon: (seconds) => `Reminder in ${seconds} s…`,
    stop: (when) => `stop at ${when}`,
    choose: "choose a session to be reminded of",
    "choose-first": "Find a session and press ⭐ or “Remind me”: then the clock goes to its reminder",
    "no-stops": "There are no more stops ahead",
    five: "+5 minutes",
    hour: "+1 hour",
    about: "Here are the fair's assistant and everybody who writes to it: every phone is in your hands.",
    start: "Begin as Anna and Viktor",
    subscribe: "Find a session and press ⭐ or “Remind me” («Напоминать»)",
    remind: "Move the clock: the link comes",
    waking: "The bot is still waking up…",
    other: "RU",
    "other-name": "Перейти на русский",
  },
};

let language = localStorage.getItem("language") ?? (navigator.language.startsWith("ru") ? "ru" : "en");
const listeners = [];

export const onSpeech = (listener) => listeners.push(listener);

export function t(name, ...values) {
  const words = WORDS[language][name];
  return typeof words === "function" ? words(...values) : words;
}

function speak() {
  document.documentElement.lang = language;
  for (const node of document.querySelectorAll("[data-say]")) node.textContent = t(node.dataset.say);
  const other = document.getElementById("language");
  other.textContent = t("other");
  other.setAttribute("aria-label", t("other-name"));
  for (const listener of listeners) listener();
}

export function startSpeech() {
  document.getElementById("language").addEventListener("click", () => {
    language = language === "ru" ? "en" : "ru";
    localStorage.setItem("language", language);
    speak();
  });
  speak();
}
