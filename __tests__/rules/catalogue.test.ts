import { evaluate, RULES, type Verdict } from "../../rules";
import { Stacks, type Edit } from "./own-stacks";
import { MEASURED, MORE_TRIOS } from "./more-trios";
import { ORGANISATION_TRIOS } from "./organisation-trios";
import { TRIOS } from "./trios";

const ALL = [...TRIOS, ...ORGANISATION_TRIOS, ...MORE_TRIOS];

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
  it.each(ALL)("%s at %s", (id, at, unmet, reason) => {
    // What is only there after the change is not judged before it.
    expect(["met", undefined]).toContain(
      OWN.find(({ rule, address }) => rule === id && address === at)?.verdict,
    );
    expect(verdictAfter(unmet, id, at)).toMatchObject({ rule: id, address: at, verdict: "unmet", reason });
  });
});

describe("What a rule cannot tell is no pass", () => {
  it.each(ALL.filter(([, , , , hidden]) => hidden !== undefined))("%s at %s", (id, at, _, __, hidden) => {
    expect(verdictAfter(hidden as Edit, id, at)).toMatchObject({ rule: id, address: at, verdict: "unknown" });
  });
});

describe("A rule that only measures shows a change for the worse", () => {
  it.each(MEASURED)("%s at %s", (id, at, edit, before, after) => {
    const own = OWN.find(({ rule, address }) => rule === id && address === at);
    expect(own).toMatchObject({ verdict: "met", measure: { value: before } });
    expect(verdictAfter(edit, id, at)).toMatchObject({ verdict: "met", measure: { value: after } });
  });
});

it("The list of rules is frozen, each with its row, because waivers name them", () => {
  const rows = [...ALL.map(([id]) => id), ...MEASURED.map(([id]) => id)];
  expect(rows.sort()).toEqual(RULES.map(({ id }) => id).sort());
});
