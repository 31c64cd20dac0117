/** Where this machine keeps Terraform providers, so that the sandbox also runs where no registry is reached. */
import type { Dirent } from "node:fs";
import { readdir } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";

const REGISTRY = "registry.terraform.io";

/** The two providers that the stacks use. */
const WANTED = ["hashicorp/aws", "datadog/datadog"] as const;
type ProviderName = (typeof WANTED)[number];

export interface ProviderInMirror {
  readonly provider: ProviderName;
  /** Folder in Terraform's registry layout (`<host>/<namespace>/<type>`). */
  readonly mirror: string;
  /** Versions there for this machine's system and processor. */
  readonly versions: readonly string[];
}

export interface MirrorSearch {
  readonly env?: NodeJS.ProcessEnv;
  /** The user's home folder. */
  readonly home?: string;
  /** Folders searched to a depth of two when no known place has a provider. */
  readonly roots?: readonly string[];
  /** Terraform's name of this machine, for example `linux_amd64`. */
  readonly platform?: string;
}

/**
 * Finds a local copy of each provider of the stacks. First `EVIDENCE_TF_PLUGIN_MIRROR`, then the implied local mirrors
 * of Terraform itself (developer.hashicorp.com/terraform/cli/config/config-file#implied-local-mirror-directories), then
 * any folder in registry layout not deeper than two levels below the usual roots. A provider without a build for this
 * machine does not count. Unreadable folders are passed over.
 */
export async function findProviders(search: MirrorSearch = {}): Promise<readonly ProviderInMirror[]> {
  const { env = process.env, home = homedir(), platform = terraformPlatform() } = search;
  const roots = search.roots ?? ["/opt", "/usr/local/share", "/usr/share", join(home, ".terraform.d")];
  const found: ProviderInMirror[] = [];
  for (const provider of WANTED) {
    for await (const mirror of candidates(env, home, roots)) {
      const versions = await versionsIn(join(mirror, REGISTRY, provider), platform);
      if (versions.length === 0) continue;
      found.push({ provider, mirror, versions });
      break;
    }
  }
  return found;
}

async function* candidates(
  env: NodeJS.ProcessEnv,
  home: string,
  roots: readonly string[],
): AsyncGenerator<string> {
  if (env["EVIDENCE_TF_PLUGIN_MIRROR"]) yield env["EVIDENCE_TF_PLUGIN_MIRROR"];
  const dataDirs = (env["XDG_DATA_DIRS"] ?? "/usr/local/share:/usr/share").split(":");
  for (const dataDir of [env["XDG_DATA_HOME"] ?? join(home, ".local", "share"), ...dataDirs])
    yield join(dataDir, "terraform", "plugins");
  yield join(home, ".terraform.d", "plugins");
  for (const library of [join(home, "Library"), "/Library"])
    yield join(library, "Application Support", "io.terraform", "plugins");
  for (const root of roots) {
    yield root;
    for (const first of await folders(root)) {
      yield first;
      yield* await folders(first);
    }
  }
}

async function folders(parent: string): Promise<string[]> {
  return (await entriesOf(parent))
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(parent, entry.name));
}

const entriesOf = (folder: string): Promise<Dirent[]> =>
  readdir(folder, { withFileTypes: true }).catch((): Dirent[] => []);

/** Both layouts: unpacked `5.100.0/linux_amd64/`, packed `terraform-provider-aws_5.100.0_linux_amd64.zip`. */
async function versionsIn(folder: string, platform: string): Promise<string[]> {
  const versions: string[] = [];
  for (const entry of await entriesOf(folder)) {
    if (entry.isDirectory()) {
      const platforms = await entriesOf(join(folder, entry.name));
      if (platforms.some(({ name }) => name === platform)) versions.push(entry.name);
    } else if (entry.name.endsWith(`_${platform}.zip`)) {
      versions.push(entry.name.slice(0, -`_${platform}.zip`.length).split("_").at(-1) as string);
    }
  }
  return versions.sort();
}

function terraformPlatform(): string {
  const arch: Partial<Record<NodeJS.Architecture, string>> = { x64: "amd64", ia32: "386" };
  return `${process.platform}_${arch[process.arch] ?? process.arch}`;
}

/** A Terraform CLI configuration: providers found locally come from there and only from there, all others from the registry. */
export function terraformCliConfig(providers: readonly ProviderInMirror[]): string {
  const address = ({ provider }: ProviderInMirror): string => JSON.stringify(`${REGISTRY}/${provider}`);
  const mirrors = providers.map(
    (found) =>
      `  filesystem_mirror {\n    path    = ${JSON.stringify(found.mirror)}\n    include = [${address(found)}]\n  }\n`,
  );
  const exclude = providers.length > 0 ? `\n    exclude = [${providers.map(address).join(", ")}]\n  ` : "";
  return `provider_installation {\n${mirrors.join("")}  direct {${exclude}}\n}\n`;
}
