import { X509Certificate } from "node:crypto";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { repositoryConfigs } from "../stacks/synthesized";

const ROOT = join(__dirname, "../..");
const IMAGES = ["mlflow", "gate", "jobs"];
const read = (file: string): string => readFileSync(join(ROOT, file), "utf8");
/** The lines of a Dockerfile by instruction, continued lines put together. */
const instructions = (image: string): readonly (readonly [string, string])[] =>
  read(`images/${image}/Dockerfile`)
    .replace(/^#.*\n/gm, "")
    .replace(/\\\n/g, " ")
    .split("\n")
    .filter(Boolean)
    .map((line) => [line.split(" ")[0] ?? "", line.slice(line.indexOf(" ") + 1)]);
/** Made before a build, and in no repository: the key ring, and since when thresholds stand. */
const MADE_BEFORE = ["keys.json", "provenance.json"];
const copied = (image: string): readonly string[] =>
  instructions(image)
    .filter(([name, rest]) => name === "COPY" && !rest.includes("--from="))
    .flatMap(([, rest]) => rest.split(/\s+/).slice(0, -1))
    .filter((source) => source !== ".");

describe("The images of the mlflow stack", () => {
  it.each(IMAGES)("%s runs as a user who is not root, and writes to /tmp alone", (image) => {
    const last = instructions(image).slice(-3);
    expect(last.map(([name]) => name)).toEqual(["VOLUME", "USER", "ENTRYPOINT"]);
    expect(last[0]?.[1]).toBe('["/tmp"]');
    expect(last[1]?.[1]).toBe("10001:10001");
  });

  it.each(IMAGES)("%s is built on a base that whoever builds it names by its digest", (image) => {
    const [arg, ...more] = instructions(image).filter(([name]) => name === "ARG");
    expect(more).toEqual([]);
    expect(arg?.[1]).toMatch(/^[A-Z]+_IMAGE$/);
    const bases = instructions(image).filter(([name]) => name === "FROM");
    for (const [, rest] of bases) expect(rest).toMatch(new RegExp(`^\\$\\{${arg?.[1]}\\}( AS \\w+)?$`));
  });

  it.each(IMAGES)("%s holds files that are there, and that a build is given", (image) => {
    const given = read(".dockerignore")
      .split("\n")
      .flatMap((line) => (line.startsWith("!") ? [line.slice(1)] : []));
    for (const source of copied(image)) {
      expect({ source, given: given.includes(source.split("/")[0] ?? "") }).toEqual({ source, given: true });
      if (!MADE_BEFORE.includes(source)) expect({ source, is: existsSync(join(ROOT, source)) }).toEqual({ source, is: true }); // prettier-ignore
    }
  });

  it("hold every room that the command line imports", () => {
    const rooms = new Set<string>();
    const look = (room: string): void => {
      if (rooms.has(room)) return;
      rooms.add(room);
      for (const file of readdirSync(join(ROOT, room), { recursive: true, encoding: "utf8" })) {
        if (!file.endsWith(".ts")) continue;
        const up = file.split("/").map(() => "../").join(""); // prettier-ignore
        for (const [, path = ""] of readFileSync(join(ROOT, room, file), "utf8").matchAll(
          /from "((?:\.\.\/)+[^"]+)"/g,
        ))
          if (path.startsWith(up) && !path.startsWith(`${up}../`)) {
            const other = path.slice(up.length).split("/")[0] ?? "";
            if (existsSync(join(ROOT, other)) && !other.includes(".")) look(other);
          }
      }
    };
    look("cli");
    // `evidence apply` and `evidence drift` synthesize, in CI; no scheduled job does.
    expect([...rooms].filter((room) => !copied("jobs").includes(room))).toEqual([]);
  });

  it("install the very versions that everything is tested with, each by its digest", () => {
    const tested = new Map(
      read("sandbox/python/requirements.txt")
        .split("\n")
        .filter((line) => /^\w/.test(line))
        .map((line) => [line.split("==")[0]?.toLowerCase().replaceAll("_", "-"), line.split("==")[1]]),
    );
    const lines = read("images/mlflow/requirements.txt").split("\n").filter((line) => /^\w/.test(line)); // prettier-ignore
    expect(lines.length).toBeGreaterThan(50);
    for (const line of lines) {
      const [, name = "", version] = /^([\w.-]+)==(\S+) --hash=sha256:[0-9a-f]{64}$/.exec(line) ?? [];
      expect({ line, version }).toEqual({
        line,
        version: tested.get(name.toLowerCase().replaceAll("_", "-")),
      });
    }
  });

  it("trust RDS's own roots, that of each environment's region among them, and nobody else", () => {
    const pem = read("images/rds-ca-rsa2048-g1.pem");
    const certificates = [...pem.matchAll(/-----BEGIN[^#]+?END CERTIFICATE-----/g)].map(([text]) => new X509Certificate(text)); // prettier-ignore
    for (const each of certificates) {
      expect(each.subject).toMatch(/CN=Amazon RDS [a-z]+-[a-z]+-\d Root CA RSA2048 G1/);
      expect([each.ca, each.issuer === each.subject, each.verify(each.publicKey)]).toEqual([
        true,
        true,
        true,
      ]);
      expect(pem).toContain(`# SHA-256 ${each.fingerprint256}\n`);
    }
    for (const { aws } of repositoryConfigs().environments)
      expect(certificates.map(({ subject }) => subject).join()).toContain(
        `CN=Amazon RDS ${aws.region} Root CA`,
      );
  });
});
