// Walks a chat from the keyboard: everything that can be pressed in it is one stop of Tab, arrows move inside.

const STOPS = "a[href], button, .spoiler:not(.told)";

function rowsOf(log) {
  return [...log.querySelectorAll(".bubble, .row")]
    .map((row) => [...row.querySelectorAll(STOPS)])
    .filter((stops) => stops.length > 0);
}

export function settle(log) {
  const rows = rowsOf(log);
  const newest = rows.findLast(([first]) => first.matches(".inline")) ?? rows.at(-1) ?? [];
  const stops = rows.flat();
  const current = stops.find((stop) => stop === document.activeElement) ?? newest[0];
  for (const stop of stops) stop.tabIndex = stop === current ? 0 : -1;
}

export function enterLog(log) {
  log.querySelector('[tabindex="0"]')?.focus();
}

function neighbour(log, current, key) {
  const rows = rowsOf(log);
  const at = rows.findIndex((row) => row.includes(current));
  const column = rows[at].indexOf(current);
  if (key === "ArrowLeft") return rows[at][column - 1];
  if (key === "ArrowRight") return rows[at][column + 1];
  const next = rows[at + (key === "ArrowUp" ? -1 : 1)];
  return next?.[Math.min(column, next.length - 1)];
}

export function walkLog(log, leave) {
  log.addEventListener("keydown", (event) => {
    if (!event.target.matches(STOPS) || !/^Arrow/.test(event.key)) return;
    event.preventDefault();
    const next = neighbour(log, event.target, event.key);
    if (next) next.focus();
    else if (event.key === "ArrowDown") leave();
  });
  log.addEventListener("focusin", () => settle(log));
}
