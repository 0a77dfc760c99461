// Prints the guides: the texts of this folder with the pictures of the screens, as pages that hold all they need, and as PDF.
//   node packaging/guide/make.mjs FOLDER VERSION     FOLDER/screens/LANGUAGE has the pictures (tests/e2e/guide_pictures.mjs)
// In a text, <screen name="tasks" ring="next rest">words</screen> is a picture with rings around the named elements and words below.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const { chromium } = createRequire(new URL('../../tests/support/node/package.json', import.meta.url))('playwright-core');
const [out, version] = process.argv.slice(2);
const [width, height] = [1280, 800]; // of every picture
const guides = [['nurse', 4], ['patient', 1]].flatMap(([reader, pages]) => ['zh-Hans', 'en'].map(language => ({ reader, language, pages })));

function figure(language, attributes, words) {
    const value = name => attributes.match(new RegExp(`\\b${name}="([^"]*)"`))?.[1] ?? '';
    const places = JSON.parse(readFileSync(join(out, 'screens', language, 'pictures.json'), 'utf8'))[value('name')];
    if (!places) throw new Error(`there is no picture '${value('name')}'`);
    const rings = value('ring').split(' ').filter(Boolean).map(wanted => {
        const place = places[wanted] ?? Object.entries(places).find(([id]) => id.startsWith(wanted))?.[1];
        if (!place) throw new Error(`the picture '${value('name')}' has no '${wanted}' to ring`);
        const part = (number, whole) => `${(100 * number / whole).toFixed(2)}%`;
        return `<i style="left:${part(place.x - 8, width)};top:${part(place.y - 8, height)};width:${part(place.w + 16, width)};height:${part(place.h + 16, height)}"></i>`;
    });
    const data = readFileSync(join(out, 'screens', language, 'pictures', `${value('name')}.png`)).toString('base64');
    return `<figure><div><img alt="" src="data:image/png;base64,${data}">${rings.join('')}</div>${words ? `<figcaption>${words}</figcaption>` : ''}</figure>`;
}

const faults = [];
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--no-first-run'] });
try {
    for (const { reader, language, pages } of guides) {
        const name = `${reader}-${language}`;
        const text = readFileSync(join(here, `${name}.html`), 'utf8').replace(/<screen ([^>]*)>([^]*?)<\/screen>/g, (_, attributes, words) => figure(language, attributes, words)).replaceAll('{version}', version);
        const file = resolve(out, `${name}.html`);
        writeFileSync(file, `<!doctype html><html lang="${language}" class="${reader}"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><style>${readFileSync(join(here, 'guide.css'), 'utf8')}</style>${text}</html>\n`);
        const page = await browser.newPage();
        await page.goto(`file://${file}`);
        await page.emulateMedia({ media: 'print' });
        await page.evaluate(() => document.fonts.ready);
        const full = await page.$$eval('.page', sheets => sheets.flatMap((sheet, index) => {
            const main = sheet.querySelector('main'), end = main.getBoundingClientRect().bottom;
            const last = Math.max(...[...main.children].map(child => child.getBoundingClientRect().bottom));
            return last > end + 1 || sheet.scrollWidth > sheet.clientWidth + 1 ? [`page ${index + 1} is ${Math.round(last - end)} pixels too long`] : [];
        }));
        faults.push(...full.map(fault => `${name}: ${fault}`));
        const pdf = await page.pdf({ path: resolve(out, `${name}.pdf`), preferCSSPageSize: true, printBackground: true });
        const printed = pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0;
        if (printed !== pages) faults.push(`${name}: ${printed} pages instead of ${pages}`);
        await page.close();
        console.log(`${name}.pdf: ${printed} page${printed === 1 ? '' : 's'}`);
    }
} finally {
    await browser.close();
}
for (const fault of faults) console.error(`guides: ${fault}`);
process.exit(faults.length ? 1 : 0);
