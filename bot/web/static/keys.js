// The keys that work all over the page. A key belongs to the field that holds the focus first, to the page second.
import { composing, inField } from "./dom.js";

/** `does` holds copy(number), edit(), move(step), rewrite(), escape(), help(). Nothing happens while an input method composes. */
export function installKeys(does) {
  document.addEventListener("keydown", (event) => {
    if (composing(event) || event.ctrlKey || event.metaKey || document.querySelector("dialog[open]")) return;
    const act = event.altKey ? withAlt(event, does) : plain(event, does);
    if (!act) return;
    event.preventDefault();
    act();
  });
}

// By the key's place: Alt gives other characters on some keyboards.
function withAlt(event, does) {
  const digit = /^(?:Digit|Numpad)([1-3])$/.exec(event.code);
  if (digit) return () => does.copy(Number(digit[1]));
  return event.code === "KeyR" ? does.rewrite : null;
}

function plain(event, does) {
  if (event.key === "Escape") return does.escape;
  if (inField(event.target)) return null;
  if (/^[1-3]$/.test(event.key)) return () => does.copy(Number(event.key));
  if (event.key === "Enter") return event.target.matches(".candidate") ? does.copyCurrent : null;
  return {
    e: does.edit,
    E: does.edit,
    "?": does.help,
    "？": does.help,
    ArrowDown: () => does.move(1),
    ArrowUp: () => does.move(-1),
  }[event.key];
}
