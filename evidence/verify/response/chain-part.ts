import { isDeepStrictEqual } from "node:util";
import { chainAnswerSchema, worst, type ChainAnswer, type ChainQuestion } from "../../chain/model";
import { RESPONSE_FILES, type ResponseManifest, type Scope } from "../../respond";
import type { ResponseChecks } from "./checks";
import type { ResponseReader } from "./folder";
import { readPart } from "./manifest";

const FILE = RESPONSE_FILES.chain;

/** Whether the chain answers what was asked, and says of itself what its links say. `evidence chain --bundle` follows it anew. */
export async function checkChain(
  reader: ResponseReader,
  intact: ReadonlySet<string>,
  { request, chain: said }: ResponseManifest,
  checks: ResponseChecks,
): Promise<ChainAnswer | undefined> {
  const files = reader.names("chain/");
  if (said === undefined) {
    for (const name of files) checks.fail("chain", "the manifest tells of no chain", name);
    return undefined;
  }
  if (!reader.has(RESPONSE_FILES.chainPage))
    checks.fail("chain", "its page is missing", RESPONSE_FILES.chainPage);
  const answer = await readPart(reader, intact, FILE, chainAnswerSchema, "chain", checks);
  if (answer === undefined) return undefined;
  const fail = (reason: string) => checks.fail("chain", reason, FILE);
  if (answer.system !== request.system || answer.environment !== request.environment)
    fail("it is of another system or environment");
  if (!isDeepStrictEqual(answer.period, request.period)) fail("it is of another period");
  if (!isDeepStrictEqual(answer.question, questionOf(request.scope))) fail("it answers another question");
  for (const [index, { outcome: its, links }] of answer.chains.entries()) {
    const shown = worst(links.map(({ verdict }) => verdict));
    if (worst([its, shown]) !== its) fail(`chain ${index + 1} says ${its}, its links come to ${shown}`);
  }
  const outcome = worst(answer.chains.map((chain) => worst(chain.links.map(({ verdict }) => verdict))));
  // It may be worse than its links: entries that were not followed are no pass.
  if (worst([answer.outcome, outcome]) !== answer.outcome)
    fail(`it says ${answer.outcome}, its links come to ${outcome}`);
  const shown = {
    outcome: answer.outcome,
    chains: answer.chains.length,
    not_followed: answer.not_followed,
  };
  if (!isDeepStrictEqual(said, shown))
    checks.fail(
      "statements",
      "what it says of the chain is not what the chain says",
      RESPONSE_FILES.manifest,
    );
  return answer;
}

/** What the chain of an answer is asked. */
function questionOf(scope: Scope): ChainQuestion {
  return scope;
}
