import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { loadConfigs } from "../../configs";
import { loadRequirements } from "../../gate/requirements";
import { ensureRepository } from "../../sandbox/world/repository";
import { temporaryFolder } from "../temporary";

const DAY_MS = 86_400_000;
const nobody = (): Promise<void> => Promise.resolve();

describe("the team's repository in a world", () => {
  it("holds the configs and says since when each threshold stands", async () => {
    const { configs, commit } = await ensureRepository(temporaryFolder(), nobody);
    const { systems } = loadRequirements({ configs, environment: "sandbox" });
    const own = systems.find(({ system }) => system.id === "credit-scoring");
    expect(own?.provenance).toMatchObject({ file: "credit-scoring.yaml", commit });
  });

  it("has assessments that are valid on the day it is made, whichever day that is", async () => {
    const now = new Date(Date.now() + 3_000 * DAY_MS);
    const { configs } = await ensureRepository(temporaryFolder(), nobody, now);
    const assessments = loadConfigs(configs).systems.flatMap(
      ({ production }) => production?.riskAssessments ?? [],
    );
    expect(assessments.length).toBeGreaterThan(0);
    for (const { assessedOn, validUntil } of assessments) {
      expect(Date.parse(assessedOn)).toBeLessThan(now.getTime());
      expect(Date.parse(validUntil)).toBeGreaterThan(now.getTime());
    }
  });

  it("is kept as it is by the next start, and made anew, with whoever works by it ended first, before it expires", async () => {
    const dir = temporaryFolder();
    const first = await ensureRepository(dir, nobody);
    const changes: string[] = [];
    const told = async (): Promise<void> => {
      changes.push(
        execFileSync("git", ["-C", join(first.configs, ".."), "rev-parse", "HEAD"])
          .toString()
          .trim(),
      );
    };
    expect(await ensureRepository(dir, told)).toEqual(first);
    expect(changes).toEqual([]);
    await ensureRepository(dir, told, new Date(Date.now() + 350 * DAY_MS));
    expect(changes).toEqual([first.commit]);
  });

  it("is nobody's whose git settings would sign, name or hook its commits", async () => {
    const { configs, commit } = await ensureRepository(temporaryFolder(), nobody);
    const author = execFileSync("git", ["-C", configs, "log", "-1", "--format=%an %G?", commit])
      .toString()
      .trim();
    expect(author).toBe("Model risk committee N");
  });
});
