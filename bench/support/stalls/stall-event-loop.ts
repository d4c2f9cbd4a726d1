// A preload (`node --import`) that makes a process stand still at random, as garbage collection, a huge JSON
// or a busy machine does: between any two turns of its event loop, and between a permit and its call's leaving.
import { channel } from 'node:diagnostics_channel';

const longestMs = Number(process.env['STALL_LONGEST_MS'] ?? 0);
const meanGapMs = Number(process.env['STALL_GAP_MS'] ?? 500);
/** Of the calls that have their permit, so many stall before they reach the socket. */
const SHARE_BEFORE_LEAVING = 0.1;

const cell = new Int32Array(new SharedArrayBuffer(4));

/** Blocks the thread without using the processor, which others on the machine need. */
function stall(): void {
  Atomics.wait(cell, 0, 0, Math.random() * longestMs);
}

function stallLater(): void {
  setTimeout(
    () => {
      stall();
      stallLater();
    },
    Math.random() * 2 * meanGapMs,
  ).unref();
}

if (longestMs > 0) {
  stallLater();
  channel('undici:request:create').subscribe(() => {
    if (Math.random() < SHARE_BEFORE_LEAVING) stall();
  });
}
