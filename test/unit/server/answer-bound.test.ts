import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../src/clock/clock.ts';
import {
  AnswerBound,
  AnswerRoom,
  COMPOSITE_WORK,
  WORK_PER_TURN,
} from '../../../src/server/graphql/answer-bound.ts';

const boundOf = (options: { readonly most?: number; readonly room?: AnswerRoom } = {}) =>
  new AnswerBound({
    clock: systemClock,
    most: options.most ?? 100,
    deadline: new AbortController().signal,
    room: options.room ?? new AnswerRoom(1_000_000),
  });

const reasonOf = ({ signal }: AnswerBound) => signal.reason as { code: string; message: string };

describe('the bound of an answer', () => {
  it('counts a field that asks a loader as one value, however much work it is', () => {
    const bound = boundOf({ most: 10 });
    for (let field = 0; field < 10; field++) bound.count(1, COMPOSITE_WORK);
    expect(bound.isOver).toBe(false);
    expect(() => bound.count(1, COMPOSITE_WORK)).toThrow();
    expect(reasonOf(bound).code).toBe('QUERY_TOO_EXPENSIVE');
  });

  it('is reached before values are made whose number is known', () => {
    const bound = boundOf();
    bound.foresee(100, 100);
    expect(bound.isOver).toBe(false);
    expect(() => bound.foresee(101, 101)).toThrow();
    expect(bound.isOver).toBe(true);
  });

  it('makes one error for all fields that come after it', () => {
    const bound = boundOf({ most: 1 });
    const errors = Array.from({ length: 3 }, () => {
      try {
        bound.count(2);
        return undefined;
      } catch (error) {
        return error;
      }
    });
    expect(errors[0]).toBeInstanceOf(Error);
    expect(new Set(errors).size).toBe(1);
  });

  it('says whether an answer fits beside the others, or not at all', () => {
    const room = new AnswerRoom(100);
    const other = boundOf({ room });
    other.count(50);
    const beside = boundOf({ room });
    expect(() => beside.foresee(60, 60)).toThrow();
    expect(reasonOf(beside)).toMatchObject({ code: 'OVERLOADED', retryable: true });
    const alone = boundOf({ room });
    expect(() => alone.foresee(20, 200)).toThrow();
    expect(reasonOf(alone).code).toBe('QUERY_TOO_EXPENSIVE');
    other.release();
    const after = boundOf({ room });
    after.foresee(60, 60);
    expect(after.isOver).toBe(false);
  });

  it('lets as much go on in a turn as a turn has room for', async () => {
    const bound = boundOf({ most: 1_000_000 });
    expect(bound.pause(1)).toBeUndefined();
    bound.count(WORK_PER_TURN);
    const went: number[] = [];
    const waits = [0, 1, 2, 3].map((at) => bound.pause(WORK_PER_TURN / 2)?.then(() => went.push(at)));
    expect(bound.isPaused).toBe(true);
    const perTurn: number[] = [];
    while (bound.isPaused) {
      await new Promise(setImmediate);
      perTurn.push(went.length);
    }
    await Promise.all(waits);
    expect(went).toEqual([0, 1, 2, 3]);
    expect(perTurn[0]).toBe(2);
  });

  it('holds nothing up once the answer was sent', () => {
    const bound = boundOf({ most: 1_000_000 });
    bound.count(WORK_PER_TURN);
    void bound.pause(1);
    bound.release();
    expect(bound.isPaused).toBe(false);
  });
});
