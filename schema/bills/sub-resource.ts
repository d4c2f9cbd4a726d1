import { builder } from '../core/builder.ts';
import { texts } from '../core/row-fields.ts';

/** Part of a service to which a row of a bundle refers. */
export interface SubResourceFields {
  readonly sub_service_type_code: string | undefined;
  readonly sub_service_type_name: string | undefined;
  readonly sub_resource_type_code: string | undefined;
  readonly sub_resource_type_name: string | undefined;
  readonly sub_resource_id: string | undefined;
  readonly sub_resource_name: string | undefined;
}

export const SubResourceRef = builder.objectRef<SubResourceFields>('BilledSubResource').implement({
  description: 'Sub-resource to which a record refers, where the upstream distinguishes sub-resources.',
  fields: (t) =>
    texts(t, {
      serviceTypeCode: [
        'Upstream code of the cloud service of the sub-resource.',
        (row) => row.sub_service_type_code,
      ],
      serviceTypeName: ['Name of the cloud service of the sub-resource.', (row) => row.sub_service_type_name],
      resourceTypeCode: [
        'Upstream code of the resource type of the sub-resource.',
        (row) => row.sub_resource_type_code,
      ],
      resourceTypeName: [
        'Name of the resource type of the sub-resource.',
        (row) => row.sub_resource_type_name,
      ],
      resourceId: ['Upstream id of the sub-resource.', (row) => row.sub_resource_id],
      resourceName: ['Name of the charged sub-resource.', (row) => row.sub_resource_name],
    }),
});

/** The part to which a row refers, or null. */
export const subResourceOf = (row: SubResourceFields): SubResourceFields | null =>
  row.sub_resource_id === undefined && row.sub_service_type_code === undefined ? null : row;
