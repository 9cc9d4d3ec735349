const assert = require('node:assert/strict');

for (const [name, member] of [
  ['core', 'createOrderClient'],
  ['core/admin', 'createOrderAdmin'],
  ['react', 'OrderProvider'],
  ['react/lazy', 'createOrderClient'],
  ['react/lazy/gate', 'useConsentGate'],
  ['server', 'createOrderHandler'],
  ['server/node', 'toNodeListener'],
  ['sandbox', 'createSandbox'],
]) {
  assert.equal(typeof require(`@norce-kit/${name}`)[member], 'function');
}
console.log('loaded by require');
