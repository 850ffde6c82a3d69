// A searchable field after the ARIA combobox pattern: the focus stays in the input, the arrows move in the list.
import { newestOnly } from "./api.js";
import { composing, icon, make } from "./dom.js";
import { t } from "./language.js";

const WAIT_MS = 120;

/**
 * `find(words, signal)` gives options {value, label, detail, more}; `onPick(option or null)` hears of every change.
 * The markup is in the page: a `.combobox` with an input, a clear button and a list.
 */
export class Combobox {
  constructor(root, { find, onPick }) {
    this.root = root;
    this.input = root.querySelector("input");
    this.list = root.querySelector("[role=listbox]");
    this.clearer = root.querySelector("button");
    this.find = find;
    this.onPick = onPick;
    this.newest = newestOnly();
    this.options = [];
    this.active = -1;
    this.picked = null;
    this.timer = 0;
    this.clearer.append(icon("clear"));
    this.#listen();
    this.#close();
    this.#showPicked();
  }

  get value() {
    return this.picked ? this.picked.value : null;
  }

  /** Takes an option as if it were picked; null clears. */
  pick(option, { quiet = false } = {}) {
    this.picked = option;
    this.#close();
    this.#showPicked();
    if (!quiet) this.onPick(option);
  }

  enable(enabled, placeholder) {
    this.input.disabled = !enabled;
    this.input.placeholder = placeholder;
  }

  #listen() {
    this.input.addEventListener("input", (event) => event.isComposing || this.#search(this.input.value, WAIT_MS));
    this.input.addEventListener("compositionend", () => this.#search(this.input.value, WAIT_MS));
    this.input.addEventListener("keydown", (event) => this.#key(event));
    this.input.addEventListener("click", () => this.#isOpen() || this.#search("", 0));
    this.input.addEventListener("blur", () => this.#leave());
    this.list.addEventListener("mousedown", (event) => event.preventDefault()); // keeps the focus in the input
    this.list.addEventListener("click", (event) => {
      const row = event.target.closest("[role=option]");
      if (row && row.dataset.at) this.pick(this.options[Number(row.dataset.at)]);
    });
    this.clearer.addEventListener("click", () => {
      this.pick(null);
      this.input.focus();
    });
  }

  #key(event) {
    if (composing(event)) return;
    const act = { ArrowDown: () => this.#arrow(1), ArrowUp: () => this.#arrow(-1), Enter: () => this.#enter(), Escape: () => this.#escape() }[event.key];
    if (act && act() !== false) {
      event.preventDefault();
      event.stopPropagation();
    }
  }

  #arrow(step) {
    if (!this.#isOpen()) return void this.#search(this.picked ? "" : this.input.value, 0);
    const count = this.options.length;
    if (count) this.#activate((this.active + step + count + (this.active < 0 && step < 0 ? 1 : 0)) % count);
  }

  /** Enter takes the option at hand, or the only one that fits when it comes before the list; otherwise it is the form's. */
  #enter() {
    if (!this.#isOpen()) {
      const words = this.input.value.trim();
      if (!words || (this.picked && this.picked.label === words)) return false;
      this.#search(words, 0, { take: true });
      return true;
    }
    const chosen = this.options[this.active] ?? (this.input.value.trim() ? this.options[0] : undefined);
    if (chosen) this.pick(chosen);
    else this.#close();
    return true;
  }

  #escape() {
    if (!this.#isOpen()) return false;
    this.#close();
    this.#showPicked();
    return true;
  }

  /** Leaving it empty clears; leaving half a word puts back what was picked. */
  #leave() {
    if (this.picked && !this.input.value.trim()) return this.pick(null);
    this.#close();
    this.#showPicked();
  }

  #search(words, wait, { take = false } = {}) {
    clearTimeout(this.timer);
    this.timer = setTimeout(async () => {
      try {
        const options = await this.newest((signal) => this.find(words.trim(), signal));
        if (!options || document.activeElement !== this.input) return;
        if (take && options.length === 1) this.pick(options[0]);
        else this.#open(options, t("pick.nothing"));
      } catch {
        if (document.activeElement === this.input) this.#open([], t("pick.failed"));
      }
    }, wait);
  }

  #open(options, otherwise) {
    this.options = options;
    const rows = options.map((option, at) => this.#row(option, at));
    this.list.replaceChildren(...(rows.length ? rows : [make("li", { class: "none", role: "option", "aria-disabled": "true" }, otherwise)]));
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.#activate(this.input.value.trim() && !this.picked && options.length ? 0 : -1);
  }

  #row(option, at) {
    return make(
      "li",
      { role: "option", id: `${this.list.id}-${at}`, "aria-selected": String(option.value === this.value), "data-at": String(at) },
      make("span", { class: "name" }, option.label),
      option.detail && make("span", { class: "detail" }, option.detail),
      option.more && make("span", { class: "more" }, option.more),
    );
  }

  #activate(at) {
    this.active = at;
    for (const row of this.list.children) row.classList.toggle("active", row.dataset.at === String(at));
    const row = this.list.children[at];
    if (at < 0 || !row) return this.input.removeAttribute("aria-activedescendant");
    this.input.setAttribute("aria-activedescendant", row.id);
    row.scrollIntoView({ block: "nearest" });
  }

  #isOpen() {
    return !this.list.hidden;
  }

  #close() {
    clearTimeout(this.timer);
    this.newest(() => Promise.resolve());
    this.list.hidden = true;
    this.active = -1;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  #showPicked() {
    this.input.value = this.picked ? this.picked.label : "";
    this.clearer.hidden = !this.picked;
  }
}
