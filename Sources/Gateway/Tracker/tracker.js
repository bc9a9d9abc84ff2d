// Reports what visitors of a web page do: page views, clicks and submitted forms, as rows of `website_events`, and who they turn out
// to be, as rows of `user_identities`. Nothing is sent for visitors who ask not to be tracked.
//
// <script defer src="https://analytics.example.com/tracker.js" data-token="TOKEN" data-workspace="workspace_123"></script>
(() => {
  const script = document.currentScript;
  if (navigator.doNotTrack === "1" || navigator.globalPrivacyControl) return;
  const { token, workspace, source = "website_events", host = new URL(script.src).origin } = script.dataset;
  if (!token || !workspace) return console.error("tracker.js: data-token and data-workspace are required");

  const idle = 30 * 60e3;
  // The server knows a row by its key for a day: one that may have arrived is not sent again later than that.
  const keyLife = 20 * 3600e3;
  const queueLength = 200;

  // MARK: What stays in the browser

  // Storage may be forbidden: then all lasts as long as the page.
  let store = {};
  try {
    localStorage["martlet.test"] = "";
    store = localStorage;
  } catch {}
  const load = (name, value) => {
    try { return JSON.parse(store["martlet." + name]); } catch { return value; }
  };
  const save = (name, value) => {
    try { store["martlet." + name] = JSON.stringify(value); } catch {}
    return value;
  };
  const makeId = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

  const visitor = save("visitor", load("visitor") || makeId());
  const session = () => {
    const { id, last } = load("session", {});
    return save("session", { id: Date.now() - last < idle ? id : makeId(), last: Date.now() }).id;
  };

  // MARK: What does not leave it

  const isSensitive = (name) =>
    /passw|pwd|secret|token|cvv|cvc|csc|card|iban|one-time-code|(^|[^a-z])(cc|pin|otp|ssn|auth)([^a-z]|$)/i.test(
      name.replace(/([a-z])([A-Z])/g, "$1 $2"));
  const address = /[^\s@<>"'(),;:\\/?&=#]{1,64}(@|%40)[^\s@<>"'(),;:\\/?&=#%]{1,253}\.[a-z\d-]{2,63}/gi;
  // A number as long as that of a card may be one.
  const scrub = (text) =>
    text.trim().slice(0, 2000).replace(address, "[email]").replace(/\d(?:[ -]?\d){12,}/g, "[number]").slice(0, 200)
      // Half a character is no text.
      .replace(/[\ud800-\udbff]$/, "");
  const scrubURL = (url) =>
    url.slice(0, 2000).replace(/([?&#])([^=&#]+)=[^&#]*/g, (pair, mark, name) => (isSensitive(name) ? `${mark}${name}=[removed]` : pair))
      .replace(address, "[email]");

  // MARK: Sending

  // A row stays in the queue until the server has answered. Whatever way it takes, it takes under one key.
  const url = ({ key, name }) => `${host}/v0/events?name=${name}&token=${encodeURIComponent(token)}&idempotency_key=${key}`;
  const queue = () => load("queue", []).filter(({ tried }) => !tried || Date.now() - tried < keyLife);
  const settle = (key) => save("queue", queue().filter((item) => item.key !== key));

  let isSending = false;
  let failures = 0;
  let retry;
  const send = async () => {
    if (isSending || !navigator.onLine) return;
    isSending = true;
    try {
      for (let item; (item = queue()[0]); ) {
        save("queue", queue().map((each) => (each.key === item.key ? { ...each, tried: each.tried || Date.now() } : each)));
        const { status } = await fetch(url(item), { method: "POST", body: item.body });
        if (status === 429 || status >= 500) throw status;
        settle(item.key);
        failures = 0;
      }
    } catch {
      clearTimeout(retry);
      retry = setTimeout(send, Math.min(1e3 * 2 ** failures++, 6e4) * (1 - Math.random() / 2));
    }
    isSending = false;
  };

  const put = (name, row) => {
    const body = JSON.stringify({ workspace_id: workspace, visitor_id: visitor, ...row });
    save("queue", [...queue(), { key: makeId(), name, body }].slice(-queueLength));
    send();
  };

  let page;
  let referrer = document.referrer;
  const makeRow = (action_type, details) => ({
    timestamp: new Date().toISOString(), session_id: session(), action_type, url: scrubURL(page),
    user_agent: navigator.userAgent, referrer: scrubURL(referrer), ...details,
  });
  const report = (action_type, details) => put(source, makeRow(action_type, details));

  addEventListener("online", send);
  addEventListener("pageshow", send);
  // The page may go away at once; the answer to a beacon is not seen, so its row stays in the queue for the next page.
  addEventListener("pagehide", () => {
    const tried = Date.now();
    save("queue", queue().map((item) => (navigator.onLine && navigator.sendBeacon(url(item), item.body) ? { ...item, tried: item.tried || tried } : item)));
  });

  // MARK: What is reported

  const enter = () => {
    // A place in the page is no other page, but some applications have their path there.
    const here = location.href.replace(/#(?!\/).*/, "");
    if (here === page) return;
    referrer = page ?? referrer;
    page = here;
    report("enter-page");
  };
  for (const name of ["pushState", "replaceState"]) {
    const change = history[name];
    history[name] = function () {
      change.apply(this, arguments);
      enter();
    };
  }
  addEventListener("popstate", enter);

  // The way to an element from the nearest one with an id.
  const selector = (element) => {
    const steps = [];
    for (let at = element; at?.localName && steps.length < 5; at = at.parentElement) {
      if (at.id) return [`#${CSS.escape(at.id)}`, ...steps].join(" > ");
      const alike = [...(at.parentElement?.children ?? [])].filter((each) => each.localName === at.localName);
      steps.unshift(at.localName + (alike.length > 1 ? `:nth-of-type(${alike.indexOf(at) + 1})` : ""));
    }
    return steps.join(" > ");
  };

  document.addEventListener("click", ({ target }) => {
    const element = target.closest?.("a,button,summary,[role=button]") ?? target;
    // What somebody writes is no label.
    const isInput = element.isContentEditable || /input|textarea|select/.test(element.localName);
    report("onclick", { element: selector(element), text: isInput ? "" : scrub(element.innerText ?? "") });
  }, true);

  document.addEventListener("submit", async ({ target }) => {
    const properties = {};
    let email;
    for (const { name, type, autocomplete, value, checked } of target.elements) {
      if (!name || !value || /password|hidden|file|submit|button|image|reset/.test(type) || isSensitive(`${name} ${autocomplete}`)) continue;
      if (/radio|checkbox/.test(type) && !checked) continue;
      if (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value.trim())) email ??= value.trim().toLowerCase();
      else properties[name] = scrub(value);
    }
    // As it is now: the page may be another one when the address is hashed.
    const row = makeRow("onsubmit", { element: selector(target), properties: JSON.stringify(properties) });
    // Without a secure context browsers hash nothing: then nobody is identified.
    if (!email || !crypto.subtle) return put(source, row);
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(email)));
    const identity = {
      email_hash: [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join(""),
      email_domain: email.split("@").pop(),
    };
    put(source, { ...row, ...identity });
    put("user_identities", { ...identity, identified_at: row.timestamp });
  }, true);

  enter();
  send();
})();
