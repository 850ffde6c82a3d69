// Spans of the API count code points; JavaScript strings count UTF-16 units.
import { make } from "./dom.js";

/**
 * `text` cut at `spans` ({start, end, …} in code points): text nodes, and one element of `wrap(span, words)` for each span.
 * A span that begins inside the one before it starts where that one ends.
 */
export function marked(text, spans, wrap) {
  const points = Array.from(text);
  const pieces = [];
  let at = 0;
  for (const span of [...spans].sort((a, b) => a.start - b.start || a.end - b.end)) {
    const start = Math.max(span.start, at);
    const end = Math.min(span.end, points.length);
    if (start >= end) continue;
    pieces.push(points.slice(at, start).join(""), wrap(span, points.slice(start, end).join("")));
    at = end;
  }
  pieces.push(points.slice(at).join(""));
  return pieces.filter((piece) => piece !== "");
}

/** The words of a span. */
export const wordsOf = (text, span) => Array.from(text).slice(span.start, span.end).join("");

/** `<mark>` with a class. */
export const mark = (words, kind, title) => make("mark", { class: kind, title }, words);
