import { canonicalString, sha256Hex } from "./canonical";
import type { Art12Event } from "./event";

/** One log as Datadog's intake takes it. The evidence is `art12.entry`; `art12.event` is a view for people and queries. */
export interface LogLine {
  ddsource: "ai-act-evidence";
  service: string;
  hostname?: string;
  /** Tags, comma-separated. Datadog reads them from here; a body attribute would not match a tag query. */
  ddtags: string;
  status: "info" | "error";
  timestamp: string;
  message: string;
  art12: { entry: string; entry_sha256: string; event: Art12Event };
}

/** The line that carries an event. */
export function logLine(event: Art12Event): LogLine {
  const entry = canonicalString(event);
  const modelTag = "model" in event && event.model ? `,model_version:${event.model.version}` : "";
  return {
    ddsource: "ai-act-evidence",
    service: event.system.id,
    ddtags: `compliance.art12:true,env:${event.environment},ai_system:${event.system.id},event_type:${event.type}${modelTag}`,
    status: event.type === "error" ? "error" : "info",
    timestamp: event.time,
    message: `Art 12 ${event.type} ${event.event_id}`,
    // Spelled like the entry, so that readers can compare the two byte by byte.
    art12: { entry, entry_sha256: sha256Hex(entry), event: JSON.parse(entry) as Art12Event },
  };
}
