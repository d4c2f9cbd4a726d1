import { z } from 'zod';
import { defineOperation } from '../../call/operation.ts';
import { requiredText, rows, total } from '../../decode/wire.ts';
import { language, pageInBody, paging } from '../parameters.ts';

export const ListConsumeSubCustomers = defineOperation({
  name: 'ListConsumeSubCustomers',
  summary: 'Ids of every customer that consumed in a bill cycle',
  method: 'POST',
  path: '/v2/bills/subcustomer-bills/res-fee-records/sub-customers/query',
  kind: 'read',
  idempotent: true,
  sites: ['cn'],
  credential: 'partner',
  quotaPerSecond: 10,
  parameters: {
    bill_cycle: { in: 'body', type: 'string', required: true, format: 'cycle' },
    ...language,
    ...pageInBody(100),
  },
  paging: paging('sub_customers', 100),
  freshness: { seconds: 300 },
  response: z.object({ total_count: total, sub_customers: rows(z.object({ customer_id: requiredText })) }),
});
