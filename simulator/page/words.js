// Says dates, sizes and names in Russian.

const ZONES = { "Europe/Moscow": "МСК" };
const formats = new Map();

function say(moment, zone, options) {
  const key = JSON.stringify([zone, options]);
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat("ru-RU", { timeZone: zone, ...options }));
  return formats.get(key).format(moment);
}

const toMinutes = { hour: "2-digit", minute: "2-digit" };
const toSeconds = { ...toMinutes, second: "2-digit" };

export const shortTime = (moment, zone) => say(moment, zone, toMinutes);
export const exactTime = (moment, zone) => say(moment, zone, toSeconds);
export const day = (moment, zone) => say(moment, zone, { day: "numeric", month: "long" });
export const year = (moment, zone) => say(moment, zone, { year: "numeric" }).replace(/\D/g, "");

function zoneName(moment, zone) {
  if (ZONES[zone]) return ZONES[zone];
  const parts = new Intl.DateTimeFormat("ru-RU", { timeZone: zone, timeZoneName: "short" }).formatToParts(moment);
  return parts.find((part) => part.type === "timeZoneName").value;
}

export function wholeMoment(moment, zone) {
  const weekday = say(moment, zone, { weekday: "short" });
  return `${weekday}, ${day(moment, zone)} ${year(moment, zone)}, ${exactTime(moment, zone)} ${zoneName(moment, zone)}`;
}

export function fileSize(bytes) {
  if (!bytes) return "";
  const [amount, unit] = bytes < 1024 ? [bytes, "Б"] : bytes < 1024 ** 2 ? [bytes / 1024, "КБ"] : [bytes / 1024 ** 2, "МБ"];
  return `${amount.toLocaleString("ru-RU", { maximumFractionDigits: amount < 10 ? 1 : 0 })} ${unit}`;
}

const forms = new Intl.PluralRules("ru-RU");

export function count(amount, one, few, many) {
  return `${amount} ${{ one, few }[forms.select(amount)] ?? many}`;
}

export const fullName = (person) => [person.name, person.last_name].filter(Boolean).join(" ");
export const nameAndRole = (person) => [fullName(person), person.role].filter(Boolean).join(", ");

export function initials(name) {
  const letters = name.split(/\s+/).map((word) => [...word].find((letter) => /[\p{L}\p{N}]/u.test(letter)));
  return letters.filter(Boolean).slice(0, 2).join("").toUpperCase() || "?";
}
