import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { find, findAll, wordsOf } from "./source";

/** One factory of errors/, read from its source: what it says depends on what it is given. */
export interface ErrorFactory {
  readonly name: string;
  /** Its docstring. */
  readonly meaning: string;
  /** What stands in brackets; several where the case decides. */
  readonly codes: readonly string[];
  /** Nothing where it makes one of the problems that another fault lists. */
  readonly headline: string | undefined;
  /** Where, given, needed, fix; nothing where whoever found the problems words them. */
  readonly problem: Readonly<Record<(typeof FIELDS)[number], string | undefined>>;
  readonly exitCode: 1 | 2;
}

export interface ErrorFamily {
  readonly title: string;
  readonly factories: readonly ErrorFactory[];
}

const FIELDS = ["where", "field", "given", "needed", "fix"] as const;

/** All families of errors/, one a file. */
export function errorFamilies(folder: string): ErrorFamily[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".ts") && !["index.ts", "user-error.ts"].includes(name))
    .sort()
    .map((name) => familyOf(readFileSync(join(folder, name), "utf8"), name));
}

/** @param name of the file, for what is said when it cannot be read */
export function familyOf(text: string, name: string): ErrorFamily {
  const source = ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true);
  const title = /^\/\*\*\s*(.*?)\s*\*\//s.exec(text)?.[1]?.replaceAll(/\s*\n \*\s*/g, " ");
  const factories = findAll(source, isFactory).map((factory) => factoryOf(factory, name));
  return { title: title?.replace(/\.$/, "") ?? name, factories };
}

const isFactory = (node: ts.Node): node is ts.FunctionDeclaration =>
  ts.isFunctionDeclaration(node) && /^(UserError|Problem)$/.test(node.type?.getText() ?? "");

/** @throws Error when the factory is not written as the others are, so that the page would lack it */
function factoryOf(factory: ts.FunctionDeclaration, file: string): ErrorFactory {
  const name = factory.name?.text ?? "";
  const { headline, code, exitCode } = madeBy(factory);
  const fault = factory.type?.getText() === "UserError";
  if (code === undefined || (fault && headline === undefined))
    throw new Error(`errors/${file}: ${name} makes its error in a way that the page cannot read`);
  return {
    name,
    meaning: meaningOf(factory),
    codes: wordsOf(code),
    headline: told(headline),
    problem: Object.fromEntries(
      FIELDS.map((field) => [field, told(valueOf(field, factory))]),
    ) as ErrorFactory["problem"],
    exitCode,
  };
}

interface Made {
  readonly headline?: ts.Expression | undefined;
  readonly code: ts.Expression | undefined;
  readonly exitCode: 1 | 2;
}

/** The arguments of `oneProblem(headline, problem)`, or of `new UserError(code, headline, problems, exit code)`, in it. */
function madeBy(factory: ts.FunctionDeclaration): Made {
  const code = valueOf("code", factory);
  const [first, second, , fourth] = find(factory, isNew("UserError"))?.arguments ?? [];
  if (first !== undefined) {
    const exitCode = fourth?.getText() === "EXIT.finding" ? 2 : 1;
    return { headline: second, code: ts.isStringLiteralLike(first) ? first : code, exitCode };
  }
  return { headline: find(factory, isCall("oneProblem"))?.arguments[0], code, exitCode: 1 };
}

const isNew =
  (name: string) =>
  (node: ts.Node): node is ts.NewExpression =>
    ts.isNewExpression(node) && node.expression.getText() === name;

const isCall =
  (name: string) =>
  (node: ts.Node): node is ts.CallExpression =>
    ts.isCallExpression(node) && node.expression.getText() === name;

const told = (value: ts.Expression | undefined): string | undefined =>
  value === undefined ? undefined : wordsOf(value).join(" / ");

/** What the first property of this name in a factory is set to. */
function valueOf(name: string, factory: ts.FunctionDeclaration): ts.Expression | undefined {
  const property = find(
    factory,
    (node): node is ts.PropertyAssignment | ts.ShorthandPropertyAssignment =>
      (ts.isPropertyAssignment(node) || ts.isShorthandPropertyAssignment(node)) &&
      node.name.getText() === name,
  );
  if (property === undefined) return undefined;
  return ts.isPropertyAssignment(property) ? property.initializer : property.name;
}

function meaningOf(factory: ts.FunctionDeclaration): string {
  const [doc] = ts.getJSDocCommentsAndTags(factory);
  const text = doc && ts.isJSDoc(doc) ? ts.getTextOfJSDocComment(doc.comment) : undefined;
  return (text ?? "").replaceAll(/\s+/g, " ");
}
