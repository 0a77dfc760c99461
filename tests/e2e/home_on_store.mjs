// A day at home on a real encrypted store: the screen at rest, an episode with the body map in two taps from it, a helper, the visit's pain score
// with an alert; then the staff: the alert, the pump record, a correction, the audit trail. Pictures of all of it. Run by kiosk_on_store.
import { spawn, execFileSync } from 'node:child_process';
import { mkdirSync, openSync, writeFileSync } from 'node:fs';
import { CheckFailed, Kiosk } from './kiosk.mjs';
import { Patient } from './patient.mjs';

const [bin, work, out, display] = process.argv.slice(2);
mkdirSync(out, { recursive: true });
const key = `${work}/credentials/bedside-store-key`;
const data = `${work}/tablet`;
const uiTree = `${work}/ui-tree.json`;
const log = openSync(`${work}/home.log`, 'a');
const kiosk = new Kiosk({ display, uiTree, out });
writeFileSync(uiTree, '{"screen":"","place":"","elements":[]}');
const running = spawn(`${bin}/bedside-kiosk`, ['--data', data, '--window', '1280x800', '--dpi', '149', '--ui-tree', uiTree], { stdio: ['ignore', log, log] });
const tool = (...args) => execFileSync(`${bin}/provision_tablet`, args, { encoding: 'utf8' });

const patient = new Patient(kiosk);

async function day() {
    await kiosk.screen('lock', 20000);
    await kiosk.until('the episode key', tree => kiosk.element('episode', tree));
    kiosk.picture('home_lock');
    kiosk.check('the screen at rest names nobody', !kiosk.says('P-012'));
    await kiosk.tap('episode');
    await kiosk.screen('item');
    kiosk.check('one tap leads to the first question of an episode', kiosk.taps === 1);
    await patient.fillIn('episode', { prefer: ['nrs:6'], pictured: [1, 2, 3, 4, 5, 6, 7, 8, 9] }); // below the threshold of an alert
    kiosk.picture('episode_review');
    await kiosk.go('submit');
    await kiosk.screen('thanks');
    kiosk.picture('episode_thanks');
    tool('--receive', data, key);
    await kiosk.until('the receipt', tree => kiosk.says('医院已经收到', tree));
    await kiosk.go('done');
    await kiosk.screen('lock');

    await kiosk.go('open');
    kiosk.picture('home_tasks');
    await kiosk.go('helper');
    kiosk.picture('helper');
    await kiosk.go('helper:family');
    kiosk.check('who helps stands on the tasks', kiosk.says('家人'));
    kiosk.picture('home_tasks_helped');
    await kiosk.go('task:0');
    await patient.fillIn('pain', { prefer: ['nrs:8'] });
    await kiosk.go('submit');
    await kiosk.screen('pain_high');
    kiosk.picture('pain_high_not_delivered');
    kiosk.check('the alert reads not delivered', kiosk.says('提醒还没有送达'));
    tool('--receive', data, key);
    await kiosk.until('the receipt', tree => kiosk.says('您的回答和提醒都已送达', tree));
    kiosk.picture('pain_high_delivered');
    await kiosk.go('hand_back');
    kiosk.picture('home_lock_alert');

    await kiosk.enterPin('2580');
    await kiosk.screen('alerts');
    kiosk.picture('alerts');
    const acknowledge = kiosk.ids('acknowledge:')[0];
    await kiosk.tap(acknowledge);
    await kiosk.until('the acknowledgement', tree => !kiosk.element(acknowledge, tree));
    kiosk.picture('alerts_acknowledged');
    await kiosk.go('next');
    kiosk.picture('home_participants');
    await kiosk.openRecords('P-012', screen => kiosk.picture(`${screen}_staff`));
    await kiosk.go(kiosk.ids('record:pump-record')[0]);
    kiosk.picture('pump_first');
    await patient.fillIn('pump', { prefer: ['option:2'] });
    kiosk.picture('pump_review');
    await kiosk.go('submit');
    await kiosk.screen('staff');
    kiosk.picture('staff_records_done');
    await kiosk.go('lock');

    await kiosk.enterPin('1470'); // the coordinator
    kiosk.check('an alert that was looked at is not pressed upon the next', kiosk.tree().screen === 'participants');
    await kiosk.go('sync');
    kiosk.picture('coordinator_sync');
    await kiosk.go('audit');
    await kiosk.until('the trail', tree => kiosk.says('PIN 正确', tree));
    kiosk.picture('coordinator_audit');
    await kiosk.go('back');
    await kiosk.go('rescue');
    await kiosk.tap('write_rescue');
    await kiosk.until('a word about the file', tree => kiosk.says('还没有收到研究密钥', tree)); // this tablet never met a server
    kiosk.picture('coordinator_rescue');
    await kiosk.go('back');
    await kiosk.go('back');
    await kiosk.openRecords('P-012');
    await kiosk.go('record:study-status');
    kiosk.picture('status_first');
    await kiosk.go('leave');
    await kiosk.tap('page_down');
    await kiosk.until('the second page', () => kiosk.ids('correct:').length > 0);
    await kiosk.go(kiosk.ids('correct:')[0]);
    kiosk.picture('correction_reason');
    await kiosk.go('reason:entry-error');
    kiosk.picture('correction_review');
    kiosk.check('a correction without a change is not handed in', !kiosk.element('submit')?.enabled);
    await kiosk.go('leave');
    await kiosk.go('lock');
    const held = tool('--answers', data, key);
    const completed = Number(/^completed (\d+)$/m.exec(held)?.[1]);
    const begun = [...held.matchAll(/^response \S+ (\S+)/gm)].map(([, form]) => form);
    kiosk.check('the store proves itself and holds the three forms handed in; only the status that was left is begun', completed === 3 && begun.join() === 'study-status', held);
}

try {
    await day();
} catch (error) {
    if (!(error instanceof CheckFailed)) console.error(error);
    kiosk.check('the way through the kiosk', false, error.message);
} finally {
    running.kill('SIGKILL');
}
const summary = kiosk.summary();
writeFileSync(`${out}/home_on_store.json`, JSON.stringify(summary, null, 1) + '\n');
process.exit(summary.passed ? 0 : 1);
