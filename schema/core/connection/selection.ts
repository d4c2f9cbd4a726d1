import {
  type FragmentSpreadNode,
  type GraphQLResolveInfo,
  GraphQLStreamDirective,
  getDirectiveValues,
  Kind,
  type SelectionSetNode,
} from 'graphql';

// What the client selected below a field decides how much has to be fetched: a total needs more calls than
// a page, and an id alone needs none. Directives are ignored: a field that may be skipped counts as selected.

/** A field with what is selected below it. */
export type Selected = Pick<GraphQLResolveInfo, 'fieldNodes' | 'fragments'>;

// A fragment is looked at once for each list of paths, however often it is spread: documents whose fragments spread
// each other twice would take time without bounds.

/** Whether one of the dotted `paths` is selected below the field being resolved, fragments included. */
export function selects(info: Selected, ...paths: string[]): boolean {
  const wanted = paths.map((path) => path.split('.'));
  const seen = new Set<string>();
  return info.fieldNodes.some(
    (node) => node.selectionSet && anySelected(node.selectionSet, wanted, info, seen),
  );
}

function anySelected(
  set: SelectionSetNode,
  paths: readonly (readonly string[])[],
  info: Selected,
  seen: Set<string>,
): boolean {
  return set.selections.some((selection) => {
    if (selection.kind === Kind.INLINE_FRAGMENT)
      return anySelected(selection.selectionSet, paths, info, seen);
    if (selection.kind === Kind.FRAGMENT_SPREAD) {
      const fragment = newFragment(selection, info, seen, paths);
      return fragment !== undefined && anySelected(fragment.selectionSet, paths, info, seen);
    }
    const below = paths.filter((path) => path[0] === selection.name.value);
    if (below.some((path) => path.length === 1)) return true;
    const deeper = below.map((path) => path.slice(1));
    return deeper.length > 0 && selection.selectionSet !== undefined
      ? anySelected(selection.selectionSet, deeper, info, seen)
      : false;
  });
}

/** Whether anything but the listed fields is selected. */
export function selectsBeyond(info: Selected, ...fields: readonly string[]): boolean {
  const known = new Set([...fields, '__typename']);
  const seen = new Set<string>();
  const beyond = (set: SelectionSetNode): boolean =>
    set.selections.some((selection) => {
      if (selection.kind === Kind.FIELD) return !known.has(selection.name.value);
      if (selection.kind === Kind.INLINE_FRAGMENT) return beyond(selection.selectionSet);
      const fragment = newFragment(selection, info, seen);
      return fragment !== undefined && beyond(fragment.selectionSet);
    });
  return info.fieldNodes.some((node) => node.selectionSet && beyond(node.selectionSet));
}

/** Whether a list right below the field is to be sent row by row. */
export function streams(info: GraphQLResolveInfo): boolean {
  const seen = new Set<string>();
  const any = (set: SelectionSetNode): boolean =>
    set.selections.some((selection) => {
      if (selection.kind === Kind.FIELD) {
        const stream = getDirectiveValues(GraphQLStreamDirective, selection, info.variableValues);
        return stream !== undefined && stream['if'] !== false;
      }
      if (selection.kind === Kind.INLINE_FRAGMENT) return any(selection.selectionSet);
      const fragment = newFragment(selection, info, seen);
      return fragment !== undefined && any(fragment.selectionSet);
    });
  return info.fieldNodes.some((node) => node.selectionSet && any(node.selectionSet));
}

/** The fragment that is spread, unless it was looked at for the same paths. */
function newFragment(
  { name: { value: name } }: FragmentSpreadNode,
  { fragments }: Selected,
  seen: Set<string>,
  paths: readonly (readonly string[])[] = [],
): Selected['fragments'][string] | undefined {
  const key = `${name} ${paths.map((path) => path.join('.')).join()}`;
  if (seen.has(key)) return undefined;
  seen.add(key);
  return fragments[name];
}
