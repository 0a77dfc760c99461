// SPDX-License-Identifier: Apache-2.0
// A FHIR R4 server that shares nothing with the product and is as strict as one may be: bearer token or client certificate, transactions of
// PUTs, every resource validated, every reference resolved, no compression. Writes its port to PORT_FILE and, after each transaction, all it
// holds to DUMP.
//   node server.js CERTIFICATE KEY PORT_FILE DUMP token TOKEN
//   node server.js CERTIFICATE KEY PORT_FILE DUMP authority PEM     whose client certificates are let in
'use strict';
const fs = require('fs');
const https = require('https');
const { Fhir } = require('fhir');

const [certificate, key, portFile, dump, login, credential] = process.argv.slice(2);
const fhir = new Fhir();
const held = new Map(); // "Type/id" -> { version, resource }

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
    held.set(request.url, { version, resource });
    return { response: { status: before ? '200 OK' : '201 Created', location: `${request.url}/_history/${version}`, etag: `W/"${version}"`, lastModified: new Date().toISOString() } };
  });
  fs.writeFileSync(dump + '.new', JSON.stringify(Object.fromEntries([...held].map(([name, one]) => [name, one]))));
  fs.renameSync(dump + '.new', dump);
  return { resourceType: 'Bundle', type: 'transaction-response', entry: answers };
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
