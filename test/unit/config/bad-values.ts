/** One bad value per row, with the whole line that stops the start. */
export const BAD_VALUES: readonly (readonly [Readonly<Record<string, string>>, string])[] = [
  [{ PORT: 'http' }, 'PORT: expected a whole number from 0 to 65535, got "http"'],
  [{ PORT: '65536' }, 'PORT: expected a whole number from 0 to 65535, got "65536"'],
  [{ PORT: '-1' }, 'PORT: expected a whole number from 0 to 65535, got "-1"'],
  [{ PORT: '4e3' }, 'PORT: expected a whole number from 0 to 65535, got "4e3"'],
  [{ UPSTREAM: 'mars' }, 'UPSTREAM: expected one of sandbox, cn, intl, got "mars"'],
  [{ SANDBOX_SITE: 'eu' }, 'SANDBOX_SITE: expected one of cn, intl, got "eu"'],
  [{ UPSTREAM: 'cn' }, 'TENANTS_FILE: expected a tenants file when UPSTREAM is cn, got nothing'],
  [
    { BSS_ENDPOINT: 'https://bss.example' },
    'BSS_ENDPOINT: expected to be unset without TENANTS_FILE, because the embedded sandbox has its own, got https://…',
  ],
  [
    { BSS_ENDPOINT: 'bss.example' },
    'BSS_ENDPOINT: expected a URL beginning with http:// or https://, got something else',
  ],
  [
    { IAM_ENDPOINT: 'ftp://iam.example' },
    'IAM_ENDPOINT: expected a URL beginning with http:// or https://, got ftp://…',
  ],
  [
    { REDIS_URL: 'http://:secret@redis.example' },
    'REDIS_URL: expected a URL beginning with redis:// or rediss://, got http://…',
  ],
  [
    { EGRESS_ADDRESSES: '127.0.0.1, localhost' },
    'EGRESS_ADDRESSES: expected IP addresses separated by commas, got "localhost"',
  ],
  [{ DEADLINE_MS: '0' }, 'DEADLINE_MS: expected a whole number from 1 to 600000, got "0"'],
  [
    { MAX_RESPONSE_BYTES: '8MiB' },
    'MAX_RESPONSE_BYTES: expected a whole number from 1024 to 1073741824, got "8MiB"',
  ],
  [{ DRAIN_MS: '999' }, 'DRAIN_MS: expected a whole number from 1000 to 3600000, got "999"'],
  [{ DEADLINE_MS: '1.5' }, 'DEADLINE_MS: expected a whole number from 1 to 600000, got "1.5"'],
  [
    { MAX_UPSTREAM_CALLS: 'many' },
    'MAX_UPSTREAM_CALLS: expected a whole number from 1 to 1000000, got "many"',
  ],
  [{ MAX_ANSWER_NODES: '0' }, 'MAX_ANSWER_NODES: expected a whole number from 1 to 100000000, got "0"'],
  [{ REPLICAS: '0' }, 'REPLICAS: expected a whole number from 1 to 1000, got "0"'],
  [
    { DEV_VIEWER: 'sandbox:KING' },
    'DEV_VIEWER: expected tenant[:ROLE[:customerId]] with ROLE one of PARTNER_ADMIN, PARTNER_OPERATOR, CUSTOMER and a customerId for CUSTOMER only, got "sandbox:KING"',
  ],
  [
    { DEV_VIEWER: 'sandbox:CUSTOMER' },
    'DEV_VIEWER: expected tenant[:ROLE[:customerId]] with ROLE one of PARTNER_ADMIN, PARTNER_OPERATOR, CUSTOMER and a customerId for CUSTOMER only, got "sandbox:CUSTOMER"',
  ],
  [
    { DEV_VIEWER: 'sandbox', HOST: '0.0.0.0' },
    'DEV_VIEWER: expected to be unset unless HOST is a loopback address, because it lets everybody in, got HOST=0.0.0.0',
  ],
  [
    { SANDBOX_CUSTOMERS: '100001' },
    'SANDBOX_CUSTOMERS: expected a whole number from 1 to 100000, got "100001"',
  ],
  [{ SANDBOX_SEED: 'x' }, 'SANDBOX_SEED: expected a whole number from 0 to 4294967295, got "x"'],
  [
    { LOG_LEVEL: 'loud' },
    'LOG_LEVEL: expected one of fatal, error, warn, info, debug, trace, silent, got "loud"',
  ],
];
