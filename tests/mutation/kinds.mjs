// SPDX-License-Identifier: Apache-2.0
// The three kinds of seeded faults. `right` must stand in its file exactly once; `seed` puts a switch around it.
export const expression = (what, right, wrong) => ({ what, right, seed: (number, kept) => `(seeded::fault(${number}) ? (${wrong}) : (${kept}))` });
export const statement = (what, right, wrong) => ({ what, right, seed: (number, kept) => `{ if (seeded::fault(${number})) { ${wrong} } else { ${kept} } }` });
/// A complaint that is not made.
export const omission = (what, right) => ({ what: `${what} is let through`, right, seed: (number, kept) => `{ if (!seeded::fault(${number})) { ${kept} } }` });
/// Seen by these lines of the table of faults rather than by the file's own test program.
export const inTable = (lines, fault) => ({ ...fault, lines });
