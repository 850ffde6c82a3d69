// Words in the language of the page. Buyers' words and replies stay as they are.
import zh from "./messages_zh.js";
import en from "./messages_en.js";

const CATALOGUES = { zh, en };
const TAGS = { zh: "zh-CN", en: "en" };
let current = "zh";

/** The message with `{name}`s filled; a key that is not known is shown as it is. */
export function t(key, values = {}) {
  const message = CATALOGUES[current][key] ?? key;
  return message.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

/** The message, or `otherwise` when there is none. */
export const tOr = (key, otherwise) => CATALOGUES[current][key] ?? otherwise;

export const language = () => current;
export const languageTag = () => TAGS[current];

/** Starts with what was chosen here before; Chinese otherwise. */
export function remembered() {
  try {
    return localStorage.getItem("qinda.language") === "en" ? "en" : "zh";
  } catch {
    return "zh";
  }
}

/** Speaks `name` from now on, and rewrites what the page's markup says. */
export function speak(name) {
  current = name;
  document.documentElement.lang = TAGS[name];
  for (const element of document.querySelectorAll("[data-t]")) element.textContent = t(element.dataset.t);
  for (const attribute of ["placeholder", "title", "aria-label"]) {
    for (const element of document.querySelectorAll(`[data-t-${attribute}]`)) {
      element.setAttribute(attribute, t(element.getAttribute(`data-t-${attribute}`)));
    }
  }
}

/** Stores a choice of this browser; where storing is forbidden it lasts until the page is left. */
export function remember(name, value) {
  try {
    localStorage.setItem(`qinda.${name}`, value);
  } catch {
    // nothing depends on it
  }
}
