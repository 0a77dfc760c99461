// SPDX-License-Identifier: Apache-2.0
// The validation pack: requirements, the tests tied to them by tag, and the results of a ctest run, as one page that prints.
//   node tests/validation/pack.mjs BUILD RESULTS.xml OUT.html
// Ends with 1 when a requirement is not shown or a test failed. packaging/validation runs it.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { annex } from './annex.mjs';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const tag = /R-\d{3}/g;

export const readAreas = () => JSON.parse(readFileSync(join(root, 'tests/validation/requirements.json'), 'utf8'));

/** Every test case in the sources, as ctest names it ("folder: sentence"), with the requirements that its tags name. */
export function casesOfSources() {
    const cases = new Map();
    for (const folder of readdirSync(join(root, 'tests'), { withFileTypes: true }).filter(entry => entry.isDirectory()))
        for (const file of readdirSync(join(root, 'tests', folder.name)).filter(name => name.endsWith('.tests.cpp')))
            for (const [, name, tags = ''] of readFileSync(join(root, 'tests', folder.name, file), 'utf8').matchAll(/^TEST_CASE\("((?:[^"\\]|\\.)*)"(?:,\s*"([^"]*)")?\)/gm))
                cases.set(`${folder.name}: ${name.replace(/\\(.)/g, '$1')}`, tags.match(tag) ?? []);
    return cases;
}

/** Tests that are scripts or programs of their own, with the requirements that their labels name, as CMake wrote them down for ctest. */
export function casesOfLabels(build) {
    const cases = new Map();
    for (const folder of readdirSync(join(build, 'tests'), { withFileTypes: true }).filter(entry => entry.isDirectory())) {
        const file = join(build, 'tests', folder.name, 'CTestTestfile.cmake');
        const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
        for (const [, bracketed, plainly] of text.matchAll(/^add_test\((?:\[=*\[(.*?)\]=*\]|"([^"]*)")/gm)) cases.set(bracketed ?? plainly, []);
        for (const [, bracketed, plainly, labels] of text.matchAll(/^set_tests_properties\((?:\[=*\[(.*?)\]=*\]|"([^"]*)") PROPERTIES .*?\bLABELS "([^"]*)"/gm))
            cases.set(bracketed ?? plainly, labels.split(';').filter(label => label.match(/^R-\d{3}$/)));
    }
    return cases;
}

const plain = text => text.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&quot;/g, '"').replace(/&apos;/g, "'").replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(code)).replace(/&amp;/g, '&');
const words = { run: 'passed', fail: 'failed', notrun: 'skipped', disabled: 'skipped' };

/** The results in a file of ctest --output-junit: name to { result, seconds }. */
export function readResults(file) {
    const results = new Map();
    for (const [, head] of readFileSync(file, 'utf8').matchAll(/<testcase\s([^>]*)>/g)) {
        const value = name => plain(head.match(new RegExp(`\\b${name}="([^"]*)"`))?.[1] ?? '');
        results.set(value('name'), { result: words[value('status')] ?? 'failed', seconds: Number(value('time')) });
    }
    return results;
}

/** Each requirement with its tests and their results. It is shown when a test passed, and none of its tests failed or did not run. */
export function trace(areas, tagged, results) {
    const names = [...tagged.keys()];
    return areas.map(({ area, requirements }) => ({ area, requirements: requirements.map(requirement => {
        const tests = names.filter(name => tagged.get(name).includes(requirement.id)).map(name => ({ name, ...(results.get(name) ?? { result: 'not run', seconds: 0 }) }));
        const shown = tests.some(test => test.result === 'passed') && tests.every(test => test.result === 'passed' || test.result === 'skipped');
        return { ...requirement, tests, shown };
    }) }));
}

const sha256 = file => createHash('sha256').update(readFileSync(file)).digest('hex');
function filesBelow(folder) {
    return readdirSync(folder).sort().flatMap(name => statSync(join(folder, name)).isDirectory() ? filesBelow(join(folder, name)) : [join(folder, name)]);
}

/** What was tested, to the byte. */
function identity(build, results) {
    const git = (...args) => { try { return execFileSync('git', ['-C', root, ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim(); } catch { return ''; } };
    const programs = ['admin', 'kiosk', 'server', 'sync'].map(name => join(build, 'bin', `bedside-${name}`)).filter(existsSync);
    const version = programs.length ? execFileSync(programs[0], ['--version'], { encoding: 'utf8' }).trim() : 'not built';
    const changed = git('status', '--porcelain', '--untracked-files=no') ? ', with changes that are not committed' : '';
    const system = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8').match(/^PRETTY_NAME="(.*)"/m)?.[1] : '';
    return {
        facts: [['Version', version], ['Commit', `${git('rev-parse', 'HEAD') || 'unknown'}${changed}`], ['Results of', statSync(results).mtime.toISOString()], ['SHA-256 of the results', sha256(results)],
            ['Machine', `${hostname()}, ${system}, ${process.arch}`], ['Page made', new Date().toISOString()]],
        hashes: [['Programs', programs], ['Forms', filesBelow(join(root, 'forms/instruments')).filter(file => file.endsWith('.json'))], ['Studies', filesBelow(join(root, 'forms/studies'))]]
            .map(([kind, files]) => [kind, files.map(file => [kind === 'Programs' ? basename(file) : relative(root, file), sha256(file)])]),
    };
}

const escape = text => String(text).replace(/[&<>"]/g, character => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[character]);
const seconds = value => value < 0.095 ? `${Math.max(1, Math.round(value * 1000))} ms` : `${value.toFixed(1)} s`;
const testLine = test => `<li class="${test.result.replace(' ', '-')}"><span>${escape(test.name)}</span> <b>${test.result}</b> <i>${test.result === 'not run' ? '' : seconds(test.seconds)}</i></li>`;

/** The page: complete in itself, on the screen and on A4. */
export function page(traced, results, { facts, hashes }) {
    const all = traced.flatMap(({ requirements }) => requirements);
    const shown = all.filter(requirement => requirement.shown).length;
    const tied = new Set(all.flatMap(requirement => requirement.tests.map(test => test.name)));
    const others = [...results].filter(([name]) => !tied.has(name)).map(([name, result]) => ({ name, ...result }));
    const count = result => [...results.values()].filter(test => test.result === result).length;
    const failedOthers = others.filter(test => test.result === 'failed');
    return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Bedside: validation</title>
<style>${readFileSync(join(root, 'tests/validation/pack.css'), 'utf8')}</style>
<h1>Bedside: validation</h1>
<p class="sum ${shown === all.length ? 'passed' : 'failed'}">${shown} of ${all.length} requirements shown. ${results.size} tests: ${count('passed')} passed, ${count('failed')} failed, ${count('skipped')} skipped.</p>
<table class="facts">${facts.map(([name, value]) => `<tr><th>${name}<td>${escape(value)}`).join('')}</table>
<p>A requirement is shown when at least one of its tests passed and none of them failed or did not run. A skipped test lacked a tool on this machine. <a href="#signed">To be signed at the end.</a></p>
${traced.map(({ area, requirements }) => `<h2>${escape(area)}</h2><table class="trace"><thead><tr><th>No.<th>Requirement and source<th>Tests<th>Result</thead><tbody>
${requirements.map(requirement => `<tr id="${requirement.id}" class="${requirement.shown ? 'shown' : 'open'}"><th>${requirement.id}<td>${escape(requirement.text)}<small>${requirement.sources.map(escape).join('<br>')}</small><td><ul>${requirement.tests.map(testLine).join('') || '<li class="failed">no test</li>'}</ul><td class="verdict">${requirement.shown ? 'shown' : 'NOT SHOWN'}`).join('\n')}</tbody></table>`).join('\n')}
<h2>Tests that no requirement names</h2><p>${others.length} more tests, ${others.filter(test => test.result === 'passed').length} of them passed.</p>${failedOthers.length ? `<ul>${failedOthers.map(testLine).join('')}</ul>` : ''}
<h2>What was tested</h2>${hashes.map(([kind, files]) => `<h3>${kind}</h3><table class="hashes"><tr><th>File<th>SHA-256${files.map(([name, hash]) => `<tr><td>${escape(name)}<td><code>${hash}</code>`).join('')}</table>`).join('')}
<section id="signed"><h2>Signed</h2><table class="signed"><tr><th>Role<th>Name<th>Date<th>Signature${['Tested by', 'Reviewed by', 'Approved by (quality)'].map(role => `<tr><th>${role}<td><td><td>`).join('')}</table></section>
${['THREATS.md', 'DATA.md'].map(name => annex(readFileSync(join(root, 'tests/validation', name), 'utf8'))).join('')}
</html>
`;
}

/** Makes the page; false when something is not shown or a test failed. */
export function makePack(build, resultsFile, out) {
    const tagged = new Map([...casesOfSources(), ...casesOfLabels(build)].filter(([, ids]) => ids.length));
    const results = readResults(resultsFile);
    const traced = trace(readAreas(), tagged, results);
    mkdirSync(dirname(resolve(out)), { recursive: true });
    writeFileSync(out, page(traced, results, identity(build, resultsFile)));
    const open = traced.flatMap(({ requirements }) => requirements).filter(requirement => !requirement.shown);
    const failed = [...results].filter(([, test]) => test.result === 'failed').map(([name]) => name);
    for (const requirement of open) console.error(`not shown: ${requirement.id} ${requirement.text}`);
    for (const name of failed) console.error(`failed: ${name}`);
    return open.length === 0 && failed.length === 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
    const [build, resultsFile, out] = process.argv.slice(2);
    if (!out || !existsSync(resultsFile)) {
        console.error('pack: give BUILD RESULTS.xml OUT.html; the results are those of ctest --output-junit.');
        process.exit(2);
    }
    process.exit(makePack(resolve(build), resultsFile, out) ? 0 : 1);
}
