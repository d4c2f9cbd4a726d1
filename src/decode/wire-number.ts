/** A JSON number with exactly these digits, for requests: an exact decimal never passes through a float. */
export interface WireNumber {
  readonly rawJSON: string;
}

// The language library does not know this standard function yet.
const json = JSON as unknown as { rawJSON(text: string): WireNumber };

/** Takes canonical decimal text. */
export const wireNumber = (digits: string): WireNumber => json.rawJSON(digits);
