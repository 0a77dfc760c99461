// Reads what the demo left in DIR, checks what the server holds against what the patient said, and writes DIR/summary.json.
//   node demo_summary.mjs DIR; exit status 1 when anything is off.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

const out = process.argv[2];
const read = name => JSON.parse(readFileSync(`${out}/${name}`, 'utf8'));
const patient = read('patient.json');
const interrupted = read('interrupted.json');
const status = read('status.json');
const checks = [...patient.checks, ...interrupted.checks];
const check = (name, passed, detail = '') => {
    checks.push({ name, passed: Boolean(passed), ...(detail && { detail }) });
    if (!passed) console.error(`FAIL ${name}${detail && `: ${detail}`}`);
};

const responses = readdirSync(`${out}/responses`).filter(name => name.endsWith('.json')).map(name => JSON.parse(readFileSync(`${out}/responses/${name}`, 'utf8')));
const of = form => responses.filter(response => response.questionnaire.split('|')[0].endsWith(`/${form}`));
const leaves = items => (items ?? []).flatMap(item => [item, ...leaves(item.item), ...(item.answer ?? []).flatMap(answer => leaves(answer.item))]);
const answered = response => leaves(response.item).filter(item => item.answer);
const isDeclined = item => !item.item && JSON.stringify(item).includes('asked-declined');

check('the server holds each completed form once', responses.length === patient.forms.length, `${responses.length} of ${patient.forms.length}`);
for (const form of patient.forms) {
    const stored = of(form.form);
    check(`${form.form}: received`, stored.length === 1 && stored[0].status === 'completed');
    if (stored.length !== 1) continue;
    const items = leaves(stored[0].item).filter(item => item.answer || isDeclined(item));
    check(`${form.form}: every item is there`, items.length === form.answered.length, `${items.length} of ${form.answered.length}`);
    if (form.form === 'qlq-c30') check(`${form.form}: demonstration wording is marked`, (stored[0].meta?.tag ?? []).some(tag => tag.code === 'demonstration'));
    check(`${form.form}: the subject is the study number`, stored[0].subject?.reference === `Patient/${patient.participant}`);
    check(`${form.form}: the refusals are those of the patient`, items.filter(isDeclined).length === form.answered.filter(item => item.declined).length);
}
const pain = of('pain-nrs')[0];
check('the numbers tapped are the numbers received', pain && answered(pain).map(item => item.answer[0].valueInteger).join() === patient.forms.find(form => form.form === 'pain-nrs').answered.map(item => item.id.replace('nrs:', '')).join());
check('nothing waits on the tablet, nothing was refused', status.waiting === 0 && status.quarantined.length === 0 && status.received === patient.forms.length);
const page = readFileSync(`${out}/console.txt`, 'utf8');
check('the console says that 1 to n arrived', page.includes('T-03') && page.includes(`1–${patient.forms.length}`));
const verified = readFileSync(`${out}/verify.txt`, 'utf8');
check('the server verifies its chains and signatures', verified.includes(`T-03: 1..${patient.forms.length}`));

const manifest = read('export/manifest.json');
check('the data sets hold the same forms', manifest.responses === patient.forms.length && !manifest.simulated && manifest.unreadable.length === 0);
check('the report is blinded without an allocation', readFileSync(`${out}/report/report.html`, 'utf8').includes('Blinded'));
const simulated = readFileSync(`${out}/simulated.txt`, 'utf8');
check('the simulated trial is on its server, each form once', /holds each of the \d+ forms once/.test(simulated));
const report = readFileSync(`${out}/simulated/report/report.html`, 'utf8');
check('its report has both arms, plots, and says that it is simulated', report.includes('Allocated to HM') && report.includes('Simulated:') && report.split('<svg').length > 10);

const summary = { passed: checks.every(entry => entry.passed), forms_completed: patient.forms.length, sequences_received: responses.length, taps: patient.taps + interrupted.taps, checks };
writeFileSync(`${out}/summary.json`, `${JSON.stringify(summary, null, 1)}\n`);
console.log(`${checks.filter(entry => entry.passed).length} of ${checks.length} checks passed.`);
process.exit(summary.passed ? 0 : 1);
