// SPDX-License-Identifier: Apache-2.0
// Random expressions over random answers, by our engine and by NLM's fhirpath.js: compare.mjs EXPRESSION_LINES COUNT SEED
// Ends with 1 when a result differs; prints what differs. Expressions are made by type, so that most give values and some give faults.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { createRequire } from 'node:module';

process.env.TZ = 'UTC';
const require = createRequire(new URL('../support/fhirpath/', import.meta.url));
const fhirpath = require('fhirpath');
const model = require('fhirpath/fhir-context/r4');
const Decimal = require('decimal.js');
console.warn = () => {}; // "The quantity value was truncated"

const [program, countText, seedText] = process.argv.slice(2);
const count = Number(countText);
let state = BigInt(seedText) * 0x9E3779B97F4A7C15n & 0xFFFFFFFFFFFFFFFFn;

/// splitmix64: a whole number below `limit`
function random(limit) {
    state = state + 0x9E3779B97F4A7C15n & 0xFFFFFFFFFFFFFFFFn;
    let z = state;
    z = (z ^ z >> 30n) * 0xBF58476D1CE4E5B9n & 0xFFFFFFFFFFFFFFFFn;
    z = (z ^ z >> 27n) * 0x94D049BB133111EBn & 0xFFFFFFFFFFFFFFFFn;
    return Number((z ^ z >> 31n) % BigInt(limit));
}
const pick = list => list[random(list.length)];
const chance = percent => random(100) < percent;

// --- answers
const system = 'http://example.org/codes';
const weights = { [`${system}|a`]: 0, [`${system}|b`]: 1, [`${system}|c`]: 2.5, [`${system}|d`]: 10, [`${system}|e`]: -1 }; // without one, fhirpath.js asks a terminology server
const decimal = () => (random(2000001) - 1000000) / pick([1, 10, 100, 1000]);
const two = number => String(number).padStart(2, '0');
const date = () => `${1930 + random(100)}-${two(1 + random(12))}-${two(1 + random(28))}`;
const time = () => `${two(random(24))}:${two(random(60))}:${two(random(60))}`;
const coding = () => {
    const code = pick(['a', 'b', 'c', 'd', 'e']);
    return chance(70) ? { system, code, display: `Option ${code}` } : { system, code };
};
const words = ['', 'a', 'b', 'ab', 'pain', 'no pain', 'Pain', '3', '4.5', 'true', '-7'];
const makers = {
    valueInteger: () => random(21) - 5, valueDecimal: decimal, valueBoolean: () => chance(50), valueString: () => pick(words.slice(1)),
    valueDate: date, valueDateTime: () => `${date()}T${time()}Z`, valueTime: time, valueCoding: coding,
    valueQuantity: () => ({ value: decimal(), unit: 'mg', system: 'http://unitsofmeasure.org', code: 'mg' }),
};
const questions = {
    i1: 'valueInteger', i2: 'valueInteger', i3: 'valueInteger', d1: 'valueDecimal', d2: 'valueDecimal', b1: 'valueBoolean', b2: 'valueBoolean',
    s1: 'valueString', s2: 'valueString', t1: 'valueDate', t2: 'valueDate', m1: 'valueDateTime', h1: 'valueTime', c1: 'valueCoding', c2: 'valueCoding',
    c3: 'valueCoding', q1: 'valueQuantity', q2: 'valueQuantity',
};
function item(linkId, most = 1) {
    const answer = [];
    for (let i = 0; i < 1 + random(most); ++i)
        answer.push({ [questions[linkId]]: makers[questions[linkId]]() });
    if (linkId === 'b1' && chance(60))
        answer[0].item = [item('i3')];
    return { linkId, answer };
}
const among = names => names.filter(() => chance(75));
function response() {
    const group = () => ({ linkId: 'g', item: among(['i2', 'd2', 'c2', 's2', 't2']).map(name => item(name)) });
    const all = [...among(['i1', 'd1', 'b1', 'b2', 's1', 't1', 'm1', 'h1', 'c1', 'q1', 'q2']).map(name => item(name)), item('c3', 3)];
    for (let i = 0; i < random(4); ++i)
        all.push(group());
    return { resourceType: 'QuestionnaireResponse', item: all };
}
const options = ['a', 'b', 'c', 'd', 'e'].map(code => ({ valueCoding: { system, code },
    extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/itemWeight', valueDecimal: weights[`${system}|${code}`] }] }));
const definition = names => names.map(linkId => ({ linkId, answerOption: linkId.startsWith('c') ? options : undefined,
    item: linkId === 'b1' ? definition(['i3']) : undefined }));
const questionnaire = { resourceType: 'Questionnaire', status: 'active', item: [
    ...definition(['i1', 'd1', 'b1', 'b2', 's1', 't1', 'm1', 'h1', 'c1', 'q1', 'q2', 'c3']), { linkId: 'g', item: definition(['i2', 'd2', 'c2', 's2', 't2']) }] };

// --- expressions, by what they give: none or one value, unless it says "many". Left out is where fhirpath.js leaves FHIRPath: where() takes any
// element for true, even one that is false; -{} is a fault; sum() within aggregate() spoils $total.
const answer = name => `${pick(['%resource.', '%context.', '', 'QuestionnaireResponse.'])}item.where(linkId = '${name}').answer.${pick(['value', 'value', questions[name]])}`;
const inGroup = name => `${pick(['%resource.item', '%resource.repeat(item)', '%resource.descendants()'])}.where(linkId = '${name}').answer.value`;
const literal = () => pick([String(random(30)), String(random(30)), `${random(100)}.${1 + random(9)}`, `0.0${1 + random(9)}`]);
const bracket = text => `(${text})`;

function manyNumbers(depth) {
    return pick([
        () => inGroup('i2'), () => inGroup('d2'), () => `%resource.item.where(linkId = 'g').item.where(linkId = 'i2' or linkId = 'd2').answer.value`,
        () => `%resource.item.where(linkId = 'c3').answer.value.${pick(['weight', 'ordinal'])}()`, () => `%resource.item.where(linkId = 'c3').answer.weight()`,
        () => `%resource.descendants().where(linkId.startsWith('c')).answer.value.ordinal()`,
        () => bracket(`${number(depth - 1)} | ${number(depth - 1)}`), () => `${bracket(`${number(depth - 1)} | ${number(depth - 1)}`)}.combine(${number(depth - 1)})`,
        () => `%resource.item.answer.value.ofType(${pick(['integer', 'decimal', 'Decimal', 'FHIR.integer'])})`,
        () => `${manyNumbers(depth - 1)}.where($this ${pick(['>', '<=', '!='])} ${number(0)})`, () => `${manyNumbers(depth - 1)}.select($this * 2 + $index)`,
        () => `${manyNumbers(depth - 1)}.distinct()`, () => `${manyNumbers(depth - 1)}.${pick(['skip', 'take'])}(${random(3)})`, () => `${manyNumbers(depth - 1)}.tail()`,
        () => `${manyNumbers(depth - 1)}.${pick(['intersect', 'exclude', 'union'])}(${manyNumbers(0)})`,
        () => `%resource.item.where(linkId = 'g').select(iif(item.where(linkId = 'd2').exists(), item.where(linkId = 'd2').answer.value, 0))`,
    ].slice(0, depth > 0 ? 16 : 4))();
}
function number(depth) {
    if (depth <= 0)
        return pick([literal, literal, () => answer('i1'), () => answer('d1'), () => `${answer('c1')}.weight()`, () => `%resource.item.where(linkId = 'b1').answer.item.where(linkId = 'i3').answer.value`,
            () => '%limit', () => `(-${literal()})`])();
    const a = () => number(depth - 1);
    return pick([
        () => bracket(`${a()} ${pick(['+', '-', '*', '/'])} ${a()}`), () => bracket(`${a()} ${pick(['+', '-', '*', '/', 'div', 'mod'])} ${a()}`), () => `${a()} + ${a()} * ${a()}`,
        () => `${bracket(`${a()} ${pick(['div', 'mod'])} ${a()}`)}`, () => `${manyNumbers(depth - 1)}.${pick(['sum', 'min', 'max', 'avg', 'count', 'first', 'last'])}()`,
        () => `${manyNumbers(depth - 1)}[${random(3)}]`, () => `${bracket(a())}.${pick(['abs', 'round', 'floor', 'ceiling', 'truncate', 'toInteger', 'toDecimal'])}()`,
        () => `${bracket(a())}.round(${random(5)})`, () => `iif(${boolean(depth - 1)}, ${a()}, ${a()})`, () => `iif(${boolean(depth - 1)}, ${a()})`,
        () => `${manyNumbers(depth - 1)}.aggregate($this + $total, 0)`, () => `${manyNumbers(depth - 1)}.aggregate(iif($total.empty(), $this, iif($this < $total, $this, $total)))`,
        () => `${text(depth - 1)}.${pick(['toInteger', 'toDecimal', 'length'])}()`, () => `${many(depth - 1)}.count()`, () => `${manyNumbers(depth - 1)}.aggregate($total + $index, ${literal()})`,
        () => `${boolean(depth - 1)}.toInteger()`, () => `${bracket(a())}.power(${random(5)})`,
    ])();
}
function text(depth) {
    if (depth <= 0)
        return pick([() => `'${pick(words)}'`, () => answer('s1'), () => `${answer('c1')}.code`, () => `${answer('c1')}.display`, () => `${inGroup('s2')}.first()`])();
    return pick([
        () => bracket(`${text(depth - 1)} & ${text(depth - 1)}`), () => bracket(`${text(depth - 1)} + ${text(depth - 1)}`), () => `iif(${boolean(depth - 1)}, ${text(depth - 1)}, ${text(depth - 1)})`,
        () => `${bracket(boolean(depth - 1))}.toString()`, () => `(${answer('i1')}).toString()`, () => `${bracket(day(depth - 1))}.toString()`, () => text(0),
    ])();
}
function day(depth) {
    if (depth <= 0)
        return pick([() => answer('t1'), () => `@${date()}`, () => 'today()', () => `${inGroup('t2')}.last()`])();
    return pick([() => bracket(`${day(depth - 1)} ${pick(['+', '-'])} ${random(60)} ${pick(['years', 'months', 'days', 'weeks', 'day', 'year'])}`), () => day(0),
        () => `iif(${boolean(depth - 1)}, ${day(depth - 1)}, ${day(depth - 1)})`])();
}
const moment = () => pick([() => answer('m1'), () => `@${date()}T${time()}Z`, () => '(now() - 5 days)',
    () => bracket(`${answer('m1')} ${pick(['+', '-'])} ${random(400)} ${pick(['hours', 'minutes', 'seconds', 'days', 'months', 'years'])}`)])();
const clock = () => pick([() => answer('h1'), () => `@T${time()}`])();
const quantity = () => pick([() => answer('q1'), () => answer('q2'), () => `${literal()} 'mg'`, () => bracket(`${answer('q1')} ${pick(['+', '-'])} ${answer('q2')}`)])();
function many(depth) {
    return pick([() => '%resource.descendants()', () => '%resource.repeat(item)', () => '%resource.repeat(item | answer.item)', () => '%resource.item', () => '%resource.item.answer', () => inGroup('c2'),
        () => '%resource.item.answer.value', () => `%resource.item.where(linkId = 'c3').answer.value.code`, () => inGroup('s2'), () => manyNumbers(depth), () => '%words', () => '%resource.children()',
        () => `%resource.item.where(${boolean(0)} and true)`, () => '{}', () => '%resource.item.answer.value.ofType(Coding)', () => '%resource.item.linkId',
        () => `%resource.item.where(answer.value is ${pick(['Coding', 'integer', 'boolean', 'FHIR.string'])})`])();
}
function boolean(depth) {
    if (depth <= 0)
        return pick([() => 'true', () => 'false', () => answer('b1'), () => answer('b2'), () => `${answer('i1')}.exists()`, () => `${answer('s1')}.empty()`,
            () => bracket(`${answer('c1')}.code = '${pick(['a', 'b'])}'`), () => bracket(`'a' in ${inGroup('s2')}`)])();
    const a = () => boolean(depth - 1);
    return bracket(pick([
        () => `${a()} ${pick(['and', 'or', 'xor', 'implies'])} ${a()}`, () => `${a()} ${pick(['and', 'or', 'xor', 'implies'])} ${a()}`, () => `${bracket(a())}.not()`,
        () => `${number(depth - 1)} ${pick(['=', '!=', '<', '>', '<=', '>='])} ${number(depth - 1)}`, () => `${number(depth - 1)} ${pick(['=', '!=', '<', '>', '<=', '>='])} ${number(depth - 1)}`,
        () => `${text(depth - 1)} ${pick(['=', '!=', '<', '>='])} ${text(depth - 1)}`, () => `${day(depth - 1)} ${pick(['=', '!=', '<', '>', '<=', '>='])} ${day(depth - 1)}`,
        () => `${moment()} ${pick(['=', '<', '>='])} ${moment()}`, () => `${clock()} ${pick(['=', '<', '>='])} ${clock()}`, () => `${quantity()} ${pick(['=', '<', '>='])} ${quantity()}`,
        () => `${many(depth - 1)}.${pick(['exists', 'empty', 'isDistinct'])}()`, () => `${manyNumbers(depth - 1)}.exists($this > ${number(0)})`, () => `${manyNumbers(depth - 1)}.all($this >= ${number(0)})`,
        () => `%resource.item.where(linkId = 'g').exists(item.where(linkId = 'i2').answer.value > ${number(0)})`, () => `${text(depth - 1)}.${pick(['contains', 'startsWith', 'endsWith'])}('${pick(words)}')`,
        () => `${number(depth - 1)} in ${manyNumbers(depth - 1)}`, () => `${manyNumbers(depth - 1)} contains ${number(depth - 1)}`, () => `${many(depth - 1)} ${pick(['=', '!='])} ${many(depth - 1)}`,
        () => `${bracket(`${a()} | ${a()}`)}.${pick(['allTrue', 'anyTrue', 'allFalse', 'anyFalse'])}()`, () => `${text(depth - 1)}.toBoolean()`, () => `${number(0)}.toBoolean()`,
        () => `${answer('c1')} = ${answer(pick(['c1', 's1']))}`, () => `${answer('c1')} in ${inGroup('c2')}`, () => `${number(depth - 1)}.hasValue()`,
        () => `${text(0)} ${pick(['=', '!='])} ${number(0)}`, () => `${day(0)} < ${number(0)}`, () => `${manyNumbers(depth - 1)} > ${number(0)}`, () => `iif(${a()}, ${a()}, ${a()})`,
    ])());
}
const makersOfExpressions = [number, number, number, boolean, boolean, boolean, text, day, many, manyNumbers, () => pick([() => answer('m1'), moment])().replace('now() - 5 days', '{}'), quantity];

// --- one result as text
function plain(data) {
    if (data === null || typeof data !== 'object')
        return typeof data === 'number' ? { number: String(data) } : data;
    const parts = [];
    for (const [name, value] of Object.entries(data)) {
        if (name === 'resourceType')
            continue;
        for (const one of Array.isArray(value) ? value : [value])
            parts.push(name.startsWith('value') ? 'value' : name, name.startsWith('value') ? typedPlain(name, one) : plain(one));
    }
    return parts;
}
function typedPlain(name, value) {
    if (['valueDate', 'valueDateTime', 'valueTime'].includes(name))
        return { moment: value };
    return name === 'valueQuantity' ? { number: String(value.value), unit: value.code } : plain(value);
}
const digits = text => new Decimal(text).toFixed();
function normal(value) {
    if (Array.isArray(value))
        return value.map(normal);
    if (value && value.number !== undefined)
        return value.unit === undefined ? { number: digits(value.number) } : { number: digits(value.number), unit: value.unit.replaceAll("'", '') };
    if (value && value.moment !== undefined)
        return { moment: value.moment.replace(/\.000/, '').replace(/[+-]00:00/, 'Z') };
    return value;
}
function theirs(value) {
    const data = value?.constructor?.name === 'ResourceNode' ? value.convertData() : value;
    const kind = data?.constructor?.name;
    if (kind === 'FP_Decimal_Precise')
        return { number: data.toString() };
    if (kind === 'FP_Quantity')
        return { number: data.value.toString(), unit: data.unit };
    if (kind?.startsWith('FP_'))
        return { moment: data.asStr };
    return plain(data);
}
const now = new Date().toISOString();
const compiled = (expression, resource) => {
    try {
        return fhirpath.evaluate(resource, expression, { resource, context: resource, questionnaire, limit: 5, words: ['a', 'b'] }, model,
            { preciseMath: true, resolveInternalTypes: false, keepDecimalTypes: true }).map(theirs);
    } catch (error) {
        return `fault: ${error.message}`;
    }
};

const child = spawn(program, { stdio: ['pipe', 'pipe', 'inherit'] });
const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
const tally = { same: 0, empty: 0, faults: 0, different: 0 };
while (tally.same + tally.different < count) {
    const resource = response();
    const expressions = Array.from({ length: 40 }, () => pick(makersOfExpressions)(random(4)));
    const expected = expressions.map(expression => compiled(expression, resource));
    child.stdin.write(JSON.stringify({ response: resource, weights, now, expressions }) + '\n');
    const { value, done } = await lines.next();
    if (done)
        throw new Error('expression_lines ended.');
    JSON.parse(value).forEach((mine, i) => {
        const left = JSON.stringify(normal(mine));
        const right = String(expected[i]).startsWith('fault') ? '"fault"' : JSON.stringify(normal(expected[i]));
        if (left === right) {
            ++tally.same;
            tally.empty += left === '[]' ? 1 : 0;
            tally.faults += left === '"fault"' ? 1 : 0;
            return;
        }
        if (++tally.different <= 20)
            console.log(`${expressions[i]}\n  ours   ${left}\n  theirs ${right === '"fault"' ? expected[i] : right}\n  over   ${JSON.stringify(resource)}`);
    });
}
child.stdin.end();
console.log(`${tally.same + tally.different} evaluations, ${tally.empty} without a value, ${tally.faults} faults: ${tally.different} different.`);
process.exit(tally.different === 0 ? 0 : 1);
