// The replies on offer: one card each, to copy or to change first.
import { copyText } from "./clipboard.js";
import { icon, inField, make } from "./dom.js";
import { DraftEditor, findingList } from "./draft_editor.js";
import { t } from "./language.js";
import { becauseChips } from "./understanding.js";
import { factText, percent } from "./values.js";

const WORDS_SHOWN = 4;

/** The intents that a reply answers, as its template tells them: `stock/in#1+gift/any#2`; parts of no intent begin with `_`. */
function answered({ intent, template }) {
  const named = template.split("+").map((part) => part.split("/")[0]).filter((name) => !name.startsWith("_"));
  return [...new Set(named.length ? named : [intent])];
}

export class CandidateList {
  /** `check(text, signal)` → findings; `say(words, kind)` tells the agent. */
  constructor(list, { check, say }) {
    this.list = list;
    this.check = check;
    this.say = say;
    this.cards = [];
    this.at = 0; // the card that was focused or copied last
  }

  /** Shows candidates, with the words of `texts` where they were changed before. */
  show(candidates, nameOf, texts = []) {
    this.cards = candidates.map((candidate, at) => new Card(this, candidate, at + 1, nameOf, texts[at] ?? candidate.text));
    this.list.replaceChildren(...this.cards.map((card) => card.element));
  }

  clear() {
    this.show([], null);
    this.at = 0;
  }

  get changed() {
    return this.cards.some((card) => card.editing || card.edited);
  }

  get texts() {
    return this.cards.map((card) => card.text);
  }

  /** The card that the keys are about: the one focused or copied last, else the first. */
  get current() {
    return this.cards[this.at] || null;
  }

  choose(card) {
    this.at = this.cards.indexOf(card);
  }

  focus(step = 0) {
    const card = this.cards[Math.min(Math.max(this.at + step, 0), this.cards.length - 1)];
    if (card) card.element.focus();
  }

  copy(number) {
    const card = this.cards[number - 1];
    if (!card) return;
    if (!inField(document.activeElement)) card.element.focus();
    card.copy();
  }

  edit() {
    if (this.current) this.current.edit();
  }

  useRewrite() {
    const card = [this.current, ...this.cards].find((one) => one && one.editing);
    if (card) card.editor.useRewrite();
  }
}

class Card {
  constructor(owner, candidate, number, nameOf, text) {
    Object.assign(this, { owner, candidate, number, text });
    this.editor = null; // made at the first change, kept for its verdict
    this.editing = false;
    this.confirmed = null; // the words that were copied against a red line once before
    this.intent = answered(candidate).map(nameOf).join(" + ");
    this.words = make("p", { class: "reply", title: t("candidate.edit"), onclick: () => this.#clicked() }, this.text);
    this.tag = make("span", { class: "tag", hidden: !this.edited }, t("candidate.edited"));
    this.copyLabel = make("span", {}, t("candidate.copy"));
    this.body = make("div", { class: "body" }, this.words);
    this.element = make(
      "li",
      { class: "candidate", tabindex: "-1", onfocusin: () => owner.choose(this), "aria-label": t("candidate.label", { n: number, intent: this.intent, p: percent(candidate.probability) }) },
      this.#head(),
      this.body,
      this.#meta(),
      candidate.findings.length > 0 && findingList(candidate.text, candidate.findings),
    );
  }

  get edited() {
    return this.text !== this.candidate.text;
  }

  edit() {
    this.editor = this.editor || this.#newEditor();
    this.editing = true;
    this.body.replaceChildren(this.editor.element);
    this.element.classList.add("editing");
    this.editor.focus();
  }

  /** Copies the words as they stand. Words that cross a red line need a second press. */
  async copy() {
    this.owner.choose(this);
    let checked = true;
    if (this.edited) this.editor = this.editor || this.#newEditor();
    if (this.editor) {
      await this.editor.settled();
      checked = this.editor.failure === null;
      if (this.editor.blocked && this.confirmed !== this.text) {
        this.confirmed = this.text;
        return this.owner.say(t("toast.red"), "stop");
      }
    }
    if (!(await copyText(this.text))) return this.#selectWords();
    for (const card of this.owner.cards) card.#setCopied(card === this);
    this.owner.say(t(checked ? "toast.copied" : "toast.unchecked", { n: this.number }), checked ? "done" : "stop");
  }

  #newEditor() {
    const { number, text } = this;
    return new DraftEditor({
      number,
      text,
      original: this.candidate.text,
      check: this.owner.check,
      onChange: (words) => this.#setText(words),
      onEnter: () => this.copy(),
      onClose: () => this.#closeEditor(),
    });
  }

  #head() {
    return make(
      "div",
      { class: "head" },
      make("span", { class: "number", "aria-hidden": "true" }, String(this.number)),
      make("span", { class: "intent" }, this.intent),
      make("span", { class: "figure" }, percent(this.candidate.probability)),
      this.tag,
      make("span", { class: "because", role: "group", "aria-label": t("candidate.because") }, becauseChips(this.candidate.because, WORDS_SHOWN)),
      make("button", { type: "button", class: "quiet-button", onclick: () => this.edit() }, icon("pen"), t("candidate.edit"), make("kbd", {}, "e")),
      make("button", { type: "button", class: "copy", onclick: () => this.copy() }, icon("copy"), this.copyLabel, make("kbd", {}, String(this.number))),
    );
  }

  #meta() {
    const { as_of: asOf, ...told } = this.candidate.facts;
    const chips = Object.entries(told).map(([slot, value]) => {
      const words = factText(slot, value);
      return make("span", { class: "fact", title: words }, make("small", {}, t(`fact.${slot}`)), make("span", {}, words));
    });
    if (!chips.length) return null;
    const when = asOf && make("span", { class: "as-of" }, icon("clock"), t("candidate.as_of", { when: factText("as_of", asOf) }));
    return make("div", { class: "group" }, make("span", { class: "label" }, t("candidate.facts")), chips, when);
  }

  /** A click changes the words, unless it ended a selection. */
  #clicked() {
    if (String(getSelection()) === "") this.edit();
  }

  #setText(words) {
    this.text = words;
    this.tag.hidden = !this.edited;
    this.#setCopied(false);
  }

  #setCopied(copied) {
    this.element.classList.toggle("copied", copied);
    this.copyLabel.textContent = t(copied ? "candidate.copied" : "candidate.copy");
  }

  #closeEditor() {
    this.editing = false;
    this.tag.classList.toggle("stop", this.editor.blocked);
    this.words.textContent = this.text;
    this.body.replaceChildren(this.words);
    this.element.classList.remove("editing");
    this.element.focus();
  }

  #selectWords() {
    if (this.editing) {
      this.editor.field.focus();
      this.editor.field.select();
    } else {
      getSelection().selectAllChildren(this.words);
    }
    this.owner.say(t("toast.failed"), "stop");
  }
}
