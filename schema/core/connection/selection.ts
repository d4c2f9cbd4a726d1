import { type GraphQLResolveInfo, Kind, type SelectionSetNode } from 'graphql';

// What the client selected below a field decides how much has to be fetched: a total needs more calls than
// a page, and an id alone needs none. Directives are ignored: a field that may be skipped counts as selected.

/** A field with what is selected below it. */
export type Selected = Pick<GraphQLResolveInfo, 'fieldNodes' | 'fragments'>;

/** Whether one of the dotted `paths` is selected below the field being resolved, fragments included. */
export function selects(info: Selected, ...paths: string[]): boolean {
  const wanted = paths.map((path) => path.split('.'));
  return info.fieldNodes.some((node) => node.selectionSet && anySelected(node.selectionSet, wanted, info));
}

function anySelected(set: SelectionSetNode, paths: readonly (readonly string[])[], info: Selected): boolean {
  return set.selections.some((selection) => {
    if (selection.kind === Kind.INLINE_FRAGMENT) return anySelected(selection.selectionSet, paths, info);
    if (selection.kind === Kind.FRAGMENT_SPREAD) {
      const fragment = info.fragments[selection.name.value];
      return fragment !== undefined && anySelected(fragment.selectionSet, paths, info);
    }
    const below = paths.filter((path) => path[0] === selection.name.value);
    if (below.some((path) => path.length === 1)) return true;
    const deeper = below.map((path) => path.slice(1));
    return deeper.length > 0 && selection.selectionSet !== undefined
      ? anySelected(selection.selectionSet, deeper, info)
      : false;
  });
}

/** Whether anything but the listed fields is selected. */
export function selectsBeyond(info: Selected, ...fields: string[]): boolean {
  const known = new Set([...fields, '__typename']);
  const beyond = (set: SelectionSetNode): boolean =>
    set.selections.some((selection) => {
      if (selection.kind === Kind.FIELD) return !known.has(selection.name.value);
      if (selection.kind === Kind.INLINE_FRAGMENT) return beyond(selection.selectionSet);
      const fragment = info.fragments[selection.name.value];
      return fragment !== undefined && beyond(fragment.selectionSet);
    });
  return info.fieldNodes.some((node) => node.selectionSet && beyond(node.selectionSet));
}
