import { builder } from '../core/builder.ts';
import { texts } from '../core/row-fields.ts';

export interface EnterpriseProject {
  readonly id?: string | undefined;
  readonly name?: string | undefined;
}

export const EnterpriseProjectRef = builder.objectRef<EnterpriseProject>('EnterpriseProject').implement({
  description: 'Enterprise project, which groups the resources and costs of an enterprise.',
  fields: (t) => ({
    ...texts(t, {
      enterpriseProjectId: [
        'Upstream id of the enterprise project; `0` is the default project.',
        (project) => project.id,
      ],
      name: ['Name of the enterprise project.', (project) => project.name],
    }),
  }),
});
