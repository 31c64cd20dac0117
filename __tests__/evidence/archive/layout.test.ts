import { classifyKey, dayPrefix, dayPrefixes, daysBetween, isLate } from "../../../evidence/archive";

test.each([
  ["art12/dt=20261124/hour=21/archive_210000.1234.a-b.json.gz", "archive"],
  ["art12/dt=20240229/hour=00/archive_x.json.gz", "archive"],
  ["art12/permission_testing/2026-11-24.json", "permission-test"],
  ["late/dt=20261124/hour=21/archive_210000.1230.credit.1-2.json.gz", "archive"],
  ["late/notes.txt", "unknown"],
  ["art12/dt=20260230/hour=21/archive_210000.1234.a.json.gz", "unknown"],
  ["art12/dt=20261124/hour=24/archive_210000.1234.a.json.gz", "unknown"],
  ["art12/dt=20261124/hour=21/deeper/archive_210000.1234.a.json.gz", "unknown"],
  ["art12/dt=20261124/hour=21/notes.txt", "unknown"],
  ["art12/dt=20261124/", "unknown"],
  ["other/dt=20261124/hour=21/archive_210000.1234.a.json.gz", "unknown"],
])("the key %s is taken for: %s", (key, kind) => {
  expect(classifyKey("art12", key).kind).toBe(kind);
});

test("an archive at the bucket's root is read too", () => {
  expect(classifyKey("", "dt=20261124/hour=21/archive_1.json.gz")).toEqual({
    kind: "archive",
    day: "2026-11-24",
  });
  expect(dayPrefix("/art12/", "2026-11-24")).toBe("art12/dt=20261124/");
});

test("late entries lie beside the archive, wherever that is, day by day", () => {
  for (const path of ["art12", "", "logs/art12"])
    expect(dayPrefixes(path, "2026-11-24").at(-1)).toBe("late/dt=20261124/");
  expect([isLate("late/dt=20261124/x"), isLate("art12/late/x")]).toEqual([true, false]);
});

test("days are counted over the end of a month and a leap day", () => {
  expect(daysBetween("2028-02-28", "2028-03-01")).toEqual(["2028-02-28", "2028-02-29", "2028-03-01"]);
});
