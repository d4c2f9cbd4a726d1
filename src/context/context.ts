// Who asks, for which tenant, until when: built once per request and handed to every resolver. It owns the
// request's loaders; it never makes a call itself.
import type { ReadScope } from '../cache/cache.ts';
import type { Loaders } from '../loaders/loaders.ts';
import type { Viewer } from './viewer.ts';

export interface GatewayContext {
  readonly viewer: Viewer;
  readonly scope: ReadScope;
  readonly loaders: Loaders;
}
