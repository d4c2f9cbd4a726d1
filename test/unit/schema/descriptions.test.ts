import { buildSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import { schema } from '../../../schema/index.ts';
import { describedParts, descriptionFaults } from '../../support/repository/description-rules.ts';

describe('the graph', () => {
  it('describes every type, field, argument, input field and enum value so that it stands alone', () => {
    expect(describedParts(schema).length).toBeGreaterThan(2000);
    expect(descriptionFaults(schema)).toEqual([]);
  });

  it('names nothing as the wire does', () => {
    expect(describedParts(schema).filter(({ at }) => /_[a-z]/.test(at))).toEqual([]);
  });
});

/** A schema in which all but one description is in the house style. */
const planted = (field: string) =>
  buildSchema(`
    "Order that a customer placed."
    type Order {
      "${field}"
      status(
        "Language of the status text."
        language: String
      ): Status
    }
    "Status of an order by stage."
    enum Status {
      "Order that awaits payment (pending)."
      PENDING
    }
    "Filter for a list of orders."
    input OrderFilter {
      "Only orders with this status."
      status: Status
    }
  `);

describe('the rules of descriptions', () => {
  it('have nothing against the house style', () => {
    expect(descriptionFaults(planted('Processing status of the order.'))).toEqual([]);
  });

  it.each([
    ['processing status of the order.', 'no sentence'],
    ['Processing status of the order', 'no sentence'],
    ['', 'no sentence'],
    ['Status of order.', 'too short'],
    ['Where the order stands, as its status.', 'opens with a question word'],
    ['What the status of the order is.', 'opens with a question word'],
    ['Whether the order has a status at all.', 'opens with a question word'],
    ['When the status of the order changed.', 'opens with a question word'],
    ['Whose order it is, and its status.', 'opens with a question word'],
    ['Who set the status of the order.', 'opens with a question word'],
    ['How the order stands, its status.', 'opens with a question word'],
    ['Why the order has the status.', 'opens with a question word'],
    ['Which status the order has now.', 'opens with a question word'],
    ['From when the order has the status.', 'opens with a question word'],
    ['Until when the order has the status.', 'opens with a question word'],
    ['In which status the order is now.', 'opens with a question word'],
    ['Its status in the order process.', 'opens with a pronoun'],
    ['It has this status in the order process.', 'opens with a pronoun'],
    ['They have this status in the order process.', 'opens with a pronoun'],
    ['This is the status of the order.', 'opens with a pronoun'],
    ['One of them: a status of the order.', 'opens with a pronoun'],
    ['Part of it: the status of the order.', 'opens with a pronoun'],
    ['Name of the shop that took the payment.', 'names something else'],
  ])('name the fault of "%s"', (description, fault) => {
    expect(descriptionFaults(planted(description))).toContain(`Order.status: ${fault}: ${description}`);
  });

  it('hold for types, arguments, enum values and input fields too', () => {
    const bad = buildSchema(`
      "What it is."
      type Order {
        "Processing status of the order."
        status(
          "Its language."
          language: String
        ): Status
      }
      "Status of an order by stage."
      enum Status {
        "Waits."
        PENDING
      }
      "Filter for a list of orders."
      input OrderFilter {
        "In which one."
        status: Status
      }
    `);
    expect(new Set(descriptionFaults(bad).map((fault) => fault.replace(/: [a-z].*/, '')))).toEqual(
      new Set(['Order', 'Order.status(language:)', 'Status.PENDING', 'OrderFilter.status']),
    );
  });
});
