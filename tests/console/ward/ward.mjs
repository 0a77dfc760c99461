// SPDX-License-Identifier: Apache-2.0
// Three days on a ward, with real tablets' stores and bedside-sync over TLS; after each thing that happens, the console must say so.
// Usage: ward.mjs BIN_FOLDER OUT
import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { randomBytes, createHmac } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync, appendFileSync } from 'node:fs';
import net from 'node:net';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(fileURLToPath(import.meta.url), '../../../..');
const require = createRequire(join(root, 'tests/support/node/package.json'));
const { chromium } = require('playwright-core');
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const [, , bin, out] = process.argv;
mkdirSync(out, { recursive: true });
const folder = mkdtempSync(join(tmpdir(), 'bedside-ward-'));
const program = join(bin, 'bedside-server');
const key = join(folder, 'key');
writeFileSync(key, randomBytes(32).toString('hex') + '\n', { mode: 0o600 });
const data = join(folder, 'server');
execFileSync(program, ['init', data, '--tablet-port', '0', '--console-port', '0', '--address', '127.0.0.1', '--key-file', key]);
const config = join(data, 'bedside-server.toml');
const mails = [];
const sink = net.createServer(socket => {
    let mail = '', inData = false;
    socket.write('220 sink\r\n');
    socket.on('error', () => {});
    socket.on('data', part => {
        for (const line of part.toString().split('\r\n').slice(0, -1)) {
            if (inData && line !== '.') { mail += line + '\n'; continue; }
            if (inData) { mails.push(mail); mail = ''; inData = false; }
            else if (line === 'DATA') inData = true;
            socket.write(inData ? '354 go on\r\n' : line === 'QUIT' ? '221 bye\r\n' : '250 ok\r\n');
        }
    });
}).listen(0, '127.0.0.1');
await new Promise(done => sink.once('listening', done));
let toml = readFileSync(config, 'utf8').replace(/alert_after_minutes = \d+/, 'alert_after_minutes = 0').replace(/alert_repeat_minutes = \d+/, 'alert_repeat_minutes = 1');
writeFileSync(config, toml);
appendFileSync(config, `alert_email_to = "duty@hospital.example"\nalert_email_from = "bedside@hospital.example"\nsmtp_url = "smtp://127.0.0.1:${sink.address().port}"\n`);
const password = randomBytes(12).toString('hex');
execFileSync(program, ['console-user', 'add', 'crc-2', '--role', 'administrator', '--config', config], { input: password + '\n' });
execFileSync(program, ['publish', join(root, 'forms/studies/idds-hydromorphone'), '--config', config]);
const ports = join(folder, 'ports');
const server = spawn(program, ['serve', '--config', config, '--ports-file', ports], { stdio: ['ignore', 'ignore', 'inherit'] });
let browser;
try {
    for (let tries = 0; !existsSync(ports) && tries < 300; ++tries) await new Promise(done => setTimeout(done, 100));
    const [, tabletPort, consolePort] = readFileSync(ports, 'utf8').match(/tablet_port=(\d+)\s+console_port=(\d+)/);
    const base = `https://localhost:${consolePort}`;
    browser = await chromium.launch({ executablePath: '/usr/bin/chromium', headless: true,
        args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'] });
    const context = await browser.newContext({ ignoreHTTPSErrors: true, viewport: { width: 1440, height: 900 }, locale: 'zh-CN' });
    const page = await context.newPage();
    const faults = [];
    page.on('pageerror', error => faults.push(error.message));
    page.on('console', message => { if (message.type() === 'error' && !/40[0-9]/.test(message.text())) faults.push(message.text()); });
    let step = 0;
    const picture = async name => {
        await page.screenshot({ path: join(out, `${String(++step).padStart(2, '0')}_${name}.png`), fullPage: true });
        const violations = (await page.evaluate(`${axe}; axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'best-practice'], rules: { 'color-contrast-enhanced': { enabled: true } } })`)).violations;
        assert.deepEqual(violations.map(v => `${v.id}: ${v.nodes.map(n => n.html).join(' ')}`), [], `axe on ${name}`);
    };
    const open = async path => { await page.goto(base + path); await page.waitForSelector('[data-ready]'); };
    const says = async (selector, text, what) => assert.ok((await page.locator(selector).allInnerTexts()).join(' ').includes(text), `${what}: '${text}' is not in ${selector}: ${(await page.locator(selector).allInnerTexts()).join(' | ').slice(0, 400)}`);
    const login = async code => {
        await page.goto(base + '/login');
        await page.fill('input[name=user]', 'crc-2');
        await page.fill('input[name=password]', password);
        if (code) await page.fill('input[name=code]', code);
        await page.click('button[type=submit]');
    };
    await login();
    await page.waitForSelector('[data-ready]');
    await picture('empty_ward');
    await says('main', '还没有注册平板', 'before anything is enrolled');

    // --- tablets are enrolled with the codes that the console shows
    const tablets = {};
    const sync = (id, ...args) => spawnSync(join(bin, 'bedside-sync'), [...args, '--data', tablets[id].data], { env: { ...process.env, CREDENTIALS_DIRECTORY: tablets[id].credentials }, encoding: 'utf8' });
    const once = id => sync(id, 'once');
    const completes = (id, participant, pain, ...marks) => execFileSync(join(bin, 'ward_tablet'), [tablets[id].data, join(tablets[id].credentials, 'bedside-store-key'), participant, String(pain), ...marks], { encoding: 'utf8' }).trim().split(' ');
    for (const id of ['T-01', 'T-02', 'T-03', 'T-04']) {
        await open('/setup');
        await page.fill('input[name=tablet]', id);
        await page.click('form[action="/setup/code"] button');
        const code = await page.innerText('.code');
        assert.equal(await page.locator('svg.qr').count(), 1, 'the code is shown as QR too');
        if (id === 'T-01') await picture('enrolment_code');
        const credentials = join(folder, id, 'credentials');
        mkdirSync(credentials, { recursive: true });
        writeFileSync(join(credentials, 'bedside-store-key'), randomBytes(32).toString('hex') + '\n', { mode: 0o600 });
        tablets[id] = { data: join(folder, id, 'data'), credentials };
        mkdirSync(tablets[id].data);
        const enrolled = spawnSync(join(bin, 'bedside-sync'), ['enrol', `https://localhost:${tabletPort}`, code, '--data', tablets[id].data], { env: { ...process.env, CREDENTIALS_DIRECTORY: credentials }, encoding: 'utf8' });
        assert.equal(enrolled.status, 0, enrolled.stderr);
        assert.equal(once(id).status, 0);
    }

    // --- day 1: all goes well
    for (const id of ['T-01', 'T-02', 'T-03']) { completes(id, 'P-009', 3); once(id); }
    await open('/');
    await says('.answers section:nth-child(1)', '没有缺', 'the first day');
    await says('.answers section:nth-child(3)', '没有', 'nobody in pain');
    await says('tr[data-tablet="T-01"]', '正常', 'T-01');
    await picture('day1_in_order');

    // --- day 1, evening: T-01 falls behind: it has completed forms and cannot reach the server
    completes('T-01', 'P-009', 4);
    // --- a form that the server refuses
    completes('T-02', 'P-009', 5, 'bad');
    once('T-02');
    await open('/');
    await says('tr[data-tablet="T-02"]', '拒收', 'a refused form');
    await says('.answers section:nth-child(1)', '缺 1 份', 'a refused form is missing here');
    await picture('day1_refused');
    await page.selectOption('[data-filter=standing]', 'watch');
    assert.equal(await page.locator('tbody tr[data-tablet]:visible').count(), 1, 'the filter shows only what is to be watched');
    await page.selectOption('[data-filter=standing]', '');
    await page.fill('[data-filter=q]', 'T-03');
    assert.equal(await page.locator('tbody tr[data-tablet]:visible').count(), 1, 'the search finds one');
    await page.fill('[data-filter=q]', '');

    // --- night: severe pain; the mail goes out until somebody acknowledges
    completes('T-03', 'P-016', 9, 'alert');
    once('T-03');
    await open('/');
    await says('.answers section:nth-child(3)', 'P-016', 'severe pain is on the first page');
    await says('nav', '1', 'the number of alerts stands in the navigation');
    for (let tries = 0; mails.length === 0 && tries < 300; ++tries) await new Promise(done => setTimeout(done, 100));
    assert.equal(mails.length, 1, 'the duty was mailed');
    assert.ok(Buffer.from(mails[0].split('\n\n').pop(), 'base64').toString().includes('P-016'));
    await picture('night_severe_pain');
    await open('/alerts');
    await says('tbody', '已在系统外通知 1 次', 'the escalation is told');
    await picture('night_alerts');
    await page.click('form[action$="/acknowledge"] button');
    await page.waitForURL('**/alerts');
    await says('tbody', 'crc-2', 'who acknowledged');
    await page.click('tbody summary');
    await page.fill('input[name=note]', '床旁查看，已给药');
    await page.click('form[action$="/close"] button');
    await says('tbody', '床旁查看，已给药', 'how it was closed');
    await open('/');
    await says('.answers section:nth-child(3)', '没有', 'quiet again');

    // --- day 2: the refused form is accepted amended, the tablet gets its receipt
    await open('/tablets/T-02');
    await picture('day2_tablet_to_resolve');
    await page.locator('summary', { hasText: '修正后接收' }).click();
    await page.fill('form[action$="/accept"] input[name=reason]', '手误，已问过患者');
    await page.click('form[action$="/accept"] button');
    await page.waitForURL('**/tablets/T-02');
    once('T-02');
    await open('/tablets/T-02');
    await says('main', '没有', 'nothing is left to resolve');
    await says('table .tag.ok', '', 'the order was carried out');
    await picture('day2_tablet_resolved');
    await open('/');
    await says('tr[data-tablet="T-02"]', '正常', 'T-02 is in order again');

    // --- a form is corrected; the original stays visible
    await open('/participants/P-009');
    await page.locator('tr', { hasText: '已更正' }).first().locator('a').first().click();
    await says('main', '收到时', 'the original stands beside');
    await picture('day2_amended_form');
    await open('/participants/P-016');
    await picture('day2_participant');
    await page.locator('table a[href^="/responses/"]').first().click();
    await page.locator('summary', { hasText: '更正' }).click();
    await page.locator('form[action$="/amend"] .fields input').first().fill('8');
    await page.fill('form[action$="/amend"] input[name=reason]', '护士读错');
    await picture('day2_correcting');
    await page.click('form[action$="/amend"] button');
    await says('main', '护士读错', 'the reason of the correction');
    await says('main', '已更正', 'the mark of the correction');

    // --- a participant leaves the study; the tablet learns of it
    await open('/participants/P-017');
    await page.locator('summary', { hasText: '离组' }).click();
    await page.selectOption('form[action$="/change"] select[name=value]', 'withdrawn');
    await page.locator('form', { has: page.locator('select[name=value]') }).locator('input[name=reason]').fill('回老家');
    await page.locator('form', { has: page.locator('select[name=value]') }).locator('button').click();
    await says('main', '已离组', 'the state');
    await says('main', '回老家', 'the reason');
    await open('/compliance?q=P-017');
    await says('tr[data-participant="P-017"]', '已离组', 'what is not expected any more, and why');
    await picture('day2_compliance');

    // --- a cloned tablet
    once('T-01');
    cpSync(tablets['T-01'].data, join(folder, 'clone'), { recursive: true });
    const real = { ...tablets['T-01'] };
    completes('T-01', 'P-009', 2);
    once('T-01');
    tablets['T-01'] = { ...real, data: join(folder, 'clone') };
    completes('T-01', 'P-009', 6);
    once('T-01');
    await open('/');
    await says('tr[data-tablet="T-01"]', '两台设备同一名字', 'the clone');
    await picture('day2_clone');
    await page.selectOption('[data-filter=standing]', 'act');
    await says('tbody tr:visible', 'T-01', 'the filter of what is to be acted on');
    tablets['T-01'] = real;
    await page.selectOption('[data-filter=standing]', '');
    await open('/tablets/T-01');
    await says('main', '两台设备同一名字', 'the clone on its page');
    await says('main', '冲突', 'what the clone sent is kept beside');
    await picture('day2_clone_to_settle');
    const settle = async (act, reason) => {
        await page.locator('details', { has: page.locator(`form[action$="/${act}"]`) }).locator('summary').click();
        await page.fill(`form[action$="/${act}"] input[name=reason]`, reason);
        await page.click(`form[action$="/${act}"] button`);
        await page.waitForURL('**/tablets/T-01');
    };
    await settle('conflict', '旧备份被误恢复，以收到的为准');
    await settle('fork', '误恢复的平板已收回');
    assert.equal(once('T-01').status, 0);
    await open('/tablets/T-01');
    await says('main', '没有', 'the clone is settled');
    await picture('day2_clone_settled');
    await open('/');
    await says('tr[data-tablet="T-01"]', '正常', 'T-01 is in order again');

    // --- a query: raised on its form, answered, closed
    await open('/participants/P-009');
    await page.locator('table a[href^="/responses/"]').first().click();
    await page.locator('summary', { hasText: '提出质疑' }).click();
    await page.locator('form[action$="/query"] select').selectOption({ index: 1 });
    await page.fill('form[action$="/query"] input[name=text]', '与护理记录不一致，请核对');
    await page.click('form[action$="/query"] button');
    await says('main', '与护理记录不一致，请核对', 'the query stands with its form');
    await picture('day2_query_raised');
    await open('/setup');
    await says('main', '1 条质疑未关闭', 'why the study can\'t be locked yet');
    assert.equal(await page.locator('form[action="/setup/lock"]').count(), 0, 'no lock while a query is open');
    await open('/queries');
    await picture('day2_queries');
    await page.locator('summary', { hasText: '答复' }).click();
    await page.fill('form[action$="/answer"] input[name=text]', '已核对，患者所答无误');
    await page.click('form[action$="/answer"] button');
    await page.waitForURL('**/queries');
    await page.click('form[action$="/close"] button');
    await page.waitForURL('**/queries');
    await says('main', '没有未关闭的质疑', 'nothing is asked any more');
    await open('/queries?all=yes');
    await says('tbody', '已核对，患者所答无误', 'the answer stays');
    await says('tbody', 'crc-2', 'and who gave it');
    await picture('day3_queries_closed');

    // --- day 3: a tablet is given back: wiped, with a certificate
    completes('T-03', 'P-009', 1);
    await open('/tablets/T-03');
    await page.locator('summary', { hasText: '擦除' }).click();
    await page.fill('form[action$="/wipe"] input[name=reason]', '研究结束');
    await page.click('form[action$="/wipe"] button');
    await page.waitForURL('**/tablets/T-03');
    once('T-03');
    assert.ok(!existsSync(join(tablets['T-03'].data, 'bedside.db')), 'the store is gone');
    await open('/tablets/T-03');
    await says('main', 'bedside-wipe-1', 'the certificate');
    await says('main', '"unconfirmed_forms":0', 'what was completed after the order was sent first');
    await picture('day3_wiped');

    // --- a lost one is given up
    completes('T-04', 'P-009', 7, 'bad');
    once('T-04');
    await open('/tablets/T-04');
    await page.locator('summary', { hasText: '记为丢失' }).click();
    await page.fill('form[action$="/lost"] input[name=reason]', '填错了人');
    await page.click('form[action$="/lost"] button');
    await page.waitForURL('**/tablets/T-04');
    await says('main', '丢失 1', 'given up');
    once('T-04');

    // --- a second factor
    await open('/account');
    await page.click('form[action="/account/totp"] button');
    await picture('second_factor');
    const secret = await page.innerText('.code');
    const codeAt = step => {
        const bits = [...secret].map(c => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0')).join('');
        const bytes = Buffer.from(bits.match(/.{8}/g).map(b => parseInt(b, 2)));
        const counter = Buffer.alloc(8);
        counter.writeBigUInt64BE(BigInt(step));
        const mac = createHmac('sha1', bytes).update(counter).digest();
        return String((mac.readUInt32BE(mac[19] & 15) & 0x7fffffff) % 1000000).padStart(6, '0');
    };
    const now = () => Math.floor(Date.now() / 30000);
    await page.fill('input[name=code]', codeAt(now()));
    await page.click('form[action="/account/totp/confirm"] button');
    await says('main', '已启用', 'the second factor is on');
    await page.click('nav form button');
    await login();
    await says('main', '不对', 'no way in without the code');
    await login(codeAt(now()));
    await page.waitForSelector('[data-ready]');

    // --- the end: the study is locked, and nothing is taken any more
    await open('/setup');
    await picture('set_up');
    await page.locator('summary', { hasText: /^锁定/ }).click();
    await page.fill('form[action="/setup/lock"] input[name=reason]', '数据已清理完毕');
    await page.click('form[action="/setup/lock"] button');
    await says('main', '数据已清理完毕', 'why it is locked');
    completes('T-02', 'P-009', 2);
    once('T-02');
    await open('/');
    await says('.notice', '已锁定', 'every page says that the study is locked');
    await picture('locked');
    await open('/setup');
    await page.locator('summary', { hasText: '解除锁定' }).click();
    await page.fill('form[action="/setup/unlock"] input[name=reason]', '补录一份');
    await page.click('form[action="/setup/unlock"] button');
    await page.waitForURL('**/setup');
    assert.equal(once('T-02').status, 0);
    await open('/tablets/T-02');
    await says('main', '1 到 3', 'what was completed meanwhile came after the unlock');
    await open('/audit');
    await picture('audit');
    for (const event of ['wipe-done', 'fork', 'fork-settled', 'conflict-settled', 'query-raised', 'query-answered', 'query-closed', 'study-locked', 'study-unlocked', 'participant-changed', 'amended', 'accepted-amended', 'alert-closed', 'alert-escalated', 'given-up', 'second-factor-on', 'login-failed'])
        assert.ok(await page.locator(`[data-event="${event}"]`).count() > 0, `the audit trail has ${event}`);
    await says('tbody', '擦除', 'the audit trail speaks the language of its reader');
    const verified = execFileSync(program, ['verify', '--config', config], { encoding: 'utf8' });
    assert.ok(verified.startsWith('whole:'), verified);
    assert.deepEqual(faults, []);
    console.log(`${step} pictures in ${out}`);
} finally {
    await browser?.close();
    sink.close();
    server.kill('SIGTERM');
    await new Promise(done => server.exitCode !== null ? done() : server.once('exit', done));
    rmSync(folder, { recursive: true, force: true });
}
