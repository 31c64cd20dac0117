import {
  ANNEX_III,
  annexIiiPoint,
  ANNEX_IV,
  annexIvSection,
  documentationRetainUntil,
  latestReports,
  RegulationReferenceError,
} from "../../regulation";

test.each([
  ["2021-proposal:5", "annex-iv:6"],
  ["2021-proposal:7", "annex-iv:9"],
])("the old number %s is read as %s", (alias, ref) => {
  expect(annexIvSection(alias).ref).toBe(ref);
});

test.each([
  ["a bare number, since it means two things", "5", "write annex-iv:5 .* bare number is refused"],
  ["a bare sub-point", "2(g)", "write annex-iv:2\\(g\\)"],
  ["a number that does not exist", "annex-iv:10", "annex-iv:1 to annex-iv:9"],
  ["an old number without known meaning", "2021-proposal:4", "2021-proposal:5 or 2021-proposal:7"],
  ["white space", " annex-iv:9", "annex-iv:1 to annex-iv:9"],
  ["nothing", "", "annex-iv:1 to annex-iv:9"],
])("a reference to Annex IV is refused when it is %s", (_sentence, ref, words) => {
  expect(() => annexIvSection(ref)).toThrow(RegulationReferenceError);
  expect(() => annexIvSection(ref)).toThrow(new RegExp(words));
});

test("every section of Annex IV is found by its own reference", () => {
  expect(ANNEX_IV.map(({ ref }) => annexIvSection(ref).ref)).toEqual(ANNEX_IV.map(({ ref }) => ref));
});

test("Annex III has eight points and 25 uses, each found by its own reference", () => {
  expect(new Set(ANNEX_III.map(({ ref }) => ref.charAt(0)))).toEqual(new Set("12345678"));
  expect(ANNEX_III).toHaveLength(25);
  expect(ANNEX_III.map(({ ref }) => annexIiiPoint(ref))).toEqual(ANNEX_III);
});

test.each([
  ["a point without its sub-point", "5", "name the sub-point: 5\\(a\\), 5\\(b\\), 5\\(c\\), 5\\(d\\)"],
  ["a sub-point that does not exist", "5(e)", "a point of Annex III is needed: 1\\(a\\)"],
  ["a sub-point of point 2, which has none", "2(a)", "a point of Annex III is needed"],
  ["another notation", "5b", "a point of Annex III is needed"],
])("a point of Annex III is refused when it is %s", (_sentence, ref, words) => {
  expect(() => annexIiiPoint(ref)).toThrow(RegulationReferenceError);
  expect(() => annexIiiPoint(ref)).toThrow(new RegExp(words));
});

test.each([
  ["2027-12-02", "2037-12-02"],
  ["2028-02-29", "2038-03-01"],
  ["unknown-yet", "hold"],
])("documentation of a system placed on the market %s is kept until %s", (placed, until) => {
  expect(documentationRetainUntil(placed)).toBe(until);
});

test.each([
  ["serious incident", "2026-12-09"],
  ["widespread infringement or critical infrastructure", "2026-11-26"],
  ["death", "2026-12-04"],
])("a %s of which one is aware on 24 November 2026 is reported by %s", (kind, latest) => {
  expect(latestReports("2026-11-24").find((each) => each.kind === kind)?.latest).toBe(latest);
});

test.each([
  ["a day that does not exist", "2027-02-30"],
  ["another notation", "24.11.2026"],
  ["a time", "2026-11-24T10:00:00Z"],
  ["nothing", ""],
])("a date is refused when it is %s", (_sentence, date) => {
  expect(() => documentationRetainUntil(date)).toThrow(RegulationReferenceError);
  expect(() => latestReports(date)).toThrow("YYYY-MM-DD");
});
