// SPDX-License-Identifier: Apache-2.0
// Times every view of the console over a large database. By hand, it takes minutes and gigabytes:
//   node tests/console/scale.mjs BIN_FOLDER WORK_FOLDER [PARTICIPANTS TABLETS RESPONSES]
// WORK_FOLDER keeps the database; a second run only measures. What was measured is also in WORK_FOLDER/views.json.
import { execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import https from 'node:https';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(fileURLToPath(import.meta.url), '../../..');
const { chromium } = createRequire(join(root, 'tests/support/node/package.json'))('playwright-core');
const [, , bin, work, participants = '5000', tablets = '200', responses = '1000000'] = process.argv;
mkdirSync(work, { recursive: true });
const key = join(work, 'key');
const data = join(work, 'server');
if (!existsSync(data)) {
    writeFileSync(key, randomBytes(32).toString('hex') + '\n', { mode: 0o600 });
    execFileSync(join(bin, 'console_scale'), [data, key, participants, tablets, responses], { stdio: 'inherit' });
}
const config = join(data, 'bedside-server.toml');
const password = randomBytes(12).toString('hex');
execFileSync(join(bin, 'bedside-server'), ['console-user', 'add', 'scale', '--role', 'coordinator', '--config', config], { input: password + '\n' });
const ports = join(work, 'ports');
rmSync(ports, { force: true });
const started = Date.now();
const server = spawn(join(bin, 'bedside-server'), ['serve', '--config', config, '--ports-file', ports], { stdio: ['ignore', 'ignore', 'inherit'] });
const memory = () => Number(readFileSync(`/proc/${server.pid}/status`, 'utf8').match(/VmRSS:\s+(\d+)/)[1]) / 1024;
let browser;
try {
    while (!existsSync(ports)) await new Promise(done => setTimeout(done, 50));
    const base = `https://localhost:${readFileSync(ports, 'utf8').match(/console_port=(\d+)/)[1]}`;
    const agent = new https.Agent({ keepAlive: true, rejectUnauthorized: false });
    const get = (path, cookie = '', body = null, encodings = 'identity') => new Promise((done, failed) => {
        const begun = process.hrtime.bigint();
        const request = https.request(base + path, { agent, method: body === null ? 'GET' : 'POST', headers: { cookie, 'accept-language': 'zh-CN', 'accept-encoding': encodings, 'content-type': 'application/x-www-form-urlencoded' } }, reply => {
            let text = '';
            reply.setEncoding(encodings === 'identity' ? 'utf8' : 'latin1'); // of what is compressed only the length counts
            reply.on('data', part => { text += part; });
            reply.on('end', () => done({ status: reply.statusCode, headers: reply.headers, text, ms: Number(process.hrtime.bigint() - begun) / 1e6 }));
        });
        request.on('error', failed);
        request.end(body ?? undefined);
    });
    const login = await get('/login', '', `user=scale&password=${password}`);
    const cookie = login.headers['set-cookie'][0].split(';')[0];
    const first = await get('/', cookie);
    console.log(`first page after the start: ${Math.round(first.ms)} ms, ${Date.now() - started} ms after the process began; ${Math.round(memory())} MB`);
    const person = (await get('/compliance', cookie)).text.match(/\/participants\/(P-\d+)/)[1];
    const pages = { tablets: '/', tablet: '/tablets/T-050', compliance: '/compliance', 'only with gaps': '/compliance?only=attention', 'one form, page 80': '/compliance?form=qlq-c30&from=4000', csv: '/compliance.csv',
        participant: `/participants/${person}`, response: (await get(`/participants/${person}`, cookie)).text.match(/\/responses\/[0-9a-f-]+/)[0], alerts: '/alerts', queries: '/queries', audit: '/audit', 'set-up': '/setup', state: '/state' };
    browser = await chromium.launch({ executablePath: '/usr/bin/chromium', headless: true, args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'] });
    const context = await browser.newContext({ ignoreHTTPSErrors: true, viewport: { width: 1440, height: 900 }, locale: 'zh-CN' });
    const [name, value] = cookie.split('=');
    await context.addCookies([{ name, value, url: base, secure: true, httpOnly: true, sameSite: 'Strict' }]);
    const page = await context.newPage();
    await page.goto(base + '/account'); // fonts and the browser itself are warm from here on
    let slow = 0;
    const views = {};
    console.log('view'.padEnd(22) + 'server median  max      painted   kB     RSS MB');
    for (const [label, path] of Object.entries(pages)) {
        const times = [];
        let size = 0;
        for (let i = 0; i < 9; ++i) {
            const reply = await get(path, cookie, null, 'gzip, deflate, br, zstd'); // as a browser asks
            if (reply.status !== 200) throw new Error(`${path}: ${reply.status}`);
            times.push(reply.ms);
            size = reply.text.length;
        }
        times.sort((a, b) => a - b);
        let painted = '';
        if (!/csv|state/.test(label)) {
            const paints = [];
            for (let i = 0; i < 3; ++i) {
                await page.goto(base + path);
                paints.push(await page.evaluate(() => new Promise(done => new PerformanceObserver(list => done(list.getEntries().at(-1).startTime)).observe({ type: 'largest-contentful-paint', buffered: true }))));
            }
            painted = paints.sort((a, b) => a - b)[1].toFixed(0) + ' ms';
        }
        slow = Math.max(slow, times[4]);
        views[label] = { server_ms: Number(times[4].toFixed(1)), painted_ms: painted ? Number.parseInt(painted, 10) : null, kb: Math.round(size / 1024) };
        console.log(label.padEnd(22) + `${times[4].toFixed(1)} ms`.padEnd(15) + `${times[8].toFixed(1)} ms`.padEnd(9) + painted.padStart(8) + String(Math.round(size / 1024)).padStart(8) + String(Math.round(memory())).padStart(9));
    }
    const before = Math.round(memory());
    for (let i = 0; i < 1000; ++i) await get(pages[Object.keys(pages)[i % 12]], cookie);
    console.log(`memory before and after 1,000 further pages: ${before} MB, ${Math.round(memory())} MB`);
    writeFileSync(join(work, 'views.json'), JSON.stringify({ participants: Number(participants), tablets: Number(tablets), responses: Number(responses), first_page_ms: Math.round(first.ms), memory_mb: Math.round(memory()), views }) + '\n');
    process.exitCode = slow < 200 ? 0 : 1;
} finally {
    await browser?.close();
    server.kill('SIGTERM');
    await new Promise(done => server.exitCode !== null ? done() : server.once('exit', done));
}
