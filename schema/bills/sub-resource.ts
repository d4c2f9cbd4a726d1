import { builder } from '../core/builder.ts';
import { texts } from '../core/row-fields.ts';

/** A part of a service that a row of a bundle is about. */
export interface SubResourceFields {
  readonly sub_service_type_code: string | undefined;
  readonly sub_service_type_name: string | undefined;
  readonly sub_resource_type_code: string | undefined;
  readonly sub_resource_type_name: string | undefined;
  readonly sub_resource_id: string | undefined;
  readonly sub_resource_name: string | undefined;
}

export const SubResourceRef = builder.objectRef<SubResourceFields>('BilledSubResource').implement({
  description: 'The part of a resource that a record is about, where the upstream tells parts apart.',
  fields: (t) =>
    texts(t, {
      serviceTypeCode: ['Code of the service.', (row) => row.sub_service_type_code],
      serviceTypeName: ['Name of the service.', (row) => row.sub_service_type_name],
      resourceTypeCode: ['Code of the kind of resource.', (row) => row.sub_resource_type_code],
      resourceTypeName: ['Name of the kind of resource.', (row) => row.sub_resource_type_name],
      resourceId: ['Id of the part.', (row) => row.sub_resource_id],
      resourceName: ['Name of the part.', (row) => row.sub_resource_name],
    }),
});

/** The part that a row is about, or null. */
export const subResourceOf = (row: SubResourceFields): SubResourceFields | null =>
  row.sub_resource_id === undefined && row.sub_service_type_code === undefined ? null : row;
