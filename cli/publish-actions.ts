import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { DATADOG_APP, dashboardTitle, declared, loadConfigs } from "../configs";
import {
  atlassianRefused,
  confluenceNotNamed,
  confluenceSpaceUnseen,
  documentsToPublishMissing,
  EXIT,
} from "../errors";
import { AtlassianError, Confluence } from "../evidence/atlassian";
import { pagesOf, publish, type Publishable, type Published } from "../evidence/publish";
import { atlassianAccess } from "./atlassian-access";
import { Progress } from "./progress";
import type { PublishOptions } from "./publish";
import { printPublished } from "./publish-output";

/** The list of the documents, which is no document. */
const INDEX = "README.md";
const TITLE = /^\s*# +(.+?)\s*$/m;

/** `evidence publish` */
export async function publishDocuments(options: PublishOptions): Promise<void> {
  const configs = loadConfigs(options.configs);
  const environment = declared("--environment", configs.environments, options.environment);
  const system = declared("--system", configs.systems, options.system);
  if (!environment.confluence) throw confluenceNotNamed(environment.id);
  const { site, space, parent: parentId } = environment.confluence;
  const folder = options.documents ?? path.join("docs", "generated", environment.id, system.id);
  const pages = pagesOf(await documentsIn(folder), {
    ...{ environment: environment.id, system: system.id },
    dashboard: `${DATADOG_APP[environment.datadog.site]}/dashboard/lists?q=${encodeURIComponent(dashboardTitle(system.id, environment.id))}`,
  });
  const confluence = new Confluence(atlassianAccess(site));
  const progress = new Progress();
  try {
    const spaceId = await confluence.space(space);
    if (spaceId === undefined) throw confluenceSpaceUnseen(site, space);
    const { force, dryRun, json } = options;
    const published = await publish({
      ...{ confluence, spaceId, parentId, pages, force, dryRun },
      onProgress: (doing) => progress.say(doing),
    });
    progress.done();
    printPublished(published, { dryRun, json });
    if (published.some((each) => isFinding(each, dryRun))) process.exitCode = EXIT.finding;
  } catch (error) {
    if (error instanceof AtlassianError) throw atlassianRefused(error.place, error.because, FIX[error.fault]);
    throw error;
  } finally {
    progress.done();
  }
}

const FIX: Readonly<Record<AtlassianError["fault"], string>> = {
  "not-allowed":
    "check ATLASSIAN_EMAIL and ATLASSIAN_API_TOKEN, and that the account may add and change pages",
  "not-found": "check confluence.space and confluence.parent, and that the account may see them",
  conflict: "somebody changes the same: run it again",
  busy: "wait, and run it again: what was done is not done twice",
  refused: "the words say what is wrong; a page's parent must be in the same space",
  unsure: "run it again: what was done is not done twice",
};

function isFinding({ outcome }: Published, dryRun: boolean): boolean {
  if (outcome === "unchanged") return false;
  return dryRun || (outcome !== "created" && outcome !== "updated");
}

async function documentsIn(folder: string): Promise<readonly Publishable[]> {
  const files = await readdir(folder).catch(() => []);
  const names = files.filter((name) => name.endsWith(".md") && name !== INDEX).sort();
  const documents = await Promise.all(
    names.map(async (file): Promise<Publishable> => {
      const markdown = await readFile(path.join(folder, file), "utf8");
      const title = TITLE.exec(markdown)?.[1];
      if (title === undefined) throw documentsToPublishMissing(path.join(folder, file));
      return { name: path.basename(file, ".md"), title, markdown };
    }),
  );
  if (documents.length === 0) throw documentsToPublishMissing(folder);
  return documents;
}
