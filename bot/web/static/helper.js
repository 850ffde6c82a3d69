// The helper page: the buyer's words in, three replies out, one of them copied.
import { showDecision, showProblem, showStopped, turnTo } from "./answers.js";
import { get, newestOnly, post } from "./api.js";
import { CandidateList } from "./candidates.js";
import { byId, composing, inField, make } from "./dom.js";
import { installKeys } from "./keys.js";
import { language, remember, remembered, speak, t } from "./language.js";
import { Pickers } from "./pickers.js";
import { showUnderstanding } from "./understanding.js";

const EXAMPLES = ["有货吗", "什么时候发货", "到哪了", "能退吗", "开发票吗"];
const DEMO_BUYERS = ["晴天小筑", "北方有雪", "橘子汽水", "慢慢来", "海盐"];
const TOAST_MS = 2600;

const field = byId("text");
const newest = newestOnly();
const candidates = new CandidateList(byId("candidates"), { check, say });
const pickers = new Pickers({ onChange: choiceChanged, isDemo: () => Boolean(shop && shop.is_demo) });
let shop = null;
let asked = null; // what the reply on the page answers: {text, chosen, reply}
let hideToast = 0;

/** Asks; the answer takes the focus, so that its keys work at once, unless the agent has gone on to something else. */
async function ask({ moveFocus = true } = {}) {
  const request = { text: field.value, ...pickers.chosen(), limit: 3 };
  grow();
  if (!request.text.trim()) return forget();
  asked = null;
  candidates.clear(); // a key must not copy what answers something else
  const unmoved = sameFocus();
  byId("answers").setAttribute("aria-busy", "true");
  try {
    const reply = await newest((signal) => post("/api/v1/replies", request, signal));
    if (!reply) return;
    asked = { text: request.text, chosen: JSON.stringify(pickers.chosen()), reply };
    const mayMove = moveFocus && unmoved();
    render();
    if (mayMove) candidates.focus();
    if (mayMove && !fits(byId("answers"))) byId("answers").scrollIntoView({ block: "start" });
  } catch (problem) {
    byId("understood").hidden = true;
    showProblem(problem, () => ask());
  }
  byId("answers").removeAttribute("aria-busy");
  markStale();
}

function render(texts = []) {
  const { text, reply } = asked;
  turnTo("answered");
  showDecision(reply, pickers);
  candidates.show(reply.candidates, nameOf, texts);
  byId("none").hidden = reply.candidates.length > 0;
  showStopped(reply.stopped);
  showUnderstanding(text, reply, nameOf);
  byId("took").textContent = t("status.took", { ms: (reply.took_us / 1000).toFixed(1) });
  const decision = t(`decision.${reply.decision}`);
  byId("announce").textContent = reply.candidates.length ? t("answers.found", { decision, n: reply.candidates.length }) : t("answers.none");
}

/** An empty field: back to the start. */
function forget() {
  newest(() => Promise.resolve());
  asked = null;
  candidates.clear();
  byId("understood").hidden = true;
  byId("took").textContent = "";
  byId("answers").removeAttribute("aria-busy");
  turnTo("nothing");
  markStale();
}

/** Another buyer, order or item: asked again, unless that would throw away what the agent wrote. */
function choiceChanged(picked) {
  if (field.value.trim() && !candidates.changed) ask({ moveFocus: picked }); // who cleared a field is about to fill it again
  else markStale();
}

async function check(text, signal) {
  const facts = pickers.factsFor(asked.reply);
  const draft = { text, buyer_said: asked.text, ...(facts && { facts }) };
  return (await post("/api/v1/check", draft, signal)).findings;
}

const nameOf = (intent) => (shop && shop.intents[intent] ? shop.intents[intent][language()] : intent);

/** Later tells whether the focus is still where it is now, and nothing was typed there. */
function sameFocus() {
  const place = document.activeElement;
  const { value } = place;
  return () => document.activeElement === place && place.value === value;
}

const fits = (element) => element.getBoundingClientRect().top < innerHeight * 0.6;

function markStale() {
  const stale = asked !== null && (field.value !== asked.text || JSON.stringify(pickers.chosen()) !== asked.chosen);
  byId("stale").hidden = !stale;
  byId("answers").classList.toggle("outdated", stale);
}

function say(words, kind) {
  const toast = byId("toast");
  toast.textContent = words;
  toast.className = `toast ${kind}`;
  clearTimeout(hideToast);
  hideToast = setTimeout(() => {
    toast.className = "toast away";
  }, TOAST_MS);
}

/** The field is as high as its words, within its limits: a mirror behind it sets the height. */
function grow() {
  byId("text-mirror").textContent = `${field.value}\u200b`;
}

function backToText() {
  field.focus();
  field.select(); // the next paste takes the place of these words
}

function listenToText() {
  field.addEventListener("input", () => {
    grow();
    markStale();
  });
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.altKey || composing(event)) return;
    event.preventDefault();
    ask();
  });
  field.addEventListener("paste", () => {
    const whole = field.selectionStart === 0 && field.selectionEnd === field.value.length;
    if (whole) setTimeout(() => ask()); // after the browser has put the words in
  });
  document.addEventListener("paste", (event) => {
    const words = event.clipboardData.getData("text/plain");
    if (inField(event.target) || !words.trim()) return;
    field.value = words;
    backToText();
    ask();
  });
  byId("ask").addEventListener("submit", (event) => {
    event.preventDefault();
    ask();
  });
}

function listenToSwitches() {
  byId("language").addEventListener("click", () => {
    const name = language() === "zh" ? "en" : "zh";
    remember("language", name);
    relabel(name);
  });
  byId("theme").addEventListener("click", () => {
    const root = document.documentElement;
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    remember("theme", root.dataset.theme);
  });
  byId("help").addEventListener("click", () => byId("shortcuts").showModal());
  byId("shortcuts-close").addEventListener("click", () => byId("shortcuts").close());
}

function relabel(name) {
  speak(name);
  document.title = t("page.title");
  pickers.relabel();
  if (shop) showShop();
  if (asked) render(candidates.texts);
}

function showShop() {
  byId("shop").textContent = shop.name;
  byId("demo").hidden = !shop.is_demo;
  byId("try").hidden = !shop.is_demo;
  byId("model").textContent = t("status.model", { model: shop.model });
  byId("demo-buyers").replaceChildren(
    ...DEMO_BUYERS.map((nick) =>
      make("button", { type: "button", onclick: () => tryBuyer(nick) }, make("strong", {}, nick), make("span", {}, t(`demo.${nick}`))),
    ),
  );
}

function tryBuyer(nick) {
  pickers.pickBuyer(nick);
  field.focus();
}

function showExamples() {
  const chip = (words) =>
    make("button", { type: "button", lang: "zh-CN", onclick: () => {
      field.value = words;
      field.focus();
      ask();
    } }, words);
  byId("examples").append(...EXAMPLES.map(chip));
}

async function start() {
  relabel(remembered());
  showExamples();
  listenToText();
  listenToSwitches();
  installKeys({
    copy: (number) => candidates.copy(number),
    copyCurrent: () => candidates.current && candidates.current.copy(),
    edit: () => candidates.edit(),
    move: (step) => candidates.focus(step),
    rewrite: () => candidates.useRewrite(),
    escape: backToText,
    help: () => byId("shortcuts").showModal(),
  });
  field.focus();
  try {
    shop = await get("/api/v1/shop", {});
    showShop();
    if (asked) render(candidates.texts); // intents get their names
  } catch (problem) {
    showProblem(problem, () => location.reload());
  }
}

start();
