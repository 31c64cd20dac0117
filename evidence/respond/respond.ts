import { version } from "../../package.json";
import { canonicalString, sha256Hex } from "../event";
import type { BundleTarget } from "../export";
import { BundleFolder } from "../export/bundle-folder";
import { EXPORT_FOLDER } from "./layout";
import type { ResponseManifest } from "./manifest";
import type { ResponseProgress, ResponseRequest, ResponseSources } from "./request";
import { ResponseWriter } from "./response-writer";

/** Name of the folder in which the export is made: an interrupted one goes on from it. */
const EXPORT_IN_THE_MAKING = `${EXPORT_FOLDER}.partial`;

/**
 * Puts everything that an authority asks for into one folder and signs it. What is wrong or missing is told in it; what keeps
 * it from being made throws UserError, and leaves no folder that looks finished.
 */
export async function respond(
  request: ResponseRequest,
  sources: ResponseSources,
  target: BundleTarget,
  onProgress: (progress: ResponseProgress) => void = () => undefined,
): Promise<ResponseManifest> {
  const folder = await BundleFolder.create(
    target.out,
    target.force ?? false,
    identity(request, sources),
    EXPORT_IN_THE_MAKING,
  );
  try {
    const manifest = await new ResponseWriter(request, sources, target, folder, onProgress).write();
    await folder.finish();
    return manifest;
  } catch (error) {
    await folder.abandon();
    throw error;
  }
}

/** An answer with another identity cannot go on with what was read for this one. */
function identity(request: ResponseRequest, { archive }: ResponseSources): string {
  const { reference, system, environment, period, scope, language, redactions } = request;
  return sha256Hex(
    canonicalString([
      version,
      archive.source.name,
      archive.path,
      { reference, system, environment, period, scope, language },
      redactions.identity,
    ]),
  );
}
