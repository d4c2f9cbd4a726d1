import { builder } from '../core/builder.ts';

export interface EnterpriseProject {
  readonly id?: string | undefined;
  readonly name?: string | undefined;
}

export const EnterpriseProjectRef = builder.objectRef<EnterpriseProject>('EnterpriseProject').implement({
  description: 'Enterprise project, which groups the resources and costs of an enterprise.',
  fields: (t) => ({
    enterpriseProjectId: t.string({
      description: 'Upstream id of the enterprise project; `0` is the default project.',
      resolve: (project) => project.id,
    }),
    name: t.string({ description: 'Name of the enterprise project.', resolve: (project) => project.name }),
  }),
});
