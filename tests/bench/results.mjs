// The table of what packaging/bench measured: each budget, its limit or rival of the same run, the ratio.
//   results.mjs FOLDER
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';

const folder = process.argv[2];
const read = name => existsSync(`${folder}/${name}`) ? JSON.parse(readFileSync(`${folder}/${name}`, 'utf8')) : null;
const rows = [];
const row = (...cells) => rows.push(`| ${cells.join(' | ')} |`);
const round = (value, digits = 1) => Number(value.toFixed(digits));
const heading = (title, ...columns) => {
    rows.push('', `## ${title}`, '', `| ${columns.join(' | ')} |`, `|${columns.map(() => '---').join('|')}|`);
};

const system = /PRETTY_NAME="(.*)"/.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? '';
const commit = execFileSync('git', ['rev-parse', '--short=12', 'HEAD'], { encoding: 'utf8' }).trim();
rows.push('# Results', '', 'Made by `packaging/bench --write`. Times are of one run on one machine; what travels to another machine are the ratios.', '',
    `${new Date().toISOString().slice(0, 10)}, commit ${commit}: ${cpus().length} cores (${cpus()[0].model.trim()}), ${Math.round(totalmem() / 2 ** 30)} GiB, ${system}.`);

const item = read('item.json');
if (item) {
    const walks = readdirSync(folder).filter(name => name.startsWith('walk-')).map(name => [name.slice(5, -5), read(name).walk]);
    const taps = walks.flatMap(([, walk]) => walk.all_taps_ms).sort((a, b) => a - b);
    const at = part => taps[Math.min(taps.length - 1, Math.floor(part * taps.length))];
    const sizes = walks.map(([, walk]) => walk.text_size_ms?.max).filter(ms => ms);
    heading('The kiosk (Xvfb, software renderer)', 'What', 'Measured', 'Budget');
    row('First frame', `${round(item.first_paint_ms)} ms`, '150 ms');
    row('Memory on an item screen (PSS)', `${round(item.pss_kb / 1024)} MB`, '40 MB');
    row('Idle', `${item.idle_cpu_percent_of_core} % of a core, ${item.idle_wakeups_per_s} wake-ups/s, ${item.idle_drawings} frames in ${item.idle_seconds} s`, '0.05 %');
    row('Tap to presented frame, 200 taps on one screen', `p50 ${item.release_to_pixels_ms.p50} ms, p99 ${item.release_to_pixels_ms.p99} ms`, 'p99 16 ms');
    const empty = read('empty.json')?.release_to_pixels_ms;
    if (empty)
        row('The same beside an empty frame of SDL\'s software renderer', `p50 ${empty.p50} ms, p99 ${empty.p99} ms: ${round(item.release_to_pixels_ms.p50 / empty.p50)} x, ${round(item.release_to_pixels_ms.p99 / empty.p99)} x`, '');
    row(`Tap to presented frame, ${taps.length} taps through every form`, `p50 ${round(at(0.5))} ms, p99 ${round(at(0.99))} ms`, 'p99 16 ms');
    row('Change of the text size', `at most ${round(Math.max(...sizes))} ms`, '50 ms');
    heading('CPU of one form on the kiosk', 'Form', 'Screens', 'CPU s', 'To its end');
    for (const [name, walk] of walks)
        row(name, walk.screens, walk.cpu_seconds, walk.finished ? 'yes' : 'no');
}

const rival = read('rival.json');
const ours = read('beside-rival.json');
if (rival && ours) {
    const size = read('sizes.json');
    heading('Beside Chromium in kiosk mode with LHC-Forms 40.1.3: the same 30 items', 'What', 'Bedside', 'Chromium', 'Factor');
    const compare = (what, mine, theirs, unit) => row(what, `${round(mine, 2)} ${unit}`, `${round(theirs, 2)} ${unit}`, mine > 0 ? `${round(theirs / mine)} x` : 'none here');
    compare('First paint of the form (a warm start)', ours.first_paint_ms, rival.first_paint_ms, 'ms');
    compare('Memory (PSS)', ours.pss_kb / 1024, rival.pss_kb / 1024, 'MB');
    compare('Idle CPU', ours.idle_cpu_percent_of_core, rival.idle_cpu_percent_of_core, '% of a core');
    compare('Idle wake-ups', ours.idle_wakeups_per_s, rival.idle_wakeups_per_s, '/s');
    compare('Tap to pixels, p50', ours.release_to_pixels_ms.p50, rival.release_to_pixels_ms.p50, 'ms');
    compare('Tap to pixels, p99', ours.release_to_pixels_ms.p99, rival.release_to_pixels_ms.p99, 'ms');
    compare('CPU of 30 answers', ours.cpu_ms_per_tap * 30, rival.cpu_ms_per_tap * 30, 'ms');
    compare('Installed size, without fonts', size.ours_kb / 1024, size.rival_kb / 1024, 'MB');
}

if (existsSync(`${folder}/programs.jsonl`)) {
    const all = Object.fromEntries(readFileSync(`${folder}/programs.jsonl`, 'utf8').trim().split('\n').map(line => JSON.parse(line)).map(({ budget, figures }) => [budget, figures]));
    heading('Programs, beside what the machine or the library allows in the same run', 'What', 'Measured', 'Beside it', 'Ratio', 'Budget');
    const durable = all['durable answer'];
    row('An answer durable, p99', `${round(durable.store_p99_ms, 3)} ms`, `plain SQLite ${round(durable.plain_sqlite_p99_ms, 3)} ms`, `${round(durable.ratio_p99, 2)} x`, '2 x');
    row('An answer durable, p50', `${round(durable.store_p50_ms, 3)} ms`, `plain SQLite ${round(durable.plain_sqlite_p50_ms, 3)} ms`, `${round(durable.ratio_p50, 2)} x`, '');
    const drain = all['outbox drained'];
    row('A tablet\'s backlog, over TLS, with receipts', `${drain.forms_per_s} forms/s`, `TLS echo of the same size ${drain.tls_echoes_per_s}/s`, `${round(drain.share_of_echo * 100)} %`, '1,000 forms/s');
    const ingest = all['server ingest'];
    row(`Server ingest of ${ingest.tablets} tablets, grouped`, `${ingest.grouped_forms_per_s} forms/s`, `one commit a form ${ingest.one_commit_a_form_forms_per_s}/s; disk ${ingest.disk_syncs_per_s} syncs/s`, `${round(ingest.grouped_over_one, 2)} x; ${round(ingest.grouped_over_disk_syncs, 2)} x`, '> 1 x');
    row('QLQ-C30 scoring', `${all.scoring.rows_per_s} rows/s`, `reading the CSV alone ${all.scoring.parsing_alone_rows_per_s} rows/s`, `${round(all.scoring.times_parsing)} x`, '');
    const course = all.course;
    row(`A participant's course of ${course.forms} forms`, `${round(course.built_ms, 2)} ms`, `planned ${round(course.planned_us)} us`, '', '5 ms');
    row('One form more', `${round(course.one_more_us)} us`, '', '', '100 us');
    const validation = all['response validation'];
    row('A response validated', `${round(validation.us_each)} us`, `parsing alone ${round(validation.parsing_alone_us_each)} us`, `${round(validation.times_parsing)} x`, '');
    for (const [name, one] of Object.entries(all['questionnaire loaded and checked']))
        row(`Questionnaire ${name} loaded and checked`, `${round(one.ms, 2)} ms`, `parsing alone ${round(one.parsing_alone_ms, 2)} ms`, `${round(one.times_parsing)} x`, '50 ms');
    const month = all['memory over a month'];
    row(`Memory of the kiosk over 30 days, ${month.forms} forms`, `${round(month.growth_mb_day_3_to_30, 2)} MB more`, `${month.resident_mb_by_day['3']} MB on day 3`, '', 'no growth');
}

const trial = read('trial.json');
if (trial) {
    heading('The 42-patient trial', 'What', 'Measured', 'Budget');
    row('Simulated whole, with data sets and report', `${trial.trial_seconds} s`, '120 s');
    row('Its report alone, median of 5', `${trial.report_ms} ms`, '200 ms');
}
const sizes = [10_000, 100_000, 1_000_000].map(forms => read(`console-${forms}/views.json`)).filter(one => one);
if (sizes.length === 3) {
    const count = number => number.toLocaleString('en');
    heading(`The console: 200 tablets, 200 forms a participant, time at the server`, 'View', ...sizes.map(one => `${count(one.responses)} forms, ${count(one.participants)} participants`), 'Growth, 100 x the forms', 'Painted in Chromium at the largest');
    for (const [view, { server_ms: largest, painted_ms: painted }] of Object.entries(sizes[2].views))
        row(view, ...sizes.map(one => `${one.views[view].server_ms} ms`), `${round(largest / sizes[0].views[view].server_ms)} x`, painted === null ? '' : `${painted} ms`);
    row('First page after the start', ...sizes.map(one => `${one.first_page_ms} ms`), `${round(sizes[2].first_page_ms / sizes[0].first_page_ms)} x`, '');
    row('Memory afterwards', ...sizes.map(one => `${one.memory_mb} MB`), `${round(sizes[2].memory_mb / sizes[0].memory_mb)} x`, '');
    rows.push('', 'Budget: 200 ms at the server, 1 s to painted.');
}
console.log(rows.join('\n'));
