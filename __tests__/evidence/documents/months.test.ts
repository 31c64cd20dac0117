import { addMonths } from "../../../evidence/documents/months";

describe("A review that is due some months on", () => {
  it.each([
    ["2026-11-09", 12, "2027-11-09"],
    ["2026-11-30", 3, "2027-02-28"],
    ["2027-11-30", 3, "2028-02-29"],
    ["2026-12-31", 1, "2027-01-31"],
    ["2026-08-31", 6, "2027-02-28"],
  ])("%s and %d months is %s", (date, months, due) => expect(addMonths(date, months)).toBe(due));
});
