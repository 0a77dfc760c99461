// SPDX-License-Identifier: Apache-2.0
// Validates FHIR R4 JSON files with a library that shares nothing with the product; exit status 1 when one has an error or is unexpected.
'use strict';
const fs = require('fs');
const { Fhir } = require('fhir');

const fhir = new Fhir();
let faults = 0;
let files = 0;
for (const name of process.argv.slice(2)) {
  ++files;
  const result = fhir.validate(JSON.parse(fs.readFileSync(name, 'utf8')), { errorOnUnexpected: true });
  // warnings are value sets that the library does not hold
  const errors = result.messages.filter((message) => message.severity === 'error' || message.severity === 'fatal');
  for (const error of errors)
    console.log(`${name}: ${error.location}: ${error.message}`);
  if (!result.valid || errors.length)
    ++faults;
}
// a validator that finds nothing in nonsense proves nothing
const nonsense = fhir.validate({ resourceType: 'QuestionnaireResponse', item: [{ answer: [{ valueInteger: 'x' }] }], surprise: 1 }, { errorOnUnexpected: true });
if (nonsense.valid) {
  console.log('the validator accepts nonsense');
  ++faults;
}
console.log(`${files - faults} passed, ${faults} failed`);
process.exit(faults || !files ? 1 : 0);
