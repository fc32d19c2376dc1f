import { expect, test } from 'vitest';
import { severalRows } from '../../src/ledger/postgres/several-rows.ts';

const INSERT = 'INSERT INTO story (id, text) VALUES (?, ?)';
const OTHER = 'INSERT INTO kept (id) VALUES (?) ON CONFLICT DO NOTHING';
const rows = (count: number) =>
  Array.from({ length: count }, (_, id) => ({ sql: INSERT, params: [id, `text ${id}`] }));

test('rows of one table become one statement, in their order', () => {
  const [first, second] = rows(2);
  expect(severalRows([...rows(2), { sql: OTHER, params: [7] }])).toEqual([
    {
      sql: 'INSERT INTO story (id, text) VALUES (?, ?), (?, ?)',
      params: [...(first?.params ?? []), ...(second?.params ?? [])],
    },
    { sql: OTHER, params: [7] },
  ]);
});

test('what stands at the end of the statement stays there', () => {
  expect(
    severalRows([
      { sql: OTHER, params: [1] },
      { sql: OTHER, params: [2] },
    ]),
  ).toEqual([{ sql: 'INSERT INTO kept (id) VALUES (?), (?) ON CONFLICT DO NOTHING', params: [1, 2] }]);
});

test('any number of rows needs few texts', () => {
  const made = severalRows(rows(45));
  expect(made.map(({ params }) => params.length / 2)).toEqual([32, 8, 4, 1]);
  expect(made.flatMap(({ params }) => params)).toEqual(rows(45).flatMap(({ params }) => params));
});

test('rows move past statements of other tables', () => {
  const count = { sql: 'UPDATE tally SET rows = rows + 1', params: [] };
  const [first, second] = rows(2);
  if (first === undefined || second === undefined) throw new Error('two rows were made');
  expect(severalRows([first, count, second]).map(({ params }) => params.length)).toEqual([4, 0]);
});

test.each([
  ['takes rows away', 'DELETE FROM story WHERE id = ?'],
  ['reads them', 'INSERT INTO kept (id) SELECT id FROM story WHERE id = ?'],
  ['puts others there', 'INSERT INTO story (id) VALUES (?)'],
  ['replaces them', 'INSERT INTO story (id) VALUES (?) ON CONFLICT (id) DO UPDATE SET id = excluded.id'],
])('no row moves past a statement that %s', (_, sql) => {
  const [first, second] = rows(2);
  if (first === undefined || second === undefined) throw new Error('two rows were made');
  const given = [first, { sql, params: [1] }, second];
  expect(severalRows(given)).toEqual(given);
});
