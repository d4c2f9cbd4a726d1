import type { TypedDocumentString } from './generated/graphql.ts';

export interface SendOptions {
  /** Where the gateway is, e.g. `http://127.0.0.1:4000`. */
  readonly url: string;
  /** Needed unless the gateway runs with a development viewer. */
  readonly apiKey?: string | undefined;
}

interface Answer<Data> {
  readonly data?: Data | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions?: { readonly code?: string };
  }[];
  readonly extensions?: { readonly upstream?: { readonly calls: number } };
}

/**
 * Sends one typed operation. Errors are told and not thrown as long as there is data: an answer may be
 * partial, and the fields that could not be fetched are null.
 */
export async function send<Data, Variables>(
  { url, apiKey }: SendOptions,
  document: TypedDocumentString<Data, Variables>,
  variables: Variables,
): Promise<Data> {
  const response = await fetch(new URL('/graphql', url), {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(apiKey ? { authorization: `Bearer ${apiKey}` } : {}),
    },
    body: JSON.stringify({ query: document.toString(), variables }),
  });
  const { data, errors = [], extensions } = (await response.json()) as Answer<Data>;
  for (const { message, path, extensions: facts } of errors) {
    console.error(`${facts?.code ?? 'ERROR'} at ${path?.join('.') ?? 'the request'}: ${message}`);
  }
  if (!data) throw new Error(`expected data, got HTTP ${response.status} with ${errors.length} errors`);
  if (extensions?.upstream) console.error(`upstream calls: ${extensions.upstream.calls}`);
  return data;
}
