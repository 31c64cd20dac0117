import * as regulation from "../../regulation";

const { APPLICATION_DATES, forbiddenWordsIn, FORBIDDEN_PHRASES, NOT_COVERED, OBLIGATIONS, PROVISIONS } =
  regulation;

/** Every object in the room's data that cites a source, wherever it stands. */
function sourcesIn(value: unknown): regulation.Source[] {
  if (typeof value !== "object" || value === null) return [];
  const own = "citation" in value ? [value as regulation.Source] : [];
  return [...own, ...Object.values(value).flatMap(sourcesIn)];
}

function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

test("every provision names its source and the day it was read", () => {
  for (const { source } of PROVISIONS) {
    expect(source.citation).toMatch(/^Regulation \(EU\) 2024\/1689, (Article|Annex|Chapter) /);
  }
  expect(sourcesIn(regulation).length).toBeGreaterThan(100);
  expect(sourcesIn(regulation).filter(({ dateRead }) => dateRead !== "2026-11-24")).toEqual([]);
});

test("what was amended says what changed and that counsel has to re-read it", () => {
  const amendments = [...PROVISIONS, ...APPLICATION_DATES].flatMap(({ amended }) => amended ?? []);
  expect(amendments.length).toBeGreaterThanOrEqual(9);
  for (const { mark, change, note } of amendments) {
    expect([mark, change === "", note.includes("counsel must re-read")]).toEqual(["[Q]", false, true]);
  }
});

test("no id is given twice", () => {
  for (const ids of [PROVISIONS.map(({ id }) => id), OBLIGATIONS.map(({ id }) => id)]) {
    expect(new Set(ids).size).toBe(ids.length);
  }
});

test("every provision belongs to an obligation: served, or left out for a reason", () => {
  const named = new Set(OBLIGATIONS.flatMap(({ provisions }) => provisions));
  expect(PROVISIONS.filter(({ id }) => !named.has(id)).map(({ id }) => id)).toEqual([]);
});

test("every obligation refers to provisions that exist", () => {
  const known = new Set<string>(PROVISIONS.map(({ id }) => id));
  expect(OBLIGATIONS.flatMap(({ provisions }) => provisions).filter((id) => !known.has(id))).toEqual([]);
});

test("what is not covered has a reason, and what is served a part of the product", () => {
  expect(NOT_COVERED.every(({ reason }) => reason.length > 10)).toBe(true);
  for (const obligation of OBLIGATIONS) {
    if (obligation.status !== "not covered") expect(obligation.servedBy.length).toBeGreaterThan(0);
  }
});

test("a provision is no better off than the best obligation that names it", () => {
  expect(regulation.provision("Art19(1)").status).toBe("required");
  expect(regulation.provision("Art12(1)").status).toBe("supports");
  expect(regulation.provision("Art12(3)").status).toBe("not covered");
});

test("every provision has a date of application for both classes of system", () => {
  for (const { id } of PROVISIONS) {
    for (const classOfSystem of ["annex-iii", "annex-i"] as const) {
      expect(regulation.applicationDate(id, classOfSystem).date).toMatch(/^20\d\d-\d\d-\d\d$/);
    }
  }
});

test("the data itself says nothing that must not be said, the list of phrases excepted", () => {
  const data = Object.entries(regulation).filter(([name]) => name !== "FORBIDDEN_PHRASES");
  expect(textsIn(data).filter((text) => forbiddenWordsIn(text).length > 0)).toEqual([]);
  expect(textsIn(FORBIDDEN_PHRASES).some((text) => forbiddenWordsIn(text).length > 0)).toBe(true);
});

test("the provisions that the product knows are these: an id once used is never given to another text", () => {
  expect(PROVISIONS.map(({ id }) => id).join(" ")).toBe(
    "Art3(23) Art4a Art6(3) Art9 Art9(8) Art10 Art11(1) AnnexIV Art12 Art12(1) Art12(2) Art12(3) Art13(3)(f) Art14 Art14(5) Art15 " +
      "Art15(3) Art17(1) Art17(4) Art18(1) Art18(3) Art19(1) Art19(2) Art20 Art21 Art43(2) Art43(4) Art47 Art49 Art26(2) Art26(5) " +
      "Art26(6) Art26(7) Art26(11) Art27 Art86 Art72 Art72(3) Art72(4) Art73 Art73(6) Art74(6) Art78 Art79(1) Art111(2) " +
      "ChapterV",
  );
});
