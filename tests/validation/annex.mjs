// SPDX-License-Identifier: Apache-2.0
// The documents beside this file as parts of the validation page: headings, paragraphs, one-line list items, tables, bold, italic and code, and nothing more.

const escape = text => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
const inline = text => escape(text).replace(/`([^`]+)`/g, '<code>$1</code>').replace(/\*\*([^*]+)\*\*/g, '<strong>$1</strong>').replace(/\*([^*]+)\*/g, '<em>$1</em>');
const cells = line => line.slice(1, -1).split(' | ').map(cell => inline(cell.trim()));

export function annex(markdown) {
    let table = false;
    const lines = markdown.split('\n').map(line => {
        const begins = line.startsWith('|') && !table, ends = !line.startsWith('|') && table;
        table = line.startsWith('|');
        if (begins) return `<table class="annex"><thead><tr><th>${cells(line).join('<th>')}</thead><tbody>`;
        if (table) return /^[|-]+$/.test(line) ? '' : `<tr><td>${cells(line).join('<td>')}`;
        const text = line.startsWith('# ') ? `<h2>${inline(line.slice(2))}</h2>` : line.startsWith('- ') ? `<p>• ${inline(line.slice(2))}</p>` : line ? `<p>${inline(line)}</p>` : '';
        return (ends ? '</tbody></table>' : '') + text;
    });
    return `<section class="annex">${lines.join('\n')}${table ? '</tbody></table>' : ''}</section>`;
}
