// SPDX-License-Identifier: Apache-2.0
// A FHIR R4 server that shares nothing with the product and is as strict as one may be: bearer token or client certificate, transactions of
// PUTs, every resource validated, every reference resolved, no compression. Writes its port to PORT_FILE and, after each transaction, all it
// holds to DUMP.
// Searches by type with _lastUpdated, _sort and _count, in pages; what it answers it spells in its own way. POST /control makes it misbehave:
//   {"put": RESOURCE}                    holds this, unchecked
//   {"search": FAULT, "after": N}        after N further pages: "html", "cut", "busy", "elsewhere", "itself", "forget", "entries"; null ends it
//   node server.js CERTIFICATE KEY PORT_FILE DUMP token TOKEN
//   node server.js CERTIFICATE KEY PORT_FILE DUMP authority PEM     whose client certificates are let in
'use strict';
const fs = require('fs');
const https = require('https');
const { Fhir } = require('fhir');

const [certificate, key, portFile, dump, login, credential] = process.argv.slice(2);
const fhir = new Fhir();
const held = new Map(); // "Type/id" -> { version, resource, updated }
const cursors = new Map(); // of the pages that follow
let fault = null;
let faultAfter = 0;
let ticks = Date.now();
const stamp = () => new Date((ticks = Math.max(ticks + 1, Date.now()))).toISOString(); // never two alike

class Refusal extends Error {
  constructor(status, code, text) {
    super(text);
    this.status = status;
    this.code = code;
  }
}

const outcome = (refusal) => ({ resourceType: 'OperationOutcome', issue: [{ severity: 'error', code: refusal.code, diagnostics: refusal.message }] });

function* references(node) {
  if (Array.isArray(node)) for (const child of node) yield* references(child);
  else if (node && typeof node === 'object') {
    for (const [name, child] of Object.entries(node)) {
      if (name === 'reference' && typeof child === 'string') yield child;
      else yield* references(child);
    }
  }
}

function validate(resource) {
  const result = fhir.validate(resource, { errorOnUnexpected: true });
  const error = result.messages.find((message) => message.severity === 'error' || message.severity === 'fatal');
  if (error || !result.valid) throw new Refusal(422, 'invalid', `${resource.resourceType}: ${error ? error.location + ': ' + error.message : 'not valid'}`);
}

function transact(text) {
  let bundle;
  try {
    bundle = JSON.parse(text);
  } catch {
    throw new Refusal(400, 'structure', 'not JSON');
  }
  if (bundle.resourceType !== 'Bundle' || bundle.type !== 'transaction') throw new Refusal(422, 'not-supported', 'only transactions');
  validate(bundle);
  const names = new Set();
  for (const entry of bundle.entry || []) {
    const name = `${entry.resource.resourceType}/${entry.resource.id}`;
    if (entry.request.method !== 'PUT' || entry.request.url !== name) throw new Refusal(422, 'not-supported', `${name}: only PUT of itself`);
    if (!/^[A-Za-z0-9.-]{1,64}$/.test(entry.resource.id)) throw new Refusal(422, 'invalid', `${name}: id`);
    if (names.has(name)) throw new Refusal(422, 'duplicate', `${name}: twice`);
    if (!entry.fullUrl || !entry.fullUrl.endsWith('/' + name)) throw new Refusal(422, 'invalid', `${name}: fullUrl`);
    names.add(name);
    validate(entry.resource);
  }
  for (const entry of bundle.entry || [])
    for (const reference of references(entry.resource))
      if (!names.has(reference) && !held.has(reference)) throw new Refusal(422, 'not-found', `${entry.request.url}: ${reference} is not here`);
  const answers = (bundle.entry || []).map(({ resource, request }) => {
    const before = held.get(request.url);
    const version = !before ? 1 : JSON.stringify(before.resource) === JSON.stringify(resource) ? before.version : before.version + 1;
    held.set(request.url, { version, resource, updated: before && before.version === version ? before.updated : stamp() });
    return { response: { status: before ? '200 OK' : '201 Created', location: `${request.url}/_history/${version}`, etag: `W/"${version}"`, lastModified: new Date().toISOString() } };
  });
  fs.writeFileSync(dump + '.new', JSON.stringify(Object.fromEntries([...held].map(([name, one]) => [name, one]))));
  fs.renameSync(dump + '.new', dump);
  return { resourceType: 'Bundle', type: 'transaction-response', entry: answers };
}

/// The same resource, not the same bytes: names the other way round, a version of its own.
function respelled({ version, resource, updated }) {
  const turned = Object.fromEntries(Object.entries(resource).reverse());
  const meta = { ...(resource.meta || {}), versionId: String(version), lastUpdated: updated };
  if (meta.tag) meta.tag = [...meta.tag].reverse();
  return { ...turned, meta };
}

function search(type, query, base) {
  if (query.get('_sort') !== '_lastUpdated') throw new Refusal(400, 'not-supported', 'only _sort=_lastUpdated');
  const since = query.get('_lastUpdated');
  if (since && !/^ge\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(since)) throw new Refusal(400, 'invalid', `_lastUpdated: ${since}`);
  const all = [...held.values()].filter((one) => one.resource.resourceType === type && (!since || Date.parse(one.updated) >= Date.parse(since.slice(2))));
  all.sort((a, b) => Date.parse(a.updated) - Date.parse(b.updated));
  return pageOf(all, Number(query.get('_count') || 20), 0, base);
}

function pageOf(all, count, from, base) {
  const bundle = { resourceType: 'Bundle', type: 'searchset', total: all.length, link: [{ relation: 'self', url: base }] };
  const entry = all.slice(from, from + count).map((one) => ({ fullUrl: `${base}/${one.resource.resourceType}/${one.resource.id}`, resource: respelled(one), search: { mode: 'match' } }));
  if (entry.length) bundle.entry = entry;
  if (from + count < all.length) {
    const cursor = `${cursors.size}x${Math.random().toString(36).slice(2)}`;
    cursors.set(cursor, () => pageOf(all, count, from + count, base));
    bundle.link.push({ relation: 'next', url: `${base}?_getpages=${cursor}` });
  }
  return bundle;
}

/// One page as it goes out, or what a sick server sends in its place.
function misbehave(bundle, base, self) {
  if (fault === null || faultAfter-- > 0) return { status: 200, text: JSON.stringify(bundle, null, 2) };
  const text = JSON.stringify(bundle);
  if (fault === 'html') return { status: 200, text: '<html><body>please log in</body></html>' };
  if (fault === 'cut') return { status: 200, text: text.slice(0, text.length / 2) };
  if (fault === 'busy') return { status: 503, text: '' };
  if (fault === 'elsewhere') return { status: 200, text: JSON.stringify({ ...bundle, link: [{ relation: 'next', url: 'https://elsewhere.example/r4?page=2' }] }) };
  if (fault === 'itself') return { status: 200, text: JSON.stringify({ ...bundle, link: [{ relation: 'next', url: self }] }) };
  if (fault === 'forget') { cursors.clear(); fault = null; return { status: 410, text: '' }; }
  const odd = [{ resource: { resourceType: 'Patient' } }, {}, 7, { resource: null }, { resource: { resourceType: 'OperationOutcome' }, search: { mode: 'outcome' } }];
  return { status: 200, text: JSON.stringify({ ...bundle, entry: [...odd, ...(bundle.entry || [])] }) };
}

const byCertificate = login === 'authority' ? { requestCert: true, rejectUnauthorized: true, ca: fs.readFileSync(credential) } : {};
const server = https.createServer({ cert: fs.readFileSync(certificate), key: fs.readFileSync(key), minVersion: 'TLSv1.2', ...byCertificate }, (request, response) => {
  const parts = [];
  request.on('data', (part) => parts.push(part));
  request.on('end', () => {
    const answer = (status, body) => {
      response.writeHead(status, { 'Content-Type': 'application/fhir+json;charset=UTF-8' });
      response.end(JSON.stringify(body));
    };
    try {
      if (login === 'token' && request.headers.authorization !== `Bearer ${credential}`) throw new Refusal(401, 'login', 'no such token');
      const base = `https://localhost:${server.address().port}/r4`;
      const address = new URL(request.url, base);
      if (request.url === '/control') {
        const wish = JSON.parse(Buffer.concat(parts).toString('utf8'));
        if (wish.put) held.set(`${wish.put.resourceType}/${wish.put.id}`, { version: 9, resource: wish.put, updated: stamp() });
        else [fault, faultAfter] = [wish.search, wish.after || 0];
        return answer(200, {});
      }
      if (request.method === 'GET') {
        const next = address.searchParams.get('_getpages');
        const type = address.pathname.match(/^\/r4\/([A-Z][A-Za-z]+)$/);
        if (next ? !cursors.has(next) : !type) throw new Refusal(next ? 410 : 404, 'not-found', 'nothing here');
        const page = misbehave(next ? cursors.get(next)() : search(type[1], address.searchParams, base), base, base + request.url.slice('/r4'.length));
        response.writeHead(page.status, { 'Content-Type': 'application/fhir+json;charset=UTF-8' });
        return response.end(page.text);
      }
      if (request.method !== 'POST' || request.url !== '/r4') throw new Refusal(404, 'not-found', 'nothing here');
      if (request.headers['content-encoding']) throw new Refusal(415, 'not-supported', 'compressed');
      if (!/^application\/fhir\+json/.test(request.headers['content-type'] || '')) throw new Refusal(415, 'not-supported', 'media type');
      answer(200, transact(Buffer.concat(parts).toString('utf8')));
    } catch (error) {
      answer(error.status || 500, outcome(error instanceof Refusal ? error : { code: 'exception', message: String(error) }));
    }
  });
});
server.listen(0, '127.0.0.1', () => {
  fs.writeFileSync(portFile + '.new', String(server.address().port));
  fs.renameSync(portFile + '.new', portFile);
});
