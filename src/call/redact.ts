type Headers = Readonly<Record<string, string>>;

const IN_AUTHORIZATION = /(?:Access|Signature)=([^,\s]+)/g;

/**
 * Takes what a request was authorized with out of its answer: gateways repeat access keys and tokens in
 * their refusals, and those words reach clients.
 */
export function withoutCredentials(body: string, authorization: Headers): string {
  return credentialsIn(authorization).reduce((text, secret) => text.replaceAll(secret, '[redacted]'), body);
}

function credentialsIn(headers: Headers): readonly string[] {
  return Object.entries(headers).flatMap(([name, value]) => {
    if (/token$/i.test(name)) return [value];
    if (name.toLowerCase() !== 'authorization') return [];
    return [...value.matchAll(IN_AUTHORIZATION)].flatMap(([, secret]) => (secret ? [secret] : []));
  });
}
