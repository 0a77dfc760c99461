// What no test runs: node tests/coverage/left.mjs FULL.json [--branches]
// FULL.json is gcovr's. Prints lines and branches run a folder, then each line of the folders below that was not run and is not explained in
// explained.tsv (file, the line's text, why no test reaches it). Ends with 1 when there is one, or when an explanation is of no use any more.
import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(here, "../..");
const watched = ["forms/engine/", "forms/scoring/", "sync/client/", "sync/sql/", "sync/store/", "sync/wire/"];
const { files } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const explained = new Map(readFileSync(join(here, "explained.tsv"), "utf8").split("\n").filter(line => line && !line.startsWith("#")).map(line => {
    const [file, text, reason] = line.split("\t");
    return [`${file}\t${text}`, { reason, used: false }];
}));

const folders = {};
const left = [];
const half = [];
for (const { file, lines } of files) {
    const source = readFileSync(join(root, file), "utf8").split("\n");
    const sum = folders[file.split("/").slice(0, 2).join("/")] ??= { lines: 0, run: 0, branches: 0, taken: 0, explained: 0 };
    for (const line of lines.filter(one => !one["gcovr/noncode"])) {
        const text = (source[line.line_number - 1] ?? "").trim(); // none: the file changed since
        sum.lines += 1;
        sum.run += line.count > 0;
        sum.branches += line.branches.length;
        sum.taken += line.branches.filter(one => one.count > 0).length;
        if (!watched.some(folder => file.startsWith(folder)))
            continue;
        if (line.count > 0 && line.branches.some(one => one.count === 0))
            half.push(`${file}:${line.line_number}: ${text}`);
        if (line.count > 0)
            continue;
        const known = explained.get(`${file}\t${text}`);
        if (known) {
            known.used = true;
            sum.explained += 1;
        } else {
            left.push(`${file}:${line.line_number}: ${text}`);
        }
    }
}
const percent = (part, whole) => whole ? `${(100 * part / whole).toFixed(1)} %` : "-";
console.log("folder | lines | not run, explained | branches");
for (const [folder, { lines, run, branches, taken, explained: known }] of Object.entries(folders).sort())
    console.log(`${folder} | ${percent(run, lines)} of ${lines} | ${known} | ${percent(taken, branches)} of ${branches}`);
if (process.argv.includes("--branches"))
    console.log(`\nA branch of these is not taken, the compiler's own included:\n${half.join("\n")}`);
const idle = [...explained].filter(([, { used }]) => !used).map(([key]) => key);
if (left.length > 0)
    console.log(`\nNot run and not explained: ${left.length}\n${left.join("\n")}`);
if (idle.length > 0)
    console.log(`\nExplained, but run or gone: ${idle.length}\n${idle.join("\n")}`);
process.exit(left.length + idle.length > 0 ? 1 : 0);
