// GraphQL over HTTP: who asks comes first, then the form of the request, then how much it holds. Only what
// passes is executed; everything else is refused here, coded, in the same words for every client. It never
// looks at what a document means.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RequestLimits } from '../../config/limits.ts';
import type { Authenticate } from '../../context/authenticate.ts';
import type { Viewer } from '../../context/viewer.ts';
import { isGatewayError } from '../../errors/errors.ts';
import type { StartRequestSpan } from '../../telemetry/span.ts';
import { checkDocumentBytes } from '../document/document-limits.ts';
import type { Admission } from '../http/admission.ts';
import { badRequest, RequestRefusal, sendRefusal } from '../http/refusal.ts';
import { type AnswerFormat, chooseFormat } from './answer-format.ts';
import { type RequestParams, readParams } from './request-params.ts';
import { type AnswerRequest, isWhole } from './request-pipeline.ts';
import { openReport, type ReportOptions } from './request-report.ts';
import { newRequest, type RequestState } from './request-state.ts';
import { sendParts, sendWhole } from './send-answer.ts';
import { checkVariables } from './variable-limits.ts';

export interface EndpointOptions extends ReportOptions {
  readonly admission: Admission;
  readonly limits: RequestLimits;
  /** Read for every request, because tenants may be reloaded. */
  readonly authenticate: () => Authenticate;
  /** Undefined where spans are not exported. */
  readonly startSpan: StartRequestSpan | undefined;
}

export type HandleGraphQL = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

export function createGraphQLEndpoint(options: EndpointOptions, answer: AnswerRequest): HandleGraphQL {
  const { admission, clock, limits, authenticate, startSpan } = options;
  return async (request, response) => {
    const header = (name: string) => headerOf(request, name);
    const fresh = newRequest(response);
    const report = openReport(options, fresh, undefined);
    let admitted: Admitted;
    try {
      const method = methodOf(request);
      const viewer = authenticated(request, authenticate());
      response.once('close', admission.enter(viewer.tenant.id));
      admitted = { method, viewer, ...(await readRequest(request, limits)) };
    } catch (error) {
      if (!(error instanceof RequestRefusal)) throw error;
      report({ outcome: 'failed', codes: [error.code], fromCache: false });
      sendRefusal(request, response, error);
      return;
    }
    const { params, method, viewer, format } = admitted;
    const span = startSpan?.(header('traceparent'));
    const state: RequestState = {
      ...fresh,
      span,
      response,
      viewer,
      format,
      header,
      document: undefined,
      status: undefined,
      bound: undefined,
      variables: undefined,
    };
    try {
      const result = await answer(params, method, state);
      if (response.destroyed) return;
      if (isWhole(result)) sendWhole(response, format, result, state.status);
      else if (format.parts) await sendParts(response, format.parts, result, clock);
    } finally {
      state.bound?.release();
    }
  };
}

interface AskedFor {
  readonly params: RequestParams;
  readonly format: AnswerFormat;
}

interface Admitted extends AskedFor {
  readonly method: 'GET' | 'POST';
  readonly viewer: Viewer;
}

/** What an admitted client asks for; throws the refusal of what is not well formed, or holds too much. */
async function readRequest(request: IncomingMessage, limits: RequestLimits): Promise<AskedFor> {
  const format = chooseFormat(headerOf(request, 'accept'));
  const params = await readParams(request, limits.bodyBytes);
  if (!format.whole) {
    throw badRequest(
      406,
      'Accept: expected application/json or application/graphql-response+json among others',
    );
  }
  checkDocumentBytes(params.query, limits);
  checkVariables(params.variables, params.variableBytes, limits);
  return { params, format };
}

function methodOf({ method = '' }: IncomingMessage): 'GET' | 'POST' {
  if (method === 'GET' || method === 'POST') return method;
  throw badRequest(405, `Expected GET or POST, got ${method.slice(0, 20)}`, { allow: 'GET, POST, OPTIONS' });
}

function authenticated(request: IncomingMessage, authenticate: Authenticate): Viewer {
  try {
    return authenticate((name) => headerOf(request, name));
  } catch (error) {
    if (!isGatewayError(error) || error.code !== 'UNAUTHENTICATED') throw error;
    const challenge = { 'www-authenticate': 'Bearer realm="partner-graph"' };
    throw new RequestRefusal(401, error.code, error.message, challenge);
  }
}

/** A header as one text; Node joins those that may be repeated. */
function headerOf({ headers }: IncomingMessage, name: string): string | null {
  const value = headers[name];
  return value === undefined ? null : String(value);
}
