// Makes nodes: the one way in which the page creates what it shows, so that text always stays text.

const SVG = "http://www.w3.org/2000/svg";

const STROKES = {
  add: "M12 5v14M5 12h14",
  alone: "M7 3h10v18H7z",
  arrow: "M3.5 4.5 21 12 3.5 19.5 6 12zM6 12h6",
  back: "M14.5 5l-7 7 7 7",
  ban: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M5.7 5.7l12.6 12.6",
  beside: "M4 4h7v16H4zM14 4h6v16h-6z",
  clip: "M19 11l-7.5 7.5a4.5 4.5 0 0 1-6.400-6.400L13 4.200a3 3 0 0 1 4.300 4.300L9.5 16.200a1.5 1.5 0 0 1-2.100-2.100L14.5 7",
  close: "M6 6l12 12M18 6 6 18",
  contact: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8M4 20c1-4 4-5 8-5s7 1 8 5",
  dots: "M7 3.5h10A3.5 3.5 0 0 1 20.5 7v10a3.5 3.5 0 0 1-3.5 3.5H7A3.5 3.5 0 0 1 3.5 17V7A3.5 3.5 0 0 1 7 3.5M8.5 8.5h.5v.5h-.5zM15 8.5h.5v.5H15zM8.5 15h.5v.5h-.5zM15 15h.5v.5H15z",
  down: "M6 9.5l6 6 6-6",
  file: "M6 3h8l4 4v14H6zM14 3v4h4",
  keyboard: "M3 6h18v12H3zM7 10h.01M11 10h.01M15 10h.01M17 10h.01M8 14h8",
  mail: "M3.5 6h17v12h-17zM3.5 6.500 12 13l8.500-6.500",
  list: "M5 7h14M5 12h14M5 17h14",
  lock: "M6 11h12v9H6zM8.500 11V8a3.500 3.500 0 0 1 7 0v3",
  more: "M12 5.5v.01M12 12v.01M12 18.5v.01",
  outside: "M8 16l8-8M9.5 8H16v6.5",
  pencil: "M4 20l1-4L16 5l3 3L8 19z",
  photo: "M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15.5 9h.01",
  people: "M9 11a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7M2.500 19c.5-3.500 3-5 6.500-5s6 1.500 6.500 5M16 4.500a3.500 3.500 0 0 1 0 6.500M18 14.500c2 .5 3.200 2 3.500 4.500",
  pin: "M9 4h6l-.7 6.500 3.200 3.500H6.500l3.200-3.500zM12 14v6.500",
  place: "M12 21s7-6.5 7-11.5a7 7 0 0 0-14 0C5 14.5 12 21 12 21M12 12a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5",
  play: "M8 5l11 7-11 7z",
  plane: "M4 12.5 20 4.5l-3.5 15-5-5.5zM11.5 14 20 4.5",
  reply: "M9 7l-5 5 5 5M4 12h10c3 0 5 2 6 5",
  shield: "M12 3l7.500 3v5.500c0 4.500-3 7.700-7.500 9.500-4.500-1.800-7.500-5-7.500-9.500V6z",
  sticker: "M12 3a9 9 0 1 0 9 9l-9-9M12 3c1 5 4 8 9 9M8.5 13c1 2 4 3 6 1.5",
  tick: "M5 12.5l4.5 4.5L19 7",
  ticks: "M2 13l4 4 8-9M10.5 16.5l.5.5 9-9",
  voice: "M12 4a3 3 0 0 0-3 3v5a3 3 0 0 0 6 0V7a3 3 0 0 0-3-3M6 12a6 6 0 0 0 12 0M12 18v3",
};

export function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", STROKES[name]);
  svg.append(path);
  return svg;
}

export function fromTemplate(id) {
  return document.getElementById(id).content.firstElementChild.cloneNode(true);
}
