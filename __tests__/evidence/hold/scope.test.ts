import { areasOf, covers, type HoldScope } from "../../../evidence/hold/scope";

const CLOSED: HoldScope = {
  system: "credit-scoring",
  period: { from: "2026-11-10T00:00:00.000Z", to: "2026-11-13T00:00:00.000Z" },
};
const OPEN: HoldScope = { ...CLOSED, period: { from: "2026-11-10T12:00:00.000Z" } };

const isHeld = (scope: HoldScope, key: string, writtenAt = "2026-11-11T00:00:00.000Z") =>
  areasOf(scope).some((area) => covers(area, { key, writtenAt }));

describe("A hold of 10 to 12 November covers", () => {
  it.each([
    ["the archive's days of the period", "art12/dt=20261110/hour=00/archive_000000.0000.a.json.gz", true],
    ["the day before, as exports read it", "art12/dt=20261109/hour=23/archive_235959.0000.a.json.gz", true],
    ["the day after", "art12/dt=20261113/hour=23/archive_235959.0000.a.json.gz", true],
    ["not the day before that", "art12/dt=20261108/hour=23/archive_235959.0000.a.json.gz", false],
    ["not the day after that", "art12/dt=20261114/hour=00/archive_000000.0000.a.json.gz", false],
    ["objects with a strange name in those days, too", "art12/dt=20261110/odd", true],
    ["not the archive's permission test", "art12/permission_testing/probe.json", false],
    [
      "late entries of those days, which mix systems as the archive does",
      "late/dt=20261110/hour=00/archive_000000.0000.e.1-2.json.gz",
      true,
    ],
    ["not those of other days", "late/dt=20261114/hour=00/archive_000000.0000.e.1-2.json.gz", false],
    ["the system's checkpoints", "checkpoints/credit-scoring/dt=20261110/e.1.dsse.json", true],
    ["not those of other systems", "checkpoints/cv-screening/dt=20261110/e.1.dsse.json", false],
    ["not those of other days", "checkpoints/credit-scoring/dt=20261114/e.1.dsse.json", false],
    ["not the look-up index, which is derived", "index/dt=20261110/000000000001.parquet", false],
  ])("%s", (_, key, held) => expect(isHeld(CLOSED, key)).toBe(held));

  it.each([
    ["records written long before: they say what ran in the period", "2026-01-01T00:00:00.000Z", true],
    ["records written on the day after it", "2026-11-13T23:59:59.999Z", true],
    ["not records written later", "2026-11-14T00:00:00.000Z", false],
  ])("%s", (_, writtenAt, held) => {
    expect(isHeld(CLOSED, "records/gate/000000000001.dsse.json", writtenAt)).toBe(held);
    expect(isHeld(CLOSED, "timestamps/seal/000000000001.1.tsr", writtenAt)).toBe(held);
  });
});

describe("An open-ended hold covers", () => {
  it.each([
    ["the day before its first", "art12/dt=20261109/hour=00/archive_000000.0000.a.json.gz", true],
    ["nothing before that", "art12/dt=20261108/hour=00/archive_000000.0000.a.json.gz", false],
    ["days to come", "art12/dt=20361109/hour=00/archive_000000.0000.a.json.gz", true],
    ["records to come", "records/gate/000000000001.dsse.json", true],
  ])("%s", (_, key, held) => expect(isHeld(OPEN, key, "2036-01-01T00:00:00.000Z")).toBe(held));
});
