// The way of one patient through the kiosk, as a nurse and a patient would go it. See scripted_patient.
import { writeFileSync, mkdirSync } from 'node:fs';
import { CheckFailed, Kiosk } from './kiosk.mjs';
import { Patient } from './patient.mjs';

const options = { pin: '2580', participant: 'P-017', tablet: 'T-03' };
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

const patient = new Patient(kiosk, { receipts: !options['no-receipt'] });

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

    /** One form from where "go on" begins it to the hospital's word. */
    const forms = [];
    const one = async (form, name, key, how, between) => {
        await kiosk.go(key);
        await kiosk.screen('item');
        const answered = await patient.fillIn(name, how);
        const changed = await between?.(answered);
        await patient.handIn(name);
        await patient.received(name);
        forms.push({ form, answered, ...(changed && { changed }) });
        return answered;
    };
    const goOn = async () => {
        await kiosk.go('next');
        await kiosk.screen('tasks');
    };

    // what happened just now comes first
    const episode = await one('btp-episode', 'episode', 'episode', { pictured: [1, 2, 3, 4, 5, 6, 7, 8, 9] });
    kiosk.check('episode: a place on the body was touched', episode.some(item => item.id?.startsWith('region:')));
    await goOn();
    const pain = await one('pain-nrs', 'pain', 'next', { nrs: [7, 6, 8, 3], pictured: [1, 2] });
    kiosk.check('pain: every rating was asked', pain.length >= 2, `${pain.length} items`);
    await goOn();
    kiosk.picture('tasks_one_done');
    const life = await one('qlq-c30', 'qlq', 'next', { skip: 15, pictured: [1, 9, 29, 30] }, async answered => {
        await change(answered[12].path, answered[12].id === 'option:3' ? 'option:2' : 'option:3');
        return answered[12].path;
    });
    kiosk.check('qlq: all 30 items were asked', life.length === 30, `${life.length} items`);
    kiosk.check('qlq: one was declined', life.filter(item => item.declined).length === 1);
    await goOn();
    await one('side-effects', 'effects', 'next', { pictured: [1] });
    await goOn();
    const evening = await one('end-of-day', 'evening', 'next', { prefer: ['option:2'], pictured: [1, 3, 4] });
    kiosk.check('evening: the day had pain beyond what was recorded, and how often', evening.length === 4, `${evening.length} items`);
    await kiosk.go('done');
    await kiosk.screen('lock');
    kiosk.picture('locked_again');
    kiosk.check('after handing over, the lock names nobody', !kiosk.says(options.participant));
    return { tablet: options.tablet, participant: options.participant, forms };
}

async function practice() {
    await kiosk.screen('item', 20000);
    const answered = await patient.fillIn('practice', { skip: 2, pictured: [1, 2] });
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
