import { declared, loadConfigs } from "../configs";
import { EXIT, incidentOfAnotherSystem, incidentUnknown, signingKeyUnnamed } from "../errors";
import { readIncidents, recordIncident, statusOf, type Incident } from "../evidence/incident";
import { mustBeEntitled, readKeyRing, type IncidentEntry } from "../evidence/records";
import type { ReadOptions, RecordOptions, StatusOptions } from "./incident";
import { entryOf } from "./incident-entry";
import { printIncidents, printRecorded, printStatus } from "./incident-output";
import { signerOf } from "./signer-of";
import { vaultOf } from "./vault-of";

/** `evidence incident record` */
export async function recordStep(step: IncidentEntry["art73"], options: RecordOptions): Promise<void> {
  const { environment, records } = vaultOf(options);
  const { id, role, actor, signingKey, dryRun, json } = options;
  const ring = await readKeyRing(options.keys);
  const { incidents } = await readIncidents(records, ring, { environment: environment.id });
  const entry = entryOf(step, options, systemOf(step, options, incidents), new Date());
  if (dryRun) return console.log(JSON.stringify(entry, undefined, 2));
  if (signingKey === undefined) throw signingKeyUnnamed("");
  const signer = await signerOf(signingKey, environment.aws.region);
  mustBeEntitled(ring, signer, role);
  const written = await recordIncident(records, entry, { role, actor, signer });
  const after = await readIncidents(records, ring, { environment: environment.id });
  const incident = after.incidents.find((one) => one.id === id && one.system === entry.system);
  if (incident === undefined) throw new Error(`incident ${id} was recorded and is not found`);
  printRecorded({ record: written.key, incident, status: statusOf(incident, new Date()) }, json);
}

/** All steps but the first are of an incident that is there. */
function systemOf(
  step: IncidentEntry["art73"],
  { id, system, configs }: RecordOptions,
  incidents: readonly Incident[],
): string {
  const known = incidents.find((one) => one.id === id)?.system;
  if (known !== undefined && system !== undefined && known !== system)
    throw incidentOfAnotherSystem(id, system, known);
  if (known !== undefined) return known;
  if (step !== "aware" || system === undefined)
    throw incidentUnknown(
      step === "aware" ? `${id}, without --system` : id,
      incidents.map((one) => one.id),
    );
  declared("--system", loadConfigs(configs).systems, system);
  return system;
}

/** `evidence incident status` */
export async function showStatus(options: StatusOptions): Promise<void> {
  const { incidents, findings } = await read(options);
  const { id } = options;
  const wanted = incidents.filter((one) => (id === undefined ? isOpen(one) : one.id === id));
  if (id !== undefined && wanted.length === 0)
    throw incidentUnknown(
      id,
      incidents.map((one) => one.id),
    );
  const now = new Date();
  const told = wanted.map((incident) => ({ incident, status: statusOf(incident, now) }));
  printStatus(
    { told, findings, others: incidents.length - wanted.length, whole: id !== undefined },
    options.json,
  );
  const isFinding = told.some(({ status, incident }) => status.needsAction || incident.doubts.length > 0);
  if (isFinding || findings.length > 0) process.exitCode = EXIT.finding;
}

/** What people recorded in words of their own, and nobody calls an incident of Art 73, waits for nothing. */
const isOpen = ({ closed, awareAt, records }: Incident): boolean =>
  closed === undefined && (awareAt !== undefined || records.some(({ step }) => step !== "other"));

/** `evidence incident list` */
export async function listIncidents(options: ReadOptions): Promise<void> {
  const { incidents, findings } = await read(options);
  const now = new Date();
  printIncidents(
    { told: incidents.map((incident) => ({ incident, status: statusOf(incident, now) })), findings },
    options.json,
  );
  if (findings.length > 0 || incidents.some(({ doubts }) => doubts.length > 0))
    process.exitCode = EXIT.finding;
}

async function read(options: ReadOptions) {
  const { environment, records } = vaultOf(options);
  const { system, configs } = options;
  if (system !== undefined) declared("--system", loadConfigs(configs).systems, system);
  const ring = await readKeyRing(options.keys);
  return readIncidents(records, ring, {
    environment: environment.id,
    ...(system !== undefined && { system }),
  });
}
