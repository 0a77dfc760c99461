// What goes wrong in a ward, on the real kiosk: killed in the middle of a form and started again; started with a wrong key.
//   node interrupted_patient.mjs --display :N --out DIR --bin DIR --data DIR --credentials DIR [--pin 2580] [--participant P-021]
// Leaves DIR/pictures/interrupted/*.png and DIR/interrupted.json; exit status 1 when a check failed.
import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { CheckFailed, Kiosk } from './kiosk.mjs';

const options = { pin: '2580', participant: 'P-021' };
for (let i = 2; i + 1 < process.argv.length; i += 2) options[process.argv[i].replace(/^--/, '')] = process.argv[i + 1];

const uiTree = `${options.out}/ui-tree-interrupted.json`;
const kiosk = new Kiosk({ display: options.display, uiTree, out: `${options.out}/interrupted` });

let running;
function start(data, credentials) {
    rmSync(uiTree, { force: true });
    running = spawn(`${options.bin}/bedside-kiosk`, ['--data', data, '--window', '1280x800', '--dpi', '149', '--ui-tree', uiTree],
        { env: { ...process.env, DISPLAY: options.display, CREDENTIALS_DIRECTORY: credentials }, stdio: 'ignore' });
}
async function stop(signal) {
    const ended = new Promise(resolve => running.once('exit', resolve));
    running.kill(signal);
    await ended;
}

function hashes(folder) {
    return readdirSync(folder).sort().map(name => `${name} ${createHash('sha256').update(readFileSync(`${folder}/${name}`)).digest('hex')}`).join('\n');
}

async function killed() {
    start(options.data, options.credentials);
    await kiosk.handOver(options.pin, options.participant);
    await kiosk.go('next');
    await kiosk.screen('item');
    await kiosk.choose('nrs:4');
    await kiosk.go('next');
    await kiosk.choose('nrs:5');
    await kiosk.until('the answer to be durable', tree => kiosk.element('next', tree)?.enabled);
    const place = kiosk.tree().place;
    kiosk.picture('before_kill');
    await stop('SIGKILL');

    start(options.data, options.credentials);
    await kiosk.handOver(options.pin, options.participant, screen => {
        if (screen === 'identity') kiosk.check('killed with -9: the same participant after the PIN', kiosk.says(options.participant));
    });
    if (kiosk.tree().screen === 'tasks') await kiosk.go('next');
    await kiosk.screen('item');
    kiosk.picture('after_kill');
    const back = kiosk.tree();
    kiosk.check('killed with -9: the same item again', back.place === place, `${back.place} instead of ${place}`);
    kiosk.check('killed with -9: its answer is there', kiosk.element('nrs:5', back)?.selected);
    await kiosk.go('back');
    kiosk.check('killed with -9: the answer before it is there', kiosk.element('nrs:4')?.selected);
    await stop('SIGTERM');
}

async function wrongKey() {
    const copy = `${options.out}/interrupted/data`;
    const credentials = `${options.out}/interrupted/credentials`;
    rmSync(copy, { recursive: true, force: true });
    mkdirSync(credentials, { recursive: true });
    cpSync(options.data, copy, { recursive: true });
    writeFileSync(`${credentials}/bedside-store-key`, randomBytes(32).toString('hex'), { mode: 0o600 });
    const before = hashes(copy);
    start(copy, credentials);
    await kiosk.screen('recovery', 20000);
    kiosk.picture('wrong_key');
    await stop('SIGTERM');
    kiosk.check('wrong key: the recovery screen, and no byte of the database changed', hashes(copy) === before);
}

/** Nothing that a patient said or is may stand in clear in any file of the tablet. */
function clearText() {
    const secrets = [options.participant, 'P-017', 'L.M.', '1954', 'pain-nrs', 'qlq-c30', 'asked-declined', '疼痛', 'QuestionnaireResponse', 'valueInteger'];
    const found = [];
    for (const name of readdirSync(options.data)) {
        const bytes = readFileSync(`${options.data}/${name}`);
        for (const secret of secrets) if (bytes.includes(Buffer.from(secret))) found.push(`${secret} in ${name}`);
    }
    kiosk.check('no participant and no answer stands in clear in any file of the tablet', found.length === 0, found.join(', '));
}

try {
    await killed();
    await wrongKey();
    clearText();
} catch (error) {
    if (!(error instanceof CheckFailed)) console.error(error);
    kiosk.check('the way through the faults', false, error.message);
    running?.kill('SIGKILL');
}
const summary = kiosk.summary();
writeFileSync(`${options.out}/interrupted.json`, JSON.stringify(summary, null, 1) + '\n');
process.exit(summary.passed ? 0 : 1);
