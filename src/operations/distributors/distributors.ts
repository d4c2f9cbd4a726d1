import { z } from 'zod';
import { defineOperation } from '../../call/operation.ts';
import { requiredText, rows, text, total } from '../../decode/wire.ts';
import { instant } from '../../decode/wire-time.ts';
import { pageInBody, paging } from '../parameters.ts';
import { partnerRead } from '../partner/partner-accounts.ts';

export const distributorRow = z.object({
  indirect_partner_id: requiredText,
  mobile_phone: text,
  email: text,
  account_name: text,
  name: text,
  associated_on: instant,
  account_manager_id: text,
  account_manager_name: text,
});

export type DistributorRow = z.output<typeof distributorRow>;

export const ListIndirectPartners = defineOperation({
  ...partnerRead,
  name: 'ListIndirectPartners',
  summary: 'The resellers below a distributor',
  method: 'POST',
  path: '/v2/partners/indirect-partners/query',
  sites: ['cn', 'intl'],
  distributorOnly: true,
  parameters: {
    account_name: { in: 'body', type: 'string' },
    associated_on_begin: { in: 'body', type: 'string', format: 'instant' },
    associated_on_end: { in: 'body', type: 'string', format: 'instant' },
    indirect_partner_id: { in: 'body', type: 'string' },
    ...pageInBody(100),
  },
  paging: paging('indirect_partners', 100, 'count'),
  freshness: { seconds: 60 },
  response: z.object({ count: total, indirect_partners: rows(distributorRow) }),
});
