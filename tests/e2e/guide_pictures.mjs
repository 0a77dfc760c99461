// The screens that the guides for nurses and patients show, taken on the way of a nurse and a patient through the real kiosk.
// Leaves OUT/pictures/NAME.png and OUT/pictures.json: for each picture where its elements are, so that a page can ring them. Run by kiosk_on_store.
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { Kiosk } from './kiosk.mjs';

const [bin, work, out, display] = process.argv.slice(2);
const language = process.env.BEDSIDE_GUIDE_LANGUAGE ?? 'zh-Hans';
const participant = language === 'en' ? 'P-016' : 'P-017'; // their language is the roster's
const words = language === 'en' ? { pain: 'Pain score', life: 'Quality of life', received: 'The hospital has received it' } : { pain: '疼痛评分', life: '生活质量', received: '医院已经收到' };
mkdirSync(out, { recursive: true });
const key = `${work}/credentials/bedside-store-key`;
const data = `${work}/tablet`;
const uiTree = `${work}/ui-tree.json`;
const log = openSync(`${work}/guide.log`, 'a');
const kiosk = new Kiosk({ display, uiTree, out });
const tool = (...args) => execFileSync(`${bin}/provision_tablet`, args, { encoding: 'utf8' });
const pictures = {};
let running;

function start() {
    writeFileSync(uiTree, '{"screen":"","place":"","elements":[]}');
    running = spawn(`${bin}/bedside-kiosk`, ['--data', data, '--window', '1280x800', '--dpi', '149', '--language', language, '--reduced-motion', '--ui-tree', uiTree], { stdio: ['ignore', log, log] });
}
async function stop() {
    const gone = new Promise(resolve => running.once('exit', resolve));
    running.kill('SIGTERM');
    await gone;
}
/** Keeps the screen as it is once it stands still. */
async function keep(name) {
    kiosk.run('xdotool', 'mousemove', '1279', '799');
    await kiosk.settled(); // and so long after the fade
    kiosk.picture(name);
    renameSync(`${out}/${kiosk.steps.at(-1).picture}`, `${kiosk.pictures}/${name}.png`);
    pictures[name] = Object.fromEntries(kiosk.tree().elements.map(({ id, rect }) => [id, rect]));
}
async function pin() {
    await kiosk.go('unlock');
    for (const digit of '2580') await kiosk.tap(`pin:${digit}`);
}
/** From the lock to the list, past whoever left a form half done. */
async function toList() {
    await pin();
    await kiosk.go('pin_ok', 30000);
    if (kiosk.tree().screen === 'identity') {
        await kiosk.go('no');
        await kiosk.screen('lock');
        await pin();
        await kiosk.go('pin_ok', 30000);
    }
    await kiosk.screen('participants');
}
/** Chooses the participant, wherever the list has them. */
async function choose(number) {
    for (let page = 0; page < 5 && !kiosk.element(`participant:${number}`) && kiosk.element('page_down')?.enabled; ++page) {
        await kiosk.turnPage();
    }
    await kiosk.go(`participant:${number}`);
}
/** Opens a form of the tasks by its name. */
async function open(name) {
    const task = () => kiosk.tree().elements.find(element => element.id.startsWith('task:') && element.label?.includes(name));
    for (let page = 0; page < 3 && !task() && kiosk.element('page_down')?.enabled; ++page) {
        await kiosk.turnPage();
    }
    if (!task()) throw new Error(`the form '${name}' is not among the tasks`);
    await kiosk.go(task().id);
    await kiosk.screen('item');
}
/** Gives these ratings, one question each, up to the review. */
async function rate(numbers) {
    for (const number of numbers) {
        await kiosk.choose(`nrs:${number}`);
        await kiosk.go('next');
        if (kiosk.tree().screen === 'pain_high') await kiosk.go('acknowledge');
    }
    await kiosk.screen('review');
}

try {
    start();
    await kiosk.screen('lock', 20000);
    await keep('lock');
    await pin();
    await keep('pin');
    await kiosk.go('pin_ok', 30000);
    await kiosk.screen('participants');
    await keep('participants');
    await choose(participant);
    await kiosk.screen('identity');
    await keep('identity');
    await kiosk.go('yes');
    await kiosk.screen('tasks');
    await keep('tasks');
    await kiosk.go('helper');
    await keep('helper');
    await kiosk.go(kiosk.ids('helper:')[0]);
    await open(words.life);
    await kiosk.choose('option:2');
    await kiosk.until('Next', tree => kiosk.element('next', tree)?.enabled);
    await keep('question');
    await kiosk.go('text_size');
    await keep('chooser');
    await kiosk.go('close');
    await kiosk.go('rest');
    await keep('rest');
    await kiosk.go('next');
    await kiosk.go('rest');
    await kiosk.go('hand_back');
    await kiosk.screen('lock');
    await pin();
    await kiosk.go('pin_ok', 30000);
    await kiosk.screen('identity');
    await kiosk.go('yes');
    await kiosk.screen('tasks');
    await open(words.pain);
    await keep('pain');
    await kiosk.go('decline');
    await kiosk.screen('decline');
    await keep('decline');
    await kiosk.go('cancel');
    await kiosk.choose('nrs:5');
    await kiosk.until('Next', tree => kiosk.element('next', tree)?.enabled);
    await keep('pain_chosen');
    await kiosk.go('next');
    await rate([4, 6, 3]);
    await keep('review');
    await kiosk.go('submit');
    await kiosk.screen('thanks');
    await keep('saved');
    tool('--receive', data, key); // as bedside-sync stores it
    await kiosk.until('the receipt', tree => kiosk.says(words.received, tree));
    await keep('received');
    await kiosk.go('done');
    await kiosk.screen('lock');

    // somebody else, in strong pain
    await toList();
    await choose('P-021');
    await kiosk.go('yes');
    await kiosk.screen('tasks');
    await kiosk.go('text_size');
    await kiosk.tap(`language:${language}`);
    await kiosk.until('the language', tree => kiosk.element(`language:${language}`, tree)?.selected);
    await kiosk.go('close');
    await open(words.pain);
    await kiosk.choose('nrs:8');
    await kiosk.go('next');
    await kiosk.screen('pain_high');
    await keep('pain_high');
    await kiosk.go('acknowledge');
    await rate([7, 9, 5]);
    await kiosk.go('submit');
    await kiosk.until('thanks', tree => ['thanks', 'pain_high'].includes(tree.screen));
    if (kiosk.tree().screen === 'pain_high') await kiosk.go('acknowledge');
    await kiosk.go('done');
    await kiosk.screen('lock');
    tool('--receive', data, key);

    await pin();
    await kiosk.go('pin_ok', 30000);
    await kiosk.screen('alerts');
    await keep('alerts');
    const acknowledge = kiosk.ids('acknowledge:')[0];
    await kiosk.tap(acknowledge);
    await kiosk.until('the acknowledgement', tree => !kiosk.element(acknowledge, tree));
    await kiosk.go('next');
    if (kiosk.tree().screen === 'identity') {
        await kiosk.go('no');
        await kiosk.screen('lock');
        await toList();
    }
    await kiosk.tap('filter_staff');
    await kiosk.until('the records', tree => kiosk.element('filter_staff', tree)?.selected);
    await choose(participant);
    await kiosk.screen('staff');
    await keep('staff');
    await kiosk.go(kiosk.ids('record:pump-record')[0]);
    await keep('pump');
    await stop();
    start();
    await kiosk.screen('lock', 20000);
    await toList();
    await kiosk.go('clean');
    await keep('clean');
    await stop();

    const right = readFileSync(key, 'utf8');
    writeFileSync(key, `${'0'.repeat(64)}\n`);
    start();
    await kiosk.screen('recovery');
    await keep('recovery');
    writeFileSync(key, right);
    writeFileSync(`${out}/pictures.json`, `${JSON.stringify(pictures, null, 1)}\n`);
} catch (error) {
    console.error(`guide_pictures: ${error.message}\n${readFileSync(`${work}/guide.log`, 'utf8')}`);
    process.exitCode = 1;
} finally {
    running?.kill('SIGKILL');
}
