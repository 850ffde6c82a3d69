// The right side of the page: what to do with the message, and why; or what went wrong.
import { byId, icon, make } from "./dom.js";
import { findingList } from "./draft_editor.js";
import { t } from "./language.js";
import { orderLabel } from "./pickers.js";
import { problemText, reasonText } from "./values.js";

const SIGNS = { answer: "tick", ask: "question", hand_over: "person" };

/** Shows one of: nothing yet, an answer, a problem. */
export function turnTo(face) {
  for (const name of ["nothing", "answered", "problem"]) byId(name).hidden = name !== face;
}

/** `pickers` knows the orders by their id. */
export function showDecision(reply, pickers) {
  const box = byId("decision");
  box.className = `decision ${reply.decision}`;
  box.replaceChildren(
    make("span", { class: "sign" }, icon(SIGNS[reply.decision] || "question")),
    make("div", { class: "verdict" }, make("h2", {}, t(`decision.${reply.decision}`)), make("p", {}, reasonText(reply.reason))),
    make("div", { class: "pills" }, pills(reply)),
    ...about(reply, pickers),
  );
}

/** What the guard kept back, told so that nobody writes it again. */
export function showStopped(findings) {
  const box = byId("stopped");
  box.hidden = findings.length === 0;
  if (box.hidden) return box.replaceChildren();
  box.replaceChildren(make("summary", {}, t("stopped.title", { n: findings.length })), findingList(null, findings));
}

export function showProblem(problem, retry) {
  byId("problem").replaceChildren(
    make("span", { class: "sign" }, icon("stop")),
    make("p", {}, problemText(problem)),
    make("button", { type: "button", onclick: retry }, t("problem.retry")),
  );
  turnTo("problem");
}

function pills(reply) {
  const auto = reply.auto ? "yes" : "no";
  const upset = reply.mood !== "calm";
  return [
    reply.severity > 0 && make("span", { class: "pill stop" }, t(`severity.${Math.min(reply.severity, 2)}`)),
    make("span", { class: `pill ${upset ? "warn" : ""}` }, make("small", {}, t("mood")), t(`mood.${reply.mood}`)),
    make("span", { class: `pill ${auto === "yes" ? "good" : ""}`, title: t(`auto.${auto}.title`) }, t(`auto.${auto}`)),
  ];
}

function about(reply, pickers) {
  if (!reply.order_id) return [];
  const order = pickers.orderOf(reply.order_id);
  const words = order ? `${orderLabel(order)} · ${t(`state.${order.state}`)}` : t("answers.order", { tail: reply.order_id.slice(-4) });
  return [make("p", { class: "about" }, make("small", {}, t("answers.about")), words)];
}
