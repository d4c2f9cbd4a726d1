// One call from arrival to answer: find the operation, delay it in transit, answer it, log it, and let the
// faults strike the way back. What answering means is in dispatch.ts.

import type { Strike } from '../wire/faults.ts';
import { Refusal, refusalWith200, unknownRequest } from '../wire/refusal.ts';
import { type Arrival, jsonHeaders, type Reply, type Trace, type Upstream } from './call.ts';
import { dispatch } from './dispatch.ts';
import { knownPaths } from './routes.ts';

/** A reply, and what strikes it on its way back. */
export interface Sent extends Reply {
  readonly strike?: Strike;
}

export async function handle(upstream: Upstream, arrival: Arrival): Promise<Sent> {
  const { request, requestId, address } = arrival;
  const handler = dispatch(request, upstream.site);
  if (!handler) {
    const message = `The sandbox does not know ${request.method} ${request.path}; it knows ${knownPaths(upstream.site)}`;
    return refused(unknownRequest(message), requestId);
  }
  const strike = upstream.faults.strike(handler.name);
  if (strike.transitMs > 0) await upstream.sleep(strike.transitMs);
  upstream.log.arrived(handler.name);
  const trace: Trace = { account: null, parameters: {} };
  const reply = struck(
    strike,
    await answered(() => handler.answer(upstream, arrival, strike.settings, trace), requestId),
  );
  const at = new Date(upstream.authority.now()).toISOString();
  upstream.log.answered({ operation: handler.name, at, status: reply.status, address, ...trace });
  if (strike.latencyMs > 0) await upstream.sleep(strike.latencyMs);
  return { ...reply, strike };
}

async function answered(answer: () => Promise<Reply>, requestId: string): Promise<Reply> {
  try {
    return await answer();
  } catch (error) {
    if (error instanceof Refusal) return refused(error, requestId);
    throw error;
  }
}

/** What proxies send when they have something to say themselves. */
const HTML =
  '<!DOCTYPE html><html><head><title>Sandbox</title></head><body>A page of the sandbox.</body></html>';

/** Some faults replace the answer, but never hide that a call was throttled. */
function struck({ hit, settings }: Strike, reply: Reply): Reply {
  const { status, body, html, refusalWith200: code } = settings;
  if (!hit || reply.status === 429) return reply;
  if (html) {
    return { status: status ?? 200, headers: { ...reply.headers, 'Content-Type': 'text/html' }, body: HTML };
  }
  if (code !== undefined) return { ...reply, status: 200, body: JSON.stringify(refusalWith200(code).body) };
  if (status === undefined) return reply;
  const usual = { error_code: 'CBC.0999', error_msg: 'Other error (a fault of the sandbox).' };
  return { ...reply, status, body: JSON.stringify(body ?? usual) };
}

export const refused = (refusal: Refusal, requestId: string): Reply => ({
  status: refusal.status,
  headers: jsonHeaders(requestId),
  body: JSON.stringify(refusal.body),
});
