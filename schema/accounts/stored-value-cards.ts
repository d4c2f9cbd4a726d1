import type { StoredValueCardRow } from '../../src/operations/accounts/accounts.ts';
import { builder } from '../core/builder.ts';
import { connectionType } from '../core/connection/connection.ts';
import { siteCurrency } from '../core/money.ts';
import { amounts, instants, texts } from '../core/row-fields.ts';

export const CardStatus = builder.enumType('StoredValueCardStatus', {
  description: 'Status of a stored-value card.',
  values: {
    USABLE: { value: 1, description: 'Card with a remaining balance.' },
    USED_UP: { value: 2, description: 'Card without a remaining balance.' },
  } as const,
});

const CardStatusOpen: Readonly<Record<string, 1 | 2>> = { 1: 1, 2: 2 };

export const StoredValueCardRef = builder.objectRef<StoredValueCardRow>('StoredValueCard').implement({
  description: 'Stored-value card that a customer loaded with money.',
  fields: (t) => ({
    ...texts(t, {
      cardId: ['Upstream id of the stored-value card.', (row) => row.card_id],
      name: ['Name of the stored-value card.', (row) => row.card_name],
      statusCode: ['Raw upstream code of the card status.', (row) => row.status],
    }),

    status: t.field({
      type: CardStatus,
      description: 'Status of the card; null for codes unknown to this schema version.',
      resolve: (row) => CardStatusOpen[row.status ?? ''],
    }),

    ...amounts(
      t,
      {
        faceValue: ['Face value that the card was loaded with.', (row) => row.face_value],
        balance: ['Remaining balance of the card.', (row) => row.balance],
      },
      siteCurrency,
    ),

    ...instants(t, {
      effectiveAt: ['Time when the card becomes usable, in UTC.', (row) => row.effective_time],
      expiresAt: ['Time when the card expires, in UTC.', (row) => row.expire_time],
    }),
  }),
});

export const StoredValueCardConnection = connectionType('StoredValueCard', StoredValueCardRef, 'cards');

export interface CardArguments {
  readonly status: 1 | 2;
}
