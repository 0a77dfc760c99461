// SPDX-License-Identifier: Apache-2.0
// Breaks the rules one at a time and asks whether a test sees it: node tests/mutation/run.mjs [words of the fault...]
// All faults are compiled into one copy of the sources, each switched on by its number in BEDSIDE_FAULT, so that the tests are built once.
// Ends with 1 when a fault is not seen. Some minutes; ctest asks only whether every fault still has its place (--places).
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

import engine from "./engine_faults.mjs";
import study from "./study_faults.mjs";
import sync from "./sync_faults.mjs";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const work = process.env.BEDSIDE_MUTATION ?? join(root, "build/mutation");
const source = join(work, "source");
const build = join(source, "build/release");

const header = `#pragma once
#include <chrono>
#include <cstdlib>
#include <thread>
namespace seeded {
inline void pause(int milliseconds) { std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds)); }
inline bool fault(int number)
{
    static int const wanted = std::getenv("BEDSIDE_FAULT") ? std::atoi(std::getenv("BEDSIDE_FAULT")) : 0;
    return number == wanted;
}
}
`;

/// Copies what git knows; a file is written only when it differs, so that a second run builds little.
function put(name, text) {
    const target = join(source, name);
    mkdirSync(dirname(target), { recursive: true });
    if (!existsSync(target) || readFileSync(target, "utf8") !== text)
        writeFileSync(target, text);
}

const seeded = new Map();
const faults = [];
for (const { file, test, faults: listed } of [...engine, ...study, ...sync]) {
    const text = readFileSync(join(root, file), "utf8");
    const sites = listed.map((fault) => ({ ...fault, file, test, number: 0, at: text.indexOf(fault.right) }));
    for (const site of sites) {
        const times = text.split(site.right).length - 1;
        if (times !== 1) {
            console.error(`mutation: in ${file}, "${site.what}": its right text stands there ${times} times`);
            process.exitCode = 2;
        }
        site.number = faults.push(site);
    }
    seeded.set(file, '#include "seeded.h"\n' + nest(text, sites, 0, text.length));
}

if (process.argv.includes("--places"))
    process.exit();

/// The text from `from` to `to` with every site in it switched; a site inside another is switched in what the outer one keeps.
function nest(text, sites, from, to) {
    let out = "";
    let at = from;
    const inside = sites.filter((site) => site.at >= from && site.at + site.right.length <= to).sort((a, b) => a.at - b.at || b.right.length - a.right.length);
    for (const site of inside) {
        if (site.at < at)
            continue; // stands in the one before
        const end = site.at + site.right.length;
        out += text.slice(at, site.at) + site.seed(site.number, nest(text, inside.filter((other) => other !== site), site.at, end));
        at = end;
    }
    return out + text.slice(at, to);
}

/// A fault may look odd to the compiler; that is not what is asked.
function withoutWarnings(file) {
    let module = dirname(file);
    while (!existsSync(join(root, module, "CMakeLists.txt")))
        module = dirname(module);
    return `set_source_files_properties(\${CMAKE_SOURCE_DIR}/${file} DIRECTORY ${module} PROPERTIES COMPILE_OPTIONS -w)\n`;
}

for (const name of execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], { cwd: root, encoding: "utf8" }).split("\0")) {
    if (!name || !existsSync(join(root, name)))
        continue;
    if (seeded.has(name))
        put(name, seeded.get(name));
    else if (name === "CMakeLists.txt")
        put(name, readFileSync(join(root, name), "utf8") + [...seeded.keys()].map(withoutWarnings).join(""));
    else {
        mkdirSync(dirname(join(source, name)), { recursive: true });
        cpSync(join(root, name), join(source, name), { preserveTimestamps: true });
    }
}
put("seeded.h", header);

if (process.exitCode)
    process.exit();
const words = process.argv.slice(2).join(" ");
const chosen = faults.filter((fault) => [fault.what, fault.file, ...(fault.lines ?? [])].some((name) => name.includes(words)));
if (chosen.length === 0) {
    console.error(`mutation: no fault or file is named "${words}"`);
    process.exit(2);
}
/// Programs that are asked about a fault, each with its parameters.
const questions = (fault) => fault.lines?.map((line) => ["fault_table", "--rounds", "25", "--fault", line]) ?? [[`test_${fault.test}`, "--abort", "--order", "decl"]];
const asked = new Map(chosen.flatMap(questions).map((question) => [question.join(" "), question]));
const run = (command, parameters) => {
    const done = spawnSync(command, parameters, { stdio: ["ignore", "pipe", "pipe"], encoding: "utf8" });
    if (done.status !== 0) {
        console.error(done.stdout.slice(-4000) + done.stderr.slice(-4000));
        process.exit(2);
    }
};
run("cmake", ["-S", source, "-B", build, "-G", "Ninja", "-DCMAKE_BUILD_TYPE=Release"]);
run("cmake", ["--build", build, "--target", ...new Set([...asked.values()].map(([program]) => program))]);

/// What a program says of a fault when it sees it; one that hangs has seen it too. Null when it sees nothing.
function seen([program, ...parameters], number) {
    const done = spawnSync(join(build, "bin", program), parameters,
        { env: { ...process.env, BEDSIDE_FAULT: String(number) }, timeout: 300_000, stdio: ["ignore", "pipe", "pipe"], encoding: "utf8" });
    if (done.status === 77) {
        console.error(`mutation: ${program} ${parameters.join(" ")} cannot run here`);
        process.exit(2);
    }
    const said = program === "fault_table" ? /FAILED.*/ : /(?<=^-+\n).+(?:\n.+)?(?=\n-+$)/m;
    return done.status === 0 ? null : (said.exec(done.stdout)?.[0] ?? "ended").replaceAll("\n", " ").slice(0, 160);
}

for (const question of asked.values()) {
    const failure = seen(question, 0);
    if (failure) {
        console.error(`mutation: ${question.join(" ")} fails without a fault: ${failure}`);
        process.exit(2);
    }
}
let all = 0;
let unseen = 0;
for (const fault of chosen) {
    for (const question of questions(fault)) {
        const failure = seen(question, fault.number);
        all += 1;
        unseen += failure ? 0 : 1;
        console.log(`${failure ? "seen    " : "NOT SEEN"} ${fault.file}: ${fault.what}  <- ${question[0] === "fault_table" ? `${question.at(-1)}: ` : ""}${failure ?? "nothing"}`);
    }
}
console.log(`${all - unseen} of ${all} faults are seen`);
process.exit(unseen ? 1 : 0);
