import fc from "fast-check";
import vectors from "../../../clients/vectors/experiment-names.json";
import {
  type ExperimentName,
  formatExperimentName,
  parseExperimentName,
  WHAT_CHANGED,
} from "../../../gate/requirements/experiment-name";
import { nearestExperimentName } from "../../../gate/requirements/nearest-experiment-name";

const words = (longest: number) =>
  fc.stringMatching(/^[a-z][a-z0-9]{0,9}(-[a-z0-9]{1,9}){0,6}$/).filter(({ length }) => length <= longest);

const names: fc.Arbitrary<ExperimentName> = fc.record({
  system: words(32),
  what: fc.constantFrom(...WHAT_CHANGED),
  why: words(80),
  changeId: fc.stringMatching(/^[A-Z][A-Z0-9]{1,9}-[1-9][0-9]{0,8}$/),
  context: words(48),
});

test("a name that is written is read as what was written", () => {
  fc.assert(
    fc.property(names, (name) => {
      expect(parseExperimentName(formatExperimentName(name))).toEqual({ name });
    }),
  );
});

test("a name that is read is written as it stood, so that each name has one text", () => {
  const nearly = fc.oneof(
    fc.string({ unit: "binary" }),
    names.map(formatExperimentName),
    fc.tuple(names, fc.nat(), fc.string({ unit: "grapheme", maxLength: 2 })).map(([name, at, extra]) => {
      const text = formatExperimentName(name);
      return text.slice(0, at % text.length) + extra + text.slice(at % text.length);
    }),
  );
  fc.assert(
    fc.property(nearly, (text) => {
      const parsed = parseExperimentName(text);
      if ("name" in parsed) expect(formatExperimentName(parsed.name)).toBe(text);
      else expect(parsed.problem).toMatch(/\w/);
    }),
  );
});

test("whatever is given, the nearest valid name is valid, of the system and in a context of its config", () => {
  const hints = fc.record({
    system: words(32),
    contexts: fc.tuple(words(48), words(48)),
    changeId: fc.option(fc.string(), { nil: undefined }),
  });
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 1200 }), hints, (given, known) => {
      const nearest = parseExperimentName(nearestExperimentName(given, known));
      expect(nearest).toMatchObject({ name: { system: known.system } });
      expect(known.contexts).toContain("name" in nearest && nearest.name.context);
    }),
  );
});

test("a valid name is its own nearest", () => {
  fc.assert(
    fc.property(names, (name) => {
      const text = formatExperimentName(name);
      expect(nearestExperimentName(text, { system: name.system, contexts: [name.context] })).toBe(text);
    }),
  );
});

test("the change id that the run's tag has is taken where the name has none", () => {
  const hints = { system: "credit-scoring", contexts: ["annex-iii-5b"], changeId: "CHG-7" } as const;
  expect(nearestExperimentName("credit-scoring/data-for-fewer-rejections", hints)).toBe(
    "credit-scoring/data-for-fewer-rejections/CHG-7/annex-iii-5b",
  );
});

test("parts that do not fit are refused when a name is written", () => {
  const name = {
    system: "Credit",
    what: "data",
    why: "x",
    changeId: "CHG-1",
    context: "annex-iii-5b",
  } as const;
  expect(() => formatExperimentName(name)).toThrow(/the system has to be small letters/);
});

describe("The vectors for readers in other languages", () => {
  it.each(vectors.valid)("read $name as its parts", ({ name, parts }) => {
    expect(parseExperimentName(name)).toEqual({ name: parts });
  });

  it.each(vectors.invalid.map((each) => ({ ...each, shown: JSON.stringify(each.name) })))(
    "refuse $shown and offer a valid one",
    ({ name, problem, nearest }) => {
      expect(parseExperimentName(name)).toEqual({ problem });
      expect(parseExperimentName(nearest)).toHaveProperty("name");
    },
  );
});
