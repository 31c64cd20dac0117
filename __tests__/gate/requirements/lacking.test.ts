import { REQUIREMENTS } from "../../../gate/requirements/catalogue";
import type { PromotionFacts } from "../../../gate/facts/promotion-facts";
import { lacking, lackingInRun, UNTIL_REGISTERED } from "../../../gate/requirements/lacking";
import { annexIvSection, PROVISIONS } from "../../../regulation";
import { context, goodVersion, versionWhere } from "./good-version";
import { TRIOS } from "./trios";

const of = (requirement: string, facts = goodVersion(), given = context()) =>
  lacking(facts, given)
    .filter((lack) => lack.requirement === requirement)
    .map(({ what, fix }) => ({ what, fix }));

test("a version that has everything production requires lacks nothing", () => {
  expect(lacking(goodVersion(), context())).toEqual([]);
});

test.each(TRIOS)("$requirement says what lacks and how to supply it", ({ requirement, lacks }) => {
  expect(of(requirement, lacks.facts, lacks.context)).toEqual([{ what: lacks.what, fix: lacks.fix }]);
});

test.each(
  TRIOS.flatMap(({ requirement, cannotTell }) => (cannotTell ? [{ requirement, ...cannotTell }] : [])),
)(
  "$requirement is not passed where the facts do not tell",
  ({ requirement, facts, context: given, what }) => {
    expect(of(requirement, facts, given)).toEqual([{ what, fix: "Supply what is missing first." }]);
  },
);

test("every requirement has its trio, and the ids in records stay these", () => {
  expect(TRIOS.map(({ requirement }) => requirement)).toEqual(REQUIREMENTS.map(({ id }) => id));
  expect(REQUIREMENTS.map(({ id }) => id).join(" ")).toBe(
    "system-declared version-ready source-belongs made-through-gate run-finished model-ready artifacts-listed " +
      "experiment-named run-tagged datasets-logged datasets-kept test-set-apart metrics-logged metrics-of-test-set " +
      "thresholds-reached thresholds-older thresholds-declared risk-assessed oversight-assessed approved " +
      "approved-by-another modification-assessed",
  );
});

test("every requirement names duties that the regulation knows", () => {
  const provisions = new Set<string>(PROVISIONS.map(({ id }) => id));
  const unknown = REQUIREMENTS.flatMap(({ duties }) => duties).filter(
    (duty) => !provisions.has(duty) && (!duty.startsWith("annex-iv:") || annexIvSection(duty).ref !== duty),
  );
  expect(unknown).toEqual([]);
});

test("an approval asks for everything but what the approval itself supplies", () => {
  const { approval: given, ...facts } = goodVersion();
  expect(given).toBeDefined();
  expect(lacking(facts, context({ step: "approval" }))).toEqual([]);
  expect(lacking(facts, context()).map(({ requirement }) => requirement)).toEqual([
    "approved",
    "approved-by-another",
    "modification-assessed",
  ]);
});

test("a version of which nothing could be read passes nothing that is asked of it", () => {
  const { version, contributors } = goodVersion();
  const lacks = lacking({ version, contributors }, context());
  const passed = REQUIREMENTS.filter(({ id }) => !lacks.some(({ requirement }) => requirement === id));
  expect(passed.map(({ id }) => id)).toEqual([
    "system-declared",
    "version-ready",
    "thresholds-declared",
    "oversight-assessed",
  ]);
});

describe("A run before a version of it is registered", () => {
  const ofRun = ({ run, model, contributors }: PromotionFacts) => ({
    contributors,
    ...(run && { run }),
    ...(model && { model }),
  });

  it("lacks nothing when all that can be told of a run is there", () => {
    expect(lackingInRun(ofRun(goodVersion()), context())).toEqual([]);
  });

  /** They speak of the registered model or the version, which a run has none of. */
  const otherwise = ["system-declared", "made-through-gate"];
  const later = UNTIL_REGISTERED.map(({ id }) => id);

  it.each(TRIOS.filter(({ requirement }) => ![...otherwise, ...later].includes(requirement)))(
    "is told of $requirement what its version would be told later",
    ({ requirement, lacks, cannotTell }) => {
      for (const trio of [lacks, ...(cannotTell ? [cannotTell] : [])]) {
        const told = lackingInRun(ofRun(trio.facts ?? goodVersion()), trio.context ?? context());
        const ofVersion = lacking(trio.facts ?? goodVersion(), trio.context ?? context());
        const own = (all: typeof told) => all.filter((lack) => lack.requirement === requirement);
        expect(own(told)).toEqual(own(ofVersion));
      }
    },
  );

  it("that went past the gate is told so", () => {
    const facts = versionWhere(({ run }) => delete run?.tags["evidence.created_by"]);
    expect(lackingInRun(ofRun(facts), context())).toEqual([
      expect.objectContaining({
        requirement: "made-through-gate",
        what: "The run was not made through the gate: it has no tag evidence.created_by.",
      }),
    ]);
  });

  it("is not told that what only a version shows is there", () => {
    expect(later).toEqual([
      "version-ready",
      "source-belongs",
      "model-ready",
      "artifacts-listed",
      "approved",
      "approved-by-another",
      "modification-assessed",
    ]);
  });

  it("with several logged models is not told whose its metrics are", () => {
    const facts = versionWhere(({ run }) => run?.outputs.push(`m-${"7".repeat(32)}`));
    const { model, ...several } = ofRun(facts);
    expect(model).toBeDefined();
    expect(lackingInRun(several, context())).toEqual([
      expect.objectContaining({
        requirement: "metrics-of-test-set",
        what: "Cannot tell: the run has several logged models, and none of them is registered yet.",
      }),
    ]);
  });

  it("that names no system passes nothing that a config has to say", () => {
    const lacks = lackingInRun(ofRun(goodVersion()), { at: context().at, requirements: undefined });
    expect(lacks[0]).toMatchObject({
      requirement: "system-declared",
      what: "Neither the run's tag ai_act.system nor its experiment's name names an AI system of the configs.",
    });
    expect(lacks.map(({ requirement }) => requirement)).toContain("thresholds-reached");
  });

  it("of which nothing could be read passes nothing that is asked of a run", () => {
    const lacks = lackingInRun({ contributors: [] }, context());
    const asked = REQUIREMENTS.filter(({ of }) => of === "run").map(({ id }) => id);
    const passed = asked.filter((id) => !lacks.some(({ requirement }) => requirement === id));
    expect(passed).toEqual(["system-declared", "thresholds-declared", "oversight-assessed"]);
  });
});
