// SPDX-License-Identifier: Apache-2.0
// Keeps the page fresh without disturbing who reads it: every 30 s the main part is fetched again and put in place.
const refresh = async () => {
  if (document.hidden || document.querySelector("main form:focus-within")) return;
  const reply = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
  if (!reply) return;
  if (reply.status === 401) return location.reload();
  if (!reply.ok) return;
  const fresh = new DOMParser().parseFromString(await reply.text(), "text/html").querySelector("main");
  if (fresh) document.querySelector("main").replaceWith(fresh);
};
if (document.body.hasAttribute("data-ready")) setInterval(refresh, 30000);
