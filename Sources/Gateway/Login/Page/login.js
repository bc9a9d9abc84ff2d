// Part of Martlet. Apache License 2.0; see LICENSE.
// Asks a person whether a program may log in, and tells the server. Everything the address says is shown as text, never as markup.

const element = (id) => document.getElementById(id);
const parameters = new URLSearchParams(location.search);
const code = parameters.get("method") === "code" ? parameters.get("code") : null;
const workspace = parameters.get("workspace");
const isTrusted = document.body.dataset.trusted === "yes";

function say(text, isFailure = false) {
  element("message").textContent = text;
  element("message").classList.toggle("failed", isFailure);
}

function finish() {
  element("confirmation").hidden = true;
  element("title").textContent = "The program is logged in";
  say("This page can be closed.");
}

async function confirm(event) {
  event.preventDefault();
  const button = element("confirmation").querySelector("button");
  button.disabled = true;
  say("");
  try {
    const response = await fetch("/login", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ code, workspace, token: element("token").value.trim() || null }),
    });
    const answer = await response.json();
    if (!response.ok) throw new Error(answer.error);
    // The one place where a program waits: on this machine.
    if (answer.redirect?.startsWith("http://localhost:")) location.assign(answer.redirect);
    else finish();
  } catch (error) {
    say(`Not logged in: ${error.message}`, true);
  } finally {
    button.disabled = false;
  }
}

if (location.pathname === "/login/done/cli-login") {
  finish();
} else if (!code && !parameters.has("apiHost")) {
  element("title").textContent = "No program asks to log in";
  say("Start one with: martlet login");
} else {
  if (code) {
    element("code").textContent = code.length === 8 ? `${code.slice(0, 4)}-${code.slice(4)}` : code;
    element("compare").hidden = false;
  }
  if (workspace) element("workspace").textContent = ` ${workspace}`;
  if (isTrusted) {
    element("proof").hidden = true;
    element("token").required = false;
  }
  element("confirmation").hidden = false;
  element("confirmation").addEventListener("submit", confirm);
}
