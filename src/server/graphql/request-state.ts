import type { ServerResponse } from 'node:http';
import type { OpenContext } from '../../context/create-context.ts';
import type { Viewer } from '../../context/viewer.ts';
import type { Span } from '../../telemetry/span.ts';
import type { ReadDocument } from '../document/documents.ts';
import { REQUEST_ID } from '../request-id.ts';
import type { AnswerBound } from './answer-bound.ts';
import type { AnswerFormat } from './answer-format.ts';
import type { VariableValues } from './stream-misuse.ts';

/** What one GraphQL request carries between the steps that endpoint, pipeline and executor take. */
export interface RequestState {
  readonly requestId: string;
  readonly response: ServerResponse;
  readonly viewer: Viewer;
  readonly format: AnswerFormat;
  /** A request header by its lower-case name. */
  readonly header: (name: string) => string | null;
  /** Undefined until it was read. */
  document: ReadDocument | undefined;
  /** Undefined until they were coerced. */
  variables: VariableValues | undefined;
  /** What its answer holds, once it is made. */
  bound: AnswerBound | undefined;
  /** The HTTP status of a refusal that states one. */
  status: number | undefined;
  span: Span | undefined;
  opened: OpenContext | undefined;
}

/** What is known of a request before it was admitted. */
export type NewRequest = Pick<RequestState, 'requestId' | 'span' | 'opened'>;

export function newRequest(response: ServerResponse): NewRequest {
  return { requestId: String(response.getHeader(REQUEST_ID)), span: undefined, opened: undefined };
}
