/** What stands between a logger and the archive, and does what it should not. */
import type { Art12Sink, LogLine } from "../../clients/node";
import type { Organisation } from "./organisation";

/** What looks like a tax number to somebody, and is the digest of an entry to an inspector. */
export async function addRedactingRule(org: Organisation): Promise<void> {
  const configuration = { data: { type: "sensitive_data_scanner_configuration" } };
  const group = (await org.byHand("POST", "/api/v2/sensitive-data-scanner/config/groups", {
    type: "sensitive_data_scanner_group",
    attributes: { name: "Numbers", is_enabled: true, filter: { query: "*" }, product_list: ["logs"] },
    relationships: { configuration, rules: { data: [] } },
  })) as { data: { id: string } };
  await org.byHand("POST", "/api/v2/sensitive-data-scanner/config/rules", {
    type: "sensitive_data_scanner_rule",
    attributes: {
      name: "Tax numbers",
      is_enabled: true,
      pattern: "[0-9]{4}",
      text_replacement: { type: "replacement_string", replacement_string: "[redacted]" },
    },
    relationships: { group: { data: { id: group.data.id, type: "sensitive_data_scanner_group" } } },
  });
}

/** Posts each line as it is after a change, and leaves it out where there is none. */
export function posting(org: Organisation, change: (line: LogLine) => object | undefined): Art12Sink {
  return {
    write: async (lines) => {
      const logs = lines.flatMap((line) => change(line) ?? []);
      if (logs.length > 0) await org.post(logs);
    },
  };
}

/** An Agent with a multi-line rule that never matches, and its own tag: it sends two lines as the text of one message. */
export function joining(org: Organisation): Art12Sink {
  const texts: string[] = [];
  return {
    write: async (lines) => {
      texts.push(...lines.map((line) => JSON.stringify(line)));
      const isLast = lines.some(({ art12 }) => art12.event.type === "emitter_stop");
      while (texts.length >= 2 || (isLast && texts.length > 0))
        await org.post([
          { message: texts.splice(0, 2).join("\\n"), ddtags: "compliance.art12:true,env:production" },
        ]);
    },
  };
}

/** Takes the start, and after that answers without having sent anything: the queue of a process that is then killed. */
export function neverAgain(org: Organisation): Art12Sink {
  const first = posting(org, (line) => line);
  let started = false;
  return {
    write: async (lines) => {
      if (!started) await first.write(lines);
      started = true;
    },
  };
}

/** Whether a line carries a decision. */
export const isInference = ({ art12 }: LogLine) => art12.event.type === "inference";
