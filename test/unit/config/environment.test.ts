import { describe, expect, it } from 'vitest';
import { readSettings } from '../../../src/config/environment.ts';
import { BAD_VALUES } from './bad-values.ts';

describe('the environment', () => {
  it.each(BAD_VALUES)('%o stops the start with one line', (environment, line) => {
    expect(() => readSettings(environment)).toThrow(
      expect.objectContaining({ name: 'ConfigurationError', message: line }),
    );
    expect(line).not.toContain('secret');
  });

  it('has defaults for all of it', () => {
    expect(readSettings({ HOME: '/somewhere' })).toEqual({
      host: '127.0.0.1',
      port: 4000,
      upstream: 'sandbox',
      bssEndpoint: undefined,
      iamEndpoint: undefined,
      tenantsFile: undefined,
      redisUrl: undefined,
      egressAddresses: [],
      deadlineMs: 15_000,
      maxUpstreamCalls: undefined,
      maxResponseBytes: 8_388_608,
      maxAnswerNodes: 100_000,
      corsOrigins: [],
      limits: { request: expect.any(Object), server: expect.any(Object) },
      drainMs: 17_000,
      replicas: 1,
      devViewer: undefined,
      sandbox: { customers: 60, seed: 7, site: 'cn' },
      logLevel: 'info',
    });
  });

  it('is read whole, and frozen', () => {
    const settings = readSettings({
      HOST: '::1',
      PORT: ' 0 ',
      TENANTS_FILE: 'tenants.json',
      BSS_ENDPOINT: 'http://127.0.0.1:8801/base',
      REDIS_URL: 'redis://:secret@127.0.0.1:6379/1',
      EGRESS_ADDRESSES: '10.0.0.1, ::1,10.0.0.1,',
      DEADLINE_MS: '600000',
      DEV_VIEWER: 'acme:CUSTOMER:c1',
      LOG_LEVEL: '',
    });
    expect(settings).toMatchObject({
      host: '::1',
      port: 0,
      upstream: 'cn',
      tenantsFile: 'tenants.json',
      egressAddresses: ['10.0.0.1', '::1'],
      deadlineMs: 600_000,
      drainMs: 602_000,
      devViewer: { tenantId: 'acme', role: 'CUSTOMER', customerId: 'c1' },
      logLevel: 'info',
    });
    expect(settings.bssEndpoint?.href).toBe('http://127.0.0.1:8801/base');
    expect(Object.isFrozen(settings)).toBe(true);
    expect(Object.isFrozen(settings.egressAddresses)).toBe(true);
  });

  it.each(['127.0.0.1', '127.1.2.3', '::1', 'localhost'])('lets a development viewer in on %s', (HOST) => {
    expect(readSettings({ HOST, DEV_VIEWER: 'sandbox' }).devViewer).toEqual({
      tenantId: 'sandbox',
      role: 'PARTNER_ADMIN',
      customerId: undefined,
    });
  });

  it.each(['127.evil.example', '127.0.0.1.example', '128.0.0.1'])('keeps it out on %s', (HOST) => {
    expect(() => readSettings({ HOST, DEV_VIEWER: 'sandbox' })).toThrow('DEV_VIEWER: expected to be unset');
  });
});
