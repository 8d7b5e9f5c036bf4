const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;" };

/**
 * The rows of a page as a person would write them without a framework: one table, one string.
 *
 * @param {Record<string, unknown>} row the data's one row
 * @param {import("./pages.mjs").Page} page
 * @returns {string}
 */
export function barePage(row, { list, columns }) {
  const rows = row[list];
  if (!Array.isArray(rows)) throw new Error(`The statement answers no ${list} any more: see scripts/bench/pages.mjs.`);
  const table = columns ? matrix(rows, columns, row.licenses) : registry(rows);
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Seatwise</title></head><body>${table}</body></html>`;
}

function registry(licenses) {
  const body = licenses.map(({ id, ...others }) => `<tr>${head(id)}${Object.values(others).map(cell).join("")}</tr>`);
  return `<table><tbody>${body.join("")}</tbody></table>`;
}

function matrix(users, columns, licenses) {
  const heads = columns.map((id) => {
    const { product, name, used, limit } = licenses.find((license) => license.id === id);
    return `<th>${escaped(product)}<small>${escaped(name ?? "")}</small><small>${limit - used}</small></th>`;
  });
  const body = users.map(({ id, name, username, domain, held }) => {
    const boxes = columns.map(
      (column, index) =>
        `<td><input type="checkbox" name="${id}" value="${index}"${held.includes(column) ? ' checked=""' : ""}></td>`,
    );
    return `<tr>${head(name)}<td>${escaped(`${username}@${domain}`)}</td>${boxes.join("")}</tr>`;
  });
  return `<table><thead><tr><th></th>${heads.join("")}</tr></thead><tbody>${body.join("")}</tbody></table>`;
}

const head = (text) => `<th scope="row">${escaped(text)}</th>`;
const cell = (value) => `<td>${escaped(String(value ?? ""))}</td>`;
const escaped = (text) => text.replace(/[&<>"']/g, (char) => ENTITIES[char]);
