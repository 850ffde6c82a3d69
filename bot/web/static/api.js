// The server, as promises. Every failure is a Problem with a stable code.

/** A problem document, or what stands for one when no server answered. */
export class Problem extends Error {
  constructor({ status = 0, code, title = "", errors = [] }) {
    super(title || code);
    Object.assign(this, { status, code, title, errors });
  }
}

export const get = (path, query, signal) => ask(`${path}?${new URLSearchParams(query)}`, { signal });

export const post = (path, body, signal) =>
  ask(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body), signal });

/** Runs work so that a newer call ends the older one; the older promise gives undefined. */
export function newestOnly() {
  let running = null;
  return async (work) => {
    if (running) running.abort();
    const mine = (running = new AbortController());
    try {
      const result = await work(mine.signal);
      return mine.signal.aborted ? undefined : result;
    } catch (error) {
      if (mine.signal.aborted) return undefined;
      throw error;
    }
  };
}

async function ask(path, options) {
  let response;
  try {
    response = await fetch(path, { credentials: "same-origin", ...options });
  } catch (error) {
    if (options.signal && options.signal.aborted) throw error;
    throw new Problem({ code: "no_server" });
  }
  const document = await response.json().catch(() => null);
  if (options.signal && options.signal.aborted) throw new DOMException("a newer request runs", "AbortError");
  if (response.ok && document !== null) return document;
  const told = document && document.code ? document : { code: `http_${response.status}` };
  throw new Problem({ ...told, status: response.status });
}
