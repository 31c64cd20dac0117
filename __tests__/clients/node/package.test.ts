import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

const root = path.join(__dirname, "../../../clients/node");
const manifest = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")) as {
  dependencies: Record<string, string>;
};
const sources = readdirSync(root, { recursive: true, encoding: "utf8" }).filter(
  (file) => file.endsWith(".ts") && !/^(dist|node_modules)/.test(file),
);
const imports = sources.flatMap((file) =>
  [...readFileSync(path.join(root, file), "utf8").matchAll(/ from "([^"]+)"/g)].map((found) => ({
    file,
    from: found[1]!,
  })),
);

describe("the client as a package of its own", () => {
  it("imports nothing from outside its folder but its declared dependencies", () => {
    const packages = imports.map(({ from }) => from).filter((from) => !/^(\.|node:)/.test(from));
    expect([...new Set(packages.map((from) => from.split("/")[0]))].sort()).toEqual(
      Object.keys(manifest.dependencies).sort(),
    );
    const outside = imports.filter(
      ({ file, from }) => from.startsWith(".") && path.join(path.dirname(file), from).startsWith(".."),
    );
    expect(outside).toEqual([]);
  });

  it("asks for versions that the repository tests with", () => {
    const lock = JSON.parse(readFileSync(path.join(root, "../../package-lock.json"), "utf8")) as {
      packages: Record<string, { version: string }>;
    };
    for (const [name, range] of Object.entries(manifest.dependencies)) {
      expect(range).toBe(`^${lock.packages[`node_modules/${name}`]?.version}`);
    }
  });
});
