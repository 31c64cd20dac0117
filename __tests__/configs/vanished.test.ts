import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadConfigs } from "../../configs";
import { evidence } from "../run-evidence";
import { TeamConfigs } from "./team";

const without = (file: string) => {
  const team = new TeamConfigs();
  rmSync(join(team.dir, file));
  return team.dir;
};
const BASE = new TeamConfigs().dir;

describe("A system whose file was just deleted", () => {
  const dir = without("systems/cv-screening.yaml");

  it("fails synth where the base revision is known, with the way out", () => {
    expect(() => loadConfigs(dir, BASE)).toThrow(
      /cv-screening\.yaml: id \[system-vanished\][\s\S]*no file of systems\/ has any more[\s\S]*bring systems\/cv-screening\.yaml back, with `status: retired`/,
    );
  });

  it("is refused by evidence validate, too", () => {
    const { code, stderr } = evidence(["validate", "--configs", dir, "--base", BASE]);
    expect(code).toBe(1);
    expect(stderr).toContain("[system-vanished]");
  });

  it("passes once it is back and retired", () => {
    const team = new TeamConfigs().set("systems/cv-screening.yaml", ["status"], "retired");
    expect(loadConfigs(team.dir, BASE).systems.map(({ status }) => status)).toContain("retired");
  });

  it("does not fail a first synth, which has no base", () => {
    expect(loadConfigs(dir).systems.map(({ id }) => id)).toEqual(["credit-scoring"]);
  });
});

describe("What is compared with a base", () => {
  it("may have systems that the base has not, in files of other names", () => {
    const team = new TeamConfigs().copy("systems/cv-screening.yaml", "systems/renamed.yaml");
    rmSync(join(team.dir, "systems/cv-screening.yaml"));
    expect(loadConfigs(team.dir, BASE).systems).toHaveLength(2);
  });

  it("fails where an environment is gone, because its vault would be left to itself", () => {
    expect(() => loadConfigs(without("environments/sandbox.yaml"), BASE)).toThrow(/\[environment-vanished\]/);
  });

  it("fails where a file of the base cannot be read: what is not compared is not passed", () => {
    const base = new TeamConfigs();
    writeFileSync(join(base.dir, "systems/cv-screening.yaml"), "id: [");
    expect(() => loadConfigs(new TeamConfigs().dir, base.dir)).toThrow(/\[base-not-readable\]/);
  });
});
