// SPDX-License-Identifier: Apache-2.0
// Drives the console of a real server in Chromium: log in, every page, roles, accessibility, the audit trail. Usage: browser.mjs SERVER OUT
import { execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import assert from 'node:assert/strict';

const root = resolve(fileURLToPath(import.meta.url), '../../..');
const require = createRequire(join(root, 'tests/support/node/package.json'));
const { chromium } = require('playwright-core');
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const [, , program, out] = process.argv;
mkdirSync(out, { recursive: true });
const folder = mkdtempSync(join(tmpdir(), 'bedside-console-'));
const key = join(folder, 'key');
writeFileSync(key, randomBytes(32).toString('hex') + '\n', { mode: 0o600 });
const data = join(folder, 'server');
const server = (...args) => execFileSync(program, args, { stdio: ['pipe', 'pipe', 'inherit'] }).toString();
server('init', data, '--tablet-port', '0', '--console-port', '0', '--address', '127.0.0.1', '--key-file', key);
const config = join(data, 'bedside-server.toml');
const password = randomBytes(12).toString('hex');
for (const role of ['coordinator', 'statistician'])
    execFileSync(program, ['console-user', 'add', role, '--role', role, '--config', config], { input: password + '\n' });
server('publish', join(root, 'forms/studies/idds-hydromorphone'), '--config', config);
const ports = join(folder, 'ports');
const running = spawn(program, ['serve', '--config', config, '--ports-file', ports], { stdio: ['ignore', 'ignore', 'inherit'] });
let browser;
try {
    for (let tries = 0; !existsSync(ports) && tries < 100; ++tries) await new Promise(done => setTimeout(done, 100));
    const text = readFileSync(ports, 'utf8');
    const numbers = text.match(/\d+/g).map(Number);
    const base = `https://localhost:${(text.match(/console\D*(\d+)/) ?? [null, numbers[1]])[1]}`;
    browser = await chromium.launch({ executablePath: '/usr/bin/chromium', headless: true,
        args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'] });
    const faults = []; // what pages complained about; a listener that throws would end the process before its server is stopped
    const enter = async (name, locale) => {
        const context = await browser.newContext({ ignoreHTTPSErrors: true, viewport: { width: 1440, height: 900 }, locale });
        const page = await context.newPage();
        page.on('request', request => { if (new URL(request.url()).origin !== base) faults.push(`asked another address: ${request.url()}`); });
        page.on('console', message => { if (message.type() === 'error') faults.push(`${message.text()} ${message.location().url}`); });
        page.on('pageerror', error => faults.push(error.message));
        await page.goto(base + '/login');
        await looks(page, `login-${locale}`);
        await page.fill('input[name=user]', name);
        await page.fill('input[name=password]', password);
        await page.click('button[type=submit]');
        await page.waitForSelector('[data-ready]');
        return page;
    };
    const looks = async (page, name) => {
        await page.screenshot({ path: join(out, `${name}.png`) });
        const violations = (await page.evaluate(`${axe}; axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'best-practice'], rules: { 'color-contrast-enhanced': { enabled: true } } })`)).violations;
        assert.deepEqual(violations.map(v => `${v.id}: ${v.nodes.map(n => n.html).join(' ')}`), [], `axe on ${name}`);
    };

    const page = await enter('coordinator', 'zh-CN');
    assert.equal((await page.reload()).headers()['content-encoding'], 'gzip', 'the page comes compressed, in a way that takes no time');
    await page.waitForSelector('[data-ready]');
    assert.equal(await page.locator('.answers section').count(), 3, 'three questions are answered on the first page');
    await looks(page, 'first');
    await page.click('nav a[href="/compliance"]');
    const people = await page.locator('tr[data-participant]').count();
    assert.ok(people > 0, 'the roster is shown');
    await looks(page, 'compliance');
    const table = await page.evaluate(() => fetch(document.querySelector('a[download]').href).then(reply => reply.text()));
    assert.equal(table.trim().split('\n').length, people + 1, 'the file has the rows of the page');
    const cells = await page.$$eval('tr[data-participant]:first-child td .tag', tags => tags.map(tag => tag.textContent));
    assert.deepEqual(table.split('\n')[1].split(',').slice(1, 1 + cells.length), cells, 'the file has the words of the page');
    await page.click('tr[data-participant] a');
    await looks(page, 'participant');
    await page.click('nav a[href="/alerts"]');
    await looks(page, 'alerts');
    await page.click('nav a[href="/setup"]');
    await page.waitForSelector('h2');
    await looks(page, 'set-up');
    assert.equal(await page.locator('form[action="/setup/user"]').count(), 0, 'a coordinator makes no accounts');
    await page.click('nav footer a');
    await looks(page, 'account');
    await page.click('nav a[href="/compliance"]');
    await page.selectOption('select[name=form]', 'qlq-c30');
    await page.check('input[name=only]');
    await page.click('form[role=search] button');
    assert.match(page.url(), /form=qlq-c30&only=attention/);
    const narrowed = await page.locator('tr[data-participant]').count();
    const narrowedTable = await page.evaluate(() => fetch(document.querySelector('a[download]').href).then(reply => reply.text()));
    assert.equal(narrowedTable.trim().split('\n').length, narrowed + 1, 'the file has the rows that were chosen');
    await page.click('nav a[href="/audit"]');
    const trail = await page.locator('tbody').innerText();
    for (const seen of ['/compliance', '/compliance.csv', '/alerts', '/participants/']) assert.ok(trail.includes(seen), `the audit trail names ${seen}`);
    await looks(page, 'audit');
    assert.deepEqual(faults, []);
    assert.equal((await page.goto(base + '/participants/P-999999')).status(), 404);
    await page.context().close();

    const statistician = await enter('statistician', 'en-GB');
    await looks(statistician, 'first-en');
    assert.equal(await statistician.locator('nav a[href="/audit"]').count(), 0);
    assert.deepEqual(faults.filter(fault => !fault.includes('404')), []);
    assert.equal((await statistician.goto(base + '/audit')).status(), 403, 'the trail is not for every role');
    const stranger = await (await browser.newContext({ ignoreHTTPSErrors: true })).newPage();
    for (const path of ['/compliance', '/compliance.csv', '/participants/P-001', '/alerts', '/audit'])
        assert.equal((await stranger.goto(base + path)).status(), 401, `${path} needs a login`);
    console.log(`${people} participants, pictures in ${out}`);
} finally {
    await browser?.close();
    running.kill('SIGTERM');
    await new Promise(done => running.exitCode !== null ? done() : running.once('exit', done));
    rmSync(folder, { recursive: true, force: true });
}
