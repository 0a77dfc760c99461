// The other half of the demo: a day at home on a tablet of its own, beside a running bedside-sync; then the staff's visit.
//   node home_patient.mjs --display :N --out DIR --bin DIR --data DIR --credentials DIR [--tablet T-07] [--participant P-012]
// Leaves DIR/home/pictures/*.png and DIR/home.json; exit status 1 when a check failed.
import { spawn } from 'node:child_process';
import { openSync, rmSync, writeFileSync } from 'node:fs';
import { CheckFailed, Kiosk } from './kiosk.mjs';
import { Patient } from './patient.mjs';

const options = { tablet: 'T-07', participant: 'P-012', nurse: '2580', coordinator: '1470' };
for (let i = 2; i + 1 < process.argv.length; i += 2) options[process.argv[i].replace(/^--/, '')] = process.argv[i + 1];

const uiTree = `${options.out}/ui-tree-home.json`;
const kiosk = new Kiosk({ display: options.display, uiTree, out: `${options.out}/home` });
const patient = new Patient(kiosk);
const forms = [];
rmSync(uiTree, { force: true });
const log = openSync(`${options.out}/logs/kiosk-home.log`, 'a');
const running = spawn(`${options.bin}/bedside-kiosk`, ['--data', options.data, '--window', '1280x800', '--dpi', '149', '--ui-tree', uiTree],
    { env: { ...process.env, DISPLAY: options.display, CREDENTIALS_DIRECTORY: options.credentials }, stdio: ['ignore', log, log] });

async function fill(form, how) {
    await kiosk.screen('item');
    const answered = await patient.fillIn(form, how);
    forms.push({ form, answered });
    return answered;
}

async function patientsDay() {
    await kiosk.screen('lock', 20000);
    await kiosk.until('the episode key', tree => kiosk.element('episode', tree));
    kiosk.picture('lock');
    kiosk.check('home: the screen at rest names nobody', !kiosk.says(options.participant));
    const before = kiosk.taps;
    await kiosk.tap('episode');
    await kiosk.screen('item');
    kiosk.check('home: an episode is begun in at most two taps from the first screen', kiosk.taps - before <= 2, `${kiosk.taps - before} taps`);
    const episode = await fill('btp-episode', { pictured: [1, 5] });
    kiosk.check('home: a place on the body was touched', episode.some(item => item.id?.startsWith('region:')));
    await patient.handIn('episode');
    await patient.received('episode');
    await kiosk.go('done');
    await kiosk.screen('lock');

    await kiosk.go('open');
    await kiosk.screen('tasks');
    kiosk.picture('tasks');
    await kiosk.go('helper');
    kiosk.picture('helper');
    await kiosk.go('helper:family');
    kiosk.check('home: who helps stands on the tasks', kiosk.says('家人'));
    await kiosk.go('next');
    await fill('pain-nrs', { prefer: ['nrs:8'], pictured: [1] });
    await kiosk.go('submit');
    await kiosk.screen('pain_high');
    kiosk.picture('pain_high_end');
    const delivered = () => kiosk.says('您的回答和提醒都已送达');
    await kiosk.waited(delivered, 25000);
    kiosk.check('home: the alert reads delivered after the receipt', delivered());
    kiosk.picture('pain_high_delivered');
    await kiosk.go('acknowledge');
    for (const [form, how] of [['qlq-c30', {}], ['side-effects', {}], ['end-of-day', { nrs: [3, 5], prefer: ['option:1'], pictured: [1, 3] }]]) {
        await kiosk.screen('thanks');
        await kiosk.go('next');
        await kiosk.screen('tasks');
        await kiosk.go('next');
        await fill(form, how);
        await patient.handIn(form);
    }
    const evening = forms.at(-1).answered;
    kiosk.check('home: a day without episodes is confirmed as such, and nothing more is asked', evening.length === 3, `${evening.length} items`);
    await patient.received('end-of-day');
    kiosk.check('home: nothing is left to do', !kiosk.element('next'));
    await kiosk.go('done');
    await kiosk.screen('lock');
}

async function staffsVisit() {
    await kiosk.enterPin(options.nurse);
    await kiosk.screen('alerts');
    kiosk.picture('alerts');
    const acknowledge = kiosk.ids('acknowledge:');
    for (const id of acknowledge) {
        await kiosk.tap(id);
        await kiosk.until('the acknowledgement', tree => !kiosk.element(id, tree));
    }
    kiosk.picture('alerts_acknowledged');
    kiosk.check('home: the nurse acknowledged every alert', acknowledge.length > 0);
    await kiosk.go('next');
    await kiosk.openRecords(options.participant, screen => kiosk.picture(`staff_${screen}`));
    await kiosk.go(kiosk.ids('record:pump-record')[0]);
    await fill('pump-record', { prefer: ['option:2'], pictured: [1, 2] });
    kiosk.picture('pump_review');
    await kiosk.go('submit');
    await kiosk.screen('staff');
    await kiosk.go('lock');

    await kiosk.enterPin(options.coordinator);
    await kiosk.screen('participants');
    await kiosk.openRecords(options.participant);
    await kiosk.go('chart');
    await kiosk.settled();
    kiosk.picture('chart');
    await kiosk.go('back');
    await kiosk.go('record:study-status');
    await fill('study-status', { prefer: ['option:5'], pictured: [1, 2] }); // the study was completed
    kiosk.picture('status_review');
    await kiosk.go('submit');
    await kiosk.screen('staff');
    kiosk.picture('status_recorded');
    await kiosk.go('back');
    await kiosk.go('sync');
    kiosk.picture('coordinator');
    await kiosk.go('audit');
    await kiosk.until('the trail', tree => kiosk.says('查看了审计记录', tree));
    kiosk.picture('audit');
    await kiosk.go('back');
    await kiosk.go('back');
    await kiosk.go('lock');
}

try {
    await patientsDay();
    await staffsVisit();
} catch (error) {
    if (!(error instanceof CheckFailed)) console.error(error);
    kiosk.check('the way through the day at home', false, error.message);
} finally {
    running.kill('SIGTERM');
}
const summary = { ...kiosk.summary(), tablet: options.tablet, participant: options.participant, forms };
writeFileSync(`${options.out}/home.json`, JSON.stringify(summary, null, 1) + '\n');
process.exit(summary.passed ? 0 : 1);
