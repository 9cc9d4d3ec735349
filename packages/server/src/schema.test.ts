import { evidenceKey } from '@norce-kit/core';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import { expect, test } from 'vitest';
import { startRig } from '../test/rig.ts';
import type { HandlerEvent } from './events.ts';
import type { AttributeRule } from './options.ts';

const patch = { method: 'PATCH', path: '/o_1/attributes' };

/** A schema like those of Zod, Valibot and ArkType: only a gift of at most 20 characters, trimmed. */
const schema: AttributeRule = {
  '~standard': {
    version: 1,
    vendor: 'test',
    validate: async (value): Promise<StandardSchemaV1.Result<{ gift: string }>> => {
      await Promise.resolve();
      const { gift, ...others } = value as { gift?: unknown };
      if (typeof gift !== 'string' || gift.length > 20 || Object.keys(others).length > 0) {
        return { issues: [{ message: `canary ${String(gift)}` }] };
      }
      return { value: { gift: gift.trim() } };
    },
  },
};

test('a schema decides which attributes browsers may write, and its output is sent', async () => {
  const { ask, received } = await startRig({ attributes: schema });
  expect((await ask({ ...patch, body: { gift: ' Ann ' } })).status).toBe(200);
  expect(received.map(({ body }) => body)).toEqual(['{"gift":"Ann"}']);
});

test('with a schema a page reads the evidence, to which it adds a record, and no other attributes', async () => {
  const record = { consentId: 'a', checked: true };
  const attributes = { gift: 'Ann', [evidenceKey('a')]: [record], price: 1 };
  const { ask } = await startRig({ attributes: schema }, (_request, response) =>
    response.end(JSON.stringify({ id: 'o_1', attributes })),
  );
  const order = JSON.parse((await ask({ path: '/o_1' })).text) as { attributes: unknown };
  expect(order.attributes).toEqual({ [evidenceKey('a')]: [record] });
});

test.each([{ gift: 'x'.repeat(21) }, { gift: 1 }, { gift: 'a', price: 0 }, { note: 'a' }])(
  'rejects attributes that do not match, without the messages of the schema: %j',
  async (body) => {
    const { ask, received } = await startRig({ attributes: schema });
    const answer = await ask({ ...patch, body });
    expect(answer.status).toBe(400);
    expect(answer.text).toContain('attribute-not-allowed');
    expect(answer.text).not.toContain('canary');
    expect(received).toEqual([]);
  },
);

test.each([
  ['the value alone', { gift: 'Ann' }],
  ['nothing', undefined],
  ['a result without a value', {}],
  ['a text', { value: 'Ann' }],
  ['a list', { value: ['Ann'] }],
  ['null', { value: null }],
  ['a number that JSON lacks', { value: { gift: Number('Ann') } }],
  ['such a number in a list', { value: { gift: [{ size: Infinity }] } }],
])('a schema that returns %s is an error, and nothing is sent', async (_what, result) => {
  const events: HandlerEvent[] = [];
  const validate = () => result as never;
  const { ask, received } = await startRig({
    attributes: { '~standard': { version: 1, vendor: 'test', validate } },
    onEvent: (event) => void events.push(event),
  });
  expect((await ask({ ...patch, body: { gift: 'Ann' } })).status).toBe(500);
  expect(received).toEqual([]);
  expect(events).toMatchObject([{ level: 'error', hook: 'attributes', error: 'TypeError' }]);
});
