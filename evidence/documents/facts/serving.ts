import { stackName } from "../../../configs";
import { PROVISIONS, type ProvisionId } from "../../../regulation";
import type { DocumentsInput, JudgedResource } from "../input";
import { listAt, textAt, type Deployed, type DeployedResource } from "./deployed";
import { stacksThatCarry } from "./history";
import type { DeployedMonitor } from "./monitors";

/** AWS forbids parentheses in tag values: `Art19(1)` stands there as `Art19-1`. */
const BY_TAG = new Map<string, ProvisionId>(
  PROVISIONS.map(({ id }) => [id.replace(/\(([^)]+)\)/g, "-$1"), id]),
);
const IDS = new Map<string, ProvisionId>(PROVISIONS.map(({ id }) => [id, id]));

/** Stacks of an environment that concern a system, those of its foundations included. */
const stacksAbout = ({ environment, system }: DocumentsInput): ReadonlySet<string> =>
  new Set([
    ...stacksThatCarry(environment, system),
    stackName.guardrails(environment.id),
    stackName.terraformState(environment.id),
  ]);

/** Verdicts on these stacks, and on all of them together. */
export function judgedAbout(input: DocumentsInput): readonly JudgedResource[] {
  const stacks = stacksAbout(input);
  return input.judged.filter(({ address }) => address === "*" || stacks.has(address.split("/")[0] ?? ""));
}

/** The duties that each resource says it serves, in its tags or, of a monitor, in its message. */
export function serving(
  deployed: Deployed,
  input: DocumentsInput,
  monitors: readonly DeployedMonitor[],
): readonly { readonly resource: DeployedResource; readonly duties: readonly ProvisionId[] }[] {
  const stacks = stacksAbout(input);
  const ofMonitor = new Map(monitors.map(({ address, duties }) => [address, duties]));
  return deployed.resources
    .filter(({ stack }) => stacks.has(stack))
    .map((resource) => ({ resource, duties: ofMonitor.get(resource.address) ?? tagged(resource) }))
    .filter(({ duties }) => duties.length > 0);
}

function tagged({ values }: DeployedResource): readonly ProvisionId[] {
  const words = (textAt(values, "tags", "ai-act:duties") ?? "").split(" ");
  const articles = listAt(values, "tags").flatMap((tag) => {
    const [, number] = /^article:(.+)$/.exec(String(tag)) ?? [];
    return IDS.get(`Art${number}`) ?? [];
  });
  return [...words.flatMap((word) => BY_TAG.get(word) ?? []), ...articles];
}
