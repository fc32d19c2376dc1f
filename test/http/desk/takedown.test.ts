import { expect, test } from 'vitest';
import { operations } from '../../../src/http/desk/operations.ts';
import { startDesk } from './desk-server.ts';

const ORDER = { reason: 'privacy', reference: 'Letter of 3 March' };

test('an order at the desk carries the name of who is signed in', async () => {
  await using desk = await startDesk();
  const cookie = await desk.signedIn();
  const { item } = desk.fake.version(1);
  const answer = await desk.post(`/api/items/${item}/takedown`, ORDER, cookie);
  expect(answer.statusCode).toBe(200);
  const told = operations.takedown.response.parse(answer.json());
  expect(told.item).toMatchObject({ decision: 'takedown', takedown: { by: 'Ines Calloway', ...ORDER } });
  expect(desk.fake.takedowns).toEqual([{ item, order: { ...ORDER, note: null }, by: 'Ines Calloway' }]);
});

test.each([
  [{ reference: 'x' }, 'body.reason'],
  [{ reason: 'spite', reference: 'x' }, 'body.reason'],
  [{ reason: 'privacy' }, 'body.reference'],
  [{ reason: 'privacy', reference: 'x'.repeat(301) }, 'body.reference'],
  [{ ...ORDER, note: '' }, 'body.note'],
  [{ ...ORDER, version: 1 }, 'body'],
])('an order of %j is refused, and the answer names the field', async (body, field) => {
  await using desk = await startDesk();
  const cookie = await desk.signedIn();
  const { item } = desk.fake.version(1);
  const answer = await desk.post(`/api/items/${item}/takedown`, body, cookie);
  expect(answer.statusCode).toBe(400);
  expect(answer.json().error).toMatchObject({ code: 'invalid-request', field });
  expect(desk.fake.takedowns).toEqual([]);
});

test('an order from nobody, or from another site, is refused', async () => {
  await using desk = await startDesk();
  const cookie = await desk.signedIn();
  const { item } = desk.fake.version(1);
  expect((await desk.post(`/api/items/${item}/takedown`, ORDER)).statusCode).toBe(401);
  const foreign = { origin: 'https://elsewhere.example' };
  expect((await desk.post(`/api/items/${item}/takedown`, ORDER, cookie, foreign)).statusCode).toBe(403);
  expect(desk.fake.takedowns).toEqual([]);
});
