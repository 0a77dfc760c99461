// SPDX-License-Identifier: Apache-2.0
// Keeps the page fresh without disturbing who reads it, and filters and sorts its tables. Choices stand in the address, so that a link keeps them.
const choices = new URLSearchParams(location.search);

const keepChoice = (name, value) => {
  if (value) choices.set(name, value); else choices.delete(name);
  const query = choices.toString();
  history.replaceState(null, "", location.pathname + (query ? "?" + query : ""));
};

const valueOf = (row, column) => {
  const cell = row.cells[column];
  const text = cell.dataset.v ?? cell.textContent.trim();
  const number = Number.parseFloat(text);
  return Number.isNaN(number) ? text : number;
};

const arrange = () => {
  const table = document.querySelector("table[data-table]");
  if (!table) return;
  const q = (choices.get("q") ?? "").toLowerCase();
  const standing = choices.get("standing") ?? "";
  const rows = [...table.tBodies[0].rows];
  let shown = 0;
  for (const row of rows) {
    row.hidden = (standing && row.dataset.standing !== standing) || (q && !row.textContent.toLowerCase().includes(q));
    shown += row.hidden ? 0 : 1;
  }
  const count = document.querySelector("[data-count]");
  if (count && count.textContent !== `${shown} / ${rows.length}`) count.textContent = `${shown} / ${rows.length}`;
  const [column, direction] = (choices.get("sort") ?? "").split(".");
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, i) => {
    if (String(i) === column) head.setAttribute("aria-sort", direction === "down" ? "descending" : "ascending");
    else head.removeAttribute("aria-sort");
  });
  if (!heads[Number(column)] || column === undefined || column === "") return;
  const sign = direction === "down" ? -1 : 1;
  rows.sort((a, b) => {
    const x = valueOf(a, column), y = valueOf(b, column);
    return sign * (typeof x === "number" && typeof y === "number" ? x - y : String(x).localeCompare(String(y), undefined, { numeric: true }));
  });
  table.tBodies[0].append(...rows);
};

const prepare = () => {
  for (const input of document.querySelectorAll("[data-filter]")) {
    input.value = choices.get(input.dataset.filter) ?? "";
    input.addEventListener("input", () => { keepChoice(input.dataset.filter, input.value); arrange(); });
  }
  for (const button of document.querySelectorAll("table[data-table] button.sort"))
    button.addEventListener("click", () => {
      const column = String(button.closest("th").cellIndex);
      keepChoice("sort", choices.get("sort") === `${column}.up` ? `${column}.down` : `${column}.up`);
      arrange();
    });
  arrange();
};

// Somebody is in the middle of something: a field has the focus, or something is opened.
const busy = () => document.hidden || document.querySelector("main :is(input, select, textarea):focus, main details[open], main form:focus-within");

let seen = null;
let age = 0;
const refresh = async () => {
  if (busy()) return;
  const ask = (path) => fetch(path, { headers: { Accept: "text/html", "X-Refresh": "1" } }).catch(() => null);
  const state = await ask("/state");
  if (!state) return;
  if (state.status === 401) return location.reload();
  const now = await state.text();
  const changed = seen !== null && now !== seen;
  seen = now;
  if (!changed && ++age < 6) return; // ages and times move on their own
  age = 0;
  const reply = await ask(location.href);
  if (!reply?.ok || busy()) return;
  const fresh = new DOMParser().parseFromString(await reply.text(), "text/html");
  const focused = document.activeElement?.closest("main") ? document.activeElement.getAttribute("href") : null;
  for (const part of ["main", "nav"]) document.querySelector(part)?.replaceWith(fresh.querySelector(part) ?? "");
  prepare();
  if (focused) document.querySelector(`main a[href="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
};

prepare();
if (document.body.hasAttribute("data-ready")) setInterval(refresh, 5000);
