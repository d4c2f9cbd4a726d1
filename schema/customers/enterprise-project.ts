import { builder } from '../core/builder.ts';

export interface EnterpriseProject {
  readonly id?: string | undefined;
  readonly name?: string | undefined;
}

export const EnterpriseProjectRef = builder.objectRef<EnterpriseProject>('EnterpriseProject').implement({
  description: 'A project by which an enterprise groups what it runs and pays for.',
  fields: (t) => ({
    enterpriseProjectId: t.string({
      description: 'Id of the project; `0` is the default one.',
      resolve: (project) => project.id,
    }),
    name: t.string({ description: 'Its name.', resolve: (project) => project.name }),
  }),
});
