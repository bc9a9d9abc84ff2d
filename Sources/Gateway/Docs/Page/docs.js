// The page of a workspace's endpoints: it reads the workspace's OpenAPI document and makes a form for each endpoint.
// What the document says is always set as text, never as markup.

const tokenKey = "martlet.token";
const shownRows = 1000;
const shownCharacters = 200_000;

const element = (id) => document.getElementById(id);
const clone = (id) => element(id).content.firstElementChild.cloneNode(true);

/** An element with a text. */
function make(name, text, className) {
  const made = document.createElement(name);
  made.textContent = text;
  if (className) made.className = className;
  return made;
}

// MARK: Token

/** The token of the URL, which keeps it no longer, or else that of this tab. */
function takeToken() {
  const url = new URL(location.href);
  const given = url.searchParams.get("token");
  if (given !== null) {
    url.searchParams.delete("token");
    history.replaceState(null, "", url);
    sessionStorage.setItem(tokenKey, given);
  }
  return sessionStorage.getItem(tokenKey) ?? "";
}

let token = takeToken();

function say(text, isBad = false) {
  element("message").textContent = text;
  element("message").className = isBad ? "failed" : "";
}

// MARK: Document

/** What the token may read, or null after a failure has been told. */
async function load() {
  const response = await fetch("/v0/pipes/openapi.json", { headers: { Authorization: `Bearer ${token}` } });
  const text = await response.text();
  if (!response.ok) throw new Error(errorText(text) ?? `status ${response.status}`);
  return text;
}

function errorText(text) {
  try {
    return JSON.parse(text).error ?? null;
  } catch {
    return null;
  }
}

/** The endpoints of a document: the paths that end in `.json`, with the other formats they have. */
function endpointsOf(openAPI) {
  return Object.keys(openAPI.paths)
    .filter((path) => path.endsWith(".json") && openAPI.paths[path].get)
    .map((path) => {
      const operation = openAPI.paths[path].get;
      const base = path.slice(0, -".json".length);
      const others = openAPI.paths[`${base}.{format}`]?.get.parameters.find((parameter) => parameter.in === "path");
      return {
        name: operation.operationId,
        base,
        description: operation.description ?? "",
        parameters: operation.parameters.filter((parameter) => parameter.in === "query"),
        formats: ["json", ...(others?.schema.enum ?? [])],
        columns: columnsOf(openAPI.components.schemas[`${operation.operationId}.row`]),
      };
    })
    .sort((left, right) => (left.name < right.name ? -1 : 1));
}

/** The columns: those of every answer in their order, which `required` keeps, then those that only some calls have. */
function columnsOf(row) {
  const always = row?.required ?? [];
  const sometimes = Object.keys(row?.properties ?? {}).filter((name) => !always.includes(name));
  return [...always, ...sometimes].map((name) => ({ name, schema: row.properties[name], isAlways: always.includes(name) }));
}

function describe(schema) {
  if (schema.type === undefined) return "anything";
  const types = [schema.type].flat().join(" or ");
  const item = schema.items ? ` of ${describe(schema.items)}` : "";
  const format = schema.format ? ` (${schema.format})` : "";
  return types + item + format;
}

// MARK: Form

/** A text that shows a default or an example in the spelling of a URL. */
const spelled = (value) => (Array.isArray(value) ? value.join(",") : String(value));

function fieldOf(parameter, id) {
  const { schema } = parameter;
  const choices = schema.type === "boolean" ? [true, false] : schema.enum;
  let field;
  if (choices) {
    field = document.createElement("select");
    const none = make("option", schema.default === undefined ? "not sent" : `default: ${spelled(schema.default)}`);
    none.value = "";
    field.append(none);
    for (const choice of choices) field.append(make("option", spelled(choice)));
  } else {
    field = document.createElement("input");
    field.spellcheck = false;
    field.autocomplete = "off";
    if (schema.type === "integer" || schema.type === "number") field.inputMode = schema.minimum === 0 ? "numeric" : "text";
    if (schema.default !== undefined) field.placeholder = spelled(schema.default);
    else if (parameter.required && schema.examples?.length) field.value = spelled(schema.examples[0]);
  }
  field.id = id;
  field.name = parameter.name;
  if (parameter.required) field.setAttribute("aria-required", "true");
  return field;
}

function parameterRow(parameter, endpoint) {
  const row = clone("parameter");
  const id = `${endpoint.name}.${parameter.name}`;
  row.querySelector("label").htmlFor = id;
  row.querySelector(".name").textContent = parameter.name;
  row.querySelector(".type").textContent = parameter.schema["x-clickhouse-type"] ?? describe(parameter.schema);
  row.querySelector(".required").hidden = !parameter.required;
  const field = fieldOf(parameter, id);
  row.querySelector(".field").append(field);
  const hints = [parameter.description ?? ""];
  if (parameter.schema.default !== undefined && field.tagName === "INPUT") hints.push(`Default: ${spelled(parameter.schema.default)}`);
  if (parameter.schema.examples?.length) hints.push(`Example: ${spelled(parameter.schema.examples[0])}`);
  if (parameter.schema.items?.enum) hints.push(`Of: ${spelled(parameter.schema.items.enum)}`);
  if (parameter.schema.type === "array") hints.push("Items are separated by commas.");
  const hint = row.querySelector(".hint");
  hint.textContent = hints.filter(Boolean).join("\n");
  hint.id = `${id}.hint`;
  field.setAttribute("aria-describedby", hint.id);
  return row;
}

/** The path and query of a call; what was left empty is not sent. */
function callOf(endpoint, section) {
  const query = new URLSearchParams();
  for (const field of section.querySelectorAll(".parameters input, .parameters select")) {
    if (field.value !== "") query.set(field.name, field.value);
  }
  const text = query.toString();
  return `${endpoint.base}.${section.querySelector(".format").value}${text ? `?${text}` : ""}`;
}

/** A text as one word of a shell. */
const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;

function curlOf(call, isSecret) {
  const shown = isSecret ? token : "$TOKEN";
  const header = isSecret ? quoted(`Authorization: Bearer ${shown}`) : `"Authorization: Bearer ${shown}"`;
  return `curl -H ${header} ${quoted(location.origin + call)}`;
}

// MARK: Answer

const isNumeric = (column) => /^(Nullable\()?(U?Int|Float|BFloat|Decimal)/.test(column.type);

function cellOf(value, column) {
  const text = value === null ? "NULL" : typeof value === "object" ? JSON.stringify(value) : String(value);
  return make("td", text, isNumeric(column) ? "number" : "");
}

function tableOf(answer) {
  const table = document.createElement("table");
  const head = table.createTHead().insertRow();
  for (const column of answer.meta) {
    const name = make("th", column.name, isNumeric(column) ? "number" : "");
    name.scope = "col";
    name.title = column.type;
    head.append(name);
  }
  const body = table.createTBody();
  for (const row of answer.data.slice(0, shownRows)) {
    body.insertRow().append(...answer.meta.map((column) => cellOf(row[column.name] ?? null, column)));
  }
  const frame = make("div", "", "scroll");
  frame.tabIndex = 0;
  frame.role = "region";
  frame.ariaLabel = "Rows";
  frame.append(table);
  return frame;
}

function rawOf(text) {
  const details = document.createElement("details");
  const isCut = text.length > shownCharacters;
  details.append(make("summary", isCut ? `Raw answer, the first ${shownCharacters} characters` : "Raw answer"));
  details.append(make("pre", text.slice(0, shownCharacters)));
  return details;
}

/** Numbers beyond 2^53 keep their digits: the parser would round them. */
function parsed(text) {
  return JSON.parse(text, (_, value, context) => {
    const isRounded = typeof value === "number" && Number.isInteger(value) && !Number.isSafeInteger(value);
    return isRounded && context?.source ? context.source : value;
  });
}

async function run(endpoint, section) {
  const status = section.querySelector(".status");
  const tell = (text, isBad = false) => {
    status.textContent = text;
    status.classList.toggle("failed", isBad);
  };
  const place = section.querySelector(".answer");
  const format = section.querySelector(".format").value;
  place.replaceChildren();
  tell("Calling …");
  const start = performance.now();
  try {
    const response = await fetch(callOf(endpoint, section), { headers: { Authorization: `Bearer ${token}` } });
    const body = await response.blob();
    const facts = [`Status ${response.status}`, `${Math.round(performance.now() - start)} ms`, `${body.size} bytes`];
    const type = response.headers.get("Content-Type") ?? "";
    const text = type.startsWith("application/octet-stream") ? "" : await body.text();
    if (!response.ok) {
      place.append(make("p", errorText(text) ?? response.statusText, "failed"));
    } else if (format === "json") {
      const answer = parsed(text);
      facts.push(`${answer.rows} rows`);
      if (answer.data.length > shownRows) facts.push(`the first ${shownRows} shown`);
      if (answer.statistics) facts.push(`${answer.statistics.rows_read} rows read`);
      place.append(tableOf(answer));
    }
    if (text) place.append(rawOf(text));
    if (response.ok) place.append(saveButton(body, `${endpoint.name}.${format}`));
    tell(facts.join(", "), !response.ok);
  } catch (error) {
    tell(`The call failed: ${error.message}`, true);
  }
}

function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

function saveButton(blob, name) {
  const button = make("button", `Save ${name}`);
  button.type = "button";
  button.addEventListener("click", () => save(blob, name));
  return button;
}

// MARK: Page

function sectionOf(endpoint) {
  const section = clone("endpoint");
  section.id = endpoint.name;
  const title = section.querySelector("h2 a");
  title.textContent = endpoint.name;
  title.href = `#${endpoint.name}`;
  section.ariaLabel = endpoint.name;
  section.querySelector(".path code").textContent = `${endpoint.base}.json`;
  section.querySelector(".description").textContent = endpoint.description;
  section.querySelector("h3").hidden = endpoint.parameters.length === 0;
  section.querySelector(".parameters").append(...endpoint.parameters.map((parameter) => parameterRow(parameter, endpoint)));
  section.querySelector(".format").append(...endpoint.formats.map((format) => make("option", format)));
  const rows = endpoint.columns.map(({ name, schema, isAlways }) => {
    const row = document.createElement("tr");
    row.append(make("td", name), make("td", schema["x-clickhouse-type"] ?? ""), make("td", describe(schema) + (isAlways ? "" : ", in some answers")));
    return row;
  });
  section.querySelector(".columns").hidden = rows.length === 0;
  section.querySelector(".columns tbody").append(...rows);
  const form = section.querySelector("form");
  const showCurl = () => {
    section.querySelector(".curl code").textContent = curlOf(callOf(endpoint, section), false);
  };
  form.addEventListener("input", showCurl);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    run(endpoint, section);
  });
  section.querySelector(".copy").addEventListener("click", () => {
    navigator.clipboard?.writeText(curlOf(callOf(endpoint, section), true)).then(
      () => say("The command is copied, with the token."),
      () => say("The browser does not let this page copy.", true));
  });
  showCurl();
  return section;
}

function show(openAPI, text) {
  const endpoints = endpointsOf(openAPI);
  document.title = `${openAPI.info.title}: endpoints`;
  element("title").textContent = openAPI.info.title;
  element("endpoints").replaceChildren(...endpoints.map(sectionOf));
  const list = document.createElement("ul");
  for (const { name } of endpoints) {
    const link = make("a", name);
    link.href = `#${name}`;
    const item = document.createElement("li");
    item.append(link);
    list.append(item);
  }
  element("contents").replaceChildren(list);
  element("contents").hidden = endpoints.length < 2;
  element("links").hidden = false;
  element("download").onclick = () => save(new Blob([text], { type: "application/json" }), "openapi.json");
  say(endpoints.length === 0 ? "This token may read no endpoint." : "");
  if (location.hash) document.getElementById(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView();
}

async function open() {
  element("forget").hidden = token === "";
  element("token").value = token;
  if (token === "") return say("Enter a token to see the endpoints that it may read.");
  say("Loading …");
  try {
    const text = await load();
    show(JSON.parse(text), text);
  } catch (error) {
    close();
    say(error.message, true);
  }
}

function close() {
  element("endpoints").replaceChildren();
  element("contents").hidden = true;
  element("links").hidden = true;
}

element("access").addEventListener("submit", (event) => {
  event.preventDefault();
  token = element("token").value.trim();
  sessionStorage.setItem(tokenKey, token);
  open();
});

element("forget").addEventListener("click", () => {
  sessionStorage.removeItem(tokenKey);
  token = "";
  close();
  open();
});

open();
