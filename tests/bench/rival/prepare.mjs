// Puts a questionnaire beside the rival's page, looks where its answers are, and prints them as x11_probe takes them: X,Y;X,Y...
//   prepare.mjs QUESTIONNAIRE FOLDER
// The renderer does not read contained value sets, so each becomes the item's own options; nothing else is changed.
import { createRequire } from 'node:module';
import { readFileSync, writeFileSync } from 'node:fs';

const require = createRequire(new URL('../../support/node/package.json', import.meta.url));
const { chromium } = require('playwright-core');
const [questionnaire, folder] = process.argv.slice(2);

const form = JSON.parse(readFileSync(questionnaire, 'utf8'));
const sets = Object.fromEntries((form.contained ?? []).map(set => [`#${set.id}`, set]));
const optionsOf = set => set.compose.include.flatMap(({ system, concept }) => concept.map(({ code, display }) => ({ valueCoding: { system, code, display } })));
function inline(item) {
    if (sets[item.answerValueSet]) {
        item.answerOption = optionsOf(sets[item.answerValueSet]);
        delete item.answerValueSet;
    }
    (item.item ?? []).forEach(inline);
}
form.item.forEach(inline);
delete form.contained;
writeFileSync(`${folder}/form.js`, `window.form = ${JSON.stringify(form)};\n`);

const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--allow-file-access-from-files'] });
try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await page.goto(`file://${folder}/page.html`);
    await page.waitForSelector('input[type=radio]', { timeout: 60000 });
    await page.waitForTimeout(1000);
    await page.screenshot({ path: `${folder}/page.png` });
    const boxes = await page.$$eval('input[type=radio]', all => all.map(one => one.getBoundingClientRect()).map(({ x, y, width, height }) => [x + width / 2, y + height / 2]));
    const seen = boxes.filter(([, y]) => y < 790).map(([x, y]) => `${Math.round(x)},${Math.round(y)}`);
    if (seen.length < 20) throw new Error(`the rival shows ${seen.length} answers only`);
    console.log(seen.join(';'));
} finally {
    await browser.close();
}
