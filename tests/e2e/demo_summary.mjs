// Reads what the demo left in DIR, checks what the server holds against what the patient said, and writes DIR/summary.json.
//   node demo_summary.mjs DIR; exit status 1 when anything is off.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

const out = process.argv[2];
const read = name => JSON.parse(readFileSync(`${out}/${name}`, 'utf8'));
const patient = read('patient.json');
const interrupted = read('interrupted.json');
const home = read('home.json');
const days = [{ ...patient, status: read('status-tablet.json') }, { ...home, status: read('status-home.json') }];
const completed = days.reduce((sum, day) => sum + day.forms.length, 0);
const checks = [...patient.checks, ...interrupted.checks, ...home.checks];
const check = (name, passed, detail = '') => {
    checks.push({ name, passed: Boolean(passed), ...(detail && { detail }) });
    if (!passed) console.error(`FAIL ${name}${detail && `: ${detail}`}`);
};

const responses = readdirSync(`${out}/responses`).filter(name => name.endsWith('.json')).map(name => JSON.parse(readFileSync(`${out}/responses/${name}`, 'utf8')));
const of = (form, participant) => responses.filter(response => response.questionnaire.split('|')[0].endsWith(`/${form}`) && response.subject?.reference === `Patient/${participant}`);
const leaves = items => (items ?? []).flatMap(item => [item, ...leaves(item.item), ...(item.answer ?? []).flatMap(answer => leaves(answer.item))]);
const answered = response => leaves(response.item).filter(item => item.answer);
const isDeclined = item => !item.item && JSON.stringify(item).includes('asked-declined');

check('the server holds each completed form once', responses.length === completed, `${responses.length} of ${completed}`);
for (const { participant, form, answered } of days.flatMap(day => day.forms.map(form => ({ ...form, participant: day.participant })))) {
    const stored = of(form, participant);
    const name = `${participant} ${form}`;
    check(`${name}: received, under the study number`, stored.length === 1 && stored[0].status === 'completed');
    if (stored.length !== 1) continue;
    const items = leaves(stored[0].item).filter(item => item.answer || isDeclined(item));
    check(`${name}: every item is there`, items.length === answered.length, `${items.length} of ${answered.length}`);
    if (form === 'qlq-c30') check(`${name}: demonstration wording is marked`, (stored[0].meta?.tag ?? []).some(tag => tag.code === 'demonstration'));
    check(`${name}: the refusals are those of the patient`, items.filter(isDeclined).length === answered.filter(item => item.declined).length);
}
const walked = new Set(days.flatMap(day => day.forms.map(form => form.form)));
const shipped = readdirSync(new URL('../../forms/instruments/', import.meta.url)).filter(name => name.endsWith('.json')).map(name => name.replace('.json', ''));
check('every instrument was walked', shipped.every(form => walked.has(form)), shipped.filter(form => !walked.has(form)).join(', '));
const tapped = patient.forms.find(form => form.form === 'pain-nrs').answered.map(item => item.id.replace('nrs:', '')).join();
const [pain] = of('pain-nrs', patient.participant);
check('the numbers tapped are the numbers received', pain && answered(pain).map(item => item.answer[0].valueInteger).join() === tapped);
const [evening] = of('end-of-day', home.participant);
check('the day without an episode says so', evening && JSON.stringify(evening).includes('"none"'));
const [status] = of('study-status', home.participant);
check('the record of the completed study names who made it', status && JSON.stringify(status).includes('"completed"') && JSON.stringify(status.author ?? status).includes('CRC-1'));
const page = readFileSync(`${out}/console.txt`, 'utf8');
const verified = readFileSync(`${out}/verify.txt`, 'utf8');
for (const { tablet, forms, status } of days) {
    check(`${tablet}: nothing waits, nothing was refused`, status.waiting === 0 && status.quarantined.length === 0 && status.received === forms.length);
    check(`${tablet}: the console says that 1 to n arrived`, page.includes(tablet) && page.includes(`1–${forms.length}`));
    check(`${tablet}: the server verifies its chains and signatures`, verified.includes(`${tablet}: 1..${forms.length}`));
}

const manifest = read('export/manifest.json');
check('the data sets hold the same forms', manifest.responses === completed && !manifest.simulated && manifest.unreadable.length === 0);
check('the report is blinded without an allocation', readFileSync(`${out}/report/report.html`, 'utf8').includes('Blinded'));
const simulated = readFileSync(`${out}/simulated.txt`, 'utf8');
check('the simulated trial is on its server, each form once', /holds each of the \d+ forms once/.test(simulated));
const report = readFileSync(`${out}/simulated/report/report.html`, 'utf8');
check('its report has both arms, plots, and says that it is simulated', report.includes('Allocated to HM') && report.includes('Simulated:') && report.split('<svg').length > 10);

const summary = { passed: checks.every(entry => entry.passed), forms_completed: completed, sequences_received: responses.length, taps: patient.taps + interrupted.taps + home.taps, checks };
writeFileSync(`${out}/summary.json`, `${JSON.stringify(summary, null, 1)}\n`);
console.log(`${checks.filter(entry => entry.passed).length} of ${checks.length} checks passed.`);
process.exit(summary.passed ? 0 : 1);
