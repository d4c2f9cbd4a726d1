// One request and its response as an undici handler. It knows whether the request left (the socket was
// handed the request), so that a failure can say whether the upstream may have seen it.
import type { Dispatcher } from 'undici';
import { classify, TransportError, type TransportErrorKind } from './transport-error.ts';

type Handler = Dispatcher.DispatchHandler;
type Controller = Dispatcher.DispatchController;
type ResponseHeaders = Parameters<NonNullable<Handler['onResponseStart']>>[2];

export interface ReceivedResponse {
  readonly status: number;
  /** Lower-case names; a repeated header's values joined by `, `. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface ExchangeEvents {
  /** Asked right before the request is written to a connected socket; false keeps it from leaving. */
  mayLeave(): boolean;
  /** The request is about to be written to a connected socket. */
  sent(): void;
  /** The response's head arrived. */
  head(status: number): void;
  /** Response bytes arrived. */
  heard(): void;
  /** Called exactly once, last. */
  done(outcome: ReceivedResponse | TransportError): void;
}

export class Exchange implements Handler {
  readonly #where: string;
  readonly #events: ExchangeEvents;
  readonly #chunks: Buffer[] = [];
  #controller: Controller | undefined;
  #ended: TransportError | true | undefined;
  #status = 0;
  #headers: Record<string, string> = {};

  constructor(where: string, events: ExchangeEvents) {
    this.#where = where;
    this.#events = events;
  }

  /** Gives up: settles at once and destroys the socket, or keeps a queued request from being sent. */
  cancel(kind: TransportErrorKind, message: string, cause?: unknown): void {
    if (this.#ended) return;
    const error = new TransportError(kind, message, this.#controller !== undefined, cause);
    this.#settle(error);
    this.#controller?.abort(error);
  }

  onRequestStart(controller: Controller): void {
    // Runs before the first byte is written: a request cancelled in the pool's queue stops here.
    if (!this.#ended && !this.#events.mayLeave()) {
      this.cancel('late', `call to ${this.#where} came too late to leave`);
    }
    if (this.#ended instanceof TransportError) {
      controller.abort(this.#ended);
      return;
    }
    this.#controller = controller;
    this.#events.sent();
  }

  onResponseStart(_controller: Controller, status: number, headers: ResponseHeaders): void {
    this.#status = status;
    this.#headers = flatten(headers);
    this.#events.head(status);
    this.#events.heard();
  }

  onResponseData(_controller: Controller, chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#events.heard();
  }

  onResponseEnd(): void {
    const [first] = this.#chunks;
    const bytes = this.#chunks.length === 1 && first ? first : Buffer.concat(this.#chunks);
    this.#settle({ status: this.#status, headers: this.#headers, body: bytes });
  }

  onResponseError(_controller: Controller, error: Error): void {
    this.fail(error);
  }

  /** Settles with the failure that the pool, the socket or the parser reported. */
  fail(error: unknown): void {
    this.#settle(classify(error, this.#where, this.#controller !== undefined));
  }

  #settle(outcome: ReceivedResponse | TransportError): void {
    if (this.#ended) return;
    this.#ended = outcome instanceof TransportError ? outcome : true;
    this.#events.done(outcome);
  }
}

function flatten(headers: ResponseHeaders): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined)
      flat[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : String(value);
  }
  return flat;
}
