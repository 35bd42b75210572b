import { expect, test } from 'vitest';
import { FaultSequence } from '../../src/sandbox/fault-sequence.js';
import type { FaultRule, RouteClass } from '../../src/sandbox/index.js';

/** What befalls so many requests of one route: a kind for each, or a dash. */
function kinds(rules: readonly FaultRule[], requests: number, seed = 1, route: RouteClass = 'create'): string[] {
  const sequence = new FaultSequence({ seed, rules });
  return Array.from({ length: requests }, () => sequence.next(route)?.kind ?? '-');
}

const countOf = (kind: string, all: readonly string[]) => all.filter((one) => one === kind).length;

test('the same seed gives the same sequence, another seed another one', () => {
  const rules = [{ kind: 'html', rate: 0.3 }] as const;
  expect(kinds(rules, 200, 7)).toEqual(kinds(rules, 200, 7));
  expect(kinds(rules, 200, 7)).not.toEqual(kinds(rules, 200, 8));
});

test('a rate is held over many requests, and rates of several rules add up', () => {
  const seen = kinds(
    [
      { kind: '503-before', rate: 0.1 },
      { kind: 'html', rate: 0.05 },
    ],
    10_000,
  );
  expect([countOf('503-before', seen), countOf('html', seen)]).toEqual([987, 500]);
});

test('a rate of 0 hits nothing, a rate of 1 everything, and then the first rule wins', () => {
  expect(kinds([{ kind: 'html', rate: 0 }], 100)).toEqual(Array(100).fill('-'));
  const both = [
    { kind: 'html', rate: 1 },
    { kind: 'slow', rate: 1 },
  ] as const;
  expect(kinds(both, 100)).toEqual(Array(100).fill('html'));
});

test('after and until count the requests that match', () => {
  const sequence = new FaultSequence({
    seed: 1,
    rules: [{ kind: 'html', rate: 1, routes: ['face-upload'], after: 1, until: 3 }],
  });
  const routes = ['create', 'face-upload', 'create', 'face-upload', 'face-upload', 'face-upload'] as const;
  expect(routes.map((route) => sequence.next(route)?.kind)).toEqual([undefined, undefined, undefined, 'html', 'html', undefined]);
});

test('403 and refuse-list keep to their own routes unless told otherwise', () => {
  const at = (rule: Omit<FaultRule, 'rate'>, route: RouteClass) => kinds([{ ...rule, rate: 1 }], 1, 1, route)[0];
  expect([at({ kind: '403' }, 'face-upload'), at({ kind: '403' }, 'create')]).toEqual(['403', '-']);
  expect([at({ kind: 'refuse-list' }, 'face-list'), at({ kind: 'refuse-list' }, 'get')]).toEqual(['refuse-list', '-']);
  expect(at({ kind: '403', routes: ['create'] }, 'create')).toBe('403');
});

test('a revoked key stays revoked for as many requests as the rule says, whatever their route', () => {
  const sequence = new FaultSequence({
    seed: 1,
    rules: [
      { kind: '401', rate: 1, routes: ['create'], until: 1, times: 3 },
      { kind: 'html', rate: 1 },
    ],
  });
  const routes = ['get', 'create', 'get', 'list', 'get'] as const;
  expect(routes.map((route) => sequence.next(route)?.kind)).toEqual(['html', '401', '401', '401', 'html']);
});

test.each([-0.1, 1.1, Number.NaN])('a rate of %d is refused', (rate) => {
  expect(() => new FaultSequence({ seed: 1, rules: [{ kind: 'html', rate }] })).toThrow(RangeError);
});
