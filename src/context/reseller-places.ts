/** Where a value stands in the answer: the response keys and list indexes up to the root. */
export interface AnswerPath {
  readonly prev: AnswerPath | undefined;
  readonly key: string | number;
}

interface Place {
  resellerId?: string;
  readonly below: Map<string | number, Place>;
}

/** Which parts of an answer are about which reseller: all that stands below a place that was opened. */
export class ResellerPlaces {
  readonly #root: Place = { below: new Map() };
  #isEmpty = true;

  get isEmpty(): boolean {
    return this.#isEmpty;
  }

  open(path: AnswerPath, resellerId: string): void {
    this.#isEmpty = false;
    let place = this.#root;
    for (const key of keysOf(path)) {
      const next = place.below.get(key) ?? { below: new Map() };
      place.below.set(key, next);
      place = next;
    }
    place.resellerId = resellerId;
  }

  /** The reseller of the nearest place above, or of the place itself. */
  at(path: AnswerPath): string | undefined {
    let found: string | undefined;
    let place: Place | undefined = this.#root;
    for (const key of keysOf(path)) {
      place = place.below.get(key);
      if (!place) break;
      found = place.resellerId ?? found;
    }
    return found;
  }
}

function keysOf(path: AnswerPath): readonly (string | number)[] {
  const keys: (string | number)[] = [];
  for (let at: AnswerPath | undefined = path; at; at = at.prev) keys.push(at.key);
  return keys.reverse();
}
