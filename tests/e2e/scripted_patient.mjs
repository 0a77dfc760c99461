// The way of one patient through the kiosk, as a nurse and a patient would go it. See scripted_patient.
import { writeFileSync, mkdirSync } from 'node:fs';
import { CheckFailed, Kiosk } from './kiosk.mjs';

const options = { pin: '2580', participant: 'P-017' };
for (let i = 2; i < process.argv.length; ++i) {
    const name = process.argv[i].replace(/^--/, '');
    if (name === 'practice' || name === 'no-receipt') options[name] = true;
    else options[name] = process.argv[++i];
}
if (!options.display || !options['ui-tree'] || !options.out) {
    console.error('scripted_patient: give --display :N --ui-tree FILE --out DIR.');
    process.exit(2);
}
mkdirSync(options.out, { recursive: true });
const kiosk = new Kiosk({ display: options.display, uiTree: options['ui-tree'], out: options.out });

const question = tree => tree.place.replace(/^item /, '');

/** Answers the item shown: a moment, a duration or a number, a place on the body, a box, or one of the options, not always the same. Returns the id tapped. */
async function answer(index) {
    const quick = ['region:front_chest_left', 'quick:30', ...kiosk.ids('quick:'), 'key:5'].find(id => kiosk.element(id)?.enabled);
    if (quick) {
        await kiosk.sleep(330);
        await kiosk.tap(quick);
        await kiosk.until('Next', tree => kiosk.element('next', tree)?.enabled);
        return quick;
    }
    const boxes = [...kiosk.ids('nrs:'), ...kiosk.ids('box:')];
    const choices = boxes.length ? boxes : kiosk.ids('option:');
    const id = choices[index % choices.length];
    await kiosk.choose(id);
    return id;
}

/** Goes through the items of a form to its review. `pictured` says which question numbers are photographed. */
async function fillIn(name, { nrs, skip, pictured }) {
    let number = 0;
    const answered = [];
    for (;;) {
        let tree = kiosk.tree();
        if (tree.screen === 'review') break;
        if (tree.screen === 'pain_high') {
            kiosk.picture('pain_high');
            await kiosk.go('acknowledge');
            continue;
        }
        if (tree.screen !== 'item') throw new CheckFailed(`${name}: an item was expected, not '${tree.screen}'`);
        ++number;
        if (number === 1) kiosk.check(`${name}: nothing is chosen beforehand and Next is off`, !tree.elements.some(e => e.selected) && !kiosk.element('next', tree)?.enabled);
        if (pictured.includes(number)) kiosk.picture(`${name}_q${number}`);
        if (number === skip) {
            await kiosk.go('decline');
            await kiosk.screen('decline');
            kiosk.picture(`${name}_decline`);
            await kiosk.go('confirm');
            await kiosk.screen('item');
            answered.push({ path: question(tree), declined: true });
        } else {
            const id = nrs ? `nrs:${nrs[number - 1]}` : await answer(number);
            if (nrs) await kiosk.choose(id);
            answered.push({ path: question(tree), id });
        }
        if (pictured.includes(number)) kiosk.picture(`${name}_q${number}_answered`);
        await kiosk.go('next');
    }
    return answered;
}

async function handIn(name) {
    kiosk.picture(`${name}_review`);
    await kiosk.go('submit');
    const tree = await kiosk.until('thanks', t => t.screen === 'thanks' || t.screen === 'pain_high');
    if (tree.screen === 'pain_high') {
        kiosk.picture(`${name}_pain_high_end`);
        await kiosk.go('acknowledge');
    }
    await kiosk.screen('thanks');
    kiosk.picture(`${name}_thanks`);
}

async function received(name) {
    if (options['no-receipt']) return;
    const end = Date.now() + 25000;
    const words = ['医院已经收到', '醫院已經收到', 'The hospital has received it',
        '您的回答和提醒都已送达', '您的回答和提醒都已送達', 'Your answer and the alert were delivered']; // with an alert
    while (Date.now() < end && !words.some(word => kiosk.says(word))) await kiosk.sleep(50);
    kiosk.check(`${name}: "received by the hospital" is shown after the receipt`, words.some(word => kiosk.says(word)));
    kiosk.picture(`${name}_received`);
}

async function change(from, to) {
    await kiosk.turnTo(`edit:${from}`);
    await kiosk.go(`edit:${from}`);
    await kiosk.screen('item');
    await kiosk.choose(to);
    kiosk.picture('changed');
    await kiosk.go('next');
    await kiosk.screen('review');
}

async function bedside() {
    await kiosk.handOver(options.pin, options.participant, screen => {
        kiosk.picture(screen);
        if (screen === 'participants') kiosk.check('the participant is due today', kiosk.element(`participant:${options.participant}`));
    });

    // what happened just now comes first
    await kiosk.go('episode');
    await kiosk.screen('item');
    const episode = await fillIn('episode', { pictured: [1, 2, 3, 4, 5, 6, 7, 8, 9] });
    kiosk.check('episode: a place on the body was touched', episode.some(item => item.id?.startsWith('region:')));
    await handIn('episode');
    await received('episode');
    await kiosk.go('next');
    await kiosk.screen('tasks');

    await kiosk.go('next');
    await kiosk.screen('item');
    const pain = await fillIn('pain', { nrs: [7, 6, 8, 3], pictured: [1, 2] });
    kiosk.check('pain: every rating was asked', pain.length >= 2, `${pain.length} items`);
    await handIn('pain');
    await received('pain');
    await kiosk.go('next');
    await kiosk.screen('tasks');
    kiosk.picture('tasks_one_done');

    await kiosk.go('next');
    await kiosk.screen('item');
    const life = await fillIn('qlq', { skip: 15, pictured: [1, 9, 29, 30] });
    kiosk.check('qlq: all 30 items were asked', life.length === 30, `${life.length} items`);
    kiosk.check('qlq: one was declined', life.filter(item => item.declined).length === 1);
    await change(life[12].path, life[12].id === 'option:3' ? 'option:2' : 'option:3');
    await handIn('qlq');
    await received('qlq');
    await kiosk.go('next');
    await kiosk.screen('tasks');

    await kiosk.go('next');
    await kiosk.screen('item');
    const effects = await fillIn('effects', { pictured: [1] });
    await handIn('effects');
    await received('effects');
    await kiosk.go('done');
    await kiosk.screen('lock');
    kiosk.picture('locked_again');
    kiosk.check('after handing over, the lock names nobody', !kiosk.says(options.participant));
    return { participant: options.participant, forms: [{ form: 'btp-episode', answered: episode }, { form: 'pain-nrs', answered: pain }, { form: 'qlq-c30', answered: life, changed: life[12].path },
        { form: 'side-effects', answered: effects }] };
}

async function practice() {
    await kiosk.screen('item', 20000);
    const answered = await fillIn('practice', { skip: 2, pictured: [1, 2] });
    kiosk.picture('review');
    await kiosk.go('submit');
    await kiosk.until('thanks', tree => tree.screen === 'thanks' || tree.screen === 'pain_high');
    kiosk.picture('thanks');
    return { practice: answered.length };
}

let done = {};
try {
    done = options.practice ? await practice() : await bedside();
} catch (error) {
    if (!(error instanceof CheckFailed)) console.error(error);
    kiosk.check('the way through the kiosk', false, error.message);
}
const summary = { ...kiosk.summary(), ...done };
writeFileSync(`${options.out}/patient.json`, JSON.stringify(summary, null, 1) + '\n');
process.exit(summary.passed ? 0 : 1);
