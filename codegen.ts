// Typed operations for clients: `npm run codegen` reads the checked-in SDL and the documents in examples/.
import type { CodegenConfig } from '@graphql-codegen/cli';

const config: CodegenConfig = {
  schema: 'schema/schema.graphql',
  documents: ['examples/*.graphql'],
  generates: {
    'examples/generated/': {
      preset: 'client',
      presetConfig: { fragmentMasking: false },
      config: {
        documentMode: 'string',
        importExtension: '.ts',
        useTypeImports: true,
        immutableTypes: true,
        strictScalars: true,
        // A new enum value is not a breaking change, so that clients have to expect one.
        enumType: 'string-literal',
        futureProofEnums: true,
        // Amounts, days and instants are text on the wire and stay text: no client rounds by accident.
        scalars: {
          BillingCycle: 'string',
          CurrencyCode: 'string',
          Date: 'string',
          DateTime: 'string',
          Decimal: 'string',
        },
      },
    },
  },
};

export default config;
