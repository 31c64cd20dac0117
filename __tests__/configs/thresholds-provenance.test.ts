import { execFileSync } from "node:child_process";
import { readFileSync, renameSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { provenanceByGit } from "../../configs";
import { loadRequirements } from "../../gate/requirements";
import { evidence } from "../run-evidence";
import { temporaryFolder } from "../temporary";
import { TeamConfigs } from "./team";

const FILE = "thresholds/credit-scoring.yaml";

/** Configs of a team in a repository of their own, whose clock is set by hand. */
class Repository extends TeamConfigs {
  #minutes = 0;

  constructor() {
    super();
    this.git("init", "--quiet", "--initial-branch=main");
    this.commit("First thresholds");
  }

  git(...args: string[]): string {
    const at = `2026-11-20T10:${String(this.#minutes).padStart(2, "0")}:00+01:00`;
    return execFileSync("git", ["-C", this.dir, ...args], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        PATH: process.env["PATH"],
        HOME: this.dir,
        GIT_CONFIG_NOSYSTEM: "1",
        GIT_COMMITTER_DATE: at,
        GIT_AUTHOR_DATE: "2001-01-01T00:00:00Z",
        GIT_AUTHOR_NAME: "anna",
        GIT_AUTHOR_EMAIL: "anna@example.org",
        GIT_COMMITTER_NAME: "anna",
        GIT_COMMITTER_EMAIL: "anna@example.org",
      },
    }).trim();
  }

  /** One minute later. @returns the commit */
  commit(message: string): string {
    this.#minutes += 1;
    this.git("add", "--all");
    this.git("commit", "--quiet", "--message", message);
    return this.git("rev-parse", "HEAD");
  }

  /** Merges branch `side`, one minute later. */
  commitMerge(): void {
    this.#minutes += 1;
    this.git("merge", "--quiet", "--no-ff", "--message", "Merge", "side");
  }

  commitStaged(): void {
    this.#minutes += 1;
    this.git("commit", "--quiet", "--message", "Gone");
  }

  get file(): string {
    return join(this.dir, FILE);
  }

  edit(text = "# a remark\n"): void {
    writeFileSync(this.file, readFileSync(this.file, "utf8") + text);
  }
}

describe("Since when thresholds stand", () => {
  it("is the last commit that changed their file, by the committer's clock and not the author's", () => {
    const team = new Repository();
    team.edit();
    const commit = team.commit("Stricter");
    team.write("systems/note.txt", "x");
    team.commit("Something else");
    expect(provenanceByGit(team.file)).toEqual({
      file: "credit-scoring.yaml",
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      commit,
      committedAt: "2026-11-20T09:02:00.000Z",
    });
  });

  it("is when they were merged, not when somebody wrote them on a side branch", () => {
    const team = new Repository();
    team.git("checkout", "--quiet", "-b", "side");
    team.edit();
    team.commit("Written early");
    team.git("checkout", "--quiet", "main");
    team.write("systems/note.txt", "x");
    team.commit("Meanwhile");
    team.commitMerge();
    expect(provenanceByGit(team.file)).toMatchObject({
      commit: team.git("rev-parse", "HEAD"),
      committedAt: "2026-11-20T09:04:00.000Z",
    });
  });

  const unknown: readonly { what: string; make: (team: Repository) => string; because: string }[] = [
    {
      what: "in a folder that is no repository",
      make: () => join(new TeamConfigs().dir, FILE),
      because: "the file is in no git repository that can be read here",
    },
    {
      what: "with a change that is not committed",
      make: (team) => {
        team.edit();
        return team.file;
      },
      because: "the file has changes that are not committed",
    },
    {
      what: "with a change that git was told not to look at",
      make: (team) => {
        team.git("update-index", "--assume-unchanged", FILE);
        team.edit();
        return team.file;
      },
      because: "the file has changes that are not committed",
    },
    {
      what: "that was never committed",
      make: (team) => {
        team.copy(FILE, "thresholds/new.yaml");
        return join(team.dir, "thresholds/new.yaml");
      },
      because: "the file is in no commit",
    },
    {
      what: "that the last commit took away",
      make: (team) => {
        team.git("rm", "--quiet", "--cached", FILE);
        team.commitStaged();
        return team.file;
      },
      because: "the last commit does not hold the file",
    },
    {
      what: "that is not there",
      make: (team) => join(team.dir, "thresholds/none.yaml"),
      because: "the file cannot be read",
    },
    {
      what: "in a shallow clone",
      make: (team) => {
        team.write("systems/note.txt", "x");
        team.commit("Something else");
        const clone = join(temporaryFolder(), "clone");
        team.git("clone", "--quiet", "--depth", "1", `file://${team.dir}`, clone);
        return join(clone, FILE);
      },
      because: "the clone is shallow, so that the commit that changed the file last may be missing",
    },
    {
      what: "that is a link to another file",
      make: (team) => {
        renameSync(team.file, join(team.dir, "elsewhere.yaml"));
        symlinkSync("../elsewhere.yaml", team.file);
        team.commit("A link");
        return team.file;
      },
      because: "the file has changes that are not committed",
    },
  ];

  it.each(unknown)("is not known of a file $what", ({ make, because }) => {
    expect(provenanceByGit(make(new Repository()))).toMatchObject({ unknownBecause: because });
  });

  it("is not known where git is not installed", () => {
    const team = new Repository();
    const path = process.env["PATH"];
    try {
      process.env["PATH"] = temporaryFolder();
      expect(provenanceByGit(team.file)).toMatchObject({ unknownBecause: "git is not installed here" });
    } finally {
      process.env["PATH"] = path;
    }
  });

  it("does not depend on what the caller's environment says of git", () => {
    const team = new Repository();
    const known = provenanceByGit(team.file);
    const other = new Repository();
    process.env["GIT_DIR"] = join(other.dir, ".git");
    try {
      expect(provenanceByGit(team.file)).toEqual(known);
    } finally {
      delete process.env["GIT_DIR"];
    }
  });
});

describe("A gate that runs without git", () => {
  const load = (configs: string, provenance?: string) =>
    loadRequirements({ configs, environment: "sandbox", provenance }).systems.map(({ provenance: of }) => of);

  /** The configs as an image has them, without git, and what CI wrote beside them. */
  function image() {
    const team = new Repository();
    const note = join(temporaryFolder(), "thresholds-provenance.json");
    const told = evidence(["thresholds", "--configs", team.dir, "--out", note]);
    const here = new TeamConfigs();
    return { team, note, told, here };
  }

  it("is told by a file that CI wrote where there is git", () => {
    const { team, note, told, here } = image();
    expect(told).toMatchObject({ code: 0 });
    expect(told.stderr).toMatch(
      /^credit-scoring\.yaml: since 2026-11-20T09:01:00\.000Z, commit [0-9a-f]{12}$/m,
    );
    expect(load(here.dir, note)).toEqual(load(team.dir));
    expect(load(here.dir)).toEqual([
      expect.objectContaining({ unknownBecause: "the file is in no git repository that can be read here" }),
      expect.objectContaining({ unknownBecause: "the file is in no git repository that can be read here" }),
    ]);
  });

  it("does not believe it of thresholds that are others", () => {
    const { note, here } = image();
    here.write(FILE, `${readFileSync(join(here.dir, FILE), "utf8")}# lower tomorrow\n`);
    expect(load(here.dir, note)[0]).toMatchObject({
      unknownBecause: "it is not the file that the provenance file was written for",
    });
  });

  it("passes on what was not known there, and CI is told by exit code 2", () => {
    const note = join(temporaryFolder(), "note.json");
    const told = evidence(["thresholds", "--configs", new TeamConfigs().dir, "--out", note]);
    expect(told.code).toBe(2);
    expect(load(new TeamConfigs().dir, note)[0]).toMatchObject({
      unknownBecause:
        "where the provenance file was written, the file is in no git repository that can be read here",
    });
  });

  it.each([
    "",
    "{}",
    '{"format": "ai-act-evidence/thresholds-provenance/v1", "thresholds": [{"file": "a"}]}',
  ])("does not start with a provenance file that says %j", (content) => {
    const note = join(temporaryFolder(), "note.json");
    writeFileSync(note, content);
    expect(() => load(new TeamConfigs().dir, note)).toThrow(/\[provenance-not-readable\]/);
  });
});
