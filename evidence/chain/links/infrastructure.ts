import { stackName } from "../../../configs";
import { Looking } from "../link";
import type { Matter } from "../matter";
import type { ChainLink } from "../model";
import { doubtsIn, type Noted } from "../watched";

type Deploy = Noted<"deploy">;

/** That the stacks which carried the entry were deployed from plans that were reviewed, before the entry was written. */
export function infrastructure({ system, sources, watched, span }: Matter): ChainLink {
  const looking = new Looking("infrastructure");
  const { id, config } = sources.environment;
  const at = span?.first ?? (sources.now?.() ?? new Date()).toISOString();
  const vault = stackName.evidenceVault(id);
  const carried = [
    vault,
    stackName.art12Logging(id),
    ...(system === undefined ? [] : [stackName.art72Monitoring(id, system)]),
  ];
  for (const stack of carried) {
    const own = watched.deploys.all.filter(({ details }) => details.stack === stack);
    // Where AWS is emulated, a stand-in plays Datadog, and its stacks need no apply; the vault is applied everywhere.
    if (own.length === 0 && stack !== vault && config?.aws.emulated === true)
      looking.fact(`Stack ${stack}`, "played by the stand-in of an emulated environment");
    else lookAt(stack, own, at, watched, looking);
  }
  if (watched.deploys.broken.length > 0)
    looking.cannotTell(`A deploy may be missing from the records: ${doubtsIn(watched.deploys.broken)}.`);
  return looking.link();
}

function lookAt(
  stack: string,
  own: readonly Deploy[],
  at: string,
  watched: Matter["watched"],
  looking: Looking,
): void {
  const applied = own.findLast(({ details }) => details.outcome === "applied" && details.endedAt <= at);
  if (applied === undefined) {
    const later = own.find(({ details }) => details.outcome === "applied");
    return void looking.missing(
      later === undefined
        ? `No record tells of a deploy of ${stack}.`
        : `The first recorded deploy of ${stack} is of ${later.at}, after the entry of ${at}.`,
    );
  }
  if (applied.against.length > 0)
    return void looking.broken(
      `The record of the deploy of ${stack} cannot be relied on: ${doubtsIn(applied.against)}.`,
    );
  interrupted(stack, own, applied, at, looking);
  const { planSha256, reviewSequence, reviewSha256, principal, approval } = applied.details;
  looking
    .source("record", applied.record, applied.sha256)
    .fact(`Deployed ${stack}`, `${applied.at}${principal ? `, by ${principal}` : ""}`);
  const review = watched.reviews.all.find(({ sequence }) => sequence === reviewSequence);
  if (review === undefined)
    return void looking.missing(
      `The review of the plan of ${stack}, record ${reviewSequence} of ci-review, is not there.`,
    );
  looking.source("record", review.record, review.sha256);
  const plan = review.details.plans.find((one) => one.stack === stack);
  if (review.sha256 !== reviewSha256)
    looking.broken(`The review that ${stack} was deployed by is another record now than it was.`);
  else if (review.against.length > 0)
    looking.broken(`The review of ${stack} cannot be relied on: ${doubtsIn(review.against)}.`);
  else if (plan === undefined || plan.sha256 !== planSha256)
    looking.broken(
      `What was deployed as ${stack} (plan ${planSha256}) is not what was reviewed (${plan?.sha256 ?? "no plan of it"}).`,
    );
  else {
    looking
      .met(`${stack} was deployed at ${applied.at} from the plan that was reviewed at ${review.at}.`)
      .fact(`Effect of the plan of ${stack}`, plan.effect);
    if (plan.effect === "weakens" || plan.effect === "unknown") agreed(plan, approval, watched, looking);
  }
}

/** What weakens a duty, or may, is deployed only with an approver's record. */
function agreed(
  { stack, effect, sha256 }: Noted<"plan-review">["details"]["plans"][number],
  named: Deploy["details"]["approval"],
  { approvals }: Matter["watched"],
  looking: Looking,
): void {
  const what = `The plan of ${stack} ${effect === "weakens" ? "weakens a duty" : "has an effect that could not be told"}`;
  if (named === undefined)
    return void looking.broken(`${what}, and the deploy names nobody who agreed to it.`);
  const given = approvals.find(
    ({ stream, sequence }) => stream === named.stream && sequence === named.sequence,
  );
  if (given === undefined)
    return void looking.missing(
      `${what}; the approval that the deploy names, record ${named.sequence} of ${named.stream}, is not there.`,
    );
  looking.source("record", given.record, given.sha256);
  if (given.sha256 !== named.sha256 || given.against.length > 0 || given.details.decision !== "approved")
    looking.broken(
      `${what}; the approval that the deploy names cannot be relied on: ${given.against.length > 0 ? doubtsIn(given.against) : given.details.decision}.`,
    );
  else if (
    given.details.about !== "plan" ||
    !given.subject.some(({ name, digest }) => name === `plan/${stack}` && digest.sha256 === sha256)
  )
    looking.broken(`${what}; the approval that the deploy names is of something else.`);
  else looking.met(`${what}; an approver agreed to it at ${given.at}.`);
}

/** An apply that failed, or never told its end, may have left the stack half way. */
function interrupted(
  stack: string,
  own: readonly Deploy[],
  applied: Deploy,
  at: string,
  looking: Looking,
): void {
  const after = own.filter((one) => one.sequence > applied.sequence && one.details.startedAt <= at);
  const failed = after.find(({ details }) => details.outcome === "failed");
  const open = after.find(
    ({ details }) =>
      details.outcome === "started" &&
      !own.some(
        (other) => other.details.outcome !== "started" && other.details.startedAt === details.startedAt,
      ),
  );
  if (failed !== undefined)
    looking.cannotTell(
      `A later deploy of ${stack} failed at ${failed.at}: how it stood at ${at} cannot be told.`,
    );
  else if (open !== undefined)
    looking.cannotTell(
      `A later deploy of ${stack}, begun at ${open.details.startedAt}, has no recorded end.`,
    );
}
