import { expect, it } from 'vitest';
import { filesIn, textOf } from '../../support/repository/files.ts';

// Words of the project's own that gave way to the field's: they stay away from names and comments. Only words that
// mean nothing else are listed.

const RETIRED: Readonly<Record<string, string>> = {
  AnswerMemo: 'ResponseCache',
  AnswerTimes: 'LatencyTracker',
  IN_NEED: 'STALE_IF_ERROR',
  IdentityQuestion: 'IdentityFilter',
  Lane: 'QuotaWindow or FilterGroup',
  LaneRuling: 'a decision reply',
  Ledger: 'PlanLog',
  Lesson: 'state of the AdaptiveLimit',
  Outlook: 'Statistics or SweepState',
  Question: 'ApiRequest',
  ReservedCall: 'Permit',
  Ruling: 'Refusal',
  SharedLessons: 'SharedLimits',
  SlotTable: 'KeyTable',
  Tally: 'CallTotals',
  ViewerRing: 'RoundRobin',
  askAs: 'requestAs',
  checkOffered: 'assertAvailable',
  countAlone: 'runDegraded',
  holdUntil: 'pausedUntil',
  hostTrouble: 'hostFailure',
  judgement: 'refusal',
  mended: 'reconciled',
  neededUntil: 'staleIfErrorUntil',
  orNothing: 'nullOnErrorCode',
  pagewise: 'readPages',
  quietTurn: 'whenIdle',
  rehearse: 'warmUp',
  rehearsal: 'warm-up',
  seams: 'page boundaries',
  signatureOf: 'filterKey',
  struckAt: 'lastRefusalAt',
  takesParts: 'acceptsIncremental',
  unlessRow: 'ifNotLoaded',
  withoutParts: 'stripIncrementalDirectives',
};

const WORDS = new RegExp(`\\b(${Object.keys(RETIRED).join('|')})\\b`, 'g');

const retired = (file: string, text: string): string[] =>
  text
    .split('\n')
    .flatMap((line, at) =>
      [...line.matchAll(WORDS)].map(([word]) => `${file}:${at + 1}: ${word}, say ${RETIRED[word]}`),
    );

it('says nothing in words that were given up', () => {
  const files = filesIn(/^(src|schema|bench)\/.*\.ts$/);
  expect(files.length).toBeGreaterThan(200);
  expect(files.flatMap((file) => retired(file, textOf(file)))).toEqual([]);
});

it('would notice one, as a name and in a comment', () => {
  expect(retired('a.ts', 'const lane: Lane = open();\n// the judgement')).toEqual([
    'a.ts:1: Lane, say QuotaWindow or FilterGroup',
    'a.ts:2: judgement, say refusal',
  ]);
  expect(retired('a.ts', 'const LaneCount = 1; // Questions are asked')).toEqual([]);
});
