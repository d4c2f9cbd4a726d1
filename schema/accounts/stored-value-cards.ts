import type { StoredValueCardRow } from '../../src/operations/accounts/accounts.ts';
import { builder } from '../core/builder.ts';
import { connectionType } from '../core/connection/connection.ts';
import { MoneyRef, money } from '../core/money.ts';
import { instantOf } from '../core/scalars.ts';

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
    cardId: t.string({ description: 'Upstream id of the stored-value card.', resolve: (row) => row.card_id }),
    name: t.string({ description: 'Name of the stored-value card.', resolve: (row) => row.card_name }),
    status: t.field({
      type: CardStatus,
      description: 'Status of the card; null for codes unknown to this schema version.',
      resolve: (row) => CardStatusOpen[row.status ?? ''],
    }),
    statusCode: t.string({
      description: 'Raw upstream code of the card status.',
      resolve: (row) => row.status,
    }),
    faceValue: t.field({
      type: MoneyRef,
      description: 'Face value that the card was loaded with.',
      resolve: (row, _args, context) => money(row.face_value, undefined, context),
    }),
    balance: t.field({
      type: MoneyRef,
      description: 'Remaining balance of the card.',
      resolve: (row, _args, context) => money(row.balance, undefined, context),
    }),
    effectiveAt: t.field({
      type: 'DateTime',
      description: 'Time when the card becomes usable, in UTC.',
      resolve: (row) => instantOf(row.effective_time),
    }),
    expiresAt: t.field({
      type: 'DateTime',
      description: 'Time when the card expires, in UTC.',
      resolve: (row) => instantOf(row.expire_time),
    }),
  }),
});

export const StoredValueCardConnection = connectionType('StoredValueCard', StoredValueCardRef, 'cards');

export interface CardArguments {
  readonly status: 1 | 2;
}
