import type { ProvisionId } from "../../regulation";
import type { Mutant } from "./generate";
import { glob, isOf } from "./path";

/** Which resources a row is about. @default all of the type */
export interface Where {
  /** Names of the resources, `*` for anything. */
  readonly name?: string;
  /** Names of their stacks. */
  readonly stack?: string;
}

/** One row of a table: what a change of an attribute does. */
export interface Direction {
  /** Attribute, lists' elements by their names; `*` for anything within a step, `**` for any steps at the end. */
  readonly path: string;
  /** Names of the mutations, `*` for anything. */
  readonly mutations: readonly string[];
  /** Duties it weakens, each with a rule that must see it; none where it is benign. */
  readonly weakens: readonly ProvisionId[];
  readonly why: string;
  readonly where: Where;
  /** Terraform or AWS refuse such a change: it cannot be applied, whatever it would do. */
  readonly refused?: true;
  /** Terraform destroys the resource for such a change, and makes it anew: what a plan would say. */
  readonly madeAnew?: true;
}

/** Rows about one type of resource, the first that fits counts; of two tables about one type, the one before. */
export interface Directions {
  /** Type of resource, `*` for anything. */
  readonly type: string;
  readonly rows: readonly Direction[];
}

type Row = (path: string, mutations: string, why: string, where?: Where) => Direction;

const row = (path: string, mutations: string, why: string, where: Where): Direction => ({
  path,
  mutations: mutations.split(", "),
  weakens: [],
  why,
  where,
});

/** It weakens these duties, and rules about them must say so. */
export const weakens = (
  path: string,
  mutations: string,
  duties: readonly [ProvisionId, ...ProvisionId[]],
  why: string,
  where: Where = {},
): Direction => ({ ...row(path, mutations, why, where), weakens: duties });

/** Terraform makes the resource anew for it, and with the old one goes what the duties need. */
export const destroys = (
  path: string,
  mutations: string,
  duties: readonly [ProvisionId, ...ProvisionId[]],
  why: string,
  where: Where = {},
): Direction => ({ ...weakens(path, mutations, duties, why, where), madeAnew: true });

/** It weakens nothing: no rule may say so. */
export const benign: Row = (path, mutations, why, where = {}) => row(path, mutations, why, where);

/** It cannot be applied: what rules say of it is left open, and may not be that something is weakened. */
export const refused: Row = (path, mutations, why, where = {}) => ({
  ...row(path, mutations, why, where),
  refused: true,
});

interface Compiled {
  readonly direction: Direction;
  fits(mutant: Mutant): boolean;
}

/** The tables, asked for the row of a mutant; it notes which rows were ever needed. */
export class DirectionTable {
  private readonly compiled: ReadonlyMap<string, readonly Compiled[]>;
  private readonly everywhere: readonly Compiled[];
  private readonly used = new Set<Direction>();

  constructor(private readonly tables: readonly Directions[]) {
    const of = ({ rows }: Directions) => rows.map((direction) => ({ direction, fits: fitting(direction) }));
    const compiled = new Map<string, readonly Compiled[]>();
    for (const table of tables) compiled.set(table.type, [...(compiled.get(table.type) ?? []), ...of(table)]);
    this.compiled = compiled;
    this.everywhere = this.compiled.get("*") ?? [];
  }

  /** The first row that fits; `undefined` where nobody has classified the change. */
  find(mutant: Mutant): Direction | undefined {
    const rows = [...(this.compiled.get(mutant.type) ?? []), ...this.everywhere];
    const found = rows.find(({ fits }) => fits(mutant))?.direction;
    if (found) this.used.add(found);
    return found;
  }

  /** Rows that no mutant needed: about attributes that are gone, or hidden behind rows before them. */
  stale(): readonly string[] {
    return this.tables.flatMap(({ type, rows }) =>
      rows
        .filter((direction) => !this.used.has(direction))
        .map(({ path, mutations }) => `${type} ${path}: ${mutations.join(", ")}`),
    );
  }
}

function fitting({ path, mutations, where }: Direction): (mutant: Mutant) => boolean {
  const [ofPath, ofName, ofStack] = [isOf(path), whole(where.name ?? "*"), whole(where.stack ?? "*")];
  const ofMutation = mutations.map(whole);
  return (mutant) =>
    ofMutation.some((each) => each.test(mutant.mutation)) &&
    ofName.test(mutant.name) &&
    ofStack.test(mutant.stack) &&
    ofPath(mutant.path);
}

const whole = (pattern: string): RegExp => new RegExp(`^${glob(pattern)}$`, "s");
