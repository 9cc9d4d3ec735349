import { expect, test } from 'vitest';
import { readResponse, sendRequest } from '../test/request.ts';
import { seeds } from './index.ts';
import { loadOpenApi } from './http/openapi.ts';
import { createSandbox } from './sandbox.ts';
import { readSeeds } from './http/seed-file.ts';

const openApi = loadOpenApi();

test.each(Object.entries(seeds))(
  'the order %s matches the schema, has no ticked consents and passes validate',
  async (_, seed) => {
    const sandbox = createSandbox();
    const order = sandbox.orders.create(seed());
    expect(openApi.checkSchema('Order', order)).toBeUndefined();
    expect(order.consents.filter(({ checked }) => checked)).toEqual([]);
    expect(await readResponse(sendRequest(sandbox.fetch, 'POST', `/${order.id}/validate`))).toEqual({
      status: 200,
      body: [],
    });
    expect((await readResponse(sendRequest(sandbox.fetch, 'GET', `/${order.id}`))).body).toEqual(order);
  },
);

test('manyConsents returns the given number of consents', () => {
  expect(seeds.manyConsents(7).consents).toHaveLength(7);
});

test('HC8: the long text has 200,000 characters', () => {
  expect(seeds.longTexts().consents?.[0]?.text).toHaveLength(200_000);
});

test('reads orders and names of predefined orders from YAML and JSON', () => {
  const yaml = [
    '- norwegian',
    '- id: o_mine',
    '  currency: EUR',
    '  consents:',
    '    - { id: ci_a, text: A }',
  ].join('\n');
  const mine = { id: 'o_mine', currency: 'EUR', consents: [{ id: 'ci_a', text: 'A' }] };
  expect(readSeeds(yaml, 'seed.yaml', openApi)).toEqual([seeds.norwegian(), mine]);
  expect(readSeeds(JSON.stringify(['norwegian', mine]), 'seed.json', openApi)).toEqual([
    seeds.norwegian(),
    mine,
  ]);
});

test.each([
  ['- id: a\n- id: [\n', 'seed.yaml:3: '],
  ['id: a\n', 'seed.yaml:1: The file has to be a list of orders.'],
  ['- swedish\n- danish\n', 'seed.yaml:2: Entry 2 is none of swedish, norwegian, german'],
  [
    '- id: a\n  consents:\n    - id: x\n      checked: yes please\n',
    'seed.yaml:4: consents.0.checked of entry 1 must be boolean.',
  ],
  ['- currency: kronor\n', 'seed.yaml:1: currency of entry 1 must match pattern'],
  ['- id: a\n  status: paid\n', 'seed.yaml:2: status of entry 1 is no state of an order.'],
  ['- id: a\n  consent: []\n', 'consent of entry 1 is none of id, status'],
  [
    '- consents:\n    - id: a\n      requird: true\n',
    'seed.yaml:3: consents.0.requird of entry 1 is none of id, checked',
  ],
  ['- id: a\n- id: b\n- id: a\n', 'seed.yaml:3: id of entry 3 is the id of an order above.'],
  ['- id: ""\n', 'seed.yaml:1: id of entry 1 is empty.'],
  ['- consents:\n    - id: a/b\n', 'seed.yaml:2: consents.0.id of entry 1 is no id of a consent.'],
  [
    '- consents:\n    - id: a\n    - id: a\n',
    'seed.yaml:3: consents.1.id of entry 1 is the id of a consent above.',
  ],
  ['- 7\n', 'seed.yaml:1: Entry 1 has to be an order or the name of one.'],
])('rejects an invalid seed file with file, line and reason: %j', (text, message) => {
  expect(() => readSeeds(text, 'seed.yaml', openApi)).toThrow(message);
});
