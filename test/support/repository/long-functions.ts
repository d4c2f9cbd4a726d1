// Which functions of a source are long. Tables of fields, of which the graph is full, are data and not counted.
import ts from 'typescript';

/** `(t) => ({ … })`: one entry after the other, and no statement. */
function isFieldTable(node: ts.FunctionLikeDeclaration): boolean {
  const [parameter] = node.parameters;
  return (
    ts.isArrowFunction(node) &&
    parameter?.name.getText() === 't' &&
    ts.isParenthesizedExpression(node.body) &&
    ts.isObjectLiteralExpression(node.body.expression)
  );
}

const hasBody = (node: ts.Node): node is ts.FunctionLikeDeclaration =>
  ts.isFunctionLike(node) && 'body' in node && node.body !== undefined;

/** Where functions of more than `most` lines begin, with their length. */
export function longFunctions(file: string, text: string, most: number): readonly string[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const lineOf = (position: number): number => source.getLineAndCharacterOfPosition(position).line;
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (hasBody(node) && !isFieldTable(node)) {
      const first = lineOf(node.getStart(source));
      const lines = lineOf(node.end) - first + 1;
      if (lines > most) found.push(`${file}:${first + 1} has ${lines} lines`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}
