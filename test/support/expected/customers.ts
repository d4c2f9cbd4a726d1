import type { Truth, TruthRow } from '../../../src/sandbox/sandbox.ts';
import { globalId, money, type Names, named, rowWith, text } from './values.ts';

export const CUSTOMER = `id customerId name accountName associatedAt associationType associationTypeCode
  verification verificationCode type typeCode level label freezeStatus freezeStatusCode telephone countryCode
  email externalAccountId externalPlatform accountManagers`;

const ASSOCIATION: Names = { 1: 'CONSULTATIVE_SALE', 2: 'RESALE', 3: 'RESALE' };
const VERIFICATION: Names = { '-1': 'NOT_VERIFIED', 0: 'UNDER_REVIEW', 1: 'REJECTED', 2: 'VERIFIED' };
const TYPE: Names = { '-1': 'NONE', 0: 'INDIVIDUAL', 1: 'ENTERPRISE' };
const FREEZE: Names = { 0: 'NOT_FROZEN', 1: 'ACCOUNT_FROZEN', 2: 'ACCOUNT_AND_RESOURCES_FROZEN' };

export function customer(row: TruthRow) {
  const managers = (row['account_managers'] ?? []) as readonly { account_name: string }[];
  return {
    id: globalId('Customer', row['customer_id']),
    customerId: row['customer_id'],
    name: text(row['customer']),
    accountName: text(row['account_name']),
    associatedAt: text(row['associated_on']),
    associationType: named(ASSOCIATION, row['association_type']),
    associationTypeCode: text(row['association_type']),
    verification: named(VERIFICATION, row['verified_status']),
    verificationCode: text(row['verified_status']),
    type: named(TYPE, row['customer_type']),
    typeCode: text(row['customer_type']),
    level: text(row['customer_level']),
    label: text(row['label']),
    freezeStatus: named(FREEZE, row['is_frozen']),
    freezeStatusCode: text(row['is_frozen']),
    telephone: text(row['telephone']),
    countryCode: text(row['country_code']),
    email: text(row['email']),
    externalAccountId: text(row['xaccount_id']),
    externalPlatform: text(row['xaccount_type']),
    accountManagers: managers.map((manager) => manager.account_name),
  };
}

export const isConsultative = (row: TruthRow | undefined): boolean => row?.['association_type'] === '1';

export const BALANCE = 'balance { available { amount currency } debt { amount currency } }';

export function balance(world: Truth, customerId: unknown) {
  const row = rowWith(world.balances, 'customer_id', customerId);
  return row ? { available: money(row['amount']), debt: money(row['debt_amount']) } : null;
}

export const NEW_CUSTOMER_TAG = 'newCustomerTag { status statusCode kindCode effectiveFrom effectiveUntil }';

const TAG: Names = { Y: 'NEW', N: 'NOT_NEW', UNDETERMINED: 'UNDETERMINED' };

export function newCustomerTag(world: Truth, customerId: unknown) {
  const row = rowWith(world.newCustomerTags, 'customer_id', customerId);
  if (!row || row['new_customer_tag'] === null) return null;
  return {
    status: named(TAG, row['new_customer_tag']),
    statusCode: text(row['new_customer_tag']),
    kindCode: text(row['customer_tag_type']),
    effectiveFrom: text(row['effective_time']),
    effectiveUntil: text(row['expire_time']),
  };
}
