// Typed values of the API as people read them. Times are China time, wherever the agent sits.
import { languageTag, t, tOr } from "./language.js";

const FEN = new Set(["freight", "free_shipping_from", "price", "asked_courier_fee", "paid", "refund_amount"]);
const MOMENT = /^\d{4}-\d\d-\d\dT/;
const DAY = /^\d{4}-\d\d-\d\d$/;

/** Never 100%: no model is that sure. */
export function percent(probability) {
  const whole = Math.round(probability * 100);
  if (whole >= 100) return ">99%";
  return whole < 1 ? "<1%" : `${whole}%`;
}

/** `1990` → `19.9 元`. */
export const yuan = (fen) => t("value.yuan", { n: String(fen / 100) });

/** An ISO moment → `11月22日 10:05`. */
export function moment(iso) {
  const form = { timeZone: "Asia/Shanghai", month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  return new Intl.DateTimeFormat(languageTag(), form).format(new Date(iso));
}

/** An ISO date → `11月22日`. */
export const day = (iso) => new Intl.DateTimeFormat(languageTag(), { timeZone: "UTC", month: "short", day: "numeric" }).format(new Date(iso));

/** The value of a fact, by its slot's kind. */
export function factText(slot, value) {
  if (FEN.has(slot) && typeof value === "number") return yuan(value);
  if (typeof value === "string" && MOMENT.test(value)) return moment(value);
  if (typeof value === "string" && DAY.test(value)) return day(value);
  return String(value);
}

/** The standard form of what a message names. */
export function entityText({ entity, value }) {
  if (entity === "money" && /^\d+$/.test(value)) return yuan(Number(value));
  if (entity === "duration" && /^\d+(\.\d+)?$/.test(value)) return t("value.hours", { n: value });
  if (entity === "date" && DAY.test(value)) return day(value);
  return value;
}

/** Why it was decided so, in words. */
export function reasonText(reason) {
  if (reason.startsWith("error:")) return t("reason.error", { code: reason.slice("error:".length) });
  return tOr(`reason.${reason}`, reason.startsWith("needs_") ? t("reason.needs") : reason);
}

/** A failure in one short sentence, with its code. The server's own sentence is Chinese. */
export function problemText(problem) {
  const known = tOr(`problem.${problem.code}`, null);
  const sentence = known || (languageTag() === "zh-CN" && problem.title) || t("problem.other");
  return `${sentence}（${problem.code || "page"}）`;
}
