// What the model made of the buyer's words: what is asked where, how likely, because of which words, what is named.
import { byId, make } from "./dom.js";
import { t } from "./language.js";
import { mark, marked } from "./spans.js";
import { entityText, percent } from "./values.js";

const TINTS = 3;
const WORDS_SHOWN = 6;
const INTENTS_SHOWN = 4;
const LIKELY_FLOOR = 0.01;

/** `nameOf(intent)` gives the intent's name in the page's language. */
export function showUnderstanding(text, reply, nameOf) {
  const panel = byId("understood");
  panel.hidden = reply.intents.length === 0;
  if (panel.hidden) return;
  const tints = new Map(reply.asked.map((asked, at) => [asked.intent, `tint-${at % TINTS}`]));
  byId("said").replaceChildren(...marked(text, reply.asked, (span, words) => mark(words, tints.get(span.intent), nameOf(span.intent))));
  const likely = reply.intents.filter(({ probability }, at) => at === 0 || probability >= LIKELY_FLOOR).slice(0, INTENTS_SHOWN);
  byId("likely").replaceChildren(...likely.map((intent) => likelyRow(intent, nameOf, tints.get(intent.intent) || "")));
  const [top] = reply.intents;
  const toldByCard = reply.candidates.some((candidate) => candidate.intent === top.intent);
  byId("words").replaceChildren(...labelled(t("candidate.because"), toldByCard ? [] : becauseChips(top.because, WORDS_SHOWN)));
  byId("named").replaceChildren(...labelled(t("understood.named"), reply.entities.map((named) => entityChip(named, text))));
}

/** The words that pushed towards an intent (+) or away from it (−). */
export function becauseChips(because, most) {
  return because.slice(0, most).map(([word, weight]) => {
    const towards = weight >= 0;
    const sign = `${towards ? "+" : "−"}${Math.abs(weight).toFixed(1)}`;
    const title = t(towards ? "candidate.towards" : "candidate.away", { word });
    return make("span", { class: `word ${towards ? "towards" : "away"}`, title }, word, make("small", {}, sign));
  });
}

function likelyRow({ intent, probability }, nameOf, tint) {
  const bar = make("span", { class: "bar" });
  bar.style.width = `${Math.max(1, Math.round(probability * 100))}%`; // through the object model: the page's policy forbids style attributes
  return make(
    "li",
    { class: tint },
    make("span", { class: "name" }, nameOf(intent)),
    make("span", { class: "track", "aria-hidden": "true" }, bar),
    make("span", { class: "figure" }, percent(probability)),
  );
}

/** An item is told by the buyer's own words for it; its value is the shop's number. */
function entityChip(named, text) {
  const words = Array.from(text).slice(named.start, named.end).join("");
  return make("span", { class: "named" }, make("small", {}, t(`entity.${named.entity}`)), named.entity === "item" ? words : entityText(named));
}

const labelled = (label, chips) => (chips.length ? [make("span", { class: "label" }, label), ...chips] : []);
