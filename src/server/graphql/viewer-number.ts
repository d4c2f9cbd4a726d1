import type { Viewer } from '../../context/viewer.ts';

/**
 * Numbers viewers by who they are now. Tenants that are loaded anew make new viewers, so that a key which
 * has come to stand for another role, customer or account has another number, whatever its id.
 */
export function createViewerNumbers(): (viewer: Viewer) => number {
  const numbers = new WeakMap<Viewer, number>();
  let last = 0;
  return (viewer) => {
    const known = numbers.get(viewer);
    if (known !== undefined) return known;
    last += 1;
    numbers.set(viewer, last);
    return last;
  };
}
