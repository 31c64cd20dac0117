import { registryAddressInvalid, registryPlaceUnclear } from "../errors";
import type { Upstream } from "../gate/call";
import { createUpstream, type MlflowServer } from "../gate/door/upstream";
import { Refusal } from "../gate/refusal";
import { safeGate } from "./gate-client";

/** Options that say how to get to MLflow. */
export interface RegistryOptions {
  readonly mlflow?: string;
  readonly gate?: string;
}

/** MLflow, as it can be read. */
interface Registry {
  readonly url: string;
  readonly upstream: Upstream;
  close(): Promise<void>;
}

/** @throws UserError when the options name no way to MLflow, or two, or one that is no address */
export function registryOf({ mlflow, gate }: RegistryOptions): Registry {
  if (mlflow !== undefined && gate === undefined) {
    if (!isWeb(mlflow)) throw registryAddressInvalid(mlflow);
    const upstream = createUpstream(mlflow);
    return { url: mlflow, upstream, close: () => upstream.close() };
  }
  if (gate === undefined || mlflow !== undefined) throw registryPlaceUnclear();
  const { url, token } = safeGate({ gate });
  const server = createUpstream(url);
  return { url, upstream: throughGate(server, token), close: () => server.close() };
}

const isWeb = (url: string): boolean =>
  URL.canParse(url) && ["http:", "https:"].includes(new URL(url).protocol);

/** The gate lets whoever has a role read MLflow's own API. */
function throughGate(server: MlflowServer, token: string): Upstream {
  const headers = { authorization: `Bearer ${token}` };
  const open = (path: string, query?: Parameters<Upstream["send"]>[0]["query"]) =>
    server.open({ method: "GET", path, query, headers, reads: true });
  return {
    async send({ path, query }) {
      const { statusCode, body } = await open(path, query);
      return { status: statusCode, contentType: "application/json", body: await body.text() };
    },
    async artifact(path) {
      const encoded = path.split("/").map(encodeURIComponent).join("/");
      const { statusCode, body } = await open(`/api/2.0/mlflow-artifacts/artifacts/${encoded}`);
      if (statusCode === 200) return body;
      throw new Refusal(
        "RESOURCE_CONFLICT",
        `artifact ${path} is answered with ${statusCode}: ${await body.text()}`,
      );
    },
  };
}
