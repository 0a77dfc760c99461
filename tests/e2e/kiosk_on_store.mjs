// See kiosk_on_store.
import { spawn, execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, openSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { CheckFailed, Kiosk } from './kiosk.mjs';

const [bin, work, out, display] = process.argv.slice(2);
mkdirSync(out, { recursive: true });
const key = `${work}/credentials/bedside-store-key`;
const data = `${work}/tablet`;
const uiTree = `${work}/ui-tree.json`;
const log = openSync(`${work}/kiosk.log`, 'a');
const kiosk = new Kiosk({ display, uiTree, out });
let running;

function start() {
    writeFileSync(uiTree, '{"screen":"","place":"","elements":[]}');
    running = spawn(`${bin}/bedside-kiosk`, ['--data', data, '--window', '1280x800', '--dpi', '149', '--ui-tree', uiTree], { stdio: ['ignore', log, log] });
}
const gone = () => new Promise(resolve => running.exitCode !== null || running.signalCode !== null ? resolve() : running.once('exit', resolve));
async function kill(signal) {
    running.kill(signal);
    await gone();
}
const tool = (...args) => execFileSync(`${bin}/provision_tablet`, args, { encoding: 'utf8' });

async function day() {
    start();
    await kiosk.screen('lock', 20000);
    await kiosk.enterPin('2580');
    await kiosk.screen('participants');
    kiosk.picture('participants');
    await kiosk.go('participant:P-017');
    await kiosk.go('yes');
    await kiosk.screen('tasks');
    await kiosk.go('task:1'); // the thirty items first
    const given = [];
    for (let number = 1; number <= 12; ++number) {
        const path = kiosk.tree().place.replace('item ', '');
        const id = `option:${1 + number % 4}`;
        await kiosk.choose(id);
        given.push({ path, id });
        if (number < 12) {
            await kiosk.until('Next', tree => kiosk.element('next', tree)?.enabled);
            await kiosk.go('next');
        }
    }
    const place = kiosk.tree().place;
    await kiosk.until('the twelfth answer to be durable', tree => kiosk.element('next', tree)?.enabled);
    kiosk.picture('before_kill');
    await kill('SIGKILL');
    const held = tool('--answers', data, key);
    kiosk.check('after kill -9 the store holds all twelve answers', given.every(({ path }) => held.includes(`\n${path} {`)), held);

    start();
    await kiosk.screen('lock', 20000);
    await kiosk.enterPin('2580');
    await kiosk.screen('identity');
    kiosk.picture('identity_after_kill');
    kiosk.check('the same participant is offered after the PIN', kiosk.says('P-017'));
    await kiosk.go('yes');
    kiosk.picture('tasks_after_kill');
    await kiosk.go('next');
    kiosk.check('the same item is shown', kiosk.tree().place === place, kiosk.tree().place);
    kiosk.check('with its answer', kiosk.element(given[11].id)?.selected);
    kiosk.picture('after_kill');
    for (let back = 10; back >= 9; --back) {
        await kiosk.go('back');
        kiosk.check(`answer ${back + 1} is there`, kiosk.element(given[back].id)?.selected);
    }
    // language at any time, without losing the place
    const here = kiosk.tree().place;
    await kiosk.go('text_size');
    kiosk.picture('chooser');
    await kiosk.tap('language:en');
    await kiosk.until('English', tree => kiosk.element('close', tree)?.label === 'Done');
    await kiosk.go('close');
    kiosk.check('another language keeps the place and the answer', kiosk.tree().place === here && kiosk.element(given[9].id)?.selected);
    kiosk.picture('english');

    for (let guard = 0; kiosk.tree().screen === 'item' && guard < 60; ++guard) {
        const chosen = kiosk.tree().elements.some(element => /^(option|box|nrs):/.test(element.id) && element.selected);
        if (!chosen) await kiosk.choose([...kiosk.ids('box:'), ...kiosk.ids('option:')][2]);
        await kiosk.go('next');
    }
    await kiosk.screen('review');
    kiosk.picture('review');
    await kiosk.go('submit');
    await kiosk.screen('thanks');
    kiosk.check('not yet received, and says so', kiosk.says('Not yet at the hospital'));
    tool('--receive', data, key); // another process writes, as bedside-sync does
    const received = () => kiosk.says('The hospital has received it');
    await kiosk.waited(received, 5000);
    kiosk.check('the thank-you screen turns to received when another process stores the receipt', received());
    kiosk.picture('received');
    await kiosk.go('done');
    await kiosk.screen('lock');
    kiosk.picture('lock');
    const ended = Date.now();
    await kill('SIGTERM');
    kiosk.check('SIGTERM ends it within a second with status 0', running.exitCode === 0 && Date.now() - ended < 1000, `${running.exitCode} ${Date.now() - ended} ms`);
}

const fingerprint = () => readdirSync(data).filter(name => name !== 'bedside.db-shm').sort().map(name => {
    try {
        return `${name} ${createHash('sha256').update(readFileSync(`${data}/${name}`)).digest('hex')}`;
    } catch {
        return name;
    }
}).join('\n');

async function wrongKey() {
    const right = readFileSync(key, 'utf8');
    const before = fingerprint();
    writeFileSync(key, `${'0'.repeat(64)}\n`);
    start();
    await kiosk.screen('recovery');
    kiosk.picture('recovery_wrong_key');
    await kiosk.tap('retry');
    await kiosk.sleep(500); // nothing on the screen tells that the second try has failed as well
    kiosk.check('the wrong key shows the recovery screen', kiosk.tree().screen === 'recovery');
    kiosk.check('and changes no byte', fingerprint() === before, `${before}\n${fingerprint()}`);
    writeFileSync(key, right);
    await kiosk.go('retry');
    kiosk.check('with the right key, trying again leads to the lock', kiosk.tree().screen === 'lock');
    await kill('SIGTERM');
    const logged = readFileSync(`${work}/kiosk.log`, 'utf8');
    kiosk.check('no participant stands in the log', !/P-0\d\d/.test(logged), logged);
}

try {
    await day();
    await wrongKey();
} catch (error) {
    if (!(error instanceof CheckFailed)) console.error(error);
    kiosk.check('the way through the kiosk', false, error.message);
} finally {
    running?.kill('SIGKILL');
}
const summary = kiosk.summary();
writeFileSync(`${out}/kiosk_on_store.json`, JSON.stringify(summary, null, 1) + '\n');
process.exit(summary.passed ? 0 : 1);
