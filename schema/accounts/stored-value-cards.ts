import type { StoredValueCardRow } from '../../src/operations/accounts/accounts.ts';
import { builder } from '../core/builder.ts';
import { connectionType } from '../core/connection/connection.ts';
import { MoneyRef, money } from '../core/money.ts';
import { instantOf } from '../core/scalars.ts';

export const CardStatus = builder.enumType('StoredValueCardStatus', {
  description: 'Whether a stored-value card can be used.',
  values: {
    USABLE: { value: 1, description: 'Something is left on it.' },
    USED_UP: { value: 2, description: 'Nothing is left on it.' },
  } as const,
});

const CardStatusOpen: Readonly<Record<string, 1 | 2>> = { 1: 1, 2: 2 };

export const StoredValueCardRef = builder.objectRef<StoredValueCardRow>('StoredValueCard').implement({
  description: 'A card that a customer loaded with money.',
  fields: (t) => ({
    cardId: t.string({ description: 'Id of the card.', resolve: (row) => row.card_id }),
    name: t.string({ description: 'Name of the card.', resolve: (row) => row.card_name }),
    status: t.field({
      type: CardStatus,
      description: 'Whether it can be used; null for codes that this version does not know.',
      resolve: (row) => CardStatusOpen[row.status ?? ''],
    }),
    statusCode: t.string({ description: 'Raw code of the status.', resolve: (row) => row.status }),
    faceValue: t.field({
      type: MoneyRef,
      description: 'What it was loaded with.',
      resolve: (row, _args, context) => money(row.face_value, undefined, context),
    }),
    balance: t.field({
      type: MoneyRef,
      description: 'What is left on it.',
      resolve: (row, _args, context) => money(row.balance, undefined, context),
    }),
    effectiveAt: t.field({
      type: 'DateTime',
      description: 'From when it can be used.',
      resolve: (row) => instantOf(row.effective_time),
    }),
    expiresAt: t.field({
      type: 'DateTime',
      description: 'Until when it can be used.',
      resolve: (row) => instantOf(row.expire_time),
    }),
  }),
});

export const StoredValueCardConnection = connectionType('StoredValueCard', StoredValueCardRef, 'cards');

export interface CardArguments {
  readonly status: 1 | 2;
}
