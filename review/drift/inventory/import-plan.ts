import { cp, mkdir, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { terraformInterrupted } from "../../../errors";
import { readJson, type Source } from "../../../rules";
import { fileDigest } from "../../terraform/digest";
import { terraformFault } from "../../terraform/fault";
import type { OneAtATime } from "../../terraform/parallel";
import { runTerraform } from "../../terraform/run";
import type { SynthesizedStack } from "../../terraform/synthesized";
import { Terraform, type TerraformPlace } from "../../terraform";
import { errorIn, heard, type ErrorSaid } from "./not-there";
import { copyOf, ownTags, searchFor, without, type Copy, type OwnTags } from "./search";
import { readStackJson } from "./stack-json";

/** A plan that imports what a stack declares: from what is in the account to what is declared. */
export interface ImportPlan {
  readonly source: Source;
  /** SHA-256 of the plan's JSON, lower-case hex. */
  readonly sha256: string;
  /** Terraform's addresses of what is declared and not in the account. */
  readonly missing: ReadonlySet<string>;
  /** Why something was not looked for, by Terraform's address. */
  readonly notSought: ReadonlyMap<string, string>;
  /** Tags by which the stack's resources say whose they are. */
  readonly owned: readonly OwnTags[];
  /** Why what has these tags cannot be listed; absent where it was. */
  readonly untold?: string;
  readonly place: TerraformPlace;
}

export const STACK_FILE = "cdk.tf.json";
/** Terraform's own files of the stack's folder that the copy must not have: its state above all. */
const OF_THE_STATE = /^\.terraform$|\.tfstate/;

/**
 * Plans a copy of a stack whose state is empty, with an import of everything the stack declares. What Terraform does not
 * find is taken out of the imports, until the plan says all of the rest: as many rounds as things hang on one another.
 *
 * @param folder for the copy
 * @throws UserError with Terraform's own reason when something else is wrong than that things are not there
 */
export async function planImports(
  stack: SynthesizedStack,
  folder: string,
  { inits, ...given }: Pick<TerraformPlace, "env" | "signal"> & { readonly inits: OneAtATime },
): Promise<ImportPlan> {
  const declared = readStackJson(join(stack.dir, STACK_FILE));
  const { sought: all, notSought } = searchFor(declared);
  // A stack without resources asks nothing of the account.
  const owned = all.length > 0 ? ownTags(declared) : [];
  const stackDir = join(folder, stack.name);
  await mkdir(folder, { recursive: true });
  await cp(stack.dir, stackDir, { recursive: true, filter: (file) => !OF_THE_STATE.test(basename(file)) });
  const place = { ...given, stackDir, logFile: join(folder, `${stack.name}.log`) };
  const [planFile, jsonFile] = [join(folder, `${stack.name}.tfplan`), join(folder, `${stack.name}.json`)];
  const terraform = new Terraform(place);
  const missing = new Set<string>();
  let sought = all;
  let untold: string | undefined;
  for (let first = true; ; first = false) {
    const copy = copyOf(declared, sought, untold === undefined ? owned : []);
    await writeFile(join(stackDir, STACK_FILE), JSON.stringify(copy.json, null, 2));
    if (first) await inits.run(() => terraform.init());
    const said = await attempt(copy, place, planFile);
    if (said === undefined) break;
    for (const address of said.missing) missing.add(address);
    const left = without(sought, missing);
    for (const { address } of sought)
      if (!left.some((each) => each.address === address)) missing.add(address);
    sought = left;
    untold ??= said.untold;
  }
  await terraform.show(planFile, jsonFile);
  return {
    source: { ...readJson(jsonFile), stack: stack.name },
    sha256: await fileDigest(jsonFile),
    missing,
    notSought,
    owned,
    ...(untold !== undefined && { untold }),
    place,
  };
}

/** One round. @returns what is not there; nothing when the plan is made */
async function attempt(copy: Copy, place: TerraformPlace, planFile: string) {
  const errors: ErrorSaid[] = [];
  const { status, words } = await runTerraform({
    ...place,
    args: ["plan", "-input=false", "-json", "-lock=false", `-out=${planFile}`],
    onLine: (line) => errors.push(...[errorIn(line) ?? []].flat()),
  });
  if (status === 0) return undefined;
  const run = { stackDir: place.stackDir, command: "plan", logFile: place.logFile };
  if (place.signal?.aborted) throw terraformInterrupted({ ...run, words: "" });
  const said = heard(errors, copy);
  // Others may follow from what is missing: they are told of when nothing else is left.
  if (said.missing.size === 0 && said.untold === undefined)
    throw terraformFault(
      run,
      errors.map(({ summary, detail = "" }) => ({ summary, detail })),
      words,
    );
  return said;
}
