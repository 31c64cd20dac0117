import { evaluate, RULES, type Verdict } from "../../rules";
import { Stacks, type Edit } from "./own-stacks";
import { TRIOS } from "./trios";

const OWN = evaluate(RULES, new Stacks().set()).verdicts;

/** The verdict of one rule about one place, after a change. */
function verdictAfter(edit: Edit, id: string, address: string): Verdict | undefined {
  const stacks = new Stacks();
  edit(stacks);
  const { verdicts } = evaluate(
    RULES.filter((rule) => rule.id === id),
    stacks.set(),
  );
  return verdicts.find((verdict) => verdict.address === address);
}

describe("A rule tells what is met from what is not", () => {
  it.each(TRIOS)("%s at %s", (id, at, unmet, reason) => {
    // What is only there after the change is not judged before it.
    expect(["met", undefined]).toContain(
      OWN.find(({ rule, address }) => rule === id && address === at)?.verdict,
    );
    expect(verdictAfter(unmet, id, at)).toMatchObject({ rule: id, address: at, verdict: "unmet", reason });
  });
});

describe("What a rule cannot tell is no pass", () => {
  it.each(TRIOS.filter(([, , , , hidden]) => hidden !== undefined))("%s at %s", (id, at, _, __, hidden) => {
    expect(verdictAfter(hidden as Edit, id, at)).toMatchObject({ rule: id, address: at, verdict: "unknown" });
  });
});

it("The list of rules is frozen, each with its row, because waivers name them", () => {
  expect(TRIOS.map(([id]) => id)).toEqual(RULES.map(({ id }) => id));
});
