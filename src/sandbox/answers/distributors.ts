import type * as operations from '../../operations/distributors/index.ts';
import { resellersOf } from '../world/partner/resellers.ts';
import { type AnswersOf, inSpan, is, text } from './answer.ts';
import { pageText, render } from './page.ts';

export const distributors = {
  ListIndirectPartners: (request) => {
    const { values, world } = request;
    const [id, name] = [text(values, 'indirect_partner_id'), text(values, 'account_name')];
    const rows = resellersOf(world).filter(
      ({ row }) =>
        is(id, row['indirect_partner_id']) &&
        (name === undefined || String(row['account_name']).includes(name)) &&
        inSpan(request, 'associated_on', row['associated_on']),
    );
    return pageText(request, { rows: 'indirect_partners', total: 'count' }, rows, ({ row }) => render(row));
  },
} satisfies AnswersOf<typeof operations>;
