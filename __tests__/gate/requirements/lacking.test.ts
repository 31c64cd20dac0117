import { REQUIREMENTS } from "../../../gate/requirements/catalogue";
import { lacking } from "../../../gate/requirements/lacking";
import { annexIvSection, PROVISIONS } from "../../../regulation";
import { context, goodVersion } from "./good-version";
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
