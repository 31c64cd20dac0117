import { setTimeout as pause } from "node:timers/promises";
import type { FastifyInstance } from "fastify";
import { declared, loadConfigs } from "../configs";
import { eventsOf, keepLooking, type KeepLooking } from "./agreement";
import { createAlerts } from "./alerts";
import type { Alerts } from "./alerts/alerts";
import { registerDecisionApi } from "./api";
import { createDecisions, rulesFrom } from "./decisions";
import { createUpstream } from "./door/upstream";
import { createIdentity, identitySettings } from "./identity";
import { lateLedger } from "./ledger";
import type { Log } from "./log";
import { keepRecovering } from "./recovery";
import { registryHandlers } from "./registry";
import { loadRequirements } from "./requirements";
import { createGate } from "./server";
import type { GateSettings } from "./settings";
import { openState } from "./state";
import type { GateState } from "./state/gate-state";
import { openReading, openVault } from "./vault";
import { workHandlers } from "./work";

/** Time for alerts that are still being sent when the gate ends. */
const ALERTS_MS = 5_000;

/** A gate that can listen, and what it holds open. */
export interface ComposedGate {
  readonly app: FastifyInstance;
  readonly state: GateState;
  /** Takes no new request, ends those under way, and lets go of database and MLflow. */
  close(): Promise<void>;
}

/**
 * Puts the gate together: the only place that knows all of its parts.
 *
 * @param times when it looks by itself whether records and registry agree
 * @throws UserError when settings, configs, keys or the database cannot be used
 */
export async function composeGate(
  settings: GateSettings,
  log: Log,
  times: Pick<KeepLooking, "firstAfterMs" | "againAfterMs"> = {},
): Promise<ComposedGate> {
  const { configs: folder, environment: id, provenance, issuer, publicUrl, sessionKeys } = settings;
  const { environments, systems } = loadConfigs(folder);
  const environment = declared("--environment", environments, id);
  const identity = createIdentity(identitySettings(environment, { issuer, publicUrl, sessionKeys }));
  const rules = rulesFrom(loadRequirements({ configs: folder, environment: id, provenance }));
  const place = { environment, folder: settings.vault, role: settings.vaultRole, keys: settings.keys };
  const vault = () => openVault({ ...place, systems, signingKey: settings.signingKey });
  const [ledger, state] = await Promise.all([
    settings.vaultMayComeLater ? lateLedger(vault) : vault(),
    openState(settings.state),
  ]);
  const mlflow = createUpstream(settings.mlflow);
  const alerts = alertsOf(settings, environment.datadog.site, log);
  const decisions = createDecisions({
    state,
    ledger,
    upstream: mlflow,
    rules,
    ...(alerts && { alerts }),
    log: (message) => log("info", { part: "decisions", because: message }),
  });
  const app = await createGate({
    identity,
    handlers: [
      workHandlers({ state, upstream: mlflow }),
      registryHandlers({ decisions, state, upstream: mlflow, rules }),
    ],
    mlflow,
    log,
    register: [
      (own) => identity.register(own),
      (own) => registerDecisionApi(own, { decisions, identity, rules }),
    ],
  });
  const models = systems.map(({ registeredModel }) => registeredModel);
  const recovery = keepRecovering({ state, ledger, upstream: mlflow, models }, (message) =>
    log("info", { part: "recovery", because: message }),
  );
  const watch = keepLooking({
    ...{ environment: id, vault: () => openReading(place), upstream: mlflow, rules, state, log },
    ...times,
    tell(notes) {
      const systemOf = (model: string) => rules.of(model)?.system;
      for (const { event } of eventsOf(notes, { environment: id, at: new Date(), systemOf }))
        alerts?.tell(event);
    },
  });
  return {
    app,
    state,
    async close() {
      await app.close();
      await Promise.all([recovery.stop(), watch.stop()]);
      await Promise.race([alerts?.settled(), pause(ALERTS_MS, undefined, { ref: false })]);
      await mlflow.close();
      await state.close();
    },
  };
}

function alertsOf(
  { datadogApiKey, datadogApi, environment }: GateSettings,
  site: string,
  log: Log,
): Alerts | undefined {
  if (datadogApiKey === undefined) {
    log("info", { part: "alerts", because: "no Datadog key: nobody is alerted of break-glass and refusals" });
    return undefined;
  }
  return createAlerts({ api: datadogApi ?? `https://api.${site}`, apiKey: datadogApiKey, environment, log });
}
