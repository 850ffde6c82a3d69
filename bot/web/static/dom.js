// Building elements. Whatever is dynamic becomes text; nothing here parses HTML.

/** An element with attributes, listeners (`onclick` …) and children; null and false children are left out. */
export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (key === "class") element.className = value;
    else element.setAttribute(key, value === true ? "" : String(value));
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** One of the symbols drawn in the page. */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `#icon-${name}`);
  svg.append(use);
  return svg;
}

export const byId = (id) => document.getElementById(id);

/** True while an input method is choosing characters: its Enter is not ours. */
export const composing = (event) => event.isComposing || event.keyCode === 229;

/** True when typed characters belong to a field. */
export const inField = (target) => target instanceof Element && target.matches("input, textarea, select, [contenteditable]");
