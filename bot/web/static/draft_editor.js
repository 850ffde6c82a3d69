// Changing a reply before it is copied, with the red lines checked while one types.
import { newestOnly } from "./api.js";
import { composing, icon, make } from "./dom.js";
import { t } from "./language.js";
import { mark, marked, wordsOf } from "./spans.js";
import { problemText } from "./values.js";

const WAIT_MS = 250;

export class DraftEditor {
  /**
   * `check(text, signal)` gives findings; `onChange(text)` hears every change, `onEnter` and `onClose` the keys.
   * `original` is what "restore" brings back.
   */
  constructor({ number, text, original, check, onChange, onEnter, onClose }) {
    Object.assign(this, { check, onChange, onEnter, onClose, original });
    this.newest = newestOnly();
    this.findings = [];
    this.checkedText = null;
    this.failure = null;
    this.timer = 0;
    this.checking = null;
    this.field = make("textarea", { "aria-label": t("edit.label", { n: number }), rows: "1", spellcheck: "false" });
    this.field.value = text;
    this.mirror = make("div", { class: "mirror", "aria-hidden": "true" });
    this.verdict = make("div", { class: "verdict", "aria-live": "polite" });
    this.rewriteButton = make("button", { type: "button", class: "strong", onclick: () => this.useRewrite() }, t("edit.rewrite"), make("kbd", {}, "Alt R"));
    this.element = make(
      "div",
      { class: "editor" },
      make("div", { class: "sheet" }, this.mirror, this.field),
      this.verdict,
      make("div", { class: "editor-actions" }, this.rewriteButton, ...this.#buttons()),
    );
    this.field.addEventListener("input", () => this.#changed());
    this.field.addEventListener("keydown", (event) => this.#key(event));
    this.#show();
    this.#checkNow();
  }

  get text() {
    return this.field.value;
  }

  get blocked() {
    return this.findings.some((finding) => finding.severity === "block");
  }

  focus() {
    this.field.focus();
    this.field.setSelectionRange(this.text.length, this.text.length);
  }

  /** Ends when the text as it stands has been checked, or could not be. */
  async settled() {
    while (this.checkedText !== this.text && this.failure === null) {
      await (this.checking && this.checkingText === this.text ? this.checking : this.#checkNow());
    }
  }

  /** Puts the mended draft in the place of this one; the browser's undo brings it back. */
  useRewrite() {
    const finding = this.findings[0];
    if (finding) this.#replace(finding.rewrite);
  }

  #buttons() {
    return [
      make("button", { type: "button", onclick: () => this.#replace(this.original) }, t("edit.restore")),
      make("button", { type: "button", onclick: () => this.onClose() }, t("edit.done"), make("kbd", {}, "Esc")),
    ];
  }

  #replace(text) {
    this.field.focus();
    this.field.select();
    const done = document.execCommand("insertText", false, text); // keeps the undo history, which setting the value loses
    if (!done || this.text !== text) {
      this.field.value = text;
      this.#changed();
    }
  }

  #key(event) {
    if (composing(event)) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.onEnter();
    } else if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      this.onClose();
    }
  }

  #changed() {
    this.onChange(this.text);
    this.findings = [];
    this.failure = null;
    this.checkedText = null;
    this.#show();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#checkNow(), WAIT_MS);
  }

  #checkNow() {
    clearTimeout(this.timer);
    this.checkingText = this.text;
    this.checking = this.#run(this.text);
    return this.checking;
  }

  async #run(text) {
    try {
      const findings = text.trim() ? await this.newest((signal) => this.check(text, signal)) : [];
      if (findings === undefined || text !== this.text) return;
      this.findings = findings;
      this.checkedText = text;
    } catch (problem) {
      if (text !== this.text) return;
      this.failure = problem;
    }
    this.#show();
  }

  #show() {
    const pieces = marked(this.text, this.findings, (finding, words) => mark(words, finding.severity, finding.why));
    this.mirror.replaceChildren(...pieces, "\u200b"); // a last empty line has height, too
    this.verdict.replaceChildren(...this.#verdict());
    this.rewriteButton.hidden = this.findings.length === 0;
  }

  #verdict() {
    if (this.failure) return [make("p", { class: "unchecked" }, t("edit.unchecked", { why: problemText(this.failure) }))];
    if (this.checkedText !== this.text) return [make("p", { class: "quiet" }, t("edit.checking"))];
    if (!this.findings.length) return [make("p", { class: "clean" }, icon("tick"), t("edit.clean"))];
    const rewrite = make("p", { class: "rewrite" }, make("span", { class: "label" }, t("edit.rewrite.to")), this.findings[0].rewrite);
    return [findingList(this.text, this.findings), rewrite];
  }
}

/** Findings with the words they are about; `text` null leaves the words out. */
export function findingList(text, findings) {
  return make(
    "ul",
    { class: "findings" },
    findings.map((finding) =>
      make(
        "li",
        { class: finding.severity },
        make("span", { class: "severity" }, icon(finding.severity === "block" ? "stop" : "note"), t(`finding.${finding.severity}`)),
        make("span", { class: "rule" }, t(`rule.${finding.rule}`)),
        text !== null && make("q", {}, wordsOf(text, finding)),
        make("span", { class: "why" }, finding.why),
      ),
    ),
  );
}
