/** Serious incidents (Art 73): what people recorded of them, and by when what is due. */
export type { Due } from "./deadline";
export {
  readIncidents,
  type CausalLink,
  type Incident,
  type IncidentFilter,
  type IncidentRecord,
  type IncidentsRead,
  type Notice,
} from "./incidents";
export { recordIncident, type IncidentWriter } from "./record";
export { statusOf, type IncidentStatus } from "./status";
