// GraphQL conventions: the served schema and the queries of the examples. TypeScript is Biome's.
import graphql from '@graphql-eslint/eslint-plugin';

const SCHEMA = 'schema/schema.graphql';
const OPERATIONS = ['examples/*.graphql'];

const shared = {
  plugins: { '@graphql-eslint': graphql },
  languageOptions: {
    parser: graphql.parser,
    parserOptions: { graphQLConfig: { schema: SCHEMA, documents: OPERATIONS } },
  },
  linterOptions: { reportUnusedDisableDirectives: 'error' },
};

const { 'flat/schema-recommended': recommended, 'flat/schema-relay': relay } = graphql.configs;
const [, naming] = recommended.rules['@graphql-eslint/naming-convention'];

export default [
  {
    files: [SCHEMA],
    ...shared,
    rules: {
      ...recommended.rules,
      ...relay.rules,
      '@graphql-eslint/input-name': ['error', { checkInputType: false, caseSensitiveInputType: true }],
      '@graphql-eslint/naming-convention': [
        'error',
        {
          ...naming,
          // A service type is what the upstream sells, not a type of the graph.
          'ObjectTypeDefinition,ObjectTypeExtension': {
            forbiddenPrefixes: ['Type'],
            ignorePattern: '^(Service|Resource|Usage)Type$',
            forbiddenSuffixes: ['Type'],
          },
          'FieldDefinition[parent.name.value=Query]': {
            forbiddenPrefixes: ['get', 'list', 'query', 'show'],
            forbiddenSuffixes: ['Query', 'List'],
          },
        },
      ],
      '@graphql-eslint/require-description': [
        'error',
        {
          types: true,
          DirectiveDefinition: true,
          EnumValueDefinition: true,
          FieldDefinition: true,
          InputValueDefinition: true,
        },
      ],
      '@graphql-eslint/require-nullable-fields-with-oneof': 'error',
      // Pages go forward only, as the upstream's do, and lists of plain values and objects are lists.
      '@graphql-eslint/relay-arguments': ['error', { includeBoth: false }],
      '@graphql-eslint/relay-edge-types': [
        'error',
        { withEdgeSuffix: true, shouldImplementNode: false, listTypeCanWrapOnlyEdgeType: false },
      ],
      // `id` is the global id where there is one; `customerId` beside it is the upstream's own.
      '@graphql-eslint/no-typename-prefix': 'off',
      // Bills, prices and amounts are values: only what can be fetched again by itself has an id.
      '@graphql-eslint/strict-id-in-types': 'off',
    },
  },
  {
    files: OPERATIONS,
    ...shared,
    rules: {
      ...graphql.configs['flat/operations-recommended'].rules,
      // What these queries cost is what the gateway's own budget bounds, not their depth.
      '@graphql-eslint/selection-set-depth': 'off',
      '@graphql-eslint/require-selections': 'off',
    },
  },
];
