// SPDX-License-Identifier: Apache-2.0
// Tests of the validation pack itself: check.mjs BUILD
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { casesOfLabels, casesOfSources, readAreas, root } from './pack.mjs';

const build = process.argv[2];
const requirements = readAreas().flatMap(area => area.requirements);
const ids = requirements.map(requirement => requirement.id);
const tagged = new Map([...casesOfSources(), ...casesOfLabels(build)].filter(([, tags]) => tags.length));
assert.deepEqual([...new Set(ids)], ids, 'each number is given once');
for (const requirement of requirements) assert.ok(requirement.text && requirement.sources.length, `${requirement.id} has a text and a source`);
for (const [name, tags] of tagged) for (const tag of tags) assert.ok(ids.includes(tag), `"${name}" names ${tag}, which is no requirement`);
for (const id of ids) assert.ok([...tagged.values()].some(tags => tags.includes(id)), `${id} has no test`);

// every test that the threat model names is one
const all = new Set([...casesOfSources().keys(), ...casesOfLabels(build).keys()]);
const threats = readFileSync(join(root, 'tests/validation/THREATS.md'), 'utf8').split('\n').filter(line => /^\| \d+ \|/.test(line));
for (const threat of threats) {
    const named = [...threat.split(' | ')[3].matchAll(/`([a-z0-9]+: [^`]+)`/g)].map(([, name]) => name);
    assert.ok(named.length, `no test is named for threat ${threat.slice(0, 40)}`);
    for (const name of named) assert.ok(all.has(name), `the threat model names "${name}", which is no test`);
}

const folder = mkdtempSync(join(tmpdir(), 'bedside-validation-'));
try {
    const quoted = text => text.replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/</g, '&lt;');
    /** The pack of a made-up run in which every tagged test has the status that `status(name)` says; none: it did not run. */
    const run = status => {
        const lines = [...tagged.keys()].map(name => [name, status(name)]).filter(([, word]) => word).map(([name, word]) => `<testcase name="${quoted(name)}" classname="x" time="0.5" status="${word}"></testcase>`);
        writeFileSync(join(folder, 'results.xml'), `<testsuite>${lines.join('\n')}</testsuite>`);
        const made = spawnSync(process.execPath, [join(root, 'tests/validation/pack.mjs'), build, join(folder, 'results.xml'), join(folder, 'page.html')], { encoding: 'utf8' });
        return { status: made.status, said: made.stderr, page: readFileSync(join(folder, 'page.html'), 'utf8') };
    };
    const well = run(() => 'run');
    assert.equal(well.status, 0, well.said);
    assert.ok(well.page.includes(`${ids.length} of ${ids.length} requirements shown`) && !well.page.includes('NOT SHOWN'));
    for (const document of ['Threat model', 'Personal information: what, where, how long, who']) assert.ok(well.page.includes(`<h2>${document}</h2>`), `${document} is annexed`);
    assert.ok(!/<(link|script|img)\b|url\(/.test(well.page), 'the page needs nothing beside itself');

    const victim = [...tagged.keys()].find(name => name.startsWith('store: '));
    for (const word of ['fail', '']) {
        const ill = run(name => name === victim ? word : 'run');
        assert.equal(ill.status, 1, `a test that ${word ? 'failed' : 'did not run'} ends with 1`);
        for (const id of tagged.get(victim)) assert.match(ill.page, new RegExp(`id="${id}" class="open"`), `${id} is not shown`);
    }
    const only = ids.find(id => [...tagged.values()].filter(tags => tags.includes(id)).length === 1);
    assert.equal(run(name => tagged.get(name).includes(only) ? 'notrun' : 'run').status, 1, 'a requirement whose only test was skipped is not shown');
} finally {
    rmSync(folder, { recursive: true });
}
console.log(`${ids.length} requirements, ${tagged.size} tests, ${threats.length} threats`);
