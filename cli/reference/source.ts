import ts from "typescript";

/** Stands for what depends on the case. */
const ANYTHING = "…";

/** The first node below another that is of a kind, in the order of the text. */
export function find<Node extends ts.Node>(
  from: ts.Node,
  is: (node: ts.Node) => node is Node,
): Node | undefined {
  return ts.forEachChild(from, (child) => (is(child) ? child : find(child, is)));
}

/** The nodes right below another that are of a kind. */
export function findAll<Node extends ts.Node>(from: ts.Node, is: (node: ts.Node) => node is Node): Node[] {
  const found: Node[] = [];
  ts.forEachChild(from, (child) => {
    if (is(child)) found.push(child);
  });
  return found;
}

/** The texts that an expression may come to; `…` where that depends on what the function is given. */
export function wordsOf(expression: ts.Expression): string[] {
  if (ts.isStringLiteralLike(expression)) return [expression.text];
  if (ts.isParenthesizedExpression(expression)) return wordsOf(expression.expression);
  if (ts.isConditionalExpression(expression))
    return [...new Set([...wordsOf(expression.whenTrue), ...wordsOf(expression.whenFalse)])];
  if (ts.isTemplateExpression(expression)) return [templateOf(expression)];
  if (ts.isIdentifier(expression)) {
    const value = constantOf(expression);
    return value === undefined ? [ANYTHING] : wordsOf(value);
  }
  return [ANYTHING];
}

/** A constant that a template names is told when it is one text; so are the parts of it. */
function templateOf({ head, templateSpans }: ts.TemplateExpression): string {
  const spans = templateSpans.map(({ expression, literal }) => {
    const [only = ANYTHING, ...others] = wordsOf(expression);
    return `${others.length > 0 ? ANYTHING : only}${literal.text}`;
  });
  return [head.text, ...spans].join("");
}

/** What a name is set to, in its function or in its file. */
function constantOf(name: ts.Identifier): ts.Expression | undefined {
  for (let scope: ts.Node | undefined = name.parent; scope !== undefined; scope = scope.parent) {
    if (
      ts.isFunctionDeclaration(scope) &&
      scope.parameters.some(({ name: given }) => given.getText() === name.text)
    )
      return undefined;
    if (!ts.isBlock(scope) && !ts.isSourceFile(scope)) continue;
    for (const statement of scope.statements) {
      if (!ts.isVariableStatement(statement)) continue;
      const declared = statement.declarationList.declarations.find(
        ({ name: own }) => own.getText() === name.text,
      );
      if (declared !== undefined) return declared.initializer;
    }
  }
  return undefined;
}
