// Reads what an upstream says when it refuses. Gateway, BSS and IAM spell it three ways, and a proxy in
// between may answer with HTML: everything is optional and nothing here ever throws.

export interface ErrorBody {
  readonly errorCode?: string;
  /** The upstream's own words; for logs and mapping, not for clients of another tenant. */
  readonly message?: string;
  readonly requestId?: string;
}

export function errorBody(text: string): ErrorBody {
  const body = parse(text);
  // IAM: { error: { code, message, title } }, its newer calls and everybody else: flat keys.
  const nested = property(body, 'error');
  const errorCode = scalar(body, 'error_code') ?? scalar(nested, 'error_code') ?? scalar(nested, 'code');
  const message =
    scalar(body, 'error_msg') ??
    scalar(body, 'error_message') ??
    scalar(nested, 'message') ??
    scalar(nested, 'error_msg') ??
    scalar(nested, 'title');
  const requestId = scalar(body, 'request_id') ?? scalar(nested, 'request_id');
  return {
    ...(errorCode === undefined ? {} : { errorCode }),
    ...(message === undefined ? {} : { message }),
    ...(requestId === undefined ? {} : { requestId }),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text.startsWith('\uFEFF') ? text.slice(1) : text);
  } catch {
    return undefined;
  }
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function scalar(value: unknown, name: string): string | undefined {
  const found = property(value, name);
  if (typeof found === 'number') return String(found);
  return typeof found === 'string' && found !== '' ? found : undefined;
}
